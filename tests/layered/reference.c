/* Over the reference provider: decisions that reach the caller, data at connect time, cancelled calls. */
#include <string.h>
#include <windows.h>

#include "stage.h"
#include "unit.h"

#define WINDOW ((HWND)(UINT_PTR)0x5a0042) /* no window: nothing but the upcall may be asked to deliver to it */
#define MESSAGE (WM_USER + 77)

#define REFERENCE "wspcheck reference "

static const char *const layers[] = {
    OWN REFERENCE "message",     OWN REFERENCE "message large",      PASS REFERENCE "message large",
    OWN OWN REFERENCE "message", OWN PASS REFERENCE "message large", PASS PASS REFERENCE "message large",
};

#define LAYERS (sizeof layers / sizeof layers[0])

/* A caller whose connect call is on its way, with data both ways. */
struct caller {
    SOCKET s;
    WSAEVENT event;
    char request[8], reply[8];
    WSABUF data, answer;
};

static void begin(struct caller *caller, const struct sockaddr_in *name) {
    int error = UNTOUCHED;
    *caller = (struct caller){.s = stage_socket(), .event = WSACreateEvent(), .request = "hello"};
    caller->data = (WSABUF){5, caller->request};
    caller->answer = (WSABUF){sizeof caller->reply, caller->reply};
    CU_ASSERT_EQUAL(provider.table.lpWSPEventSelect(caller->s, caller->event, FD_CONNECT, &error), 0);
    int result = provider.table.lpWSPConnect(caller->s, (const struct sockaddr *)name, sizeof *name, &caller->data,
                                             &caller->answer, NULL, NULL, &error);
    CU_ASSERT_EQUAL(result, SOCKET_ERROR);
    CU_ASSERT_EQUAL(error, WSAEWOULDBLOCK);
}

static int outcome(struct caller *caller) {
    WSANETWORKEVENTS events = {0};
    int error = 0;
    CU_ASSERT_TRUE_FATAL(stage_wait(caller->event));
    CU_ASSERT_EQUAL(provider.table.lpWSPEnumNetworkEvents(caller->s, caller->event, &events, &error), 0);
    CU_ASSERT_EQUAL(events.lNetworkEvents, FD_CONNECT);
    return events.iErrorCode[FD_CONNECT_BIT];
}

static void end(const struct caller *caller) {
    stage_close(&caller->s, 1);
    WSACloseEvent(caller->event);
}

static int decision;
static char seen_data[16];
static DWORD condition_thread;

static int CALLBACK decide(LPWSABUF caller_id, LPWSABUF caller_data, LPQOS sqos, LPQOS gqos, LPWSABUF callee_id,
                           LPWSABUF callee_data, GROUP *group, DWORD_PTR callback_data) {
    (void)caller_id, (void)sqos, (void)gqos, (void)callee_id, (void)group, (void)callback_data;
    memset(seen_data, 0, sizeof seen_data);
    memcpy(seen_data, caller_data->buf, min(caller_data->len, sizeof seen_data - 1));
    condition_thread = GetCurrentThreadId();
    if (decision == CF_ACCEPT) {
        memcpy(callee_data->buf, "welcome", 7);
        callee_data->len = 7;
    }
    return decision;
}

static SOCKET accept_with(SOCKET listener, int wanted, int *error) {
    decision = wanted;
    *error = UNTOUCHED;
    SOCKET s = provider.table.lpWSPAccept(listener, NULL, NULL, decide, 0, error);
    CU_ASSERT_STRING_EQUAL(seen_data, "hello");
    CU_ASSERT_EQUAL(condition_thread, GetCurrentThreadId());
    return s;
}

static void decisions_and_data_reach_both_ends(void) {
    for (size_t i = 0; i < LAYERS; i++) {
        struct sockaddr_in name;
        struct caller first, second;
        int error;
        stage_start(layers[i]);
        SOCKET listener = stage_listener(&name);
        begin(&first, &name);
        begin(&second, &name);
        CU_ASSERT_EQUAL(accept_with(listener, CF_DEFER, &error), INVALID_SOCKET);
        CU_ASSERT_EQUAL(error, WSATRY_AGAIN);
        SOCKET accepted = accept_with(listener, CF_ACCEPT, &error);
        CU_ASSERT_NOT_EQUAL_FATAL(accepted, INVALID_SOCKET);
        CU_ASSERT_EQUAL(outcome(&first), 0);
        CU_ASSERT_EQUAL(first.answer.len, 7);
        CU_ASSERT_EQUAL(memcmp(first.reply, "welcome", 7), 0);
        CU_ASSERT_EQUAL(accept_with(listener, CF_REJECT, &error), INVALID_SOCKET);
        CU_ASSERT_EQUAL(error, WSAECONNREFUSED);
        CU_ASSERT_EQUAL(outcome(&second), WSAECONNREFUSED);
        end(&first);
        end(&second);
        stage_close((SOCKET[]){listener, accepted}, 2);
        stage_stop();
    }
}

static void requests_are_told_by_message_once(void) {
    for (size_t i = 0; i < LAYERS; i++) {
        struct sockaddr_in name;
        struct caller first, second;
        struct post posts[2];
        int error = 0;
        stage_start(layers[i]);
        SOCKET listener = stage_listener(&name);
        CU_ASSERT_EQUAL(provider.table.lpWSPAsyncSelect(listener, WINDOW, MESSAGE, FD_ACCEPT, &error), 0);
        begin(&first, &name);
        begin(&second, &name);
        CU_ASSERT_TRUE_FATAL(stage_wait_posts(1, posts));
        SOCKET accepted = accept_with(listener, CF_ACCEPT, &error);
        CU_ASSERT_TRUE_FATAL(stage_wait_posts(2, posts));
        for (size_t j = 0; j < 2; j++) {
            CU_ASSERT_PTR_EQUAL(posts[j].window, WINDOW);
            CU_ASSERT_EQUAL(posts[j].socket, listener);
            CU_ASSERT_EQUAL(posts[j].event, FD_ACCEPT);
        }
        CU_ASSERT_EQUAL(accept_with(listener, CF_REJECT, &error), INVALID_SOCKET);
        CU_ASSERT_EQUAL(outcome(&second), WSAECONNREFUSED);
        CU_ASSERT_EQUAL(stage_post_count(), 2);
        end(&first);
        end(&second);
        stage_close((SOCKET[]){listener, accepted}, 2);
        stage_stop();
    }
}

static int cancel_result;
static unsigned int hook_calls;

static BOOL CALLBACK cancel_hook(DWORD_PTR context) {
    int error = 0;
    (void)context;
    hook_calls++;
    cancel_result = provider.table.lpWSPCancelBlockingCall(&error);
    return FALSE;
}

static LPBLOCKINGCALLBACK give_hook(void *context, DWORD_PTR *callback_context) {
    (void)context;
    *callback_context = 0;
    return cancel_hook;
}

static LPBLOCKINGCALLBACK give_none(void *context, DWORD_PTR *callback_context) {
    (void)context;
    *callback_context = 0;
    return NULL;
}

static void a_blocked_accept_is_cancelled(void) {
    for (size_t i = 0; i < LAYERS; i++) {
        struct sockaddr_in name;
        int error = UNTOUCHED;
        stage_start(layers[i]);
        SOCKET listener = stage_listener(&name);
        hook_calls = 0;
        cancel_result = UNTOUCHED;
        upcalls_set_blocking_source(give_hook, NULL);
        CU_ASSERT_EQUAL(provider.table.lpWSPAccept(listener, NULL, NULL, NULL, 0, &error), INVALID_SOCKET);
        CU_ASSERT_EQUAL(error, WSAEINTR);
        CU_ASSERT_EQUAL(hook_calls, 1);
        CU_ASSERT_EQUAL(cancel_result, 0);
        upcalls_set_blocking_source(give_none, NULL);
        error = UNTOUCHED;
        CU_ASSERT_EQUAL(provider.table.lpWSPCancelBlockingCall(&error), SOCKET_ERROR);
        CU_ASSERT_EQUAL(error, WSAEINVAL);
        stage_close(&listener, 1);
        stage_stop();
    }
}

static void no_descriptor_is_left_behind(void) {
    for (size_t i = 0; i < LAYERS; i++) {
        struct sockaddr_in name;
        struct caller caller;
        int error;
        stage_start(layers[i]);
        unsigned long made = upcalls_count(UPCALL_CREATE_SOCKET_HANDLE, 0);
        unsigned long closed = upcalls_count(UPCALL_CLOSE_SOCKET_HANDLE, 0);
        SOCKET listener = stage_listener(&name);
        begin(&caller, &name);
        SOCKET accepted = accept_with(listener, CF_ACCEPT, &error);
        CU_ASSERT_NOT_EQUAL(accepted, INVALID_SOCKET);
        CU_ASSERT_EQUAL(outcome(&caller), 0);
        WSACloseEvent(caller.event);
        stage_stop();
        made = upcalls_count(UPCALL_CREATE_SOCKET_HANDLE, 0) - made;
        closed = upcalls_count(UPCALL_CLOSE_SOCKET_HANDLE, 0) - closed;
        CU_ASSERT_EQUAL(made, closed);
    }
}

static const struct unit_case cases[] = {
    {"decisions and data at connect time reach both ends", decisions_and_data_reach_both_ends},
    {"requests are told by message, once each", requests_are_told_by_message_once},
    {"a blocked accept is cancelled", a_blocked_accept_is_cancelled},
    {"the last cleanup leaves no descriptor behind", no_descriptor_is_left_behind},
};

UNIT_MAIN("layered: over the reference provider", cases)
