#include "provider/upcalls.h"

#include <stdlib.h>
#include <string.h>

#include <windows.h>

#include "catalog/catalog.h"
#include "unit.h"

#define POISON_CODE 0x5EED

static struct catalog catalog;
static DWORD entry_id;
static GUID provider_id = {0x1f2e3d4c, 0x1111, 0x2222, {1, 2, 3, 4, 5, 6, 7, 8}};

static void start(void) {
    WSAPROTOCOL_INFOW info = {.ProviderId = provider_id, .ProtocolChain.ChainLen = 1, .szProtocol = L"A base"};
    entry_id = catalog_overlay_add(&catalog, &info, L"%SystemRoot%\\base.dll")->info.dwCatalogEntryId;
    upcalls_start(&catalog, NULL);
}

static const size_t documented_offsets[UPCALL_SLOTS] = {
    offsetof(WSPUPCALLTABLE, lpWPUCloseEvent),
    offsetof(WSPUPCALLTABLE, lpWPUCloseSocketHandle),
    offsetof(WSPUPCALLTABLE, lpWPUCreateEvent),
    offsetof(WSPUPCALLTABLE, lpWPUCreateSocketHandle),
    offsetof(WSPUPCALLTABLE, lpWPUFDIsSet),
    offsetof(WSPUPCALLTABLE, lpWPUGetProviderPath),
    offsetof(WSPUPCALLTABLE, lpWPUModifyIFSHandle),
    offsetof(WSPUPCALLTABLE, lpWPUPostMessage),
    offsetof(WSPUPCALLTABLE, lpWPUQueryBlockingCallback),
    offsetof(WSPUPCALLTABLE, lpWPUQuerySocketHandleContext),
    offsetof(WSPUPCALLTABLE, lpWPUQueueApc),
    offsetof(WSPUPCALLTABLE, lpWPUResetEvent),
    offsetof(WSPUPCALLTABLE, lpWPUSetEvent),
    offsetof(WSPUPCALLTABLE, lpWPUOpenCurrentThread),
    offsetof(WSPUPCALLTABLE, lpWPUCloseThread),
};

static const char *const documented_names[UPCALL_SLOTS] = {
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

static void CALLBACK no_apc(DWORD_PTR context) { (void)context; }

/* Things that a call of every slot succeeds with. */
struct fixture {
    WSAEVENT event;
    SOCKET handle;
    WSATHREADID thread;
};

static void make_fixture(const WSPUPCALLTABLE *table, struct fixture *fixture) {
    int code;
    fixture->event = table->lpWPUCreateEvent(&code);
    fixture->handle = table->lpWPUCreateSocketHandle(entry_id, 1, &code);
    table->lpWPUOpenCurrentThread(&fixture->thread, &code);
}

/* Calls one slot with good arguments, of which some are used up. */
static UINT_PTR call_slot(const WSPUPCALLTABLE *table, enum upcall_slot slot, struct fixture *fixture, int *code) {
    fd_set set = {.fd_count = 1, .fd_array = {fixture->handle}};
    wchar_t path[MAX_PATH];
    int length = MAX_PATH;
    DWORD_PTR context;
    LPBLOCKINGCALLBACK callback;
    WSATHREADID thread;
    switch (slot) {
    case UPCALL_CLOSE_EVENT:
        return (UINT_PTR)table->lpWPUCloseEvent(fixture->event, code);
    case UPCALL_CLOSE_SOCKET_HANDLE:
        return (UINT_PTR)table->lpWPUCloseSocketHandle(fixture->handle, code);
    case UPCALL_CREATE_EVENT:
        return (UINT_PTR)table->lpWPUCreateEvent(code);
    case UPCALL_CREATE_SOCKET_HANDLE:
        return table->lpWPUCreateSocketHandle(entry_id, 1, code);
    case UPCALL_FD_IS_SET:
        return (UINT_PTR)table->lpWPUFDIsSet(fixture->handle, &set);
    case UPCALL_GET_PROVIDER_PATH:
        return (UINT_PTR)table->lpWPUGetProviderPath(&provider_id, path, &length, code);
    case UPCALL_MODIFY_IFS_HANDLE:
        return table->lpWPUModifyIFSHandle(entry_id, 0x40, code);
    case UPCALL_POST_MESSAGE:
        return (UINT_PTR)table->lpWPUPostMessage(NULL, WM_USER, 1, 2);
    case UPCALL_QUERY_BLOCKING_CALLBACK:
        return (UINT_PTR)table->lpWPUQueryBlockingCallback(entry_id, &callback, &context, code);
    case UPCALL_QUERY_SOCKET_HANDLE_CONTEXT:
        return (UINT_PTR)table->lpWPUQuerySocketHandleContext(fixture->handle, &context, code);
    case UPCALL_QUEUE_APC:
        return (UINT_PTR)table->lpWPUQueueApc(&fixture->thread, no_apc, 0, code);
    case UPCALL_RESET_EVENT:
        return (UINT_PTR)table->lpWPUResetEvent(fixture->event, code);
    case UPCALL_SET_EVENT:
        return (UINT_PTR)table->lpWPUSetEvent(fixture->event, code);
    case UPCALL_OPEN_CURRENT_THREAD:
        return (UINT_PTR)table->lpWPUOpenCurrentThread(&thread, code);
    default:
        return (UINT_PTR)table->lpWPUCloseThread(&fixture->thread, code);
    }
}

static const UINT_PTR status_failure = (UINT_PTR)SOCKET_ERROR;

static UINT_PTR failure_of(enum upcall_slot slot) {
    switch (slot) {
    case UPCALL_CREATE_SOCKET_HANDLE:
    case UPCALL_MODIFY_IFS_HANDLE:
        return INVALID_SOCKET;
    case UPCALL_CLOSE_EVENT:
    case UPCALL_CREATE_EVENT:
    case UPCALL_FD_IS_SET:
    case UPCALL_POST_MESSAGE:
    case UPCALL_RESET_EVENT:
    case UPCALL_SET_EVENT:
        return 0;
    default:
        return status_failure;
    }
}

static bool has_code(enum upcall_slot slot) { return slot != UPCALL_FD_IS_SET && slot != UPCALL_POST_MESSAGE; }

static void has_the_documented_order(void) {
    for (size_t i = 0; i < UPCALL_SLOTS; i++) {
        CU_ASSERT_EQUAL(documented_offsets[i], i * sizeof(void *));
        CU_ASSERT_STRING_EQUAL(upcall_names[i], documented_names[i]);
    }
    CU_ASSERT_EQUAL(sizeof(WSPUPCALLTABLE), UPCALL_SLOTS * sizeof(void *));
}

static void counts_each_slot_for_its_recorder(void) {
    for (char recorder = 'A'; recorder <= 'B'; recorder++) {
        char other = recorder == 'A' ? 'B' : 'A';
        WSPUPCALLTABLE table = upcalls_table(recorder);
        for (enum upcall_slot slot = 0; slot < UPCALL_SLOTS; slot++) {
            struct fixture fixture;
            int code = POISON_CODE;
            make_fixture(&table, &fixture);
            unsigned long own_count = upcalls_count(slot, recorder);
            unsigned long other_count = upcalls_count(slot, other);
            CU_ASSERT_NOT_EQUAL(call_slot(&table, slot, &fixture, &code), failure_of(slot));
            CU_ASSERT_EQUAL(code, has_code(slot) ? 0 : POISON_CODE);
            CU_ASSERT_EQUAL(upcalls_count(slot, recorder), own_count + 1);
            CU_ASSERT_EQUAL(upcalls_count(slot, other), other_count);
            CU_ASSERT_EQUAL(upcalls_count(slot, 0), own_count + other_count + 1);
        }
    }
}

static void fails_once_on_request(void) {
    WSPUPCALLTABLE table = upcalls_table('A');
    for (enum upcall_slot slot = 0; slot < UPCALL_SLOTS; slot++) {
        struct fixture fixture;
        int code = POISON_CODE;
        make_fixture(&table, &fixture);
        upcalls_fail_next(slot, WSAENOBUFS);
        CU_ASSERT_EQUAL(call_slot(&table, slot, &fixture, &code), failure_of(slot));
        CU_ASSERT_EQUAL(code, has_code(slot) ? WSAENOBUFS : POISON_CODE);
        struct upcall_record record;
        CU_ASSERT_EQUAL(upcalls_records(upcalls_sequence() - 1, &record, 1), 1);
        CU_ASSERT_EQUAL(record.error, WSAENOBUFS);
        CU_ASSERT_FALSE(record.unknown_handle);
        CU_ASSERT_NOT_EQUAL(call_slot(&table, slot, &fixture, &code), failure_of(slot));
    }
    CU_ASSERT_FALSE(upcalls_disarm());
}

static void takes_back_what_was_armed(void) {
    WSPUPCALLTABLE table = upcalls_table('A');
    struct fixture fixture;
    int code;
    make_fixture(&table, &fixture);
    upcalls_fail_next(UPCALL_SET_EVENT, WSAENOBUFS);
    CU_ASSERT_TRUE(upcalls_disarm());
    CU_ASSERT_FALSE(upcalls_disarm());
    CU_ASSERT_TRUE(table.lpWPUSetEvent(fixture.event, &code));
}

static void refuses_one_provider_of_a_chain(void) {
    WSPUPCALLTABLE table = upcalls_table('A');
    int code = POISON_CODE;
    upcalls_fail_next_of(UPCALL_CREATE_SOCKET_HANDLE, entry_id + 1, WSAENOBUFS);
    CU_ASSERT_NOT_EQUAL(table.lpWPUCreateSocketHandle(entry_id, 0, &code), INVALID_SOCKET);
    CU_ASSERT_EQUAL(table.lpWPUCreateSocketHandle(entry_id + 1, 0, &code), INVALID_SOCKET);
    CU_ASSERT_EQUAL(code, WSAENOBUFS);
    CU_ASSERT_NOT_EQUAL(table.lpWPUCreateSocketHandle(entry_id + 1, 0, &code), INVALID_SOCKET);
    CU_ASSERT_FALSE(upcalls_disarm());
}

static void keeps_contexts_of_pointer_size(void) {
    WSPUPCALLTABLE table = upcalls_table('A');
    DWORD_PTR context = (DWORD_PTR)0x123456789ABCDEF0;
    DWORD_PTR found = 0;
    int code;
    SOCKET handle = table.lpWPUCreateSocketHandle(entry_id, context, &code);
    CU_ASSERT_NOT_EQUAL(handle, INVALID_SOCKET);
    CU_ASSERT_EQUAL(table.lpWPUQuerySocketHandleContext(handle, &found, &code), 0);
    CU_ASSERT_EQUAL(found, context);
    CU_ASSERT_TRUE(upcalls_made_handle(handle));
    CU_ASSERT_TRUE(upcalls_knows_handle(handle));
}

static struct upcall_record last_record(void) {
    struct upcall_record record = {0};
    upcalls_records(upcalls_sequence() - 1, &record, 1);
    return record;
}

static void refuses_handles_it_did_not_make(void) {
    WSPUPCALLTABLE table = upcalls_table('A');
    DWORD_PTR context = 7;
    int code = 0;
    CU_ASSERT_FALSE(upcalls_knows_handle(upcalls_unknown_handle()));
    CU_ASSERT_EQUAL(table.lpWPUQuerySocketHandleContext(upcalls_unknown_handle(), &context, &code), SOCKET_ERROR);
    CU_ASSERT_EQUAL(code, WSAENOTSOCK);
    CU_ASSERT_EQUAL(context, 7);
    CU_ASSERT_TRUE(last_record().unknown_handle);
    SOCKET handle = table.lpWPUCreateSocketHandle(entry_id, 0, &code);
    size_t open = upcalls_open_handles();
    CU_ASSERT_EQUAL(table.lpWPUCloseSocketHandle(handle, &code), 0);
    CU_ASSERT_FALSE(last_record().unknown_handle);
    CU_ASSERT_EQUAL(upcalls_open_handles(), open - 1);
    CU_ASSERT_EQUAL(table.lpWPUCloseSocketHandle(handle, &code), SOCKET_ERROR);
    CU_ASSERT_EQUAL(code, WSAENOTSOCK);
    CU_ASSERT_TRUE(last_record().unknown_handle);
    CU_ASSERT_FALSE(upcalls_made_handle(handle));
}

static void returns_ifs_handles_as_they_are(void) {
    WSPUPCALLTABLE table = upcalls_table('A');
    size_t open = upcalls_open_handles();
    int code = 0;
    CU_ASSERT_EQUAL(table.lpWPUModifyIFSHandle(entry_id, 0x7C0, &code), 0x7C0);
    CU_ASSERT_EQUAL(table.lpWPUModifyIFSHandle(entry_id, 0x7C0, &code), 0x7C0);
    CU_ASSERT_EQUAL(upcalls_open_handles(), open + 1);
    CU_ASSERT_TRUE(upcalls_knows_handle(0x7C0));
    CU_ASSERT_FALSE(upcalls_made_handle(0x7C0));
    CU_ASSERT_EQUAL(table.lpWPUCloseSocketHandle(0x7C0, &code), SOCKET_ERROR);
    CU_ASSERT_EQUAL(code, WSAENOTSOCK);
    CU_ASSERT_FALSE(last_record().unknown_handle);
    CU_ASSERT_EQUAL(table.lpWPUModifyIFSHandle(entry_id, INVALID_SOCKET, &code), INVALID_SOCKET);
    CU_ASSERT_EQUAL(code, WSAEINVAL);
}

static void makes_real_events(void) {
    WSPUPCALLTABLE table = upcalls_table('A');
    int code;
    WSAEVENT event = table.lpWPUCreateEvent(&code);
    CU_ASSERT_EQUAL(WaitForSingleObject(event, 0), WAIT_TIMEOUT);
    CU_ASSERT_TRUE(table.lpWPUSetEvent(event, &code));
    CU_ASSERT_EQUAL(WaitForSingleObject(event, 0), WAIT_OBJECT_0);
    CU_ASSERT_EQUAL(WaitForSingleObject(event, 0), WAIT_OBJECT_0);
    CU_ASSERT_TRUE(table.lpWPUResetEvent(event, &code));
    CU_ASSERT_EQUAL(WaitForSingleObject(event, 0), WAIT_TIMEOUT);
    CU_ASSERT_TRUE(table.lpWPUCloseEvent(event, &code));
    CU_ASSERT_EQUAL(WaitForSingleObject(event, 0), WAIT_FAILED);
    CU_ASSERT_FALSE(table.lpWPUSetEvent(event, &code));
    CU_ASSERT_EQUAL(code, WSA_INVALID_HANDLE);
    CU_ASSERT_FALSE(table.lpWPUCloseEvent(event, &code));
    CU_ASSERT_EQUAL(code, WSA_INVALID_HANDLE);
    CU_ASSERT_TRUE(last_record().unknown_handle);
}

static void leaves_client_events_open(void) {
    WSPUPCALLTABLE table = upcalls_table('A');
    HANDLE event = CreateEventW(NULL, TRUE, FALSE, NULL);
    int code;
    CU_ASSERT_TRUE(table.lpWPUSetEvent(event, &code));
    CU_ASSERT_FALSE(last_record().unknown_handle);
    CU_ASSERT_TRUE(table.lpWPUCloseEvent(event, &code));
    CU_ASSERT_TRUE(last_record().unknown_handle);
    CU_ASSERT_EQUAL(WaitForSingleObject(event, 0), WAIT_OBJECT_0);
    CloseHandle(event);
}

static DWORD apc_thread;
static DWORD_PTR apc_context;

static void CALLBACK note_apc(DWORD_PTR context) {
    apc_thread = GetCurrentThreadId();
    apc_context = context;
}

static void queues_real_apcs(void) {
    WSPUPCALLTABLE table = upcalls_table('A');
    DWORD_PTR context = (DWORD_PTR)0x123456789ABCDEF0;
    WSATHREADID thread = {0};
    int code;
    CU_ASSERT_EQUAL(table.lpWPUOpenCurrentThread(&thread, &code), 0);
    CU_ASSERT_EQUAL(GetThreadId(thread.ThreadHandle), GetCurrentThreadId());
    apc_thread = 0;
    CU_ASSERT_EQUAL(table.lpWPUQueueApc(&thread, note_apc, context, &code), 0);
    CU_ASSERT_EQUAL(apc_thread, 0);
    HANDLE never = CreateEventW(NULL, TRUE, FALSE, NULL);
    CU_ASSERT_EQUAL(WaitForSingleObjectEx(never, INFINITE, TRUE), WAIT_IO_COMPLETION);
    CloseHandle(never);
    CU_ASSERT_EQUAL(apc_thread, GetCurrentThreadId());
    CU_ASSERT_EQUAL(apc_context, context);
    CU_ASSERT_EQUAL(table.lpWPUCloseThread(&thread, &code), 0);
    CU_ASSERT_EQUAL(table.lpWPUQueueApc(&thread, note_apc, 0, &code), SOCKET_ERROR);
    CU_ASSERT_EQUAL(code, WSAEFAULT);
    CU_ASSERT_EQUAL(table.lpWPUCloseThread(&thread, &code), SOCKET_ERROR);
    CU_ASSERT_TRUE(last_record().unknown_handle);
}

static BOOL CALLBACK no_hook(DWORD_PTR context) { return context != 0; }

static LPBLOCKINGCALLBACK give_hook(void *context, DWORD_PTR *callback_context) {
    *callback_context = *(DWORD_PTR *)context;
    upcalls_sequence(); /* would hang if the lock were held */
    return no_hook;
}

static void delivers_blocking_hooks(void) {
    WSPUPCALLTABLE table = upcalls_table('A');
    DWORD_PTR wanted = (DWORD_PTR)0x123456789ABCDEF0;
    DWORD_PTR context = 1;
    LPBLOCKINGCALLBACK callback = no_hook;
    int code;
    CU_ASSERT_EQUAL(table.lpWPUQueryBlockingCallback(entry_id, &callback, &context, &code), 0);
    CU_ASSERT_TRUE(callback == NULL);
    upcalls_set_blocking_source(give_hook, &wanted);
    CU_ASSERT_EQUAL(table.lpWPUQueryBlockingCallback(entry_id, &callback, &context, &code), 0);
    upcalls_set_blocking_source(NULL, NULL);
    CU_ASSERT_TRUE(callback == no_hook);
    CU_ASSERT_EQUAL(context, wanted);
    CU_ASSERT_EQUAL(table.lpWPUQueryBlockingCallback(entry_id, NULL, &context, &code), SOCKET_ERROR);
    CU_ASSERT_EQUAL(code, WSAEFAULT);
    CU_ASSERT_EQUAL(table.lpWPUQueryBlockingCallback(entry_id + 1, &callback, &context, &code), SOCKET_ERROR);
    CU_ASSERT_EQUAL(code, WSAEINVAL);
}

static void searches_sets(void) {
    WSPUPCALLTABLE table = upcalls_table('A');
    fd_set set = {.fd_count = 2, .fd_array = {4, 8, 12}};
    CU_ASSERT_TRUE(table.lpWPUFDIsSet(4, &set));
    CU_ASSERT_TRUE(table.lpWPUFDIsSet(8, &set));
    CU_ASSERT_FALSE(table.lpWPUFDIsSet(12, &set));
    CU_ASSERT_FALSE(table.lpWPUFDIsSet(4, NULL));
}

static void gives_paths_of_the_catalog(void) {
    WSPUPCALLTABLE table = upcalls_table('A');
    GUID stranger = {9, 9, 9, {9}};
    wchar_t path[MAX_PATH] = L"";
    int length = MAX_PATH;
    int code = 0;
    CU_ASSERT_EQUAL(table.lpWPUGetProviderPath(&provider_id, path, &length, &code), 0);
    CU_ASSERT_EQUAL(wcscmp(path, L"%SystemRoot%\\base.dll"), 0);
    length = 3;
    CU_ASSERT_EQUAL(table.lpWPUGetProviderPath(&provider_id, path, &length, &code), SOCKET_ERROR);
    CU_ASSERT_EQUAL(code, WSAEFAULT);
    length = MAX_PATH;
    CU_ASSERT_EQUAL(table.lpWPUGetProviderPath(&stranger, path, &length, &code), SOCKET_ERROR);
    CU_ASSERT_EQUAL(code, WSAEINVAL);
}

struct observed {
    size_t count;
    struct upcall_record latest;
};

static void observe(void *context, const struct upcall_record *record) {
    struct observed *observed = context;
    observed->count++;
    observed->latest = *record;
    upcalls_sequence(); /* would hang if the lock were held */
}

static void reports_to_the_observer(void) {
    WSPUPCALLTABLE table = upcalls_table('B');
    struct observed observed = {0};
    upcalls_observe(observe, &observed);
    CU_ASSERT_TRUE(table.lpWPUPostMessage((HWND)0x10, WM_USER + 5, 0x20, 0x30));
    CU_ASSERT_EQUAL(table.lpWPUModifyIFSHandle(entry_id, 0x44, NULL), 0x44);
    upcalls_observe(NULL, NULL);
    CU_ASSERT_TRUE(table.lpWPUPostMessage(NULL, 0, 0, 0));
    CU_ASSERT_EQUAL(observed.count, 2);
    struct upcall_record records[2];
    CU_ASSERT_EQUAL(upcalls_records(observed.latest.sequence - 2, records, 2), 2);
    CU_ASSERT_EQUAL(records[0].slot, UPCALL_MODIFY_IFS_HANDLE);
    CU_ASSERT_EQUAL(records[1].slot, UPCALL_POST_MESSAGE);
    CU_ASSERT_EQUAL(observed.latest.slot, UPCALL_MODIFY_IFS_HANDLE);
    CU_ASSERT_EQUAL(observed.latest.recorder, 'B');
    CU_ASSERT_EQUAL(observed.latest.thread, GetCurrentThreadId());
    CU_ASSERT_EQUAL(observed.latest.arguments[0], entry_id);
    CU_ASSERT_EQUAL(observed.latest.arguments[1], 0x44);
    CU_ASSERT_EQUAL(observed.latest.result, 0x44);
    CU_ASSERT_TRUE(observed.latest.errno_missing);
}

static void keeps_the_latest_records(void) {
    WSPUPCALLTABLE table = upcalls_table('A');
    unsigned long before = upcalls_sequence();
    for (UINT i = 0; i < UPCALL_LOG + 10; i++) {
        table.lpWPUPostMessage(NULL, i, 0, 0);
    }
    struct upcall_record *records = calloc(UPCALL_LOG + 10, sizeof *records);
    CU_ASSERT_EQUAL(upcalls_records(before, records, UPCALL_LOG + 10), UPCALL_LOG);
    CU_ASSERT_EQUAL(records[0].arguments[1], 10);
    CU_ASSERT_EQUAL(records[UPCALL_LOG - 1].arguments[1], UPCALL_LOG + 9);
    CU_ASSERT_EQUAL(upcalls_records(before, records, 3), 3);
    CU_ASSERT_EQUAL(records[0].arguments[1], UPCALL_LOG + 7);
    CU_ASSERT_EQUAL(upcalls_records(upcalls_sequence(), records, 3), 0);
    free(records);
}

static void marks_what_comes_after_the_tripwire(void) {
    WSPUPCALLTABLE table = upcalls_table('A');
    table.lpWPUPostMessage(NULL, 0, 0, 0);
    CU_ASSERT_FALSE(last_record().after_cleanup);
    upcalls_tripwire(true);
    table.lpWPUPostMessage(NULL, 0, 0, 0);
    CU_ASSERT_TRUE(last_record().after_cleanup);
    upcalls_tripwire(false);
    table.lpWPUPostMessage(NULL, 0, 0, 0);
    CU_ASSERT_FALSE(last_record().after_cleanup);
}

enum { BUSY_THREADS = 4, BUSY_CALLS = 5000 };

static HANDLE all_ready;

static DWORD WINAPI call_often(void *parameter) {
    WSPUPCALLTABLE table = upcalls_table(*(const char *)parameter);
    DWORD wrong = 0;
    WaitForSingleObject(all_ready, INFINITE);
    for (DWORD_PTR i = 0; i < BUSY_CALLS; i++) {
        int code;
        DWORD_PTR context = 0;
        SOCKET handle = table.lpWPUCreateSocketHandle(entry_id, i, &code);
        table.lpWPUQuerySocketHandleContext(handle, &context, &code);
        wrong += context != i || table.lpWPUCloseSocketHandle(handle, &code) != 0;
    }
    return wrong;
}

static void serves_many_threads(void) {
    static const char recorders[BUSY_THREADS] = {'A', 'B', 'A', 'B'};
    HANDLE threads[BUSY_THREADS];
    size_t open = upcalls_open_handles();
    unsigned long closed = upcalls_count(UPCALL_CLOSE_SOCKET_HANDLE, 0);
    all_ready = CreateEventW(NULL, TRUE, FALSE, NULL);
    for (size_t i = 0; i < BUSY_THREADS; i++) {
        threads[i] = CreateThread(NULL, 0, call_often, (void *)(UINT_PTR)&recorders[i], 0, NULL);
    }
    SetEvent(all_ready);
    for (size_t i = 0; i < BUSY_THREADS; i++) {
        DWORD wrong = 1;
        WaitForSingleObject(threads[i], INFINITE);
        GetExitCodeThread(threads[i], &wrong);
        CloseHandle(threads[i]);
        CU_ASSERT_EQUAL(wrong, 0);
    }
    CloseHandle(all_ready);
    CU_ASSERT_EQUAL(upcalls_open_handles(), open);
    CU_ASSERT_EQUAL(upcalls_count(UPCALL_CLOSE_SOCKET_HANDLE, 0), closed + BUSY_THREADS * BUSY_CALLS);
}

static void starts_once(void) {
    struct error error = {0};
    CU_ASSERT_EQUAL(upcalls_start(&catalog, &error), STATUS_BROKEN);
    CU_ASSERT_PTR_NOT_NULL(error.message);
    error_clear(&error);
}

static const struct unit_case cases[] = {
    {"the slots have the documented order and names", has_the_documented_order},
    {"each slot is counted for its own recorder only", counts_each_slot_for_its_recorder},
    {"each slot fails exactly once on request", fails_once_on_request},
    {"an armed failure can be taken back", takes_back_what_was_armed},
    {"refuses one provider of a chain", refuses_one_provider_of_a_chain},
    {"contexts above 4 GiB survive", keeps_contexts_of_pointer_size},
    {"unknown handles and a second close are refused and marked", refuses_handles_it_did_not_make},
    {"IFS handles come back as they are and may come again", returns_ifs_handles_as_they_are},
    {"events are real, and gone when they are closed", makes_real_events},
    {"an event that the client owns is not closed", leaves_client_events_open},
    {"APCs run in the thread that was named, in its alertable wait", queues_real_apcs},
    {"the blocking hook is NULL or what the source gives", delivers_blocking_hooks},
    {"sets are searched faithfully", searches_sets},
    {"provider paths come from the catalog", gives_paths_of_the_catalog},
    {"the observer sees each upcall as it was", reports_to_the_observer},
    {"the log keeps the latest records", keeps_the_latest_records},
    {"upcalls after the last cleanup are marked", marks_what_comes_after_the_tripwire},
    {"many threads can call at once", serves_many_threads},
    {"the upcalls start once", starts_once},
};

int main(void) {
    start();
    return unit_main("upcalls", cases, sizeof cases / sizeof cases[0]);
}
