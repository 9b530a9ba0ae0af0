/*
 * Metadata: what the files of a suites folder declare by calling scenario "..." {...} and requirement "..." {...}, and
 * everything that can be wrong with it.
 *
 * Mistakes are collected, one line each, "file:line: what is wrong", so that an author sees all of them at once. On the
 * thread of the sandbox.
 */
#ifndef WSPCHECK_SCENARIO_METADATA_H
#define WSPCHECK_SCENARIO_METADATA_H

#include <lua.h>

#include "base/text.h"
#include "scenario/library.h"

struct mistakes {
    struct mistake_line {
        char *text; /* owned */
        int line;
    } * lines;
    size_t count, capacity;
};

/* A NULL file is for words that have their file and line already. */
void mistake(struct mistakes *mistakes, const char *file, int line, const char *format, ...) PRINTF_LIKE(4, 5);
/* Puts those from this index on, which are of one file, in the order of its lines. */
void mistakes_sort(struct mistakes *mistakes, size_t first);
/* All lines, "\n" between them, and releases. The string is the caller's. */
char *mistakes_release(struct mistakes *mistakes);

/* Adds the global function of this name ("scenario" or "requirement") to the environment on top; what it declares is
 * kept until the next time. */
void metadata_allow(lua_State *lua, const char *name);

/* How many declarations were made since metadata_allow. */
int metadata_declarations(lua_State *lua);
int metadata_line(lua_State *lua, int number); /* of a declaration, from 1 */
/* Pushes the function 'run' of the first declaration, or nil. */
void metadata_push_run(lua_State *lua);

/* What a scenario may refer to. */
struct known {
    const struct requirement *requirements; /* sorted by id */
    size_t requirement_count;
    int need_words; /* stack index of a set; 0 for none */
};

/* Reads one declaration; what is wrong becomes mistakes. The strings in *scenario and *requirement are owned by the
 * caller, whatever was found. */
void metadata_read_scenario(lua_State *lua, int number, const struct known *known, struct scenario_info *scenario,
                            struct mistakes *mistakes);
void metadata_read_requirement(lua_State *lua, int number, const char *file, const char *area,
                               struct requirement *requirement, struct mistakes *mistakes);

void scenario_info_free(struct scenario_info *scenario);
void requirement_free(struct requirement *requirement);

/* bsearch comparisons and the like: by id. */
const struct requirement *requirement_find(const struct requirement *requirements, size_t count, const char *id);

#endif
