/*
 * The condition function: what it is shown of a request, and what it answers.
 *
 * Everything shown is a copy made for one call (COND-19, -24): the presentation owns it, the condition function may do
 * with it what it likes. A presentation is made and evaluated under the model's lock; between the two it belongs to the
 * thread in WSPAccept, which asks without the lock.
 *
 * Document: WSPAccept, lpfnCondition.
 */
#ifndef WSPCHECK_REFERENCE_CONDITION_H
#define WSPCHECK_REFERENCE_CONDITION_H

#include "reference.h"

struct presentation {
    const struct personality *personality;
    struct wire_name caller_name;
    struct wire_name callee_name;
    struct bytes caller_bytes;
    struct flow flow;
    QOS qos;
    unsigned char *reply; /* owned; capacity bytes */
    ULONG capacity;
    WSABUF caller_id, caller_data, callee_id, callee_data;
    GROUP group;
    int decision;
};

/* The optional arguments, as the condition function gets them. */
struct shown {
    WSABUF *caller_data;
    QOS *flow;
    QOS *group_flow;
    WSABUF *callee_data;
    GROUP *group;
};

bool presentation_make(struct presentation *presentation, const struct request *request);
/* Without the lock. */
void presentation_ask(struct presentation *presentation, LPCONDITIONPROC condition, DWORD_PTR callback_data);
/* What the decision came with. WSAEINVAL for a reply that is longer than its buffer. */
int presentation_check_answer(const struct presentation *presentation);
/* The reply and the flow go to the request. false: out of memory. */
bool presentation_take_answer(const struct presentation *presentation, struct request *request);
void presentation_free(struct presentation *presentation);

#endif
