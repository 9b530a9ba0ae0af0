/* WSPConnect on connection-oriented sockets. */
#include "datagram.h"
#include "memory_check.h"
#include "procedures.h"
#include "reference.h"

/* The arguments of a WSPConnect. */
struct connecting {
    struct socket *caller;
    struct name to;
    const WSABUF *caller_data;
    WSABUF *callee_data;
    const QOS *qos;
    const QOS *group_qos;
};

static int check_state(const struct socket *socket) {
    switch (socket->state) {
    case STATE_CONNECTED:
        return FAULT(socket, CONNECT_AGAIN_GIVES_WSAEINVAL) ? WSAEINVAL : WSAEISCONN;
    case STATE_CONNECTING:
        return FAULT(socket, SECOND_ATTEMPT_GIVES_WSAEINVAL) ? WSAEINVAL : WSAEALREADY;
    case STATE_LISTENING:
        return FAULT(socket, CONNECT_ON_LISTENER_GIVES_WSAEISCONN) ? WSAEISCONN : WSAEINVAL;
    case STATE_IDLE:
        return 0;
    default:
        return WSAEINVAL;
    }
}

static int check_destination(const struct name *to) {
    if (to->host == HOST_ANY || to->endpoint == 0) {
        return WSAEADDRNOTAVAIL;
    }
    return to->host == HOST_HERE ? 0 : WSAENETUNREACH;
}

/* Two connections with the same pair of names could not be told apart (CONNECT-18). */
static bool pair_is_taken(const struct socket *caller, const struct name *to) {
    for (const struct socket *other = socket_first_live(); other != NULL; other = other->next) {
        bool occupied = other->state == STATE_CONNECTED || other->state == STATE_CONNECTING;
        if (other != caller && other->personality == caller->personality && occupied &&
            name_overlaps(&other->local, &caller->local) && name_equal(&other->peer, to)) {
            return true;
        }
    }
    return false;
}

static int take_flow(const struct connecting *connecting, struct flow *flow) {
    if (connecting->group_qos != NULL && connecting->caller->personality->refuses_group_flow) {
        return WSAEINVAL;
    }
    int code = flow_take(flow, connecting->qos);
    if (code != 0) {
        return code;
    }
    return flow_admit(connecting->caller->personality, flow);
}

static int check_connect(const struct connecting *connecting, struct flow *flow) {
    int code = check_state(connecting->caller);
    if (code == 0) {
        code = check_destination(&connecting->to);
    }
    if (code == 0) {
        code = connectdata_check(connecting->caller, connecting->caller_data, connecting->callee_data);
    }
    return code != 0 ? code : take_flow(connecting, flow);
}

static bool renames_the_bound(const struct socket *caller) {
    return FAULT(caller, CONNECT_RENAMES_THE_BOUND) ||
           (FAULT(caller, NON_BLOCKING_CONNECT_RENAMES_THE_BOUND) && caller->non_blocking) ||
           (FAULT(caller, CONNECT_RENAMES_THE_WILDCARD) && caller->local.host == HOST_ANY);
}

static int bind_caller(struct socket *caller, const struct name *to) {
    if (!caller->bound || renames_the_bound(caller)) {
        caller->implicitly_bound = true;
        caller->bound = false;
        return bind_implicitly(caller);
    }
    return pair_is_taken(caller, to) ? WSAEADDRINUSE : 0;
}

/* The caller's data of this call, or what SO_CONNDATA has set. */
static bool take_user_data(const struct connecting *connecting, struct request *request) {
    const WSABUF *data = connecting->caller_data;
    if (data != NULL && data->len != 0) {
        bool cut = FAULT(request, CALLER_DATA_LOSES_ITS_LAST_BYTE) && data->len > 1;
        return bytes_assign(&request->user_data, data->buf, cut ? data->len - 1 : data->len);
    }
    const struct bytes *option = &connecting->caller->option_data;
    return bytes_assign(&request->user_data, option->data, option->length);
}

/* A specification given with the call replaces what SIO_SET_QOS has set (QOS-06). */
static bool take_request_flow(const struct connecting *connecting, struct request *request, const struct flow *flow) {
    return flow_copy(&request->flow, flow->given ? flow : &connecting->caller->flow);
}

static void begin_attempt(const struct connecting *connecting, struct request *request) {
    struct socket *caller = connecting->caller;
    caller->state = STATE_CONNECTING;
    caller->peer = connecting->to;
    caller->attempt = request;
    caller->attempt_blocks = !caller->non_blocking;
    caller->attempt_outcome = 0;
    caller->outcome_due = false;
    caller->connect_failed =
        FAULT(caller, UNTOLD_REFUSAL_STAYS_EXCEPTIONAL) && caller->connect_failed && caller->registration.mask == 0;
    caller->error = 0;
    caller->reply = connecting->callee_data;
    caller->reply_room = connecting->callee_data == NULL ? 0 : connecting->callee_data->len;
    notify_arm(caller, FD_CONNECT);
    FAULT_AT(fault_when_attempt_begins(caller));
}

static int make_request(const struct connecting *connecting, const struct flow *flow) {
    struct socket *caller = connecting->caller;
    int code = bind_caller(caller, &connecting->to);
    if (code != 0) {
        return code;
    }
    struct request *request = request_new(caller, &connecting->to);
    if (request == NULL || !take_user_data(connecting, request) || !take_request_flow(connecting, request, flow)) {
        if (request != NULL) {
            request_release(request);
        }
        return WSAENOBUFS;
    }
    if (request->from.host == HOST_ANY) {
        request->from.host = HOST_HERE;
    }
    FAULT_AT(fault_when_requested(caller, connecting->caller_data, request));
    begin_attempt(connecting, request);
    request_submit(request);
    return 0;
}

static bool attempt_is_over(void *context) {
    const struct socket *caller = context;
    return caller->attempt == NULL;
}

static int await_outcome(struct socket *caller) {
    if (FAULT(caller, BLOCKING_CONNECT_DOES_NOT_WAIT)) {
        return 0;
    }
    struct waiting waiting = {.socket = caller,
                              .variable = &caller->changed,
                              .ready = attempt_is_over,
                              .context = caller,
                              .milliseconds = INFINITE};
    int code = blocking_wait(&waiting);
    if (code == 0) {
        return caller->attempt_outcome;
    }
    if (!caller->closed) {
        FAULT_AT(fault_before_cancellation(caller));
        request_abandon(caller);
        caller->state = caller->personality->cancelled_connect_is_dead ? STATE_DEAD : STATE_IDLE;
    }
    return code;
}

/* What a non-blocking call returns once the attempt is under way. */
static int outcome_so_far(const struct socket *caller) {
    bool connected = caller->attempt == NULL && caller->attempt_outcome == 0;
    if (FAULT(caller, PENDING_CONNECT_GIVES_WSAEINPROGRESS) && caller->registration.window != NULL) {
        return WSAEINPROGRESS;
    }
    if (FAULT(caller, UNREGISTERED_CONNECT_GIVES_WSAEINPROGRESS) && caller->registration.mask == 0) {
        return WSAEINPROGRESS;
    }
    if (FAULT(caller, PENDING_CONNECT_SUCCEEDS)) {
        return 0;
    }
    return connected && caller->personality->completes_at_once ? 0 : WSAEWOULDBLOCK;
}

static int connect_stream(const struct connecting *connecting) {
    struct socket *caller = connecting->caller;
    struct flow flow = {0};
    FAULT_AT(fault_before_connect(caller));
    FAULT_AT(fault_when_destination_is_dialled(caller, &connecting->to, connecting->callee_data));
    int code = check_connect(connecting, &flow);
    FAULT_AT(fault_when_checked(caller, &connecting->to, connecting->caller_data, &code));
    if (code == 0) {
        code = make_request(connecting, &flow);
    }
    flow_free(&flow);
    if (code != 0) {
        return code;
    }
    FAULT_AT(fault_after_request(caller));
    return caller->attempt_blocks ? await_outcome(caller) : outcome_so_far(caller);
}

int WSPAPI spi_connect(SOCKET s, const struct sockaddr *address, int length, LPWSABUF caller_data, LPWSABUF callee_data,
                       LPQOS flow, LPQOS group_flow, LPINT error) {
    int code;
    struct connecting connecting = {
        .caller_data = caller_data, .callee_data = callee_data, .qos = flow, .group_qos = group_flow};
    connecting.caller = socket_enter(s, &code);
    if (connecting.caller == NULL) {
        bool wrong = FAULT_IN(started_personality(), CONNECT_ON_NO_SOCKET_GIVES_WSAEINVAL);
        return procedure_result(wrong ? WSAEINVAL : code, error);
    }
    code = name_parse(connecting.caller->personality, address, length, &connecting.to);
    FAULT_AT(fault_when_name_is_parsed(connecting.caller, address, length, &connecting.to, &code));
    FAULT_AT(fault_when_destination_is_known(connecting.caller, address, &connecting.to, &code));
    if (code == 0 && FAULT(connecting.caller, DATAGRAM_CONNECT_REFUSES_DATA) && caller_data != NULL) {
        code = WSAEPROTONOSUPPORT;
    }
    if (code == 0) {
        code = socket_is_connectionless(connecting.caller) ? datagram_connect(connecting.caller, &connecting.to)
                                                           : connect_stream(&connecting);
    }
    bool pending = code == WSAEWOULDBLOCK;
    bool bare = (FAULT(connecting.caller, FAILED_CONNECT_RETURNS_ITS_CODE) && !pending) ||
                (FAULT(connecting.caller, PENDING_CONNECT_RETURNS_ITS_CODE) && pending) ||
                (FAULT(connecting.caller, SECOND_ATTEMPT_RETURNS_ITS_CODE) && code == WSAEALREADY);
    bool untold = FAULT(connecting.caller, FAILED_CONNECT_LEAVES_ERRNO) && !pending;
    socket_leave(connecting.caller);
    int result = procedure_result(code, untold ? NULL : error);
    return bare ? code : result;
}
