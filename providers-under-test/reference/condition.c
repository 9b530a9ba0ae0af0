#include "condition.h"

#include <stdlib.h>
#include <string.h>

/* As good as any other value where nothing is promised. */
#define UNSET_GROUP 0x5A5A5A5A

static bool make_reply_buffer(struct presentation *presentation, ULONG capacity) {
    presentation->capacity = capacity;
    if (capacity == 0) {
        return true;
    }
    presentation->reply = calloc(1, capacity);
    return presentation->reply != NULL;
}

static ULONG reply_capacity(const struct personality *personality) {
    ULONG capacity = personality->carries_no_reply ? 0 : personality->connect_data;
    return FAULT_IN(personality, REPLY_ROOM_WITHOUT_SUPPORT) ? 16 : capacity;
}

/* What *g has before the condition function runs. */
static GROUP first_group(const struct personality *personality) {
    return personality->group_starts_unset ? UNSET_GROUP : 0;
}

static WSABUF buffer_of(void *bytes, ULONG length) {
    WSABUF buffer = {.len = length, .buf = bytes};
    return buffer;
}

bool presentation_make(struct presentation *presentation, const struct request *shown) {
    memset(presentation, 0, sizeof *presentation);
    const struct request *request = FAULT(shown, SECOND_IS_PRESENTED) && shown->next != NULL ? shown->next : shown;
    presentation->personality = request->personality;
    name_format(request->personality, &request->from, &presentation->caller_name);
    bool as_bound = request->personality->callee_is_the_bound_name;
    name_format(request->personality, as_bound ? &request->listener->local : &request->to, &presentation->callee_name);
    presentation->group = first_group(request->personality);
    if (!bytes_assign(&presentation->caller_bytes, request->user_data.data, request->user_data.length) ||
        !flow_copy(&presentation->flow, &request->flow) ||
        !make_reply_buffer(presentation, reply_capacity(request->personality))) {
        presentation_free(presentation);
        return false;
    }
    presentation->caller_id = buffer_of(&presentation->caller_name.storage, (ULONG)presentation->caller_name.length);
    presentation->callee_id = buffer_of(&presentation->callee_name.storage, (ULONG)presentation->callee_name.length);
    presentation->caller_data = buffer_of(presentation->caller_bytes.data, presentation->caller_bytes.length);
    presentation->callee_data = buffer_of(presentation->reply, presentation->capacity);
    presentation->qos = presentation->flow.qos;
    presentation->qos.ProviderSpecific =
        buffer_of(presentation->flow.specific.data, presentation->flow.specific.length);
    FAULT_AT(fault_when_presented(presentation, request));
    return true;
}

/* What the protocol or the caller did not provide is a NULL pointer (COND-11, -12, -26), or empty where that is the
 * personality's choice. */
void presentation_ask(struct presentation *presentation, LPCONDITIONPROC condition, DWORD_PTR callback_data) {
    bool empty = presentation->personality->absent_is_empty;
    bool given = (presentation->caller_data.len != 0 || empty) && !FAULT(presentation, CALLER_DATA_IS_NOT_SHOWN);
    QOS *flow =
        presentation->flow.given && personality_supports_qos(presentation->personality) ? &presentation->qos : NULL;
    WSABUF *caller_id = presentation->personality->caller_is_unnamed ? NULL : &presentation->caller_id;
    struct shown shown = {.caller_data = given ? &presentation->caller_data : NULL,
                          .flow = FAULT(presentation, FLOW_WITHOUT_SPECIFICATION) ? &presentation->qos : flow,
                          .group_flow = FAULT(presentation, GROUP_FLOW_IS_SHOWN) ? &presentation->qos : NULL,
                          .callee_data = &presentation->callee_data,
                          .group = &presentation->group};
    bool elsewhere = FAULT(presentation, CONDITION_RUNS_ON_ANOTHER_THREAD);
    FAULT_AT(fault_before_condition(presentation, &shown, condition, callback_data));
    FAULT_AT(elsewhere = elsewhere || fault_asks_elsewhere(presentation));
    struct callback callback;
    callback_enter(&callback);
    if (elsewhere) {
        FAULT_AT(fault_ask_on_another_thread(presentation, &shown, condition, callback_data));
    } else {
        presentation->decision = condition(caller_id, shown.caller_data, shown.flow, shown.group_flow,
                                           &presentation->callee_id, shown.callee_data, shown.group, callback_data);
    }
    callback_leave(&callback);
    if (presentation->group == first_group(presentation->personality)) {
        presentation->group = 0;
    }
    if (FAULT(presentation, DECISION_IS_CUT_TO_A_BYTE)) {
        presentation->decision &= 0xFF;
    }
}

int presentation_check_answer(const struct presentation *presentation) {
    FAULT_AT(fault_when_answer_is_checked(presentation));
    bool contained = presentation->callee_data.len <= presentation->capacity;
    return contained || presentation->personality->long_reply_is_cut ? 0 : WSAEINVAL;
}

/* The condition function sets the length; the bytes are those of the buffer it was given. */
static bool take_reply(const struct presentation *presentation, struct request *request) {
    if (FAULT(request, DEFERRED_REPLY_IS_SENT) && request->reply.length != 0) {
        return true;
    }
    ULONG length =
        FAULT(presentation, WHOLE_REPLY_BUFFER_IS_SENT) ? presentation->capacity : presentation->callee_data.len;
    if (FAULT(presentation, UNCHANGED_REPLY_LENGTH_SENDS_NOTHING) && length == presentation->capacity) {
        length = 0;
    }
    if (FAULT(presentation, REPLY_IS_CUT_TO_HALF_THE_ROOM) && length > presentation->capacity / 2) {
        length = presentation->capacity / 2;
    }
    if (FAULT(presentation, EMPTY_REPLY_SENDS_THE_ROOM) && length == 0) {
        length = presentation->capacity;
    }
    length = length < presentation->capacity ? length : presentation->capacity;
    FAULT_AT(fault_when_reply_is_taken(presentation, request, &length));
    return bytes_assign(&request->reply, presentation->reply, length);
}

/* Flows that the condition function changed hold from now on, if they can be had (QOS-08). */
static void take_flow(const struct presentation *presentation, struct request *request) {
    struct flow changed = request->flow;
    changed.qos.SendingFlowspec = presentation->qos.SendingFlowspec;
    changed.qos.ReceivingFlowspec = presentation->qos.ReceivingFlowspec;
    if (request->flow.given && flow_admit(request->personality, &changed) == 0) {
        request->flow.qos = changed.qos;
    }
}

bool presentation_take_answer(const struct presentation *presentation, struct request *request) {
    take_flow(presentation, request);
    return take_reply(presentation, request);
}

void presentation_free(struct presentation *presentation) {
    bytes_free(&presentation->caller_bytes);
    flow_free(&presentation->flow);
    free(presentation->reply);
    presentation->reply = NULL;
}
