/* Making connections: WSPAccept, WSPConnect, WSPJoinLeaf, WSPCancelBlockingCall. */
#include "scenario/procedures.h"

#include <string.h>

#include <lauxlib.h>

#include "base/memory.h"
#include "catalog/catalog.h"
#include "scenario/marshal.h"
#include "scenario/rendezvous.h"

static const char reply_type[] = "reply";

enum { SCRIBBLE = 0x5C };

void nothing_prepare(struct request *request) { (void)request; }

/* Decisions that need no Lua: one integer, or a list of which the last one repeats. The value is on top. */
static void take_decisions(lua_State *lua, struct call *call) {
    bool list = lua_istable(lua, -1);
    size_t count = list ? (size_t)luaL_len(lua, -1) : 1;
    if (count == 0) {
        luaL_error(lua, "WSPAccept: a list of decisions has at least one");
    }
    call->decisions = memory_zeroed(count, sizeof *call->decisions);
    for (size_t i = 0; i < count; i++) {
        if (list) {
            lua_rawgeti(lua, -1, (lua_Integer)i + 1);
        } else {
            lua_pushvalue(lua, -1);
        }
        call->decisions[i] = (int)luaL_checkinteger(lua, -1);
        lua_pop(lua, 1);
    }
    call->decision_count = count;
}

static void take_condition(struct request *request) {
    lua_State *lua = request->lua;
    struct call *call = request->call;
    int type = lua_getfield(lua, request->table, "condition");
    if (type == LUA_TNIL || (type == LUA_TBOOLEAN && !lua_toboolean(lua, -1))) {
        lua_pop(lua, 1);
        return;
    }
    if (type == LUA_TSTRING && field_is(request, "condition", "bad")) {
        /* The detour by a pointer variable: no cast leads from data to functions. */
        void *nowhere = guard_inaccessible();
        memcpy(&call->arguments.condition, &nowhere, sizeof nowhere);
        say(call, "lpfnCondition=a bad pointer");
    } else {
        call->arguments.condition = rendezvous_condition;
        say(call, "condition function");
    }
    if (type == LUA_TFUNCTION) {
        call->condition_function = luaL_ref(lua, LUA_REGISTRYINDEX);
        return;
    }
    if (type == LUA_TNUMBER || type == LUA_TTABLE) {
        take_decisions(lua, call);
    } else if (type != LUA_TSTRING) {
        luaL_error(lua, "WSPAccept: condition is a function, a decision, a list of decisions or \"bad\"");
    }
    lua_pop(lua, 1);
}

void accept_prepare(struct request *request) {
    struct arguments *a = &request->call->arguments;
    a->socket = field_socket(request);
    prepare_address_room(request, "address", "room", "addr", "addrlen");
    take_condition(request);
    a->callback_data = (DWORD_PTR)field_integer(request, "callback_data", 0);
    if (a->callback_data != 0) {
        say(request->call, "dwCallbackData=0x%llx", (unsigned long long)a->callback_data);
    }
}

void accept_invoke(struct call *call) {
    struct arguments *a = &call->arguments;
    call->returned = (intptr_t)call->table.lpWSPAccept(a->socket, a->address.pointer, a->length.pointer, a->condition,
                                                       a->callback_data, guard_bytes(call->error_cell));
}

/* A table that stands for data: {form = "empty-null" | "empty" | "inaccessible", length = n}. */
static struct block odd_data(struct request *request, const char *field, const char *parameter) {
    lua_State *lua = request->lua;
    struct block block = {0};
    lua_getfield(lua, request->table, field);
    lua_getfield(lua, -1, "length");
    block.size = (size_t)luaL_optinteger(lua, -1, 0);
    lua_getfield(lua, -2, "form");
    const char *form = luaL_optstring(lua, -1, "");
    if (strcmp(form, "inaccessible") == 0) {
        block.pointer = guard_inaccessible();
    } else if (strcmp(form, "empty") == 0) {
        size_t claimed = block.size;
        block = block_poisoned(request->call, 0, parameter);
        block.size = claimed;
    } else if (strcmp(form, "empty-null") != 0) {
        luaL_error(lua, "%s: the form of %s is \"empty\", \"empty-null\" or \"inaccessible\"",
                   request->call->procedure->name, field);
    }
    lua_pop(lua, 3);
    return block;
}

struct block data_header(struct request *request, const char *field, const char *parameter) {
    struct call *call = request->call;
    lua_State *lua = request->lua;
    bool table = lua_getfield(lua, request->table, field) == LUA_TTABLE;
    lua_pop(lua, 1);
    if (!field_given(request, field) || field_is(request, field, "null")) {
        return (struct block){0};
    }
    struct block data = table ? odd_data(request, field, parameter) : field_bytes(request, field, parameter);
    if (table) {
        say(call, "%s=%zu bytes, %s", parameter, data.size, data.guard == NULL ? "bad pointer" : "empty");
    } else {
        say_block(call, parameter, data);
    }
    call->arguments.buffer = data;
    return block_header(call, data, parameter);
}

static void prepare_reply(struct request *request) {
    struct call *call = request->call;
    struct arguments *a = &call->arguments;
    if (!field_given(request, "reply_room")) {
        return;
    }
    lua_Integer room = field_integer(request, "reply_room", 0);
    a->reply = field_room(request, "reply_buffer", (size_t)room, "lpCalleeData->buf");
    a->reply_header = block_header(call, a->reply, "lpCalleeData");
    call->kept = true;
    say(call, "room for %lld bytes of callee data", (long long)room);
}

void connect_prepare(struct request *request) {
    struct arguments *a = &request->call->arguments;
    int room = request->call->session->engine->options.provider->entry->info.iMaxSockAddr;
    a->socket = field_socket(request);
    a->address = field_bytes(request, "address", "name");
    a->length_value = (int)field_integer(request, "length", a->address.guard == NULL ? room : (int)a->address.size);
    say_address(request->call, "name", a->address, a->length_value);
    a->buffer_header = data_header(request, "caller_data", "lpCallerData");
    prepare_reply(request);
    a->sqos = field_flows(request, "sqos", "lpSQOS");
    a->gqos = field_flows(request, "gqos", "lpGQOS");
    a->scribble = field_boolean(request, "scribble", false);
}

static void scribble_over(struct block block) {
    if (block.guard != NULL) {
        memset(block.pointer, SCRIBBLE, guard_size(block.guard));
    }
}

/* What was only passed in belongs to the client again once the call has returned. */
static void take_inputs_back(const struct arguments *a) {
    if (a->scribble) {
        scribble_over(a->address);
        scribble_over(a->buffer);
        scribble_over(a->buffer_header);
    }
}

void connect_invoke(struct call *call) {
    struct arguments *a = &call->arguments;
    call->returned = call->table.lpWSPConnect(a->socket, a->address.pointer, a->length_value, a->buffer_header.pointer,
                                              a->reply_header.pointer, a->sqos.pointer, a->gqos.pointer,
                                              guard_bytes(call->error_cell));
    take_inputs_back(a);
}

void join_prepare(struct request *request) {
    connect_prepare(request);
    request->call->arguments.flags = (DWORD)field_integer(request, "flags", 0);
    say(request->call, "dwFlags=0x%lx", request->call->arguments.flags);
}

void join_invoke(struct call *call) {
    struct arguments *a = &call->arguments;
    call->returned = (intptr_t)call->table.lpWSPJoinLeaf(
        a->socket, a->address.pointer, a->length_value, a->buffer_header.pointer, a->reply_header.pointer,
        a->sqos.pointer, a->gqos.pointer, a->flags, guard_bytes(call->error_cell));
    take_inputs_back(a);
}

/* The reply: a view of the call's callee data, which may still be written to after the call has returned. */

static const struct call *reply_call(lua_State *lua) {
    return *(const struct call **)luaL_checkudata(lua, 1, reply_type);
}

static u_long reply_length_now(const struct call *call) {
    return ((const WSABUF *)call->arguments.reply_header.pointer)->len;
}

static int reply_length(lua_State *lua) {
    lua_pushinteger(lua, reply_length_now(reply_call(lua)));
    return 1;
}

static int reply_bytes(lua_State *lua) {
    const struct call *call = reply_call(lua);
    struct block reply = call->arguments.reply;
    u_long length = reply_length_now(call);
    lua_pushlstring(lua, reply.pointer, reply.guard == NULL ? 0 : length < reply.size ? length : reply.size);
    return 1;
}

static int reply_raw(lua_State *lua) {
    struct block reply = reply_call(lua)->arguments.reply;
    lua_pushlstring(lua, reply.pointer, reply.guard == NULL ? 0 : reply.size);
    return 1;
}

static int reply_overrun(lua_State *lua) {
    const struct call *call = reply_call(lua);
    struct text sentence = {0};
    if (call->arguments.reply.guard != NULL) {
        guard_overrun(call->arguments.reply.guard, &sentence);
    }
    if (sentence.length > 0) {
        lua_pushstring(lua, text_string(&sentence));
    } else {
        lua_pushnil(lua);
    }
    text_free(&sentence);
    return 1;
}

static const luaL_Reg reply_methods[] = {
    {"length", reply_length}, {"bytes", reply_bytes}, {"raw", reply_raw}, {"overrun", reply_overrun}, {NULL, NULL},
};

void connect_report(lua_State *lua, struct call *call) {
    if (call->arguments.reply_header.pointer == NULL) {
        return;
    }
    const struct call **view = lua_newuserdatauv(lua, sizeof(const struct call *), 0);
    *view = call;
    if (luaL_newmetatable(lua, reply_type)) {
        luaL_newlib(lua, reply_methods);
        lua_setfield(lua, -2, "__index");
    }
    lua_setmetatable(lua, -2);
    lua_setfield(lua, -2, "reply");
}

/* Scripts name the socket that they cancel for; the procedure takes none. */
void cancel_prepare(struct request *request) { (void)request; }

void cancel_invoke(struct call *call) {
    call->returned = call->table.lpWSPCancelBlockingCall(guard_bytes(call->error_cell));
}
