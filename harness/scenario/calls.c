#include "scenario/calls.h"

#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "base/memory.h"
#include "provider/codes.h"
#include "provider/guard.h"
#include "scenario/conductor.h"
#include "scenario/marshal.h"
#include "scenario/operation.h"
#include "scenario/pool.h"
#include "scenario/records.h"
#include "scenario/rendezvous.h"
#include "scenario/session.h"

/* How much of the stack below a call is poisoned, in bytes: more than a few calls deep. */
#define STACK_POISONED 16384

static const char common_fields[] = " fn actor thread poison_errno ";

static const struct procedure *find_procedure(const char *name) {
    for (size_t i = 0; name != NULL && i < procedure_count; i++) {
        if (strcmp(procedures[i].name, name) == 0) {
            return &procedures[i];
        }
    }
    return NULL;
}

static bool lists(const char *fields, const char *name) {
    char padded[64];
    snprintf(padded, sizeof padded, " %s ", name);
    return strstr(fields, padded) != NULL;
}

static void refuse_unknown_fields(lua_State *lua, int table, const struct procedure *procedure) {
    for (lua_pushnil(lua); lua_next(lua, table) != 0; lua_pop(lua, 1)) {
        const char *name = lua_type(lua, -2) == LUA_TSTRING ? lua_tostring(lua, -2) : "?";
        if (!lists(common_fields, name) && !lists(procedure->fields, name)) {
            luaL_error(lua, "%s takes no field '%s'", procedure->name, name);
        }
    }
}

static struct call *link_call(struct session *session, const struct procedure *procedure) {
    struct call *call = memory_zeroed(1, sizeof *call);
    call->session = session;
    call->procedure = procedure;
    call->condition_function = LUA_NOREF;
    AcquireSRWLockExclusive(&session->engine->lock);
    call->number = ++session->calls_made;
    call->table = session->table;
    call->next = session->calls;
    session->calls = call;
    ReleaseSRWLockExclusive(&session->engine->lock);
    return call;
}

/* Poison is a value that no error code has. */
static void give_error_cell(struct call *call, bool poison) {
    call->error_cell = guard_make(sizeof(int), "lpErrno");
    call->poisoned = poison;
    if (!poison) {
        memset(guard_bytes(call->error_cell), 0, sizeof(int));
    }
}

/* Whoever reads this wants to know whether the scenario or the provider is to blame. */
static void refuse_without_table(lua_State *lua, const struct call *refused) {
    const struct session *session = refused->session;
    struct text last = {0};
    if (session->startup_tried) {
        text_append(&last, "the last one returned ");
        code_describe(&last, session->startup_code);
    } else {
        text_append(&last, "none was called");
    }
    lua_pushstring(lua, text_string(&last));
    text_free(&last);
    luaL_error(lua, "%s: there is no procedure table before a WSPStartup succeeds; %s", refused->procedure->name,
               lua_tostring(lua, -1));
}

struct call *call_make(lua_State *lua, struct session *session, int table) {
    luaL_checktype(lua, table, LUA_TTABLE);
    lua_getfield(lua, table, "fn");
    const struct procedure *procedure = find_procedure(lua_tostring(lua, -1));
    if (procedure == NULL) {
        luaL_error(lua, "there is no procedure '%s'", luaL_tolstring(lua, -1, NULL));
    }
    lua_pop(lua, 1);
    refuse_unknown_fields(lua, table, procedure);
    struct call *call = link_call(session, procedure);
    struct request request = {.lua = lua, .table = table, .call = call};
    if (call->table.lpWSPSocket == NULL && procedure->rule != RULE_CODE) {
        refuse_without_table(lua, call);
    }
    call->actor = memory_string(field_text(&request, "actor", NULL));
    give_error_cell(call, field_boolean(&request, "poison_errno", true));
    procedure->prepare(&request);
    return call;
}

static void emit_enter(const struct call *call) {
    struct text thread = {0};
    thread_name(call->session->engine, call->thread, &thread);
    struct record record = record_begin(call->session, "enter");
    record_integer(&record, "call", call->number);
    record_text(&record, "thread", text_string(&thread));
    if (call->actor != NULL) {
        record_text(&record, "actor", call->actor);
    }
    record_text(&record, "function", call->procedure->name);
    record_text(&record, "arguments", text_string(&call->words));
    record_end(&record);
    text_free(&thread);
}

static void describe_result(const struct call *call, struct text *text) {
    switch (call->procedure->rule) {
    case RULE_SOCKET:
        if (call->ok) {
            text_format(text, "socket 0x%llx", (unsigned long long)(SOCKET)call->returned);
        } else {
            text_append(text, "INVALID_SOCKET");
        }
        break;
    case RULE_TRUTH:
        text_append(text, call->returned ? "TRUE" : "FALSE");
        break;
    case RULE_CODE:
        if (call->ok) {
            text_append(text, "0");
        } else {
            code_describe(text, (int)call->returned);
        }
        break;
    default:
        if (call->returned == SOCKET_ERROR) {
            text_append(text, "SOCKET_ERROR");
        } else {
            text_format(text, "%d", (int)call->returned);
        }
    }
}

/* What stands in lpErrno, in words; only for calls that failed. */
static void describe_error(const struct call *call, struct text *text) {
    if (call->error_written) {
        code_describe(text, call->error);
    } else {
        text_append(text, "none");
    }
}

static void emit_leave(const struct call *call) {
    struct text result = {0};
    struct text error = {0};
    describe_result(call, &result);
    struct record record = record_begin(call->session, "leave");
    record_integer(&record, "call", call->number);
    record_text(&record, "result", text_string(&result));
    if (!call->ok) {
        describe_error(call, &error);
        record_text(&record, "error", text_string(&error));
    }
    record_end(&record);
    text_free(&result);
    text_free(&error);
}

static bool succeeded(const struct call *call) {
    switch (call->procedure->rule) {
    case RULE_COUNT:
        return call->returned != SOCKET_ERROR;
    case RULE_SOCKET:
        return (SOCKET)call->returned != INVALID_SOCKET;
    case RULE_TRUTH:
        return call->returned != 0;
    default:
        return call->returned == 0;
    }
}

void call_look_for_overruns(struct call *call, struct text *sentences) {
    for (size_t i = 0; i <= call->guard_count; i++) {
        struct guard *guard = i < call->guard_count ? call->guards[i] : call->error_cell;
        struct text sentence = {0};
        if (guard != NULL && guard_overrun(guard, &sentence)) {
            text_format(sentences, "%s%s %s", sentences->length > 0 ? "; " : "", call->procedure->name,
                        text_string(&sentence));
        }
        text_free(&sentence);
    }
}

/* The one place that looks at what a call did. */
static void conclude(struct call *call) {
    struct engine *engine = call->session->engine;
    call->ok = succeeded(call);
    if (call->procedure->rule == RULE_CODE) {
        call->error_written = !call->ok;
        call->error = (int)call->returned;
    } else {
        call->error_written = !call->poisoned || guard_written_from(call->error_cell, 0);
        memcpy(&call->error, guard_bytes(call->error_cell), sizeof call->error);
    }
    call_look_for_overruns(call, &call->overrun);
    call->odd_return = call->procedure->rule == RULE_ZERO && !call->ok && call->returned != SOCKET_ERROR;
    if (call->procedure->rule == RULE_SOCKET && call->ok) {
        AcquireSRWLockExclusive(&engine->lock);
        session_add_socket(call->session, (SOCKET)call->returned);
        ReleaseSRWLockExclusive(&engine->lock);
    }
    emit_leave(call);
}

/* Leaves a pattern where the provider's stack frames will lie, so that what it passes on uninitialised is the same in
 * every run, and is no plausible value. */
__attribute__((noinline)) static void poison_stack(void) {
    volatile unsigned char frames[STACK_POISONED];
    for (size_t i = 0; i < sizeof frames; i++) {
        frames[i] = GUARD_POISON;
    }
}

static void run_call(struct job *job) {
    struct call *call = (struct call *)job;
    struct engine *engine = call->session->engine;
    struct pool_thread *thread = pool_find(engine, GetCurrentThreadId());
    call->thread = GetCurrentThreadId();
    if (thread != NULL) {
        call->outer = thread->innermost;
        thread->innermost = call;
    }
    emit_enter(call);
    AcquireSRWLockExclusive(&engine->lock);
    call->entered = true;
    call->inside = true;
    conductor_notify(engine);
    ReleaseSRWLockExclusive(&engine->lock);

    poison_stack();
    call->procedure->invoke(call);

    AcquireSRWLockExclusive(&engine->lock);
    call->inside = false;
    ReleaseSRWLockExclusive(&engine->lock);
    if (thread != NULL) {
        thread->innermost = call->outer;
    }
    conclude(call);
}

static struct pool_thread *chosen_thread(lua_State *lua, struct call *call, int table) {
    struct engine *engine = call->session->engine;
    struct request request = {.lua = lua, .table = table, .call = call};
    struct pool_thread *thread;
    if (!field_given(&request, "thread")) {
        thread = pool_idle_thread(engine);
    } else {
        lua_Integer number = field_integer(&request, "thread", 0);
        if (number < 1 || number > POOL_NAMED) {
            luaL_error(lua, "threads are numbered from 1 to %d", POOL_NAMED);
        }
        thread = pool_named_thread(engine, (int)number);
        if (thread != NULL && pool_busy(thread)) {
            luaL_error(lua, "thread %d is in another call", (int)number);
        }
    }
    if (thread == NULL) {
        luaL_error(lua, "no thread can be had for another pending call");
    }
    return thread;
}

void call_begin(lua_State *lua, struct call *call, int table) {
    struct request request = {.lua = lua, .table = table, .call = call};
    call->job.run = run_call;
    if (!field_is(&request, "thread", "inside")) {
        struct pool_thread *thread = chosen_thread(lua, call, table);
        call->begun = true;
        pool_give(thread, &call->job);
        return;
    }
    struct meeting *meeting = call->session->serving;
    if (meeting == NULL) {
        luaL_error(lua, "nothing is being served that a call could run inside of");
    }
    if (!meeting_give(meeting, &call->job)) {
        luaL_error(lua, "the thread inside the condition function is in another call");
    }
    call->begun = true;
}

struct call *call_begin_close(struct session *session, SOCKET socket) {
    struct pool_thread *thread = pool_idle_thread(session->engine);
    if (thread == NULL) {
        return NULL;
    }
    struct call *call = link_call(session, find_procedure("WSPCloseSocket"));
    call->arguments.socket = socket;
    say(call, "s=0x%llx, left open by the scenario", (unsigned long long)socket);
    give_error_cell(call, true);
    call->job.run = run_call;
    call->begun = true;
    pool_give(thread, &call->job);
    return call;
}

bool call_settled(void *context) {
    const struct call *call = context;
    return call->job.done && call->visitors == 0;
}

static void push_conditions(lua_State *lua, struct call *call) {
    lua_createtable(lua, (int)call->condition_count, 0);
    for (size_t i = 0; i < call->condition_count; i++) {
        condition_push(lua, call->conditions[i]);
        lua_rawseti(lua, -2, (lua_Integer)i + 1);
        condition_end(lua, call->conditions[i]);
        luaL_unref(lua, LUA_REGISTRYINDEX, call->conditions[i]->table);
    }
    lua_setfield(lua, -2, "conditions");
}

static void push_outcome(lua_State *lua, const struct call *call) {
    lua_createtable(lua, 0, 16);
    lua_pushstring(lua, call->procedure->name);
    lua_setfield(lua, -2, "fn");
    result_integer(lua, "returned", (lua_Integer)call->returned);
    result_boolean(lua, "ok", call->ok);
    result_boolean(lua, "odd_return", call->odd_return);
    if (call->error_written) {
        result_integer(lua, "errno", call->error);
    }
    if (!call->ok) {
        struct text error = {0};
        describe_error(call, &error);
        lua_pushstring(lua, text_string(&error));
        lua_setfield(lua, -2, "error");
        text_free(&error);
    }
    if (call->procedure->rule == RULE_SOCKET && call->ok) {
        result_integer(lua, "socket", (lua_Integer)call->returned);
    }
    result_integer(lua, "thread_id", call->thread);
    result_integer(lua, "call", call->number);
    result_integer(lua, "hooks", (lua_Integer)call->hooks);
    if (call->overrun.length > 0) {
        lua_pushstring(lua, text_string(&call->overrun));
        lua_setfield(lua, -2, "overrun");
    }
}

void call_push_result(lua_State *lua, struct call *call) {
    push_outcome(lua, call);
    push_conditions(lua, call);
    if (call->procedure->report != NULL) {
        call->procedure->report(lua, call);
    }
    luaL_unref(lua, LUA_REGISTRYINDEX, call->condition_function);
    if (!call->kept) {
        call_free(call);
    }
}

static void unlink_call(struct call *call) {
    struct session *session = call->session;
    AcquireSRWLockExclusive(&session->engine->lock);
    struct call **link = &session->calls;
    while (*link != call) {
        link = &(*link)->next;
    }
    *link = call->next;
    if (call->overrun.length > 0) {
        text_format(&session->overruns, "%s%s", session->overruns.length > 0 ? "; " : "", text_string(&call->overrun));
    }
    ReleaseSRWLockExclusive(&session->engine->lock);
}

void call_free(struct call *call) {
    if (call->kept) {
        call_look_for_overruns(call, &call->overrun);
    }
    unlink_call(call);
    operation_free(call->arguments.operation);
    for (size_t i = 0; i < call->guard_count; i++) {
        guard_free(call->guards[i]);
    }
    guard_free(call->error_cell);
    for (size_t i = 0; i < call->condition_count; i++) {
        condition_free(call->conditions[i]);
    }
    free(call->conditions);
    free(call->decisions);
    free(call->actor);
    text_free(&call->words);
    text_free(&call->overrun);
    free(call);
}

void call_describe(const struct call *call, bool with_arguments, struct text *text) {
    const char *words = with_arguments ? text_string(&call->words) : "";
    text_format(text, "%s(%s%s%s)", call->procedure->name, call->actor == NULL ? "" : call->actor,
                call->actor != NULL && words[0] != '\0' ? ", " : "", words);
}
