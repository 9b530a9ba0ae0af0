/* Blocking calls: each waits on an event of its own, or serves the hook that the library gave it. */
#include "thirty.h"

/* A hook is asked this often, in milliseconds, while nothing happens. */
enum { HOOK_PERIOD = 5 };

static struct waiter *waiters;

void wake(void) {
    for (struct waiter *waiter = waiters; waiter != NULL; waiter = waiter->next) {
        SetEvent(waiter->event);
    }
}

/* As a waiter itself, so that each that leaves wakes it. */
void waiters_leave(void) {
    struct waiter waiter;
    lock();
    waiter_begin(&waiter);
    while (waiters->next != NULL) {
        unlock();
        WaitForSingleObject(waiter.event, INFINITE);
        lock();
    }
    waiter_end(&waiter);
    unlock();
}

void waiter_begin(struct waiter *waiter) {
    *waiter = (struct waiter){
        .next = waiters, .thread = GetCurrentThreadId(), .event = CreateEventW(NULL, FALSE, FALSE, NULL)};
    waiters = waiter;
}

void waiter_end(struct waiter *waiter) {
    struct waiter **link = &waiters;
    while (*link != waiter) {
        link = &(*link)->next;
    }
    *link = waiter->next;
    CloseHandle(waiter->event);
    wake();
}

/* With the lock, which is not held while it waits. */
int waiter_wait(struct waiter *waiter, const struct socket *socket, DWORD most) {
    DWORD catalog_id = socket->info.dwCatalogEntryId;
    bool native = socket->entry->native;
    if (waiter->cancelled || world_ends) {
        return waiter->cancelled ? WSAEINTR : WSANOTINITIALISED;
    }
    unlock();
    if (!waiter->asked && !native) {
        int code = 0;
        waiter->asked = true;
        if (world_upcalls.lpWPUQueryBlockingCallback(catalog_id, &waiter->hook, &waiter->context, &code) != 0) {
            waiter->hook = NULL;
        }
    }
    if (waiter->hook == NULL) {
        WaitForSingleObject(waiter->event, most);
    } else if (!waiter->hook(waiter->context)) {
        waiter->cancelled = true;
    } else if (!waiter->cancelled) {
        WaitForSingleObject(waiter->event, most < HOOK_PERIOD ? most : HOOK_PERIOD);
    }
    lock();
    return 0;
}

int WSPAPI on_cancel(LPINT error) {
    int code = WSAEINVAL;
    lock();
    for (struct waiter *waiter = waiters; waiter != NULL; waiter = waiter->next) {
        if (waiter->thread == GetCurrentThreadId()) {
            waiter->cancelled = true;
            SetEvent(waiter->event);
            code = 0;
            break;
        }
    }
    unlock();
    return done(error, code);
}
