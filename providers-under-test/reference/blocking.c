/* Calls that block: the native wait, the blocking hook, and the cancellation of both. */
#include "procedures.h"
#include "reference.h"

/* How long a call that has a hook waits before it calls the hook again, if nothing happens meanwhile. */
#define HOOK_INTERVAL 10

CONDITION_VARIABLE select_changed = CONDITION_VARIABLE_INIT;
int selecting;

/* A call that is blocked in some thread; the list's first of a thread is its innermost. */
struct blocked {
    struct blocked *next;
    DWORD thread;
    const struct waiting *waiting;
    bool cancelled;
};

static struct blocked *blocked_calls;

/* Callbacks that run now, of all threads. */
static SRWLOCK callback_lock = SRWLOCK_INIT;
static struct callback *callbacks;

void callback_enter(struct callback *callback) {
    callback->thread = GetCurrentThreadId();
    AcquireSRWLockExclusive(&callback_lock);
    callback->next = callbacks;
    callbacks = callback;
    ReleaseSRWLockExclusive(&callback_lock);
}

void callback_leave(struct callback *callback) {
    AcquireSRWLockExclusive(&callback_lock);
    struct callback **place = &callbacks;
    while (*place != callback) {
        place = &(*place)->next;
    }
    *place = callback->next;
    ReleaseSRWLockExclusive(&callback_lock);
}

bool callback_is_around(void) {
    AcquireSRWLockShared(&callback_lock);
    const struct callback *callback = callbacks;
    while (callback != NULL && callback->thread != GetCurrentThreadId()) {
        callback = callback->next;
    }
    ReleaseSRWLockShared(&callback_lock);
    return callback != NULL;
}

static struct blocked *innermost_of(DWORD thread) {
    struct blocked *blocked = blocked_calls;
    while (blocked != NULL && blocked->thread != thread) {
        blocked = blocked->next;
    }
    return blocked;
}

static void unlink_blocked(const struct blocked *blocked) {
    struct blocked **place = &blocked_calls;
    while (*place != blocked) {
        place = &(*place)->next;
    }
    *place = blocked->next;
}

/* A call that is complete is not cancelled any more (CANCEL-09). */
static void cancel(struct blocked *blocked) {
    if (!blocked->waiting->ready(blocked->waiting->context) &&
        !FAULT(blocked->waiting->socket, CANCELLED_ACCEPT_GOES_ON_WAITING)) {
        blocked->cancelled = true;
    }
}

static int cancelled_call_code(const struct socket *socket) {
    bool wrong = (FAULT(socket, CANCELLED_ACCEPT_GIVES_WSAECONNABORTED) && socket->state == STATE_LISTENING) ||
                 (FAULT(socket, CANCELLED_CONNECT_GIVES_WSAECONNABORTED) && socket->state == STATE_CONNECTING);
    return wrong ? WSAECONNABORTED : WSAEINTR;
}

static int ended_call_code(const struct socket *socket) { return socket->personality->ended_call_code; }

static DWORD time_left(const struct waiting *waiting, ULONGLONG since) {
    if (waiting->milliseconds == INFINITE) {
        return INFINITE;
    }
    ULONGLONG elapsed = GetTickCount64() - since;
    return elapsed >= waiting->milliseconds ? 0 : waiting->milliseconds - (DWORD)elapsed;
}

/* Runs the hook once; FALSE from it stands for a cancellation (CANCEL-10). */
static void run_hook(struct blocked *blocked, LPBLOCKINGCALLBACK hook, DWORD_PTR context) {
    struct callback callback;
    model_leave();
    callback_enter(&callback);
    BOOL wait_on = hook(FAULT(blocked->waiting->socket, HOOK_CONTEXT_IS_CUT) ? (DWORD)context : context);
    callback_leave(&callback);
    model_lock();
    if (!wait_on) {
        cancel(blocked);
    }
}

static int wait_until_ready(struct blocked *blocked, LPBLOCKINGCALLBACK hook, DWORD_PTR context) {
    const struct waiting *waiting = blocked->waiting;
    ULONGLONG since = GetTickCount64();
    for (bool hook_next = hook != NULL;; hook_next = hook != NULL && !hook_next) {
        FAULT_AT(fault_when_wait_goes_on(waiting, since, &blocked->cancelled));
        if (waiting->socket->closed) {
            return ended_call_code(waiting->socket);
        }
        if (blocked->cancelled) {
            return cancelled_call_code(waiting->socket);
        }
        if (waiting->ready(waiting->context)) {
            return 0;
        }
        DWORD left = time_left(waiting, since);
        if (left == 0) {
            return WSAETIMEDOUT;
        }
        if (hook_next) {
            run_hook(blocked, hook, context);
        } else {
            model_wait(waiting->variable, hook != NULL && left > HOOK_INTERVAL ? HOOK_INTERVAL : left);
        }
    }
}

int blocking_wait(const struct waiting *waiting) {
    if (waiting->ready(waiting->context) && !FAULT(waiting->socket, QUEUED_REQUEST_ASKS_FOR_THE_HOOK)) {
        return 0;
    }
    struct blocked blocked = {.next = blocked_calls, .thread = GetCurrentThreadId(), .waiting = waiting};
    blocked_calls = &blocked;
    DWORD catalog_id = waiting->socket->info.dwCatalogEntryId;
    DWORD_PTR context = 0;
    bool unasked = FAULT(waiting->socket, BLOCKING_CONNECT_DOES_NOT_ASK_FOR_THE_HOOK) &&
                   waiting->socket->state == STATE_CONNECTING;
    model_leave();
    LPBLOCKINGCALLBACK hook = unasked ? NULL : upcall_query_blocking(catalog_id, &context);
    model_lock();
    int code = wait_until_ready(&blocked, hook, context);
    unlink_blocked(&blocked);
    return code;
}

int WSPAPI spi_cancel_blocking_call(LPINT error) {
    int code = WSANOTINITIALISED;
    model_lock();
    if (started()) {
        struct blocked *blocked = innermost_of(GetCurrentThreadId());
        code = blocked == NULL ? WSAEINVAL : 0;
        if (blocked != NULL) {
            cancel(blocked);
        }
    }
    model_leave();
    return procedure_result(code, error);
}
