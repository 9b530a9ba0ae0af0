/* WSPAccept, its decisions and what the condition function sees. */
#include "bench.h"

#include <string.h>

static int caller_outcome(SOCKET caller) {
    int error = POISON, code = POISON, length = sizeof error;
    CU_ASSERT_EQUAL(provider.lpWSPGetSockOpt(caller, SOL_SOCKET, SO_ERROR, (char *)&error, &length, &code), 0);
    return error;
}

static void requests_come_out_in_order(void) {
    int code;
    SOCKET listener = bench_listener(3), callers[3], accepted[3];
    bench_set_non_blocking(listener);
    for (int i = 0; i < 3; i++) {
        callers[i] = bench_caller(listener);
    }
    for (int i = 0; i < 3; i++) {
        struct bench_name expected = bench_local_name(callers[i]);
        accepted[i] = bench_decide(listener, CF_ACCEPT, &code);
        CU_ASSERT_EQUAL(code, 0);
        struct bench_name peer = bench_peer_name(accepted[i]);
        CU_ASSERT_TRUE(bench_same_name(&peer, &expected));
        CU_ASSERT_TRUE(bench_was_shown(callers[i]));
        CU_ASSERT_EQUAL(condition_seen.calls, (unsigned)i + 1);
    }
    CU_ASSERT_EQUAL(bench_decide(listener, CF_ACCEPT, &code), INVALID_SOCKET);
    CU_ASSERT_EQUAL(code, WSAEWOULDBLOCK);
    CU_ASSERT_EQUAL(condition_seen.calls, 3);
    for (int i = 0; i < 3; i++) {
        bench_close(callers[i]);
        bench_close(accepted[i]);
    }
    bench_close(listener);
}

static void fifo(void) { bench_for_each_stream(requests_come_out_in_order); }

static void a_rejection_reaches_the_caller(void) {
    int code;
    char byte;
    DWORD length;
    SOCKET listener = bench_listener(2);
    bench_set_non_blocking(listener);
    SOCKET first = bench_caller(listener), second = bench_caller(listener);
    unsigned made = bench_handles_made();
    size_t out = bench_handles_out();
    CU_ASSERT_EQUAL(bench_decide(listener, CF_REJECT, &code), INVALID_SOCKET);
    CU_ASSERT_EQUAL(code, WSAECONNREFUSED);
    CU_ASSERT_EQUAL(condition_seen.calls, 1);
    CU_ASSERT_EQUAL(bench_handles_out(), out);
    CU_ASSERT_EQUAL(bench_handles_made() - made, started_as->early_handle ? 1U : 0U);
    if (started_as->handshake_first) {
        CU_ASSERT_EQUAL(bench_receive(first, &byte, 1, &length), WSAECONNRESET);
    } else {
        bench_await_selected(first, 'x');
        CU_ASSERT_FALSE(bench_selected(first, 'w'));
        CU_ASSERT_EQUAL(caller_outcome(first), WSAECONNREFUSED);
        CU_ASSERT_EQUAL(caller_outcome(first), 0);
    }
    SOCKET accepted = bench_decide(listener, CF_ACCEPT, &code);
    CU_ASSERT_TRUE(bench_was_shown(second));
    bench_close(accepted);
    bench_close(first);
    bench_close(second);
    bench_close(listener);
}

static void rejection(void) { bench_for_each_stream(a_rejection_reaches_the_caller); }

static void a_refused_caller_may_try_again(void) {
    int code;
    bench_start(L"stream");
    SOCKET listener = bench_listener(1);
    struct bench_name to = bench_local_name(listener);
    SOCKET caller = bench_caller(listener);
    bench_decide(listener, CF_REJECT, &code);
    CU_ASSERT_EQUAL(bench_connect(caller, &to), WSAEWOULDBLOCK);
    CU_ASSERT_EQUAL(bench_connect(caller, &to), WSAEALREADY);
    bench_close(bench_decide(listener, CF_ACCEPT, &code));
    CU_ASSERT_EQUAL(code, 0);
    CU_ASSERT_TRUE(bench_selected(caller, 'w'));
    CU_ASSERT_EQUAL(bench_connect(caller, &to), WSAEISCONN);
    bench_stop();
}

static void other_numbers_are_no_decisions(void) {
    static const int numbers[] = {3, -1, 0x100, 0x10000, 0x7fffffff};
    int code;
    SOCKET listener = bench_listener(1);
    bench_set_non_blocking(listener);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        SOCKET caller = bench_caller(listener);
        size_t out = bench_handles_out();
        CU_ASSERT_EQUAL(bench_decide(listener, numbers[i], &code), INVALID_SOCKET);
        CU_ASSERT_EQUAL(code, WSAEINVAL);
        CU_ASSERT_EQUAL(bench_handles_out(), out);
        SOCKET accepted = bench_accept(listener, &code);
        CU_ASSERT_EQUAL(code, started_as->unfit_decision_drops ? WSAEWOULDBLOCK : 0);
        if (accepted != INVALID_SOCKET) {
            bench_close(accepted);
        }
        bench_close(caller);
    }
    bench_close(listener);
}

static void unfit_decisions(void) { bench_for_each_stream(other_numbers_are_no_decisions); }

static void the_address_is_stored_whatever_the_decision(void) {
    static const int decisions[] = {CF_DEFER, CF_REJECT, CF_ACCEPT};
    SOCKET listener = bench_listener(1);
    for (size_t i = 0; i < sizeof decisions / sizeof decisions[0]; i++) {
        int code = POISON;
        SOCKET caller = bench_caller(listener);
        struct bench_name expected = bench_local_name(caller);
        struct bench_name seen = {.length = entry.iMaxSockAddr};
        condition_plan.decision = decisions[i];
        SOCKET s =
            provider.lpWSPAccept(listener, (struct sockaddr *)&seen.storage, &seen.length, bench_condition, 0, &code);
        CU_ASSERT_TRUE(bench_same_name(&seen, &expected));
        if (decisions[i] == CF_DEFER) {
            s = bench_accept(listener, &code);
        }
        if (s != INVALID_SOCKET) {
            bench_close(s);
        }
        bench_close(caller);
    }
    bench_close(listener);
}

static void addresses(void) { bench_for_each_stream(the_address_is_stored_whatever_the_decision); }

static void a_short_address_length_is_a_fault(void) {
    int code = POISON;
    unsigned char room[64];
    SOCKET listener = bench_listener(1);
    bench_set_non_blocking(listener);
    SOCKET caller = bench_caller(listener);
    int length = entry.iMinSockAddr - 1;
    memset(room, 0xA5, sizeof room);
    CU_ASSERT_EQUAL(provider.lpWSPAccept(listener, (struct sockaddr *)room, &length, bench_condition, 0, &code),
                    INVALID_SOCKET);
    CU_ASSERT_EQUAL(code, WSAEFAULT);
    CU_ASSERT_EQUAL(condition_seen.calls, started_as->room_is_looked_at_last ? 1 : 0);
    CU_ASSERT_EQUAL(room[0], 0xA5);
    SOCKET accepted = bench_accept(listener, &code);
    CU_ASSERT_EQUAL(code, started_as->short_address_consumes ? WSAEWOULDBLOCK : 0);
    if (accepted != INVALID_SOCKET) {
        bench_close(accepted);
    }
    bench_close(caller);
    bench_close(listener);
}

static void short_addresses(void) { bench_for_each_stream(a_short_address_length_is_a_fault); }

static void lack_of_handles_keeps_the_request(void) {
    int code;
    SOCKET listener = bench_listener(1);
    SOCKET caller = bench_caller(listener);
    bench_refuse_next_handle();
    CU_ASSERT_EQUAL(bench_decide(listener, CF_ACCEPT, &code), INVALID_SOCKET);
    CU_ASSERT_EQUAL(code, started_as->exhausted_code);
    SOCKET accepted = bench_decide(listener, CF_ACCEPT, &code);
    CU_ASSERT_EQUAL(code, 0);
    bench_close(accepted);
    bench_close(caller);
    bench_close(listener);
}

static void exhaustion(void) { bench_for_each_stream(lack_of_handles_keeps_the_request); }

static void sockets_that_do_not_listen_do_not_accept(void) {
    int code;
    SOCKET pair[2];
    SOCKET fresh = bench_socket(), bound = bench_bound();
    bench_pair(pair);
    bench_accept(fresh, &code);
    CU_ASSERT_EQUAL(code, WSAEINVAL);
    bench_accept(bound, &code);
    CU_ASSERT_EQUAL(code, WSAEINVAL);
    bench_decide(pair[1], CF_ACCEPT, &code);
    CU_ASSERT_EQUAL(code, WSAEINVAL);
    CU_ASSERT_EQUAL(condition_seen.calls, 0);
    bench_close(fresh);
    bench_accept(fresh, &code);
    CU_ASSERT_EQUAL(code, WSAENOTSOCK);
    bench_close(bound);
    bench_close(pair[0]);
    bench_close(pair[1]);
}

static void non_listeners(void) { bench_for_each_stream(sockets_that_do_not_listen_do_not_accept); }

static void a_datagram_socket_does_not_accept(void) {
    int code;
    bench_start(L"datagram");
    SOCKET s = bench_bound();
    bench_accept(s, &code);
    CU_ASSERT_EQUAL(code, WSAEOPNOTSUPP);
    CU_ASSERT_EQUAL(provider.lpWSPListen(s, 1, &code), SOCKET_ERROR);
    CU_ASSERT_EQUAL(code, WSAEOPNOTSUPP);
    bench_stop();
}

static void the_condition_function_sees_the_request(void) {
    int code = POISON;
    SOCKET listener = bench_listener(1);
    struct bench_name dialled = bench_local_name(listener);
    SOCKET caller = bench_caller(listener);
    DWORD_PTR data = ~(DWORD_PTR)0 - 7;
    condition_plan.decision = CF_DEFER;
    provider.lpWSPAccept(listener, NULL, NULL, bench_condition, data, &code);
    CU_ASSERT_EQUAL(condition_seen.callback_data, data);
    provider.lpWSPAccept(listener, NULL, NULL, bench_condition, 7, &code);
    CU_ASSERT_EQUAL(condition_seen.callback_data, 7);
    CU_ASSERT_EQUAL(condition_seen.thread, GetCurrentThreadId());
    CU_ASSERT_EQUAL(condition_seen.has_caller_data, started_as->absent_is_empty);
    CU_ASSERT_FALSE(condition_seen.has_flow);
    CU_ASSERT_FALSE(condition_seen.has_group_flow);
    CU_ASSERT_TRUE(condition_seen.group_at_entry == 0 || started_as->group_starts_unset);
    CU_ASSERT_EQUAL(condition_seen.reply_room, started_as->carries_no_reply ? 0 : started_as->connect_data);
    CU_ASSERT_TRUE(bench_same_name(&condition_seen.callee, &dialled));
    bench_close(caller);
    bench_close(listener);
}

static void presentation(void) { bench_for_each_stream(the_condition_function_sees_the_request); }

static SOCKET other_listener;

/* A whole other connection, and calls on the listener itself, from inside the condition function. */
static void converse(void) {
    int code;
    condition_plan.meanwhile = NULL;
    SOCKET caller = bench_caller(other_listener);
    SOCKET accepted = bench_accept(other_listener, &code);
    CU_ASSERT_EQUAL(code, 0);
    bench_close(caller);
    bench_close(accepted);
}

static void be_refused(void) {
    int code = POISON;
    CU_ASSERT_EQUAL(provider.lpWSPListen(other_listener, 1, &code), SOCKET_ERROR);
    CU_ASSERT_EQUAL(code, WSAEINPROGRESS);
}

static void calls_nest_in_the_condition_function(void) {
    int code;
    SOCKET listener = bench_listener(2);
    other_listener = bench_listener(1);
    SOCKET caller = bench_caller(listener);
    struct bench_name expected = bench_local_name(caller);
    condition_plan.meanwhile = started_as->refuses_nested_calls ? be_refused : converse;
    SOCKET accepted = bench_decide(listener, CF_ACCEPT, &code);
    CU_ASSERT_EQUAL(code, 0);
    struct bench_name peer = bench_peer_name(accepted);
    CU_ASSERT_TRUE(bench_same_name(&peer, &expected));
    bench_close(accepted);
    bench_close(caller);
    bench_close(listener);
    bench_close(other_listener);
}

static void nesting(void) { bench_for_each_stream(calls_nest_in_the_condition_function); }

static SOCKET closed_meanwhile;

static void close_it(void) { bench_close(closed_meanwhile); }

static void the_listener_may_be_closed_meanwhile(void) {
    int code;
    if (started_as->refuses_nested_calls) {
        return;
    }
    SOCKET listener = closed_meanwhile = bench_listener(1);
    SOCKET caller = bench_caller(listener);
    condition_plan.meanwhile = close_it;
    CU_ASSERT_EQUAL(bench_decide(listener, CF_ACCEPT, &code), INVALID_SOCKET);
    CU_ASSERT_EQUAL(code, started_as->ended_call_code);
    bench_close(caller);
}

static void closing_inside(void) { bench_for_each_stream(the_listener_may_be_closed_meanwhile); }

static void the_caller_may_give_up_meanwhile(void) {
    int code;
    bench_start(L"stream");
    SOCKET listener = bench_listener(1);
    closed_meanwhile = bench_caller(listener);
    condition_plan.meanwhile = close_it;
    CU_ASSERT_EQUAL(bench_decide(listener, CF_ACCEPT, &code), INVALID_SOCKET);
    CU_ASSERT_EQUAL(code, WSAECONNRESET);
    bench_set_non_blocking(listener);
    bench_accept(listener, &code);
    CU_ASSERT_EQUAL(code, WSAEWOULDBLOCK);
    bench_stop();
}

static void unfit_groups_are_refused(void) {
    int code;
    bench_start(L"stream");
    SOCKET listener = bench_listener(1);
    SOCKET caller = bench_caller(listener);
    size_t out = bench_handles_out();
    condition_plan.group = 0x7FFF0001;
    bench_decide(listener, CF_ACCEPT, &code);
    CU_ASSERT_EQUAL(code, WSAEINVAL);
    CU_ASSERT_EQUAL(bench_handles_out(), out);
    bench_decide(listener, CF_DEFER, &code);
    CU_ASSERT_EQUAL(code, WSATRY_AGAIN);
    condition_plan.group = 0;
    bench_close(bench_decide(listener, CF_ACCEPT, &code));
    CU_ASSERT_EQUAL(code, 0);
    bench_close(caller);
    bench_stop();
}

static const struct unit_case cases[] = {
    {"requests are accepted in the order of arrival, one by each call", fifo},
    {"a rejection is WSAECONNREFUSED, makes no handle and reaches the caller", rejection},
    {"a refused caller may try again on the same socket", a_refused_caller_may_try_again},
    {"other numbers than the three decisions give WSAEINVAL", unfit_decisions},
    {"addr is filled whatever the decision", addresses},
    {"a short addrlen gives WSAEFAULT and writes nothing", short_addresses},
    {"without a handle accept fails and the request stays", exhaustion},
    {"sockets that do not listen do not accept", non_listeners},
    {"a datagram socket neither listens nor accepts", a_datagram_socket_does_not_accept},
    {"the condition function sees the request and the call's own data", presentation},
    {"calls nest in the condition function", nesting},
    {"the listener may be closed inside the condition function", closing_inside},
    {"a caller that gives up inside the condition function is reported", the_caller_may_give_up_meanwhile},
    {"a group that does not exist is refused, with an acceptance only", unfit_groups_are_refused},
};

UNIT_MAIN("reference: accept", cases)
