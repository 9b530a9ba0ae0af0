#include "scenario/rendezvous.h"

#include <stdlib.h>

#include <lauxlib.h>

#include "base/memory.h"
#include "scenario/calls.h"
#include "scenario/conductor.h"
#include "scenario/sandbox.h"

struct meeting *meeting_take(struct engine *engine) {
    struct meeting *meeting = engine->meetings;
    if (meeting != NULL) {
        engine->meetings = meeting->next;
        meeting->taken = true;
    }
    return meeting;
}

static void run_nested(struct engine *engine, struct meeting *meeting) {
    struct job *job = meeting->nested;
    ReleaseSRWLockExclusive(&engine->lock);
    job->run(job);
    AcquireSRWLockExclusive(&engine->lock);
    meeting->nested = NULL;
    job->done = true;
    conductor_notify(engine);
}

static void withdraw(struct engine *engine, struct meeting *meeting) {
    struct meeting **link = &engine->meetings;
    while (*link != meeting) {
        link = &(*link)->next;
    }
    *link = meeting->next;
}

/* Waits for the answer on the provider's thread. */
static int hold(struct engine *engine, struct meeting *meeting, int otherwise) {
    const struct session *session = meeting->call->session;
    AcquireSRWLockExclusive(&engine->lock);
    if (session->closing) {
        ReleaseSRWLockExclusive(&engine->lock);
        return otherwise;
    }
    InitializeConditionVariable(&meeting->wake);
    struct meeting **link = &engine->meetings;
    while (*link != NULL) {
        link = &(*link)->next;
    }
    *link = meeting;
    conductor_notify(engine);
    while (!meeting->answered || meeting->nested != NULL) {
        if (meeting->nested != NULL) {
            run_nested(engine, meeting);
        } else if (session->closing && !meeting->taken) {
            withdraw(engine, meeting);
            meeting->answer = otherwise;
            break;
        } else {
            SleepConditionVariableSRW(&meeting->wake, &engine->lock, INFINITE, 0);
        }
    }
    ReleaseSRWLockExclusive(&engine->lock);
    return meeting->answer;
}

void meetings_dismiss(struct session *session) {
    struct engine *engine = session->engine;
    AcquireSRWLockExclusive(&engine->lock);
    session->closing = true;
    for (struct meeting *meeting = engine->meetings; meeting != NULL; meeting = meeting->next) {
        WakeConditionVariable(&meeting->wake);
    }
    ReleaseSRWLockExclusive(&engine->lock);
}

bool meeting_give(struct meeting *meeting, struct job *job) {
    struct engine *engine = meeting->call->session->engine;
    AcquireSRWLockExclusive(&engine->lock);
    bool free_now = meeting->nested == NULL;
    if (free_now) {
        meeting->nested = job;
        WakeConditionVariable(&meeting->wake);
    }
    ReleaseSRWLockExclusive(&engine->lock);
    return free_now;
}

static void push_hook_record(lua_State *lua, const struct meeting *meeting) {
    lua_createtable(lua, 0, 3);
    lua_pushinteger(lua, meeting->thread);
    lua_setfield(lua, -2, "thread_id");
    lua_pushinteger(lua, meeting->call->number);
    lua_setfield(lua, -2, "call");
    lua_pushinteger(lua, (lua_Integer)meeting->call->hooks);
    lua_setfield(lua, -2, "runs");
}

static int ask_condition(lua_State *lua) {
    struct meeting *meeting = lua_touserdata(lua, 1);
    lua_rawgeti(lua, LUA_REGISTRYINDEX, meeting->call->condition_function);
    condition_push(lua, meeting->condition);
    lua_call(lua, 1, 1);
    int exact;
    lua_Integer decision = lua_tointegerx(lua, -1, &exact);
    if (!exact) {
        return luaL_error(lua, "a condition function returns a decision as an integer, not a %s",
                          luaL_typename(lua, -1));
    }
    meeting->answer = (int)decision;
    return 0;
}

static int ask_hook(lua_State *lua) {
    struct meeting *meeting = lua_touserdata(lua, 1);
    if (meeting->call->session->hook_function == LUA_NOREF) {
        meeting->answer = HOOK_GO_ON;
        return 0;
    }
    lua_rawgeti(lua, LUA_REGISTRYINDEX, meeting->call->session->hook_function);
    push_hook_record(lua, meeting);
    lua_call(lua, 1, 1);
    bool cancel = lua_type(lua, -1) == LUA_TSTRING;
    meeting->answer = cancel ? HOOK_CANCEL : lua_toboolean(lua, -1) ? HOOK_GO_ON : HOOK_GIVE_UP;
    return 0;
}

/* Nothing here may raise before the meeting is answered: its thread would wait for ever. */
void meeting_serve(lua_State *lua, struct meeting *meeting) {
    struct session *session = meeting->call->session;
    struct engine *engine = session->engine;
    meeting->answer = meeting->condition != NULL ? CF_REJECT : HOOK_GIVE_UP;
    meeting->outer = session->serving;
    session->serving = meeting;
    int status = LUA_ERRERR;
    bool room = lua_checkstack(lua, LUA_MINSTACK);
    if (room) {
        lua_pushcfunction(lua, meeting->condition != NULL ? ask_condition : ask_hook);
        lua_pushlightuserdata(lua, meeting);
        status = sandbox_pcall(lua, 1, 0);
    }
    session->serving = meeting->outer;
    if (room && meeting->condition != NULL) {
        condition_end(lua, meeting->condition);
    }
    AcquireSRWLockExclusive(&engine->lock);
    meeting->answered = true;
    WakeConditionVariable(&meeting->wake);
    ReleaseSRWLockExclusive(&engine->lock);
    if (!room) {
        luaL_error(lua, "meetings within meetings, without end");
    } else if (status != LUA_OK) {
        lua_error(lua);
    }
}

/* The WSPAccept that a condition call belongs to: the innermost on this thread, else the only one in progress. */
static struct call *find_accept(const struct session *session, DWORD thread, bool *own_thread) {
    struct call *other = NULL;
    size_t others = 0;
    for (struct call *call = session->calls; call != NULL; call = call->next) {
        if (!call->inside || call->arguments.condition != rendezvous_condition) {
            continue;
        }
        if (call->thread == thread) {
            *own_thread = true;
            return call;
        }
        other = call;
        others++;
    }
    *own_thread = false;
    return others == 1 ? other : NULL;
}

static void note_stray(struct session *session, DWORD_PTR callback_data) {
    session->strays =
        memory_grow(session->strays, session->stray_count, &session->stray_capacity, sizeof *session->strays);
    session->strays[session->stray_count++] =
        (struct stray_condition){.thread = GetCurrentThreadId(), .callback_data = callback_data};
}

/* Finds the call and keeps it from being released; NULL for a stray. */
static struct call *visit_accept(struct engine *engine, DWORD_PTR callback_data, bool *own_thread) {
    AcquireSRWLockExclusive(&engine->lock);
    struct session *session = engine->session;
    struct call *call = session == NULL ? NULL : find_accept(session, GetCurrentThreadId(), own_thread);
    if (call != NULL) {
        call->visitors++;
    } else if (session != NULL) {
        note_stray(session, callback_data);
        conductor_notify(engine);
    }
    ReleaseSRWLockExclusive(&engine->lock);
    return call;
}

static void leave_call(struct engine *engine, struct call *call) {
    AcquireSRWLockExclusive(&engine->lock);
    call->visitors--;
    conductor_notify(engine);
    ReleaseSRWLockExclusive(&engine->lock);
}

static void add_condition(struct engine *engine, struct call *call, struct condition_call *condition) {
    AcquireSRWLockExclusive(&engine->lock);
    call->conditions = memory_grow(call->conditions, call->condition_count, &call->condition_capacity,
                                   sizeof(struct condition_call *));
    call->conditions[call->condition_count++] = condition;
    ReleaseSRWLockExclusive(&engine->lock);
}

static int decide(struct engine *engine, struct call *call, struct condition_call *condition) {
    if (call->decision_count > 0) {
        size_t given = call->decisions_given++;
        return call->decisions[given < call->decision_count ? given : call->decision_count - 1];
    }
    struct meeting meeting = {.call = call, .condition = condition, .thread = condition->thread};
    return hold(engine, &meeting, CF_REJECT);
}

int CALLBACK rendezvous_condition(LPWSABUF caller_id, LPWSABUF caller_data, LPQOS sqos, LPQOS gqos, LPWSABUF callee_id,
                                  LPWSABUF callee_data, GROUP *group, DWORD_PTR callback_data) {
    struct engine *engine = engine_of_process();
    bool own_thread;
    struct call *call = engine == NULL ? NULL : visit_accept(engine, callback_data, &own_thread);
    if (call == NULL) {
        return CF_REJECT;
    }
    struct condition_parameters live = {.caller_id = caller_id,
                                        .caller_data = caller_data,
                                        .sqos = sqos,
                                        .gqos = gqos,
                                        .callee_id = callee_id,
                                        .callee_data = callee_data,
                                        .group = group,
                                        .callback_data = callback_data};
    struct condition_call *condition = condition_capture(&live);
    condition->call = call;
    condition->own_thread = own_thread;
    add_condition(engine, call, condition);
    condition_emit(call->session, condition, call->number);
    int decision = decide(engine, call, condition);
    condition_emit_decision(call->session, call->number, decision);
    leave_call(engine, call);
    return decision;
}

/* A fault of the provider's in using the blocking callback. The lock is held. */
static void note_hook_fault(struct session *session, const char *text) {
    session->hook_faults = memory_grow(session->hook_faults, session->hook_fault_count, &session->hook_fault_capacity,
                                       sizeof *session->hook_faults);
    session->hook_faults[session->hook_fault_count++].text = memory_string(text);
}

static struct call *find_blocked(const struct session *session, DWORD thread) {
    for (struct call *call = session->calls; call != NULL; call = call->next) {
        if (call->inside && call->thread == thread) {
            return call;
        }
    }
    return NULL;
}

/* The call that is blocked on this thread, kept from being released; NULL when the callback is not to be served. A
 * provider that was given a callback may go on asking it after the script took it away: the call is to go on then, for
 * nobody cancelled it. */
static struct call *visit_blocked(struct engine *engine, DWORD_PTR context, bool *goes_on) {
    AcquireSRWLockExclusive(&engine->lock);
    struct session *session = engine->session;
    struct call *call = session == NULL ? NULL : find_blocked(session, GetCurrentThreadId());
    if (session != NULL && session->hook == HOOK_DELIVERED && context != session->hook_context) {
        note_hook_fault(session, "the blocking callback was called with another context than it was delivered with");
    }
    if (session != NULL && call == NULL) {
        note_hook_fault(session, "the blocking callback was called on a thread that is in no call");
    }
    *goes_on = call != NULL && session->hook == HOOK_NONE && !session->closing;
    if (call != NULL && session->hook == HOOK_DELIVERED) {
        call->visitors++;
        call->hooks++;
    } else {
        call = NULL;
    }
    ReleaseSRWLockExclusive(&engine->lock);
    return call;
}

static void cancel_here(struct engine *engine, struct call *call) {
    struct cancel_result result = {.error = 0};
    result.returned = call->table.lpWSPCancelBlockingCall(&result.error);
    AcquireSRWLockExclusive(&engine->lock);
    struct session *session = call->session;
    session->cancels =
        memory_grow(session->cancels, session->cancel_count, &session->cancel_capacity, sizeof *session->cancels);
    session->cancels[session->cancel_count++] = result;
    ReleaseSRWLockExclusive(&engine->lock);
}

static BOOL CALLBACK blocking_callback(DWORD_PTR context) {
    struct engine *engine = engine_of_process();
    bool goes_on = false;
    struct call *call = engine == NULL ? NULL : visit_blocked(engine, context, &goes_on);
    if (call == NULL) {
        return goes_on;
    }
    struct meeting meeting = {.call = call, .thread = GetCurrentThreadId()};
    int answer = hold(engine, &meeting, HOOK_GIVE_UP);
    if (answer == HOOK_CANCEL) {
        cancel_here(engine, call);
    }
    leave_call(engine, call);
    return answer == HOOK_GO_ON;
}

LPBLOCKINGCALLBACK rendezvous_blocking_source(void *context, DWORD_PTR *callback_context) {
    struct engine *engine = context;
    AcquireSRWLockExclusive(&engine->lock);
    struct session *session = engine->session;
    bool delivered = session != NULL && session->hook == HOOK_DELIVERED;
    if (delivered) {
        *callback_context = session->hook_context;
    }
    ReleaseSRWLockExclusive(&engine->lock);
    return delivered ? blocking_callback : NULL;
}
