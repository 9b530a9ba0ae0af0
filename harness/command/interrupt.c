#include "command/interrupt.h"

static HANDLE stop, done;
static volatile LONG interrupts;

static BOOL WINAPI take_control(DWORD event) {
    SetEvent(stop);
    if (event == CTRL_C_EVENT || event == CTRL_BREAK_EVENT) {
        return InterlockedIncrement(&interrupts) == 1;
    }
    /* The system ends the process when this returns, or when it has waited long enough. */
    WaitForSingleObject(done, INFINITE);
    return TRUE;
}

HANDLE interrupt_watch(void) {
    stop = CreateEventW(NULL, TRUE, FALSE, NULL);
    done = CreateEventW(NULL, TRUE, FALSE, NULL);
    SetConsoleCtrlHandler(NULL, FALSE); /* a parent may have turned Ctrl-C off */
    SetConsoleCtrlHandler(take_control, TRUE);
    return stop;
}

void interrupt_done(void) { SetEvent(done); }
