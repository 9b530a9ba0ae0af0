/* WSPListen and the queue behind it. */
#include "procedures.h"
#include "reference.h"

/* How many undecided requests a listener holds. */
static int queue_limit(const struct socket *listener) {
    const struct personality *personality = listener->personality;
    if (personality->backlog_is_a_hint) {
        return personality->queue_cap;
    }
    if (listener->backlog <= 0 && personality->zero_backlog_admits_none) {
        return 0;
    }
    if (FAULT(listener, NEGATIVE_BACKLOG_ADMITS_NONE) && listener->backlog < 0) {
        return 0;
    }
    int least = personality->smallest_backlog < 1 ? 1 : personality->smallest_backlog;
    int limit = listener->backlog < least ? least : listener->backlog;
    if (FAULT(listener, SMALL_BACKLOG_IS_NOT_ENFORCED) && limit < 5) {
        return personality->queue_cap;
    }
    if (FAULT(listener, BACKLOG_HOLDS_ONE_LESS) && limit > 1) {
        limit--;
    }
    if (FAULT(listener, BACKLOG_IS_CUT_TO_SIXTEEN_BITS)) {
        limit = (short)limit < 1 ? 1 : (short)limit;
    }
    if (FAULT(listener, BACKLOG_KEEPS_ITS_LOW_BYTE)) {
        limit = (unsigned char)limit < 1 ? 1 : (unsigned char)limit;
    }
    return limit < personality->queue_cap ? limit : personality->queue_cap;
}

/* A request that was withdrawn and waits to be reported takes no place. */
static bool takes_a_place(const struct request *request) {
    return !request->withdrawn && !(FAULT(request, DEFERRED_TAKES_NO_PLACE) && request->deferred);
}

static int places_taken(const struct socket *listener) {
    int taken = 0;
    for (const struct request *request = listener->first_request; request != NULL; request = request->next) {
        taken += takes_a_place(request);
    }
    return taken;
}

struct request *queue_head(const struct socket *listener) {
    struct request *request = listener->first_request;
    while (request != NULL && request->deciding && !FAULT(request, REQUEST_BEING_DECIDED_IS_TAKEN_AGAIN)) {
        request = request->next;
    }
    return request;
}

static void queue_append(struct socket *listener, struct request *request) {
    request_reference(request);
    request->queued = true;
    request->listener = listener;
    request->next = NULL;
    if (FAULT(listener, LAST_IN_FIRST_OUT) && listener->last_request != NULL) {
        request->next = listener->first_request;
        listener->first_request = request;
        return;
    }
    if (listener->last_request == NULL) {
        listener->first_request = request;
    } else {
        listener->last_request->next = request;
    }
    listener->last_request = request;
}

void queue_remove(struct request *request) {
    struct socket *listener = request->listener;
    struct request *previous = NULL;
    for (struct request *other = listener->first_request; other != request; other = other->next) {
        previous = other;
    }
    if (previous == NULL) {
        listener->first_request = request->next;
    } else {
        previous->next = request->next;
    }
    if (listener->last_request == request) {
        listener->last_request = previous;
    }
    request->next = NULL;
    request->queued = false;
    request->listener = NULL;
    request_release(request);
}

/* Whether the listener's owner is still told of a request whose caller gave up (ACCEPT-23). */
static bool withdrawal_is_reported(const struct request *request) {
    return request->announced && request->personality->withdrawn != WITHDRAWN_SILENT;
}

void queue_withdraw(struct request *request) {
    struct socket *listener = request->listener;
    FAULT_AT(fault_when_withdrawn(listener, request));
    if (!request->deciding && !withdrawal_is_reported(request)) {
        if (request->deferred) {
            notify_arm(listener, FD_ACCEPT);
        }
        queue_remove(request);
    }
    socket_changed(listener);
}

static void dismiss(struct request *request) {
    request_reference(request);
    queue_remove(request);
    bool waits_on = FAULT(request, DISMISSED_BLOCKING_CALLER_WAITS_ON) && request->caller != NULL &&
                    request->caller->attempt_blocks;
    if (!FAULT(request, DISMISSED_CALLER_IS_NEVER_TOLD) && !waits_on) {
        request_settle(request, WSAECONNREFUSED);
    }
    request_release(request);
}

void queue_dismiss(struct socket *listener) {
    FAULT_AT(fault_before_dismissal(listener));
    while (listener->first_request != NULL) {
        dismiss(listener->first_request);
    }
}

/* The newest go first, so that the survivors are those who came first (BACKLOG-08). */
static struct request *newest_undecided(const struct socket *listener) {
    struct request *newest = NULL;
    for (struct request *request = listener->first_request; request != NULL; request = request->next) {
        if (takes_a_place(request) && !request->deciding) {
            newest = request;
            if (FAULT(listener, SHRINKING_DROPS_THE_OLDEST) ||
                (FAULT(listener, SHRINKING_DROPS_THE_DEFERRED) && request->deferred)) {
                break;
            }
        }
    }
    return newest;
}

static void queue_shrink(struct socket *listener) {
    const struct request *head = listener->first_request;
    bool overlooked = FAULT(listener, SHRINKING_OVERLOOKS_THE_DEFERRED) && head != NULL && head->deferred;
    int limit = queue_limit(listener) + (FAULT(listener, SHRINKING_KEEPS_ONE_TOO_MANY) || overlooked ? 1 : 0);
    while (!FAULT(listener, SHRINKING_DROPS_NOTHING) && places_taken(listener) > (limit < 1 ? 1 : limit)) {
        struct request *excess = newest_undecided(listener);
        if (excess == NULL) {
            return;
        }
        dismiss(excess);
    }
}

bool listener_decides_first(const struct socket *listener) {
    return !listener->personality->handshake_first || listener->options.conditional_accept;
}

/* A listener bound to the very name is preferred to one bound to the wildcard. */
static struct socket *find_listener(const struct request *request) {
    struct socket *found = NULL;
    for (struct socket *socket = socket_first_live(); socket != NULL; socket = socket->next) {
        if (socket->personality == request->personality && socket->state == STATE_LISTENING &&
            name_covers(&socket->local, &request->to) && (found == NULL || found->local.host == HOST_ANY)) {
            found = socket;
        }
    }
    return found;
}

static bool admits(const struct socket *listener) {
    return listener != NULL && !listener->options.pause_accept && places_taken(listener) < queue_limit(listener);
}

/* The network connects the caller without asking. */
static int connect_first(struct socket *listener, struct request *request) {
    const struct personality *personality = listener->personality;
    request->connection =
        connection_new(&request->caller->options, &listener->options, personality_is_message_oriented(personality));
    if (request->connection == NULL) {
        return WSAECONNREFUSED;
    }
    request->connection->request = request;
    request->outcome = 0;
    request_complete(request);
    request->connects_first = true;
    return 0;
}

static int refusal_code(const struct socket *listener, const struct request *request) {
    bool silent = FAULT(request, REFUSAL_BY_NOBODY_GIVES_WSAETIMEDOUT) && listener == NULL;
    if (FAULT(request, OVERFLOW_GIVES_WSAENOBUFS) && listener != NULL) {
        return WSAENOBUFS;
    }
    if (FAULT(request, OVERFLOW_GIVES_A_BLOCKING_CALLER_WSAETIMEDOUT) && listener != NULL &&
        request->caller->attempt_blocks) {
        return WSAETIMEDOUT;
    }
    return silent ? WSAETIMEDOUT : WSAECONNREFUSED;
}

void request_arrive(struct request *request) {
    if (request->caller == NULL) {
        return;
    }
    struct socket *listener = find_listener(request);
    if (!admits(listener)) {
        FAULT_AT(fault_when_refused(listener, request));
        request_settle(request, refusal_code(listener, request));
        return;
    }
    request->options = listener->options;
    queue_append(listener, request);
    FAULT_AT(fault_when_queued(listener, request));
    if (!listener_decides_first(listener) && connect_first(listener, request) != 0) {
        queue_remove(request);
        request_settle(request, WSAECONNREFUSED);
        return;
    }
    socket_changed(listener);
}

static int check_backlog(const struct socket *socket, int backlog) {
    bool refused = (FAULT(socket, NEGATIVE_BACKLOG_IS_REFUSED) && backlog < 0) ||
                   (FAULT(socket, ZERO_BACKLOG_IS_REFUSED) && backlog == 0) ||
                   (FAULT(socket, LARGE_BACKLOG_IS_REFUSED) && backlog > 64);
    return refused ? WSAEINVAL : 0;
}

static int check_listen(const struct socket *socket) {
    if (socket_is_connectionless(socket)) {
        return FAULT(socket, LISTEN_ON_DATAGRAM_SUCCEEDS) ? 0 : WSAEOPNOTSUPP;
    }
    if (socket->state == STATE_CONNECTED) {
        return FAULT(socket, LISTEN_ON_CONNECTED_GIVES_WSAEINVAL) ? WSAEINVAL : WSAEISCONN;
    }
    if (socket->state == STATE_LISTENING) {
        return FAULT(socket, SECOND_LISTEN_IS_REFUSED) ? WSAEINVAL : 0;
    }
    if (socket->state != STATE_IDLE || !socket->bound) {
        return FAULT(socket, LISTEN_BEFORE_BIND_GIVES_WSAENOTCONN) ? WSAENOTCONN : WSAEINVAL;
    }
    bool collides = socket->personality->conflict == CONFLICT_AT_LISTEN && !socket->options.reuse_address &&
                    bind_collides(socket, &socket->local, true);
    return collides ? WSAEADDRINUSE : 0;
}

int WSPAPI spi_listen(SOCKET s, int backlog, LPINT error) {
    int code;
    struct socket *socket = socket_enter(s, &code);
    if (socket == NULL) {
        bool wrong = FAULT_IN(started_personality(), LISTEN_ON_NO_SOCKET_GIVES_WSAEINVAL);
        return procedure_result(wrong ? WSAEINVAL : code, error);
    }
    code = check_listen(socket);
    FAULT_AT(fault_when_listening_is_checked(socket, code));
    if (code == 0) {
        code = check_backlog(socket, backlog);
    }
    if (code == 0) {
        bool kept = FAULT(socket, GROWING_ADMITS_NO_MORE) && socket->state == STATE_LISTENING;
        socket->backlog = kept ? socket->backlog : backlog;
        socket->state = STATE_LISTENING;
        FAULT_AT(fault_when_listening(socket));
        queue_shrink(socket);
        FAULT_AT(fault_after_listening(socket));
        socket_changed(socket);
    }
    socket_leave(socket);
    return procedure_result(code, error);
}
