/* Descriptors, sockets and their names. */
#include "thirty.h"

#include <stdlib.h>

static DWORD last_id;

/* A value in both halves, so that a library that cuts it is noticed. */
DWORD_PTR id_make(void) {
    lock();
    DWORD_PTR id = ++last_id;
    unlock();
    return id << sizeof(DWORD_PTR) * 4 | id;
}

static bool has_system_handles(const struct entry *entry) { return (entry->flags & XP1_IFS_HANDLES) != 0; }

SOCKET handle_make(struct entry *entry, DWORD catalog_id, DWORD_PTR id, int *code) {
    if (!has_system_handles(entry)) {
        return world_upcalls.lpWPUCreateSocketHandle(catalog_id, id, code);
    }
    HANDLE object = CreateEventW(NULL, TRUE, FALSE, NULL);
    SOCKET handle = world_upcalls.lpWPUModifyIFSHandle(catalog_id, (SOCKET)object, code);
    if (handle == INVALID_SOCKET) {
        CloseHandle(object);
    }
    return handle;
}

void handle_drop(const struct entry *entry, SOCKET handle) {
    int code;
    if (has_system_handles(entry)) {
        CloseHandle((HANDLE)handle);
    } else {
        world_upcalls.lpWPUCloseSocketHandle(handle, &code);
    }
}

static struct socket *find(SOCKET handle) {
    struct socket *socket = world_sockets;
    while (socket != NULL && socket->handle != handle) {
        socket = socket->next;
    }
    return socket;
}

/* The library knows non-IFS descriptors; of the others this provider keeps its own list. */
struct socket *hold(SOCKET handle, LPINT error) {
    if (world_starts == 0) {
        fail(error, WSANOTINITIALISED);
        return NULL;
    }
    lock();
    struct socket *socket = find(handle);
    bool known = socket != NULL && !socket->closed;
    if (known && !has_system_handles(socket->entry)) {
        DWORD_PTR id = 0;
        int code = 0;
        unlock();
        bool found = world_upcalls.lpWPUQuerySocketHandleContext(handle, &id, &code) == 0;
        lock();
        socket = find(handle);
        known = found && socket != NULL && socket->id == id && !socket->closed;
    }
    if (!known) {
        unlock();
        fail(error, WSAENOTSOCK);
        return NULL;
    }
    socket->holders++;
    return socket;
}

void let_go(struct socket *socket) {
    if (--socket->holders > 0) {
        return;
    }
    struct socket **link = &world_sockets;
    while (*link != socket) {
        link = &(*link)->next;
    }
    *link = socket->next;
    wire_forget_socket(socket);
    mail_clear(&socket->mail);
    free(socket);
}

void release(struct socket *socket) {
    let_go(socket);
    unlock();
}

/* With the lock. Its list holds it, too. */
struct socket *socket_make(struct entry *entry, const WSAPROTOCOL_INFOW *info, SOCKET handle, DWORD_PTR id) {
    struct socket *socket = take_memory(sizeof *socket);
    socket->entry = entry;
    socket->info = *info;
    socket->handle = handle;
    socket->id = id;
    socket->holders = 1;
    socket->options.send_room = socket->options.receive_room = 8192;
    socket->next = world_sockets;
    world_sockets = socket;
    return socket;
}

static int check_kind(const struct entry *entry, int af, int type, int protocol, GROUP group, DWORD flags) {
    if (af != 0 && af != FROM_PROTOCOL_INFO && af != entry->family) {
        return WSAEAFNOSUPPORT;
    }
    if (type != 0 && type != FROM_PROTOCOL_INFO && type != entry->type) {
        return WSAESOCKTNOSUPPORT;
    }
    if (protocol != FROM_PROTOCOL_INFO && protocol != entry->protocol) {
        return WSAEPROTONOSUPPORT;
    }
    const DWORD known = WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT;
    if ((flags & ~known) != 0 || (group != 0 && entry->picky_groups)) {
        return WSAEINVAL;
    }
    return 0;
}

SOCKET WSPAPI on_socket(int af, int type, int protocol, LPWSAPROTOCOL_INFOW info, GROUP group, DWORD flags,
                        LPINT error) {
    WSAPROTOCOL_INFOW copy;
    struct entry *entry = fetch(&copy, info, sizeof copy) ? entry_of(&copy) : NULL;
    int code = entry == NULL ? WSAEINVAL : check_kind(entry, af, type, protocol, group, flags);
    if (world_starts == 0) {
        code = WSANOTINITIALISED;
    } else if (code == 0 && entry->no_nesting && is_judging()) {
        code = WSAEINPROGRESS;
    }
    if (code != 0) {
        fail(error, code);
        return INVALID_SOCKET;
    }
    DWORD_PTR id = id_make();
    SOCKET handle = handle_make(entry, copy.dwCatalogEntryId, id, &code);
    if (handle == INVALID_SOCKET) {
        fail(error, code == WSAENOBUFS ? WSAENOBUFS : WSAEMFILE);
        return INVALID_SOCKET;
    }
    lock();
    socket_make(entry, &copy, handle, id);
    unlock();
    return handle;
}

/* With the lock; the socket is held by the caller. */
static void shut(struct socket *socket) {
    socket->closed = true;
    socket->listening = false;
    socket->mask = 0;
    wire_forget_socket(socket);
    notice_quiet(socket);
    abort_receives(socket);
    while (socket->queue != NULL) {
        struct request *request = socket->queue;
        if (request->judge != 0) {
            socket->queue = request->next;
            request->listener = NULL;
        } else {
            request_refuse(request);
        }
    }
    if (socket->end != NULL) {
        bool hard = socket->options.linger.l_onoff != 0 && socket->options.linger.l_linger == 0;
        struct end *end = socket->end;
        socket->end = NULL;
        end_free(end, hard);
    }
    wake();
    let_go(socket);
}

int WSPAPI on_close(SOCKET s, LPINT error) {
    struct socket *socket = hold(s, error);
    if (socket == NULL) {
        return SOCKET_ERROR;
    }
    const struct entry *entry = socket->entry;
    shut(socket);
    release(socket);
    handle_drop(entry, s);
    return 0;
}

void sockets_close(void) {
    for (;;) {
        lock();
        struct socket *socket = world_sockets;
        while (socket != NULL && socket->closed) {
            socket = socket->next;
        }
        if (socket == NULL) {
            unlock();
            return;
        }
        socket->holders++;
        SOCKET handle = socket->handle;
        const struct entry *entry = socket->entry;
        shut(socket);
        release(socket);
        handle_drop(entry, handle);
    }
}

static bool is_taken(const struct socket *self, const struct place *place) {
    for (const struct socket *other = world_sockets; other != NULL; other = other->next) {
        if (other != self && other->owns_name && !other->closed && other->entry == self->entry &&
            other->local.port == place->port &&
            (place_is_any(self->entry, place) || place_is_any(self->entry, &other->local) ||
             place_same(place, &other->local))) {
            return true;
        }
    }
    return false;
}

int name_take(struct socket *socket, const struct place *place) {
    static unsigned short last_port;
    struct place name = *place;
    if (name.port == 0) {
        name.port = socket->entry->reuses_ports ? 0 : last_port;
        do {
            name.port = place_next_port(name.port);
        } while (is_taken(socket, &name));
        last_port = name.port;
    } else if (!socket->options.reuse && is_taken(socket, &name)) {
        return WSAEADDRINUSE;
    }
    socket->local = name;
    socket->bound = socket->owns_name = true;
    return 0;
}

void name_any(struct socket *socket) {
    struct place any = {0};
    if (!socket->bound) {
        name_take(socket, &any);
    }
}

int WSPAPI on_bind(SOCKET s, const struct sockaddr *name, int length, LPINT error) {
    struct place place = {0};
    struct socket *socket = hold(s, error);
    if (socket == NULL) {
        return SOCKET_ERROR;
    }
    int code = place_read(socket->entry, name, length, WSAEFAULT, &place);
    if (socket->entry->no_nesting && is_judging()) {
        code = WSAEINPROGRESS;
    } else if (code == 0 && socket->bound) {
        code = WSAEINVAL;
    } else if (code == 0 && !place_is_any(socket->entry, &place) && !place_is_here(socket->entry, &place)) {
        code = WSAEADDRNOTAVAIL;
    } else if (code == 0) {
        /* Only the families that everybody knows have a wildcard that is shown as such. */
        if (socket->entry->family != AF_INET && socket->entry->family != AF_INET6) {
            place_settle(socket->entry, &place);
        }
        code = name_take(socket, &place);
    }
    release(socket);
    return done(error, code);
}

int WSPAPI on_sock_name(SOCKET s, struct sockaddr *name, LPINT length, LPINT error) {
    struct socket *socket = hold(s, error);
    if (socket == NULL) {
        return SOCKET_ERROR;
    }
    int code = socket->bound ? place_give(socket->entry, &socket->local, name, length) : WSAEINVAL;
    release(socket);
    return done(error, code);
}

int WSPAPI on_peer_name(SOCKET s, struct sockaddr *name, LPINT length, LPINT error) {
    struct socket *socket = hold(s, error);
    if (socket == NULL) {
        return SOCKET_ERROR;
    }
    int code = WSAENOTCONN;
    if (socket->end != NULL && socket->end->progress == OPEN) {
        code = place_give(socket->entry, &socket->end->remote, name, length);
    } else if (socket->has_peer) {
        code = place_give(socket->entry, &socket->peer, name, length);
    }
    release(socket);
    return done(error, code);
}

/* The newest requests are those that do not fit any more. */
static void cut_queue(struct socket *listener) {
    struct request *request = listener->queue;
    for (int count = 0; request != NULL; count++) {
        struct request *next = request->next;
        if (count >= listener->backlog && request->judge == 0) {
            request_refuse(request);
        }
        request = next;
    }
}

int WSPAPI on_listen(SOCKET s, int backlog, LPINT error) {
    struct socket *socket = hold(s, error);
    if (socket == NULL) {
        return SOCKET_ERROR;
    }
    int code = 0;
    if (is_connectionless(socket->entry)) {
        code = WSAEOPNOTSUPP;
    } else if (socket->entry->no_nesting && is_judging()) {
        code = WSAEINPROGRESS;
    } else if (socket->end != NULL) {
        code = WSAEISCONN;
    } else if (!socket->bound) {
        code = WSAEINVAL;
    } else {
        int most = socket->entry->most_queued;
        socket->backlog = backlog < 1 ? 1 : backlog > most ? most : backlog;
        if (!socket->listening) {
            socket->listening = socket->may_accept = true;
        }
        cut_queue(socket);
    }
    release(socket);
    return done(error, code);
}
