/* The thread of personalities that deliver nothing inline. Errands are done one by one in the order of sending. */
#include <stdlib.h>

#include "reference.h"

struct errand {
    struct errand *next;
    enum errand_kind kind;
    void *subject; /* a request or a socket, referenced */
};

static struct errand *first_errand;
static struct errand *last_errand;
static HANDLE thread;
static bool stopping;
static CONDITION_VARIABLE sent = CONDITION_VARIABLE_INIT;

static struct errand *take_errand(void) {
    struct errand *errand = first_errand;
    if (errand != NULL) {
        first_errand = errand->next;
        if (first_errand == NULL) {
            last_errand = NULL;
        }
    }
    return errand;
}

static void finish(struct errand *errand) {
    if (errand->kind == ERRAND_EVALUATE) {
        socket_release(errand->subject);
    } else {
        request_release(errand->subject);
    }
    free(errand);
}

static void run_errand(const struct errand *errand) {
    switch (errand->kind) {
    case ERRAND_ARRIVE:
        request_arrive(errand->subject);
        break;
    case ERRAND_COMPLETE:
        request_complete(errand->subject);
        break;
    case ERRAND_EVALUATE:
        notify_evaluate(errand->subject);
        break;
    }
}

static DWORD WINAPI run_errands(LPVOID parameter) {
    (void)parameter;
    model_lock();
    while (!stopping) {
        struct errand *errand = take_errand();
        if (errand == NULL) {
            model_wait(&sent, INFINITE);
            continue;
        }
        run_errand(errand);
        finish(errand);
        outgoing_deliver();
    }
    model_unlock();
    return 0;
}

static void make_thread(void) {
    if (thread == NULL) {
        thread = CreateThread(NULL, 0, run_errands, NULL, 0, NULL);
    }
}

void errand_send(enum errand_kind kind, void *subject) {
    struct errand *errand = malloc(sizeof *errand);
    make_thread();
    if (errand == NULL || thread == NULL) {
        free(errand);
        return;
    }
    if (kind == ERRAND_EVALUATE) {
        socket_reference(subject);
    } else {
        request_reference(subject);
    }
    *errand = (struct errand){.kind = kind, .subject = subject};
    if (last_errand == NULL) {
        first_errand = errand;
    } else {
        last_errand->next = errand;
    }
    last_errand = errand;
    WakeConditionVariable(&sent);
}

void errand_stop(void) {
    model_lock();
    stopping = true;
    HANDLE ending = thread;
    thread = NULL;
    WakeAllConditionVariable(&sent);
    model_unlock();
    if (ending != NULL) {
        WaitForSingleObject(ending, INFINITE);
        CloseHandle(ending);
    }
    model_lock();
    for (struct errand *errand = take_errand(); errand != NULL; errand = take_errand()) {
        finish(errand);
    }
    stopping = false;
    model_unlock();
}
