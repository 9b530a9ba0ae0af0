/*
 * spi.constants, spi.codes and spi.code_name: numbers that scripts call by their documented names.
 */
#ifndef WSPCHECK_SCENARIO_CONSTANTS_H
#define WSPCHECK_SCENARIO_CONSTANTS_H

#include <lua.h>

/* Adds them to the table on top. */
void constants_set(lua_State *lua);

/* The documented name of a value among those that begin with a prefix, such as "SO_"; NULL when there is none. */
const char *constants_name(const char *prefix, lua_Integer value);

#endif
