/* Indications: WSPEventSelect, WSPAsyncSelect, WSPEnumNetworkEvents, WSPSelect. */
#include "scenario/procedures.h"

#include <string.h>

#include <lauxlib.h>

#include "scenario/describe.h"
#include "scenario/marshal.h"
#include "scenario/waits.h"

/* A value that no handle table ever has, and a multiple of 4 as all handles are. */
#define CLOSED_EVENT ((HANDLE)(INT_PTR)0x7BADF00C)

static HANDLE field_event(struct request *request) {
    if (field_is(request, "event", "closed")) {
        say(request->call, "hEventObject=no event");
        return CLOSED_EVENT;
    }
    lua_Integer id = field_integer(request, "event", 0);
    if (id == 0) {
        say(request->call, "hEventObject=NULL");
        return NULL;
    }
    say(request->call, "hEventObject=event %lld", (long long)id);
    return waits_event(request->lua, request->call->session, id);
}

static void prepare_mask(struct request *request, const char *parameter) {
    struct call *call = request->call;
    call->arguments.mask = (DWORD)field_integer(request, "mask", 0);
    say(call, "%s=", parameter);
    describe_events(&call->words, (long)call->arguments.mask);
}

void event_select_prepare(struct request *request) {
    struct arguments *a = &request->call->arguments;
    a->socket = field_socket(request);
    a->event = field_event(request);
    prepare_mask(request, "lNetworkEvents");
}

void event_select_invoke(struct call *call) {
    struct arguments *a = &call->arguments;
    call->returned = call->table.lpWSPEventSelect(a->socket, a->event, (long)a->mask, guard_bytes(call->error_cell));
}

void async_select_prepare(struct request *request) {
    struct arguments *a = &request->call->arguments;
    a->socket = field_socket(request);
    a->window = (HWND)(INT_PTR)field_integer(request, "window", 0);
    a->message = (DWORD)field_integer(request, "message", 0);
    say(request->call, "hWnd=0x%llx, wMsg=0x%lx", (unsigned long long)(UINT_PTR)a->window, a->message);
    prepare_mask(request, "lEvent");
}

void async_select_invoke(struct call *call) {
    struct arguments *a = &call->arguments;
    call->returned =
        call->table.lpWSPAsyncSelect(a->socket, a->window, a->message, (long)a->mask, guard_bytes(call->error_cell));
}

void enumerate_prepare(struct request *request) {
    struct arguments *a = &request->call->arguments;
    a->socket = field_socket(request);
    a->event = field_event(request);
    a->record = field_room(request, "record", sizeof(WSANETWORKEVENTS), "lpNetworkEvents");
}

void enumerate_invoke(struct call *call) {
    struct arguments *a = &call->arguments;
    call->returned =
        call->table.lpWSPEnumNetworkEvents(a->socket, a->event, a->record.pointer, guard_bytes(call->error_cell));
}

void enumerate_report(lua_State *lua, struct call *call) {
    struct block record = call->arguments.record;
    if (record.guard == NULL) {
        return;
    }
    const WSANETWORKEVENTS *events = record.pointer;
    WSANETWORKEVENTS poison;
    memset(&poison, GUARD_POISON, sizeof poison);
    lua_Integer written = 0;
    lua_createtable(lua, FD_MAX_EVENTS, 0);
    for (int i = 0; i < FD_MAX_EVENTS; i++) {
        lua_pushinteger(lua, events->iErrorCode[i]);
        lua_rawseti(lua, -2, i + 1);
        written |= events->iErrorCode[i] == poison.iErrorCode[i] ? 0 : (lua_Integer)1 << i;
    }
    lua_setfield(lua, -2, "errors");
    result_integer(lua, "slots_written", written);
    if (events->lNetworkEvents != poison.lNetworkEvents) {
        result_integer(lua, "events", events->lNetworkEvents);
    }
}

static const char *const set_fields[] = {"read", "write", "except"};
static const char *const set_parameters[] = {"readfds", "writefds", "exceptfds"};

/* An fd_set with room for exactly the sockets that are in it: its array is of open length as far as providers go. */
static struct block make_set(struct request *request, int which) {
    lua_State *lua = request->lua;
    struct block block = {0};
    int type = lua_getfield(lua, request->table, set_fields[which]);
    if (type == LUA_TTABLE) {
        u_int count = (u_int)luaL_len(lua, -1);
        block =
            block_poisoned(request->call, offsetof(fd_set, fd_array) + count * sizeof(SOCKET), set_parameters[which]);
        fd_set *set = block.pointer;
        set->fd_count = count;
        for (u_int i = 0; i < count; i++) {
            lua_rawgeti(lua, -1, (lua_Integer)i + 1);
            set->fd_array[i] = (SOCKET)luaL_checkinteger(lua, -1);
            lua_pop(lua, 1);
        }
        say(request->call, "%s of %u", set_parameters[which], count);
    } else if (type != LUA_TNIL) {
        luaL_error(lua, "WSPSelect: '%s' is a list of socket handles", set_fields[which]);
    }
    lua_pop(lua, 1);
    return block;
}

void select_prepare(struct request *request) {
    struct call *call = request->call;
    struct arguments *a = &call->arguments;
    for (int i = 0; i < 3; i++) {
        a->sets[i] = make_set(request, i);
    }
    unsigned long long us = 0;
    if (field_is(request, "timeout", "null")) {
        say(call, "timeout=NULL");
        return;
    } else if (field_is(request, "timeout", "limit")) {
        us = call->session->engine->limit_us / 2; /* or the call itself would be taken for one that hangs */
    } else if (!field_is(request, "timeout", "zero")) {
        luaL_error(request->lua, "WSPSelect: timeout is \"zero\", \"limit\" or \"null\"");
    }
    struct timeval timeout = {.tv_sec = (long)(us / 1000000), .tv_usec = (long)(us % 1000000)};
    a->timeout = block_of(call, &timeout, sizeof timeout, "timeout");
    a->value.size = (size_t)us;
    say(call, "timeout=%llu us", us);
}

void select_invoke(struct call *call) {
    struct arguments *a = &call->arguments;
    call->returned = call->table.lpWSPSelect(0, a->sets[0].pointer, a->sets[1].pointer, a->sets[2].pointer,
                                             a->timeout.pointer, guard_bytes(call->error_cell));
}

/* A count above what was passed in is the provider's error, and shows as such in the counts. */
static void report_set(lua_State *lua, const char *field, struct block block) {
    if (block.guard == NULL) {
        return;
    }
    const fd_set *set = block.pointer;
    size_t room = (block.size - offsetof(fd_set, fd_array)) / sizeof(SOCKET);
    lua_createtable(lua, (int)room, 0);
    for (size_t i = 0; i < set->fd_count && i < room; i++) {
        lua_pushinteger(lua, (lua_Integer)set->fd_array[i]);
        lua_rawseti(lua, -2, (lua_Integer)i + 1);
    }
    lua_setfield(lua, -2, field);
}

void select_report(lua_State *lua, struct call *call) {
    struct arguments *a = &call->arguments;
    for (int i = 0; i < 3; i++) {
        report_set(lua, set_fields[i], a->sets[i]);
    }
    result_integer(lua, "count", (lua_Integer)call->returned);
    if (a->timeout.guard != NULL) {
        const struct timeval *timeout = a->timeout.pointer;
        bool same =
            (unsigned long long)timeout->tv_sec * 1000000 + (unsigned long long)timeout->tv_usec == a->value.size;
        result_boolean(lua, "timeout_changed", !same);
    }
}
