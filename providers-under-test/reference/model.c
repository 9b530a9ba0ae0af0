#include "reference.h"

static SRWLOCK lock = SRWLOCK_INIT;

void model_lock(void) { AcquireSRWLockExclusive(&lock); }

void model_unlock(void) { ReleaseSRWLockExclusive(&lock); }

void model_leave(void) {
    outgoing_deliver();
    model_unlock();
}

void model_wait(CONDITION_VARIABLE *variable, DWORD milliseconds) {
    SleepConditionVariableSRW(variable, &lock, milliseconds, 0);
}

int procedure_result(int code, LPINT error) {
    if (code == 0) {
        return 0;
    }
    if (error != NULL) {
        *error = code;
    }
    return SOCKET_ERROR;
}
