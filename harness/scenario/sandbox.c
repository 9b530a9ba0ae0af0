#include "scenario/sandbox.h"

#include <stdlib.h>
#include <string.h>

#include <lualib.h>

#include "base/clock.h"
#include "base/memory.h"
#include "scenario/bindings.h"

enum { HOOK_INSTRUCTIONS = 100000 };

/* Addresses of these are keys in the registry. */
static const char spi_key, vocabulary_key;

static const char failure_type[] = "failure";

static const char *const fenced_functions[] = {"type", "tostring", "tonumber", "pairs", "ipairs",
                                               "next", "select",   "error",    "assert"};
static const char *const fenced_libraries[] = {"math", "string", "table", "utf8"};
static const char *const withheld[] = {"load", "loadfile", "dofile", "print", "collectgarbage", "warn"};

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static void *limited_allocation(void *context, void *block, size_t old_size, size_t new_size) {
    struct sandbox *sandbox = context;
    size_t held = block == NULL ? 0 : old_size;
    if (new_size == 0) {
        free(block);
        sandbox->memory -= held;
        return NULL;
    }
    if (new_size > held && sandbox->memory - held + new_size > SANDBOX_MEMORY_LIMIT) {
        return NULL;
    }
    void *moved = realloc(block, new_size);
    if (moved != NULL) {
        sandbox->memory += new_size - held;
    }
    return moved;
}

struct sandbox *sandbox_of(lua_State *lua) {
    struct sandbox *sandbox;
    memcpy(&sandbox, lua_getextraspace(lua), sizeof sandbox);
    return sandbox;
}

static void stop_endless(lua_State *lua, lua_Debug *activation) {
    (void)activation;
    struct sandbox *sandbox = sandbox_of(lua);
    if (clock_us() - sandbox->busy_since_us > sandbox->limit_us) {
        sandbox->overlong = true;
        luaL_error(lua, "endless loop: the script computed for longer than the limit without making a call");
    }
}

static void open_libraries(lua_State *lua) {
    static const luaL_Reg libraries[] = {
        {LUA_GNAME, luaopen_base},        {LUA_COLIBNAME, luaopen_coroutine}, {LUA_TABLIBNAME, luaopen_table},
        {LUA_STRLIBNAME, luaopen_string}, {LUA_MATHLIBNAME, luaopen_math},    {LUA_UTF8LIBNAME, luaopen_utf8},
    };
    for (size_t i = 0; i < COUNT_OF(libraries); i++) {
        luaL_requiref(lua, libraries[i].name, libraries[i].func, 1);
        lua_pop(lua, 1);
    }
    for (size_t i = 0; i < COUNT_OF(withheld); i++) {
        lua_pushnil(lua);
        lua_setglobal(lua, withheld[i]);
    }
    /* Every string reaches the library itself by a colon, so that a script's own copy is no fence. */
    lua_getglobal(lua, LUA_STRLIBNAME);
    lua_pushnil(lua);
    lua_setfield(lua, -2, "dump");
    lua_pop(lua, 1);
}

static int set_up(lua_State *lua) {
    const struct vocabulary *vocabulary = lua_touserdata(lua, 1);
    open_libraries(lua);
    luaL_newmetatable(lua, failure_type);
    lua_pop(lua, 1);
    bindings_push(lua);
    lua_pushvalue(lua, -1);
    lua_rawsetp(lua, LUA_REGISTRYINDEX, &spi_key);
    lua_newtable(lua);
    lua_pushvalue(lua, -1);
    lua_rawsetp(lua, LUA_REGISTRYINDEX, &vocabulary_key);
    for (size_t i = 0; i < vocabulary->count; i++) {
        const struct vocabulary_chunk *chunk = &vocabulary->chunks[i];
        lua_pushfstring(lua, "@%s", chunk->name);
        if (luaL_loadbufferx(lua, (const char *)chunk->source, chunk->length, lua_tostring(lua, -1), "t") != LUA_OK) {
            return lua_error(lua);
        }
        lua_pushvalue(lua, -4);
        lua_pushvalue(lua, -4);
        lua_call(lua, 2, 0);
        lua_pop(lua, 1);
    }
    return 0;
}

enum status sandbox_open(struct sandbox **opened, const struct vocabulary *vocabulary, struct session *session,
                         unsigned long long limit_us, struct error *error) {
    struct sandbox *sandbox = memory_zeroed(1, sizeof *sandbox);
    sandbox->session = session;
    sandbox->limit_us = limit_us;
    sandbox->busy_since_us = clock_us();
    sandbox->lua = lua_newstate(limited_allocation, sandbox);
    if (sandbox->lua == NULL) {
        free(sandbox);
        return error_set(error, STATUS_BROKEN, "no Lua state could be made");
    }
    memcpy(lua_getextraspace(sandbox->lua), &sandbox, sizeof sandbox);
    lua_sethook(sandbox->lua, stop_endless, LUA_MASKCOUNT, HOOK_INSTRUCTIONS);
    struct text message = {0};
    lua_pushcfunction(sandbox->lua, set_up);
    lua_pushlightuserdata(sandbox->lua, (void *)vocabulary);
    if (!sandbox_call(sandbox, 1, 0, &message, NULL)) {
        error_set(error, STATUS_BROKEN, "the vocabulary cannot be loaded: %s", text_string(&message));
        text_free(&message);
        sandbox_close(sandbox);
        return STATUS_BROKEN;
    }
    *opened = sandbox;
    return STATUS_OK;
}

void sandbox_close(struct sandbox *sandbox) {
    if (sandbox != NULL) {
        lua_close(sandbox->lua);
        free(sandbox->file);
        free(sandbox);
    }
}

void sandbox_push_spi(struct sandbox *sandbox) { lua_rawgetp(sandbox->lua, LUA_REGISTRYINDEX, &spi_key); }

void sandbox_push_word(struct sandbox *sandbox, const char *name) {
    lua_rawgetp(sandbox->lua, LUA_REGISTRYINDEX, &vocabulary_key);
    lua_getfield(sandbox->lua, -1, name);
    lua_remove(sandbox->lua, -2);
}

/* Copies all pairs of the table on top into the one below it. */
static void copy_fields(lua_State *lua) {
    for (lua_pushnil(lua); lua_next(lua, -2) != 0;) {
        lua_pushvalue(lua, -2);
        lua_insert(lua, -2);
        lua_rawset(lua, -5);
    }
}

void sandbox_push_environment(struct sandbox *sandbox, bool with_vocabulary) {
    lua_State *lua = sandbox->lua;
    lua_newtable(lua);
    for (size_t i = 0; i < COUNT_OF(fenced_functions); i++) {
        lua_getglobal(lua, fenced_functions[i]);
        lua_setfield(lua, -2, fenced_functions[i]);
    }
    for (size_t i = 0; i < COUNT_OF(fenced_libraries); i++) {
        lua_newtable(lua);
        lua_getglobal(lua, fenced_libraries[i]);
        copy_fields(lua);
        lua_pop(lua, 1);
        lua_setfield(lua, -2, fenced_libraries[i]);
    }
    static const char *const removed[][2] = {{"math", "random"}, {"math", "randomseed"}};
    for (size_t i = 0; i < COUNT_OF(removed); i++) {
        lua_getfield(lua, -1, removed[i][0]);
        lua_pushnil(lua);
        lua_setfield(lua, -2, removed[i][1]);
        lua_pop(lua, 1);
    }
    if (with_vocabulary) {
        sandbox_push_word(sandbox, "environment");
        if (lua_istable(lua, -1)) {
            copy_fields(lua);
        }
        lua_pop(lua, 1);
    }
}

static int unknown_global(lua_State *lua) {
    return luaL_error(lua, "there is no global '%s'", luaL_tolstring(lua, 2, NULL));
}

static int written_global(lua_State *lua) {
    return luaL_error(lua, "global '%s' is assigned to; make it local", luaL_tolstring(lua, 2, NULL));
}

void sandbox_seal_environment(struct sandbox *sandbox) {
    lua_State *lua = sandbox->lua;
    lua_newtable(lua);
    lua_pushcfunction(lua, unknown_global);
    lua_setfield(lua, -2, "__index");
    lua_pushcfunction(lua, written_global);
    lua_setfield(lua, -2, "__newindex");
    lua_pushboolean(lua, 0);
    lua_setfield(lua, -2, "__metatable");
    lua_setmetatable(lua, -2);
}

/* A known global that is written again goes past __newindex; reading the metadata finds it (globals.h). */
bool sandbox_load(struct sandbox *sandbox, const char *file, const char *source, size_t length, struct text *mistake) {
    lua_State *lua = sandbox->lua;
    free(sandbox->file);
    sandbox->file = memory_string(file);
    if (length > 0 && source[0] == LUA_SIGNATURE[0]) {
        text_format(mistake, "%s:1: this is compiled Lua; a scenario is text", file);
        return false;
    }
    char *chunk_name = text_make("@%s", file);
    int status = luaL_loadbufferx(lua, source, length, chunk_name, "t");
    free(chunk_name);
    if (status != LUA_OK) {
        text_append(mistake, lua_tostring(lua, -1));
        lua_pop(lua, 1);
        return false;
    }
    lua_pushnil(lua);
    lua_setupvalue(lua, -2, 1);
    return true;
}

void sandbox_enter(struct sandbox *sandbox) {
    lua_insert(sandbox->lua, -2);
    lua_setupvalue(sandbox->lua, -2, 1);
}

int sandbox_line(lua_State *lua) {
    const char *file = sandbox_of(lua)->file;
    lua_Debug activation;
    for (int level = 0; file != NULL && lua_getstack(lua, level, &activation); level++) {
        lua_getinfo(lua, "Sl", &activation);
        if (activation.source[0] == '@' && strcmp(activation.source + 1, file) == 0 && activation.currentline > 0) {
            return activation.currentline;
        }
    }
    return 0;
}

/* Leaves a table {message, traceback} in the place of the message; one that was raised again stays as it is. */
static int with_traceback(lua_State *lua) {
    struct sandbox *sandbox = sandbox_of(lua);
    if (luaL_testudata(lua, 1, failure_type) != NULL) {
        return 1;
    }
    const char *message = luaL_tolstring(lua, 1, NULL);
    size_t led = sandbox->file == NULL ? 0 : strlen(sandbox->file);
    int line = sandbox_line(lua);
    if (line > 0 && (strncmp(message, sandbox->file, led) != 0 || message[led] != ':')) {
        message = lua_pushfstring(lua, "%s:%d: %s", sandbox->file, line, message);
    }
    lua_newuserdatauv(lua, 0, 2);
    luaL_setmetatable(lua, failure_type);
    lua_pushstring(lua, message);
    lua_setiuservalue(lua, -2, 1);
    luaL_traceback(lua, lua, message, 1);
    lua_setiuservalue(lua, -2, 2);
    return 1;
}

/* Without a failure object the handler itself did not run to its end, for lack of memory. */
static void take_failure(lua_State *lua, struct text *message, struct text *trace) {
    if (luaL_testudata(lua, -1, failure_type) == NULL) {
        const char *words = lua_tostring(lua, -1);
        text_append(message, words == NULL ? "an error without words" : words);
    } else {
        lua_getiuservalue(lua, -1, 1);
        text_append(message, lua_tostring(lua, -1));
        lua_getiuservalue(lua, -2, 2);
        if (trace != NULL) {
            text_append(trace, lua_tostring(lua, -1));
        }
        lua_pop(lua, 2);
    }
    lua_pop(lua, 1);
}

int sandbox_pcall(lua_State *lua, int arguments, int results) {
    int handler = lua_gettop(lua) - arguments;
    lua_pushcfunction(lua, with_traceback);
    lua_insert(lua, handler);
    sandbox_of(lua)->busy_since_us = clock_us();
    int status = lua_pcall(lua, arguments, results, handler);
    lua_remove(lua, handler);
    return status;
}

bool sandbox_call(struct sandbox *sandbox, int arguments, int results, struct text *message, struct text *trace) {
    int status = sandbox_pcall(sandbox->lua, arguments, results);
    if (status != LUA_OK) {
        take_failure(sandbox->lua, message, trace);
    }
    return status == LUA_OK;
}
