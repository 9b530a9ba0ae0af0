/* Blocking calls: the hook, cancellation, and what closing does to them. */
#include "bench.h"

struct hooked {
    unsigned runs, limit;
    int cancel_code;
    SOCKET listener, caller;
    bool accepts;
};

static BOOL CALLBACK cancel_at_once(DWORD_PTR context) {
    struct hooked *hooked = (struct hooked *)context;
    hooked->runs++;
    hooked->cancel_code = POISON;
    if (provider.lpWSPCancelBlockingCall(&hooked->cancel_code) == 0) {
        hooked->cancel_code = 0;
    }
    return FALSE;
}

static BOOL CALLBACK only_return_false(DWORD_PTR context) {
    ((struct hooked *)context)->runs++;
    return FALSE;
}

static BOOL CALLBACK cancel_but_go_on(DWORD_PTR context) {
    cancel_at_once(context);
    return TRUE;
}

static BOOL CALLBACK connect_after_a_while(DWORD_PTR context) {
    struct hooked *hooked = (struct hooked *)context;
    if (++hooked->runs == hooked->limit) {
        hooked->caller = bench_caller(hooked->listener);
    }
    return TRUE;
}

static void a_blocked_accept_can_be_cancelled(void) {
    static const LPBLOCKINGCALLBACK hooks[] = {cancel_at_once, only_return_false, cancel_but_go_on};
    int code;
    SOCKET listener = bench_listener(1);
    for (size_t i = 0; i < sizeof hooks / sizeof hooks[0]; i++) {
        struct hooked hooked = {0};
        unsigned made = bench_handles_made();
        bench_set_hook(hooks[i], (DWORD_PTR)&hooked);
        CU_ASSERT_EQUAL(bench_decide(listener, CF_ACCEPT, &code), INVALID_SOCKET);
        CU_ASSERT_EQUAL(code, WSAEINTR);
        CU_ASSERT_EQUAL(hooked.runs, 1);
        CU_ASSERT_EQUAL(hooked.cancel_code, 0);
        CU_ASSERT_EQUAL(condition_seen.calls, 0);
        CU_ASSERT_EQUAL(bench_handles_made(), made);
    }
    bench_set_hook(NULL, 0);
    SOCKET caller = bench_caller(listener);
    bench_close(bench_accept(listener, &code));
    CU_ASSERT_EQUAL(code, 0);
    bench_close(caller);
    bench_close(listener);
}

static void accepts(void) { bench_for_each_stream(a_blocked_accept_can_be_cancelled); }

static void the_hook_is_called_until_the_call_completes(void) {
    int code;
    /* The hook would have to connect, which it may not do there. */
    if (started_as->refuses_nested_calls) {
        return;
    }
    SOCKET listener = bench_listener(1);
    struct hooked hooked = {.limit = 20, .listener = listener};
    bench_set_hook(connect_after_a_while, (DWORD_PTR)&hooked);
    SOCKET accepted = bench_accept(listener, &code);
    bench_set_hook(NULL, 0);
    CU_ASSERT_EQUAL(code, 0);
    CU_ASSERT_TRUE(hooked.runs >= hooked.limit);
    bench_close(accepted);
    bench_close(hooked.caller);
    bench_close(listener);
}

static void repetition(void) { bench_for_each_stream(the_hook_is_called_until_the_call_completes); }

static BOOL CALLBACK connect_then_cancel(DWORD_PTR context) {
    struct hooked *hooked = (struct hooked *)context;
    hooked->caller = bench_caller(hooked->listener);
    return cancel_at_once(context);
}

static void a_completed_call_wins(void) {
    int code;
    /* The hook would have to connect, which it may not do there. */
    if (started_as->refuses_nested_calls) {
        return;
    }
    SOCKET listener = bench_listener(1);
    struct hooked hooked = {.listener = listener};
    bench_set_hook(connect_then_cancel, (DWORD_PTR)&hooked);
    SOCKET accepted = bench_accept(listener, &code);
    bench_set_hook(NULL, 0);
    CU_ASSERT_EQUAL(code, 0);
    CU_ASSERT_EQUAL(hooked.cancel_code, 0);
    bench_close(accepted);
    bench_close(hooked.caller);
    bench_close(listener);
}

static void late_cancellation(void) { bench_for_each_stream(a_completed_call_wins); }

static void nothing_blocked_is_invalid(void) {
    int error = POISON;
    bench_start(L"stream");
    CU_ASSERT_EQUAL(provider.lpWSPCancelBlockingCall(&error), SOCKET_ERROR);
    CU_ASSERT_EQUAL(error, WSAEINVAL);
    bench_stop();
}

static void a_blocked_connect_can_be_cancelled(const wchar_t *name, int again) {
    int code;
    bench_start(name);
    struct hooked hooked = {0};
    SOCKET listener = bench_listener(1), caller = bench_socket();
    struct bench_name to = bench_local_name(listener);
    bench_set_hook(cancel_at_once, (DWORD_PTR)&hooked);
    CU_ASSERT_EQUAL(bench_connect(caller, &to), WSAEINTR);
    bench_set_hook(NULL, 0);
    bench_set_non_blocking(listener);
    bench_accept(listener, &code);
    CU_ASSERT_EQUAL(code, WSAEWOULDBLOCK);
    bench_set_non_blocking(caller);
    CU_ASSERT_EQUAL(bench_connect(caller, &to), again);
    bench_close(caller);
    bench_stop();
}

static void connects(void) {
    a_blocked_connect_can_be_cancelled(L"stream", WSAEWOULDBLOCK);
    a_blocked_connect_can_be_cancelled(L"variant silent", WSAEINVAL);
}

static void a_blocked_select_can_be_cancelled(void) {
    int error = POISON;
    bench_start(L"stream");
    struct hooked hooked = {0};
    SOCKET listener = bench_listener(1);
    fd_set set = {.fd_count = 1, .fd_array = {listener}};
    bench_set_hook(cancel_at_once, (DWORD_PTR)&hooked);
    CU_ASSERT_EQUAL(provider.lpWSPSelect(0, &set, NULL, NULL, NULL, &error), SOCKET_ERROR);
    CU_ASSERT_EQUAL(error, WSAEINTR);
    bench_set_hook(NULL, 0);
    bench_caller(listener);
    CU_ASSERT_TRUE(bench_selected(listener, 'r'));
    bench_stop();
}

static void a_cut_stream_says_so(const wchar_t *name, bool counted) {
    static char block[200000];
    int error = POISON;
    DWORD sent = POISON, length;
    SOCKET pair[2];
    struct hooked hooked = {0};
    bench_start(name);
    bench_pair(pair);
    WSABUF buffer = {.len = sizeof block, .buf = block};
    bench_set_hook(cancel_at_once, (DWORD_PTR)&hooked);
    /* The accepted end is blocking, as its listener was. */
    int result = provider.lpWSPSend(pair[1], &buffer, 1, &sent, 0, NULL, NULL, NULL, &error);
    bench_set_hook(NULL, 0);
    CU_ASSERT_EQUAL(result == 0 ? 0 : error, counted ? 0 : WSAEINTR);
    if (counted) {
        CU_ASSERT_EQUAL(sent, 65536);
        CU_ASSERT_EQUAL(bench_receive(pair[0], block, sizeof block, &length), 0);
        CU_ASSERT_EQUAL(length, sent);
    } else {
        CU_ASSERT_EQUAL(bench_send(pair[1], "x", 1), WSAECONNABORTED);
        CU_ASSERT_EQUAL(bench_receive(pair[0], block, sizeof block, &length), WSAECONNRESET);
    }
    bench_stop();
}

static void cut_streams(void) {
    a_cut_stream_says_so(L"stream", false);
    a_cut_stream_says_so(L"variant large", true);
}

struct call {
    SOCKET s;
    struct bench_name to;
    int code;
    HANDLE entered;
};

/* The hook's first run proves that the call is blocked. */
static BOOL CALLBACK say_entered(DWORD_PTR context) {
    SetEvent(((struct call *)context)->entered);
    return TRUE;
}

static void accept_on_thread(void *context) {
    struct call *call = context;
    bench_set_hook(say_entered, (DWORD_PTR)call);
    bench_accept(call->s, &call->code);
}

static void connect_on_thread(void *context) {
    struct call *call = context;
    bench_set_hook(say_entered, (DWORD_PTR)call);
    call->code = bench_connect(call->s, &call->to);
}

static void closing_ends_blocked_calls(void) {
    struct call accept_call = {.s = bench_listener(1), .entered = CreateEventW(NULL, TRUE, FALSE, NULL)};
    struct bench_thread thread;
    bench_thread_begin(&thread, accept_on_thread, &accept_call);
    WaitForSingleObject(accept_call.entered, INFINITE);
    bench_close(accept_call.s);
    bench_thread_join(&thread);
    CU_ASSERT_EQUAL(accept_call.code, started_as->ended_call_code);
    CloseHandle(accept_call.entered);
    if (started_as->handshake_first) {
        return;
    }
    SOCKET listener = bench_listener(1);
    struct call connect_call = {
        .s = bench_socket(), .to = bench_local_name(listener), .entered = CreateEventW(NULL, TRUE, FALSE, NULL)};
    bench_thread_begin(&thread, connect_on_thread, &connect_call);
    WaitForSingleObject(connect_call.entered, INFINITE);
    bench_close(connect_call.s);
    bench_thread_join(&thread);
    CU_ASSERT_EQUAL(connect_call.code, started_as->ended_call_code);
    CloseHandle(connect_call.entered);
    bench_close(listener);
}

static void closing(void) { bench_for_each_stream(closing_ends_blocked_calls); }

static void connect_natively(void *context) {
    struct call *call = context;
    call->code = bench_connect(call->s, &call->to);
}

static void native_waits_end_with_the_outcome(void) {
    static const int decisions[] = {CF_ACCEPT, CF_REJECT};
    int code;
    for (int i = 0; i < 2; i++) {
        SOCKET listener = bench_listener(1);
        struct call call = {.s = bench_socket(), .to = bench_local_name(listener)};
        struct bench_thread thread;
        bench_thread_begin(&thread, connect_natively, &call);
        SOCKET accepted = bench_decide(listener, decisions[i], &code);
        bench_thread_join(&thread);
        CU_ASSERT_EQUAL(call.code, i == 0 || started_as->handshake_first ? 0 : WSAECONNREFUSED);
        if (accepted != INVALID_SOCKET) {
            bench_close(accepted);
        }
        bench_close(call.s);
        bench_close(listener);
    }
}

static void native_waits(void) { bench_for_each_stream(native_waits_end_with_the_outcome); }

static void nothing_asks_for_the_hook_in_vain(void) {
    int code;
    bench_start(L"stream");
    SOCKET listener = bench_listener(1);
    SOCKET caller = bench_caller(listener);
    bench_selected(listener, 'r');
    bench_accept(listener, &code);
    bench_set_non_blocking(listener);
    bench_accept(listener, &code);
    CU_ASSERT_EQUAL(bench_hook_queries(), 0);
    bench_close(caller);
    bench_stop();
}

static const struct unit_case cases[] = {
    {"a blocked accept is ended by cancelling or by the hook's FALSE", accepts},
    {"the hook is called until the call completes", repetition},
    {"a call that has completed is not cancelled", late_cancellation},
    {"cancelling with nothing blocked gives WSAEINVAL", nothing_blocked_is_invalid},
    {"a blocked connect can be cancelled; the request is withdrawn", connects},
    {"a blocked select can be cancelled", a_blocked_select_can_be_cancelled},
    {"a stream cut by a cancelled send says so, or the count is right", cut_streams},
    {"closing ends calls blocked in other threads", closing},
    {"native waits end with the decision", native_waits},
    {"calls that do not block do not ask for the hook", nothing_asks_for_the_hook_in_vain},
};

UNIT_MAIN("reference: cancel", cases)
