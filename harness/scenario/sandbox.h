/*
 * A sandbox: one Lua state with the vocabulary loaded, fenced against what a script could do to its host.
 *
 * Scripts have no file, process, module or debug access, cannot load code, cannot catch errors, and see strict globals.
 * Memory is limited, and a script that computes for longer than the limit without calling a primitive is stopped. Text
 * chunks only: bytecode could corrupt the process.
 *
 * A sandbox belongs to the thread that opened it. The session it works for, where there is one, outlives it.
 */
#ifndef WSPCHECK_SCENARIO_SANDBOX_H
#define WSPCHECK_SCENARIO_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

#include <lauxlib.h>
#include <lua.h>

#include "base/text.h"
#include "scenario/vocabulary.h"

#define SANDBOX_MEMORY_LIMIT ((size_t)64 << 20)

struct session;

struct sandbox {
    lua_State *lua;
    size_t memory;
    struct session *session; /* NULL while only metadata are read */
    char *file;              /* of the script that was loaded last, as messages name it; owned; NULL before */
    unsigned long long limit_us;
    unsigned long long busy_since_us; /* when Lua last began to compute on its own */
    bool overlong;                    /* the script was stopped for computing too long */
};

/* Opens a state and runs the vocabulary's chunks in it. STATUS_BROKEN with the sentence of the chunk that failed. */
enum status sandbox_open(struct sandbox **sandbox, const struct vocabulary *vocabulary, struct session *session,
                         unsigned long long limit_us, struct error *error);
void sandbox_close(struct sandbox *sandbox); /* NULL is allowed */

struct sandbox *sandbox_of(lua_State *lua);

/* Pushes the table vocabulary.<name>, or nil. */
void sandbox_push_word(struct sandbox *sandbox, const char *name);
/* Pushes the spi table. */
void sandbox_push_spi(struct sandbox *sandbox);

/* Pushes a new table of globals: the fenced base library and, if asked for, vocabulary.environment. */
void sandbox_push_environment(struct sandbox *sandbox, bool with_vocabulary);
/* Makes the globals on top strict: reading an unknown one and writing any is an error. */
void sandbox_seal_environment(struct sandbox *sandbox);

/* Compiles a script and pushes the function; its globals are nil until sandbox_enter. False pushes nothing and appends
 * "file:line: why". */
bool sandbox_load(struct sandbox *sandbox, const char *file, const char *source, size_t length, struct text *mistake);
/* Gives the function on top of the stack the environment below it: [environment function] -> [function]. */
void sandbox_enter(struct sandbox *sandbox);

/* Calls as lua_pcall does. On failure the error's message is appended to *message, led by the script's file and line
 * where the message has none, the traceback to *trace (may be NULL), and nothing is left on the stack. */
bool sandbox_call(struct sandbox *sandbox, int arguments, int results, struct text *message, struct text *trace);

/* Like lua_pcall for code that a running script is already in: a failure is left on the stack with the traceback of
 * where it happened, and can be raised again. */
int sandbox_pcall(lua_State *lua, int arguments, int results);

/* The innermost running line of the script's own file; 0 when none is running. */
int sandbox_line(lua_State *lua);

#endif
