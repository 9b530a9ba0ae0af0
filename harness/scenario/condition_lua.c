#include <string.h>

#include <lauxlib.h>

#include "scenario/calls.h"
#include "scenario/condition.h"
#include "scenario/inspect.h"
#include "scenario/marshal.h"

static const char methods_key[] = "methods of condition calls";
static const char live_field[] = "condition";

static const char *const form_names[] = {"null", "empty", "filled", "bad"};

static void set_parameter(lua_State *lua, const char *name, const struct parameter *parameter) {
    lua_pushfstring(lua, "%s_form", name);
    lua_pushstring(lua, form_names[parameter->form]);
    lua_rawset(lua, -3);
    if (parameter->form == FORM_FILLED) {
        lua_pushlstring(lua, (const char *)parameter->bytes, parameter->length);
        lua_setfield(lua, -2, name);
    }
}

static void set_flows(lua_State *lua, const char *name, const struct flows *flows) {
    lua_pushfstring(lua, "%s_form", name);
    lua_pushstring(lua, form_names[flows->form]);
    lua_rawset(lua, -3);
    if (flows->form == FORM_FILLED) {
        push_flows(lua, &flows->qos);
        if (flows->provider.form != FORM_BAD) {
            lua_pushlstring(lua, (const char *)flows->provider.bytes, flows->provider.length);
            lua_setfield(lua, -2, "provider");
        }
        lua_setfield(lua, -2, name);
    }
}

static void set_integer(lua_State *lua, const char *name, lua_Integer value) {
    lua_pushinteger(lua, value);
    lua_setfield(lua, -2, name);
}

static void set_boolean(lua_State *lua, const char *name, bool value) {
    lua_pushboolean(lua, value);
    lua_setfield(lua, -2, name);
}

/* The parameters that a snapshot reads again. */
static void set_inputs(lua_State *lua, const struct condition_call *condition) {
    set_parameter(lua, "caller_id", &condition->caller_id);
    set_parameter(lua, "caller_data", &condition->caller_data);
    set_parameter(lua, "callee_id", &condition->callee_id);
    set_flows(lua, "sqos", &condition->sqos);
    set_flows(lua, "gqos", &condition->gqos);
    lua_pushstring(lua, form_names[condition->callee_data]);
    lua_setfield(lua, -2, "callee_data_form");
    set_integer(lua, "callee_room", (lua_Integer)condition->callee_room);
    set_boolean(lua, "callee_writable", condition->callee_writable);
    lua_pushstring(lua, form_names[condition->group_form]);
    lua_setfield(lua, -2, "group_form");
    if (condition->group_form == FORM_FILLED) {
        set_integer(lua, "group_value", condition->group);
    }
    set_boolean(lua, "group_writable", condition->group_writable);
}

/* The condition call behind a record that is the first argument, as long as its parameters live. */
static struct condition_call *live_condition(lua_State *lua) {
    lua_settop(lua, 2);
    if (!lua_getmetatable(lua, 1)) {
        luaL_error(lua, "a method of a condition call is called with a colon");
    }
    lua_getfield(lua, -1, live_field);
    struct condition_call *condition = lua_touserdata(lua, -1);
    lua_pop(lua, 2);
    if (condition == NULL) {
        luaL_error(lua, "the condition call is over: its parameters are gone");
    }
    return condition;
}

/* What the provider gave no room for is not written, as no application would: the reply is then missing at the other
 * end, which the script's checks see. */
static bool write_callee_data(lua_State *lua, struct condition_call *condition, u_long *length) {
    size_t size;
    const char *bytes = luaL_checklstring(lua, 2, &size);
    if (condition->callee_data != FORM_FILLED) {
        return false;
    }
    memcpy(condition->live.callee_data->buf, bytes, size < condition->callee_room ? size : condition->callee_room);
    *length = (u_long)size;
    return true;
}

static int write_reply(lua_State *lua) {
    struct condition_call *condition = live_condition(lua);
    u_long length;
    if (write_callee_data(lua, condition, &length)) {
        condition->live.callee_data->len = length;
    }
    return 0;
}

static int fill_reply(lua_State *lua) {
    u_long length;
    write_callee_data(lua, live_condition(lua), &length);
    return 0;
}

static int set_reply_length(lua_State *lua) {
    struct condition_call *condition = live_condition(lua);
    u_long length = (u_long)luaL_checkinteger(lua, 2);
    if (memory_writable(condition->live.callee_data, sizeof *condition->live.callee_data)) {
        condition->live.callee_data->len = length;
    }
    return 0;
}

static int set_group(lua_State *lua) {
    struct condition_call *condition = live_condition(lua);
    GROUP group = (GROUP)luaL_checkinteger(lua, 2);
    if (condition->group_writable) {
        *condition->live.group = group;
    }
    lua_pushboolean(lua, condition->group_writable);
    return 1;
}

static int set_qos(lua_State *lua) {
    struct condition_call *condition = live_condition(lua);
    luaL_checktype(lua, 2, LUA_TTABLE);
    if (!memory_writable(condition->live.sqos, sizeof(QOS)) || condition->live.sqos == NULL) {
        return luaL_error(lua, "lpSQOS does not point to writable memory");
    }
    QOS qos = *condition->live.sqos;
    read_flows(lua, 2, &qos);
    *condition->live.sqos = qos;
    return 0;
}

static int scribble_caller_id(lua_State *lua) {
    struct condition_call *condition = live_condition(lua);
    const WSABUF *buffer = condition->live.caller_id;
    bool may = condition->caller_id.form == FORM_FILLED && memory_writable(buffer->buf, buffer->len);
    if (may) {
        memset(buffer->buf, 0x5C, buffer->len);
    }
    lua_pushboolean(lua, may);
    return 1;
}

static int snapshot(lua_State *lua) {
    struct condition_call *condition = live_condition(lua);
    struct condition_call *now = condition_capture(&condition->live);
    lua_newtable(lua);
    set_inputs(lua, now);
    condition_free(now);
    return 1;
}

static const luaL_Reg methods[] = {
    {"write_reply", write_reply},
    {"fill_reply", fill_reply},
    {"set_reply_length", set_reply_length},
    {"set_group", set_group},
    {"set_qos", set_qos},
    {"scribble_caller_id", scribble_caller_id},
    {"snapshot", snapshot},
    {NULL, NULL},
};

/* Each record has a metatable of its own, which leads from the table back to the condition call. */
static void give_methods(lua_State *lua, struct condition_call *condition) {
    lua_createtable(lua, 0, 2);
    if (luaL_getsubtable(lua, LUA_REGISTRYINDEX, methods_key) == 0) {
        luaL_setfuncs(lua, methods, 0);
    }
    lua_setfield(lua, -2, "__index");
    lua_pushlightuserdata(lua, condition);
    lua_setfield(lua, -2, live_field);
    lua_setmetatable(lua, -2);
}

void condition_push(lua_State *lua, struct condition_call *condition) {
    if (condition->table != LUA_NOREF) {
        lua_rawgeti(lua, LUA_REGISTRYINDEX, condition->table);
        return;
    }
    lua_newtable(lua);
    set_integer(lua, "call", condition->call->number);
    set_integer(lua, "thread_id", condition->thread);
    set_boolean(lua, "own_thread", condition->own_thread);
    set_boolean(lua, "inside", true);
    set_integer(lua, "callback_data", (lua_Integer)condition->live.callback_data);
    set_inputs(lua, condition);
    give_methods(lua, condition);
    lua_pushvalue(lua, -1);
    condition->table = luaL_ref(lua, LUA_REGISTRYINDEX);
}

void condition_end(lua_State *lua, struct condition_call *condition) {
    if (condition->table == LUA_NOREF) {
        return;
    }
    condition_push(lua, condition);
    lua_getmetatable(lua, -1);
    lua_pushnil(lua);
    lua_setfield(lua, -2, live_field);
    lua_pop(lua, 2);
}
