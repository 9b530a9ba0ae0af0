/* Ending one direction of a connection, with or without disconnect data. */
#include "memory_check.h"
#include "procedures.h"
#include "reference.h"

#include <string.h>

static int check_connected(const struct socket *socket) {
    return socket_is_connectionless(socket) || socket->state == STATE_CONNECTED ? 0 : WSAENOTCONN;
}

static void end_sending(struct socket *socket) {
    socket->send_ended = true;
    if (socket->connection != NULL) {
        sending_finished(socket);
        connection_pump(socket->connection);
    }
}

/* What the peer goes on sending is taken and thrown away. */
static void end_receiving(struct socket *socket) {
    socket->receive_ended = true;
    pipe_clear(&socket->datagrams);
    if (socket->connection != NULL) {
        struct pipe *inbound = connection_inbound(socket);
        pipe_clear(inbound);
        inbound->discarding = true;
        connection_pump(socket->connection);
    }
    socket_changed(socket);
}

int WSPAPI spi_shutdown(SOCKET s, int how, LPINT error) {
    int code;
    struct socket *socket = socket_enter(s, &code);
    if (socket == NULL) {
        return procedure_result(code, error);
    }
    code = how == SD_RECEIVE || how == SD_SEND || how == SD_BOTH ? check_connected(socket) : WSAEINVAL;
    if (code == 0 && how != SD_RECEIVE) {
        end_sending(socket);
    }
    if (code == 0 && how != SD_SEND) {
        end_receiving(socket);
    }
    socket_leave(socket);
    return procedure_result(code, error);
}

static bool carries_data(const WSABUF *data) { return data != NULL && data->len != 0; }

static int check_outbound(const struct socket *socket, const WSABUF *data) {
    if (data == NULL) {
        return 0;
    }
    if (!memory_readable(data, sizeof *data)) {
        return WSAEFAULT;
    }
    if (!carries_data(data)) {
        return 0;
    }
    if (socket->personality->disconnect_data == 0) {
        return WSAENOPROTOOPT;
    }
    return data->len > socket->personality->disconnect_data || !memory_readable(data->buf, data->len) ? WSAEFAULT : 0;
}

static int check_sending(const struct socket *socket) {
    int code = check_connected(socket);
    if (code == 0 && socket->state == STATE_CONNECTED) {
        code = connection_error(socket);
    }
    return code;
}

static int send_disconnect(struct socket *socket, const WSABUF *data) {
    int code = check_sending(socket);
    if (code == 0) {
        code = check_outbound(socket, data);
    }
    if (code != 0) {
        return code;
    }
    if (socket->send_ended) {
        return socket->personality->second_disconnect_code;
    }
    if (carries_data(data) && socket->connection != NULL &&
        !bytes_assign(&connection_outbound(socket)->farewell, data->buf, data->len)) {
        return WSAENOBUFS;
    }
    end_sending(socket);
    return 0;
}

int WSPAPI spi_send_disconnect(SOCKET s, LPWSABUF data, LPINT error) {
    int code;
    struct socket *socket = socket_enter(s, &code);
    if (socket != NULL) {
        code = send_disconnect(socket, data);
        socket_leave(socket);
    }
    return procedure_result(code, error);
}

/* The bytes that came with the peer's end, once there is one. */
static const struct bytes *farewell_of(const struct socket *socket) {
    static const struct bytes none;
    if (socket->connection == NULL) {
        return &none;
    }
    const struct pipe *inbound = connection_inbound(socket);
    return inbound->ended ? &inbound->farewell : &none;
}

static int store_inbound(const struct socket *socket, WSABUF *data) {
    if (data == NULL) {
        return 0;
    }
    if (!memory_writable(data, sizeof *data)) {
        return WSAEFAULT;
    }
    if (socket->personality->disconnect_data == 0) {
        return WSAENOPROTOOPT;
    }
    const struct bytes *farewell = farewell_of(socket);
    if (farewell->length > data->len || !memory_writable(data->buf, data->len)) {
        return WSAEFAULT;
    }
    if (farewell->length != 0) {
        memcpy(data->buf, farewell->data, farewell->length);
    }
    data->len = farewell->length;
    return 0;
}

int WSPAPI spi_recv_disconnect(SOCKET s, LPWSABUF data, LPINT error) {
    int code;
    struct socket *socket = socket_enter(s, &code);
    if (socket == NULL) {
        return procedure_result(code, error);
    }
    code = check_connected(socket);
    if (code == 0) {
        code = store_inbound(socket, data);
    }
    if (code == 0) {
        end_receiving(socket);
    }
    socket_leave(socket);
    return procedure_result(code, error);
}
