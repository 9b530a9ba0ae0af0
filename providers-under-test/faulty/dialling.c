/* What is left over from an earlier attempt, name or mode, and callers' odd lengths. */
#include "memory_check.h"
#include "reference.h"

#define LARGEST_STORED_NAME ((int)sizeof(struct sockaddr_storage))

/* The latest socket that was non-blocking for a time. */
static const struct socket *once_non_blocking;

void fault_remember_mode(const struct socket *socket) {
    if (socket->non_blocking) {
        once_non_blocking = socket;
    }
}

void fault_when_attempt_begins(struct socket *caller) {
    if (FAULT(caller, ONCE_NON_BLOCKING_CONNECT_NEVER_WAITS) && caller == once_non_blocking) {
        caller->attempt_blocks = false;
    }
}

/* The name of the latest listener that was closed. */
static struct name closed_name;

void fault_remember_closed_name(const struct socket *socket) {
    if (socket->state == STATE_LISTENING) {
        closed_name = socket->local;
    }
}

/* A request that has no caller any more has nobody to be told of its outcome. */
void fault_silence_closed_name(struct request *request) {
    if (FAULT(request, NAME_OF_A_CLOSED_LISTENER_IS_SILENT) && name_equal(&closed_name, &request->to)) {
        request->caller = NULL;
    }
}

/* The room for a copy is what the length and a terminating zero take in 32 bits. */
void fault_before_caller_data_is_checked(const struct socket *socket, const WSABUF *data) {
    if (FAULT(socket, ROOM_FOR_CALLER_DATA_OVERFLOWS) && data->len + 1 == 0) {
        volatile char first = data->buf[0];
        (void)first;
    }
}

void fault_look_at_name(const struct socket *caller, const struct sockaddr *address, int length) {
    bool readable = memory_readable(address, 1);
    if (FAULT(caller, NON_BLOCKING_BAD_NAME_POINTER_CRASHES) && caller->non_blocking && !readable) {
        volatile ADDRESS_FAMILY family = address->sa_family;
        (void)family;
    }
    /* As an overrun of the place for a name would end. */
    if (FAULT(caller, LONG_NAME_OVERRUNS_ITS_COPY) && length > LARGEST_STORED_NAME) {
        RaiseException(EXCEPTION_ACCESS_VIOLATION, EXCEPTION_NONCONTINUABLE, 0, NULL);
    }
}

/* The latest socket that tried to connect while it was connecting, and how often. */
static const struct socket *impatient;
static int repetitions;

void fault_when_attempt_is_repeated(const struct socket *caller) {
    repetitions = impatient == caller ? repetitions + 1 : 1;
    impatient = caller;
}

int fault_outcomes_besides(const struct socket *socket) {
    return FAULT(socket, SECOND_ATTEMPT_IS_INDICATED_TOO) && impatient == socket ? repetitions : 0;
}

void fault_when_bound_implicitly(struct socket *socket, bool bound_before) {
    if (!bound_before && socket_is_connectionless(socket)) {
        socket->implicitly_bound = true;
    }
}

bool fault_is_deaf(const struct socket *socket) {
    return FAULT(socket, IMPLICIT_DATAGRAM_NAME_IS_DEAF) && socket->implicitly_bound;
}

void fault_before_receiving(struct socket *socket, const struct sockaddr *from) {
    if (FAULT(socket, RECEIVING_WITH_NAMES_HEARS_STRANGERS) && socket->has_peer && from == NULL) {
        pipe_keep_only(&socket->datagrams, &socket->peer);
    }
}
