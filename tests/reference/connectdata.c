/* User data at connect time, in both directions. */
#include "bench.h"

#include <stdlib.h>
#include <string.h>

static unsigned char pattern[8192];

static void fill_pattern(void) {
    for (size_t i = 0; i < sizeof pattern; i++) {
        pattern[i] = (unsigned char)(i * 7 + (i >> 8));
    }
}

static bool carries_data(void) { return started_as->connect_data != 0; }

static bool carries_replies(void) { return carries_data() && !started_as->carries_no_reply; }

static int connect_with(SOCKET s, SOCKET listener, WSABUF *caller_data, WSABUF *callee_data) {
    int error = POISON;
    struct bench_name to = bench_local_name(listener);
    int result = provider.lpWSPConnect(s, (struct sockaddr *)&to.storage, to.length, caller_data, callee_data, NULL,
                                       NULL, &error);
    return result == 0 ? 0 : error;
}

static void caller_data_arrives(void) {
    const ULONG lengths[] = {1, 2, 16, started_as->connect_data};
    int code;
    SOCKET listener = bench_listener(1);
    for (size_t i = 0; carries_data() && i < sizeof lengths / sizeof lengths[0]; i++) {
        unsigned char bytes[sizeof pattern];
        memcpy(bytes, pattern, sizeof bytes);
        WSABUF data = {.len = lengths[i], .buf = (char *)bytes};
        SOCKET caller = bench_caller_with(listener, &data, NULL);
        memset(bytes, 0, sizeof bytes);
        for (int round = 0; round < 2; round++) {
            bench_decide(listener, CF_DEFER, &code);
            CU_ASSERT_TRUE(condition_seen.has_caller_data);
            CU_ASSERT_EQUAL(condition_seen.caller_length, lengths[i]);
            CU_ASSERT_EQUAL(memcmp(condition_seen.caller_data, pattern, lengths[i]), 0);
        }
        bench_close(bench_accept(listener, &code));
        bench_close(caller);
    }
    bench_close(listener);
    CU_ASSERT_TRUE(true);
}

static void towards_the_listener(void) { bench_for_each_stream(caller_data_arrives); }

static void a_reply_arrives_with_its_length(void) {
    const ULONG lengths[] = {0, 3, started_as->connect_data};
    int code;
    SOCKET listener = bench_listener(1);
    for (size_t i = 0; carries_replies() && i < sizeof lengths / sizeof lengths[0]; i++) {
        char room[sizeof pattern + 1];
        memset(room, 0x5A, sizeof room);
        WSABUF reply = {.len = started_as->connect_data, .buf = room};
        SOCKET caller = bench_caller_with(listener, NULL, &reply);
        condition_plan.reply = pattern + 100;
        condition_plan.reply_length = 5 < started_as->connect_data ? 5 : 1;
        bench_decide(listener, CF_DEFER, &code);
        condition_plan.reply = pattern;
        condition_plan.reply_length = lengths[i];
        SOCKET accepted = bench_decide(listener, CF_ACCEPT, &code);
        CU_ASSERT_EQUAL(condition_seen.reply_room, started_as->connect_data);
        bench_await_selected(caller, 'w');
        CU_ASSERT_EQUAL(reply.len, lengths[i]);
        CU_ASSERT_EQUAL(memcmp(room, pattern, lengths[i]), 0);
        CU_ASSERT_EQUAL(room[lengths[i]], 0x5A);
        bench_close(accepted);
        bench_close(caller);
    }
    bench_close(listener);
    CU_ASSERT_TRUE(true);
}

static void towards_the_caller(void) { bench_for_each_stream(a_reply_arrives_with_its_length); }

static void nothing_said_is_length_zero(void) {
    int code;
    char room[sizeof pattern];
    memset(room, 0x5A, sizeof room);
    WSABUF reply = {.len = sizeof room, .buf = room};
    SOCKET listener = bench_listener(1);
    SOCKET caller = bench_caller_with(listener, NULL, &reply);
    SOCKET accepted = bench_accept(listener, &code);
    bench_await_selected(caller, 'w');
    CU_ASSERT_EQUAL(reply.len, 0);
    CU_ASSERT_EQUAL(room[0], 0x5A);
    bench_close(accepted);
    bench_close(caller);
    bench_close(listener);
}

static void silence(void) { bench_for_each_stream(nothing_said_is_length_zero); }

static void too_much_is_refused_and_leaves_the_socket_usable(void) {
    int code;
    WSABUF data = {.len = started_as->connect_data + 1, .buf = (char *)pattern};
    SOCKET listener = bench_listener(1);
    SOCKET caller = bench_socket();
    bench_set_non_blocking(listener);
    bench_set_non_blocking(caller);
    CU_ASSERT_EQUAL(connect_with(caller, listener, &data, NULL), carries_data() ? WSAEFAULT : WSAEPROTONOSUPPORT);
    bench_accept(listener, &code);
    CU_ASSERT_EQUAL(code, WSAEWOULDBLOCK);
    data.len = 0;
    code = connect_with(caller, listener, &data, NULL);
    if (started_as->empty_data_is_data && !carries_data()) {
        CU_ASSERT_EQUAL(code, WSAEPROTONOSUPPORT);
        code = connect_with(caller, listener, NULL, NULL);
    }
    CU_ASSERT_TRUE(code == 0 || code == WSAEWOULDBLOCK);
    bench_await_selected(listener, 'r');
    SOCKET accepted = bench_decide(listener, CF_ACCEPT, &code);
    CU_ASSERT_EQUAL(condition_seen.has_caller_data, started_as->absent_is_empty);
    bench_close(accepted);
    bench_close(caller);
    bench_close(listener);
}

static void limits(void) { bench_for_each_stream(too_much_is_refused_and_leaves_the_socket_usable); }

static void a_reply_that_does_not_fit_is_a_fault(void) {
    int code, error = POISON, length = sizeof error;
    char room[8] = {0};
    WSABUF reply = {.len = 4, .buf = room};
    bench_start(L"message");
    SOCKET listener = bench_listener(1);
    SOCKET caller = bench_caller_with(listener, NULL, &reply);
    condition_plan.reply = pattern + 1;
    condition_plan.reply_length = 8;
    SOCKET accepted = bench_decide(listener, CF_ACCEPT, &code);
    CU_ASSERT_TRUE(bench_selected(caller, 'x'));
    provider.lpWSPGetSockOpt(caller, SOL_SOCKET, SO_ERROR, (char *)&error, &length, &code);
    CU_ASSERT_EQUAL(error, WSAEFAULT);
    CU_ASSERT_EQUAL(room[0], 0);
    bench_close(accepted);
    bench_stop();
}

static void bad_buffers_are_faults(void) {
    WSABUF bad = {.len = 4, .buf = NULL};
    bench_start(L"message");
    SOCKET listener = bench_listener(1), caller = bench_socket();
    CU_ASSERT_EQUAL(connect_with(caller, listener, &bad, NULL), WSAEFAULT);
    CU_ASSERT_EQUAL(connect_with(caller, listener, NULL, &bad), WSAEFAULT);
    CU_ASSERT_EQUAL(connect_with(caller, listener, (WSABUF *)1, NULL), WSAEFAULT);
    bench_stop();
}

static void too_long_a_reply(const wchar_t *name, bool cut) {
    int code;
    char *room = calloc(1, sizeof pattern);
    bench_start(name);
    WSABUF reply = {.len = sizeof pattern, .buf = room};
    SOCKET listener = bench_listener(1);
    SOCKET caller = bench_caller_with(listener, NULL, &reply);
    condition_plan.reply = pattern;
    condition_plan.reply_length = started_as->connect_data + 1;
    bench_decide(listener, CF_ACCEPT, &code);
    CU_ASSERT_EQUAL(code, cut ? 0 : WSAEINVAL);
    CU_ASSERT_EQUAL(bench_selected(caller, 'w'), cut);
    CU_ASSERT_EQUAL(reply.len, cut ? started_as->connect_data : sizeof pattern);
    bench_stop();
    free(room);
}

static void a_reply_length_beyond_the_capacity_is_contained(void) {
    too_long_a_reply(L"message", false);
    too_long_a_reply(L"variant large", true);
}

static void a_failed_accept_keeps_no_reply(void) {
    int code;
    char room[16] = "untouched";
    WSABUF reply = {.len = sizeof room, .buf = room};
    bench_start(L"message");
    SOCKET listener = bench_listener(1);
    SOCKET caller = bench_caller_with(listener, NULL, &reply);
    condition_plan.reply = pattern;
    condition_plan.reply_length = 8;
    bench_refuse_next_handle();
    bench_decide(listener, CF_ACCEPT, &code);
    CU_ASSERT_EQUAL(code, WSAEMFILE);
    bench_accept(listener, &code);
    bench_await_selected(caller, 'w');
    CU_ASSERT_EQUAL(reply.len, 0);
    CU_ASSERT_STRING_EQUAL(room, "untouched");
    bench_stop();
}

static void data_of_queued_requests_is_not_mixed_up(void) {
    int code;
    SOCKET callers[3];
    char room[3][16];
    WSABUF replies[3];
    bench_start(L"message");
    SOCKET listener = bench_listener(3);
    for (ULONG i = 0; i < 3; i++) {
        WSABUF data = {.len = i + 2, .buf = (char *)pattern + 10 * i};
        replies[i] = (WSABUF){.len = sizeof room[i], .buf = room[i]};
        callers[i] = bench_caller_with(listener, &data, &replies[i]);
    }
    for (ULONG i = 0; i < 3; i++) {
        condition_plan.reply = pattern + 100 * i;
        condition_plan.reply_length = i + 1;
        bench_decide(listener, CF_ACCEPT, &code);
        CU_ASSERT_EQUAL(condition_seen.caller_length, i + 2);
        CU_ASSERT_EQUAL(memcmp(condition_seen.caller_data, pattern + 10 * i, i + 2), 0);
    }
    for (ULONG i = 0; i < 3; i++) {
        CU_ASSERT_TRUE(bench_selected(callers[i], 'w'));
        CU_ASSERT_EQUAL(replies[i].len, i + 1);
        CU_ASSERT_EQUAL(memcmp(room[i], pattern + 100 * i, i + 1), 0);
    }
    bench_stop();
}

static void connect_data_stays_out_of_the_stream(void) {
    int code;
    DWORD length;
    char byte = 0, room[32];
    WSABUF data = {.len = 32, .buf = (char *)pattern}, reply = {.len = 32, .buf = room};
    bench_start(L"private family");
    SOCKET listener = bench_listener(1);
    SOCKET caller = bench_caller_with(listener, &data, &reply);
    condition_plan.reply = pattern;
    condition_plan.leave_reply_length = true;
    condition_plan.reply_length = 32;
    SOCKET accepted = bench_decide(listener, CF_ACCEPT, &code);
    CU_ASSERT_EQUAL(reply.len, 32);
    CU_ASSERT_FALSE(bench_selected(accepted, 'r'));
    CU_ASSERT_FALSE(bench_selected(caller, 'r'));
    bench_send(caller, "c", 1);
    CU_ASSERT_EQUAL(bench_receive(accepted, &byte, 1, &length), 0);
    CU_ASSERT_EQUAL(byte, 'c');
    bench_stop();
}

static void the_option_carries_data_too(void) {
    int code = POISON, length = 16;
    char value[16];
    bench_start(L"message");
    SOCKET listener = bench_listener(1), caller = bench_socket();
    bench_set_non_blocking(caller);
    CU_ASSERT_EQUAL(provider.lpWSPSetSockOpt(caller, SOL_SOCKET, 0x7000, (char *)pattern, 9, &code), 0);
    CU_ASSERT_EQUAL(provider.lpWSPSetSockOpt(caller, SOL_SOCKET, 0x7000, (char *)pattern, 17, &code), SOCKET_ERROR);
    CU_ASSERT_EQUAL(provider.lpWSPGetSockOpt(caller, SOL_SOCKET, 0x7004, value, &length, &code), SOCKET_ERROR);
    CU_ASSERT_EQUAL(code, WSAENOPROTOOPT);
    CU_ASSERT_EQUAL(connect_with(caller, listener, NULL, NULL), WSAEWOULDBLOCK);
    condition_plan.reply = pattern;
    condition_plan.reply_length = 7;
    bench_decide(listener, CF_ACCEPT, &code);
    CU_ASSERT_EQUAL(condition_seen.caller_length, 9);
    length = 16;
    CU_ASSERT_EQUAL(provider.lpWSPGetSockOpt(caller, SOL_SOCKET, 0x7000, value, &length, &code), 0);
    CU_ASSERT_EQUAL(length, 7);
    bench_stop();
}

static void a_rejection_carries_a_reply_where_the_entry_says_so(void) {
    int code;
    char room[16] = {0};
    WSABUF reply = {.len = sizeof room, .buf = room};
    bench_start(L"variant large");
    SOCKET listener = bench_listener(1);
    SOCKET caller = bench_caller_with(listener, NULL, &reply);
    condition_plan.reply = pattern;
    condition_plan.reply_length = 6;
    bench_decide(listener, CF_REJECT, &code);
    CU_ASSERT_TRUE(bench_selected(caller, 'x'));
    CU_ASSERT_EQUAL(reply.len, 6);
    CU_ASSERT_EQUAL(memcmp(room, pattern, 6), 0);
    bench_stop();
}

static void a_failed_attempt_leaves_the_reply_alone(const wchar_t *name, ULONG expected) {
    int code;
    char room[16] = "untouched";
    WSABUF reply = {.len = sizeof room, .buf = room};
    bench_start(name);
    SOCKET listener = bench_listener(1);
    bench_caller_with(listener, NULL, &reply);
    bench_decide(listener, CF_REJECT, &code);
    CU_ASSERT_EQUAL(reply.len, expected);
    CU_ASSERT_STRING_EQUAL(room, "untouched");
    bench_stop();
}

static void failed_attempts(void) {
    a_failed_attempt_leaves_the_reply_alone(L"message", 16);
    a_failed_attempt_leaves_the_reply_alone(L"variant silent", 0);
}

static const struct unit_case cases[] = {
    {"caller data arrives intact, each time it is shown", towards_the_listener},
    {"the reply of the accepting call arrives, with its length", towards_the_caller},
    {"the reply's length is zero when nothing was said", silence},
    {"too much caller data is refused, and the socket stays usable", limits},
    {"a reply that does not fit gives WSAEFAULT", a_reply_that_does_not_fit_is_a_fault},
    {"buffers that cannot be used give WSAEFAULT", bad_buffers_are_faults},
    {"a reply length beyond the capacity is contained", a_reply_length_beyond_the_capacity_is_contained},
    {"an accept that fails keeps no reply", a_failed_accept_keeps_no_reply},
    {"data of queued requests is not mixed up", data_of_queued_requests_is_not_mixed_up},
    {"connect data stays out of the stream", connect_data_stays_out_of_the_stream},
    {"SO_CONNDATA carries data too where it is offered", the_option_carries_data_too},
    {"a rejection carries a reply where the entry says so", a_rejection_carries_a_reply_where_the_entry_says_so},
    {"a failed attempt leaves the reply buffer alone", failed_attempts},
};

int main(void) {
    fill_pattern();
    return unit_main("reference: connect data", cases, sizeof cases / sizeof cases[0]);
}
