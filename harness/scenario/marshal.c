#include "scenario/marshal.h"

#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "catalog/catalog.h"
#include "scenario/constants.h"
#include "scenario/describe.h"
#include "scenario/session.h"

#define SMALL 0xFFFF /* families, protocols and the like, which catalogs show as decimal numbers */

/* Pushes the field and returns its Lua type. */
static int push_field(struct request *request, const char *name) {
    return lua_getfield(request->lua, request->table, name);
}

static int refuse(struct request *request, const char *name, const char *expected) {
    return luaL_error(request->lua, "%s: the field '%s' is a %s, not %s", request->call->procedure->name, name,
                      luaL_typename(request->lua, -1), expected);
}

bool field_given(struct request *request, const char *name) {
    bool given = push_field(request, name) != LUA_TNIL;
    lua_pop(request->lua, 1);
    return given;
}

lua_Integer field_integer(struct request *request, const char *name, lua_Integer otherwise) {
    int type = push_field(request, name);
    int exact = 1;
    lua_Integer value = type == LUA_TNIL ? otherwise : lua_tointegerx(request->lua, -1, &exact);
    if (!exact || type == LUA_TSTRING) {
        refuse(request, name, "an integer");
    }
    lua_pop(request->lua, 1);
    return value;
}

bool field_boolean(struct request *request, const char *name, bool otherwise) {
    int type = push_field(request, name);
    if (type != LUA_TNIL && type != LUA_TBOOLEAN) {
        refuse(request, name, "a boolean");
    }
    bool value = type == LUA_TNIL ? otherwise : lua_toboolean(request->lua, -1);
    lua_pop(request->lua, 1);
    return value;
}

/* The request table keeps the string alive. */
const char *field_text(struct request *request, const char *name, size_t *length) {
    const char *text = NULL;
    if (push_field(request, name) == LUA_TSTRING) {
        text = lua_tolstring(request->lua, -1, length);
    }
    lua_pop(request->lua, 1);
    return text;
}

bool field_is(struct request *request, const char *name, const char *word) {
    const char *text = field_text(request, name, NULL);
    return text != NULL && strcmp(text, word) == 0;
}

SOCKET field_socket(struct request *request) {
    if (push_field(request, "socket") != LUA_TNUMBER) {
        refuse(request, "socket", "a socket handle");
    }
    lua_pop(request->lua, 1);
    SOCKET socket = (SOCKET)field_integer(request, "socket", 0);
    if (request->call->actor == NULL) {
        say(request->call, "s=0x%llx", (unsigned long long)socket);
    }
    return socket;
}

struct block block_poisoned(struct call *call, size_t size, const char *name) {
    struct guard *guard = guard_make(size, name);
    if (call->guard_count == CALL_GUARDS) {
        fprintf(stderr, "wspcheck: %s needs more than %d guarded buffers\n", call->procedure->name, CALL_GUARDS);
        abort();
    }
    call->guards[call->guard_count++] = guard;
    return (struct block){.pointer = guard_bytes(guard), .guard = guard, .size = size};
}

struct block block_of(struct call *call, const void *bytes, size_t size, const char *name) {
    struct block block = block_poisoned(call, size, name);
    if (size > 0) {
        memcpy(block.pointer, bytes, size);
    }
    return block;
}

bool field_bad_pointer(struct request *request, const char *name, size_t size, struct block *block) {
    *block = (struct block){.size = size};
    if (field_is(request, name, "inaccessible")) {
        block->pointer = guard_inaccessible();
        return true;
    }
    return field_is(request, name, "null");
}

struct block field_bytes(struct request *request, const char *name, const char *parameter) {
    struct block block = {0};
    if (field_bad_pointer(request, name, 0, &block) || !field_given(request, name)) {
        return block;
    }
    size_t length;
    const char *bytes = field_text(request, name, &length);
    if (bytes == NULL) {
        push_field(request, name);
        refuse(request, name, "bytes");
    }
    return block_of(request->call, bytes, length, parameter);
}

struct block field_room(struct request *request, const char *name, size_t size, const char *parameter) {
    struct block block;
    if (field_bad_pointer(request, name, size, &block)) {
        return block;
    }
    if (field_given(request, name)) {
        push_field(request, name);
        refuse(request, name, "\"null\" or \"inaccessible\"");
    }
    return block_poisoned(request->call, size, parameter);
}

struct block field_cell(struct request *request, const char *name, int value, const char *parameter) {
    struct block block;
    if (field_bad_pointer(request, name, sizeof value, &block)) {
        return block;
    }
    return block_of(request->call, &value, sizeof value, parameter);
}

struct block block_header(struct call *call, struct block data, const char *name) {
    WSABUF header = {.len = (u_long)data.size, .buf = data.pointer};
    return block_of(call, &header, sizeof header, name);
}

struct block field_entry(struct request *request, const char *name, const char *parameter) {
    struct block block;
    if (field_bad_pointer(request, name, sizeof(WSAPROTOCOL_INFOW), &block)) {
        return block;
    }
    const struct engine_options *options = &request->call->session->engine->options;
    const struct catalog_entry *entry = options->provider->entry;
    if (field_given(request, name)) {
        lua_Integer id = field_integer(request, name, 0);
        entry = session_find_entry(request->call->session, (DWORD)id);
        if (entry == NULL) {
            luaL_error(request->lua, "%s: the catalog has no entry %I", request->call->procedure->name, id);
        }
    }
    return block_of(request->call, &entry->info, sizeof entry->info, parameter);
}

bool cell_read(struct block cell, DWORD *value) {
    if (cell.guard == NULL || !guard_written_from(cell.guard, 0)) {
        return false;
    }
    memcpy(value, cell.pointer, sizeof *value);
    return true;
}

bool block_written(struct block block, size_t from) {
    return block.guard != NULL && from < block.size && guard_written_from(block.guard, from);
}

static void push_flow(lua_State *lua, const FLOWSPEC *flow) {
    const ULONG numbers[] = {flow->TokenRate,  flow->TokenBucketSize,   flow->PeakBandwidth,
                             flow->Latency,    flow->DelayVariation,    flow->ServiceType,
                             flow->MaxSduSize, flow->MinimumPolicedSize};
    lua_createtable(lua, 8, 0);
    for (int i = 0; i < 8; i++) {
        lua_pushinteger(lua, numbers[i]);
        lua_rawseti(lua, -2, i + 1);
    }
}

void push_flows(lua_State *lua, const QOS *qos) {
    lua_createtable(lua, 0, 3);
    push_flow(lua, &qos->SendingFlowspec);
    lua_setfield(lua, -2, "sending");
    push_flow(lua, &qos->ReceivingFlowspec);
    lua_setfield(lua, -2, "receiving");
}

static void read_flow(lua_State *lua, int table, const char *name, FLOWSPEC *flow) {
    ULONG *numbers[] = {&flow->TokenRate,      &flow->TokenBucketSize, &flow->PeakBandwidth, &flow->Latency,
                        &flow->DelayVariation, &flow->ServiceType,     &flow->MaxSduSize,    &flow->MinimumPolicedSize};
    if (lua_getfield(lua, table, name) != LUA_TTABLE || luaL_len(lua, -1) != 8) {
        luaL_error(lua, "a flow specification '%s' is a list of 8 numbers", name);
    }
    for (int i = 0; i < 8; i++) {
        lua_rawgeti(lua, -1, i + 1);
        *numbers[i] = (ULONG)luaL_checkinteger(lua, -1);
        lua_pop(lua, 1);
    }
    lua_pop(lua, 1);
}

void read_flows(lua_State *lua, int table, QOS *qos) {
    read_flow(lua, table, "sending", &qos->SendingFlowspec);
    read_flow(lua, table, "receiving", &qos->ReceivingFlowspec);
}

struct block field_flows(struct request *request, const char *name, const char *parameter) {
    struct block block = {0};
    if (!field_given(request, name) || field_bad_pointer(request, name, sizeof(QOS), &block)) {
        return block;
    }
    lua_State *lua = request->lua;
    if (push_field(request, name) != LUA_TTABLE) {
        refuse(request, name, "a table of flow specifications");
    }
    QOS qos = {0};
    read_flows(lua, lua_gettop(lua), &qos);
    if (lua_getfield(lua, -1, "provider") == LUA_TSTRING) {
        size_t length;
        const char *bytes = lua_tolstring(lua, -1, &length);
        struct block provider = block_of(request->call, bytes, length, "ProviderSpecific.buf");
        qos.ProviderSpecific = (WSABUF){.len = (u_long)length, .buf = provider.pointer};
    }
    lua_pop(lua, 2);
    say(request->call, "%s", parameter);
    return block_of(request->call, &qos, sizeof qos, parameter);
}

void say(struct call *call, const char *format, ...) {
    if (call->words.length > 0) {
        text_append(&call->words, ", ");
    }
    va_list arguments;
    va_start(arguments, format);
    text_format_list(&call->words, format, arguments);
    va_end(arguments);
}

void say_symbol(struct call *call, const char *parameter, const char *symbol, long long value) {
    if (symbol != NULL) {
        say(call, "%s=%s", parameter, symbol);
    } else {
        say(call, value >= -SMALL && value <= SMALL ? "%s=%lld" : "%s=0x%llx", parameter, value);
    }
}

void say_bits(struct call *call, const char *parameter, const char *prefix, unsigned long bits) {
    bool some = false;
    say(call, bits == 0 ? "%s=0" : "%s=", parameter);
    for (unsigned long bit = 1; bits != 0; bit <<= 1) {
        if ((bits & bit) == 0) {
            continue;
        }
        const char *name = constants_name(prefix, (lua_Integer)bit);
        text_append(&call->words, some ? " | " : "");
        if (name != NULL) {
            text_append(&call->words, name);
        } else {
            text_format(&call->words, "0x%lx", bit);
        }
        some = true;
        bits &= ~bit;
    }
}

static const char *pointer_word(struct block block) {
    return block.pointer == NULL ? "NULL" : block.guard == NULL ? "an inaccessible pointer" : NULL;
}

void say_address(struct call *call, const char *name, struct block block, int length) {
    const char *word = pointer_word(block);
    say(call, "%s=", name);
    if (word != NULL) {
        text_append(&call->words, word);
    } else {
        describe_address(&call->words, block.pointer, block.size);
    }
    if (word != NULL || (size_t)length != block.size) {
        say(call, "%slen=%d", name, length);
    }
}

void say_block(struct call *call, const char *name, struct block block) {
    const char *word = pointer_word(block);
    say(call, "%s=", name);
    if (word != NULL) {
        text_append(&call->words, word);
    } else {
        describe_bytes(&call->words, block.pointer, block.size);
    }
}

void result_integer(lua_State *lua, const char *name, lua_Integer value) {
    lua_pushinteger(lua, value);
    lua_setfield(lua, -2, name);
}

void result_boolean(lua_State *lua, const char *name, bool value) {
    lua_pushboolean(lua, value);
    lua_setfield(lua, -2, name);
}

void result_bytes(lua_State *lua, const char *name, const void *bytes, size_t length) {
    lua_pushlstring(lua, bytes, length);
    lua_setfield(lua, -2, name);
}

void result_counted(lua_State *lua, const char *name, const char *count_name, struct block block, struct block cell) {
    DWORD count;
    if (!cell_read(cell, &count)) {
        return;
    }
    result_integer(lua, count_name, count);
    if (block.guard != NULL) {
        result_bytes(lua, name, block.pointer, count < block.size ? count : block.size);
    }
}

void result_address(lua_State *lua, struct block address, struct block length) {
    DWORD returned = 0;
    bool told = cell_read(length, &returned);
    bool written = block_written(address, 0);
    if (told) {
        result_integer(lua, "address_length", (int)returned);
    }
    result_boolean(lua, "address_written", written);
    size_t counted = (int)returned < 0 ? 0 : returned < address.size ? returned : address.size;
    if (written) {
        result_bytes(lua, "address", address.pointer, counted);
    }
    result_boolean(lua, "address_tail_written", block_written(address, counted));
}
