/* Connections: two ends and what travels between them. */
#include "reference.h"

#include <stdlib.h>

static void open_pipe(struct pipe *pipe, int size, bool messages) {
    pipe->capacity = size > 0 ? (ULONG)size : 1;
    pipe->messages = messages;
}

struct connection *connection_new(const struct options *caller, const struct options *callee, bool messages) {
    struct connection *connection = calloc(1, sizeof *connection);
    if (connection != NULL) {
        connection->references = 1;
        open_pipe(&connection->pipes[0], caller->receive_size, messages);
        open_pipe(&connection->pipes[1], callee->receive_size, messages);
        connection->since = GetTickCount64();
    }
    return connection;
}

void connection_reference(struct connection *connection) { connection->references++; }

void connection_release(struct connection *connection) {
    if (--connection->references != 0) {
        return;
    }
    pipe_free(&connection->pipes[0]);
    pipe_free(&connection->pipes[1]);
    flow_free(&connection->flow);
    free(connection);
}

void connection_attach(struct connection *connection, struct socket *socket, int side) {
    connection_reference(connection);
    connection->ends[side] = socket;
    socket->connection = connection;
    socket->side = side;
    socket->state = STATE_CONNECTED;
    notify_arm(socket, FD_READ | FD_WRITE | FD_CLOSE);
}

static void reset_end(struct connection *connection, int side, int code) {
    if (connection->reset[side] == 0) {
        connection->reset[side] = code;
    }
}

/* The peer of a graceful close reads what is on its way and then the end; that of an abortive one learns at once. */
static void tell_peer(struct connection *connection, int peer, bool abortively) {
    if (abortively) {
        reset_end(connection, peer, WSAECONNRESET);
        pipe_clear(&connection->pipes[peer]);
        connection->pipes[peer].discarding = true;
    }
    connection->pipes[peer].ended = true;
}

void connection_close(struct connection *connection, int side, bool abortively) {
    int peer = 1 - side;
    struct socket *socket = connection->ends[side];
    if (connection->gone[side]) {
        return;
    }
    connection_reference(connection);
    connection->gone[side] = true;
    connection->ends[side] = NULL;
    pipe_clear(&connection->pipes[side]);
    connection->pipes[side].discarding = true;
    tell_peer(connection, peer, abortively);
    if (abortively && side == 0 && connection->request != NULL && connection->request->queued &&
        connection->request->personality->withdrawn != WITHDRAWN_ACCEPTED) {
        connection->request->withdrawn = true;
        queue_withdraw(connection->request);
    }
    if (socket != NULL) {
        socket->connection = NULL;
        connection_release(connection);
    }
    connection_pump(connection);
    connection_release(connection);
}

void connection_break(struct connection *connection, int side) {
    reset_end(connection, side, WSAECONNABORTED);
    pipe_clear(&connection->pipes[side]);
    tell_peer(connection, 1 - side, true);
    connection_pump(connection);
}

static bool pump_once(struct connection *connection) {
    bool progress = false;
    for (int side = 0; side < 2; side++) {
        struct socket *end = connection->ends[side];
        if (end != NULL) {
            progress |= transfers_pump_receives(end);
            progress |= transfers_pump_sends(end);
        }
    }
    return progress;
}

void connection_pump(struct connection *connection) {
    while (pump_once(connection)) {
        continue;
    }
    for (int side = 0; side < 2; side++) {
        if (connection->ends[side] != NULL) {
            socket_changed(connection->ends[side]);
        }
    }
}

int connection_error(const struct socket *socket) { return socket->connection->reset[socket->side]; }

struct pipe *connection_inbound(const struct socket *socket) {
    return &socket->connection->pipes[socket->side];
}

struct pipe *connection_outbound(const struct socket *socket) {
    return &socket->connection->pipes[1 - socket->side];
}
