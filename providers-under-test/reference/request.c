/* A request's life, from the caller's wish to the outcome. */
#include <stdlib.h>

#include "reference.h"

struct request *request_new(struct socket *caller, const struct name *to) {
    struct request *request = calloc(1, sizeof *request);
    if (request != NULL) {
        request->references = 1;
        request->personality = caller->personality;
        request->caller = caller;
        request->from = caller->local;
        request->to = *to;
    }
    return request;
}

void request_reference(struct request *request) { request->references++; }

void request_release(struct request *request) {
    if (--request->references != 0) {
        return;
    }
    if (request->connection != NULL) {
        request->connection->request = NULL;
        connection_release(request->connection);
    }
    bytes_free(&request->user_data);
    bytes_free(&request->reply);
    flow_free(&request->flow);
    free(request);
}

void request_submit(struct request *request) {
    if (request->personality->own_thread) {
        errand_send(ERRAND_ARRIVE, request);
    } else {
        request_arrive(request);
    }
}

void request_settle(struct request *request, int outcome) {
    if (request->connects_first) {
        if (outcome != 0) {
            connection_close(request->connection, 1, true);
        }
        return;
    }
    request->outcome = outcome;
    if (request->personality->own_thread) {
        errand_send(ERRAND_COMPLETE, request);
    } else {
        request_complete(request);
    }
}

static void caller_fails(struct socket *caller, int code) {
    bool dead = FAULT(caller, FAILED_SOCKET_CANNOT_TRY_AGAIN) ||
                (FAULT(caller, BLOCKING_CALLER_CANNOT_TRY_AGAIN) && caller->attempt_blocks) ||
                (FAULT(caller, FAILED_NON_BLOCKING_SOCKET_CANNOT_TRY_AGAIN) && !caller->attempt_blocks);
    bool stays =
        FAULT(caller, UNTOLD_REFUSAL_LEAVES_AN_ATTEMPT) && caller->registration.mask == 0 && !caller->attempt_blocks;
    caller->state = dead ? STATE_DEAD : stays ? STATE_CONNECTING : STATE_IDLE;
    caller->connect_failed = true;
    if (!caller->attempt_blocks) {
        caller->error = code;
    }
    if (caller->personality->failure_frees_name && caller->implicitly_bound) {
        caller->bound = false;
        caller->owns_name = false;
        caller->implicitly_bound = false;
    }
}

static void caller_succeeds(struct socket *caller, struct request *request) {
    connection_attach(request->connection, caller, 0);
    caller->peer = request->to;
    if (caller->local.host == HOST_ANY && !caller->personality->wildcard_is_kept) {
        caller->local.host = HOST_HERE;
    }
}

void request_complete(struct request *request) {
    struct socket *caller = request->caller;
    if (caller == NULL || caller->attempt != request) {
        return;
    }
    int code = request->outcome;
    if (code == 0) {
        code = connectdata_deliver(caller, &request->reply);
        if (code == 0) {
            caller_succeeds(caller, request);
        } else {
            connection_close(request->connection, 0, true);
        }
    } else {
        FAULT_AT(fault_before_failure(caller));
        connectdata_fail(caller, &request->reply);
    }
    if (code != 0) {
        caller_fails(caller, code);
    }
    FAULT_AT(fault_when_completed(caller, request));
    caller->attempt = NULL;
    caller->attempt_outcome = code;
    bool untold = FAULT(caller, IMMEDIATE_SUCCESS_IS_NOT_INDICATED) && request->queued && code == 0;
    caller->outcome_due = !caller->attempt_blocks && !untold;
    request->caller = NULL;
    socket_changed(caller);
    request_release(request);
}

void request_abandon(struct socket *caller) {
    struct request *request = caller->attempt;
    caller->attempt = NULL;
    caller->reply = NULL;
    request->caller = NULL;
    request->withdrawn = true;
    if (request->connection != NULL) {
        connection_close(request->connection, 0, true);
    } else if (request->queued) {
        queue_withdraw(request);
    }
    request_release(request);
}
