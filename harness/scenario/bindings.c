#include "scenario/bindings.h"

#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "base/clock.h"
#include "base/memory.h"
#include "provider/codes.h"
#include "scenario/below_lua.h"
#include "scenario/calls.h"
#include "scenario/checks.h"
#include "scenario/conductor.h"
#include "scenario/constants.h"
#include "scenario/facts.h"
#include "scenario/pool.h"
#include "scenario/sandbox.h"
#include "scenario/session.h"
#include "scenario/trap.h"
#include "scenario/waits.h"

static const char pending_type[] = "pending call";

struct session *binding_session(lua_State *lua) {
    struct session *session = sandbox_of(lua)->session;
    if (session == NULL) {
        luaL_error(lua, "there is no provider while a scenario is being read: this belongs into 'run'");
    } else if (session->forced != NULL || session->stopped) {
        luaL_error(lua, "the scenario was ended");
    }
    return session;
}

void binding_done(lua_State *lua) { sandbox_of(lua)->busy_since_us = clock_us(); }

/* Calls. */

static int raise_timeout(lua_State *lua, const struct call *call) {
    struct session *session = call->session;
    struct text reason = {0};
    struct text words = {0};
    call_describe(call, false, &reason);
    call_describe(call, true, &words);
    text_format(&reason, " did not return within %g s", (double)session->engine->limit_us / 1e6);
    session->engine->spent = true;
    session_force(session, "timeout", text_release(&reason), text_release(&words));
    return luaL_error(lua, "%s", session->forced_reason);
}

static bool wait_for_call(lua_State *lua, struct call *call, unsigned long long limit_us) {
    struct wait wait = {.ready = call_settled, .context = call, .limit_us = limit_us};
    bool settled = conductor_wait(call->session->engine, lua, &wait);
    binding_done(lua);
    return settled;
}

static int call(lua_State *lua) {
    struct session *session = binding_session(lua);
    lua_settop(lua, 1);
    struct call *made = call_make(lua, session, 1);
    call_begin(lua, made, 1);
    if (!wait_for_call(lua, made, session->engine->limit_us)) {
        return raise_timeout(lua, made);
    }
    call_push_result(lua, made);
    return 1;
}

static int begin(lua_State *lua) {
    struct session *session = binding_session(lua);
    lua_settop(lua, 1);
    struct call **pending = lua_newuserdatauv(lua, sizeof(struct call *), 1);
    *pending = NULL;
    luaL_newmetatable(lua, pending_type);
    lua_setmetatable(lua, -2);
    struct call *made = call_make(lua, session, 1);
    call_begin(lua, made, 1);
    *pending = made;
    return 1;
}

static struct call **pending_argument(lua_State *lua) {
    binding_session(lua);
    return luaL_checkudata(lua, 1, pending_type);
}

/* Waiting again for a call whose result was fetched gives the same result. */
static int wait_for_pending(lua_State *lua) {
    struct call **pending = pending_argument(lua);
    if (*pending == NULL) {
        lua_getiuservalue(lua, 1, 1);
        return 1;
    }
    const struct engine *engine = (*pending)->session->engine;
    bool patient = lua_isnoneornil(lua, 2);
    if (!wait_for_call(lua, *pending, waits_duration(lua, engine, 2))) {
        if (patient) {
            return raise_timeout(lua, *pending);
        }
        lua_pushnil(lua);
        return 1;
    }
    call_push_result(lua, *pending);
    *pending = NULL;
    lua_pushvalue(lua, -1);
    lua_setiuservalue(lua, 1, 1);
    return 1;
}

static int look_at(lua_State *lua, bool (*test)(const struct call *call)) {
    struct call **pending = pending_argument(lua);
    bool answer = true;
    if (*pending != NULL) {
        SRWLOCK *lock = &(*pending)->session->engine->lock;
        AcquireSRWLockShared(lock);
        answer = test(*pending);
        ReleaseSRWLockShared(lock);
    }
    lua_pushboolean(lua, answer);
    return 1;
}

static bool has_finished(const struct call *pending) { return call_settled((void *)pending); }

static bool has_entered(const struct call *pending) { return pending->entered; }

static int finished(lua_State *lua) { return look_at(lua, has_finished); }

static int entered(lua_State *lua) { return look_at(lua, has_entered); }

static void let_routines_run(struct job *job) {
    (void)job;
    SleepEx(0, TRUE);
}

static bool job_done(void *context) { return ((struct job *)context)->done; }

static int alertable(lua_State *lua) {
    struct session *session = binding_session(lua);
    struct engine *engine = session->engine;
    lua_Integer number = luaL_checkinteger(lua, 1);
    luaL_argcheck(lua, number >= 1 && number <= POOL_NAMED, 1, "no number of a thread");
    struct pool_thread *thread = pool_named_thread(engine, (int)number);
    if (thread == NULL || pool_busy(thread)) {
        return luaL_error(lua, "thread %d is in another call", (int)number);
    }
    struct job *job = memory_zeroed(1, sizeof *job);
    job->run = let_routines_run;
    pool_give(thread, job);
    struct wait wait = {.ready = job_done, .context = job, .limit_us = engine->limit_us};
    if (!conductor_wait(engine, NULL, &wait)) {
        engine->spent = true;
        session_force(session, "timeout", memory_string("a completion routine did not return"), NULL);
        return luaL_error(lua, "%s", session->forced_reason);
    }
    free(job);
    return 0;
}

/* Condition functions and blocking callbacks. */

static int stray_conditions(lua_State *lua) {
    struct session *session = binding_session(lua);
    lua_newtable(lua);
    AcquireSRWLockShared(&session->engine->lock);
    size_t count = session->stray_count;
    ReleaseSRWLockShared(&session->engine->lock);
    for (size_t i = 0; i < count; i++) {
        AcquireSRWLockShared(&session->engine->lock);
        struct stray_condition stray = session->strays[i];
        ReleaseSRWLockShared(&session->engine->lock);
        lua_createtable(lua, 0, 2);
        lua_pushinteger(lua, stray.thread);
        lua_setfield(lua, -2, "thread_id");
        lua_pushinteger(lua, (lua_Integer)stray.callback_data);
        lua_setfield(lua, -2, "callback_data");
        lua_rawseti(lua, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static void set_hook(struct session *session, enum hook_mode mode) {
    /* Every bit of the context counts, so both halves are made to be used. */
    unsigned long long mixed = (clock_us() | 1) * 0x9E3779B97F4A7C15ull;
    AcquireSRWLockExclusive(&session->engine->lock);
    session->hook = mode;
    session->hook_context = (DWORD_PTR)(mixed | 0x0100000001000000ull);
    ReleaseSRWLockExclusive(&session->engine->lock);
}

static int blocking_hook(lua_State *lua) {
    struct session *session = binding_session(lua);
    luaL_unref(lua, LUA_REGISTRYINDEX, session->hook_function);
    session->hook_function = LUA_NOREF;
    if (lua_isfunction(lua, 1)) {
        lua_pushvalue(lua, 1);
        session->hook_function = luaL_ref(lua, LUA_REGISTRYINDEX);
        set_hook(session, HOOK_DELIVERED);
        return 0;
    }
    set_hook(session, HOOK_NONE);
    if (!lua_isnoneornil(lua, 1)) {
        luaL_argcheck(lua, strcmp(luaL_checkstring(lua, 1), "fail") == 0, 1, "a function, nil or \"fail\"");
        upcalls_fail_next(UPCALL_QUERY_BLOCKING_CALLBACK, WSAENETDOWN);
    }
    return 0;
}

static int hook_faults(lua_State *lua) {
    struct session *session = binding_session(lua);
    AcquireSRWLockShared(&session->engine->lock);
    size_t count = session->hook_fault_count;
    ReleaseSRWLockShared(&session->engine->lock);
    lua_newtable(lua);
    for (size_t i = 0; i < count; i++) {
        AcquireSRWLockShared(&session->engine->lock);
        const char *text = session->hook_faults[i].text;
        ReleaseSRWLockShared(&session->engine->lock);
        lua_pushstring(lua, text);
        lua_rawseti(lua, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static int cancel_results(lua_State *lua) {
    struct session *session = binding_session(lua);
    AcquireSRWLockShared(&session->engine->lock);
    size_t count = session->cancel_count;
    ReleaseSRWLockShared(&session->engine->lock);
    lua_newtable(lua);
    for (size_t i = 0; i < count; i++) {
        AcquireSRWLockShared(&session->engine->lock);
        struct cancel_result result = session->cancels[i];
        ReleaseSRWLockShared(&session->engine->lock);
        lua_createtable(lua, 0, 2);
        lua_pushinteger(lua, result.returned);
        lua_setfield(lua, -2, "returned");
        lua_pushinteger(lua, result.error);
        lua_setfield(lua, -2, "errno");
        lua_rawseti(lua, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* Upcalls. */

static void push_upcall(lua_State *lua, const struct upcall_record *record) {
    lua_createtable(lua, 0, 10);
    lua_createtable(lua, 5, 0);
    for (int i = 0; i < 5; i++) {
        lua_pushinteger(lua, (lua_Integer)record->arguments[i]);
        lua_rawseti(lua, -2, i + 1);
    }
    lua_setfield(lua, -2, "arguments");
    lua_pushstring(lua, upcall_names[record->slot]);
    lua_setfield(lua, -2, "name");
    lua_pushlstring(lua, &record->recorder, 1);
    lua_setfield(lua, -2, "recorder");
    const struct {
        const char *name;
        lua_Integer value;
    } numbers[] = {{"sequence", (lua_Integer)record->sequence},
                   {"result", (lua_Integer)record->result},
                   {"error", record->error},
                   {"thread_id", (lua_Integer)record->thread}};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        lua_pushinteger(lua, numbers[i].value);
        lua_setfield(lua, -2, numbers[i].name);
    }
    const struct {
        const char *name;
        bool value;
    } flags[] = {{"errno_missing", record->errno_missing},
                 {"unknown_handle", record->unknown_handle},
                 {"after_cleanup", record->after_cleanup}};
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        lua_pushboolean(lua, flags[i].value);
        lua_setfield(lua, -2, flags[i].name);
    }
}

static int upcalls(lua_State *lua) {
    struct session *session = binding_session(lua);
    lua_Integer after = luaL_optinteger(lua, 1, 0);
    struct upcall_record record;
    lua_newtable(lua);
    lua_Integer count = 0;
    /* Record n stands at n - 1. */
    for (size_t i = after < 0 ? 0 : (size_t)after; session_copy_upcall(session, i, &record); i++) {
        push_upcall(lua, &record);
        lua_rawseti(lua, -2, ++count);
    }
    return 1;
}

static int upcall_sequence(lua_State *lua) {
    struct session *session = binding_session(lua);
    AcquireSRWLockShared(&session->engine->lock);
    size_t count = session->upcall_count;
    ReleaseSRWLockShared(&session->engine->lock);
    lua_pushinteger(lua, (lua_Integer)count);
    return 1;
}

static int fail_upcall(lua_State *lua) {
    binding_session(lua);
    const char *name = luaL_checkstring(lua, 1);
    int code;
    luaL_argcheck(lua, code_from_name(luaL_checkstring(lua, 2), &code), 2, "no error code");
    for (int slot = 0; slot < UPCALL_SLOTS; slot++) {
        if (strcmp(upcall_names[slot], name) == 0) {
            if (lua_isnoneornil(lua, 3)) {
                upcalls_fail_next((enum upcall_slot)slot, code);
            } else {
                upcalls_fail_next_of((enum upcall_slot)slot, (DWORD)luaL_checkinteger(lua, 3), code);
            }
            return 0;
        }
    }
    return luaL_error(lua, "there is no upcall '%s'", name);
}

static int disarm(lua_State *lua) {
    binding_session(lua);
    lua_pushboolean(lua, upcalls_disarm());
    return 1;
}

static int open_handles(lua_State *lua) {
    binding_session(lua);
    lua_pushinteger(lua, (lua_Integer)upcalls_open_handles());
    return 1;
}

static int knows_handle(lua_State *lua) {
    binding_session(lua);
    lua_pushboolean(lua, upcalls_knows_handle((SOCKET)luaL_checkinteger(lua, 1)));
    return 1;
}

static int unknown_handle(lua_State *lua) {
    binding_session(lua);
    lua_pushinteger(lua, (lua_Integer)upcalls_unknown_handle());
    return 1;
}

static int tripwire(lua_State *lua) {
    binding_session(lua);
    luaL_checktype(lua, 1, LUA_TBOOLEAN);
    upcalls_tripwire(lua_toboolean(lua, 1));
    return 0;
}

static int count_trap_hits(lua_State *lua) {
    binding_session(lua);
    lua_pushinteger(lua, trap_hits());
    return 1;
}

static const luaL_Reg call_functions[] = {
    {"call", call},
    {"begin", begin},
    {"wait", wait_for_pending},
    {"finished", finished},
    {"entered", entered},
    {"alertable", alertable},
    {"stray_conditions", stray_conditions},
    {"blocking_hook", blocking_hook},
    {"hook_faults", hook_faults},
    {"cancel_results", cancel_results},
    {NULL, NULL},
};

static const luaL_Reg upcall_functions[] = {
    {"upcalls", upcalls},
    {"upcall_sequence", upcall_sequence},
    {"fail_upcall", fail_upcall},
    {"disarm", disarm},
    {"open_handles", open_handles},
    {"knows_handle", knows_handle},
    {"unknown_handle", unknown_handle},
    {"tripwire", tripwire},
    {"trap_hits", count_trap_hits},
    {NULL, NULL},
};

void bindings_push(lua_State *lua) {
    lua_createtable(lua, 0, 64);
    luaL_setfuncs(lua, call_functions, 0);
    luaL_setfuncs(lua, upcall_functions, 0);
    luaL_setfuncs(lua, below_functions, 0);
    luaL_setfuncs(lua, wait_functions, 0);
    luaL_setfuncs(lua, check_functions, 0);
    constants_set(lua);
    facts_set(lua);
}
