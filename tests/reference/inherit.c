/* What an accepted socket takes over from its listener. */
#include "bench.h"

static int get_number(SOCKET s, int option) {
    int value = POISON, error = POISON, length = sizeof value;
    CU_ASSERT_EQUAL(provider.lpWSPGetSockOpt(s, SOL_SOCKET, option, (char *)&value, &length, &error), 0);
    return value;
}

static void set_number(SOCKET s, int option, int value) {
    int error = POISON;
    CU_ASSERT_EQUAL(provider.lpWSPSetSockOpt(s, SOL_SOCKET, option, (char *)&value, sizeof value, &error), 0);
}

static void options_are_inherited(void) {
    static const int options[][2] = {{SO_KEEPALIVE, TRUE}, {SO_OOBINLINE, TRUE}, {SO_DEBUG, TRUE},
                                     {SO_SNDBUF, 12345},   {SO_RCVBUF, 23456},   {SO_DONTLINGER, FALSE}};
    int code;
    SOCKET listener = bench_listener(1);
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
        set_number(listener, options[i][0], options[i][1]);
    }
    SOCKET caller = bench_caller(listener);
    SOCKET accepted = bench_accept(listener, &code);
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
        CU_ASSERT_EQUAL(get_number(accepted, options[i][0]), options[i][1]);
    }
    set_number(listener, SO_DEBUG, FALSE);
    CU_ASSERT_EQUAL(get_number(accepted, SO_DEBUG), TRUE);
    CU_ASSERT_EQUAL(get_number(accepted, SO_ACCEPTCONN), FALSE);
    CU_ASSERT_NOT_EQUAL(get_number(listener, SO_ACCEPTCONN), FALSE);
    CU_ASSERT_EQUAL(get_number(accepted, SO_TYPE), entry.iSocketType);
    CU_ASSERT_EQUAL(get_number(accepted, SO_ERROR), 0);
    bench_close(accepted);
    bench_close(caller);
    bench_close(listener);
}

static void options(void) { bench_for_each_stream(options_are_inherited); }

static void options_are_taken_when_the_entry_says_so(void) {
    int code;
    SOCKET listener = bench_listener(1);
    SOCKET caller = bench_caller(listener);
    set_number(listener, SO_DEBUG, TRUE);
    SOCKET accepted = bench_accept(listener, &code);
    CU_ASSERT_EQUAL(get_number(accepted, SO_DEBUG), started_as->options_taken_at_arrival ? FALSE : TRUE);
    bench_close(accepted);
    bench_close(caller);
    bench_close(listener);
}

static void time_of_taking(void) { bench_for_each_stream(options_are_taken_when_the_entry_says_so); }

static void names_are_those_of_the_connection(void) {
    int code;
    SOCKET listener = bench_listener(1);
    struct bench_name dialled = bench_local_name(listener);
    SOCKET caller = bench_caller(listener);
    SOCKET accepted = bench_accept(listener, &code);
    bench_await_selected(caller, 'w');
    struct bench_name local = bench_local_name(accepted), peer = bench_peer_name(caller);
    CU_ASSERT_TRUE(bench_same_name(&local, &dialled));
    CU_ASSERT_TRUE(bench_same_name(&peer, &dialled));
    bench_close(accepted);
    bench_close(caller);
    bench_close(listener);
}

static void names(void) { bench_for_each_stream(names_are_those_of_the_connection); }

static void the_mode_is_inherited(void) {
    char byte;
    DWORD length;
    int code;
    SOCKET listener = bench_listener(1);
    bench_set_non_blocking(listener);
    SOCKET caller = bench_caller(listener);
    bench_await_selected(listener, 'r');
    SOCKET accepted = bench_accept(listener, &code);
    CU_ASSERT_EQUAL(bench_receive(accepted, &byte, 1, &length), WSAEWOULDBLOCK);
    bench_close(accepted);
    bench_close(caller);
    bench_close(listener);
}

static void mode(void) { bench_for_each_stream(the_mode_is_inherited); }

static void the_event_registration_is_inherited_but_not_the_record(void) {
    int error = POISON;
    bench_start(L"stream");
    HANDLE event = CreateEventW(NULL, TRUE, FALSE, NULL);
    SOCKET listener = bench_listener(5);
    CU_ASSERT_EQUAL(provider.lpWSPEventSelect(listener, event, FD_ACCEPT | FD_READ | FD_WRITE | FD_CLOSE, &error), 0);
    SOCKET caller = bench_caller(listener);
    bench_caller(listener);
    SOCKET accepted = bench_accept(listener, &error);
    CU_ASSERT_EQUAL(bench_events(accepted, 0, NULL), FD_WRITE);
    ResetEvent(event);
    CU_ASSERT_EQUAL(bench_send(caller, "x", 1), 0);
    CU_ASSERT_EQUAL(WaitForSingleObject(event, 0), WAIT_OBJECT_0);
    CU_ASSERT_EQUAL(bench_events(accepted, 0, NULL), FD_READ);
    CU_ASSERT_EQUAL(bench_events(listener, 0, NULL), FD_ACCEPT);
    CU_ASSERT_EQUAL(provider.lpWSPEventSelect(accepted, NULL, 0, &error), 0);
    bench_accept(listener, &error);
    bench_caller(listener);
    CU_ASSERT_EQUAL(bench_events(listener, 0, NULL), FD_ACCEPT);
    bench_stop();
    CloseHandle(event);
}

static void the_client_may_close_its_event(void) {
    int error = POISON;
    bench_start(L"stream");
    HANDLE event = CreateEventW(NULL, TRUE, FALSE, NULL);
    SOCKET listener = bench_listener(5);
    CU_ASSERT_EQUAL(provider.lpWSPEventSelect(listener, event, FD_ACCEPT, &error), 0);
    CloseHandle(event);
    HANDLE successor = CreateEventW(NULL, TRUE, FALSE, NULL); /* likely to get the closed one's value */
    bench_caller(listener);
    CU_ASSERT_EQUAL(bench_events(listener, 0, NULL), FD_ACCEPT);
    CU_ASSERT_EQUAL(WaitForSingleObject(successor, 0), WAIT_TIMEOUT);
    CloseHandle(successor);
    bench_stop();
}

static const struct unit_case cases[] = {
    {"options are inherited, and independent afterwards", options},
    {"options are taken at the accept, or at the arrival where the entry says so", time_of_taking},
    {"the names are those of the connection", names},
    {"non-blocking mode is inherited", mode},
    {"an event registration is inherited, its record is not", the_event_registration_is_inherited_but_not_the_record},
    {"the client may close an event that is registered", the_client_may_close_its_event},
};

UNIT_MAIN("reference: inherit", cases)
