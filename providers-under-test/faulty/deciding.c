#include "memory_check.h"
#include "reference.h"

#include <string.h>

static void crash(void) {
    volatile int *nowhere = NULL;
    *nowhere = 0;
}

void fault_after_address(const struct request *request, LPCONDITIONPROC condition, struct sockaddr *address,
                         LPINT length) {
    struct wire_name wire;
    name_format(request->personality, &request->from, &wire);
    if (FAULT(request, ADDR_IS_STORED_WITHOUT_ADDRLEN) && length == NULL && address != NULL) {
        memcpy(address, &wire.storage, (size_t)wire.length);
    }
    if (FAULT(request, ADDRLEN_IS_THE_LARGEST_STORAGE) && length != NULL) {
        *length = (INT)sizeof wire.storage;
    }
    if (FAULT(request, ADDR_IS_WRITTEN_BEYOND_ITS_ROOM) && condition != NULL) {
        memset((char *)address + *length, 0, 1);
    }
    if (FAULT(request, NULL_ADDR_WITH_A_CONDITION_CRASHES) && condition != NULL && address == NULL) {
        crash();
    }
    if (FAULT(request, NULL_ADDRLEN_CRASHES) && address != NULL && *length < wire.length) {
        *length = wire.length;
    }
}

/* What the next request inherits of a deferral that is over. */
static void pass_on_silence(struct request *request) {
    if (request->deferred && request->next != NULL) {
        request->next->deferred = true;
    }
}

/* Bytes that no one has sent. */
static void put(struct pipe *pipe, const struct bytes *bytes) {
    WSABUF buffer = {.len = bytes->length, .buf = (char *)bytes->data};
    struct vector vector = {.buffers = &buffer, .count = 1, .length = bytes->length};
    pipe_write(pipe, &vector, 0, bytes->length, NULL);
}

static void swap_two_chunks(struct pipe *pipe) {
    struct chunk *first = pipe->first;
    if (first != NULL && first->next == pipe->last && first != pipe->last) {
        pipe->first = pipe->last;
        pipe->last = first;
        pipe->first->next = first;
        first->next = NULL;
    }
}

/* The peer of the socket that was accepted before, where both come from one listener that is not notified. */
static void name_the_previous_peer(const struct socket *listener, struct socket *accepted) {
    static const struct socket *former_listener;
    static struct name former_peer;
    struct name peer = accepted->peer;
    if (listener->registration.mask != 0) {
        return;
    }
    if (FAULT(accepted, PEER_NAME_IS_THE_PREVIOUS_CALLERS) && former_listener == listener) {
        accepted->peer = former_peer;
    }
    former_listener = listener;
    former_peer = peer;
}

/* Of the latest acceptance. */
static bool accepted_a_deferred;

void fault_when_accepted(struct socket *listener, struct socket *accepted, struct request *request) {
    if (FAULT(accepted, ACCEPTANCE_KEEPS_THE_SILENCE)) {
        pass_on_silence(request);
    }
    if (FAULT(accepted, ACCEPTING_FREES_NO_PLACE)) {
        listener->backlog--;
    }
    if (FAULT(accepted, ACCEPTED_SOCKET_IS_NON_BLOCKING)) {
        accepted->non_blocking = true;
    }
    if (FAULT(accepted, LINGER_IS_NOT_INHERITED)) {
        accepted->options.linger = (LINGER){0};
    }
    if (FAULT(accepted, INHERITED_WRITE_IS_NOT_INDICATED)) {
        accepted->armed &= ~FD_WRITE;
    }
    if (FAULT(accepted, INHERITED_CLOSE_IS_NOT_INDICATED)) {
        accepted->armed &= ~FD_CLOSE;
    }
    if (FAULT(accepted, EVENT_RECORD_IS_INHERITED)) {
        accepted->recorded = listener->recorded | FD_ACCEPT;
    }
    if (FAULT(accepted, ACCEPTED_SOCKET_HAS_AN_ERROR)) {
        accepted->error = WSAECONNABORTED;
    }
    if (FAULT(accepted, EARLY_DATA_IS_LOST)) {
        pipe_clear(connection_inbound(accepted));
    }
    if (FAULT(accepted, EARLY_DATA_IS_OUT_OF_ORDER)) {
        swap_two_chunks(connection_inbound(accepted));
    }
    if (FAULT(accepted, SOCKET_OF_A_DEFERRED_HAS_AN_ERROR) && request->deferred) {
        accepted->error = WSATRY_AGAIN;
    }
    if (FAULT(accepted, ACCEPTANCE_MAKES_THE_LISTENER_BLOCK)) {
        listener->non_blocking = false;
    }
    if (FAULT(accepted, ACCEPTING_A_DEFERRED_FREES_NO_PLACE) && request->deferred) {
        listener->backlog--;
    }
    name_the_previous_peer(listener, accepted);
    accepted_a_deferred = request->deferred;
    if (FAULT(accepted, CALLER_DATA_APPEARS_IN_THE_STREAM)) {
        put(connection_inbound(accepted), &request->user_data);
    }
}

/* FD_ACCEPT, as if the request were new. */
static void indicate_again(struct socket *listener, struct request *request) {
    bool deciding = request->deciding;
    request->deciding = false;
    request->deferred = false;
    notify_arm(listener, FD_ACCEPT);
    notify_evaluate(listener);
    request->deciding = deciding;
}

/* Takes the head of the queue to its end. */
static void rotate(struct socket *listener) {
    struct request *head = listener->first_request;
    if (head == NULL || head->next == NULL) {
        return;
    }
    listener->first_request = head->next;
    listener->last_request->next = head;
    listener->last_request = head;
    head->next = NULL;
}

/* Whose only request was rejected after a deferral: the next one to come is taken for a deferred one. */
static const struct socket *silenced;
/* The latest rejection. */
static bool rejected_a_deferred;

void fault_before_rejection(struct socket *listener, struct request *request) {
    bool posts = listener->registration.window != NULL;
    rejected_a_deferred = request->deferred;
    if (FAULT(request, REJECTION_OF_THE_LAST_KEEPS_THE_SILENCE) && request->deferred && request->next == NULL) {
        silenced = listener;
    }
    if (FAULT(request, REJECTING_A_DEFERRED_FREES_NO_PLACE) && request->deferred) {
        listener->backlog--;
    }
    if (FAULT(request, REJECTION_KEEPS_THE_SILENCE)) {
        pass_on_silence(request);
    }
    if (FAULT(request, REJECTION_INDICATES_NOTHING) || (FAULT(request, REJECTION_POSTS_NOTHING) && posts)) {
        indicate_again(listener, request);
    }
    if (FAULT(request, REJECTED_CALLER_IS_NEVER_TOLD)) {
        request->caller = NULL;
    }
    if (FAULT(request, REJECTED_CALLER_STAYS_CONNECTED)) {
        request->connects_first = false;
    }
    if (FAULT(request, REJECTED_REQUEST_COMES_BACK_LAST)) {
        rotate(listener);
    }
}

static void dismiss(struct request *request, int outcome) {
    request_reference(request);
    queue_remove(request);
    request_settle(request, outcome);
    request_release(request);
}

static void reset_a_neighbour(const struct socket *listener) {
    for (struct socket *socket = socket_first_live(); socket != NULL; socket = socket->next) {
        if (socket->personality == listener->personality && socket->connection != NULL && socket->side == 1 &&
            name_equal(&socket->local, &listener->local)) {
            connection_break(socket->connection, 1);
            return;
        }
    }
}

/* A descriptor that nobody will close. */
static void leak_a_descriptor(const struct socket *listener) {
    int error;
    DWORD catalog_id = listener->info.dwCatalogEntryId;
    model_unlock();
    upcall_create_handle(catalog_id, 0, &error);
    model_lock();
}

void fault_after_rejection(struct socket *listener) {
    if (FAULT(listener, REJECTION_STOPS_LISTENING)) {
        listener->state = STATE_IDLE;
    }
    if (FAULT(listener, REJECTION_TAKES_TWO) && listener->first_request != NULL) {
        dismiss(listener->first_request, WSAECONNREFUSED);
    }
    if (FAULT(listener, REJECTIONS_ROTATE_THE_QUEUE)) {
        rotate(listener);
    }
    if (FAULT(listener, REJECTION_RESETS_A_NEIGHBOUR)) {
        reset_a_neighbour(listener);
    }
    if (FAULT(listener, REJECTING_FREES_NO_PLACE)) {
        listener->backlog--;
    }
    if (FAULT(listener, REJECTION_LEAKS_A_DESCRIPTOR) ||
        (FAULT(listener, REJECTING_A_DEFERRED_LEAKS_A_DESCRIPTOR) && rejected_a_deferred) ||
        (FAULT(listener, REJECTION_AFTER_A_WAIT_LEAKS_A_DESCRIPTOR) && fault_has_waited())) {
        leak_a_descriptor(listener);
    }
}

/* The caller learns of an outcome that nobody has decided on, and what is left of its request counts as withdrawn. */
static void refuse_early(struct request *request) {
    request_settle(request, WSAECONNREFUSED);
    request->withdrawn = true;
}

static void connect_early(const struct socket *listener, struct request *request) {
    request->connection = connection_new(&request->caller->options, &listener->options, true);
    request->outcome = 0;
    request_complete(request);
    request->connects_first = true;
}

/* The thread that deferred last. */
static DWORD deferring_thread;

static void count_deferral(void) {
    static int deferrals;
    if (++deferrals == 10) {
        crash();
    }
}

static bool another_is_decided_on(const struct socket *listener) {
    for (const struct request *request = listener->first_request; request != NULL; request = request->next) {
        if (request->deciding) {
            return true;
        }
    }
    return false;
}

static void change_what_is_shown(struct request *request) {
    if (FAULT(request, DEFERRED_LOSES_ITS_CALLER_DATA)) {
        bytes_free(&request->user_data);
    }
    if (FAULT(request, DEFERRED_LOSES_ITS_FLOW)) {
        request->flow.given = false;
    }
    if (FAULT(request, DEFERRED_CALLER_CHANGES_ITS_NAME)) {
        request->from.endpoint ^= 1;
    }
}

static void change_the_queue(struct socket *listener, struct request *request) {
    bool lost = FAULT(listener, TWO_DEFERRALS_LOSE_A_REQUEST) && another_is_decided_on(listener);
    if (FAULT(listener, DEFER_GOES_TO_THE_TAIL)) {
        rotate(listener);
    }
    if (FAULT(listener, DEFERRAL_REMOVES_THE_REQUEST) || lost) {
        queue_remove(request);
    }
}

/* That was deferred, too. */
static void lose_another_listeners(const struct socket *listener) {
    for (struct socket *socket = socket_first_live(); socket != NULL; socket = socket->next) {
        struct request *head = socket->first_request;
        if (socket != listener && socket->personality == listener->personality && head != NULL && head->deferred) {
            queue_remove(head);
        }
    }
}

void fault_when_deferred(struct socket *listener, struct request *request) {
    if (FAULT(request, DEFERRAL_LOSES_ANOTHER_LISTENERS)) {
        lose_another_listeners(listener);
    }
    if (FAULT(request, DEFERRAL_REFUSES_THE_CALLER)) {
        refuse_early(request);
    }
    if (FAULT(request, DEFERRAL_CONNECTS_THE_CALLER) && request->connection == NULL) {
        connect_early(listener, request);
    }
    if (FAULT(request, DEFERRAL_REENABLES)) {
        indicate_again(listener, request);
    }
    if (FAULT(request, DEFERRAL_DISCARDS_EARLY_DATA)) {
        pipe_clear(&request->connection->pipes[1]);
    }
    if (FAULT(request, TENTH_DEFERRAL_CRASHES)) {
        count_deferral();
    }
    deferring_thread = GetCurrentThreadId();
    change_what_is_shown(request);
    change_the_queue(listener, request);
}

bool fault_is_of_another_thread(const struct request *request) {
    return request->deferred && deferring_thread != GetCurrentThreadId();
}

void fault_when_undecided(const struct socket *listener, struct request *request) {
    if (FAULT(listener, INVALID_DECISION_CONNECTS_THE_CALLER)) {
        connect_early(listener, request);
    }
    if (FAULT(listener, INVALID_DECISION_LEAKS_A_DESCRIPTOR)) {
        leak_a_descriptor(listener);
    }
    if (FAULT(listener, INVALID_DECISION_CRASHES)) {
        crash();
    }
}

void fault_before_undoing(const struct socket *listener, const struct socket *accepted, int code) {
    bool twice = (FAULT(listener, DEFERRAL_CLOSES_A_DESCRIPTOR_TWICE) && code == WSATRY_AGAIN) ||
                 (FAULT(listener, REJECTION_CLOSES_A_DESCRIPTOR_TWICE) && code == WSAECONNREFUSED);
    if (twice && accepted != NULL) {
        SOCKET handle = accepted->handle;
        model_unlock();
        upcall_close_handle(handle);
        model_lock();
    }
}

void fault_when_withdrawal_is_reported(struct socket *listener, const struct request *request) {
    if (FAULT(listener, WITHDRAWAL_KEEPS_THE_SILENCE) && request->deferred && request->next != NULL) {
        request->next->deferred = true;
    }
    if (FAULT(listener, WITHDRAWAL_TAKES_THE_NEXT_ALONG) && request->next != NULL) {
        dismiss(request->next, WSAECONNREFUSED);
    }
}

/* Where the head is deferred, the listener should be silent. */
static void break_the_silence(struct socket *listener) {
    struct request *head = listener->first_request;
    if (head->deferred) {
        indicate_again(listener, head);
        head->deferred = true;
    }
}

void fault_when_queued(struct socket *listener, struct request *request) {
    if (FAULT(request, ARRIVALS_BREAK_THE_SILENCE)) {
        break_the_silence(listener);
    }
    if (FAULT(request, DEFERRED_ARRIVALS_ARE_RECORDED) && listener->first_request->deferred) {
        listener->recorded |= FD_ACCEPT;
        listener->recorded_error[FD_ACCEPT_BIT] = 0;
    }
    if (silenced == listener) {
        request->deferred = true;
        silenced = NULL;
    }
    if (FAULT(request, EVERY_ARRIVAL_IS_INDICATED)) {
        notify_arm(listener, FD_ACCEPT);
    }
    if (FAULT(request, THIRD_REQUEST_PUSHES_OUT_THE_FIRST) && listener->first_request->next != NULL &&
        listener->first_request->next->next == request) {
        dismiss(listener->first_request, WSAECONNREFUSED);
    }
    fault_share_name(request);
    fault_order_queue(listener, request);
    fault_ask_at_arrival(request);
}

/* The caller is refused all the same. */
void fault_when_refused(struct socket *listener, struct request *request) {
    fault_silence_closed_name(request);
    if (FAULT(request, OVERFLOW_IS_INDICATED) && listener != NULL) {
        notify_arm(listener, FD_ACCEPT);
        notify_evaluate(listener);
    }
    if (!FAULT(request, OVERFLOWED_REQUEST_IS_REPORTED) || listener == NULL || listener->last_request == NULL) {
        return;
    }
    request_reference(request);
    request->queued = true;
    request->withdrawn = true;
    request->announced = true;
    request->listener = listener;
    listener->last_request->next = request;
    listener->last_request = request;
}

void fault_before_dismissal(const struct socket *listener) {
    const struct request *head = listener->first_request;
    fault_when_a_listener_closes(listener);
    if (FAULT(listener, CLOSING_A_DEFERRED_CRASHES) && head != NULL && head->deferred) {
        crash();
    }
}

void fault_before_accept_ends(const struct socket *listener, LPCONDITIONPROC condition, int code) {
    if (FAULT(listener, NULL_CONDITION_KEEPS_THE_SILENCE) && condition == NULL && code == 0 && accepted_a_deferred &&
        listener->first_request != NULL) {
        listener->first_request->deferred = true;
    }
}
