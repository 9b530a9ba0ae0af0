/*
 * spi.constants, spi.codes and spi.code_name: numbers that scripts call by their documented names.
 */
#ifndef WSPCHECK_SCENARIO_CONSTANTS_H
#define WSPCHECK_SCENARIO_CONSTANTS_H

#include <lua.h>

/* Adds them to the table on top. */
void constants_set(lua_State *lua);

#endif
