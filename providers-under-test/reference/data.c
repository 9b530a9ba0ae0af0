/* Sending and receiving. */
#include "datagram.h"
#include "memory_check.h"
#include "procedures.h"
#include "transfer.h"

#define UNLIMITED 0xFFFFFFFF

static int inbound_obstacle(const struct pipe *inbound, bool messages) {
    if (pipe_readable(inbound)) {
        return 0;
    }
    if (!inbound->ended) {
        return WSAEWOULDBLOCK;
    }
    return messages ? WSAEDISCON : 0;
}

int receive_obstacle(struct socket *socket) {
    if (socket->receive_ended) {
        return WSAESHUTDOWN;
    }
    if (socket_is_connectionless(socket)) {
        return socket->bound ? inbound_obstacle(&socket->datagrams, true) : WSAEINVAL;
    }
    if (socket->state != STATE_CONNECTED) {
        bool blocks = FAULT(socket, RECEIVING_UNCONNECTED_WOULD_BLOCK) && socket->non_blocking;
        return blocks ? WSAEWOULDBLOCK : WSAENOTCONN;
    }
    int code = connection_error(socket);
    return code != 0
               ? code
               : inbound_obstacle(connection_inbound(socket), personality_is_message_oriented(socket->personality));
}

int path_obstacle(const struct socket *socket, ULONG length) {
    int code = connection_error(socket);
    if (code == 0 && socket->connection->gone[1 - socket->side]) {
        code = WSAECONNRESET;
    }
    if (code != 0) {
        return code;
    }
    return pipe_accepts(connection_outbound(socket), length) ? 0 : WSAEWOULDBLOCK;
}

int send_obstacle(struct socket *socket, ULONG length) {
    if (socket->send_ended) {
        return WSAESHUTDOWN;
    }
    if (socket_is_connectionless(socket)) {
        return 0;
    }
    if (socket->state != STATE_CONNECTED) {
        return FAULT(socket, SENDING_UNCONNECTED_GIVES_WSAEINVAL) ? WSAEINVAL : WSAENOTCONN;
    }
    int code = path_obstacle(socket, length);
    return code == 0 && socket->sends != NULL ? WSAEWOULDBLOCK : code;
}

void sending_finished(struct socket *socket) {
    if (socket->send_ended && socket->sends == NULL) {
        connection_outbound(socket)->ended = true;
    }
}

int transfer_receive(struct socket *socket, struct transfer *transfer) {
    bool connectionless = socket_is_connectionless(socket);
    FAULT_AT(fault_before_receiving(socket, transfer->from));
    int code = receive_obstacle(socket);
    if (FAULT(socket, RECEIVING_FROM_THE_DEFAULT_PEER_FAILS) && socket->has_peer && transfer->from == NULL) {
        return WSAENOTCONN;
    }
    if (code != 0) {
        return code;
    }
    struct pipe *pipe = connectionless ? &socket->datagrams : connection_inbound(socket);
    if (connectionless && transfer->from != NULL && transfer->from_length != NULL) {
        code = name_store(socket->personality, &pipe->first->sender, transfer->from, transfer->from_length);
    }
    if (code != 0) {
        return code;
    }
    bool rest;
    transfer->done = pipe_read(pipe, &transfer->vector, (transfer->flags & MSG_PEEK) != 0, connectionless, &rest);
    transfer->flags = rest && !connectionless ? MSG_PARTIAL : 0;
    return rest ? WSAEMSGSIZE : 0;
}

int transfer_send(struct socket *socket, struct transfer *transfer) {
    if (socket_is_connectionless(socket)) {
        return datagram_send(socket, transfer);
    }
    struct pipe *pipe = connection_outbound(socket);
    ULONG part = pipe_room(pipe, transfer->vector.length - transfer->done);
    if ((FAULT(socket, CALLEE_SENDS_INTO_THE_VOID) && socket->side == 1) ||
        (FAULT(socket, CALLER_SENDS_INTO_THE_VOID) && socket->side == 0)) {
        transfer->done += part;
        return 0;
    }
    if (!pipe_write(pipe, &transfer->vector, transfer->done, part, NULL)) {
        return WSAENOBUFS;
    }
    transfer->done += part;
    return 0;
}

static bool may_receive(void *context) {
    struct socket *socket = context;
    return socket->receives == NULL && receive_obstacle(socket) != WSAEWOULDBLOCK;
}

static DWORD timeout_of(int milliseconds) { return milliseconds == 0 ? INFINITE : (DWORD)milliseconds; }

static int receive_waiting(struct socket *socket, struct transfer *transfer) {
    struct waiting waiting = {.socket = socket,
                              .variable = &socket->changed,
                              .ready = may_receive,
                              .context = socket,
                              .milliseconds = timeout_of(socket->options.receive_timeout)};
    int code = 0;
    if (!may_receive(socket)) {
        code = socket->non_blocking ? WSAEWOULDBLOCK : blocking_wait(&waiting);
        if (FAULT(socket, SENDER_IS_LOOKED_FOR_BEFORE_THE_WAIT)) {
            transfer->from = NULL;
        }
    }
    return code != 0 ? code : transfer_receive(socket, transfer);
}

static int receive_overlapped(struct socket *socket, struct transfer *transfer) {
    if (!may_receive(socket)) {
        return transfer_postpone(&socket->receives, transfer);
    }
    int code = transfer_receive(socket, transfer);
    if (code == 0) {
        request_finish(socket, &transfer->request, 0, transfer->done, transfer->flags);
    }
    return code;
}

/* Reading makes room for the peer and enables FD_READ again. */
static void after_receive(struct socket *socket) {
    if (socket->closed) {
        return;
    }
    notify_arm(socket, FD_READ);
    if (socket->connection != NULL) {
        connection_pump(socket->connection);
    } else {
        socket_changed(socket);
    }
}

static int check_receive(const struct transfer *transfer, LPDWORD received, LPDWORD flags) {
    bool counts = received != NULL || transfer->request.overlapped == NULL;
    if (!memory_writable(flags, sizeof *flags) || (counts && !memory_writable(received, sizeof *received))) {
        return WSAEFAULT;
    }
    return (*flags & ~(DWORD)(MSG_PEEK | MSG_PARTIAL)) != 0 ? WSAEOPNOTSUPP : 0;
}

static int receive(struct socket *socket, struct transfer *transfer, LPDWORD received, LPDWORD flags) {
    int code = check_receive(transfer, received, flags);
    if (code != 0) {
        return code;
    }
    transfer->flags = *flags;
    code =
        transfer->request.overlapped == NULL ? receive_waiting(socket, transfer) : receive_overlapped(socket, transfer);
    if (code == 0 || code == WSAEMSGSIZE) {
        if (received != NULL) {
            *received = transfer->done;
        }
        *flags = transfer->flags;
    }
    after_receive(socket);
    return code;
}

int WSPAPI spi_recv_from(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD received, LPDWORD flags,
                         struct sockaddr *from, LPINT from_length, LPWSAOVERLAPPED overlapped,
                         LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread, LPINT error) {
    int code;
    struct transfer transfer = {.from = from, .from_length = from_length};
    struct socket *socket = socket_enter(s, &code);
    if (socket == NULL) {
        return procedure_result(code, error);
    }
    code = vector_take(&transfer.vector, buffers, count, true);
    if (code == 0) {
        code = request_take(&transfer.request, socket, overlapped, routine, thread);
    }
    if (code == 0) {
        code = receive(socket, &transfer, received, flags);
    }
    socket_leave(socket);
    return procedure_result(code, error);
}

int WSPAPI spi_recv(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD received, LPDWORD flags,
                    LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread,
                    LPINT error) {
    return spi_recv_from(s, buffers, count, received, flags, NULL, NULL, overlapped, routine, thread, error);
}

/* A sender that waits for room for what is left. */
struct sending {
    struct socket *socket;
    const struct transfer *transfer;
};

static bool may_send(void *context) {
    const struct sending *sending = context;
    return send_obstacle(sending->socket, sending->transfer->vector.length - sending->transfer->done) != WSAEWOULDBLOCK;
}

static int await_room(const struct sending *sending) {
    struct socket *socket = sending->socket;
    struct waiting waiting = {.socket = socket,
                              .variable = &socket->changed,
                              .ready = may_send,
                              .context = (void *)sending,
                              .milliseconds = timeout_of(socket->options.send_timeout)};
    if (may_send((void *)sending)) {
        return 0;
    }
    return socket->non_blocking ? WSAEWOULDBLOCK : blocking_wait(&waiting);
}

static int send_some(struct socket *socket, struct transfer *transfer) {
    int code = send_obstacle(socket, transfer->vector.length - transfer->done);
    if (code == 0) {
        code = transfer_send(socket, transfer);
    }
    if (code == 0 && socket->connection != NULL) {
        connection_pump(socket->connection);
    }
    return code;
}

/* A stream cut off in the middle is of no more use (CANCEL-13), unless the count that went out is returned. */
static int cut_off(struct socket *socket, const struct transfer *transfer, int code) {
    bool damaged = code == WSAEINTR && transfer->done != 0 && !socket->closed;
    if (!damaged) {
        return code;
    }
    if (socket->personality->cancelled_send_reports_count) {
        return 0;
    }
    connection_break(socket->connection, socket->side);
    return code;
}

static int send_waiting(struct socket *socket, struct transfer *transfer) {
    const struct sending sending = {.socket = socket, .transfer = transfer};
    do {
        int code = await_room(&sending);
        if (code == WSAEWOULDBLOCK && transfer->done != 0) {
            return 0;
        }
        if (code != 0) {
            return cut_off(socket, transfer, code);
        }
        code = send_some(socket, transfer);
        if (code != 0) {
            return code;
        }
    } while (transfer->done < transfer->vector.length);
    return 0;
}

static int send_overlapped(struct socket *socket, struct transfer *transfer) {
    int code = send_obstacle(socket, transfer->vector.length);
    if (code == 0) {
        code = send_some(socket, transfer);
    }
    if (code == WSAEWOULDBLOCK || (code == 0 && transfer->done < transfer->vector.length)) {
        return transfer_postpone(&socket->sends, transfer);
    }
    if (code == 0) {
        request_finish(socket, &transfer->request, 0, transfer->done, 0);
    }
    return code;
}

static int check_send(const struct socket *socket, const struct transfer *transfer, const DWORD *sent, DWORD flags) {
    DWORD largest = socket->personality->message_size;
    bool counts = sent != NULL || transfer->request.overlapped == NULL;
    if (counts && !memory_writable(sent, sizeof *sent)) {
        return WSAEFAULT;
    }
    if ((flags & ~(DWORD)MSG_DONTROUTE) != 0) {
        return WSAEOPNOTSUPP;
    }
    bool limited = largest != 0 && largest != UNLIMITED;
    return limited && transfer->vector.length > largest ? WSAEMSGSIZE : 0;
}

static int send_transfer(struct socket *socket, struct transfer *transfer, LPDWORD sent, DWORD flags) {
    int code = check_send(socket, transfer, sent, flags);
    if (code != 0) {
        return code;
    }
    code = transfer->request.overlapped == NULL ? send_waiting(socket, transfer) : send_overlapped(socket, transfer);
    if (code == 0 && sent != NULL) {
        *sent = transfer->done;
    }
    if (code == WSAEWOULDBLOCK || transfer->done < transfer->vector.length) {
        notify_arm(socket, FD_WRITE);
    }
    return code;
}

int WSPAPI spi_send_to(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD sent, DWORD flags, const struct sockaddr *to,
                       int to_length, LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                       LPWSATHREADID thread, LPINT error) {
    int code;
    struct transfer transfer = {0};
    struct socket *socket = socket_enter(s, &code);
    if (socket == NULL) {
        return procedure_result(code, error);
    }
    code = vector_take(&transfer.vector, buffers, count, false);
    if (code == 0) {
        code = request_take(&transfer.request, socket, overlapped, routine, thread);
    }
    if (code == 0 && socket_is_connectionless(socket)) {
        code = datagram_destination(socket, to, to_length, &transfer.to);
    }
    if (code == 0) {
        code = send_transfer(socket, &transfer, sent, flags);
    }
    socket_leave(socket);
    return procedure_result(code, error);
}

int WSPAPI spi_send(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD sent, DWORD flags, LPWSAOVERLAPPED overlapped,
                    LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread, LPINT error) {
    return spi_send_to(s, buffers, count, sent, flags, NULL, 0, overlapped, routine, thread, error);
}
