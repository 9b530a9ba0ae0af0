#include "provider/upcalls.h"

#include <string.h>

#include <windows.h>

#include "catalog/overlay.h"
#include "provider/handles.h"

const char *const upcall_names[UPCALL_SLOTS] = {
    "WPUCloseEvent",
    "WPUCloseSocketHandle",
    "WPUCreateEvent",
    "WPUCreateSocketHandle",
    "WPUFDIsSet",
    "WPUGetProviderPath",
    "WPUModifyIFSHandle",
    "WPUPostMessage",
    "WPUQueryBlockingCallback",
    "WPUQuerySocketHandleContext",
    "WPUQueueApc",
    "WPUResetEvent",
    "WPUSetEvent",
    "WPUOpenCurrentThread",
    "WPUCloseThread",
};

static struct {
    SRWLOCK lock; /* guards everything below */
    const struct catalog *catalog;
    struct handle_store handles;
    struct handle_set events;
    struct handle_set threads;
    struct {
        bool set;
        bool for_entry; /* only where the first argument is this catalog id */
        DWORD entry;
        int code;
    } armed[UPCALL_SLOTS];
    bool tripwire;
    upcall_observer observer;
    void *observer_context;
    upcall_blocking_source source;
    void *source_context;
    unsigned long counts[2][UPCALL_SLOTS];
    unsigned long sequence;
    struct upcall_record log[UPCALL_LOG]; /* record n is at n modulo UPCALL_LOG */
} state = {.lock = SRWLOCK_INIT};

static void lock(void) { AcquireSRWLockExclusive(&state.lock); }

static void unlock(void) { ReleaseSRWLockExclusive(&state.lock); }

/* An upcall under way. */
struct upcall {
    struct upcall_record record;
    bool failed;
};

static void fail(struct upcall *upcall, int code) {
    upcall->failed = true;
    upcall->record.error = code;
}

static void fail_on_handle(struct upcall *upcall, int code) {
    fail(upcall, code);
    upcall->record.unknown_handle = true;
}

/* Whether the upcall is to do its work; false when it was armed to fail, and has failed. */
static bool begin(struct upcall *upcall, char recorder, enum upcall_slot slot) {
    upcall->record.slot = slot;
    upcall->record.recorder = recorder;
    upcall->record.thread = GetCurrentThreadId();
    lock();
    upcall->record.after_cleanup = state.tripwire;
    if (state.armed[slot].set &&
        (!state.armed[slot].for_entry || state.armed[slot].entry == (DWORD)upcall->record.arguments[0])) {
        state.armed[slot].set = false;
        fail(upcall, state.armed[slot].code);
    }
    unlock();
    return !upcall->failed;
}

/* Counts, logs and reports an upcall, and picks its result. */
static UINT_PTR end(struct upcall *upcall, UINT_PTR success, UINT_PTR failure) {
    struct upcall_record *record = &upcall->record;
    record->result = upcall->failed ? failure : success;
    lock();
    state.counts[record->recorder == 'B'][record->slot]++;
    record->sequence = ++state.sequence;
    state.log[record->sequence % UPCALL_LOG] = *record;
    upcall_observer observer = state.observer;
    void *context = state.observer_context;
    unlock();
    if (observer != NULL) {
        observer(context, record);
    }
    return record->result;
}

static UINT_PTR end_with_errno(struct upcall *upcall, UINT_PTR success, UINT_PTR failure, LPINT code) {
    upcall->record.errno_missing = code == NULL;
    if (code != NULL) {
        *code = upcall->record.error;
    }
    return end(upcall, success, failure);
}

/* For the functions that return 0 or SOCKET_ERROR. */
static int end_with_status(struct upcall *upcall, LPINT code) {
    return (int)end_with_errno(upcall, 0, (UINT_PTR)SOCKET_ERROR, code);
}

static BOOL close_event(char recorder, WSAEVENT event, LPINT code) {
    struct upcall upcall = {.record.arguments = {(UINT_PTR)event}};
    if (begin(&upcall, recorder, UPCALL_CLOSE_EVENT)) {
        lock();
        bool ours = handle_set_remove(&state.events, (UINT_PTR)event);
        unlock();
        DWORD flags;
        if (ours) {
            CloseHandle(event);
        } else if (!GetHandleInformation(event, &flags)) {
            fail_on_handle(&upcall, WSA_INVALID_HANDLE);
        } else {
            /* It may be the client's, and then the harness still needs it: reported, but left open. */
            upcall.record.unknown_handle = true;
        }
    }
    return (BOOL)end_with_errno(&upcall, TRUE, FALSE, code);
}

static int close_socket_handle(char recorder, SOCKET handle, LPINT code) {
    struct upcall upcall = {.record.arguments = {handle}};
    if (begin(&upcall, recorder, UPCALL_CLOSE_SOCKET_HANDLE)) {
        lock();
        if (!handles_close(&state.handles, handle)) {
            fail(&upcall, WSAENOTSOCK);
            upcall.record.unknown_handle = handles_state(&state.handles, handle) != HANDLE_PRESENTED;
        }
        unlock();
    }
    return end_with_status(&upcall, code);
}

static WSAEVENT create_event(char recorder, LPINT code) {
    struct upcall upcall = {0};
    HANDLE event = NULL;
    if (begin(&upcall, recorder, UPCALL_CREATE_EVENT)) {
        event = CreateEventW(NULL, TRUE, FALSE, NULL);
        if (event == NULL) {
            fail(&upcall, WSA_NOT_ENOUGH_MEMORY);
        } else {
            lock();
            handle_set_add(&state.events, (UINT_PTR)event);
            unlock();
        }
    }
    return (WSAEVENT)end_with_errno(&upcall, (UINT_PTR)event, (UINT_PTR)WSA_INVALID_EVENT, code);
}

static SOCKET create_socket_handle(char recorder, DWORD entry, DWORD_PTR context, LPINT code) {
    struct upcall upcall = {.record.arguments = {entry, context}};
    SOCKET handle = INVALID_SOCKET;
    if (begin(&upcall, recorder, UPCALL_CREATE_SOCKET_HANDLE)) {
        lock();
        handle = handles_make(&state.handles, context);
        unlock();
    }
    return end_with_errno(&upcall, handle, INVALID_SOCKET, code);
}

static int fd_is_set(char recorder, SOCKET handle, fd_set *set) {
    struct upcall upcall = {.record.arguments = {handle, (UINT_PTR)set}};
    bool found = false;
    if (begin(&upcall, recorder, UPCALL_FD_IS_SET)) {
        for (u_int i = 0; set != NULL && i < set->fd_count && !found; i++) {
            found = set->fd_array[i] == handle;
        }
    }
    return (int)end(&upcall, found, 0);
}

static int get_provider_path(char recorder, LPGUID provider, WCHAR *path, LPINT length, LPINT code) {
    struct upcall upcall = {.record.arguments = {(UINT_PTR)provider, (UINT_PTR)path, (UINT_PTR)length}};
    if (begin(&upcall, recorder, UPCALL_GET_PROVIDER_PATH)) {
        int wsa_error = 0;
        if (state.catalog == NULL) {
            fail(&upcall, WSAEINVAL);
        } else if (catalog_provider_path(state.catalog, provider, path, length, &wsa_error) != 0) {
            fail(&upcall, wsa_error);
        }
    }
    return end_with_status(&upcall, code);
}

static SOCKET modify_ifs_handle(char recorder, DWORD entry, SOCKET proposed, LPINT code) {
    struct upcall upcall = {.record.arguments = {entry, proposed}};
    if (begin(&upcall, recorder, UPCALL_MODIFY_IFS_HANDLE)) {
        if (proposed == 0 || proposed == INVALID_SOCKET) {
            fail_on_handle(&upcall, WSAEINVAL);
        } else {
            lock();
            handles_present(&state.handles, proposed);
            unlock();
        }
    }
    return end_with_errno(&upcall, proposed, INVALID_SOCKET, code);
}

static BOOL post_message(char recorder, HWND window, UINT message, WPARAM wparam, LPARAM lparam) {
    struct upcall upcall = {.record.arguments = {(UINT_PTR)window, message, wparam, (UINT_PTR)lparam}};
    begin(&upcall, recorder, UPCALL_POST_MESSAGE);
    return (BOOL)end(&upcall, TRUE, FALSE);
}

static int query_blocking_callback(char recorder, DWORD entry, LPBLOCKINGCALLBACK *callback, PDWORD_PTR context,
                                   LPINT code) {
    struct upcall upcall = {.record.arguments = {entry, (UINT_PTR)callback, (UINT_PTR)context}};
    if (begin(&upcall, recorder, UPCALL_QUERY_BLOCKING_CALLBACK)) {
        lock();
        upcall_blocking_source source = state.source;
        void *source_context = state.source_context;
        bool known = state.catalog != NULL && catalog_find_id(state.catalog, entry) != NULL;
        unlock();
        if (callback == NULL || context == NULL) {
            fail(&upcall, WSAEFAULT);
        } else if (!known) {
            fail(&upcall, WSAEINVAL);
        } else {
            DWORD_PTR value = 0;
            *callback = source == NULL ? NULL : source(source_context, &value);
            *context = value;
        }
    }
    return end_with_status(&upcall, code);
}

static int query_socket_handle_context(char recorder, SOCKET handle, PDWORD_PTR context, LPINT code) {
    struct upcall upcall = {.record.arguments = {handle, (UINT_PTR)context}};
    if (begin(&upcall, recorder, UPCALL_QUERY_SOCKET_HANDLE_CONTEXT)) {
        DWORD_PTR value = 0;
        lock();
        bool open = handles_context(&state.handles, handle, &value);
        bool presented = handles_state(&state.handles, handle) == HANDLE_PRESENTED;
        unlock();
        if (!open) {
            fail(&upcall, WSAENOTSOCK);
            upcall.record.unknown_handle = !presented;
        } else if (context == NULL) {
            fail(&upcall, WSAEFAULT);
        } else {
            *context = value;
        }
    }
    return end_with_status(&upcall, code);
}

static int queue_apc(char recorder, LPWSATHREADID thread, LPWSAUSERAPC routine, DWORD_PTR context, LPINT code) {
    struct upcall upcall = {.record.arguments = {(UINT_PTR)thread, (UINT_PTR)routine, context}};
    if (begin(&upcall, recorder, UPCALL_QUEUE_APC)) {
        if (thread == NULL || routine == NULL) {
            fail(&upcall, WSAEFAULT);
        } else if (!QueueUserAPC((PAPCFUNC)routine, thread->ThreadHandle, context)) {
            fail_on_handle(&upcall, WSAEFAULT);
        }
    }
    return end_with_status(&upcall, code);
}

/* WPUSetEvent and WPUResetEvent; the event may be the client's. */
static BOOL switch_event(char recorder, enum upcall_slot slot, WSAEVENT event, LPINT code) {
    struct upcall upcall = {.record.arguments = {(UINT_PTR)event}};
    if (begin(&upcall, recorder, slot) && !(slot == UPCALL_SET_EVENT ? SetEvent(event) : ResetEvent(event))) {
        fail_on_handle(&upcall, WSA_INVALID_HANDLE);
    }
    return (BOOL)end_with_errno(&upcall, TRUE, FALSE, code);
}

static int open_current_thread(char recorder, LPWSATHREADID thread, LPINT code) {
    struct upcall upcall = {.record.arguments = {(UINT_PTR)thread}};
    if (begin(&upcall, recorder, UPCALL_OPEN_CURRENT_THREAD)) {
        HANDLE process = GetCurrentProcess();
        HANDLE handle = NULL;
        if (thread == NULL) {
            fail(&upcall, WSAEFAULT);
        } else if (!DuplicateHandle(process, GetCurrentThread(), process, &handle, 0, FALSE, DUPLICATE_SAME_ACCESS)) {
            fail(&upcall, WSA_NOT_ENOUGH_MEMORY);
        } else {
            lock();
            handle_set_add(&state.threads, (UINT_PTR)handle);
            unlock();
            *thread = (WSATHREADID){.ThreadHandle = handle, .Reserved = GetCurrentThreadId()};
        }
    }
    return end_with_status(&upcall, code);
}

static int close_thread(char recorder, LPWSATHREADID thread, LPINT code) {
    struct upcall upcall = {.record.arguments = {(UINT_PTR)thread}};
    if (begin(&upcall, recorder, UPCALL_CLOSE_THREAD)) {
        lock();
        bool ours = thread != NULL && handle_set_remove(&state.threads, (UINT_PTR)thread->ThreadHandle);
        unlock();
        if (ours) {
            CloseHandle(thread->ThreadHandle);
        } else {
            fail_on_handle(&upcall, thread == NULL ? WSAEFAULT : WSA_INVALID_HANDLE);
        }
    }
    return end_with_status(&upcall, code);
}

/* A function of the table learns from nothing but its own address through which table it was called, so each recorder
 * needs fifteen of its own. */
#define RECORDER(name, letter)                                                                                         \
    static BOOL WSPAPI name##_close_event(WSAEVENT event, LPINT code) { return close_event(letter, event, code); }     \
    static int WSPAPI name##_close_socket_handle(SOCKET s, LPINT code) {                                               \
        return close_socket_handle(letter, s, code);                                                                   \
    }                                                                                                                  \
    static WSAEVENT WSPAPI name##_create_event(LPINT code) { return create_event(letter, code); }                      \
    static SOCKET WSPAPI name##_create_socket_handle(DWORD entry, DWORD_PTR context, LPINT code) {                     \
        return create_socket_handle(letter, entry, context, code);                                                     \
    }                                                                                                                  \
    static int WSPAPI name##_fd_is_set(SOCKET s, fd_set *set) { return fd_is_set(letter, s, set); }                    \
    static int WSPAPI name##_get_provider_path(LPGUID provider, WCHAR *path, LPINT length, LPINT code) {               \
        return get_provider_path(letter, provider, path, length, code);                                                \
    }                                                                                                                  \
    static SOCKET WSPAPI name##_modify_ifs_handle(DWORD entry, SOCKET proposed, LPINT code) {                          \
        return modify_ifs_handle(letter, entry, proposed, code);                                                       \
    }                                                                                                                  \
    static BOOL WSPAPI name##_post_message(HWND window, UINT message, WPARAM wparam, LPARAM lparam) {                  \
        return post_message(letter, window, message, wparam, lparam);                                                  \
    }                                                                                                                  \
    static int WSPAPI name##_query_blocking_callback(DWORD entry, LPBLOCKINGCALLBACK *callback, PDWORD_PTR context,    \
                                                     LPINT code) {                                                     \
        return query_blocking_callback(letter, entry, callback, context, code);                                        \
    }                                                                                                                  \
    static int WSPAPI name##_query_socket_handle_context(SOCKET s, PDWORD_PTR context, LPINT code) {                   \
        return query_socket_handle_context(letter, s, context, code);                                                  \
    }                                                                                                                  \
    static int WSPAPI name##_queue_apc(LPWSATHREADID thread, LPWSAUSERAPC routine, DWORD_PTR context, LPINT code) {    \
        return queue_apc(letter, thread, routine, context, code);                                                      \
    }                                                                                                                  \
    static BOOL WSPAPI name##_reset_event(WSAEVENT event, LPINT code) {                                                \
        return switch_event(letter, UPCALL_RESET_EVENT, event, code);                                                  \
    }                                                                                                                  \
    static BOOL WSPAPI name##_set_event(WSAEVENT event, LPINT code) {                                                  \
        return switch_event(letter, UPCALL_SET_EVENT, event, code);                                                    \
    }                                                                                                                  \
    static int WSPAPI name##_open_current_thread(LPWSATHREADID thread, LPINT code) {                                   \
        return open_current_thread(letter, thread, code);                                                              \
    }                                                                                                                  \
    static int WSPAPI name##_close_thread(LPWSATHREADID thread, LPINT code) {                                          \
        return close_thread(letter, thread, code);                                                                     \
    }                                                                                                                  \
    static const WSPUPCALLTABLE name##_table = {                                                                       \
        .lpWPUCloseEvent = name##_close_event,                                                                         \
        .lpWPUCloseSocketHandle = name##_close_socket_handle,                                                          \
        .lpWPUCreateEvent = name##_create_event,                                                                       \
        .lpWPUCreateSocketHandle = name##_create_socket_handle,                                                        \
        .lpWPUFDIsSet = name##_fd_is_set,                                                                              \
        .lpWPUGetProviderPath = name##_get_provider_path,                                                              \
        .lpWPUModifyIFSHandle = name##_modify_ifs_handle,                                                              \
        .lpWPUPostMessage = name##_post_message,                                                                       \
        .lpWPUQueryBlockingCallback = name##_query_blocking_callback,                                                  \
        .lpWPUQuerySocketHandleContext = name##_query_socket_handle_context,                                           \
        .lpWPUQueueApc = name##_queue_apc,                                                                             \
        .lpWPUResetEvent = name##_reset_event,                                                                         \
        .lpWPUSetEvent = name##_set_event,                                                                             \
        .lpWPUOpenCurrentThread = name##_open_current_thread,                                                          \
        .lpWPUCloseThread = name##_close_thread,                                                                       \
    };

RECORDER(a, 'A')
RECORDER(b, 'B')

enum status upcalls_start(const struct catalog *catalog, struct error *error) {
    lock();
    bool again = state.catalog != NULL;
    if (!again) {
        state.catalog = catalog;
    }
    unlock();
    return again ? error_set(error, STATUS_BROKEN, "the upcalls were started twice; start them once per process")
                 : STATUS_OK;
}

WSPUPCALLTABLE upcalls_table(char recorder) { return recorder == 'B' ? b_table : a_table; }

void upcalls_observe(upcall_observer observer, void *context) {
    lock();
    state.observer = observer;
    state.observer_context = context;
    unlock();
}

void upcalls_set_blocking_source(upcall_blocking_source source, void *context) {
    lock();
    state.source = source;
    state.source_context = context;
    unlock();
}

void upcalls_fail_next(enum upcall_slot slot, int code) {
    lock();
    state.armed[slot].set = true;
    state.armed[slot].for_entry = false;
    state.armed[slot].code = code;
    unlock();
}

void upcalls_fail_next_of(enum upcall_slot slot, DWORD entry, int code) {
    lock();
    state.armed[slot].set = true;
    state.armed[slot].for_entry = true;
    state.armed[slot].entry = entry;
    state.armed[slot].code = code;
    unlock();
}

bool upcalls_disarm(void) {
    bool armed = false;
    lock();
    for (size_t i = 0; i < UPCALL_SLOTS; i++) {
        armed = armed || state.armed[i].set;
        state.armed[i].set = false;
    }
    unlock();
    return armed;
}

unsigned long upcalls_count(enum upcall_slot slot, char recorder) {
    lock();
    unsigned long first = state.counts[0][slot];
    unsigned long second = state.counts[1][slot];
    unlock();
    return recorder == 'A' ? first : recorder == 'B' ? second : first + second;
}

unsigned long upcalls_sequence(void) {
    lock();
    unsigned long sequence = state.sequence;
    unlock();
    return sequence;
}

size_t upcalls_records(unsigned long after, struct upcall_record *records, size_t limit) {
    lock();
    unsigned long available = after < state.sequence ? state.sequence - after : 0;
    size_t count = available < UPCALL_LOG ? available : UPCALL_LOG;
    count = count < limit ? count : limit;
    for (size_t i = 0; i < count; i++) {
        records[i] = state.log[(state.sequence - count + 1 + i) % UPCALL_LOG];
    }
    unlock();
    return count;
}

size_t upcalls_open_handles(void) {
    lock();
    size_t count = state.handles.open_count + state.handles.presented.count;
    unlock();
    return count;
}

bool upcalls_knows_handle(SOCKET handle) {
    lock();
    enum handle_state handle_state = handles_state(&state.handles, handle);
    unlock();
    return handle_state == HANDLE_OPEN || handle_state == HANDLE_PRESENTED;
}

bool upcalls_made_handle(SOCKET handle) {
    lock();
    bool made = handles_state(&state.handles, handle) == HANDLE_OPEN;
    unlock();
    return made;
}

SOCKET upcalls_unknown_handle(void) { return HANDLE_NEVER; }

void upcalls_tripwire(bool set) {
    lock();
    state.tripwire = set;
    unlock();
}
