#include "notices.h"

#include <stddef.h>
#include <windows.h>

#include "chains.h"
#include "layer.h"
#include "sockets.h"

static SRWLOCK lock = SRWLOCK_INIT;
static CONDITION_VARIABLE posted = CONDITION_VARIABLE_INIT;
static struct layer_socket *registered; /* linked by next_registered; each holds a reference */
static HANDLE signalled;                /* by the lower providers, and to end the thread */
static HANDLE thread;
static DWORD thread_id;

/* The order in which the events of one record are told: a connection before what it carries, its end last. */
static const struct {
    long event;
    int bit;
} order[] = {
    {FD_CONNECT, FD_CONNECT_BIT},
    {FD_ACCEPT, FD_ACCEPT_BIT},
    {FD_OOB, FD_OOB_BIT},
    {FD_READ, FD_READ_BIT},
    {FD_WRITE, FD_WRITE_BIT},
    {FD_QOS, FD_QOS_BIT},
    {FD_GROUP_QOS, FD_GROUP_QOS_BIT},
    {FD_ROUTING_INTERFACE_CHANGE, FD_ROUTING_INTERFACE_CHANGE_BIT},
    {FD_ADDRESS_LIST_CHANGE, FD_ADDRESS_LIST_CHANGE_BIT},
    {FD_CLOSE, FD_CLOSE_BIT},
};

/* Called with the lock held, and gives it up meanwhile. */
static void wait_for_post(const struct layer_socket *socket) {
    while (socket->posting_thread != 0 && socket->posting_thread != GetCurrentThreadId()) {
        SleepConditionVariableSRW(&posted, &lock, INFINITE, 0);
    }
}

/* Called with the lock held. Newcomers go to the end: they are told last. */
static void add(struct layer_socket *socket, HWND window, unsigned int message) {
    if (!socket->registered) {
        struct layer_socket **end = &registered;
        while (*end != NULL) {
            end = &(*end)->next_registered;
        }
        sockets_retain(socket);
        socket->next_registered = NULL;
        *end = socket;
    }
    socket->registered = true;
    socket->window = window;
    socket->message = message;
    socket->registration++;
}

/* Called with the lock held. */
static void drop(struct layer_socket *socket) {
    struct layer_socket **link = &registered;
    if (!socket->registered) {
        return;
    }
    while (*link != socket) {
        link = &(*link)->next_registered;
    }
    *link = socket->next_registered;
    socket->registered = false;
    socket->registration++;
    wait_for_post(socket);
    sockets_release(socket);
}

/* Called with the lock held, which is given up meanwhile. */
static void post(struct layer_socket *socket, long event, int error) {
    WSPUPCALLTABLE upcalls;
    HWND window = socket->window;
    unsigned int message = socket->message;
    DWORD outer = socket->posting_thread; /* this thread, when the client called from inside a post */
    layer_upcalls(&upcalls);
    socket->posting_thread = GetCurrentThreadId();
    ReleaseSRWLockExclusive(&lock);
    SOCKET named = FAULT(socket->chain, LAYER_MESSAGES_NAME_THE_LOWER_SOCKET) ? socket->lower : socket->given;
    upcalls.lpWPUPostMessage(window, message, (WPARAM)named, WSAMAKESELECTREPLY(event, error));
    if (FAULT(socket->chain, LAYER_MESSAGES_COME_TWICE)) {
        upcalls.lpWPUPostMessage(window, message, (WPARAM)named, WSAMAKESELECTREPLY(event, error));
    }
    AcquireSRWLockExclusive(&lock);
    socket->posting_thread = outer;
    WakeAllConditionVariable(&posted);
}

/* Called with the lock held, which is given up while a message is posted. Stops where the registration ends. */
static void post_events(struct layer_socket *socket, const WSANETWORKEVENTS *events) {
    unsigned long registration = socket->registration;
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        if (FAULT(socket->chain, LAYER_MESSAGES_LOSE_THE_END) && order[i].event == FD_CLOSE) {
            continue;
        }
        if ((events->lNetworkEvents & order[i].event) != 0) {
            wait_for_post(socket);
            if (socket->registration != registration) {
                return;
            }
            post(socket, order[i].event, events->iErrorCode[order[i].bit]);
        }
    }
}

static void post_record(struct layer_socket *socket) {
    WSANETWORKEVENTS events = {0};
    int error;
    sockets_retain(socket);
    if (socket->chain->lower.lpWSPEnumNetworkEvents(socket->lower, NULL, &events, &error) == 0) {
        post_events(socket, &events);
    }
    sockets_release(socket);
}

/* Called with the lock held. The list may change at every post, so each search begins at its head. */
static struct layer_socket *next_unscanned(void) {
    struct layer_socket *socket = registered;
    while (socket != NULL && socket->scanned) {
        socket = socket->next_registered;
    }
    return socket;
}

static void scan(HANDLE event) {
    for (struct layer_socket *socket = registered; socket != NULL; socket = socket->next_registered) {
        socket->scanned = false;
    }
    for (struct layer_socket *socket = next_unscanned(); socket != NULL && signalled == event;
         socket = next_unscanned()) {
        socket->scanned = true;
        post_record(socket);
    }
}

/* The thread ends when its event object is no longer the one in use, and closes it. */
static DWORD WINAPI watch(void *event) {
    bool in_use = true;
    while (in_use) {
        WaitForSingleObject(event, INFINITE);
        AcquireSRWLockExclusive(&lock);
        if (signalled == event) {
            scan(event);
        }
        in_use = signalled == event;
        ReleaseSRWLockExclusive(&lock);
    }
    CloseHandle(event);
    return 0;
}

/* Called with the lock held. The event resets itself before the records are read, so none is missed. */
static bool start_thread(void) {
    if (thread != NULL) {
        return true;
    }
    signalled = CreateEventW(NULL, FALSE, FALSE, NULL);
    if (signalled == NULL) {
        return false;
    }
    thread = CreateThread(NULL, 0, watch, signalled, 0, &thread_id);
    if (thread == NULL) {
        CloseHandle(signalled);
        signalled = NULL;
    }
    return thread != NULL;
}

static int register_window(struct layer_socket *socket, HWND window, unsigned int message, long events, int *error) {
    if (!start_thread()) {
        *error = WSAENOBUFS;
        return SOCKET_ERROR;
    }
    int result = socket->chain->lower.lpWSPEventSelect(socket->lower, signalled, events, error);
    if (result == 0) {
        add(socket, window, message);
        wait_for_post(socket);
    }
    return result;
}

int notices_select(struct layer_socket *socket, HWND window, unsigned int message, long events, int *error) {
    int result;
    AcquireSRWLockExclusive(&lock);
    if (events != 0) {
        result = register_window(socket, window, message, events, error);
    } else {
        result = socket->chain->lower.lpWSPAsyncSelect(socket->lower, window, message, 0, error);
        if (result == 0) {
            drop(socket);
        }
    }
    ReleaseSRWLockExclusive(&lock);
    return result;
}

int notices_select_event(struct layer_socket *socket, WSAEVENT event, long events, int *error) {
    AcquireSRWLockExclusive(&lock);
    int result = socket->chain->lower.lpWSPEventSelect(socket->lower, event, events, error);
    if (result == 0) {
        drop(socket);
    }
    ReleaseSRWLockExclusive(&lock);
    return result;
}

/* While messages are registered the client's record is empty; the lower one is the layer's, and what a call finds there
 * is told by message. */
static int enumerate_empty(struct layer_socket *socket, WSAEVENT event, LPWSANETWORKEVENTS events, int *error) {
    WSANETWORKEVENTS record = {0};
    int result =
        socket->chain->lower.lpWSPEnumNetworkEvents(socket->lower, event, events == NULL ? NULL : &record, error);
    if (result == 0 && events != NULL) {
        post_events(socket, &record);
        events->lNetworkEvents = 0;
    }
    return result;
}

int notices_enumerate(struct layer_socket *socket, WSAEVENT event, LPWSANETWORKEVENTS events, int *error) {
    AcquireSRWLockExclusive(&lock);
    int result = socket->registered ? enumerate_empty(socket, event, events, error)
                                    : socket->chain->lower.lpWSPEnumNetworkEvents(socket->lower, event, events, error);
    ReleaseSRWLockExclusive(&lock);
    return result;
}

struct notices_target notices_of(const struct layer_socket *listener) {
    AcquireSRWLockExclusive(&lock);
    struct notices_target target = {listener->registered, listener->window, listener->message};
    ReleaseSRWLockExclusive(&lock);
    return target;
}

void notices_inherit(struct layer_socket *socket, const struct notices_target *target) {
    AcquireSRWLockExclusive(&lock);
    if (target->registered && signalled != NULL) {
        add(socket, target->window, target->message);
        /* What the lower provider recorded before the socket was known here has not been looked at. */
        SetEvent(signalled);
    }
    ReleaseSRWLockExclusive(&lock);
}

void notices_forget(struct layer_socket *socket) {
    AcquireSRWLockExclusive(&lock);
    drop(socket);
    ReleaseSRWLockExclusive(&lock);
}

void notices_stop(void) {
    AcquireSRWLockExclusive(&lock);
    while (registered != NULL) {
        drop(registered);
    }
    HANDLE ended = thread;
    bool own = GetCurrentThreadId() == thread_id;
    if (ended != NULL) {
        SetEvent(signalled);
    }
    signalled = NULL;
    thread = NULL;
    thread_id = 0;
    ReleaseSRWLockExclusive(&lock);
    if (ended != NULL) {
        /* A cleanup from inside WPUPostMessage runs on the thread itself, which then ends after it. */
        if (!own) {
            WaitForSingleObject(ended, INFINITE);
        }
        CloseHandle(ended);
    }
}
