/* Options and translations: WSPGetSockOpt, WSPSetSockOpt, WSPIoctl, WSPGetQOSByName, WSPAddressToString,
 * WSPStringToAddress. */
#include "scenario/procedures.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <lauxlib.h>

#include "base/wide.h"
#include "catalog/catalog.h"
#include "catalog/names.h"
#include "scenario/constants.h"
#include "scenario/describe.h"
#include "scenario/marshal.h"
#include "scenario/operation.h"

enum { TEXT_ROOM = 128 }; /* characters that an address needs at the most */

static void prepare_option(struct request *request) {
    struct arguments *a = &request->call->arguments;
    a->socket = field_socket(request);
    a->level = (int)field_integer(request, "level", SOL_SOCKET);
    a->option = (int)field_integer(request, "option", 0);
    bool of_socket = a->level == SOL_SOCKET;
    const char *options = of_socket                  ? "SO_"
                          : a->level == IPPROTO_TCP  ? "TCP_"
                          : a->level == IPPROTO_IPV6 ? "IPV6_"
                                                     : "";
    say_symbol(request->call, "level", constants_name(of_socket ? "SOL_" : "IPPROTO_", a->level), a->level);
    say_symbol(request->call, "optname", options[0] == '\0' ? NULL : constants_name(options, a->option), a->option);
}

void get_option_prepare(struct request *request) {
    struct arguments *a = &request->call->arguments;
    prepare_option(request);
    int room = (int)field_integer(request, "room", sizeof(int));
    a->value = field_room(request, "value", room < 0 ? 0 : (size_t)room, "optval");
    a->length = field_cell(request, "length_pointer", room, "optlen");
    say(request->call, "optlen=%d", room);
}

void get_option_invoke(struct call *call) {
    struct arguments *a = &call->arguments;
    call->returned = call->table.lpWSPGetSockOpt(a->socket, a->level, a->option, a->value.pointer, a->length.pointer,
                                                 guard_bytes(call->error_cell));
}

void get_option_report(lua_State *lua, struct call *call) {
    struct arguments *a = &call->arguments;
    result_counted(lua, "value", "length", a->value, a->length);
    result_boolean(lua, "written", block_written(a->value, 0));
}

void set_option_prepare(struct request *request) {
    struct arguments *a = &request->call->arguments;
    prepare_option(request);
    a->value = field_bytes(request, "value", "optval");
    int length = a->value.guard == NULL ? (int)sizeof(int) : (int)a->value.size;
    a->length_value = (int)field_integer(request, "length", length);
    say_block(request->call, "optval", a->value);
    say(request->call, "optlen=%d", a->length_value);
}

void set_option_invoke(struct call *call) {
    struct arguments *a = &call->arguments;
    call->returned = call->table.lpWSPSetSockOpt(a->socket, a->level, a->option, a->value.pointer, a->length_value,
                                                 guard_bytes(call->error_cell));
}

void ioctl_prepare(struct request *request) {
    struct call *call = request->call;
    struct arguments *a = &call->arguments;
    a->socket = field_socket(request);
    a->code = (DWORD)field_integer(request, "code", 0);
    const char *code = constants_name("SIO_", (lua_Integer)a->code);
    code = code == NULL ? constants_name("FIO", (lua_Integer)a->code) : code;
    say_symbol(call, "dwIoControlCode", code == NULL ? constants_name("SIOC", (lua_Integer)a->code) : code, a->code);
    a->value = field_bytes(request, "input", "lpvInBuffer");
    if (a->value.guard != NULL) {
        say_block(call, "input", a->value);
    }
    lua_Integer room = field_integer(request, "output_room", 0);
    if (room > 0) {
        a->buffer = block_poisoned(call, (size_t)room, "lpvOutBuffer");
    }
    a->count = block_poisoned(call, sizeof(DWORD), "lpcbBytesReturned");
    operation_prepare(request);
}

void ioctl_invoke(struct call *call) {
    struct arguments *a = &call->arguments;
    call->returned =
        call->table.lpWSPIoctl(a->socket, a->code, a->value.pointer, (DWORD)a->value.size, a->buffer.pointer,
                               (DWORD)a->buffer.size, a->count.pointer, operation_overlapped(call),
                               operation_routine(call), operation_thread(call), guard_bytes(call->error_cell));
}

void ioctl_report(lua_State *lua, struct call *call) {
    result_counted(lua, "output", "output_length", call->arguments.buffer, call->arguments.count);
    operation_report(lua, call);
}

void qos_by_name_prepare(struct request *request) {
    struct call *call = request->call;
    struct arguments *a = &call->arguments;
    a->socket = field_socket(request);
    a->buffer_header = data_header(request, "name", "lpQOSName");
    a->sqos = field_room(request, "qos", sizeof(QOS), "lpQOS");
}

void qos_by_name_invoke(struct call *call) {
    struct arguments *a = &call->arguments;
    call->returned = call->table.lpWSPGetQOSByName(a->socket, a->buffer_header.pointer, a->sqos.pointer,
                                                   guard_bytes(call->error_cell));
}

void qos_by_name_report(lua_State *lua, struct call *call) {
    struct block qos = call->arguments.sqos;
    result_boolean(lua, "written", block_written(qos, 0));
    if (block_written(qos, 0)) {
        push_flows(lua, qos.pointer);
        lua_setfield(lua, -2, "qos");
    }
}

void to_string_prepare(struct request *request) {
    struct call *call = request->call;
    struct arguments *a = &call->arguments;
    a->address = field_bytes(request, "address", "lpsaAddress");
    a->length_value = (int)field_integer(request, "length", (lua_Integer)a->address.size);
    say_address(call, "lpsaAddress", a->address, a->length_value);
    a->info = field_entry(request, "info", "lpProtocolInfo");
    int room = (int)field_integer(request, "room", TEXT_ROOM);
    a->text = block_poisoned(call, room < 0 ? 0 : (size_t)room * sizeof(WCHAR), "lpszAddressString");
    a->length = field_cell(request, "length_pointer", room, "lpdwAddressStringLength");
}

void to_string_invoke(struct call *call) {
    struct arguments *a = &call->arguments;
    call->returned =
        call->table.lpWSPAddressToString(a->address.pointer, (DWORD)a->length_value, a->info.pointer, a->text.pointer,
                                         a->length.pointer, guard_bytes(call->error_cell));
}

void to_string_report(lua_State *lua, struct call *call) {
    struct block text = call->arguments.text;
    DWORD length;
    if (cell_read(call->arguments.length, &length)) {
        result_integer(lua, "length", length);
    }
    result_boolean(lua, "written", block_written(text, 0));
    if (call->ok && block_written(text, 0)) {
        char *string = wide_to_utf8_limited(text.pointer, text.size / sizeof(WCHAR));
        lua_pushstring(lua, string);
        free(string);
        lua_setfield(lua, -2, "text");
    }
}

void from_string_prepare(struct request *request) {
    struct call *call = request->call;
    struct arguments *a = &call->arguments;
    if (!field_bad_pointer(request, "text", 0, &a->text)) {
        const char *string = field_text(request, "text", NULL);
        if (string == NULL) {
            luaL_error(request->lua, "WSPStringToAddress: 'text' is the address as text");
        }
        wchar_t *wide = wide_from_utf8(string);
        a->text = block_of(call, wide, (wcslen(wide) + 1) * sizeof(WCHAR), "AddressString");
        free(wide);
        say(call, "AddressString=\"%s\"", string);
    }
    a->info = field_entry(request, "info", "lpProtocolInfo");
    a->family = (int)field_integer(request, "af", call->session->engine->options.provider->entry->info.iAddressFamily);
    say_symbol(call, "AddressFamily", names_family(a->family), a->family);
    prepare_address_room(request, "address", "room", "lpAddress", "lpAddressLength");
}

void from_string_invoke(struct call *call) {
    struct arguments *a = &call->arguments;
    call->returned = call->table.lpWSPStringToAddress(a->text.pointer, a->family, a->info.pointer, a->address.pointer,
                                                      a->length.pointer, guard_bytes(call->error_cell));
}
