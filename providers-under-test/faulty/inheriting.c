/* What an accepted socket gets from its listener, and what the two go on sharing. */
#include "reference.h"

#include <string.h>

#define DEFAULT_SIZE 65536 /* of a new socket's buffers */

/* What the faults know of listeners: whose registration came late, and who gave its registration to a socket. */
static const struct socket *registered_late;
static const struct socket *served;

/* A socket's own name is also its listener's, but for a wildcard. */
static bool belong_together(const struct socket *one, const struct socket *other) {
    return one != other && one->personality == other->personality && one->local.endpoint == other->local.endpoint;
}

/* A listener has no use of its own for reply_data: the options that it listened with are kept there. */
void fault_when_listening(struct socket *listener) {
    if (FAULT(listener, OPTIONS_ARE_TAKEN_AT_LISTENING)) {
        bytes_assign(&listener->reply_data, &listener->options, sizeof listener->options);
    }
}

void fault_when_listener_is_registered(const struct socket *listener) {
    if (listener->state != STATE_LISTENING) {
        return;
    }
    registered_late = listener;
    for (struct socket *socket = socket_first_live(); socket != NULL; socket = socket->next) {
        if (FAULT(socket, LISTENERS_REGISTRATION_ENDS_THE_ACCEPTED) && socket->connection != NULL &&
            belong_together(socket, listener)) {
            notify_forget(socket);
        }
    }
}

void fault_when_registration_is_inherited(const struct socket *socket, const struct socket *listener,
                                          struct registration *registration) {
    if ((FAULT(socket, LATE_REGISTRATION_IS_NOT_INHERITED) && registered_late == listener) ||
        (FAULT(socket, ONLY_THE_FIRST_ACCEPTED_INHERITS) && served == listener)) {
        registration->mask = 0;
    }
    if ((registration->mask & FD_READ) != 0) {
        served = listener;
    }
    if (FAULT(socket, INHERITED_EVENT_IS_ANOTHER) && registration->event != NULL) {
        CloseHandle(registration->event);
        registration->event = CreateEventW(NULL, TRUE, FALSE, NULL);
    }
    if (FAULT(socket, INHERITED_MASK_IS_EVERYTHING) && registration->window != NULL) {
        registration->mask = FD_ALL_EVENTS;
    }
}

static void change_mode(const struct socket *listener, struct socket *accepted, LPCONDITIONPROC condition) {
    if (FAULT(accepted, REGISTERED_LISTENERS_SOCKETS_BLOCK) && listener->registration.mask != 0) {
        accepted->non_blocking = false;
    }
    if (FAULT(accepted, DECIDED_SOCKET_IS_NON_BLOCKING) && condition != NULL) {
        accepted->non_blocking = true;
    }
}

static void change_options(const struct socket *listener, struct socket *accepted) {
    if (FAULT(accepted, TIME_LIMITS_ARE_NOT_INHERITED)) {
        accepted->options.receive_timeout = 0;
        accepted->options.send_timeout = 0;
    }
    if (FAULT(accepted, BUFFER_SIZES_ARE_NOT_INHERITED)) {
        accepted->options.receive_size = accepted->options.send_size = DEFAULT_SIZE;
    }
    if (FAULT(accepted, OPTIONS_ARE_TAKEN_AT_LISTENING)) {
        memcpy(&accepted->options, listener->reply_data.data, sizeof accepted->options);
    }
}

/* What came while the request was queued is there, and will not be told of. */
static void forget_what_came(const struct socket *listener, struct socket *accepted) {
    const struct pipe *inbound = connection_inbound(accepted);
    bool posts = listener->registration.window != NULL;
    if (inbound->size != 0 && ((FAULT(accepted, EARLY_DATA_SETS_NO_EVENT) && !posts) ||
                               (FAULT(accepted, EARLY_DATA_POSTS_NOTHING) && posts))) {
        accepted->armed &= ~FD_READ;
    }
    if (FAULT(accepted, EARLY_END_IS_NOT_INDICATED) && inbound->ended) {
        accepted->armed &= ~FD_CLOSE;
    }
}

void fault_when_inherited(const struct socket *listener, struct socket *accepted, LPCONDITIONPROC condition) {
    bool by_event = accepted->registration.event != NULL;
    change_mode(listener, accepted, condition);
    change_options(listener, accepted);
    forget_what_came(listener, accepted);
    if (FAULT(accepted, DECIDED_SOCKET_INHERITS_NO_REGISTRATION) && condition != NULL) {
        notify_forget(accepted);
    }
    if (FAULT(accepted, INHERITED_CLOSE_SETS_NO_EVENT) && by_event) {
        accepted->armed &= ~FD_CLOSE;
    }
    if (FAULT(accepted, INHERITED_WRITE_SETS_NO_EVENT) && by_event) {
        accepted->armed &= ~FD_WRITE;
    }
}

void fault_when_record_is_taken(const struct socket *taken) {
    for (struct socket *socket = socket_first_live(); socket != NULL; socket = socket->next) {
        if (FAULT(socket, EVENT_RECORD_IS_SHARED) && taken->connection != NULL && belong_together(socket, taken)) {
            socket->recorded = 0;
        }
    }
}

void fault_when_linger_is_set(const struct socket *listener) {
    for (struct socket *socket = socket_first_live(); socket != NULL; socket = socket->next) {
        if (FAULT(socket, LINGER_FOLLOWS_THE_LISTENER) && belong_together(socket, listener)) {
            socket->options.linger = listener->options.linger;
        }
    }
}

void fault_when_mode_is_set(const struct socket *listener) {
    fault_remember_mode(listener);
    for (struct socket *socket = socket_first_live(); socket != NULL; socket = socket->next) {
        if (FAULT(socket, MODE_FOLLOWS_THE_LISTENER) && listener->state == STATE_LISTENING &&
            belong_together(socket, listener)) {
            socket->non_blocking = listener->non_blocking;
        }
    }
}

void fault_when_a_listener_closes(const struct socket *listener) {
    for (struct socket *socket = socket_first_live(); socket != NULL; socket = socket->next) {
        if (socket->connection == NULL || !belong_together(socket, listener)) {
            continue;
        }
        if (FAULT(socket, CLOSING_THE_LISTENER_ENDS_REGISTRATIONS)) {
            notify_forget(socket);
        }
        if (FAULT(socket, CLOSING_THE_LISTENER_ENDS_CONNECTIONS)) {
            connection_break(socket->connection, 1);
        }
    }
}
