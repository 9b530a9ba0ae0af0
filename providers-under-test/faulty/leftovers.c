/* What is left of a call, a caller or a listener that is over. */
#include "condition.h"
#include "reference.h"

#include <string.h>

/* The thread whose blocking call was cancelled last. */
static DWORD cancelled_thread;

bool fault_cancellation_sticks(const struct socket *listener) {
    return FAULT(listener, CANCELLATION_STICKS) && cancelled_thread == GetCurrentThreadId();
}

void fault_when_cancelled(const struct socket *listener, int *code) {
    bool sticks = !listener->non_blocking && *code == WSAEWOULDBLOCK && fault_cancellation_sticks(listener);
    if (sticks) {
        *code = WSAEINTR;
    }
    if (*code == WSAEINTR) {
        cancelled_thread = sticks ? 0 : GetCurrentThreadId();
    }
}

/* The thread that waits for a request, or did. */
static DWORD waiting_thread;

void fault_when_waiting_begins(const struct socket *listener) {
    if (!listener->non_blocking && queue_head(listener) == NULL) {
        waiting_thread = GetCurrentThreadId();
    } else if (waiting_thread == GetCurrentThreadId()) {
        waiting_thread = 0;
    }
}

bool fault_has_waited(void) { return waiting_thread == GetCurrentThreadId(); }

/* What the latest condition function was shown. */
static struct presentation *latest_presentation;

void fault_remember_presentation(struct presentation *presentation) { latest_presentation = presentation; }

/* The request is freed while the condition function looks at it. */
void fault_when_the_shown_is_withdrawn(const struct request *request) {
    if (FAULT(request, WITHDRAWAL_FREES_WHAT_IS_SHOWN) && request->deciding) {
        memset(&latest_presentation->caller_name.storage, 0xDD, sizeof latest_presentation->caller_name.storage);
    }
}

/* As if the head were the request of a caller that has already been turned away. */
void fault_when_a_rejected_caller_closes(const struct socket *caller) {
    if (!FAULT(caller, REJECTED_CALLER_IS_WITHDRAWN_AGAIN) || !caller->connect_failed) {
        return;
    }
    for (struct socket *socket = socket_first_live(); socket != NULL; socket = socket->next) {
        struct request *head = socket->first_request;
        if (socket->personality == caller->personality && head != NULL) {
            request_reference(head);
            queue_remove(head);
            request_settle(head, WSAECONNREFUSED);
            request_release(head);
            return;
        }
    }
}
