/*
 * What scripts wait for besides calls: event objects, messages to a window, anything that happens.
 *
 * Event objects belong to the session, the window to the engine. The spi functions run on the conductor.
 */
#ifndef WSPCHECK_SCENARIO_WAITS_H
#define WSPCHECK_SCENARIO_WAITS_H

#include <lauxlib.h>

#include "scenario/parts.h"

extern const luaL_Reg wait_functions[]; /* of the spi table */

/* The handle of an event by the number that scripts know; a Lua error for a number that is none. */
HANDLE waits_event(lua_State *lua, struct session *session, lua_Integer id);
void waits_close_events(struct session *session);
/* How long a word means: "limit" (the default), "short" or "zero", from this argument. */
unsigned long long waits_duration(lua_State *lua, const struct engine *engine, int argument);

#endif
