#include "datagram.h"

static int check_destination(const struct socket *socket, const struct name *to) {
    switch (to->host) {
    case HOST_BROADCAST:
        return socket->options.broadcast || FAULT(socket, BROADCAST_NEEDS_NO_OPTION) ? 0 : WSAEACCES;
    case HOST_HERE:
        return to->endpoint == 0 ? WSAEADDRNOTAVAIL : 0;
    case HOST_ANY:
        return WSAEADDRNOTAVAIL;
    default:
        return WSAENETUNREACH;
    }
}

static void dissolve(struct socket *socket) { socket->has_peer = FAULT(socket, DEFAULT_PEER_CANNOT_BE_REMOVED); }

/* Only datagrams of the new peer are of interest from now on (CONNECT-27, -29). */
static void associate(struct socket *socket, const struct name *to) {
    FAULT_AT(fault_before_association(socket));
    socket->peer = *to;
    socket->has_peer = true;
    if (!FAULT(socket, DATAGRAMS_OF_THE_FORMER_PEER_STAY)) {
        pipe_keep_only(&socket->datagrams, to);
    }
}

int datagram_connect(struct socket *socket, const struct name *to) {
    int code = FAULT(socket, DATAGRAM_CONNECT_AGAIN_GIVES_WSAEISCONN) && socket->has_peer ? WSAEISCONN : 0;
    if (code == 0 && to->host != HOST_ANY) {
        code = check_destination(socket, to);
    }
    if (code == 0) {
        code = bind_implicitly(socket);
    }
    if (code != 0) {
        return code;
    }
    if (to->host == HOST_ANY) {
        dissolve(socket);
    } else {
        associate(socket, to);
    }
    socket->attempt_outcome = 0;
    socket->outcome_due = socket->non_blocking && !FAULT(socket, DATAGRAM_CONNECT_IS_NOT_INDICATED);
    notify_arm(socket, FD_CONNECT);
    socket_changed(socket);
    return FAULT(socket, NON_BLOCKING_DATAGRAM_CONNECT_WOULD_BLOCK) && socket->non_blocking ? WSAEWOULDBLOCK : 0;
}

int datagram_destination(const struct socket *socket, const struct sockaddr *to, int length, struct name *name) {
    if (to == NULL) {
        *name = socket->peer;
        FAULT_AT(fault_when_default_peer_is_used(socket, name));
        return socket->has_peer && !FAULT(socket, DEFAULT_PEER_IS_NOT_USED) ? 0 : WSAENOTCONN;
    }
    int code = name_parse(socket->personality, to, length, name);
    return code != 0 ? code : check_destination(socket, name);
}

static bool is_meant(const struct socket *socket, const struct socket *sender, const struct name *from,
                     const struct name *to) {
    if (socket->personality != sender->personality || !socket->bound || socket->receive_ended) {
        return false;
    }
    bool heard = !socket->has_peer || FAULT(socket, STRANGERS_ARE_HEARD) ||
                 FAULT(socket, RECEIVING_WITH_NAMES_HEARS_STRANGERS) || name_equal(&socket->peer, from);
    FAULT_AT(heard = heard || fault_is_former_peer(socket, from));
    FAULT_AT(heard = heard && !fault_is_deaf(socket));
    return name_covers(&socket->local, to) && heard;
}

static void deliver(struct socket *socket, const struct transfer *transfer, const struct name *from) {
    if (!pipe_accepts(&socket->datagrams, transfer->vector.length)) {
        return;
    }
    pipe_write(&socket->datagrams, &transfer->vector, 0, transfer->vector.length, from);
    transfers_pump_receives(socket);
    socket_changed(socket);
}

int datagram_send(struct socket *socket, struct transfer *transfer) {
    int code = bind_implicitly(socket);
    if (code != 0) {
        return code;
    }
    struct name from = {.host = HOST_HERE, .endpoint = socket->local.endpoint};
    for (struct socket *other = socket_first_live(); other != NULL; other = other->next) {
        if (is_meant(other, socket, &from, &transfer->to)) {
            deliver(other, transfer, &from);
        }
    }
    transfer->done = transfer->vector.length;
    return 0;
}
