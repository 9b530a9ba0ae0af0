/* Local names: who has which, and the choice of free ones. */
#include "memory_check.h"
#include "procedures.h"
#include "reference.h"

static ULONGLONG next_endpoint; /* where the search for a free one goes on */

static bool in_the_way(const struct socket *other, const struct socket *socket, const struct name *name,
                       bool overlapping) {
    if (other == socket || other->personality != socket->personality || !other->owns_name) {
        return false;
    }
    return overlapping ? name_overlaps(&other->local, name) : name_equal(&other->local, name);
}

bool bind_collides(const struct socket *socket, const struct name *name, bool overlapping) {
    for (const struct socket *other = socket_first_live(); other != NULL; other = other->next) {
        if (in_the_way(other, socket, name, overlapping)) {
            return true;
        }
    }
    return false;
}

static int choose_endpoint(const struct socket *socket, struct name *name) {
    ULONGLONG first = name_first_dynamic(socket->personality);
    ULONGLONG last = name_last_dynamic(socket->personality);
    for (ULONGLONG tried = first; tried <= last; tried++) {
        name->endpoint = first + next_endpoint++ % (last - first + 1);
        if (!bind_collides(socket, name, true)) {
            return 0;
        }
    }
    return WSAENOBUFS;
}

static int take_name(struct socket *socket, struct name name) {
    if (name.endpoint == 0) {
        int code = choose_endpoint(socket, &name);
        if (code != 0) {
            return code;
        }
    }
    socket->local = name;
    socket->bound = true;
    socket->owns_name = true;
    return 0;
}

int bind_to(struct socket *socket, const struct name *name) {
    if (socket->bound) {
        return WSAEINVAL;
    }
    if (name->host != HOST_ANY && name->host != HOST_HERE) {
        return WSAEADDRNOTAVAIL;
    }
    bool overlapping = socket->personality->conflict == CONFLICT_AT_BIND;
    if (name->endpoint != 0 && !socket->options.reuse_address && bind_collides(socket, name, overlapping)) {
        return WSAEADDRINUSE;
    }
    bool left = FAULT(socket, CLEANUP_KEEPS_NAMES);
    FAULT_AT(left = left && fault_name_was_left(name));
    if (left) {
        return WSAEADDRINUSE;
    }
    return take_name(socket, *name);
}

int bind_implicitly(struct socket *socket) {
    struct name name = {.host = socket_is_connectionless(socket) ? HOST_ANY : HOST_HERE};
    bool bound = socket->bound;
    int code = bound ? 0 : take_name(socket, name);
    if (FAULT(socket, CONNECT_LEAVES_THE_SOCKET_UNBOUND) ||
        (FAULT(socket, DATAGRAM_CONNECT_LEAVES_THE_SOCKET_UNBOUND) && !bound)) {
        socket->bound = false;
    }
    FAULT_AT(fault_when_bound_implicitly(socket, bound));
    return code;
}

/* A name of another family is WSAEFAULT here, and WSAEAFNOSUPPORT in WSPConnect (BIND-02). */
static int bind_code(int parse_code) { return parse_code == WSAEAFNOSUPPORT ? WSAEFAULT : parse_code; }

int WSPAPI spi_bind(SOCKET s, const struct sockaddr *address, int length, LPINT error) {
    int code;
    struct name name;
    struct socket *socket = socket_enter(s, &code);
    if (socket != NULL) {
        code = bind_code(name_parse(socket->personality, address, length, &name));
        if (code == 0) {
            code = bind_to(socket, &name);
        }
        socket_leave(socket);
    }
    return procedure_result(code, error);
}

int WSPAPI spi_get_sock_name(SOCKET s, struct sockaddr *address, LPINT length, LPINT error) {
    int code;
    struct socket *socket = socket_enter(s, &code);
    if (socket != NULL) {
        code = socket->bound ? name_store(socket->personality, &socket->local, address, length) : WSAEINVAL;
        socket_leave(socket);
    }
    return procedure_result(code, error);
}

int WSPAPI spi_get_peer_name(SOCKET s, struct sockaddr *address, LPINT length, LPINT error) {
    int code;
    struct socket *socket = socket_enter(s, &code);
    if (socket != NULL) {
        bool connected = socket->state == STATE_CONNECTED || socket->has_peer ||
                         (FAULT(socket, PEER_NAME_IS_KNOWN_TOO_EARLY) && socket->state == STATE_CONNECTING) ||
                         (FAULT(socket, PEER_NAME_SURVIVES_A_REFUSAL) && socket->connect_failed);
        code = connected ? name_store(socket->personality, &socket->peer, address, length) : WSAENOTCONN;
        socket_leave(socket);
    }
    return procedure_result(code, error);
}
