#include "condition.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* The lock is released: an upcall. */
static void ask_for_hook(const struct socket *listener) {
    DWORD_PTR context;
    DWORD catalog_id = listener->info.dwCatalogEntryId;
    model_unlock();
    upcall_query_blocking(catalog_id, &context);
    model_lock();
}

/* Until the socket is closed. */
static void sleep_on(struct socket *socket) {
    while (!socket->closed) {
        model_wait(&socket->changed, INFINITE);
    }
}

void fault_when_state_is_checked(struct socket *socket) {
    if (FAULT(socket, ACCEPTED_SOCKET_WAITS_FOR_REQUESTS) && socket->state == STATE_CONNECTED &&
        !socket->non_blocking) {
        sleep_on(socket);
    }
}

static void wait_a_second_time(struct socket *listener) {
    static const struct socket *waited;
    if (queue_head(listener) == NULL && !listener->non_blocking) {
        if (waited == listener) {
            sleep_on(listener);
        }
        waited = listener;
    }
}

void fault_before_wait(struct socket *listener, bool *at_once) {
    if (FAULT(listener, WAITER_THAT_IS_TOO_LATE_WOULD_BLOCK) && !*at_once && queue_head(listener) == NULL) {
        model_wait(&listener->changed, INFINITE);
        *at_once = queue_head(listener) == NULL;
    }
    fault_when_waiting_begins(listener);
    if (FAULT(listener, SECOND_WAIT_IS_NEVER_OVER)) {
        wait_a_second_time(listener);
    }
    if (FAULT(listener, NON_BLOCKING_ACCEPT_ASKS_FOR_THE_HOOK) && listener->non_blocking) {
        ask_for_hook(listener);
    }
}

void fault_after_wait(const struct socket *listener, int *code, LPCONDITIONPROC condition, DWORD_PTR callback_data) {
    fault_when_cancelled(listener, code);
    if (FAULT(listener, RENEWED_ACCEPT_NEEDS_THE_SAME_THREAD) && *code == 0 &&
        fault_is_of_another_thread(queue_head(listener))) {
        *code = WSAEINVAL;
    }
    if (FAULT(listener, NULL_CONDITION_ON_A_DEFERRED_WOULD_BLOCK) && *code == 0 && condition == NULL &&
        listener->non_blocking && queue_head(listener)->deferred) {
        *code = WSAEWOULDBLOCK;
    }
    if (FAULT(listener, EMPTY_QUEUE_STILL_ASKS) && *code == WSAEWOULDBLOCK && condition != NULL) {
        model_unlock();
        condition(NULL, NULL, NULL, NULL, NULL, NULL, NULL, callback_data);
        model_lock();
    }
}

/* One name for all who call, with CALLER_ID_IS_SHARED. */
static struct wire_name shared_name;

void fault_share_name(const struct request *request) {
    if (FAULT(request, CALLER_ID_IS_SHARED)) {
        name_format(request->personality, &request->from, &shared_name);
    }
}

static WSABUF buffer_of(void *bytes, ULONG length) {
    WSABUF buffer = {.len = length, .buf = bytes};
    return buffer;
}

static void present_names(struct presentation *presentation, const struct request *request) {
    if (FAULT(presentation, CALLER_ID_IS_THE_LISTENER)) {
        presentation->caller_id.buf = (char *)&presentation->callee_name.storage;
    }
    if (FAULT(presentation, CALLER_ID_IS_TOO_LONG)) {
        presentation->caller_id.len = sizeof presentation->caller_name.storage;
    }
    if (FAULT(presentation, CALLER_ID_IS_SHARED)) {
        fault_share_name(request);
        presentation->caller_id.buf = (char *)&shared_name.storage;
    }
    if (FAULT(presentation, CALLEE_ID_IS_THE_CALLER)) {
        presentation->callee_id.buf = (char *)&presentation->caller_name.storage;
    }
}

/* One place for the names in all presentations, with ARGUMENTS_HAVE_ONE_PLACE. */
static void present_in_one_place(struct presentation *presentation) {
    static struct wire_name caller_name, callee_name;
    caller_name = presentation->caller_name;
    callee_name = presentation->callee_name;
    presentation->caller_id.buf = (char *)&caller_name.storage;
    presentation->callee_id.buf = (char *)&callee_name.storage;
}

static void present_the_unbound(struct presentation *presentation, const struct request *request) {
    struct name from = request->from;
    if (request->caller != NULL && request->caller->implicitly_bound) {
        from.endpoint = 0;
        name_format(request->personality, &from, &presentation->caller_name);
    }
}

static void present_flow(struct presentation *presentation, const struct request *request) {
    if (FAULT(presentation, FLOW_HAS_ONE_DIRECTION)) {
        presentation->qos.ReceivingFlowspec = presentation->qos.SendingFlowspec;
    }
    if (FAULT(presentation, FLOW_OF_THE_NEWEST)) {
        const struct flow *newest = &request->listener->last_request->flow;
        presentation->qos.SendingFlowspec = newest->qos.SendingFlowspec;
        presentation->qos.ReceivingFlowspec = newest->qos.ReceivingFlowspec;
    }
}

static void present_data(struct presentation *presentation) {
    WSABUF *data = &presentation->caller_data;
    if (FAULT(presentation, CALLER_DATA_ENDS_AT_A_ZERO_BYTE)) {
        data->len = data->len == 0 ? 0 : (ULONG)strnlen(data->buf, data->len);
    }
}

static void present_room(struct presentation *presentation) {
    if (FAULT(presentation, REPLY_ROOM_NEEDS_CALLER_DATA) && presentation->caller_data.len == 0) {
        presentation->callee_data.len = 0;
    }
    if (FAULT(presentation, REPLY_ROOM_IS_UNINITIALISED)) {
        presentation->callee_data = buffer_of((void *)(ULONG_PTR)0xBAADF00D, 0x3039);
    }
    if (FAULT(presentation, REPLY_STORAGE_IS_SHORTER_THAN_ANNOUNCED)) {
        presentation->callee_data.len = 0x10000000;
    }
    if (FAULT(presentation, NO_REPLY_ROOM_WITH_SUPPORT)) {
        presentation->callee_data.len = 0;
    }
}

/* Where g points to for a fault that goes on with what was written when the request was deferred. */
static GROUP kept_group;

static void present_group(struct presentation *presentation, const struct request *request) {
    if (FAULT(presentation, GROUP_OF_A_DEFERRAL_IS_KEPT)) {
        kept_group = request->deferred ? kept_group : 0;
        presentation->group = kept_group;
    }
}

void fault_when_presented(struct presentation *presentation, const struct request *request) {
    present_group(presentation, request);
    if (FAULT(presentation, UNBOUND_CALLER_HAS_NO_ENDPOINT)) {
        present_the_unbound(presentation, request);
    }
    if (FAULT(presentation, ARGUMENTS_HAVE_ONE_PLACE)) {
        present_in_one_place(presentation);
    }
    present_names(presentation, request);
    fault_remember_presentation(presentation);
    present_flow(presentation, request);
    present_data(presentation);
    present_room(presentation);
    fault_when_data_is_presented(presentation, request);
    if (FAULT(presentation, CALLER_DATA_OF_THE_NEWEST)) {
        const struct bytes *newest = &request->listener->last_request->user_data;
        bytes_assign(&presentation->caller_bytes, newest->data, newest->length);
        presentation->caller_data = buffer_of(presentation->caller_bytes.data, newest->length);
    }
}

/* What an earlier WSPAccept brought, for faults that do not forget it. */
static LPCONDITIONPROC first_condition;
static DWORD_PTR first_callback_data;
static DWORD_PTR latest_callback_data;

/* What an earlier WSPAccept on the same listener brought is used where this one brings nothing; of listeners that are
 * not notified. */
void fault_when_accept_begins(const struct socket *listener, LPCONDITIONPROC *condition, DWORD_PTR callback_data) {
    static const struct socket *former_listener;
    static LPCONDITIONPROC former_condition;
    latest_callback_data = callback_data;
    if (FAULT(listener, CONDITION_IS_NEVER_CALLED)) {
        *condition = NULL;
    }
    if (listener->registration.mask != 0) {
        return;
    }
    if (FAULT(listener, EARLIER_CONDITION_IS_ASKED) && *condition == NULL && former_listener == listener) {
        *condition = former_condition;
    }
    former_listener = listener;
    former_condition = *condition;
}

/* The request that came last when the condition function was asked, and how its listener was. */
static const struct request *newest_when_asked;
static bool non_blocking_when_asked;

void fault_before_asking(const struct request *request, LPCONDITIONPROC condition, DWORD_PTR *callback_data) {
    if (FAULT(request, CALLBACK_DATA_IS_CUT)) {
        *callback_data = (WORD)*callback_data;
    }
    if (FAULT(request, CALLBACK_DATA_OF_A_WAITING_CALL_ARE_CUT) && fault_has_waited()) {
        *callback_data &= ((DWORD_PTR)1 << sizeof *callback_data * CHAR_BIT / 2) - 1;
    }
    if (FAULT(request, CALLBACK_DATA_OF_THE_FIRST_CALL) && request->deferred) {
        *callback_data = first_callback_data;
    }
    if (FAULT(request, CALLBACK_DATA_OF_THE_LATEST_CALL)) {
        *callback_data = latest_callback_data;
    }
    newest_when_asked = request->listener->last_request;
    non_blocking_when_asked = request->listener->non_blocking;
    first_condition = condition;
    first_callback_data = *callback_data;
}

bool fault_asks_elsewhere(const struct presentation *presentation) {
    return FAULT(presentation, NON_BLOCKING_LISTENER_ASKS_ELSEWHERE) && non_blocking_when_asked;
}

void fault_after_asking(const struct socket *listener, struct request **request) {
    struct request *newest = listener->last_request;
    if (FAULT(listener, ARRIVAL_TAKES_THE_DECISION) && newest != NULL && newest != newest_when_asked) {
        *request = newest;
    }
    if (FAULT(listener, WITHDRAWAL_PASSES_THE_DECISION_ON) && (*request)->withdrawn && queue_head(listener) != NULL) {
        *request = queue_head(listener);
    }
}

void fault_ask_at_arrival(const struct request *request) {
    LPCONDITIONPROC condition = first_condition;
    if (FAULT(request, CONDITION_IS_CALLED_AT_AN_ARRIVAL) && condition != NULL) {
        first_condition = NULL;
        model_unlock();
        condition(NULL, NULL, NULL, NULL, NULL, NULL, NULL, first_callback_data);
        model_lock();
    }
}

static int call_condition(struct presentation *presentation, const struct shown *shown, LPCONDITIONPROC condition,
                          DWORD_PTR callback_data) {
    return condition(&presentation->caller_id, shown->caller_data, shown->flow, shown->group_flow,
                     &presentation->callee_id, shown->callee_data, shown->group, callback_data);
}

/* Storage of which only the first half is accessible. It is never given back. */
static GROUP *half_a_group(void) {
    static char *pages;
    SYSTEM_INFO info;
    GetSystemInfo(&info);
    if (pages == NULL) {
        pages = VirtualAlloc(NULL, 2 * (size_t)info.dwPageSize, MEM_RESERVE, PAGE_NOACCESS);
        VirtualAlloc(pages, info.dwPageSize, MEM_COMMIT, PAGE_READWRITE);
    }
    return (GROUP *)(void *)(pages + info.dwPageSize - sizeof(GROUP) / 2);
}

void fault_before_condition(struct presentation *presentation, struct shown *shown, LPCONDITIONPROC condition,
                            DWORD_PTR callback_data) {
    static char stale[] = "of another request";
    static WSABUF left_over = {.len = sizeof stale, .buf = stale};
    static WSABUF one_byte = {.len = 1, .buf = stale};
    if (FAULT(presentation, CONDITION_IS_CALLED_TWICE)) {
        call_condition(presentation, shown, condition, callback_data);
    }
    if (FAULT(presentation, NO_CALLER_DATA_IS_STALE) && shown->caller_data == NULL) {
        shown->caller_data = &left_over;
    }
    if (FAULT(presentation, NULL_CALLER_DATA_IS_MADE_UP) && shown->caller_data == NULL) {
        shown->caller_data = &one_byte;
    }
    if (FAULT(presentation, GROUP_STORAGE_IS_REUSED)) {
        static GROUP reused;
        presentation->group = reused;
        shown->group = &reused;
    }
    if (FAULT(presentation, GROUP_OF_A_DEFERRAL_IS_KEPT)) {
        shown->group = &kept_group;
    }
    if (FAULT(presentation, REPLY_ROOM_IS_A_NULL_POINTER)) {
        shown->callee_data = NULL;
    }
    if (FAULT(presentation, GROUP_POINTER_IS_NULL)) {
        shown->group = NULL;
    }
    if (FAULT(presentation, GROUP_HAS_TWO_BYTES)) {
        shown->group = half_a_group();
    }
}

struct question {
    struct presentation *presentation;
    const struct shown *shown;
    LPCONDITIONPROC condition;
    DWORD_PTR callback_data;
};

static DWORD WINAPI put_question(LPVOID parameter) {
    struct question *question = parameter;
    question->presentation->decision =
        call_condition(question->presentation, question->shown, question->condition, question->callback_data);
    return 0;
}

void fault_ask_on_another_thread(struct presentation *presentation, const struct shown *shown,
                                 LPCONDITIONPROC condition, DWORD_PTR callback_data) {
    struct question question = {presentation, shown, condition, callback_data};
    HANDLE thread = CreateThread(NULL, 0, put_question, &question, 0, NULL);
    if (thread != NULL) {
        WaitForSingleObject(thread, INFINITE);
        CloseHandle(thread);
    }
}
