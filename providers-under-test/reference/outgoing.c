#include <stdlib.h>

#include "completion.h"

static struct outgoing *first_call;
static struct outgoing *last_call;
static bool delivering;
static DWORD delivering_thread;
static const struct socket *delivering_for;
static CONDITION_VARIABLE delivered = CONDITION_VARIABLE_INIT;

void outgoing_add(const struct outgoing *call) {
    struct outgoing *copy = malloc(sizeof *copy);
    if (copy == NULL) {
        free(call->completion);
        return;
    }
    *copy = *call;
    copy->next = NULL;
    if (last_call == NULL) {
        first_call = copy;
    } else {
        last_call->next = copy;
    }
    last_call = copy;
}

static struct outgoing *take_first(void) {
    struct outgoing *call = first_call;
    if (call != NULL) {
        first_call = call->next;
        if (first_call == NULL) {
            last_call = NULL;
        }
    }
    return call;
}

static void wait_for_delivery(const struct socket *socket) {
    while (delivering && delivering_thread != GetCurrentThreadId() && (socket == NULL || delivering_for == socket)) {
        model_wait(&delivered, INFINITE);
    }
}

void outgoing_cancel_messages(const struct socket *socket) {
    struct outgoing **place = &first_call;
    last_call = NULL;
    while (*place != NULL) {
        struct outgoing *call = *place;
        if (call->socket == socket && call->completion == NULL) {
            *place = call->next;
            free(call);
        } else {
            last_call = call;
            place = &call->next;
        }
    }
    wait_for_delivery(socket);
}

void outgoing_discard(void) {
    for (struct outgoing *call = take_first(); call != NULL; call = take_first()) {
        free(call->completion);
        free(call);
    }
    wait_for_delivery(NULL);
}

static void deliver(const struct outgoing *call) {
    if (call->completion != NULL) {
        completion_queue(call->completion);
        return;
    }
    LPWPUPOSTMESSAGE post = upcall_table()->lpWPUPostMessage;
    FAULT_AT(fault_before_posting(&post));
    model_unlock();
    post(call->window, call->message, call->wparam, call->lparam);
    model_lock();
}

void outgoing_deliver(void) {
    if (delivering) {
        return;
    }
    delivering = true;
    delivering_thread = GetCurrentThreadId();
    for (struct outgoing *call = take_first(); call != NULL; call = take_first()) {
        delivering_for = call->socket;
        deliver(call);
        free(call);
        delivering_for = NULL;
        WakeAllConditionVariable(&delivered);
    }
    delivering = false;
    WakeAllConditionVariable(&delivered);
}
