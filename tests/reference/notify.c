/* Indications by event and by message, and what enables them again. */
#include "bench.h"

#define MESSAGE 0x0401
#define WINDOW ((HWND)(ULONG_PTR)0x1234)

static HANDLE event;

static void watch(SOCKET s, long events) {
    int error = POISON;
    CU_ASSERT_EQUAL(provider.lpWSPEventSelect(s, event, events, &error), 0);
}

static void begin(const wchar_t *name) {
    bench_start(name);
    event = CreateEventW(NULL, TRUE, FALSE, NULL);
}

static void end(void) {
    bench_stop();
    CloseHandle(event);
}

/* Whether the event was set since the last look; the look resets it. */
static bool signalled(void) {
    bool set = WaitForSingleObject(event, 0) == WAIT_OBJECT_0;
    ResetEvent(event);
    return set;
}

static void one_indication_until_accept_is_called(void) {
    int code, error = POISON;
    begin(L"stream");
    SOCKET listener = bench_listener(5);
    watch(listener, FD_ACCEPT);
    CU_ASSERT_FALSE(signalled());
    for (int i = 0; i < 3; i++) {
        bench_caller(listener);
        CU_ASSERT_EQUAL(signalled(), i == 0);
    }
    CU_ASSERT_EQUAL(bench_events(listener, FD_ACCEPT, &error), FD_ACCEPT);
    CU_ASSERT_EQUAL(error, 0);
    CU_ASSERT_EQUAL(bench_events(listener, FD_ACCEPT, NULL), 0);
    for (int i = 2; i >= 0; i--) {
        bench_close(bench_accept(listener, &code));
        CU_ASSERT_EQUAL(signalled(), i != 0);
        CU_ASSERT_EQUAL(bench_events(listener, FD_ACCEPT, NULL), i == 0 ? 0 : FD_ACCEPT);
    }
    bench_accept(listener, &code);
    CU_ASSERT_EQUAL(code, WSAEWOULDBLOCK);
    bench_caller(listener);
    CU_ASSERT_TRUE(signalled());
    end();
}

static void failing_accepts_enable_too(void) {
    int code = POISON, length = 1;
    struct sockaddr address;
    begin(L"stream");
    SOCKET listener = bench_listener(5);
    watch(listener, FD_ACCEPT);
    bench_caller(listener);
    bench_caller(listener);
    CU_ASSERT_TRUE(signalled());
    provider.lpWSPAccept(listener, &address, &length, NULL, 0, &code);
    CU_ASSERT_EQUAL(code, WSAEFAULT);
    CU_ASSERT_TRUE(signalled());
    bench_decide(listener, CF_REJECT, &code);
    CU_ASSERT_TRUE(signalled());
    bench_decide(listener, CF_REJECT, &code);
    CU_ASSERT_FALSE(signalled());
    end();
}

static void a_deferral_silences_the_listener(void) {
    static const int decisions[] = {CF_ACCEPT, CF_REJECT};
    int code;
    begin(L"stream");
    for (int i = 0; i < 2; i++) {
        SOCKET listener = bench_listener(5);
        watch(listener, FD_ACCEPT);
        bench_caller(listener);
        CU_ASSERT_TRUE(signalled());
        bench_decide(listener, CF_DEFER, &code);
        CU_ASSERT_FALSE(signalled());
        bench_caller(listener);
        bench_caller(listener);
        CU_ASSERT_FALSE(signalled());
        watch(listener, FD_ACCEPT);
        CU_ASSERT_FALSE(signalled());
        bench_events(listener, FD_ACCEPT, NULL);
        bench_decide(listener, decisions[i], &code);
        CU_ASSERT_TRUE(signalled());
        CU_ASSERT_EQUAL(bench_events(listener, FD_ACCEPT, NULL), FD_ACCEPT);
        bench_caller(listener);
        CU_ASSERT_FALSE(signalled());
        bench_close(listener);
    }
    end();
}

static void registering_shows_a_deferred_head_where_the_entry_says_so(void) {
    int code;
    begin(L"variant large");
    SOCKET listener = bench_listener(5);
    watch(listener, FD_ACCEPT);
    bench_caller(listener);
    bench_decide(listener, CF_DEFER, &code);
    CU_ASSERT_TRUE(signalled());
    watch(listener, FD_ACCEPT);
    CU_ASSERT_TRUE(signalled());
    bench_caller(listener);
    CU_ASSERT_FALSE(signalled());
    end();
}

static void withdrawal_ends_the_silence(const wchar_t *name, bool at_once) {
    int code;
    begin(name);
    SOCKET listener = bench_listener(5);
    watch(listener, FD_ACCEPT);
    SOCKET first = bench_caller(listener);
    CU_ASSERT_TRUE(signalled());
    bench_decide(listener, CF_DEFER, &code);
    bench_caller(listener);
    CU_ASSERT_FALSE(signalled());
    bench_close(first);
    CU_ASSERT_EQUAL(signalled(), at_once);
    if (!at_once) {
        bench_accept(listener, &code);
        CU_ASSERT_EQUAL(code, WSAECONNRESET);
        CU_ASSERT_TRUE(signalled());
    }
    end();
}

static void a_withdrawn_head_releases_those_behind(void) {
    withdrawal_ends_the_silence(L"stream", false);
    withdrawal_ends_the_silence(L"variant silent", true);
}

static void registration_finds_what_is_there(void) {
    begin(L"stream");
    SOCKET listener = bench_listener(5);
    bench_caller(listener);
    watch(listener, FD_ACCEPT);
    CU_ASSERT_TRUE(signalled());
    watch(listener, FD_CLOSE);
    CU_ASSERT_EQUAL(bench_events(listener, 0, NULL), 0);
    CU_ASSERT_FALSE(signalled());
    end();
}

static void messages_are_posted(void) {
    int error = POISON, code;
    begin(L"stream");
    SOCKET listener = bench_listener(5);
    watch(listener, FD_ACCEPT);
    CU_ASSERT_EQUAL(provider.lpWSPAsyncSelect(listener, WINDOW, MESSAGE, FD_ACCEPT | FD_READ | FD_CLOSE, &error), 0);
    SOCKET caller = bench_caller(listener);
    CU_ASSERT_FALSE(signalled());
    CU_ASSERT_EQUAL(bench_posts(), 1);
    struct posted post = bench_post(0);
    CU_ASSERT_PTR_EQUAL(post.window, WINDOW);
    CU_ASSERT_EQUAL(post.message, MESSAGE);
    CU_ASSERT_EQUAL(post.socket, listener);
    CU_ASSERT_EQUAL(post.event, FD_ACCEPT);
    CU_ASSERT_EQUAL(post.error, 0);
    CU_ASSERT_EQUAL(bench_events(listener, 0, NULL), 0);
    SOCKET accepted = bench_accept(listener, &code);
    CU_ASSERT_EQUAL(bench_send(caller, "x", 1), 0);
    CU_ASSERT_EQUAL(bench_posts(), 2);
    CU_ASSERT_EQUAL(bench_post(1).socket, accepted);
    CU_ASSERT_EQUAL(bench_post(1).event, FD_READ);
    CU_ASSERT_EQUAL(provider.lpWSPAsyncSelect(listener, NULL, 0, 0, &error), 0);
    bench_caller(listener);
    CU_ASSERT_EQUAL(bench_posts(), 2);
    end();
}

static void connect_is_told_once(void) {
    int code, error = POISON;
    begin(L"stream");
    SOCKET listener = bench_listener(5);
    SOCKET caller = bench_socket();
    struct bench_name to = bench_local_name(listener);
    CU_ASSERT_EQUAL(provider.lpWSPAsyncSelect(caller, WINDOW, MESSAGE, FD_CONNECT | FD_WRITE | FD_READ, &error), 0);
    CU_ASSERT_EQUAL(bench_connect(caller, &to), WSAEWOULDBLOCK);
    CU_ASSERT_EQUAL(bench_posts(), 0);
    bench_decide(listener, CF_REJECT, &code);
    CU_ASSERT_EQUAL(bench_post(0).event, FD_CONNECT);
    CU_ASSERT_EQUAL(bench_post(0).error, WSAECONNREFUSED);
    CU_ASSERT_EQUAL(bench_connect(caller, &to), WSAEWOULDBLOCK);
    SOCKET accepted = bench_accept(listener, &code);
    CU_ASSERT_EQUAL(bench_posts(), 3);
    CU_ASSERT_EQUAL(bench_post(1).event, FD_CONNECT);
    CU_ASSERT_EQUAL(bench_post(1).error, 0);
    CU_ASSERT_EQUAL(bench_post(2).event, FD_WRITE);
    bench_send(caller, "x", 1);
    bench_send(accepted, "y", 1);
    CU_ASSERT_EQUAL(bench_posts(), 4);
    CU_ASSERT_EQUAL(bench_post(3).event, FD_READ);
    CU_ASSERT_EQUAL(provider.lpWSPAsyncSelect(caller, WINDOW, MESSAGE, FD_CONNECT, &error), 0);
    CU_ASSERT_EQUAL(bench_posts(), 4);
    end();
}

static void nobody_there_is_told_as_a_failed_connect(void) {
    int error = POISON;
    begin(L"stream");
    SOCKET bound = bench_bound(), caller = bench_socket();
    struct bench_name to = bench_local_name(bound);
    watch(caller, FD_CONNECT);
    CU_ASSERT_EQUAL(bench_connect(caller, &to), WSAEWOULDBLOCK);
    CU_ASSERT_TRUE(signalled());
    CU_ASSERT_EQUAL(bench_events(caller, FD_CONNECT, &error), FD_CONNECT);
    CU_ASSERT_EQUAL(error, WSAECONNREFUSED);
    CU_ASSERT_TRUE(bench_selected(caller, 'x'));
    end();
}

static void closure_waits_for_the_data(void) {
    int error = POISON;
    char bytes[10] = "123456789";
    DWORD length;
    SOCKET pair[2];
    begin(L"stream");
    bench_pair(pair);
    watch(pair[1], FD_READ | FD_CLOSE);
    CU_ASSERT_EQUAL(bench_send(pair[0], bytes, 10), 0);
    CU_ASSERT_EQUAL(provider.lpWSPShutdown(pair[0], SD_SEND, &error), 0);
    CU_ASSERT_EQUAL(bench_events(pair[1], 0, NULL), FD_READ);
    CU_ASSERT_EQUAL(bench_receive(pair[1], bytes, 5, &length), 0);
    CU_ASSERT_EQUAL(bench_events(pair[1], 0, NULL), FD_READ);
    CU_ASSERT_EQUAL(bench_receive(pair[1], bytes, 10, &length), 0);
    CU_ASSERT_EQUAL(length, 5);
    CU_ASSERT_EQUAL(bench_events(pair[1], FD_CLOSE, &error), FD_CLOSE);
    CU_ASSERT_EQUAL(error, 0);
    end();
}

static void an_abortive_close_is_told_at_once(void) {
    int error = POISON;
    SOCKET pair[2];
    LINGER linger = {.l_onoff = 1, .l_linger = 0};
    begin(L"stream");
    bench_pair(pair);
    watch(pair[1], FD_READ | FD_CLOSE);
    provider.lpWSPSetSockOpt(pair[0], SOL_SOCKET, SO_LINGER, (char *)&linger, sizeof linger, &error);
    bench_close(pair[0]);
    CU_ASSERT_EQUAL(bench_events(pair[1], FD_CLOSE, &error), FD_CLOSE);
    CU_ASSERT_EQUAL(error, WSAECONNRESET);
    end();
}

static void write_is_told_again_only_after_a_refusal(void) {
    static char block[65536];
    DWORD length;
    SOCKET pair[2];
    begin(L"stream");
    bench_pair(pair);
    watch(pair[0], FD_WRITE);
    CU_ASSERT_EQUAL(bench_events(pair[0], 0, NULL), FD_WRITE);
    CU_ASSERT_EQUAL(bench_send(pair[0], "x", 1), 0);
    CU_ASSERT_EQUAL(bench_events(pair[0], 0, NULL), 0);
    while (bench_send(pair[0], block, sizeof block) == 0) {
    }
    CU_ASSERT_EQUAL(bench_events(pair[0], 0, NULL), 0);
    CU_ASSERT_EQUAL(bench_receive(pair[1], block, sizeof block, &length), 0);
    CU_ASSERT_EQUAL(bench_events(pair[0], 0, NULL), FD_WRITE);
    end();
}

static int set_blocking(SOCKET s) {
    int error = 0;
    u_long off = 0;
    DWORD returned;
    provider.lpWSPIoctl(s, (DWORD)FIONBIO, &off, sizeof off, NULL, 0, &returned, NULL, NULL, NULL, &error);
    return error;
}

static void registering_makes_the_socket_non_blocking(void) {
    int code, error = POISON;
    begin(L"stream");
    SOCKET listener = bench_listener(1);
    watch(listener, 0);
    bench_accept(listener, &code);
    CU_ASSERT_EQUAL(code, WSAEWOULDBLOCK);
    watch(listener, FD_ACCEPT);
    CU_ASSERT_EQUAL(set_blocking(listener), WSAEINVAL);
    CU_ASSERT_EQUAL(provider.lpWSPEventSelect(listener, INVALID_HANDLE_VALUE, 0, &error), 0);
    CU_ASSERT_EQUAL(set_blocking(listener), 0);
    end();
}

static void a_failed_enumeration_changes_nothing(void) {
    int error = POISON;
    WSANETWORKEVENTS events = {0};
    begin(L"stream");
    SOCKET listener = bench_listener(1);
    watch(listener, FD_ACCEPT);
    bench_caller(listener);
    CU_ASSERT_EQUAL(provider.lpWSPEnumNetworkEvents(listener, event, NULL, &error), SOCKET_ERROR);
    CU_ASSERT_EQUAL(error, WSAEFAULT);
    CU_ASSERT_EQUAL(provider.lpWSPEnumNetworkEvents(listener, INVALID_HANDLE_VALUE, &events, &error), SOCKET_ERROR);
    CU_ASSERT_EQUAL(error, WSAEINVAL);
    CU_ASSERT_TRUE(signalled());
    SetEvent(event);
    CU_ASSERT_EQUAL(provider.lpWSPEnumNetworkEvents(listener, event, &events, &error), 0);
    CU_ASSERT_EQUAL(events.lNetworkEvents, FD_ACCEPT);
    CU_ASSERT_FALSE(signalled());
    end();
}

static void select_finds_wrong_arguments(void) {
    int error = POISON;
    fd_set set = {.fd_count = 1, .fd_array = {1}};
    bench_start(L"stream");
    CU_ASSERT_EQUAL(provider.lpWSPSelect(0, NULL, NULL, NULL, NULL, &error), SOCKET_ERROR);
    CU_ASSERT_EQUAL(error, WSAEINVAL);
    CU_ASSERT_EQUAL(provider.lpWSPSelect(0, &set, NULL, NULL, NULL, &error), SOCKET_ERROR);
    CU_ASSERT_EQUAL(error, WSAENOTSOCK);
    CU_ASSERT_EQUAL(set.fd_count, 1);
    bench_stop();
}

static void slow_indications_come_from_a_thread_in_order(void) {
    int error = POISON;
    bench_start(L"variant slow");
    SOCKET listener = bench_listener(3);
    struct bench_name to = bench_local_name(listener);
    CU_ASSERT_EQUAL(provider.lpWSPAsyncSelect(listener, WINDOW, MESSAGE, FD_ACCEPT, &error), 0);
    SOCKET caller = bench_socket();
    CU_ASSERT_EQUAL(provider.lpWSPAsyncSelect(caller, WINDOW, MESSAGE, FD_CONNECT | FD_WRITE, &error), 0);
    CU_ASSERT_EQUAL(bench_connect(caller, &to), WSAEWOULDBLOCK);
    bench_await_posts(1);
    CU_ASSERT_EQUAL(bench_post(0).event, FD_ACCEPT);
    bench_accept(listener, &error);
    bench_await_posts(3);
    CU_ASSERT_EQUAL(bench_post(1).event, FD_CONNECT);
    CU_ASSERT_EQUAL(bench_post(2).event, FD_WRITE);
    bench_stop();
}

static const struct unit_case cases[] = {
    {"FD_ACCEPT comes once until WSPAccept is called, and again while requests wait",
     one_indication_until_accept_is_called},
    {"a failing WSPAccept enables FD_ACCEPT too", failing_accepts_enable_too},
    {"a deferral silences the listener until the decision", a_deferral_silences_the_listener},
    {"registering shows a deferred head where the entry says so",
     registering_shows_a_deferred_head_where_the_entry_says_so},
    {"a deferred head that is withdrawn releases those behind it", a_withdrawn_head_releases_those_behind},
    {"a registration finds what is there and clears the record", registration_finds_what_is_there},
    {"messages are posted with their parameters, and stop when cancelled", messages_are_posted},
    {"FD_CONNECT comes once for each attempt, before FD_WRITE", connect_is_told_once},
    {"a connect to nobody is told as refused", nobody_there_is_told_as_a_failed_connect},
    {"FD_CLOSE waits until all data was read", closure_waits_for_the_data},
    {"FD_CLOSE of an abortive close comes at once", an_abortive_close_is_told_at_once},
    {"FD_WRITE comes again only after a send would have blocked", write_is_told_again_only_after_a_refusal},
    {"a registration makes the socket non-blocking for its time", registering_makes_the_socket_non_blocking},
    {"an enumeration that fails changes nothing", a_failed_enumeration_changes_nothing},
    {"WSPSelect finds wrong arguments", select_finds_wrong_arguments},
    {"the slow variant indicates from a thread of its own, in order", slow_indications_come_from_a_thread_in_order},
};

UNIT_MAIN("reference: notify", cases)
