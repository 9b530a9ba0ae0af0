/* The queue's capacity. */
#include "bench.h"

#include <limits.h>

#define MANY 260

static SOCKET callers[MANY];
static int caller_count;

/* Callers one by one until one is refused; how many were admitted. */
static int fill(SOCKET listener, int most) {
    int admitted = 0;
    while (admitted < most) {
        SOCKET caller = callers[caller_count++] = bench_caller(listener);
        if (bench_selected(caller, 'x')) {
            break;
        }
        admitted++;
    }
    return admitted;
}

static void close_callers(void) {
    while (caller_count != 0) {
        bench_close(callers[--caller_count]);
    }
}

static int drain(SOCKET listener) {
    int code, count = 0;
    bench_set_non_blocking(listener);
    for (SOCKET s = bench_accept(listener, &code); s != INVALID_SOCKET; s = bench_accept(listener, &code)) {
        bench_close(s);
        count++;
    }
    return count;
}

static void the_backlog_is_the_capacity(void) {
    static const int backlogs[] = {1, 2, 5, 200};
    for (size_t i = 0; !started_as->backlog_is_a_hint && i < sizeof backlogs / sizeof backlogs[0]; i++) {
        int raised = backlogs[i] < started_as->smallest_backlog ? started_as->smallest_backlog : backlogs[i];
        int expected = raised < started_as->queue_cap ? raised : started_as->queue_cap;
        SOCKET listener = bench_listener(backlogs[i]);
        CU_ASSERT_EQUAL(fill(listener, MANY), expected);
        CU_ASSERT_EQUAL(drain(listener), expected);
        close_callers();
        bench_close(listener);
    }
    CU_ASSERT_TRUE(true);
}

static void capacity(void) { bench_for_each_stream(the_backlog_is_the_capacity); }

static void odd_values_are_adjusted(void) {
    static const int backlogs[] = {-1, INT_MIN, SOMAXCONN, 100000, 0x7ffffffe};
    for (size_t i = 0; i < sizeof backlogs / sizeof backlogs[0]; i++) {
        SOCKET listener = bench_listener(backlogs[i]);
        bool negative = backlogs[i] < 0;
        int expected = negative && started_as->zero_backlog_admits_none ? 0 : negative ? 1 : 3;
        CU_ASSERT_EQUAL(fill(listener, negative ? 1 : 3), expected);
        close_callers();
        bench_close(listener);
    }
}

static void adjustment(void) { bench_for_each_stream(odd_values_are_adjusted); }

static void zero_admits_one_or_none(void) {
    int error = POISON;
    SOCKET listener = bench_listener(0);
    CU_ASSERT_EQUAL(fill(listener, 1), started_as->zero_backlog_admits_none ? 0 : 1);
    CU_ASSERT_EQUAL(drain(listener), started_as->zero_backlog_admits_none ? 0 : 1);
    close_callers();
    CU_ASSERT_EQUAL(provider.lpWSPListen(listener, 1, &error), 0);
    CU_ASSERT_EQUAL(fill(listener, 1), 1);
    close_callers();
    bench_close(listener);
}

static void zero(void) { bench_for_each_stream(zero_admits_one_or_none); }

static void decisions_free_a_place_and_deferrals_do_not(void) {
    int code;
    bench_start(L"stream");
    SOCKET listener = bench_listener(2);
    bench_set_non_blocking(listener);
    CU_ASSERT_EQUAL(fill(listener, MANY), 2);
    bench_decide(listener, CF_DEFER, &code);
    CU_ASSERT_EQUAL(fill(listener, MANY), 0);
    bench_close(bench_decide(listener, CF_ACCEPT, &code));
    CU_ASSERT_EQUAL(fill(listener, MANY), 1);
    bench_decide(listener, CF_REJECT, &code);
    CU_ASSERT_EQUAL(fill(listener, MANY), 1);
    close_callers();
    bench_stop();
}

static void a_withdrawn_request_frees_its_place(void) {
    int code, error = POISON;
    bench_start(L"stream");
    HANDLE event = CreateEventW(NULL, TRUE, FALSE, NULL);
    SOCKET listener = bench_listener(1);
    CU_ASSERT_EQUAL(provider.lpWSPEventSelect(listener, event, FD_ACCEPT, &error), 0);
    SOCKET first = bench_caller(listener);
    bench_close(first);
    SOCKET second = bench_caller(listener);
    CU_ASSERT_FALSE(bench_selected(second, 'x'));
    bench_accept(listener, &code);
    CU_ASSERT_EQUAL(code, WSAECONNRESET);
    bench_accept(listener, &code);
    CU_ASSERT_EQUAL(code, 0);
    bench_stop();
    CloseHandle(event);
}

static void an_unannounced_withdrawal_is_silent(void) {
    int code;
    bench_start(L"stream");
    SOCKET listener = bench_listener(2);
    bench_set_non_blocking(listener);
    bench_close(bench_caller(listener));
    bench_accept(listener, &code);
    CU_ASSERT_EQUAL(code, WSAEWOULDBLOCK);
    bench_stop();
}

static void a_second_listen_sets_the_capacity(void) {
    int error = POISON, code;
    bench_start(L"stream");
    SOCKET listener = bench_listener(5);
    bench_set_non_blocking(listener);
    CU_ASSERT_EQUAL(fill(listener, 4), 4);
    CU_ASSERT_EQUAL(provider.lpWSPListen(listener, 2, &error), 0);
    CU_ASSERT_FALSE(bench_selected(callers[0], 'x'));
    CU_ASSERT_FALSE(bench_selected(callers[1], 'x'));
    CU_ASSERT_TRUE(bench_selected(callers[2], 'x'));
    CU_ASSERT_TRUE(bench_selected(callers[3], 'x'));
    bench_decide(listener, CF_DEFER, &code);
    CU_ASSERT_EQUAL(provider.lpWSPListen(listener, 3, &error), 0);
    CU_ASSERT_EQUAL(fill(listener, MANY), 1);
    CU_ASSERT_EQUAL(drain(listener), 3);
    close_callers();
    bench_stop();
}

static void closing_dismisses_the_queue(void) {
    int code;
    char byte;
    DWORD length;
    SOCKET listener = bench_listener(2);
    CU_ASSERT_EQUAL(fill(listener, 2), 2);
    bench_decide(listener, CF_DEFER, &code);
    unsigned made = bench_handles_made();
    bench_close(listener);
    for (int i = 0; i < 2; i++) {
        if (started_as->handshake_first) {
            CU_ASSERT_EQUAL(bench_receive(callers[i], &byte, 1, &length), WSAECONNRESET);
        } else {
            bench_await_selected(callers[i], 'x');
        }
    }
    CU_ASSERT_EQUAL(bench_handles_made(), made);
    close_callers();
}

static void dismissal(void) { bench_for_each_stream(closing_dismisses_the_queue); }

static void a_paused_listener_refuses_newcomers(void) {
    int error = POISON;
    BOOL on = TRUE, off = FALSE;
    bench_start(L"handshake-first");
    SOCKET listener = bench_listener(5);
    CU_ASSERT_EQUAL(fill(listener, 1), 1);
    CU_ASSERT_EQUAL(provider.lpWSPSetSockOpt(listener, SOL_SOCKET, 0x3003, (char *)&on, sizeof on, &error), 0);
    CU_ASSERT_EQUAL(fill(listener, 1), 0);
    CU_ASSERT_EQUAL(provider.lpWSPSetSockOpt(listener, SOL_SOCKET, 0x3003, (char *)&off, sizeof off, &error), 0);
    CU_ASSERT_EQUAL(fill(listener, 1), 1);
    CU_ASSERT_EQUAL(drain(listener), 2);
    close_callers();
    bench_stop();
}

static const struct unit_case cases[] = {
    {"a backlog of n holds n requests, and the next is refused", capacity},
    {"odd backlog values are adjusted", adjustment},
    {"a backlog of zero admits one request or none", zero},
    {"accepting and rejecting free a place, deferring does not", decisions_free_a_place_and_deferrals_do_not},
    {"a withdrawn request frees its place and is reported", a_withdrawn_request_frees_its_place},
    {"a request that nobody was told of is withdrawn silently", an_unannounced_withdrawal_is_silent},
    {"a second WSPListen sets the capacity; the newest requests go", a_second_listen_sets_the_capacity},
    {"closing the listener dismisses its queue", dismissal},
    {"a paused listener refuses newcomers", a_paused_listener_refuses_newcomers},
};

UNIT_MAIN("reference: backlog", cases)
