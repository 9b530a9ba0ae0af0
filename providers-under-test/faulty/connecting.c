/* WSPConnect once more: what depends on the second call, on the mode, or on what else the provider remembers. */
#include "memory_check.h"
#include "reference.h"

#include <string.h>

static bool is_listened_to(const struct socket *caller, const struct name *to) {
    for (const struct socket *socket = socket_first_live(); socket != NULL; socket = socket->next) {
        if (socket->personality == caller->personality && socket->state == STATE_LISTENING &&
            socket->local.endpoint == to->endpoint) {
            return true;
        }
    }
    return false;
}

/* A request that is not the caller's attempt: nobody will learn of its outcome. */
static void request_besides(struct socket *caller, const struct name *to) {
    struct request *request = request_new(caller, to);
    if (request != NULL) {
        socket_reference(caller);
        request_submit(request);
    }
}

void fault_before_cancellation(struct socket *caller) {
    if (FAULT(caller, CANCELLED_ATTEMPT_STAYS_QUEUED)) {
        request_besides(caller, &caller->peer);
    }
}

static void disturb_attempt(struct socket *caller, const struct name *to, WSABUF *callee_data) {
    if (FAULT(caller, SECOND_ATTEMPT_QUEUES_ANOTHER)) {
        request_besides(caller, &caller->peer);
    }
    if (FAULT(caller, SECOND_ATTEMPT_CHANGES_THE_PEER)) {
        caller->attempt->to = *to;
    }
    if (FAULT(caller, SECOND_ATTEMPT_REPLACES_THE_REPLY_BUFFER)) {
        caller->reply = callee_data;
        caller->reply_room = callee_data == NULL ? 0 : callee_data->len;
    }
}

static void disturb_connection(struct socket *caller, const struct name *to) {
    if (FAULT(caller, CONNECT_AGAIN_CHANGES_THE_PEER)) {
        caller->peer = *to;
    }
    if (FAULT(caller, CONNECT_AGAIN_DISCARDS_WHAT_WAITS)) {
        pipe_clear(connection_inbound(caller));
    }
    if (FAULT(caller, CONNECT_AGAIN_IS_INDICATED)) {
        caller->attempt_outcome = WSAEISCONN;
        caller->outcome_due = true;
        notify_arm(caller, FD_CONNECT);
        notify_evaluate(caller);
    }
}

void fault_when_destination_is_dialled(struct socket *caller, const struct name *to, WSABUF *callee_data) {
    if (caller->state == STATE_CONNECTING) {
        fault_when_attempt_is_repeated(caller);
        disturb_attempt(caller, to, callee_data);
    } else if (caller->state == STATE_CONNECTED) {
        disturb_connection(caller, to);
    } else if (caller->state == STATE_LISTENING && FAULT(caller, CONNECT_ON_LISTENER_EMPTIES_ITS_QUEUE)) {
        queue_dismiss(caller);
    }
}

static void change_code_of_state(const struct socket *caller, const struct name *to, int *code) {
    if (FAULT(caller, SECOND_ATTEMPT_ELSEWHERE_GIVES_WSAEINVAL) && *code == WSAEALREADY &&
        !name_equal(&caller->peer, to)) {
        *code = WSAEINVAL;
    }
    if (FAULT(caller, ALL_ZERO_ADDRESS_OF_NOBODY_IS_REFUSED) && *code == WSAEADDRNOTAVAIL && to->host == HOST_ANY &&
        !is_listened_to(caller, to)) {
        *code = WSAECONNREFUSED;
    }
}

void fault_when_checked(struct socket *caller, const struct name *to, const WSABUF *caller_data, int *code) {
    change_code_of_state(caller, to, code);
    if (*code == WSAEFAULT && caller_data != NULL && caller->state == STATE_IDLE) {
        if (FAULT(caller, REFUSED_DATA_LEAVES_AN_ATTEMPT)) {
            caller->state = STATE_CONNECTING;
        }
        if (FAULT(caller, TOO_MUCH_DATA_MAKES_A_REQUEST)) {
            request_besides(caller, to);
        }
    }
}

/* The name that a caller passed, for PEER_NAME_IS_READ_LATE. */
static const struct sockaddr *name_of_latest;

/* Takes a name for what it would be with the right family, or with the right length. */
static void take_name_for(const struct socket *caller, const struct sockaddr *address, struct name *to, int *code) {
    struct sockaddr_storage copy = {0};
    int size = personality_name_size(caller->personality);
    if (memory_readable(address, (size_t)size)) {
        memcpy(&copy, address, (size_t)size);
        copy.ss_family = (short)caller->personality->family;
        *code = name_parse(caller->personality, (const struct sockaddr *)&copy, size, to);
    }
}

void fault_when_name_is_parsed(const struct socket *caller, const struct sockaddr *address, int length, struct name *to,
                               int *code) {
    name_of_latest = address;
    fault_look_at_name(caller, address, length);
    if (FAULT(caller, FAMILY_IS_COMPARED_BY_ITS_LOW_BYTE) && *code == WSAEAFNOSUPPORT &&
        LOBYTE(address->sa_family) == caller->personality->family) {
        take_name_for(caller, address, to, code);
    }
    if (FAULT(caller, NEGATIVE_LENGTH_IS_TAKEN) && *code == WSAEFAULT && length < 0) {
        take_name_for(caller, address, to, code);
    }
    if (FAULT(caller, DATAGRAM_SHORT_NAME_GIVES_WSAEADDRNOTAVAIL) && *code == WSAEFAULT && address != NULL) {
        *code = WSAEADDRNOTAVAIL;
    }
    if (FAULT(caller, BLOCKING_ALL_ZERO_ADDRESS_IS_THIS_HOST) && *code == 0 && to->host == HOST_ANY &&
        !caller->non_blocking) {
        to->host = HOST_HERE;
    }
}

void fault_after_request(const struct socket *caller) {
    if (FAULT(caller, NON_BLOCKING_CONNECT_ASKS_FOR_THE_HOOK) && !caller->attempt_blocks) {
        DWORD_PTR context;
        DWORD catalog_id = caller->info.dwCatalogEntryId;
        model_unlock();
        upcall_query_blocking(catalog_id, &context);
        model_lock();
    }
}

void fault_when_outcome_is_known(struct socket *caller) {
    if (FAULT(caller, NON_BLOCKING_CONNECT_LEAVES_THE_SOCKET_UNBOUND) && caller->implicitly_bound &&
        !caller->attempt_blocks) {
        caller->bound = false;
    }
    if (FAULT(caller, PEER_NAME_IS_READ_LATE) && caller->connection != NULL &&
        memory_readable(name_of_latest, (size_t)personality_name_size(caller->personality))) {
        int code;
        take_name_for(caller, name_of_latest, &caller->peer, &code);
    }
}

/* A message for FD_CONNECT besides the one that is due. */
static void post_outcome(struct socket *socket, int code) {
    struct outgoing message = {.socket = socket,
                               .window = socket->registration.window,
                               .message = socket->registration.message,
                               .wparam = (WPARAM)socket->handle,
                               .lparam = WSAMAKESELECTREPLY(FD_CONNECT, code)};
    outgoing_add(&message);
}

void fault_before_event(struct socket *socket, long event, int *error) {
    bool posts = socket->registration.window != NULL;
    if (FAULT(socket, FAILURE_IS_POSTED_AS_SUCCESS) && event == FD_CONNECT && posts) {
        *error = 0;
    }
    for (int i = 0; event == FD_CONNECT && posts && i < fault_outcomes_besides(socket); i++) {
        post_outcome(socket, *error);
    }
    if (FAULT(socket, END_REPEATS_THE_OUTCOME) && event == FD_CLOSE && posts && socket->side == 0) {
        post_outcome(socket, *error);
    }
}

void fault_before_silence(const struct socket *socket) {
    if (FAULT(socket, CLOSED_ATTEMPT_SIGNALS_THE_EVENT) && socket->attempt != NULL &&
        socket->registration.event != NULL) {
        SetEvent(socket->registration.event);
    }
}

/* Who the default peer was before, and at first: of the latest socket that was connected twice. */
static const struct socket *reconnected;
static struct name former_peer;

void fault_before_association(const struct socket *socket) {
    if (socket->has_peer) {
        reconnected = socket;
        former_peer = socket->peer;
    }
}

bool fault_is_former_peer(const struct socket *socket, const struct name *from) {
    return FAULT(socket, FORMER_PEER_IS_STILL_HEARD) && socket == reconnected && name_equal(&former_peer, from);
}

void fault_when_default_peer_is_used(const struct socket *socket, struct name *name) {
    if (FAULT(socket, DATAGRAMS_GO_TO_THE_FORMER_PEER) && socket == reconnected) {
        *name = former_peer;
    }
}
