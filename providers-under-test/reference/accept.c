/* WSPAccept: the head of the queue, the decision, and the socket that comes of it. */
#include "condition.h"
#include "memory_check.h"
#include "procedures.h"
#include "reference.h"

/* One WSPAccept. */
struct accepting {
    struct socket *listener; /* referenced by the call */
    struct sockaddr *address;
    LPINT length;
    LPCONDITIONPROC condition;
    DWORD_PTR callback_data;
    struct request *request; /* the one decided on, referenced */
    struct presentation presentation;
    struct socket *accepted; /* with a handle, referenced; NULL until there is one */
};

static int not_listening_code(const struct socket *socket) {
    if (FAULT(socket, ACCEPT_ON_ACCEPTED_GIVES_WSAEOPNOTSUPP) && socket->state == STATE_CONNECTED) {
        return WSAEOPNOTSUPP;
    }
    return FAULT(socket, ACCEPT_BEFORE_LISTEN_GIVES_WSAENOTCONN) ? WSAENOTCONN : WSAEINVAL;
}

static int check_listener(const struct socket *listener) {
    if (socket_is_connectionless(listener)) {
        return FAULT(listener, ACCEPT_ON_DATAGRAM_GIVES_WSAEINVAL) ? WSAEINVAL : WSAEOPNOTSUPP;
    }
    return listener->state == STATE_LISTENING ? 0 : not_listening_code(listener);
}

static int check_pointers(const struct accepting *accepting) {
    bool wanted = accepting->address != NULL && accepting->length != NULL;
    if (FAULT(accepting->listener, NULL_ADDR_IS_REFUSED) && accepting->address == NULL) {
        return WSAEFAULT;
    }
    if (FAULT(accepting->listener, SHORT_ADDRLEN_IS_REFUSED_WITHOUT_ADDR) && accepting->length != NULL &&
        *accepting->length < personality_name_size(accepting->listener->personality)) {
        return WSAEFAULT;
    }
    if (wanted && !memory_writable(accepting->length, sizeof *accepting->length)) {
        return WSAEFAULT;
    }
    if (accepting->condition != NULL && !memory_executable((const void *)(ULONG_PTR)accepting->condition)) {
        return WSAEFAULT;
    }
    return 0;
}

static bool has_request(void *context) {
    const struct socket *listener = context;
    const struct request *head = queue_head(listener);
    if (FAULT(listener, DEFERRED_HEAD_IS_WAITED_FOR) && head != NULL && head->deferred) {
        return false;
    }
    return listener->state != STATE_LISTENING || head != NULL;
}

/* On a non-blocking listener. */
static int look_for_request(const struct socket *listener) {
    const struct request *head = queue_head(listener);
    if (FAULT(listener, DEFERRED_HEAD_WOULD_BLOCK) && head != NULL && head->deferred) {
        return WSAEWOULDBLOCK;
    }
    if (head == NULL) {
        return FAULT(listener, EMPTY_QUEUE_GIVES_A_WIN32_CODE) ? ERROR_NO_MORE_ITEMS : WSAEWOULDBLOCK;
    }
    return 0;
}

static int await_request(struct socket *listener, LPCONDITIONPROC condition) {
    struct waiting waiting = {.socket = listener,
                              .variable = &listener->changed,
                              .ready = has_request,
                              .context = listener,
                              .milliseconds = INFINITE};
    bool at_once = listener->non_blocking || (FAULT(listener, BLOCKING_ACCEPT_DOES_NOT_WAIT) && condition != NULL) ||
                   (FAULT(listener, NULL_CONDITION_DOES_NOT_WAIT) && condition == NULL);
    FAULT_AT(fault_before_wait(listener, &at_once));
    FAULT_AT(at_once = at_once || fault_cancellation_sticks(listener));
    return at_once ? look_for_request(listener) : blocking_wait(&waiting);
}

static bool has_room_for_address(const struct accepting *accepting) {
    int size = personality_name_size(accepting->listener->personality);
    if (FAULT(accepting->listener, SHORT_ROOM_IS_IGNORED) ||
        (FAULT(accepting->listener, CONDITION_IGNORES_SHORT_ROOM) && accepting->condition != NULL)) {
        return true;
    }
    if (FAULT(accepting->listener, NEGATIVE_ADDRLEN_IS_ROOM_ENOUGH) && accepting->length != NULL &&
        *accepting->length < 0) {
        return true;
    }
    return accepting->address == NULL || accepting->length == NULL ||
           (*accepting->length >= size && memory_writable(accepting->address, (size_t)size));
}

static bool address_is_wanted(const struct accepting *accepting) {
    const struct request *request = accepting->request;
    int decision = accepting->presentation.decision;
    if ((FAULT(request, REJECTED_REQUEST_STORES_NO_ADDRESS) && decision == CF_REJECT) ||
        (FAULT(request, DEFERRED_REQUEST_STORES_NO_ADDRESS) && decision == CF_DEFER) ||
        (FAULT(request, NULL_CONDITION_STORES_NO_ADDRESS) && accepting->condition == NULL) ||
        (FAULT(request, ACCEPTED_AFTER_DEFERRAL_STORES_NO_ADDRESS) && request->deferred && decision == CF_ACCEPT)) {
        return false;
    }
    return accepting->address != NULL && accepting->length != NULL;
}

/* addr is filled whatever the decision is (ACCEPT-15 to -17). */
static void store_address(const struct accepting *accepting) {
    const struct request *request = accepting->request;
    const struct name *name = FAULT(request, ADDR_IS_THE_CALLEE) ? &request->to : &request->from;
    bool length_kept = FAULT(request, REJECTION_LEAVES_ADDRLEN) && accepting->presentation.decision == CF_REJECT;
    if (address_is_wanted(accepting)) {
        INT room = *accepting->length;
        name_store(request->personality, name, accepting->address, length_kept ? &room : accepting->length);
    } else if (accepting->address == NULL && request->personality->length_without_address &&
               memory_writable(accepting->length, sizeof *accepting->length)) {
        *accepting->length = personality_name_size(request->personality);
    }
    FAULT_AT(fault_after_address(request, accepting->condition, accepting->address, accepting->length));
}

static int withdrawn_code(const struct socket *listener) {
    if (FAULT(listener, WITHDRAWAL_GIVES_WSAECONNABORTED)) {
        return WSAECONNABORTED;
    }
    return listener->personality->withdrawn == WITHDRAWN_DENIED ? WSAEACCES : WSAECONNRESET;
}

/* Takes a request out of the queue for good and lets the caller know. */
static void refuse(struct request *request, int outcome) {
    queue_remove(request);
    request_settle(request, outcome);
}

static void drop_unused_handle(struct accepting *accepting) {
    struct socket *accepted = accepting->accepted;
    if (accepted == NULL) {
        return;
    }
    accepting->accepted = NULL;
    model_leave();
    socket_drop_handle(accepted);
    model_lock();
    socket_release(accepted);
}

/* Releases the lock. The upcall's code is of no interest to WSPAccept, which has its own (ACCEPT-24). */
static int make_accepted(struct accepting *accepting) {
    struct socket *listener = accepting->listener;
    if (accepting->accepted != NULL) {
        return 0;
    }
    struct socket *accepted = socket_new(listener->personality, &listener->info);
    if (accepted == NULL) {
        return WSAENOBUFS;
    }
    model_leave();
    int code = socket_make_handle(accepted);
    model_lock();
    if (code != 0) {
        socket_release(accepted);
        return FAULT(listener, NO_DESCRIPTOR_GIVES_A_WIN32_CODE) ? ERROR_TOO_MANY_OPEN_FILES
                                                                 : listener->personality->exhausted_code;
    }
    accepting->accepted = accepted;
    return 0;
}

static bool make_connection(struct request *request) {
    if (request->connection == NULL) {
        request->connection = connection_new(&request->caller->options, &request->listener->options,
                                             personality_is_message_oriented(request->personality));
    }
    return request->connection != NULL && flow_copy(&request->connection->flow, &request->flow);
}

/* An accepted socket starts out with the listener's properties (INHERIT-01). */
static bool inherit(struct socket *accepted, const struct socket *listener, const struct request *request) {
    const struct options *options =
        listener->personality->options_taken_at_arrival ? &request->options : &listener->options;
    if (!FAULT(listener, OPTIONS_ARE_NOT_INHERITED)) {
        accepted->options = *options;
    }
    accepted->options.conditional_accept = FALSE;
    accepted->options.pause_accept = FALSE;
    accepted->non_blocking = listener->non_blocking && !FAULT(listener, NON_BLOCKING_IS_NOT_INHERITED);
    accepted->overlapped = listener->overlapped;
    return notify_inherit(accepted, listener);
}

static int establish(struct accepting *accepting) {
    struct request *request = accepting->request;
    struct socket *accepted = accepting->accepted;
    if (accepting->condition != NULL && !presentation_take_answer(&accepting->presentation, request)) {
        return WSAENOBUFS;
    }
    if (!make_connection(request) || !inherit(accepted, accepting->listener, request)) {
        return WSAENOBUFS;
    }
    if (FAULT(request, BOTH_ENDS_KEEP_THE_WILDCARD)) {
        request->to = accepting->listener->local;
    }
    bool misnamed = FAULT(accepted, ACCEPTED_NAME_IS_THE_LISTENERS) ||
                    (FAULT(accepted, NULL_CONDITION_NAMES_THE_WILDCARD) && accepting->condition == NULL);
    accepted->local = misnamed ? accepting->listener->local : request->to;
    accepted->bound = !FAULT(accepted, ACCEPTED_SOCKET_HAS_NO_NAME);
    accepted->peer = FAULT(accepted, PEER_OF_ACCEPTED_IS_ITSELF) ? request->to : request->from;
    connection_attach(request->connection, accepted, 1);
    FAULT_AT(fault_when_accepted(accepting->listener, accepted, request));
    FAULT_AT(fault_when_inherited(accepting->listener, accepted, accepting->condition));
    FAULT_AT(fault_when_data_is_accepted(accepted, request, accepting->condition));
    if (!FAULT(request, REQUEST_BEING_DECIDED_IS_TAKEN_AGAIN) || request->queued) {
        queue_remove(request);
    }
    socket_make_live(accepted);
    request_settle(request, 0);
    socket_changed(accepted);
    return 0;
}

static int check_answer(const struct accepting *accepting) {
    return accepting->condition == NULL ? 0 : presentation_check_answer(&accepting->presentation);
}

static int join_group(const struct accepting *accepting) {
    if (FAULT(accepting->listener, ACCEPTED_SOCKET_IS_GROUPED)) {
        accepting->accepted->group = SG_CONSTRAINED_GROUP;
    }
    return accepting->condition == NULL ? 0 : socket_join_group(accepting->accepted, accepting->presentation.group);
}

/* What may have happened while the handle was made, without the lock. */
static int check_meanwhile(const struct accepting *accepting) {
    if (accepting->listener->closed) {
        return accepting->listener->personality->ended_call_code;
    }
    return accepting->request->withdrawn ? withdrawn_code(accepting->listener) : 0;
}

/* After an accepting decision. An answer that is unfit, other than a mere lack of means, decides the request's fate. */
static int accept_request(struct accepting *accepting, bool *unfit) {
    int code = check_answer(accepting);
    *unfit = code != 0;
    if (code == 0) {
        code = make_accepted(accepting);
    }
    if (code == 0) {
        code = check_meanwhile(accepting);
    }
    if (code == 0) {
        code = join_group(accepting);
        *unfit = code != 0;
    }
    return code != 0 ? code : establish(accepting);
}

static void reject_request(struct accepting *accepting) {
    struct request *request = accepting->request;
    if (accepting->listener->personality->rejection_carries_reply) {
        presentation_take_answer(&accepting->presentation, request);
    }
    FAULT_AT(fault_before_rejection(accepting->listener, request));
    if (FAULT(request, REJECTION_LEAVES_THE_REQUEST) ||
        (FAULT(request, REJECTING_A_DEFERRED_LEAVES_IT) && request->deferred) ||
        (FAULT(request, REJECTED_REQUEST_COMES_BACK_LAST) && accepting->listener->first_request != request)) {
        return;
    }
    if (FAULT(request, REJECTION_HITS_THE_LAST)) {
        request = accepting->listener->last_request;
    }
    refuse(request, FAULT(request, REJECTED_CALLER_SEES_WSAETIMEDOUT) ? WSAETIMEDOUT : WSAECONNREFUSED);
    FAULT_AT(fault_after_rejection(accepting->listener));
}

/* A request that was withdrawn while it was being deferred is gone where withdrawals are not reported. */
static void defer_request(struct accepting *accepting) {
    struct request *request = accepting->request;
    request->deferred = true;
    request->deciding = false;
    FAULT_AT(fault_when_deferred(accepting->listener, request));
    if (FAULT(request, DEFERRED_REPLY_IS_SENT) || FAULT(request, DEFERRED_REPLY_IS_SENT_WITHOUT_CONDITION)) {
        presentation_take_answer(&accepting->presentation, request);
    }
    if (request->withdrawn && request->queued) {
        queue_withdraw(request);
    }
}

static bool is_dropped(const struct accepting *accepting, bool unfit) {
    const struct request *request = accepting->request;
    bool lost = FAULT(request, EXHAUSTION_DROPS_THE_REQUEST) && !unfit;
    return request->queued && (lost || request->withdrawn || (unfit && request->personality->unfit_decision_drops));
}

static int decision_of(const struct accepting *accepting) {
    const struct request *request = accepting->request;
    if (accepting->condition == NULL) {
        return FAULT(request, NULL_CONDITION_REFUSES_DATA) && request->user_data.length != 0 ? CF_REJECT : CF_ACCEPT;
    }
    if (FAULT(request, ACCEPTING_DECISION_REJECTS) && accepting->presentation.decision == CF_ACCEPT) {
        return CF_REJECT;
    }
    if (FAULT(request, SECOND_DEFERRAL_REJECTS) && request->deferred && accepting->presentation.decision == CF_DEFER) {
        return CF_REJECT;
    }
    return accepting->presentation.decision;
}

static int rejection_code(const struct accepting *accepting) {
    return FAULT(accepting->listener, REJECTION_GIVES_WSAECONNABORTED) ? WSAECONNABORTED : WSAECONNREFUSED;
}

static int deferral_code(const struct accepting *accepting) {
    return FAULT(accepting->listener, DEFERRAL_GIVES_WSAEWOULDBLOCK) ? WSAEWOULDBLOCK : WSATRY_AGAIN;
}

static int decide(struct accepting *accepting) {
    bool unfit = true;
    int code;
    switch (decision_of(accepting)) {
    case CF_ACCEPT:
        code = accept_request(accepting, &unfit);
        break;
    case CF_REJECT:
        reject_request(accepting);
        return rejection_code(accepting);
    case CF_DEFER:
        defer_request(accepting);
        return deferral_code(accepting);
    default:
        code = FAULT(accepting->listener, INVALID_DECISION_GIVES_WSAENOTSOCK) ? WSAENOTSOCK : WSAEINVAL;
        FAULT_AT(fault_when_undecided(accepting->listener, accepting->request));
    }
    if (code != 0 && is_dropped(accepting, unfit)) {
        refuse(accepting->request, WSAECONNREFUSED);
    }
    return code;
}

/* Releases the lock while the condition function runs. */
static int ask_condition(struct accepting *accepting) {
    bool locked = FAULT(accepting->listener, LOCK_IS_HELD_IN_CONDITION);
    if (accepting->condition == NULL) {
        return 0;
    }
    if (!presentation_make(&accepting->presentation, accepting->request)) {
        return WSAENOBUFS;
    }
    FAULT_AT(fault_before_asking(accepting->request, accepting->condition, &accepting->callback_data));
    if (!locked) {
        model_leave();
    }
    presentation_ask(&accepting->presentation, accepting->condition, accepting->callback_data);
    if (!locked) {
        model_lock();
    }
    FAULT_AT(fault_after_asking(accepting->listener, &accepting->request));
    return 0;
}

/* With the request marked as being decided on, so that nobody else takes it. */
static int process_request(struct accepting *accepting) {
    const struct personality *personality = accepting->listener->personality;
    int code = personality->early_handle ? make_accepted(accepting) : 0;
    if (code == 0) {
        code = ask_condition(accepting);
    }
    if (code == 0 && accepting->listener->closed) {
        code = personality->ended_call_code;
    }
    if (code == 0 && !has_room_for_address(accepting)) {
        code = WSAEFAULT;
    }
    if (code == 0) {
        store_address(accepting);
        code = decide(accepting);
    }
    presentation_free(&accepting->presentation);
    FAULT_AT(fault_before_undoing(accepting->listener, accepting->accepted, code));
    if (code != 0 && !(FAULT(accepting->listener, DEFERRAL_LEAKS_A_DESCRIPTOR) && code == WSATRY_AGAIN)) {
        drop_unused_handle(accepting);
    }
    return code;
}

/* The caller of the request has gone. */
static int report_withdrawal(struct socket *listener, struct request *request) {
    FAULT_AT(fault_when_withdrawal_is_reported(listener, request));
    bool refused = FAULT(listener, WITHDRAWN_DEFERRED_GIVES_WSAECONNREFUSED) && request->deferred;
    queue_remove(request);
    return refused ? WSAECONNREFUSED : withdrawn_code(listener);
}

/* The request to be decided on. */
static struct request *choose_request(const struct accepting *accepting) {
    struct request *head = queue_head(accepting->listener);
    if (FAULT(accepting->listener, NULL_CONDITION_TAKES_THE_NEWEST) && accepting->condition == NULL) {
        return accepting->listener->last_request;
    }
    if (FAULT(accepting->listener, NULL_CONDITION_PASSES_OVER_THE_DEFERRED) && accepting->condition == NULL &&
        head->deferred) {
        return accepting->listener->last_request;
    }
    return head;
}

static int take_head(struct accepting *accepting) {
    struct request *request = choose_request(accepting);
    if (request->withdrawn) {
        return report_withdrawal(accepting->listener, request);
    }
    if (!accepting->listener->personality->room_is_looked_at_last && !has_room_for_address(accepting)) {
        if (accepting->listener->personality->short_address_consumes) {
            refuse(request, WSAECONNREFUSED);
        }
        return WSAEFAULT;
    }
    request_reference(request);
    request->deciding = true;
    request->announced = true;
    accepting->request = request;
    int code = process_request(accepting);
    request->deciding = false;
    request_release(request);
    return code;
}

/* Every WSPAccept re-enables FD_ACCEPT, even a failing one, a deferral excepted (NOTIFY-06, DEFER-05). */
static bool reenables(const struct socket *listener, int code) {
    if ((FAULT(listener, REJECTION_DOES_NOT_REENABLE) && code == WSAECONNREFUSED) ||
        (FAULT(listener, FAILING_ACCEPT_DOES_NOT_REENABLE) && code != 0) ||
        (FAULT(listener, EMPTY_QUEUE_DISABLES) && code == WSAEWOULDBLOCK) ||
        (FAULT(listener, REPORTED_WITHDRAWAL_DOES_NOT_REENABLE) && code == WSAECONNRESET) ||
        (FAULT(listener, EXHAUSTION_DOES_NOT_REENABLE) && code == WSAEMFILE) ||
        (FAULT(listener, REMAINING_REQUESTS_ARE_NOT_INDICATED) && code == 0 && listener->first_request != NULL)) {
        return false;
    }
    FAULT_AT(code = fault_code_for_reenabling(listener, code));
    return code != WSATRY_AGAIN;
}

static void finish(struct socket *listener, int code) {
    if (listener->closed) {
        return;
    }
    FAULT_AT(fault_before_enabling(listener, code));
    if (reenables(listener, code)) {
        notify_arm(listener, FD_ACCEPT);
    }
    if (!FAULT(listener, DEFERRAL_WAKES_NOBODY) || code != WSATRY_AGAIN) {
        socket_changed(listener);
    }
}

static int accept_one(struct accepting *accepting) {
    FAULT_AT(fault_when_state_is_checked(accepting->listener));
    int code = check_listener(accepting->listener);
    if (code == 0) {
        code = check_pointers(accepting);
    }
    if (code == 0) {
        code = await_request(accepting->listener, accepting->condition);
    }
    FAULT_AT(fault_after_wait(accepting->listener, &code, accepting->condition, accepting->callback_data));
    return code != 0 ? code : take_head(accepting);
}

SOCKET WSPAPI spi_accept(SOCKET s, struct sockaddr *address, LPINT length, LPCONDITIONPROC condition,
                         DWORD_PTR callback_data, LPINT error) {
    int code;
    SOCKET handle = INVALID_SOCKET;
    struct accepting accepting = {
        .address = address, .length = length, .condition = condition, .callback_data = callback_data};
    accepting.listener = socket_enter(s, &code);
    if (accepting.listener == NULL) {
        bool raw = FAULT_IN(started_personality(), ACCEPT_ON_NO_SOCKET_GIVES_AN_NTSTATUS);
        FAULT_AT(fault_when_not_a_socket(s, &code));
        procedure_result(raw ? (int)STATUS_INVALID_HANDLE : code, error);
        return INVALID_SOCKET;
    }
    FAULT_AT(fault_when_accept_begins(accepting.listener, &accepting.condition, callback_data));
    code = accept_one(&accepting);
    FAULT_AT(fault_before_accept_ends(accepting.listener, condition, code));
    if (accepting.listener->state == STATE_LISTENING) {
        finish(accepting.listener, code);
    }
    if (code == 0) {
        bool wrong = FAULT(accepting.listener, ACCEPT_GIVES_THE_LISTENER) && condition != NULL;
        FAULT_AT(fault_when_handed_out(accepting.accepted, address));
        handle = wrong ? s : accepting.accepted->handle;
        socket_release(accepting.accepted);
    } else if (FAULT(accepting.listener, FAILED_ACCEPT_RETURNS_ZERO) ||
               (FAULT(accepting.listener, EXHAUSTION_RETURNS_ZERO) && code == WSAEMFILE)) {
        handle = 0;
    }
    FAULT_AT(fault_code_of_accept(accepting.listener, &code));
    bool untold = FAULT(accepting.listener, FAILED_ACCEPT_LEAVES_ERRNO);
    socket_leave(accepting.listener);
    procedure_result(code, untold ? NULL : error);
    return handle;
}
