/*
 * What scripts are told about the provider under test: spi.entry, spi.entries, spi.traits, spi.is_64bit; and traits on
 * their way between Lua and JSON.
 */
#ifndef WSPCHECK_SCENARIO_FACTS_H
#define WSPCHECK_SCENARIO_FACTS_H

#include <lua.h>

#include "base/error.h"

struct cJSON;

/* Adds the facts to the spi table on top; without a session only is_64bit. */
void facts_set(lua_State *lua);

/* Pushes traits as a table; an empty one for NULL. */
void traits_push(lua_State *lua, const struct cJSON *traits);
/* Reads the table on top: names to strings, numbers or booleans. *traits is the caller's. STATUS_BROKEN for others. */
enum status traits_read(lua_State *lua, struct cJSON **traits, struct error *error);

#endif
