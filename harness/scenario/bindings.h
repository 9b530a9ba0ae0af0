/*
 * The spi table: the primitives of C that the vocabulary is built on. Scripts never see it.
 *
 * In a sandbox without a session (while metadata are read) the table is complete, but every primitive that would need a
 * provider is an error.
 */
#ifndef WSPCHECK_SCENARIO_BINDINGS_H
#define WSPCHECK_SCENARIO_BINDINGS_H

#include <lua.h>

#include "scenario/parts.h"

/* Pushes a new spi table. */
void bindings_push(lua_State *lua);

/* The session that a primitive works for; a Lua error when there is none or when the scenario was ended. */
struct session *binding_session(lua_State *lua);
/* Ends a primitive that waited: the script's own computing time counts anew. */
void binding_done(lua_State *lua);

#endif
