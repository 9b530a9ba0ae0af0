/*
 * Names in compiled scripts: unknown globals, assignments to globals and misspelt methods are found without running
 * anything, by reading the bytecode that Lua itself writes for the compiled chunk.
 *
 * Reads the dump format of Lua 5.4; another version makes it say so instead of passing everything.
 */
#ifndef WSPCHECK_SCENARIO_GLOBALS_H
#define WSPCHECK_SCENARIO_GLOBALS_H

#include <lua.h>

#include "scenario/metadata.h"

/* Verifies the function on top of the stack, which stays there. environment and methods are stack indexes of tables
 * whose keys are the known names; the methods of strings and of the engine's own objects are known besides. */
void globals_verify(lua_State *lua, int environment, int methods, const char *file, struct mistakes *mistakes);

#endif
