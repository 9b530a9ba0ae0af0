/* Indications: by event object as the host gives them, by message through WPUPostMessage. */
#include <string.h>

#include "library.h"
#include "unit.h"

#define WINDOW ((HWND)(UINT_PTR)0x5a0042) /* no window: nothing but the upcall may be asked to deliver to it */
#define MESSAGE (WM_USER + 77)

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

static SOCKET accept_one(SOCKET listener) {
    int error = 0;
    SOCKET accepted = provider.table.lpWSPAccept(listener, NULL, NULL, NULL, 0, &error);
    CU_ASSERT_NOT_EQUAL_FATAL(accepted, INVALID_SOCKET);
    return accepted;
}

static void send_byte(SOCKET s) {
    char byte = 'x';
    WSABUF buffer = {1, &byte};
    DWORD sent;
    int error;
    CU_ASSERT_EQUAL(provider.table.lpWSPSend(s, &buffer, 1, &sent, 0, NULL, NULL, NULL, &error), 0);
}

/* A request on a listener of its own: once its message was posted, what the host posted before has been as well. */
static void fence(size_t posts_so_far) {
    struct sockaddr_storage name;
    struct post posts[64];
    int namelen;
    SOCKET listener = make_listener(AF_INET, &name, &namelen);
    select_messages(listener, FD_ACCEPT);
    SOCKET caller = make_connected(AF_INET, &name, namelen);
    CU_ASSERT_TRUE_FATAL(library_wait_posts(posts_so_far + 1, posts));
    check_post(&posts[posts_so_far], listener, FD_ACCEPT);
    close_all((SOCKET[]){listener, caller}, 2);
}

static void an_event_object_is_signalled(void) {
    struct sockaddr_storage name;
    WSANETWORKEVENTS events;
    int namelen, error = 0;
    WSAEVENT event = WSACreateEvent();
    library_start();
    SOCKET listener = make_listener(AF_INET6, &name, &namelen);
    CU_ASSERT_EQUAL(provider.table.lpWSPEventSelect(listener, event, FD_ACCEPT, &error), 0);
    SOCKET caller = make_connected(AF_INET6, &name, namelen);
    CU_ASSERT_TRUE(library_wait(event));
    CU_ASSERT_EQUAL(provider.table.lpWSPEnumNetworkEvents(listener, event, &events, &error), 0);
    CU_ASSERT_EQUAL(events.lNetworkEvents, FD_ACCEPT);
    CU_ASSERT_EQUAL(events.iErrorCode[FD_ACCEPT_BIT], 0);
    close_all((SOCKET[]){listener, caller}, 2);
    library_stop();
    WSACloseEvent(event);
}

static void messages_go_through_the_library(void) {
    struct sockaddr_storage name;
    struct post posts[2];
    int namelen;
    library_start();
    library_mark_handles(true);
    SOCKET listener = make_listener(AF_INET, &name, &namelen);
    select_messages(listener, FD_ACCEPT);
    SOCKET caller = make_connected(AF_INET, &name, namelen);
    CU_ASSERT_TRUE_FATAL(library_wait_posts(1, posts));
    check_post(&posts[0], listener, FD_ACCEPT);
    close_all((SOCKET[]){listener, caller}, 2);
    library_stop();
}

static void accepted_sockets_inherit_the_messages(void) {
    struct sockaddr_storage name;
    struct post posts[4];
    int namelen;
    library_start();
    SOCKET listener = make_listener(AF_INET, &name, &namelen);
    select_messages(listener, FD_ACCEPT | FD_READ | FD_CLOSE);
    SOCKET caller = make_connected(AF_INET, &name, namelen);
    CU_ASSERT_TRUE_FATAL(library_wait_posts(1, posts));
    SOCKET accepted = accept_one(listener);
    close_all(&listener, 1);
    send_byte(caller);
    CU_ASSERT_TRUE_FATAL(library_wait_posts(2, posts));
    check_post(&posts[1], accepted, FD_READ);
    close_all((SOCKET[]){accepted, caller}, 2);
    library_stop();
}

static void nothing_is_posted_after_cancelling(void) {
    struct sockaddr_storage name;
    struct post posts[1];
    int namelen, error;
    WSAEVENT event = WSACreateEvent();
    library_start();
    SOCKET by_mask = make_listener(AF_INET, &name, &namelen);
    select_messages(by_mask, FD_ACCEPT);
    select_messages(by_mask, 0);
    SOCKET first = make_connected(AF_INET, &name, namelen);
    SOCKET by_event = make_listener(AF_INET, &name, &namelen);
    select_messages(by_event, FD_ACCEPT);
    CU_ASSERT_EQUAL(provider.table.lpWSPEventSelect(by_event, event, FD_ACCEPT, &error), 0);
    SOCKET second = make_connected(AF_INET, &name, namelen);
    CU_ASSERT_TRUE(library_wait(event));
    fence(0);
    CU_ASSERT_EQUAL(library_post_count(), 1);
    CU_ASSERT_TRUE(library_wait_posts(1, posts));
    close_all((SOCKET[]){by_mask, by_event, first, second}, 4);
    library_stop();
    WSACloseEvent(event);
}

static void a_new_registration_replaces_the_old(void) {
    struct sockaddr_storage name;
    struct post posts[1];
    int namelen, error = 0;
    library_start();
    SOCKET listener = make_listener(AF_INET, &name, &namelen);
    CU_ASSERT_EQUAL(provider.table.lpWSPAsyncSelect(listener, WINDOW, MESSAGE + 1, FD_ACCEPT, &error), 0);
    select_messages(listener, FD_ACCEPT);
    SOCKET caller = make_connected(AF_INET, &name, namelen);
    CU_ASSERT_TRUE_FATAL(library_wait_posts(1, posts));
    check_post(&posts[0], listener, FD_ACCEPT);
    fence(1);
    close_all((SOCKET[]){listener, caller}, 2);
    library_stop();
}

static SOCKET to_cancel;
static HANDLE queued;

static void cancel_the_other(const struct post *post) {
    int error;
    if (post->socket != to_cancel) {
        CU_ASSERT_TRUE(library_wait(queued));
        CU_ASSERT_EQUAL(provider.table.lpWSPAsyncSelect(to_cancel, NULL, 0, 0, &error), 0);
    }
}

/* While the first notice is being posted a second one comes, and its registration is cancelled before its turn. */
static void a_notice_out_of_date_is_not_posted(void) {
    struct sockaddr_storage names[2];
    struct post posts[1];
    int lengths[2], error;
    library_start();
    queued = CreateEventW(NULL, TRUE, FALSE, NULL);
    SOCKET listener = make_listener(AF_INET, &names[0], &lengths[0]);
    to_cancel = make_listener(AF_INET, &names[1], &lengths[1]);
    select_messages(listener, FD_ACCEPT);
    select_messages(to_cancel, FD_ACCEPT);
    library_on_post(cancel_the_other);
    SOCKET first = make_connected(AF_INET, &names[0], lengths[0]);
    CU_ASSERT_TRUE(library_wait_posts(1, posts));
    SOCKET second = make_connected(AF_INET, &names[1], lengths[1]);
    fd_set readable = {1, {to_cancel}};
    CU_ASSERT_EQUAL(provider.table.lpWSPSelect(0, &readable, NULL, NULL, NULL, &error), 1);
    SetEvent(queued);
    fence(1);
    CU_ASSERT_EQUAL(library_post_count(), 2);
    library_on_post(NULL);
    close_all((SOCKET[]){listener, to_cancel, first, second}, 4);
    library_stop();
    CloseHandle(queued);
}

static void a_bad_descriptor_is_not_registered(void) {
    int error = UNTOUCHED;
    library_start();
    SOCKET s = make_socket(AF_INET);
    close_all(&s, 1);
    CU_ASSERT_EQUAL(provider.table.lpWSPAsyncSelect(s, WINDOW, MESSAGE, FD_ACCEPT, &error), SOCKET_ERROR);
    CU_ASSERT_EQUAL(error, WSAENOTSOCK);
    error = UNTOUCHED;
    CU_ASSERT_EQUAL(provider.table.lpWSPEventSelect(s, NULL, 0, &error), SOCKET_ERROR);
    CU_ASSERT_EQUAL(error, WSAENOTSOCK);
    library_stop();
}

static const struct unit_case cases[] = {
    {"an event object is signalled and the record read", an_event_object_is_signalled},
    {"messages go through WPUPostMessage with the client's descriptor", messages_go_through_the_library},
    {"accepted sockets inherit the messages of a listener that is gone", accepted_sockets_inherit_the_messages},
    {"nothing is posted after cancelling, by mask or by event object", nothing_is_posted_after_cancelling},
    {"a new registration replaces the old one", a_new_registration_replaces_the_old},
    {"a notice that is out of date when its turn comes is not posted", a_notice_out_of_date_is_not_posted},
    {"a bad descriptor is not registered", a_bad_descriptor_is_not_registered},
};

UNIT_MAIN("host: indications", cases)
