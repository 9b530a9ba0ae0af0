#include "scenario/facts.h"

#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>
#include <lauxlib.h>

#include "base/text.h"
#include "catalog/catalog.h"
#include "catalog/names.h"
#include "scenario/parts.h"
#include "scenario/sandbox.h"

static void set_flag_names(lua_State *lua, const char *field, DWORD flags, const struct flag_name *names) {
    lua_newtable(lua);
    for (; names->name != NULL; names++) {
        if ((flags & names->bit) != 0) {
            lua_pushboolean(lua, 1);
            lua_setfield(lua, -2, names->name);
        }
    }
    lua_setfield(lua, -2, field);
}

static void set_chain(lua_State *lua, const WSAPROTOCOLCHAIN *chain) {
    lua_newtable(lua);
    for (int i = 0; i < chain->ChainLen && i < MAX_PROTOCOL_CHAIN; i++) {
        lua_pushinteger(lua, chain->ChainEntries[i]);
        lua_rawseti(lua, -2, i + 1);
    }
    lua_setfield(lua, -2, "chain");
    lua_pushinteger(lua, chain->ChainLen);
    lua_setfield(lua, -2, "chain_length");
}

static void push_entry(lua_State *lua, const struct catalog_entry *entry) {
    const WSAPROTOCOL_INFOW *info = &entry->info;
    const struct {
        const char *name;
        lua_Integer value;
    } numbers[] = {
        {"catalog_id", info->dwCatalogEntryId},
        {"af", info->iAddressFamily},
        {"type", info->iSocketType},
        {"protocol", info->iProtocol},
        {"protocol_max_offset", info->iProtocolMaxOffset},
        {"min_address", info->iMinSockAddr},
        {"max_address", info->iMaxSockAddr},
        {"message_size", info->dwMessageSize},
        {"service_flags", info->dwServiceFlags1},
        {"version", info->iVersion},
        {"byte_order", info->iNetworkByteOrder},
    };
    lua_createtable(lua, 0, 24);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        lua_pushinteger(lua, numbers[i].value);
        lua_setfield(lua, -2, numbers[i].name);
    }
    lua_pushstring(lua, entry->name);
    lua_setfield(lua, -2, "name");
    struct text guid = {0};
    names_guid(&guid, &info->ProviderId);
    lua_pushstring(lua, text_string(&guid));
    text_free(&guid);
    lua_setfield(lua, -2, "guid");
    set_flag_names(lua, "flags", info->dwServiceFlags1, service_flag_names);
    set_flag_names(lua, "provider_flags", info->dwProviderFlags, provider_flag_names);
    set_chain(lua, &info->ProtocolChain);
    lua_pushlstring(lua, (const char *)info, sizeof *info);
    lua_setfield(lua, -2, "info");
}

static void push_entries(lua_State *lua, const struct engine_options *options) {
    const struct catalog_entry *own = options->provider->entry;
    lua_newtable(lua);
    lua_Integer count = 0;
    for (size_t i = 0; options->catalog != NULL && i < options->catalog->count; i++) {
        const struct catalog_entry *entry = options->catalog->entries[i];
        if (memcmp(&entry->info.ProviderId, &own->info.ProviderId, sizeof(GUID)) == 0) {
            push_entry(lua, entry);
            lua_rawseti(lua, -2, ++count);
        }
    }
    if (count == 0) {
        push_entry(lua, own);
        lua_rawseti(lua, -2, 1);
    }
}

void facts_set(lua_State *lua) {
    lua_pushboolean(lua, sizeof(void *) == 8);
    lua_setfield(lua, -2, "is_64bit");
    const struct session *session = sandbox_of(lua)->session;
    if (session != NULL) {
        push_entry(lua, session->engine->options.provider->entry);
        lua_setfield(lua, -2, "entry");
        push_entries(lua, &session->engine->options);
        lua_setfield(lua, -2, "entries");
        traits_push(lua, session->engine->traits);
        lua_setfield(lua, -2, "traits");
    }
}

void traits_push(lua_State *lua, const struct cJSON *traits) {
    lua_newtable(lua);
    const struct cJSON *trait;
    cJSON_ArrayForEach(trait, traits) {
        if (cJSON_IsString(trait)) {
            lua_pushstring(lua, trait->valuestring);
        } else if (cJSON_IsBool(trait)) {
            lua_pushboolean(lua, cJSON_IsTrue(trait));
        } else if (trait->valuedouble >= -9e15 && trait->valuedouble <= 9e15 &&
                   trait->valuedouble == (double)(lua_Integer)trait->valuedouble) {
            lua_pushinteger(lua, (lua_Integer)trait->valuedouble);
        } else {
            lua_pushnumber(lua, trait->valuedouble);
        }
        lua_setfield(lua, -2, trait->string);
    }
}

static struct cJSON *read_trait(lua_State *lua) {
    switch (lua_type(lua, -1)) {
    case LUA_TSTRING:
        return cJSON_CreateString(lua_tostring(lua, -1));
    case LUA_TNUMBER:
        return cJSON_CreateNumber(lua_tonumber(lua, -1));
    case LUA_TBOOLEAN:
        return cJSON_CreateBool(lua_toboolean(lua, -1));
    default:
        return NULL;
    }
}

enum status traits_read(lua_State *lua, struct cJSON **traits, struct error *error) {
    if (!lua_istable(lua, -1)) {
        return error_set(error, STATUS_BROKEN, "vocabulary.probe returned a %s, not a table of traits",
                         luaL_typename(lua, -1));
    }
    *traits = cJSON_CreateObject();
    for (lua_pushnil(lua); lua_next(lua, -2) != 0; lua_pop(lua, 1)) {
        struct cJSON *trait = lua_type(lua, -2) == LUA_TSTRING ? read_trait(lua) : NULL;
        if (trait == NULL) {
            cJSON_Delete(*traits);
            *traits = NULL;
            error_set(error, STATUS_BROKEN, "vocabulary.probe: the trait %s is a %s, not a string, number or boolean",
                      lua_type(lua, -2) == LUA_TSTRING ? lua_tostring(lua, -2) : "without a name",
                      luaL_typename(lua, -1));
            lua_pop(lua, 2);
            return STATUS_BROKEN;
        }
        cJSON_AddItemToObject(*traits, lua_tostring(lua, -2), trait);
    }
    return STATUS_OK;
}
