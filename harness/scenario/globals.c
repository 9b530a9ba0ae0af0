#include "scenario/globals.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>
#include <lualib.h>

#include "base/memory.h"

/* The opcodes that name globals and methods, and the fields of instructions (lopcodes.h of Lua 5.4). */
enum { OP_GETUPVAL = 9, OP_SETUPVAL = 10, OP_GETTABUP = 11, OP_SETTABUP = 15, OP_SELF = 20 };

static unsigned opcode(uint32_t instruction) { return instruction & 0x7F; }
static unsigned field_a(uint32_t instruction) { return instruction >> 7 & 0xFF; }
static unsigned field_k(uint32_t instruction) { return instruction >> 15 & 1; }
static unsigned field_b(uint32_t instruction) { return instruction >> 16 & 0xFF; }
static unsigned field_c(uint32_t instruction) { return instruction >> 24; }

struct bytes {
    const unsigned char *at, *end;
    bool short_of; /* the dump ended too early */
};

struct name {
    const char *string; /* not terminated */
    size_t length;
};

/* A function of the dump, as far as it is needed. */
struct function {
    int first_line;
    const unsigned char *code;
    size_t code_count;
    struct name *constants; /* owned; a NULL string for what is no string */
    size_t constant_count;
    struct name *upvalues; /* owned */
    size_t upvalue_count;
    int *lines; /* owned; one for each instruction */
};

struct search {
    lua_State *lua;
    int environment, methods;
    const char *file;
    struct mistakes *mistakes;
};

static const unsigned char *take(struct bytes *bytes, size_t count) {
    const unsigned char *taken = bytes->at;
    if ((size_t)(bytes->end - bytes->at) < count) {
        bytes->short_of = true;
        bytes->at = bytes->end;
        return NULL;
    }
    bytes->at += count;
    return taken;
}

static unsigned take_byte(struct bytes *bytes) {
    const unsigned char *byte = take(bytes, 1);
    return byte == NULL ? 0 : *byte;
}

/* Seven bits a byte, the most significant first; the last byte has its high bit set. */
static size_t take_size(struct bytes *bytes) {
    size_t size = 0;
    unsigned byte;
    do {
        byte = take_byte(bytes);
        size = size << 7 | (byte & 0x7F);
    } while ((byte & 0x80) == 0 && !bytes->short_of);
    return size;
}

/* A count of elements that take at least a byte each: never more than there are bytes. */
static size_t take_count(struct bytes *bytes) {
    size_t count = take_size(bytes);
    if (count > (size_t)(bytes->end - bytes->at)) {
        bytes->short_of = true;
        return 0;
    }
    return count;
}

static struct name take_string(struct bytes *bytes) {
    size_t size = take_size(bytes);
    struct name name = {0};
    if (size > 0) {
        name.length = size - 1;
        name.string = (const char *)take(bytes, name.length);
    }
    return name;
}

static void take_constants(struct bytes *bytes, struct function *function) {
    enum { NIL = 0x00, FALSE_VALUE = 0x01, TRUE_VALUE = 0x11, FLOAT = 0x13, INTEGER = 0x03, SHORT = 0x04, LONG = 0x14 };
    function->constant_count = take_count(bytes);
    function->constants = memory_zeroed(function->constant_count + 1, sizeof(struct name));
    for (size_t i = 0; i < function->constant_count; i++) {
        switch (take_byte(bytes)) {
        case FLOAT:
            take(bytes, sizeof(lua_Number));
            break;
        case INTEGER:
            take(bytes, sizeof(lua_Integer));
            break;
        case SHORT:
        case LONG:
            function->constants[i] = take_string(bytes);
            break;
        case NIL:
        case FALSE_VALUE:
        case TRUE_VALUE:
            break;
        default:
            bytes->short_of = true;
        }
    }
}

/* Steps of one byte for each instruction, except for those that the table of absolute lines lists. */
static void take_lines(struct bytes *bytes, struct function *function) {
    size_t count = take_count(bytes);
    const unsigned char *steps = take(bytes, count);
    size_t absolute_count = take_count(bytes);
    function->lines = memory_zeroed(function->code_count + 1, sizeof(int));
    size_t at = 0;
    int line = function->first_line;
    for (size_t i = 0; i <= absolute_count; i++) {
        size_t until = count;
        int absolute = 0;
        if (i < absolute_count) {
            until = take_size(bytes);
            absolute = (int)take_size(bytes);
        }
        for (; steps != NULL && at < until && at < count && at < function->code_count; at++) {
            line += (signed char)steps[at];
            function->lines[at] = line;
        }
        if (i < absolute_count && at < function->code_count) {
            line = absolute;
            function->lines[at++] = line;
        }
    }
}

static bool is_environment(struct name name) { return name.length == 4 && memcmp(name.string, "_ENV", 4) == 0; }

static int line_of(const struct function *function, size_t instruction) {
    return function->lines[instruction] > 0 ? function->lines[instruction] : 1;
}

static bool take_names(struct bytes *bytes, struct function *function) {
    bool shadowed = false;
    size_t locals = take_count(bytes);
    for (size_t i = 0; i < locals; i++) {
        struct name local = take_string(bytes);
        shadowed = shadowed || (local.string != NULL && is_environment(local));
        take_size(bytes);
        take_size(bytes);
    }
    function->upvalue_count = take_count(bytes);
    function->upvalues = memory_zeroed(function->upvalue_count + 1, sizeof(struct name));
    for (size_t i = 0; i < function->upvalue_count; i++) {
        function->upvalues[i] = take_string(bytes);
    }
    return shadowed;
}

static bool table_has(lua_State *lua, int table, struct name name) {
    lua_pushlstring(lua, name.string, name.length);
    bool known = lua_rawget(lua, table) != LUA_TNIL;
    lua_pop(lua, 1);
    return known;
}

/* Objects that the engine itself makes: replies of callee data and overlapped operations. */
static bool is_own_method(struct name name) {
    static const char *const own[] = {"length", "bytes", "raw", "overrun", "finished", "wait"};
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
        if (strlen(own[i]) == name.length && memcmp(own[i], name.string, name.length) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_method(const struct search *search, struct name name) {
    lua_State *lua = search->lua;
    if (is_own_method(name)) {
        return true;
    }
    if (lua_istable(lua, search->methods) && table_has(lua, search->methods, name)) {
        return true;
    }
    lua_getglobal(lua, LUA_STRLIBNAME);
    bool known = table_has(lua, lua_gettop(lua), name);
    lua_pop(lua, 1);
    return known;
}

static bool upvalue_is_environment(const struct function *function, unsigned index) {
    return index < function->upvalue_count && function->upvalues[index].string != NULL &&
           is_environment(function->upvalues[index]);
}

static struct name constant(const struct function *function, unsigned index) {
    return index < function->constant_count ? function->constants[index] : (struct name){0};
}

static void verify_instruction(const struct search *search, const struct function *function, size_t at,
                               uint32_t instruction) {
    int line = line_of(function, at);
    struct name name;
    switch (opcode(instruction)) {
    case OP_GETTABUP:
        name = constant(function, field_c(instruction));
        if (upvalue_is_environment(function, field_b(instruction)) && name.string != NULL &&
            !table_has(search->lua, search->environment, name)) {
            mistake(search->mistakes, search->file, line, "there is no global '%.*s'", (int)name.length, name.string);
        }
        break;
    case OP_SETTABUP:
        name = constant(function, field_b(instruction));
        if (upvalue_is_environment(function, field_a(instruction)) && name.string != NULL) {
            mistake(search->mistakes, search->file, line, "global '%.*s' is assigned to; make it local",
                    (int)name.length, name.string);
        }
        break;
    case OP_SELF:
        name = field_k(instruction) ? constant(function, field_c(instruction)) : (struct name){0};
        if (name.string != NULL && !is_method(search, name)) {
            mistake(search->mistakes, search->file, line, "there is no method '%.*s'", (int)name.length, name.string);
        }
        break;
    case OP_GETUPVAL:
    case OP_SETUPVAL:
        if (upvalue_is_environment(function, field_b(instruction))) {
            mistake(search->mistakes, search->file, line,
                    "globals cannot be told here: _ENV is used, or the function has more than 255 constants");
        }
        break;
    default:
        break;
    }
}

static void verify_code(const struct search *search, const struct function *function) {
    for (size_t i = 0; i < function->code_count; i++) {
        uint32_t instruction;
        memcpy(&instruction, function->code + i * sizeof instruction, sizeof instruction);
        verify_instruction(search, function, i, instruction);
    }
}

static void release(struct function *function) {
    free(function->constants);
    free(function->upvalues);
    free(function->lines);
}

/* Functions within come before the names of a function's own upvalues, so mistakes are not in the order of lines. */
static void verify_function(const struct search *search, struct bytes *bytes) {
    struct function function = {0};
    take_string(bytes); /* source */
    function.first_line = (int)take_size(bytes);
    take_size(bytes); /* last line */
    take(bytes, 3);   /* parameters, varargs, stack size */
    function.code_count = take_count(bytes);
    function.code = take(bytes, function.code_count * sizeof(uint32_t));
    take_constants(bytes, &function);
    take(bytes, 3 * take_count(bytes)); /* where upvalues come from */
    size_t inner = take_count(bytes);
    for (size_t i = 0; i < inner && !bytes->short_of; i++) {
        verify_function(search, bytes);
    }
    take_lines(bytes, &function);
    bool shadowed = take_names(bytes, &function);
    if (shadowed) {
        mistake(search->mistakes, search->file, function.first_line > 0 ? function.first_line : 1,
                "_ENV is made a local variable");
    }
    if (!bytes->short_of) {
        verify_code(search, &function);
    }
    release(&function);
}

static int append_dump(lua_State *lua, const void *bytes, size_t size, void *context) {
    (void)lua;
    text_append_bytes(context, bytes, size);
    return 0;
}

/* Signature, version 5.4, format, check bytes, and the sizes that instructions and constants are read with. */
static bool take_header(struct bytes *bytes) {
    static const unsigned char expected[] = {0x1B, 'L', 'u', 'a', 0x54, 0, 0x19, 0x93, '\r', '\n', 0x1A, '\n', 4, 8, 8};
    const unsigned char *header = take(bytes, sizeof expected);
    take(bytes, sizeof(lua_Integer) + sizeof(lua_Number) + 1);
    return header != NULL && memcmp(header, expected, sizeof expected) == 0;
}

void globals_verify(lua_State *lua, int environment, int methods, const char *file, struct mistakes *mistakes) {
    struct text dump = {0};
    lua_dump(lua, append_dump, &dump, 0);
    struct bytes bytes = {.at = (const unsigned char *)text_string(&dump)};
    bytes.end = bytes.at + dump.length;
    struct search search = {
        .lua = lua, .environment = environment, .methods = methods, .file = file, .mistakes = mistakes};
    if (take_header(&bytes)) {
        verify_function(&search, &bytes);
    } else {
        bytes.short_of = true;
    }
    if (bytes.short_of) {
        mistake(mistakes, file, 1, "the compiled script cannot be read: this Lua is not the 5.4 that wspcheck knows");
    }
    text_free(&dump);
}
