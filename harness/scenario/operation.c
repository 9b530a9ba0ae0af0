#include "scenario/operation.h"

#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "base/memory.h"
#include "scenario/bindings.h"
#include "scenario/conductor.h"
#include "scenario/marshal.h"

static const char operation_type[] = "operation";

enum { STATUS_IN_PROGRESS = 0x103 }; /* WSS_OPERATION_IN_PROGRESS, in OVERLAPPED.Internal */

void operation_prepare(struct request *request) {
    if (!field_given(request, "overlapped")) {
        return;
    }
    struct call *call = request->call;
    bool with_routine = field_is(request, "overlapped", "routine");
    if (!with_routine && !field_is(request, "overlapped", "event")) {
        luaL_error(request->lua, "%s: overlapped is \"event\" or \"routine\"", call->procedure->name);
    }
    struct operation *operation = memory_zeroed(1, sizeof *operation);
    call->arguments.operation = operation;
    call->kept = true;
    operation->call = call;
    operation->with_routine = with_routine;
    operation->event = with_routine ? NULL : CreateEventW(NULL, TRUE, FALSE, NULL);
    WSAOVERLAPPED overlapped = {.hEvent = operation->event};
    operation->overlapped = block_of(call, &overlapped, sizeof overlapped, "lpOverlapped");
    say(call, "overlapped with %s", with_routine ? "a completion routine" : "an event");
}

LPWSAOVERLAPPED operation_overlapped(struct call *call) {
    return call->arguments.operation == NULL ? NULL : call->arguments.operation->overlapped.pointer;
}

static bool is_of_overlapped(const struct call *call, const WSAOVERLAPPED *overlapped) {
    return call->arguments.operation != NULL && call->arguments.operation->overlapped.pointer == overlapped;
}

static void CALLBACK count_completion(DWORD error, DWORD transferred, LPWSAOVERLAPPED overlapped, DWORD flags) {
    (void)error;
    (void)transferred;
    (void)flags;
    struct engine *engine = engine_of_process();
    if (engine == NULL) {
        return;
    }
    AcquireSRWLockExclusive(&engine->lock);
    struct call *call = engine->session == NULL ? NULL : engine->session->calls;
    while (call != NULL && !is_of_overlapped(call, overlapped)) {
        call = call->next;
    }
    if (call != NULL) {
        call->arguments.operation->routine_runs++;
        conductor_notify(engine);
    }
    ReleaseSRWLockExclusive(&engine->lock);
}

LPWSAOVERLAPPED_COMPLETION_ROUTINE operation_routine(const struct call *call) {
    const struct operation *operation = call->arguments.operation;
    return operation != NULL && operation->with_routine ? count_completion : NULL;
}

LPWSATHREADID operation_thread(struct call *call) {
    struct operation *operation = call->arguments.operation;
    if (operation == NULL) {
        return NULL;
    }
    DuplicateHandle(GetCurrentProcess(), GetCurrentThread(), GetCurrentProcess(), &operation->thread.ThreadHandle, 0,
                    FALSE, DUPLICATE_SAME_ACCESS);
    operation->thread.Reserved = GetCurrentThreadId();
    return &operation->thread;
}

struct operation *operation_at(lua_State *lua, int index) {
    return *(struct operation **)luaL_checkudata(lua, index, operation_type);
}

static int finished(lua_State *lua) {
    const WSAOVERLAPPED *overlapped = operation_at(lua, 1)->overlapped.pointer;
    lua_pushboolean(lua, overlapped->Internal != STATUS_IN_PROGRESS);
    return 1;
}

static bool routine_has_run(void *context) { return ((struct operation *)context)->routine_runs > 0; }

static int wait_for_operation(lua_State *lua) {
    struct operation *operation = operation_at(lua, 1);
    struct engine *engine = binding_session(lua)->engine;
    struct wait wait = {.handle = operation->event, .limit_us = engine->limit_us};
    if (operation->with_routine) {
        wait.ready = routine_has_run;
        wait.context = operation;
    }
    lua_pushboolean(lua, conductor_wait(engine, lua, &wait));
    binding_done(lua);
    return 1;
}

static int read_field(lua_State *lua) {
    struct operation *operation = operation_at(lua, 1);
    const char *name = luaL_checkstring(lua, 2);
    if (strcmp(name, "routine_runs") == 0) {
        lua_pushinteger(lua, operation->routine_runs);
    } else if (strcmp(name, "finished") == 0) {
        lua_pushcfunction(lua, finished);
    } else if (strcmp(name, "wait") == 0) {
        lua_pushcfunction(lua, wait_for_operation);
    } else {
        return luaL_error(lua, "an operation has no '%s'", name);
    }
    return 1;
}

void operation_report(lua_State *lua, struct call *call) {
    if (call->arguments.operation == NULL) {
        return;
    }
    struct operation **view = lua_newuserdatauv(lua, sizeof(struct operation *), 0);
    *view = call->arguments.operation;
    if (luaL_newmetatable(lua, operation_type)) {
        lua_pushcfunction(lua, read_field);
        lua_setfield(lua, -2, "__index");
    }
    lua_setmetatable(lua, -2);
    lua_setfield(lua, -2, "operation");
}

void operation_free(struct operation *operation) {
    if (operation == NULL) {
        return;
    }
    if (operation->event != NULL) {
        CloseHandle(operation->event);
    }
    if (operation->thread.ThreadHandle != NULL) {
        CloseHandle(operation->thread.ThreadHandle);
    }
    free(operation);
}
