/* Primitives for what a layered provider does to the one below it; see provider/below.h. */
#ifndef WSPCHECK_SCENARIO_BELOW_LUA_H
#define WSPCHECK_SCENARIO_BELOW_LUA_H

#include <lauxlib.h>

extern const luaL_Reg below_functions[]; /* of the spi table */

#endif
