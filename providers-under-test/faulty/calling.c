#include "memory_check.h"
#include "reference.h"

#include <string.h>

static void change_code(const struct socket *caller, const struct sockaddr *address, int *code) {
    bool readable = memory_readable(address, 1);
    if (FAULT(caller, FOREIGN_FAMILY_GIVES_WSAEADDRNOTAVAIL) && *code == WSAEAFNOSUPPORT) {
        *code = WSAEADDRNOTAVAIL;
    }
    if (FAULT(caller, SHORT_NAME_GIVES_WSAEADDRNOTAVAIL) && *code == WSAEFAULT && address != NULL) {
        *code = WSAEADDRNOTAVAIL;
    }
    if (FAULT(caller, BAD_NAME_POINTER_GIVES_WSAEINVAL) && *code == WSAEFAULT && address == NULL) {
        *code = WSAEINVAL;
    }
    if (FAULT(caller, BAD_NAME_POINTER_CRASHES) && !readable) {
        *code = *(const volatile ADDRESS_FAMILY *)address;
    }
}

void fault_when_destination_is_known(const struct socket *caller, const struct sockaddr *address, struct name *to,
                                     int *code) {
    change_code(caller, address, code);
    if (*code == 0 && FAULT(caller, ALL_ZERO_ADDRESS_IS_THIS_HOST) && to->host == HOST_ANY) {
        to->host = HOST_HERE;
    }
    if (*code == 0 && FAULT(caller, ZERO_PORT_GIVES_WSAEINVAL) && to->endpoint == 0) {
        *code = WSAEINVAL;
    }
}

void fault_before_connect(struct socket *caller) {
    if (FAULT(caller, CONNECT_EMPTIES_THE_QUEUE) && caller->state == STATE_LISTENING) {
        queue_dismiss(caller);
    }
    if (FAULT(caller, CONNECT_ENDS_LISTENING) && caller->state == STATE_LISTENING) {
        queue_dismiss(caller);
        caller->state = STATE_DEAD;
    }
    if (FAULT(caller, SECOND_ATTEMPT_ENDS_THE_FIRST) && caller->attempt != NULL) {
        request_abandon(caller);
    }
}

/* The reply buffer of an attempt that is over. */
static WSABUF *former_reply;

static void write_again(WSABUF *reply) {
    if (former_reply != NULL && memory_writable(former_reply, sizeof *former_reply) &&
        memory_writable(former_reply->buf, former_reply->len)) {
        memset(former_reply->buf, 0, former_reply->len);
    }
    former_reply = reply;
}

void fault_when_reply_buffer_is_given(const struct socket *caller, const WSABUF *buffer) {
    fault_when_blocking_reply_buffer_is_given(caller, buffer);
    if (FAULT(caller, UNUSABLE_REPLY_BUFFER_CRASHES) && buffer->len != 0) {
        memset(buffer->buf, 0, 1);
    }
}

void fault_before_reply(const struct socket *caller, const struct bytes *reply) {
    char *buffer = caller->reply->buf;
    ULONG room = caller->reply_room;
    if (FAULT(caller, REPLY_BUFFER_IS_WRITTEN_AGAIN)) {
        write_again(caller->reply);
    }
    if (FAULT(caller, LONG_REPLY_IS_CUT) && reply->length > room) {
        memcpy(buffer, reply->data, room);
    }
    if (FAULT(caller, REPLY_OVERRUNS_THE_BUFFER) && reply->length > room) {
        memcpy(buffer, reply->data, reply->length);
    }
}

void fault_before_failure(const struct socket *caller) {
    if (FAULT(caller, FAILURE_WRITES_A_REPLY) && caller->reply != NULL) {
        memset(caller->reply->buf, 0, caller->reply_room);
    }
}

void fault_when_completed(struct socket *caller, const struct request *request) {
    fault_when_outcome_is_known(caller);
    if (FAULT(caller, REPLY_APPEARS_IN_THE_STREAM) && caller->connection != NULL) {
        WSABUF buffer = {.len = request->reply.length, .buf = (char *)request->reply.data};
        struct vector vector = {.buffers = &buffer, .count = 1, .length = buffer.len};
        pipe_write(connection_inbound(caller), &vector, 0, buffer.len, NULL);
    }
    if (FAULT(caller, REPLY_BUFFER_IS_WRITTEN_AGAIN) && caller->reply == NULL) {
        write_again(NULL);
    }
}

static void change_outcome(const struct socket *socket, int *error) {
    if (FAULT(socket, SUCCESS_IS_INDICATED_WITH_AN_ERROR) && *error == 0 && socket->registration.window != NULL) {
        *error = WSAEISCONN;
    }
    if (FAULT(socket, FAILURE_IS_INDICATED_AS_SUCCESS)) {
        *error = 0;
    }
    if (FAULT(socket, REJECTION_IS_INDICATED_WITH_WSAECONNABORTED) && *error == WSAECONNREFUSED) {
        *error = WSAECONNABORTED;
    }
}

void fault_before_indication(struct socket *socket, long event, int *error) {
    fault_before_event(socket, event, error);
    if (FAULT(socket, ACCEPT_EVENT_CARRIES_AN_ERROR) && event == FD_ACCEPT) {
        *error = WSAECONNRESET;
    }
    if (event == FD_CONNECT) {
        change_outcome(socket, error);
    }
}

void fault_before_outcome(struct socket *socket) {
    struct outgoing message = {.socket = socket,
                               .window = socket->registration.window,
                               .message = socket->registration.message,
                               .wparam = (WPARAM)socket->handle,
                               .lparam = WSAMAKESELECTREPLY(FD_CONNECT, socket->attempt_outcome)};
    if (FAULT(socket, OUTCOME_IS_INDICATED_TWICE) && message.window != NULL) {
        outgoing_add(&message);
    }
}

bool fault_somebody_defers(const struct socket *listener) {
    for (const struct socket *socket = socket_first_live(); socket != NULL; socket = socket->next) {
        if (socket->personality == listener->personality && socket->first_request != NULL &&
            socket->first_request->deferred) {
            return true;
        }
    }
    return false;
}

/* A socket's own name is also its listener's, but for a wildcard. */
static struct socket *next_of_one_name(const struct socket *socket, struct socket *from) {
    while (from != NULL && (from == socket || from->personality != socket->personality ||
                            from->local.endpoint != socket->local.endpoint)) {
        from = from->next;
    }
    return from;
}

void fault_when_registered(const struct socket *socket) {
    fault_when_listener_is_registered(socket);
    if (FAULT(socket, ENDING_A_REGISTRATION_ENDS_THE_LISTENERS) && socket->connection != NULL) {
        struct socket *listener = next_of_one_name(socket, socket_first_live());
        if (listener != NULL) {
            notify_forget(listener);
        }
    }
}

void fault_before_close(struct socket *socket) {
    fault_before_silence(socket);
    fault_remember_closed_listener(socket);
    fault_remember_closed_name(socket);
    fault_when_a_rejected_caller_closes(socket);
    if (FAULT(socket, CLOSED_ATTEMPT_IS_INDICATED) && socket->attempt != NULL) {
        socket->outcome_due = true;
        socket->attempt_outcome = WSAECONNABORTED;
        notify_evaluate(socket);
        outgoing_deliver();
    }
}

void fault_when_option_is_set(const struct socket *socket) {
    if (!FAULT(socket, ACCEPTED_OPTIONS_FOLLOW_THE_LISTENER)) {
        return;
    }
    struct socket *other = next_of_one_name(socket, socket_first_live());
    for (; other != NULL; other = next_of_one_name(socket, other->next)) {
        other->options = socket->options;
    }
}
