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

/* What the catalog knows of the identifiers that a chain lists. */
static void set_links(lua_State *lua, const struct catalog *catalog, const WSAPROTOCOLCHAIN *chain) {
    lua_newtable(lua);
    for (int i = 0; i < chain->ChainLen && i < MAX_PROTOCOL_CHAIN; i++) {
        const struct catalog_entry *link = catalog == NULL ? NULL : catalog_find_id(catalog, chain->ChainEntries[i]);
        lua_newtable(lua);
        lua_pushinteger(lua, chain->ChainEntries[i]);
        lua_setfield(lua, -2, "catalog_id");
        lua_pushboolean(lua, link != NULL);
        lua_setfield(lua, -2, "known");
        lua_pushinteger(lua, link == NULL ? -1 : link->info.ProtocolChain.ChainLen);
        lua_setfield(lua, -2, "chain_length");
        lua_rawseti(lua, -2, i + 1);
    }
    lua_setfield(lua, -2, "links");
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

static bool has_same_provider(const struct catalog_entry *entry, const struct catalog_entry *own) {
    return memcmp(&entry->info.ProviderId, &own->info.ProviderId, sizeof(GUID)) == 0;
}

/* Another chain that begins with the same layer. */
static bool is_sibling_chain(const struct catalog_entry *entry, const struct catalog_entry *own) {
    return entry != own && entry->info.dwCatalogEntryId != own->info.dwCatalogEntryId && entry->dll != NULL &&
           own->dll != NULL && catalog_has_dll(entry, own->dll) && catalog_chain_length(own) > BASE_PROTOCOL &&
           catalog_chain_length(entry) > BASE_PROTOCOL;
}

/* Pushes a list of the entries for which a test holds. */
static lua_Integer push_entries(lua_State *lua, const struct engine_options *options,
                                bool (*test)(const struct catalog_entry *entry, const struct catalog_entry *own)) {
    lua_newtable(lua);
    lua_Integer count = 0;
    for (size_t i = 0; options->catalog != NULL && i < options->catalog->count; i++) {
        const struct catalog_entry *entry = options->catalog->entries[i];
        if (test(entry, options->provider->entry)) {
            push_entry(lua, entry);
            lua_rawseti(lua, -2, ++count);
        }
    }
    return count;
}

static void set_entries(lua_State *lua, const struct engine_options *options) {
    if (push_entries(lua, options, has_same_provider) == 0) {
        push_entry(lua, options->provider->entry);
        lua_rawseti(lua, -2, 1);
    }
    lua_setfield(lua, -2, "entries");
    push_entries(lua, options, is_sibling_chain);
    lua_setfield(lua, -2, "sibling_chains");
}

void facts_set(lua_State *lua) {
    lua_pushboolean(lua, sizeof(void *) == 8);
    lua_setfield(lua, -2, "is_64bit");
    const struct session *session = sandbox_of(lua)->session;
    if (session != NULL) {
        const struct engine_options *options = &session->engine->options;
        push_entry(lua, options->provider->entry);
        set_links(lua, options->catalog, &options->provider->entry->info.ProtocolChain);
        lua_setfield(lua, -2, "entry");
        set_entries(lua, options);
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
