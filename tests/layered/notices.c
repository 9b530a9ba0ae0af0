/* Window messages through the layers: they come once, through WPUPostMessage, with the client's descriptor. */
#include <string.h>
#include <windows.h>
/* After windows.h. */
#include <tlhelp32.h>

#include "stage.h"
#include "unit.h"

#define WINDOW ((HWND)(UINT_PTR)0x5a0042) /* no window: nothing but the upcall may be asked to deliver to it */
#define MESSAGE (WM_USER + 77)

static const char *const layers[] = {
    OWN "host TCP/IP",
    PASS "host TCP/IP",
    OWN OWN "host TCP/IP",
};

#define LAYERS (sizeof layers / sizeof layers[0])

static void check_post(const struct post *post, SOCKET s, int event) {
    CU_ASSERT_PTR_EQUAL(post->window, WINDOW);
    CU_ASSERT_EQUAL(post->message, MESSAGE);
    CU_ASSERT_EQUAL(post->socket, s);
    CU_ASSERT_EQUAL(post->event, event);
    CU_ASSERT_EQUAL(post->error, 0);
}

static void select_messages(SOCKET s, long events) {
    int error = 0;
    CU_ASSERT_EQUAL(provider.table.lpWSPAsyncSelect(s, WINDOW, MESSAGE, events, &error), 0);
}

static void send_byte(SOCKET s) {
    char byte = 'x';
    WSABUF buffer = {1, &byte};
    DWORD sent;
    int error;
    CU_ASSERT_EQUAL(provider.table.lpWSPSend(s, &buffer, 1, &sent, 0, NULL, NULL, NULL, &error), 0);
}

/* A request on a listener of its own: once its message was posted, what was due before has been posted as well. */
static void fence(size_t posts_so_far) {
    struct sockaddr_in name;
    struct post posts[64];
    SOCKET listener = stage_listener(&name);
    select_messages(listener, FD_ACCEPT);
    SOCKET caller = stage_connected(&name);
    CU_ASSERT_TRUE_FATAL(stage_wait_posts(posts_so_far + 1, posts));
    check_post(&posts[posts_so_far], listener, FD_ACCEPT);
    stage_close((SOCKET[]){listener, caller}, 2);
}

static void each_request_is_told_once(void) {
    for (size_t i = 0; i < LAYERS; i++) {
        struct sockaddr_in name;
        struct post posts[64];
        SOCKET callers[3], callees[3];
        stage_start(layers[i]);
        SOCKET listener = stage_listener(&name);
        select_messages(listener, FD_ACCEPT);
        for (size_t j = 0; j < 3; j++) {
            callers[j] = stage_connected(&name);
        }
        CU_ASSERT_TRUE_FATAL(stage_wait_posts(1, posts));
        fence(1);
        for (size_t j = 0; j < 3; j++) {
            callees[j] = stage_accepted(listener);
            CU_ASSERT_TRUE_FATAL(stage_wait_posts(j < 2 ? j + 3 : 4, posts));
        }
        check_post(&posts[0], listener, FD_ACCEPT);
        check_post(&posts[2], listener, FD_ACCEPT);
        check_post(&posts[3], listener, FD_ACCEPT);
        fence(4);
        stage_close(callers, 3);
        stage_close(callees, 3);
        stage_close(&listener, 1);
        stage_stop();
    }
}

static void accepted_sockets_inherit_the_messages(void) {
    for (size_t i = 0; i < LAYERS; i++) {
        struct sockaddr_in name;
        struct post posts[3];
        stage_start(layers[i]);
        SOCKET listener = stage_listener(&name);
        select_messages(listener, FD_ACCEPT | FD_READ);
        SOCKET caller = stage_connected(&name);
        send_byte(caller);
        CU_ASSERT_TRUE_FATAL(stage_wait_posts(1, posts));
        SOCKET accepted = stage_accepted(listener);
        CU_ASSERT_TRUE_FATAL(stage_wait_posts(2, posts));
        check_post(&posts[0], listener, FD_ACCEPT);
        check_post(&posts[1], accepted, FD_READ);
        fence(2);
        stage_close((SOCKET[]){listener, accepted, caller}, 3);
        stage_stop();
    }
}

static void a_connection_is_told_before_it_can_be_used(void) {
    for (size_t i = 0; i < LAYERS; i++) {
        struct sockaddr_in name;
        struct post posts[2];
        int error = UNTOUCHED;
        stage_start(layers[i]);
        SOCKET listener = stage_listener(&name), caller = stage_socket();
        select_messages(caller, FD_CONNECT | FD_WRITE);
        int result =
            provider.table.lpWSPConnect(caller, (struct sockaddr *)&name, sizeof name, NULL, NULL, NULL, NULL, &error);
        CU_ASSERT_TRUE(result == 0 || error == WSAEWOULDBLOCK);
        CU_ASSERT_TRUE_FATAL(stage_wait_posts(2, posts));
        check_post(&posts[0], caller, FD_CONNECT);
        check_post(&posts[1], caller, FD_WRITE);
        stage_close((SOCKET[]){listener, caller}, 2);
        stage_stop();
    }
}

static void nothing_is_told_after_cancelling(void) {
    for (size_t i = 0; i < LAYERS; i++) {
        struct sockaddr_in name;
        int error = 0;
        WSAEVENT event = WSACreateEvent();
        stage_start(layers[i]);
        SOCKET by_mask = stage_listener(&name);
        select_messages(by_mask, FD_ACCEPT);
        select_messages(by_mask, 0);
        SOCKET first = stage_connected(&name);
        SOCKET by_event = stage_listener(&name);
        select_messages(by_event, FD_ACCEPT);
        CU_ASSERT_EQUAL(provider.table.lpWSPEventSelect(by_event, event, FD_ACCEPT, &error), 0);
        SOCKET second = stage_connected(&name);
        CU_ASSERT_TRUE(stage_wait(event));
        SOCKET closed = stage_listener(&name);
        select_messages(closed, FD_ACCEPT);
        stage_close(&closed, 1);
        fence(0);
        CU_ASSERT_EQUAL(stage_post_count(), 1);
        stage_close((SOCKET[]){by_mask, by_event, first, second}, 4);
        stage_stop();
        WSACloseEvent(event);
    }
}

static void messages_leave_no_record(void) {
    for (size_t i = 0; i < LAYERS; i++) {
        struct sockaddr_in name;
        struct post posts[1];
        WSANETWORKEVENTS events;
        int error = 0;
        stage_start(layers[i]);
        SOCKET listener = stage_listener(&name);
        select_messages(listener, FD_ACCEPT);
        SOCKET caller = stage_connected(&name);
        memset(&events, 0xA5, sizeof events);
        CU_ASSERT_EQUAL(provider.table.lpWSPEnumNetworkEvents(listener, NULL, &events, &error), 0);
        CU_ASSERT_EQUAL(events.lNetworkEvents, 0);
        CU_ASSERT_TRUE_FATAL(stage_wait_posts(1, posts));
        check_post(&posts[0], listener, FD_ACCEPT);
        fence(1);
        stage_close((SOCKET[]){listener, caller}, 2);
        stage_stop();
    }
}

static SOCKET to_cancel;

static void cancel_it(const struct post *post) {
    if (post->socket == to_cancel) {
        select_messages(to_cancel, 0);
    }
}

static void cancelling_inside_a_message_ends_them(void) {
    struct sockaddr_in name;
    struct post posts[1];
    int error = UNTOUCHED;
    stage_start(OWN "host TCP/IP");
    SOCKET listener = stage_listener(&name);
    to_cancel = stage_socket();
    stage_on_post(cancel_it);
    select_messages(to_cancel, FD_CONNECT | FD_WRITE);
    provider.table.lpWSPConnect(to_cancel, (struct sockaddr *)&name, sizeof name, NULL, NULL, NULL, NULL, &error);
    CU_ASSERT_TRUE_FATAL(stage_wait_posts(1, posts));
    check_post(&posts[0], to_cancel, FD_CONNECT);
    fence(1);
    CU_ASSERT_EQUAL(stage_post_count(), 2);
    stage_on_post(NULL);
    stage_close((SOCKET[]){listener, to_cancel}, 2);
    stage_stop();
}

/* A later request that an event object tells: what came before is in the base's records by then. */
static void let_the_base_take_note(void) {
    struct sockaddr_in name;
    int error = 0;
    WSAEVENT event = WSACreateEvent();
    SOCKET listener = stage_listener(&name);
    CU_ASSERT_EQUAL(provider.table.lpWSPEventSelect(listener, event, FD_ACCEPT, &error), 0);
    SOCKET caller = stage_connected(&name);
    CU_ASSERT_TRUE(stage_wait(event));
    stage_close((SOCKET[]){listener, caller}, 2);
    WSACloseEvent(event);
}

static HANDLE released;

static void hold_the_first(const struct post *post) {
    if (post->event == FD_ACCEPT && stage_post_count() == 1) {
        CU_ASSERT_TRUE(stage_wait(released));
    }
}

/* While the layer's thread is kept inside one post, another socket's record can only be found by the client's call. */
static void a_record_found_by_the_client_is_told(void) {
    struct sockaddr_in names[2];
    struct post posts[2];
    WSANETWORKEVENTS events;
    int error = 0;
    stage_start(OWN "host TCP/IP");
    released = CreateEventW(NULL, TRUE, FALSE, NULL);
    stage_on_post(hold_the_first);
    SOCKET first = stage_listener(&names[0]), second = stage_listener(&names[1]);
    select_messages(first, FD_ACCEPT);
    select_messages(second, FD_ACCEPT);
    SOCKET first_caller = stage_connected(&names[0]);
    CU_ASSERT_TRUE_FATAL(stage_wait_posts(1, posts));
    SOCKET second_caller = stage_connected(&names[1]);
    let_the_base_take_note();
    memset(&events, 0xA5, sizeof events);
    CU_ASSERT_EQUAL(provider.table.lpWSPEnumNetworkEvents(second, NULL, &events, &error), 0);
    CU_ASSERT_EQUAL(events.lNetworkEvents, 0);
    CU_ASSERT_EQUAL(stage_post_count(), 2);
    CU_ASSERT_TRUE(stage_wait_posts(2, posts));
    check_post(&posts[1], second, FD_ACCEPT);
    SetEvent(released);
    fence(2);
    stage_on_post(NULL);
    stage_close((SOCKET[]){first, second, first_caller, second_caller}, 4);
    stage_stop();
    CloseHandle(released);
}

static size_t threads_of_this_process(void) {
    THREADENTRY32 thread = {.dwSize = sizeof thread};
    HANDLE snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0);
    size_t count = 0;
    for (BOOL more = Thread32First(snapshot, &thread); more; more = Thread32Next(snapshot, &thread)) {
        count += thread.th32OwnerProcessID == GetCurrentProcessId();
    }
    CloseHandle(snapshot);
    return count;
}

static void the_last_cleanup_ends_the_thread(void) {
    for (size_t i = 0; i < LAYERS; i++) {
        struct sockaddr_in name;
        size_t threads = threads_of_this_process();
        stage_start(layers[i]);
        SOCKET listener = stage_listener(&name);
        select_messages(listener, FD_ACCEPT);
        CU_ASSERT_EQUAL(threads_of_this_process(), threads + 1);
        stage_stop();
        CU_ASSERT_EQUAL(threads_of_this_process(), threads);
    }
}

static const struct unit_case cases[] = {
    {"each request is told once, the next after an accept", each_request_is_told_once},
    {"accepted sockets inherit the messages", accepted_sockets_inherit_the_messages},
    {"a connection is told before it can be used", a_connection_is_told_before_it_can_be_used},
    {"nothing is told after cancelling or closing", nothing_is_told_after_cancelling},
    {"cancelling inside a message ends them", cancelling_inside_a_message_ends_them},
    {"a record that the client's call finds is told by message", a_record_found_by_the_client_is_told},
    {"the last cleanup ends the thread that tells", the_last_cleanup_ends_the_thread},
    {"messages leave no record for WSPEnumNetworkEvents, and none is lost to it", messages_leave_no_record},
};

UNIT_MAIN("layered: window messages", cases)
