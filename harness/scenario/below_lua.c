#include "scenario/below_lua.h"

#include <string.h>

#include "provider/below.h"
#include "provider/codes.h"
#include "provider/provider.h"
#include "scenario/bindings.h"

static int watch(lua_State *lua) {
    binding_session(lua);
    below_watch();
    return 0;
}

static void set_number(lua_State *lua, const char *name, lua_Integer value) {
    lua_pushinteger(lua, value);
    lua_setfield(lua, -2, name);
}

/* The entries that the procedures were called with, by the procedures' names: catalog id and bytes. */
static void set_entries(lua_State *lua, const struct below_seen *seen) {
    lua_newtable(lua);
    for (size_t i = 0; i < BELOW_PROCEDURES; i++) {
        if (seen->has_entry[i]) {
            lua_newtable(lua);
            set_number(lua, "catalog_id", seen->entries[i].dwCatalogEntryId);
            lua_pushlstring(lua, (const char *)&seen->entries[i], sizeof seen->entries[i]);
            lua_setfield(lua, -2, "info");
            lua_setfield(lua, -2, below_names[i]);
        }
    }
    lua_setfield(lua, -2, "entries");
}

/* By name, the procedures that are the same in the layer's table and in that which came up to it. */
static void set_published(lua_State *lua, struct session *session, const struct below_seen *seen) {
    AcquireSRWLockShared(&session->engine->lock);
    WSPPROC_TABLE own = session->table;
    ReleaseSRWLockShared(&session->engine->lock);
    lua_newtable(lua);
    for (size_t i = 0; i < PROVIDER_PROCEDURES; i++) {
        lua_pushboolean(lua, provider_table_slot(&own, i) == provider_table_slot(&seen->table, i));
        lua_setfield(lua, -2, procedure_names[i]);
    }
    lua_setfield(lua, -2, "published");
}

static int below(lua_State *lua) {
    struct session *session = binding_session(lua);
    struct below_seen seen;
    below_read(&seen);
    WSPUPCALLTABLE upcalls = upcalls_table('A');
    const struct {
        const char *name;
        unsigned value;
    } counts[] = {{"attempts", seen.attempts},
                  {"starts", seen.starts},
                  {"cleanups", seen.cleanups},
                  {"opened", seen.opened},
                  {"closed", seen.closed}};
    lua_newtable(lua);
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        set_number(lua, counts[i].name, counts[i].value);
    }
    set_number(lua, "latest_socket", (lua_Integer)seen.latest);
    lua_pushboolean(lua, memcmp(&seen.upcalls, &upcalls, sizeof upcalls) == 0);
    lua_setfield(lua, -2, "has_our_upcalls");
    set_entries(lua, &seen);
    set_published(lua, session, &seen);
    return 1;
}

static int fail_below(lua_State *lua) {
    binding_session(lua);
    const char *name = luaL_checkstring(lua, 1);
    int code;
    luaL_argcheck(lua, code_from_name(luaL_checkstring(lua, 2), &code), 2, "no error code");
    for (size_t i = 0; i < BELOW_PROCEDURES; i++) {
        if (strcmp(below_names[i], name) == 0) {
            below_fail_next((enum below_procedure)i, code);
            return 0;
        }
    }
    return luaL_error(lua, "there is no stand-in for '%s'", name);
}

static int disarm(lua_State *lua) {
    binding_session(lua);
    lua_pushboolean(lua, below_disarm());
    return 1;
}

const luaL_Reg below_functions[] = {
    {"watch_below", watch}, {"below", below}, {"fail_below", fail_below}, {"disarm_below", disarm}, {NULL, NULL},
};
