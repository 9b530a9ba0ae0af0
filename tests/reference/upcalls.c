#include "upcalls.h"

#include "bench.h"

#define HANDLES 4096
#define FIRST_HANDLE 0x5A000004
#define POSTS 1024

static SRWLOCK lock = SRWLOCK_INIT;
static CONDITION_VARIABLE posted_one = CONDITION_VARIABLE_INIT;

/* Handles are never used twice within a case; a slot is live while its context is not 0. */
static DWORD_PTR contexts[HANDLES];
static size_t handles_out;
static unsigned handles_made, hook_queries, context_queries;
static bool refuse_next;
static struct posted posts[POSTS];
static size_t post_count;

static _Thread_local LPBLOCKINGCALLBACK hook;
static _Thread_local DWORD_PTR hook_context;

void upcalls_reset(void) {
    AcquireSRWLockExclusive(&lock);
    memset(contexts, 0, sizeof contexts);
    handles_out = 0;
    handles_made = hook_queries = context_queries = 0;
    refuse_next = false;
    post_count = 0;
    ReleaseSRWLockExclusive(&lock);
}

static SOCKET WSPAPI create_handle(DWORD catalog_id, DWORD_PTR context, LPINT error) {
    SOCKET handle = INVALID_SOCKET;
    (void)catalog_id;
    AcquireSRWLockExclusive(&lock);
    if (refuse_next || handles_made == HANDLES) {
        *error = WSAENOBUFS;
    } else {
        handle = (SOCKET)FIRST_HANDLE + 4 * handles_made;
        contexts[handles_made++] = context;
        handles_out++;
    }
    refuse_next = false;
    ReleaseSRWLockExclusive(&lock);
    return handle;
}

static size_t slot_of(SOCKET handle) {
    size_t slot = (size_t)(handle - FIRST_HANDLE) / 4;
    return handle < FIRST_HANDLE || slot >= HANDLES ? HANDLES : slot;
}

static int WSPAPI close_handle(SOCKET handle, LPINT error) {
    int result = SOCKET_ERROR;
    size_t slot = slot_of(handle);
    AcquireSRWLockExclusive(&lock);
    if (slot < HANDLES && contexts[slot] != 0) {
        contexts[slot] = 0;
        handles_out--;
        result = 0;
    } else {
        *error = WSAENOTSOCK;
    }
    ReleaseSRWLockExclusive(&lock);
    return result;
}

static int WSPAPI query_context(SOCKET handle, PDWORD_PTR context, LPINT error) {
    int result = SOCKET_ERROR;
    size_t slot = slot_of(handle);
    AcquireSRWLockExclusive(&lock);
    context_queries++;
    if (slot < HANDLES && contexts[slot] != 0) {
        *context = contexts[slot];
        result = 0;
    } else {
        *error = WSAENOTSOCK;
    }
    ReleaseSRWLockExclusive(&lock);
    return result;
}

static SOCKET WSPAPI modify_handle(DWORD catalog_id, SOCKET proposed, LPINT error) {
    (void)catalog_id;
    AcquireSRWLockExclusive(&lock);
    bool refused = refuse_next;
    refuse_next = false;
    if (refused) {
        *error = WSAEINVAL;
    } else {
        handles_made++;
    }
    ReleaseSRWLockExclusive(&lock);
    return refused ? INVALID_SOCKET : proposed;
}

static WINBOOL WSPAPI post_message(HWND window, UINT message, WPARAM wparam, LPARAM lparam) {
    AcquireSRWLockExclusive(&lock);
    if (post_count < POSTS) {
        posts[post_count++] = (struct posted){.window = window,
                                              .message = message,
                                              .socket = (SOCKET)wparam,
                                              .event = WSAGETSELECTEVENT(lparam),
                                              .error = WSAGETSELECTERROR(lparam)};
    }
    WakeAllConditionVariable(&posted_one);
    ReleaseSRWLockExclusive(&lock);
    return TRUE;
}

static int WSPAPI query_blocking(DWORD catalog_id, LPBLOCKINGCALLBACK *callback, PDWORD_PTR context, LPINT error) {
    (void)catalog_id, (void)error;
    AcquireSRWLockExclusive(&lock);
    hook_queries++;
    ReleaseSRWLockExclusive(&lock);
    *callback = hook;
    *context = hook_context;
    return 0;
}

static int WSPAPI queue_apc(LPWSATHREADID thread, LPWSAUSERAPC routine, DWORD_PTR context, LPINT error) {
    if (QueueUserAPC(routine, thread->ThreadHandle, context) != 0) {
        return 0;
    }
    *error = WSAEINVAL;
    return SOCKET_ERROR;
}

static WINBOOL WSPAPI close_event(WSAEVENT event, LPINT error) {
    (void)error;
    return CloseHandle(event);
}

static WSAEVENT WSPAPI create_event(LPINT error) {
    (void)error;
    return CreateEventW(NULL, TRUE, FALSE, NULL);
}

static WINBOOL WSPAPI reset_event(WSAEVENT event, LPINT error) {
    (void)error;
    return ResetEvent(event);
}

static WINBOOL WSPAPI set_event(WSAEVENT event, LPINT error) {
    (void)error;
    return SetEvent(event);
}

static int WSPAPI fd_is_set(SOCKET s, fd_set *set) {
    for (u_int i = 0; i < set->fd_count; i++) {
        if (set->fd_array[i] == s) {
            return 1;
        }
    }
    return 0;
}

static int WSPAPI provider_path(LPGUID guid, WCHAR *path, LPINT length, LPINT error) {
    (void)guid, (void)path, (void)length;
    *error = WSAEINVAL;
    return SOCKET_ERROR;
}

static int WSPAPI open_thread(LPWSATHREADID thread, LPINT error) {
    (void)thread;
    *error = WSAEINVAL;
    return SOCKET_ERROR;
}

WSPUPCALLTABLE bench_upcalls(void) {
    WSPUPCALLTABLE table = {.lpWPUCloseEvent = close_event,
                            .lpWPUCloseSocketHandle = close_handle,
                            .lpWPUCreateEvent = create_event,
                            .lpWPUCreateSocketHandle = create_handle,
                            .lpWPUFDIsSet = fd_is_set,
                            .lpWPUGetProviderPath = provider_path,
                            .lpWPUModifyIFSHandle = modify_handle,
                            .lpWPUPostMessage = post_message,
                            .lpWPUQueryBlockingCallback = query_blocking,
                            .lpWPUQuerySocketHandleContext = query_context,
                            .lpWPUQueueApc = queue_apc,
                            .lpWPUResetEvent = reset_event,
                            .lpWPUSetEvent = set_event,
                            .lpWPUOpenCurrentThread = open_thread,
                            .lpWPUCloseThread = open_thread};
    return table;
}

void bench_set_hook(LPBLOCKINGCALLBACK callback, DWORD_PTR context) {
    hook = callback;
    hook_context = context;
}

void bench_refuse_next_handle(void) {
    AcquireSRWLockExclusive(&lock);
    refuse_next = true;
    ReleaseSRWLockExclusive(&lock);
}

size_t bench_handles_out(void) {
    AcquireSRWLockExclusive(&lock);
    size_t out = handles_out;
    ReleaseSRWLockExclusive(&lock);
    return out;
}

static unsigned read_counter(const unsigned *counter) {
    AcquireSRWLockExclusive(&lock);
    unsigned value = *counter;
    ReleaseSRWLockExclusive(&lock);
    return value;
}

unsigned bench_handles_made(void) { return read_counter(&handles_made); }

unsigned bench_hook_queries(void) { return read_counter(&hook_queries); }

unsigned bench_context_queries(void) { return read_counter(&context_queries); }

size_t bench_posts(void) {
    AcquireSRWLockExclusive(&lock);
    size_t count = post_count;
    ReleaseSRWLockExclusive(&lock);
    return count;
}

void bench_await_posts(size_t count) {
    AcquireSRWLockExclusive(&lock);
    while (post_count < count) {
        SleepConditionVariableSRW(&posted_one, &lock, INFINITE, 0);
    }
    ReleaseSRWLockExclusive(&lock);
}

struct posted bench_post(size_t index) {
    struct posted none = {0};
    AcquireSRWLockExclusive(&lock);
    struct posted post = index < post_count ? posts[index] : none;
    ReleaseSRWLockExclusive(&lock);
    return post;
}
