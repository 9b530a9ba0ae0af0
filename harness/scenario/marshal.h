/*
 * Marshalling: from the fields of a request to a call's arguments, and from guarded memory to a result.
 *
 * Requests are checked while they are read: a field of the wrong type is a Lua error that names it. Bytes may be given
 * as a string, or by the word "null" for a NULL pointer or "inaccessible" for a pointer to reserved memory.
 */
#ifndef WSPCHECK_SCENARIO_MARSHAL_H
#define WSPCHECK_SCENARIO_MARSHAL_H

#include "scenario/calls.h"

/* Fields of the request. */
bool field_given(struct request *request, const char *name);
lua_Integer field_integer(struct request *request, const char *name, lua_Integer otherwise);
bool field_boolean(struct request *request, const char *name, bool otherwise);
/* The string field's text, valid while the request lives; NULL when it is absent or no string. */
const char *field_text(struct request *request, const char *name, size_t *length);
bool field_is(struct request *request, const char *name, const char *word);
SOCKET field_socket(struct request *request);

/* Guarded memory of the call. */
struct block block_poisoned(struct call *call, size_t size, const char *name);
struct block block_of(struct call *call, const void *bytes, size_t size, const char *name);
/* The word in a field ("null", "inaccessible") as a block of that claimed size; false when the field has no such word.
 */
bool field_bad_pointer(struct request *request, const char *name, size_t size, struct block *block);
/* Bytes to pass in: the string, a bad pointer, or NULL when the field is absent. */
struct block field_bytes(struct request *request, const char *name, const char *parameter);
/* Room for an output: poisoned, or a bad pointer. */
struct block field_room(struct request *request, const char *name, size_t size, const char *parameter);
/* An int cell with a value, or a bad pointer. */
struct block field_cell(struct request *request, const char *name, int value, const char *parameter);
/* A WSABUF about a block. */
struct block block_header(struct call *call, struct block data, const char *name);

/* The entry that the request names by catalog id: the provider's own by default. */
struct block field_entry(struct request *request, const char *name, const char *parameter);

/* An integer in a cell that the call wrote; false while it is poison or there is none. */
bool cell_read(struct block cell, DWORD *value);
bool block_written(struct block block, size_t from);

/* Quality of service: a table {sending = {8 numbers}, receiving = {...}, provider = bytes}. */
void push_flows(lua_State *lua, const QOS *qos);
void read_flows(lua_State *lua, int table, QOS *qos);
struct block field_flows(struct request *request, const char *name, const char *parameter);

/* Adds to the arguments' words, ", " between them. */
void say(struct call *call, const char *format, ...) PRINTF_LIKE(2, 3);
/* "parameter=SYMBOL", or the number where there is no symbol: a small one as it is, any other in hexadecimal. */
void say_symbol(struct call *call, const char *parameter, const char *symbol, long long value);
/* The same of bits: "parameter=A | B". Symbols are those that begin with a prefix. */
void say_bits(struct call *call, const char *parameter, const char *prefix, unsigned long bits);
void say_address(struct call *call, const char *name, struct block block, int length);
void say_block(struct call *call, const char *name, struct block block);

/* Fields of the result on top of the stack. */
void result_integer(lua_State *lua, const char *name, lua_Integer value);
void result_boolean(lua_State *lua, const char *name, bool value);
void result_bytes(lua_State *lua, const char *name, const void *bytes, size_t length);
/* The count in a cell and the bytes that it counts; nothing where the cell was left alone. */
void result_counted(lua_State *lua, const char *name, const char *count_name, struct block block, struct block cell);
/* address, address_length, address_written and address_tail_written. */
void result_address(lua_State *lua, struct block address, struct block length);

#endif
