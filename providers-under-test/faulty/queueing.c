#include "reference.h"

/* Takes a request out of its place and puts it before another, or first. */
static void move_before(struct socket *listener, struct request *request, struct request *other) {
    request_reference(request);
    queue_remove(request);
    request->queued = true;
    request->listener = listener;
    struct request **place = &listener->first_request;
    while (*place != other) {
        place = &(*place)->next;
    }
    request->next = other;
    *place = request;
}

/* By the callers' endpoints. */
static void sort_in(struct socket *listener, struct request *newest) {
    struct request *later = listener->first_request;
    while (later != newest && later->from.endpoint < newest->from.endpoint) {
        later = later->next;
    }
    if (later != newest) {
        move_before(listener, newest, later);
    }
}

static int length_of(const struct socket *listener) {
    int length = 0;
    for (const struct request *request = listener->first_request; request != NULL; request = request->next) {
        length++;
    }
    return length;
}

/* The tenth request that a listener ever had, of one that is not notified. */
static bool is_the_tenth(const struct socket *listener) {
    static const struct socket *counted;
    static int arrivals;
    if (listener->registration.mask != 0) {
        return false;
    }
    arrivals = counted == listener ? arrivals + 1 : 1;
    counted = listener;
    return arrivals == 10;
}

static void take_data_over(struct request *head, const struct request *newest) {
    if (head->deferred) {
        bytes_assign(&head->user_data, newest->user_data.data, newest->user_data.length);
    }
}

/* Whose last request was withdrawn, so that nobody comes in behind those who are there. */
static const struct socket *torn;

static bool is_lost_behind(const struct socket *listener, const struct request *newest) {
    if (torn == listener && listener->first_request == newest) {
        torn = NULL;
    }
    return torn == listener;
}

void fault_order_queue(struct socket *listener, struct request *newest) {
    struct request *head = listener->first_request;
    if (FAULT(listener, DEFERRED_TAKES_THE_DATA_OF_A_NEWCOMER)) {
        take_data_over(head, newest);
    }
    if (FAULT(listener, QUEUE_IS_SORTED_BY_NAME)) {
        sort_in(listener, newest);
    }
    if (head != newest && ((FAULT(listener, NEWCOMER_GOES_BEFORE_A_DEFERRED) && head->deferred) ||
                           (FAULT(listener, NINTH_IN_THE_QUEUE_GOES_FIRST) && length_of(listener) == 9))) {
        move_before(listener, newest, head);
    }
    if ((FAULT(listener, TENTH_REQUEST_IS_LOST) && is_the_tenth(listener)) || is_lost_behind(listener, newest)) {
        queue_remove(newest);
    }
}

/* The listener never learns that the caller has gone, and gets a connection to nobody. */
static void forget_withdrawal(const struct socket *listener, struct request *request) {
    if (request == listener->first_request || request->connection != NULL) {
        return;
    }
    request->withdrawn = false;
    request->announced = true;
    request->connection = connection_new(&listener->options, &listener->options, false);
    request->connects_first = true;
}

void fault_when_withdrawn(struct socket *listener, struct request *request) {
    fault_when_the_shown_is_withdrawn(request);
    if (FAULT(listener, WITHDRAWAL_BEHIND_THE_HEAD_IS_MISSED)) {
        forget_withdrawal(listener, request);
    }
    if (FAULT(listener, WITHDRAWAL_FREES_NO_PLACE) ||
        (FAULT(listener, WITHDRAWN_DEFERRED_FREES_NO_PLACE) && request->deferred)) {
        listener->backlog--;
    }
    while (FAULT(listener, WITHDRAWAL_LOSES_THOSE_BEHIND) && request != listener->first_request &&
           request->next != NULL) {
        queue_remove(request->next);
    }
    if (FAULT(listener, WITHDRAWAL_LOSES_THOSE_TO_COME) && request != listener->first_request &&
        request->next == NULL) {
        torn = listener;
    }
}

/* That tried to listen though it is connected. */
static const struct socket *listened_in_vain;

/* What a WSPListen on a listening socket undoes. */
static void listen_again(struct socket *listener) {
    struct request *head = listener->first_request;
    if (FAULT(listener, REPEATED_LISTEN_EMPTIES_THE_QUEUE)) {
        queue_dismiss(listener);
    }
    if (FAULT(listener, REPEATED_LISTEN_FORGETS_THE_REGISTRATION)) {
        notify_forget(listener);
    }
    if (FAULT(listener, REPEATED_LISTEN_INDICATES_AGAIN) && head != NULL && head->deferred) {
        head->deferred = false;
        notify_arm(listener, FD_ACCEPT);
        notify_evaluate(listener);
        head->deferred = true;
    }
}

/* Before the WSPListen that goes on. */
static int former_backlog;

void fault_when_listening_is_checked(struct socket *socket, int code) {
    if (code == WSAEISCONN) {
        listened_in_vain = socket;
    }
    former_backlog = socket->backlog;
    if (code == 0 && socket->state == STATE_LISTENING) {
        listen_again(socket);
    }
}

void fault_after_listening(struct socket *socket) {
    if (FAULT(socket, SMALLER_BACKLOG_ONLY_DROPS) && socket->backlog < former_backlog) {
        socket->backlog = former_backlog;
    }
    if (FAULT(socket, REPEATED_SOMAXCONN_EMPTIES_THE_QUEUE) && socket->backlog == SOMAXCONN) {
        queue_dismiss(socket);
    }
}

void fault_before_enabling(struct socket *listener, int code) {
    if (FAULT(listener, EMPTY_QUEUE_DISABLES) && code == WSAEWOULDBLOCK) {
        listener->armed &= ~FD_ACCEPT;
    }
}

bool fault_listened_in_vain(const struct socket *socket) {
    return FAULT(socket, FAILED_LISTEN_CLAIMS_TO_LISTEN) && socket == listened_in_vain;
}

static SOCKET closed_listener = INVALID_SOCKET;

void fault_remember_closed_listener(const struct socket *socket) {
    if (socket->state == STATE_LISTENING) {
        closed_listener = socket->handle;
    }
}

void fault_when_not_a_socket(SOCKET handle, int *code) {
    if (FAULT_IN(started_personality(), ACCEPT_ON_A_CLOSED_LISTENER_GIVES_WSAEINVAL) && handle == closed_listener) {
        *code = WSAEINVAL;
    }
}

int fault_code_for_reenabling(const struct socket *listener, int code) {
    static const struct socket *rejecting;
    bool again = rejecting == listener;
    rejecting = code == WSAECONNREFUSED ? listener : NULL;
    return FAULT(listener, SECOND_REJECTION_DOES_NOT_REENABLE) && again && code == WSAECONNREFUSED ? WSATRY_AGAIN
                                                                                                   : code;
}

/* What was not asked for is not known. */
void fault_when_handed_out(struct socket *accepted, const struct sockaddr *address) {
    if (FAULT(accepted, PEER_NAME_COMES_WITH_ADDR) && address == NULL) {
        accepted->peer.endpoint = 0;
    }
}

void fault_code_of_accept(const struct socket *listener, int *code) {
    if (FAULT(listener, ACCEPT_DURING_AN_ATTEMPT_GIVES_WSAEALREADY) && listener->state == STATE_CONNECTING) {
        *code = WSAEALREADY;
    }
    if (FAULT(listener, NO_DESCRIPTOR_GIVES_WSAEINVAL) && *code == WSAEMFILE) {
        *code = WSAEINVAL;
    }
    if (FAULT(listener, NON_BLOCKING_REJECTION_GIVES_WSAEWOULDBLOCK) && *code == WSAECONNREFUSED &&
        listener->non_blocking) {
        *code = WSAEWOULDBLOCK;
    }
}
