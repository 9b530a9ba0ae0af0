/* What sockets without connections do. */
#include "world.h"

int datagram_connect(struct socket *socket, const struct sockaddr *name, int length) {
    struct place peer;
    int code = place_read(socket->entry, name, length, WSAEAFNOSUPPORT, &peer);
    if (code != 0) {
        return code;
    }
    name_any(socket);
    if (place_is_any(socket->entry, &peer)) {
        socket->has_peer = false;
        return 0;
    }
    if (!place_is_here(socket->entry, &peer)) {
        return WSAENETUNREACH;
    }
    if (!socket->has_peer || !place_same(&socket->peer, &peer)) {
        mail_clear(&socket->mail);
    }
    place_settle(socket->entry, &socket->local);
    socket->peer = peer;
    socket->has_peer = true;
    return 0;
}

int datagram_send(struct socket *socket, struct bytes bytes, const struct sockaddr *to, int length) {
    struct place place = socket->peer;
    int code = 0;
    if (to != NULL) {
        code = place_read(socket->entry, to, length, WSAEAFNOSUPPORT, &place);
    } else if (!socket->has_peer) {
        code = WSAENOTCONN;
    }
    if (code == 0 && bytes.size > MESSAGE_MOST) {
        code = WSAEMSGSIZE;
    }
    if (code == 0 && (place_is_any(socket->entry, &place) || place.port == 0)) {
        code = WSAEADDRNOTAVAIL;
    }
    if (code != 0) {
        bytes_free(&bytes);
        return code;
    }
    name_any(socket);
    struct place from = socket->local;
    place_settle(socket->entry, &from);
    wire_post(socket->entry, (struct step){.kind = STEP_DATAGRAM, .bytes = bytes, .from = from, .to = place});
    return 0;
}
