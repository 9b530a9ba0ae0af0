/*
 * Meetings: a thread inside the provider hands something to the conductor and waits for the answer.
 *
 * The condition function and the blocking callback run where the provider calls them. A meeting lives on that thread's
 * stack and is linked into the engine's list; the conductor takes it when it next waits, runs the script's function and
 * answers. While it is served its thread can be made to run provider calls ("inside"). A meeting that nobody has taken
 * when the session closes is answered without the script, so that no thread is left behind.
 */
#ifndef WSPCHECK_SCENARIO_RENDEZVOUS_H
#define WSPCHECK_SCENARIO_RENDEZVOUS_H

#include <lua.h>

#include "scenario/condition.h"
#include "scenario/parts.h"

struct meeting {
    struct meeting *next;  /* in the engine's list */
    struct meeting *outer; /* served around this one */
    struct call *call;
    struct condition_call *condition; /* NULL for a blocking callback */
    DWORD thread;
    CONDITION_VARIABLE wake;
    struct job *nested; /* to run on the meeting's thread; NULL when it is done */
    bool taken, answered;
    int answer;
};

/* The answers to a blocking callback. */
enum { HOOK_GIVE_UP = 0, HOOK_GO_ON = 1, HOOK_CANCEL = 2 };

/* Takes the oldest meeting that waits; NULL when there is none. The lock is held. */
struct meeting *meeting_take(struct engine *engine);
/* Runs the script's function and answers; an error in it is raised again after the meeting was answered. */
void meeting_serve(lua_State *lua, struct meeting *meeting);
/* Gives a job to the thread of the meeting that is being served; false when it is at one already. */
bool meeting_give(struct meeting *meeting, struct job *job);

/* Answers every meeting from here on without the script. */
void meetings_dismiss(struct session *session);

/* What WSPAccept is given as its condition function, and what providers get from WPUQueryBlockingCallback. */
int CALLBACK rendezvous_condition(LPWSABUF caller_id, LPWSABUF caller_data, LPQOS sqos, LPQOS gqos, LPWSABUF callee_id,
                                  LPWSABUF callee_data, GROUP *group, DWORD_PTR callback_data);
/* An upcall_blocking_source; the context is the engine. */
LPBLOCKINGCALLBACK rendezvous_blocking_source(void *context, DWORD_PTR *callback_context);

#endif
