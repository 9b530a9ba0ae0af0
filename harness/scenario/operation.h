/*
 * An overlapped operation: what the provider may write to after its call has returned. Owned by its call, which is kept
 * until the session ends; the Lua object is only a view of it.
 *
 * Document: WSPSend and WSPRecv, Overlapped Socket I/O.
 */
#ifndef WSPCHECK_SCENARIO_OPERATION_H
#define WSPCHECK_SCENARIO_OPERATION_H

#include <lua.h>

#include "scenario/calls.h"

struct operation {
    struct call *call;
    struct block overlapped;
    HANDLE event; /* NULL with a completion routine */
    bool with_routine;
    volatile LONG routine_runs;
    WSATHREADID thread;
};

/* From the request's field "overlapped": nil, "event" or "routine". Leaves call->arguments.operation. */
void operation_prepare(struct request *request);
/* What to pass for lpOverlapped, lpCompletionRoutine and lpThreadId; on the thread that makes the call. */
LPWSAOVERLAPPED operation_overlapped(struct call *call);
LPWSAOVERLAPPED_COMPLETION_ROUTINE operation_routine(const struct call *call);
LPWSATHREADID operation_thread(struct call *call);
/* Adds the field "operation" to the result on top, when there is one. */
void operation_report(lua_State *lua, struct call *call);
/* The operation object at a stack index of a request for WSPGetOverlappedResult. */
struct operation *operation_at(lua_State *lua, int index);
void operation_free(struct operation *operation); /* NULL is allowed */

#endif
