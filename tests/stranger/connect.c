/* WSPConnect. */
#include "thirty.h"

static bool is_demanding(const FLOWSPEC *flow) {
    bool asks = flow->ServiceType != SERVICETYPE_NOTRAFFIC && flow->ServiceType != SERVICETYPE_BESTEFFORT;
    return asks && flow->TokenRate != QOS_NOT_SPECIFIED;
}

/* No quality of service is offered beyond what everybody has. */
static int check_qos(const QOS *qos) {
    QOS copy;
    if (qos == NULL) {
        return 0;
    }
    if (!fetch(&copy, qos, sizeof copy)) {
        return WSAEFAULT;
    }
    return is_demanding(&copy.SendingFlowspec) || is_demanding(&copy.ReceivingFlowspec) ? WSAEOPNOTSUPP : 0;
}

static int take_data(const struct entry *entry, const WSABUF *from, struct bytes *data) {
    WSABUF buffer;
    if (from == NULL) {
        return 0;
    }
    if (!fetch(&buffer, from, sizeof buffer)) {
        return WSAEFAULT;
    }
    if (buffer.len > 0 && entry->most_data == 0) {
        return WSAEPROTONOSUPPORT;
    }
    if (buffer.len > entry->most_data) {
        return WSAEFAULT;
    }
    return gather(&buffer, 1, data);
}

static int check_reply(const WSABUF *reply) {
    WSABUF room;
    if (reply == NULL) {
        return 0;
    }
    return fetch(&room, reply, sizeof room) && is_writable(room.buf, room.len) && is_writable(reply, sizeof room)
               ? 0
               : WSAEFAULT;
}

static int check_state(const struct socket *socket) {
    if (socket->entry->no_nesting && is_judging()) {
        return WSAEINPROGRESS;
    }
    if (socket->listening) {
        return WSAEINVAL;
    }
    return socket->end == NULL ? 0 : socket->end->progress == CALLING ? WSAEALREADY : WSAEISCONN;
}

static int check_destination(const struct entry *entry, const struct place *place) {
    if (place_is_any(entry, place) || place->port == 0) {
        return WSAEADDRNOTAVAIL;
    }
    return place_is_here(entry, place) ? 0 : WSAENETUNREACH;
}

static void call(struct socket *socket, const struct place *to, struct bytes data) {
    struct request *request = take_memory(sizeof *request);
    struct end *caller = end_make();
    struct end *callee = end_make();
    bool named = socket->bound;
    name_any(socket);
    place_settle(socket->entry, &socket->local);
    request->entry = socket->entry;
    request->data = data;
    request->dialed = *to;
    request->end = callee;
    caller->lane = callee->lane = to->port;
    caller->detour = callee->detour = named;
    caller->socket = socket;
    caller->peer = callee;
    caller->local = socket->local;
    caller->remote = *to;
    callee->request = request;
    callee->peer = caller;
    callee->local = *to;
    callee->remote = socket->local;
    socket->end = caller;
    socket->failed = socket->connect_due = socket->told_close = false;
    socket->may_read = socket->may_write = true;
    socket->error = 0;
    wire_post(socket->entry, (struct step){.kind = STEP_CALL, .request = request});
}

/* The outcome of an attempt that the calling thread waits for. */
static int outcome(struct socket *socket) {
    struct end *end = socket->end;
    if (end->progress == OPEN) {
        notice(socket);
        return 0;
    }
    int code = end->code;
    socket->end = NULL;
    end_free(end, true);
    return code;
}

static int wait_blocking(struct socket *socket) {
    struct waiter waiter;
    int code = 0;
    waiter_begin(&waiter);
    while (code == 0 && socket->end != NULL && socket->end->progress == CALLING) {
        code = waiter_wait(&waiter, socket, INFINITE);
    }
    waiter_end(&waiter);
    socket->reply = NULL;
    if (socket->end == NULL) {
        return WSAENOTSOCK;
    }
    if (code != 0 && socket->end->progress == CALLING) {
        struct end *end = socket->end;
        socket->end = NULL;
        end_free(end, true);
        return code;
    }
    return outcome(socket);
}

/* A handshake is soon over, and its outcome indicated in any case. */
static int wait_promptly(struct socket *socket) {
    struct waiter waiter;
    waiter_begin(&waiter);
    waiter.asked = true;
    while (socket->replies && !socket->closed) {
        waiter_wait(&waiter, socket, INFINITE);
    }
    waiter_end(&waiter);
    return socket->end != NULL && socket->end->progress == OPEN ? 0 : WSAEWOULDBLOCK;
}

static int connect_stream(struct socket *socket, const struct place *to, const WSABUF *from, WSABUF *reply) {
    struct bytes data = {0};
    int code = check_destination(socket->entry, to);
    if (code == 0) {
        code = check_reply(reply);
    }
    if (code == 0) {
        code = take_data(socket->entry, from, &data);
    }
    if (code != 0) {
        return code;
    }
    if (socket->entry->abrupt && socket->nonblocking && would_refuse(socket->entry, to)) {
        bytes_free(&data);
        name_any(socket);
        return WSAECONNREFUSED;
    }
    call(socket, to, data);
    socket->reply = reply;
    if (!socket->nonblocking) {
        return wait_blocking(socket);
    }
    socket->replies = true;
    return socket->entry->prompt ? wait_promptly(socket) : WSAEWOULDBLOCK;
}

/* The transport looks at the arguments when the call has long returned. */
static int indicate_later(struct socket *socket, int code) {
    bool of_arguments = code == WSAEFAULT || code == WSAEADDRNOTAVAIL || code == WSAEAFNOSUPPORT;
    if (!socket->entry->judges_late || !socket->nonblocking || !of_arguments) {
        return code;
    }
    socket->failed = socket->connect_due = true;
    socket->connect_code = socket->error = code;
    notice(socket);
    return WSAEWOULDBLOCK;
}

int WSPAPI on_connect(SOCKET s, const struct sockaddr *name, int length, LPWSABUF data, LPWSABUF reply, LPQOS qos,
                      LPQOS group_qos, LPINT error) {
    struct place to = {0};
    (void)group_qos;
    struct socket *socket = hold(s, error);
    if (socket == NULL) {
        return SOCKET_ERROR;
    }
    int code;
    if (is_connectionless(socket->entry)) {
        code = datagram_connect(socket, name, length);
    } else {
        code = place_read(socket->entry, name, length, WSAEAFNOSUPPORT, &to);
        code = code != 0 ? code : check_state(socket);
        code = code != 0 ? code : check_qos(qos);
        code = code != 0 ? code : connect_stream(socket, &to, data, reply);
        code = indicate_later(socket, code);
    }
    release(socket);
    return done(error, code);
}
