#include "scenario/waits.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "scenario/bindings.h"
#include "scenario/conductor.h"
#include "scenario/message_window.h"
#include "scenario/session.h"

unsigned long long waits_duration(lua_State *lua, const struct engine *engine, int argument) {
    static const char *const words[] = {"limit", "short", "zero", NULL};
    const unsigned long long durations[] = {engine->limit_us, engine->short_us, 0};
    return durations[luaL_checkoption(lua, argument, "limit", words)];
}

HANDLE waits_event(lua_State *lua, struct session *session, lua_Integer id) {
    if (id < 1 || (size_t)id > session->event_count || session->events[id - 1].handle == NULL) {
        luaL_error(lua, "there is no event object %I", id);
    }
    return session->events[id - 1].handle;
}

static HANDLE event_argument(lua_State *lua) {
    return waits_event(lua, binding_session(lua), luaL_checkinteger(lua, 1));
}

static int event_create(lua_State *lua) {
    struct session *session = binding_session(lua);
    HANDLE handle = CreateEventW(NULL, TRUE, FALSE, NULL);
    if (handle == NULL) {
        return luaL_error(lua, "no event object can be made (error %d)", (int)GetLastError());
    }
    session->events =
        memory_grow(session->events, session->event_count, &session->event_capacity, sizeof *session->events);
    session->events[session->event_count++].handle = handle;
    lua_pushinteger(lua, (lua_Integer)session->event_count);
    return 1;
}

static int event_wait(lua_State *lua) {
    struct engine *engine = binding_session(lua)->engine;
    struct wait wait = {.handle = event_argument(lua), .limit_us = waits_duration(lua, engine, 2)};
    lua_pushboolean(lua, conductor_wait(engine, lua, &wait));
    binding_done(lua);
    return 1;
}

static int event_set(lua_State *lua) {
    SetEvent(event_argument(lua));
    return 0;
}

static int event_reset(lua_State *lua) {
    ResetEvent(event_argument(lua));
    return 0;
}

static int event_close(lua_State *lua) {
    struct session *session = binding_session(lua);
    CloseHandle(event_argument(lua));
    session->events[lua_tointeger(lua, 1) - 1].handle = NULL;
    return 0;
}

void waits_close_events(struct session *session) {
    for (size_t i = 0; i < session->event_count; i++) {
        if (session->events[i].handle != NULL) {
            CloseHandle(session->events[i].handle);
        }
    }
    free(session->events);
}

static int window_value(lua_State *lua) {
    struct message_window *window = &binding_session(lua)->engine->window;
    if (window->thread == NULL && !message_window_open(window)) {
        return luaL_error(lua, "no window for messages can be made");
    }
    lua_pushinteger(lua, (lua_Integer)(INT_PTR)window->handle);
    return 1;
}

static int window_received(lua_State *lua) {
    lua_pushinteger(lua, binding_session(lua)->engine->window.received);
    return 1;
}

/* Messages as the provider posted them by upcall. */

static void push_message(lua_State *lua, const struct upcall_record *record) {
    const struct {
        const char *name;
        lua_Integer value;
    } fields[] = {
        {"sequence", (lua_Integer)record->sequence},
        {"window", (lua_Integer)record->arguments[0]},
        {"message", (lua_Integer)record->arguments[1]},
        {"wparam", (lua_Integer)record->arguments[2]},
        {"lparam", (lua_Integer)record->arguments[3]},
        {"event", (lua_Integer)(record->arguments[3] & 0xFFFF)},
        {"error", (lua_Integer)(record->arguments[3] >> 16 & 0xFFFF)},
        {"thread_id", (lua_Integer)record->thread},
    };
    lua_createtable(lua, 0, 8);
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        lua_pushinteger(lua, fields[i].value);
        lua_setfield(lua, -2, fields[i].name);
    }
}

static int messages(lua_State *lua) {
    struct session *session = binding_session(lua);
    lua_Integer after = luaL_optinteger(lua, 1, 0);
    lua_newtable(lua);
    lua_Integer count = 0;
    struct upcall_record record;
    for (size_t i = 0; session_copy_upcall(session, i, &record); i++) {
        if (record.slot == UPCALL_POST_MESSAGE && (lua_Integer)record.sequence > after) {
            push_message(lua, &record);
            lua_rawseti(lua, -2, ++count);
        }
    }
    return 1;
}

struct message_search {
    const struct session *session;
    size_t looked_at; /* records before this one do not match */
    lua_Integer after;
    UINT_PTR window, message, wparam, events;
    struct upcall_record found;
};

static bool find_message(void *context) {
    struct message_search *search = context;
    for (; search->looked_at < search->session->upcall_count; search->looked_at++) {
        const struct upcall_record *record = &search->session->upcalls[search->looked_at];
        if (record->slot == UPCALL_POST_MESSAGE && (lua_Integer)record->sequence > search->after &&
            record->arguments[0] == search->window && record->arguments[1] == search->message &&
            record->arguments[2] == search->wparam && (record->arguments[3] & 0xFFFF & search->events) != 0) {
            search->found = *record;
            return true;
        }
    }
    return false;
}

static int wait_message(lua_State *lua) {
    struct session *session = binding_session(lua);
    struct message_search search = {.session = session,
                                    .after = luaL_checkinteger(lua, 1),
                                    .window = (UINT_PTR)luaL_checkinteger(lua, 2),
                                    .message = (UINT_PTR)luaL_checkinteger(lua, 3),
                                    .wparam = (UINT_PTR)luaL_checkinteger(lua, 4),
                                    .events = (UINT_PTR)luaL_checkinteger(lua, 5)};
    struct wait wait = {.ready = find_message, .context = &search, .limit_us = waits_duration(lua, session->engine, 6)};
    if (conductor_wait(session->engine, lua, &wait)) {
        push_message(lua, &search.found);
    } else {
        lua_pushnil(lua);
    }
    binding_done(lua);
    return 1;
}

struct activity_watch {
    const struct engine *engine;
    unsigned long long seen;
};

static bool something_happened(void *context) {
    const struct activity_watch *watch = context;
    return watch->engine->activity != watch->seen;
}

static unsigned long long activity_now(struct engine *engine) {
    AcquireSRWLockShared(&engine->lock);
    unsigned long long activity = engine->activity;
    ReleaseSRWLockShared(&engine->lock);
    return activity;
}

/* What the function itself sets off must not count as something new, so activity is looked at after it. What happened
 * in between is noticed at the next interval. */
static int wait_until(lua_State *lua) {
    struct engine *engine = binding_session(lua)->engine;
    luaL_checktype(lua, 1, LUA_TFUNCTION);
    unsigned long long deadline = clock_us() + waits_duration(lua, engine, 2);
    bool come;
    do {
        bool last = clock_us() >= deadline;
        lua_pushvalue(lua, 1);
        lua_call(lua, 0, 1);
        come = lua_toboolean(lua, -1);
        lua_pop(lua, 1);
        if (come || last) {
            break;
        }
        struct activity_watch watch = {.engine = engine, .seen = activity_now(engine)};
        struct wait wait = {.ready = something_happened, .context = &watch, .limit_us = engine->poll_us};
        conductor_wait(engine, lua, &wait);
        binding_done(lua);
    } while (true);
    lua_pushboolean(lua, come);
    return 1;
}

const luaL_Reg wait_functions[] = {
    {"event_create", event_create},
    {"event_wait", event_wait},
    {"event_set", event_set},
    {"event_reset", event_reset},
    {"event_close", event_close},
    {"window", window_value},
    {"window_received", window_received},
    {"messages", messages},
    {"wait_message", wait_message},
    {"wait_until", wait_until},
    {NULL, NULL},
};
