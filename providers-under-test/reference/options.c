/* Socket options: a table, one row for each, and the two procedures that look into it. */
#include <stddef.h>
#include <string.h>

#include "memory_check.h"
#include "procedures.h"
#include "reference.h"

#include <mswsock.h>

#ifndef SO_PAUSE_ACCEPT
#define SO_PAUSE_ACCEPT 0x3003
#endif

#define LARGEST_VALUE sizeof(WSAPROTOCOL_INFOW)
#define NOT_CONNECTED 0xFFFFFFFF /* SO_CONNECT_TIME */
#define MILLISECONDS 1000

/* How a row reads and writes its value, a block of row->size bytes. Both return 0 or a code. */
struct option {
    int name;
    size_t size;
    int (*get)(struct socket *socket, const struct option *row, void *value);
    int (*set)(struct socket *socket, const struct option *row, const void *value); /* NULL: read-only */
    size_t member;                                /* offset in struct options, for get_member and set_member */
    bool (*offered)(const struct socket *socket); /* NULL: always */
};

static int get_member(struct socket *socket, const struct option *row, void *value) {
    memcpy(value, (const char *)&socket->options + row->member, row->size);
    return 0;
}

static int set_flag(struct socket *socket, const struct option *row, const void *value) {
    BOOL flag;
    memcpy(&flag, value, sizeof flag);
    flag = flag != 0;
    memcpy((char *)&socket->options + row->member, &flag, sizeof flag);
    FAULT_AT(fault_when_option_is_set(socket));
    return 0;
}

static int set_number(struct socket *socket, const struct option *row, const void *value) {
    int number;
    memcpy(&number, value, sizeof number);
    if (number < 0) {
        return WSAEINVAL;
    }
    memcpy((char *)&socket->options + row->member, &number, sizeof number);
    return 0;
}

static int set_receive_size(struct socket *socket, const struct option *row, const void *value) {
    int code = set_number(socket, row, value);
    if (code == 0) {
        ULONG capacity = (ULONG)(socket->options.receive_size > 0 ? socket->options.receive_size : 1);
        socket->datagrams.capacity = capacity;
        if (socket->connection != NULL) {
            connection_inbound(socket)->capacity = capacity;
            connection_pump(socket->connection);
        }
    }
    return code;
}

static int set_linger(struct socket *socket, const struct option *row, const void *value) {
    (void)row;
    memcpy(&socket->options.linger, value, sizeof socket->options.linger);
    FAULT_AT(fault_when_linger_is_set(socket));
    return 0;
}

/* SO_DONTLINGER is the other side of SO_LINGER; the time survives (SOCKOPT-26). */
static int get_dont_linger(struct socket *socket, const struct option *row, void *value) {
    (void)row;
    BOOL dont = socket->options.linger.l_onoff == 0;
    memcpy(value, &dont, sizeof dont);
    return 0;
}

static int set_dont_linger(struct socket *socket, const struct option *row, const void *value) {
    (void)row;
    BOOL dont;
    memcpy(&dont, value, sizeof dont);
    socket->options.linger.l_onoff = dont == 0;
    return 0;
}

static int get_accept_conn(struct socket *socket, const struct option *row, void *value) {
    (void)row;
    BOOL listening = socket->state == STATE_LISTENING ||
                     (FAULT(socket, BOUND_SOCKET_CLAIMS_TO_LISTEN) && socket->state == STATE_IDLE && socket->bound) ||
                     (FAULT(socket, ACCEPTED_SOCKET_CLAIMS_TO_LISTEN) && socket->connection != NULL);
    FAULT_AT(listening = listening || fault_listened_in_vain(socket));
    memcpy(value, &listening, sizeof listening);
    return 0;
}

/* Reading clears (SOCKOPT-18). */
static int get_error(struct socket *socket, const struct option *row, void *value) {
    (void)row;
    memcpy(value, &socket->error, sizeof socket->error);
    if (!FAULT(socket, READING_THE_ERROR_KEEPS_IT)) {
        socket->error = 0;
    }
    return 0;
}

static int get_type(struct socket *socket, const struct option *row, void *value) {
    (void)row;
    int wrong = SOCK_RDM;
    bool lies = FAULT(socket, ACCEPTED_SOCKET_HAS_ANOTHER_TYPE) && socket->connection != NULL;
    memcpy(value, lies ? &wrong : &socket->personality->type, sizeof socket->personality->type);
    return 0;
}

static int get_protocol_info(struct socket *socket, const struct option *row, void *value) {
    (void)row;
    memcpy(value, &socket->info, sizeof socket->info);
    if (FAULT(socket, PROTOCOL_INFO_OF_ACCEPTED_IS_EMPTY) && socket->connection != NULL) {
        memset(value, 0, sizeof socket->info);
    }
    return 0;
}

static int get_message_size(struct socket *socket, const struct option *row, void *value) {
    (void)row;
    memcpy(value, &socket->personality->message_size, sizeof socket->personality->message_size);
    return 0;
}

static int get_group_id(struct socket *socket, const struct option *row, void *value) {
    (void)row;
    memcpy(value, &socket->group, sizeof socket->group);
    return 0;
}

static int get_group_priority(struct socket *socket, const struct option *row, void *value) {
    (void)socket;
    memset(value, 0, row->size);
    return 0;
}

static int set_group_priority(struct socket *socket, const struct option *row, const void *value) {
    (void)socket, (void)row;
    int priority;
    memcpy(&priority, value, sizeof priority);
    return priority == 0 ? 0 : WSAENOPROTOOPT;
}

static int get_connect_time(struct socket *socket, const struct option *row, void *value) {
    DWORD seconds = NOT_CONNECTED;
    if (socket->connection != NULL) {
        seconds = (DWORD)((GetTickCount64() - socket->connection->since) / MILLISECONDS);
    } else if (socket->personality->connect_time_fails_early) {
        return WSAENOTCONN;
    }
    memcpy(value, &seconds, row->size);
    return 0;
}

/* Frozen by WSPListen (SOCKOPT-05). */
static int set_conditional_accept(struct socket *socket, const struct option *row, const void *value) {
    return socket->state == STATE_LISTENING ? WSAEINVAL : set_flag(socket, row, value);
}

static bool message_oriented(const struct socket *socket) {
    return personality_is_message_oriented(socket->personality);
}
static bool connection_oriented(const struct socket *socket) { return !socket_is_connectionless(socket); }
static bool connect_time(const struct socket *socket) {
    return connection_oriented(socket) && !socket->personality->no_connect_time;
}
static bool conditional_accept(const struct socket *socket) { return socket->personality->conditional_accept; }
static bool pause_accept(const struct socket *socket) { return socket->personality->pause_accept; }
static bool group_id(const struct socket *socket) { return socket->personality->groups != GROUPS_UNSUPPORTED; }

#define MEMBER(field) sizeof(((struct options *)NULL)->field), get_member
#define AT(field) offsetof(struct options, field)

static const struct option rows[] = {
    {SO_ACCEPTCONN, sizeof(BOOL), get_accept_conn, NULL, 0, NULL},
    {SO_BROADCAST, MEMBER(broadcast), set_flag, AT(broadcast), NULL},
    {SO_DEBUG, MEMBER(debug), set_flag, AT(debug), NULL},
    {SO_DONTROUTE, MEMBER(dont_route), set_flag, AT(dont_route), NULL},
    {SO_KEEPALIVE, MEMBER(keep_alive), set_flag, AT(keep_alive), connection_oriented},
    {SO_OOBINLINE, MEMBER(oob_inline), set_flag, AT(oob_inline), NULL},
    {SO_REUSEADDR, MEMBER(reuse_address), set_flag, AT(reuse_address), NULL},
    {SO_LINGER, MEMBER(linger), set_linger, AT(linger), NULL},
    {SO_DONTLINGER, sizeof(BOOL), get_dont_linger, set_dont_linger, 0, NULL},
    {SO_RCVBUF, MEMBER(receive_size), set_receive_size, AT(receive_size), NULL},
    {SO_SNDBUF, MEMBER(send_size), set_number, AT(send_size), NULL},
    {SO_RCVTIMEO, MEMBER(receive_timeout), set_number, AT(receive_timeout), NULL},
    {SO_SNDTIMEO, MEMBER(send_timeout), set_number, AT(send_timeout), NULL},
    {SO_ERROR, sizeof(int), get_error, NULL, 0, NULL},
    {SO_TYPE, sizeof(int), get_type, NULL, 0, NULL},
    {SO_GROUP_ID, sizeof(GROUP), get_group_id, NULL, 0, group_id},
    {SO_GROUP_PRIORITY, sizeof(int), get_group_priority, set_group_priority, 0, group_id},
    {SO_MAX_MSG_SIZE, sizeof(unsigned), get_message_size, NULL, 0, message_oriented},
    {SO_PROTOCOL_INFOW, sizeof(WSAPROTOCOL_INFOW), get_protocol_info, NULL, 0, NULL},
    {SO_CONNECT_TIME, sizeof(DWORD), get_connect_time, NULL, 0, connect_time},
    {SO_CONDITIONAL_ACCEPT, MEMBER(conditional_accept), set_conditional_accept, AT(conditional_accept),
     conditional_accept},
    {SO_PAUSE_ACCEPT, MEMBER(pause_accept), set_flag, AT(pause_accept), pause_accept},
};

static const struct option *find_row(const struct socket *socket, int name) {
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].name == name && (rows[i].offered == NULL || rows[i].offered(socket))) {
            return &rows[i];
        }
    }
    return NULL;
}

/* The level of the entry's own protocol is known, and has no options. */
static int unknown_code(const struct socket *socket, int level) {
    return level == SOL_SOCKET || level == socket->info.iProtocol ? WSAENOPROTOOPT : WSAEINVAL;
}

static bool is_connect_data(const struct socket *socket, int level, int name) {
    return level == SOL_SOCKET && (name == SO_CONNDATA || name == SO_CONNDATALEN) &&
           socket->personality->connect_data_option;
}

/* SO_CONNDATA reads what came back with the connection; its length option is write-only (SOCKOPT-09, -10). */
static int get_connect_data(const struct socket *socket, int name, char *value, LPINT length) {
    const struct bytes *reply = &socket->reply_data;
    if (name == SO_CONNDATALEN) {
        return WSAENOPROTOOPT;
    }
    if (!memory_writable(length, sizeof *length) || *length < (int)reply->length ||
        !memory_writable(value, reply->length)) {
        return WSAEFAULT;
    }
    if (reply->length != 0) {
        memcpy(value, reply->data, reply->length);
    }
    *length = (int)reply->length;
    return 0;
}

static int set_connect_data_length(struct socket *socket, const char *value, int length) {
    int wanted;
    if (length < (int)sizeof wanted || !memory_readable(value, sizeof wanted)) {
        return WSAEFAULT;
    }
    memcpy(&wanted, value, sizeof wanted);
    if (wanted < 0 || (ULONG)wanted > socket->option_data.length) {
        return WSAEINVAL;
    }
    socket->option_data.length = (ULONG)wanted;
    return 0;
}

static int set_connect_data(struct socket *socket, int name, const char *value, int length) {
    if (name == SO_CONNDATALEN) {
        return set_connect_data_length(socket, value, length);
    }
    bool fits = length >= 0 && (ULONG)length <= socket->personality->connect_data;
    if (!fits || !memory_readable(value, (size_t)length)) {
        return WSAEFAULT;
    }
    return bytes_assign(&socket->option_data, value, (ULONG)length) ? 0 : WSAENOBUFS;
}

static int get_option(struct socket *socket, int level, int name, char *value, LPINT length) {
    if (is_connect_data(socket, level, name)) {
        return get_connect_data(socket, name, value, length);
    }
    const struct option *row = level == SOL_SOCKET ? find_row(socket, name) : NULL;
    if (row == NULL) {
        return unknown_code(socket, level);
    }
    char copy[LARGEST_VALUE];
    if (!memory_writable(length, sizeof *length) || *length < (int)row->size || !memory_writable(value, row->size)) {
        return WSAEFAULT;
    }
    int code = row->get(socket, row, copy);
    if (code == 0) {
        memcpy(value, copy, row->size);
        *length = (int)row->size;
    }
    return code;
}

static int read_only_code(const struct socket *socket) {
    return socket->personality->read_only_is_invalid ? WSAEINVAL : WSAENOPROTOOPT;
}

static int set_option(struct socket *socket, int level, int name, const char *value, int length) {
    if (is_connect_data(socket, level, name)) {
        return set_connect_data(socket, name, value, length);
    }
    const struct option *row = level == SOL_SOCKET ? find_row(socket, name) : NULL;
    if (row == NULL) {
        return unknown_code(socket, level);
    }
    if (row->set == NULL) {
        return read_only_code(socket);
    }
    if (length < (int)row->size || !memory_readable(value, row->size)) {
        return WSAEFAULT;
    }
    return row->set(socket, row, value);
}

int WSPAPI spi_get_sock_opt(SOCKET s, int level, int option, char *value, LPINT length, LPINT error) {
    int code;
    struct socket *socket = socket_enter(s, &code);
    if (socket != NULL) {
        code = get_option(socket, level, option, value, length);
        socket_leave(socket);
    }
    return procedure_result(code, error);
}

int WSPAPI spi_set_sock_opt(SOCKET s, int level, int option, const char *value, int length, LPINT error) {
    int code;
    struct socket *socket = socket_enter(s, &code);
    if (socket != NULL) {
        code = set_option(socket, level, option, value, length);
        socket_leave(socket);
    }
    return procedure_result(code, error);
}
