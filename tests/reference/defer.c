/* CF_DEFER. */
#include "bench.h"

static void is_at_the_head(SOCKET caller) { CU_ASSERT_TRUE(bench_was_shown(caller)); }

static void a_deferred_request_keeps_its_place(void) {
    int code;
    SOCKET listener = bench_listener(2);
    bench_set_non_blocking(listener);
    SOCKET first = bench_caller(listener), second = bench_caller(listener);
    size_t out = bench_handles_out();
    for (int i = 0; i < 32; i++) {
        CU_ASSERT_EQUAL(bench_decide(listener, CF_DEFER, &code), INVALID_SOCKET);
        CU_ASSERT_EQUAL(code, WSATRY_AGAIN);
        is_at_the_head(first);
    }
    CU_ASSERT_EQUAL(bench_handles_out(), out);
    CU_ASSERT_FALSE(bench_selected(first, 'x'));
    CU_ASSERT_EQUAL(bench_selected(first, 'w'), started_as->handshake_first);
    SOCKET accepted = bench_decide(listener, CF_ACCEPT, &code);
    is_at_the_head(first);
    CU_ASSERT_EQUAL(code, 0);
    bench_close(accepted);
    accepted = bench_decide(listener, CF_ACCEPT, &code);
    is_at_the_head(second);
    bench_close(accepted);
    bench_close(first);
    bench_close(second);
    bench_close(listener);
}

static void place(void) { bench_for_each_stream(a_deferred_request_keeps_its_place); }

static void a_deferred_request_can_be_rejected_or_taken_blindly(void) {
    int code;
    SOCKET listener = bench_listener(2);
    bench_set_non_blocking(listener);
    SOCKET first = bench_caller(listener), second = bench_caller(listener);
    bench_decide(listener, CF_DEFER, &code);
    bench_decide(listener, CF_REJECT, &code);
    CU_ASSERT_EQUAL(code, WSAECONNREFUSED);
    bench_decide(listener, CF_DEFER, &code);
    is_at_the_head(second);
    SOCKET accepted = bench_accept(listener, &code);
    CU_ASSERT_EQUAL(code, 0);
    bench_accept(listener, &code);
    CU_ASSERT_EQUAL(code, WSAEWOULDBLOCK);
    bench_close(accepted);
    bench_close(first);
    bench_close(second);
    bench_close(listener);
}

static void ends_of_a_deferral(void) { bench_for_each_stream(a_deferred_request_can_be_rejected_or_taken_blindly); }

static void a_blocking_listener_does_not_wait(void) {
    int code;
    SOCKET listener = bench_listener(1);
    SOCKET caller = bench_caller(listener);
    unsigned queries = bench_hook_queries();
    for (int i = 0; i < 2; i++) {
        bench_decide(listener, CF_DEFER, &code);
        CU_ASSERT_EQUAL(code, WSATRY_AGAIN);
    }
    CU_ASSERT_EQUAL(condition_seen.calls, 2);
    CU_ASSERT_EQUAL(bench_hook_queries(), queries);
    bench_close(caller);
    bench_close(listener);
}

static void blocking(void) { bench_for_each_stream(a_blocking_listener_does_not_wait); }

struct decision {
    SOCKET listener;
    int code;
};

static void accept_elsewhere(void *context) {
    struct decision *decision = context;
    bench_close(bench_decide(decision->listener, CF_ACCEPT, &decision->code));
    CU_ASSERT_EQUAL(condition_seen.thread, GetCurrentThreadId());
}

static void another_thread_may_decide(void) {
    int code;
    bench_start(L"stream");
    struct decision decision = {.listener = bench_listener(1)};
    SOCKET caller = bench_caller(decision.listener);
    struct bench_thread thread;
    bench_decide(decision.listener, CF_DEFER, &code);
    bench_thread_begin(&thread, accept_elsewhere, &decision);
    bench_thread_join(&thread);
    CU_ASSERT_EQUAL(decision.code, 0);
    bench_close(caller);
    bench_stop();
}

static int expected_report(void) {
    switch (started_as->withdrawn) {
    case WITHDRAWN_RESET:
        return WSAECONNRESET;
    case WITHDRAWN_DENIED:
        return WSAEACCES;
    default:
        return 0;
    }
}

static void close_abortively(SOCKET s) {
    int error = POISON;
    LINGER linger = {.l_onoff = 1, .l_linger = 0};
    CU_ASSERT_EQUAL(provider.lpWSPSetSockOpt(s, SOL_SOCKET, SO_LINGER, (char *)&linger, sizeof linger, &error), 0);
    bench_close(s);
}

static void a_withdrawn_request_never_becomes_a_connection(void) {
    int code;
    SOCKET listener = bench_listener(2);
    bench_set_non_blocking(listener);
    SOCKET first = bench_caller(listener), second = bench_caller(listener);
    bench_decide(listener, CF_DEFER, &code);
    close_abortively(first);
    if (started_as->withdrawn == WITHDRAWN_ACCEPTED) {
        bench_close(bench_accept(listener, &code));
        CU_ASSERT_EQUAL(code, 0);
    } else if (expected_report() != 0) {
        bench_accept(listener, &code);
        CU_ASSERT_EQUAL(code, expected_report());
    }
    SOCKET accepted = bench_decide(listener, CF_ACCEPT, &code);
    is_at_the_head(second);
    CU_ASSERT_EQUAL(code, 0);
    bench_close(accepted);
    bench_close(second);
    bench_close(listener);
}

static void withdrawal(void) { bench_for_each_stream(a_withdrawn_request_never_becomes_a_connection); }

static void select_sees_what_the_entry_says(void) {
    int code;
    SOCKET listener = bench_listener(1);
    SOCKET caller = bench_caller(listener);
    CU_ASSERT_TRUE(bench_selected(listener, 'r'));
    bench_decide(listener, CF_DEFER, &code);
    CU_ASSERT_EQUAL(bench_selected(listener, 'r'), !started_as->select_hides_deferred);
    bench_close(caller);
    bench_close(listener);
}

static void selection(void) { bench_for_each_stream(select_sees_what_the_entry_says); }

static const struct unit_case cases[] = {
    {"a deferred request keeps its place, however often it is deferred", place},
    {"a deferred request can be rejected, or accepted without a condition function", ends_of_a_deferral},
    {"a blocking accept does not wait while a deferred request is queued", blocking},
    {"another thread may complete a deferral", another_thread_may_decide},
    {"a deferred request that is withdrawn never becomes a connection", withdrawal},
    {"select shows a deferred head as the entry says", selection},
};

UNIT_MAIN("reference: defer", cases)
