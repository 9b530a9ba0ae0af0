/* Counting, versions, and what the last cleanup leaves. */
#include "bench.h"

static int start_with(WORD version, WSPDATA *data, WSPPROC_TABLE *table) {
    return bench_startup(version, data, &entry, bench_upcalls(), table);
}

static void every_entry_carries_a_conversation(void) {
    SOCKET pair[2];
    char byte = 0;
    DWORD length = 0;
    bench_pair(pair);
    CU_ASSERT_EQUAL(bench_send(pair[0], "x", 1), 0);
    CU_ASSERT_EQUAL(bench_receive(pair[1], &byte, 1, &length), 0);
    CU_ASSERT_EQUAL(byte, 'x');
    CU_ASSERT_EQUAL(bench_send(pair[1], "y", 1), 0);
    CU_ASSERT_EQUAL(bench_receive(pair[0], &byte, 1, &length), 0);
    CU_ASSERT_EQUAL(byte, 'y');
    bench_close(pair[0]);
    bench_close(pair[1]);
}

static void entries_work(void) { bench_for_each_stream(every_entry_carries_a_conversation); }

static void versions_are_negotiated(void) {
    static const struct {
        WORD requested, negotiated;
        int code;
    } rows[] = {{MAKEWORD(2, 2), MAKEWORD(2, 2), 0},    {MAKEWORD(2, 0), MAKEWORD(2, 0), 0},
                {MAKEWORD(2, 1), MAKEWORD(2, 1), 0},    {MAKEWORD(9, 9), MAKEWORD(2, 2), 0},
                {MAKEWORD(3, 0), MAKEWORD(2, 2), 0},    {MAKEWORD(1, 9), 0, WSAVERNOTSUPPORTED},
                {MAKEWORD(0, 1), 0, WSAVERNOTSUPPORTED}};
    bench_start(L"stream");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int error = POISON;
        WSPDATA data = {0};
        WSPPROC_TABLE table;
        CU_ASSERT_EQUAL(start_with(rows[i].requested, &data, &table), rows[i].code);
        if (rows[i].code == 0) {
            CU_ASSERT_EQUAL(data.wVersion, rows[i].negotiated);
            CU_ASSERT_EQUAL(data.wHighVersion, MAKEWORD(2, 2));
            CU_ASSERT_EQUAL(provider.lpWSPCleanup(&error), 0);
        }
    }
    bench_stop();
}

static void only_the_last_cleanup_counts(void) {
    int error = POISON, code;
    WSPDATA data;
    WSPPROC_TABLE table;
    bench_start(L"stream");
    CU_ASSERT_EQUAL(start_with(MAKEWORD(2, 2), &data, &table), 0);
    CU_ASSERT_EQUAL(start_with(MAKEWORD(1, 0), &data, &table), WSAVERNOTSUPPORTED);
    SOCKET listener = bench_listener(1);
    SOCKET caller = bench_caller(listener);
    CU_ASSERT_EQUAL(provider.lpWSPCleanup(&error), 0);
    SOCKET accepted = bench_accept(listener, &code);
    CU_ASSERT_EQUAL(code, 0);
    bench_close(accepted);
    bench_close(caller);
    CU_ASSERT_EQUAL(provider.lpWSPCleanup(&error), 0);
    CU_ASSERT_EQUAL(bench_handles_out(), 0);
    CU_ASSERT_EQUAL(provider.lpWSPCleanup(&error), SOCKET_ERROR);
    CU_ASSERT_EQUAL(error, WSANOTINITIALISED);
    CU_ASSERT_EQUAL(provider.lpWSPListen(listener, 1, &error), SOCKET_ERROR);
    CU_ASSERT_EQUAL(error, WSANOTINITIALISED);
}

static void bad_pointers_are_refused(void) {
    WSPDATA data;
    WSPPROC_TABLE table;
    bench_start(L"stream");
    CU_ASSERT_EQUAL(bench_startup(MAKEWORD(2, 2), NULL, &entry, bench_upcalls(), &table), WSAEFAULT);
    CU_ASSERT_EQUAL(bench_startup(MAKEWORD(2, 2), &data, &entry, bench_upcalls(), NULL), WSAEFAULT);
    CU_ASSERT_EQUAL(bench_startup(MAKEWORD(2, 2), &data, NULL, bench_upcalls(), &table), WSAEFAULT);
    bench_stop();
}

static void no_procedure_is_missing(void) {
    bench_start(L"stream");
    void **slots = (void **)&provider;
    for (size_t i = 0; i < sizeof provider / sizeof *slots; i++) {
        CU_ASSERT_PTR_NOT_NULL(slots[i]);
    }
    bench_stop();
}

struct blocked_accept {
    SOCKET listener, result;
    int code;
};

static void accept_blocking(void *context) {
    struct blocked_accept *call = context;
    call->result = provider.lpWSPAccept(call->listener, NULL, NULL, NULL, 0, &call->code);
}

/* Cleaning up from within the blocking hook proves that the call is blocked by then. */
static BOOL CALLBACK clean_up(DWORD_PTR context) {
    int error = POISON;
    *(int *)context = provider.lpWSPCleanup(&error);
    return TRUE;
}

static void blocked_with_cleanup(void *context) {
    int cleaned = POISON;
    bench_set_hook(clean_up, (DWORD_PTR)&cleaned);
    accept_blocking(context);
    CU_ASSERT_EQUAL(cleaned, 0);
}

static void the_last_cleanup_ends_blocked_calls_silently(void) {
    bench_start(L"stream");
    HANDLE event = CreateEventW(NULL, TRUE, FALSE, NULL);
    int error = POISON;
    SOCKET pair[2];
    bench_pair(pair);
    CU_ASSERT_EQUAL(provider.lpWSPEventSelect(pair[0], event, FD_CLOSE | FD_READ, &error), 0);
    struct blocked_accept call = {.listener = bench_listener(1)};
    struct bench_thread thread;
    bench_thread_begin(&thread, blocked_with_cleanup, &call);
    bench_thread_join(&thread);
    CU_ASSERT_EQUAL(call.result, INVALID_SOCKET);
    CU_ASSERT_EQUAL(call.code, WSAEINTR);
    CU_ASSERT_EQUAL(WaitForSingleObject(event, 0), WAIT_TIMEOUT);
    CU_ASSERT_EQUAL(bench_handles_out(), 0);
    CloseHandle(event);
}

static const struct unit_case cases[] = {
    {"each connection-oriented entry carries a conversation", entries_work},
    {"versions are negotiated by major, then minor number", versions_are_negotiated},
    {"only the last cleanup has an effect, and failed starts do not count", only_the_last_cleanup_counts},
    {"bad pointers give WSAEFAULT", bad_pointers_are_refused},
    {"all thirty procedures are there", no_procedure_is_missing},
    {"the last cleanup ends blocked calls and signals nothing", the_last_cleanup_ends_blocked_calls_silently},
};

UNIT_MAIN("reference: startup", cases)
