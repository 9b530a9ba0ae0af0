/* Data and the end of connections: WSPSend, WSPSendTo, WSPRecv, WSPRecvFrom, WSPSendDisconnect, WSPRecvDisconnect,
 * WSPGetOverlappedResult. */
#include "scenario/procedures.h"

#include "catalog/catalog.h"
#include "scenario/marshal.h"
#include "scenario/operation.h"

static void prepare_transfer(struct request *request) {
    struct call *call = request->call;
    struct arguments *a = &call->arguments;
    a->buffer_header = block_header(call, a->buffer, "lpBuffers");
    a->count = block_poisoned(call, sizeof(DWORD), "lpNumberOfBytes");
    a->flags = (DWORD)field_integer(request, "flags", 0);
    if (a->flags != 0) {
        say(call, "flags=0x%lx", a->flags);
    }
    operation_prepare(request);
}

void send_prepare(struct request *request) {
    struct arguments *a = &request->call->arguments;
    a->socket = field_socket(request);
    a->buffer = field_bytes(request, "data", "lpBuffers->buf");
    say_block(request->call, "data", a->buffer);
    prepare_transfer(request);
}

void send_invoke(struct call *call) {
    struct arguments *a = &call->arguments;
    call->returned = call->table.lpWSPSend(a->socket, a->buffer_header.pointer, 1, a->count.pointer, a->flags,
                                           operation_overlapped(call), operation_routine(call), operation_thread(call),
                                           guard_bytes(call->error_cell));
}

void send_report(lua_State *lua, struct call *call) {
    DWORD count;
    if (cell_read(call->arguments.count, &count)) {
        result_integer(lua, "count", count);
    }
    operation_report(lua, call);
}

void send_to_prepare(struct request *request) {
    struct arguments *a = &request->call->arguments;
    send_prepare(request);
    a->address = field_bytes(request, "address", "lpTo");
    a->length_value = (int)field_integer(request, "length", (lua_Integer)a->address.size);
    say_address(request->call, "lpTo", a->address, a->length_value);
}

void send_to_invoke(struct call *call) {
    struct arguments *a = &call->arguments;
    call->returned = call->table.lpWSPSendTo(
        a->socket, a->buffer_header.pointer, 1, a->count.pointer, a->flags, a->address.pointer, a->length_value,
        operation_overlapped(call), operation_routine(call), operation_thread(call), guard_bytes(call->error_cell));
}

void receive_prepare(struct request *request) {
    struct call *call = request->call;
    struct arguments *a = &call->arguments;
    a->socket = field_socket(request);
    lua_Integer room = field_integer(request, "room", 0);
    a->buffer = block_poisoned(call, room < 0 ? 0 : (size_t)room, "lpBuffers->buf");
    say(call, "room for %lld", (long long)room);
    prepare_transfer(request);
    a->flags_cell = block_of(call, &a->flags, sizeof a->flags, "lpFlags");
}

void receive_invoke(struct call *call) {
    struct arguments *a = &call->arguments;
    call->returned = call->table.lpWSPRecv(a->socket, a->buffer_header.pointer, 1, a->count.pointer,
                                           a->flags_cell.pointer, operation_overlapped(call), operation_routine(call),
                                           operation_thread(call), guard_bytes(call->error_cell));
}

void receive_report(lua_State *lua, struct call *call) {
    struct arguments *a = &call->arguments;
    DWORD flags;
    result_counted(lua, "data", "count", a->buffer, a->count);
    if (cell_read(a->flags_cell, &flags)) {
        result_integer(lua, "flags", flags);
    }
    operation_report(lua, call);
}

void receive_from_prepare(struct request *request) {
    receive_prepare(request);
    prepare_address_room(request, "address", "address_room", "lpFrom", "lpFromlen");
}

void receive_from_invoke(struct call *call) {
    struct arguments *a = &call->arguments;
    call->returned =
        call->table.lpWSPRecvFrom(a->socket, a->buffer_header.pointer, 1, a->count.pointer, a->flags_cell.pointer,
                                  a->address.pointer, a->length.pointer, operation_overlapped(call),
                                  operation_routine(call), operation_thread(call), guard_bytes(call->error_cell));
}

void receive_from_report(lua_State *lua, struct call *call) {
    receive_report(lua, call);
    result_address(lua, call->arguments.address, call->arguments.length);
}

void send_disconnect_prepare(struct request *request) {
    struct arguments *a = &request->call->arguments;
    a->socket = field_socket(request);
    a->buffer_header = data_header(request, "data", "lpOutboundDisconnectData");
}

void send_disconnect_invoke(struct call *call) {
    struct arguments *a = &call->arguments;
    call->returned =
        call->table.lpWSPSendDisconnect(a->socket, a->buffer_header.pointer, guard_bytes(call->error_cell));
}

void receive_disconnect_prepare(struct request *request) {
    struct call *call = request->call;
    struct arguments *a = &call->arguments;
    a->socket = field_socket(request);
    if (field_given(request, "room")) {
        lua_Integer room = field_integer(request, "room", 0);
        a->buffer = block_poisoned(call, room < 0 ? 0 : (size_t)room, "lpInboundDisconnectData->buf");
        a->buffer_header = block_header(call, a->buffer, "lpInboundDisconnectData");
        say(call, "room for %lld", (long long)room);
    }
}

void receive_disconnect_invoke(struct call *call) {
    struct arguments *a = &call->arguments;
    call->returned =
        call->table.lpWSPRecvDisconnect(a->socket, a->buffer_header.pointer, guard_bytes(call->error_cell));
}

void receive_disconnect_report(lua_State *lua, struct call *call) {
    struct arguments *a = &call->arguments;
    if (a->buffer_header.pointer == NULL) {
        return;
    }
    size_t length = ((const WSABUF *)a->buffer_header.pointer)->len;
    size_t held = length < a->buffer.size ? length : a->buffer.size;
    result_integer(lua, "length", (lua_Integer)length);
    result_bytes(lua, "data", a->buffer.pointer, held);
    result_boolean(lua, "tail_written", block_written(a->buffer, held));
}

void overlapped_result_prepare(struct request *request) {
    struct call *call = request->call;
    struct arguments *a = &call->arguments;
    a->socket = field_socket(request);
    lua_getfield(request->lua, request->table, "operation");
    a->value = operation_at(request->lua, lua_gettop(request->lua))->overlapped;
    lua_pop(request->lua, 1);
    a->wait = field_boolean(request, "wait", false);
    a->count = block_poisoned(call, sizeof(DWORD), "lpcbTransfer");
    a->flags_cell = block_poisoned(call, sizeof(DWORD), "lpdwFlags");
    say(call, "fWait=%s", a->wait ? "TRUE" : "FALSE");
}

void overlapped_result_invoke(struct call *call) {
    struct arguments *a = &call->arguments;
    call->returned = call->table.lpWSPGetOverlappedResult(a->socket, a->value.pointer, a->count.pointer, a->wait,
                                                          a->flags_cell.pointer, guard_bytes(call->error_cell));
}

void overlapped_result_report(lua_State *lua, struct call *call) {
    DWORD value;
    if (cell_read(call->arguments.count, &value)) {
        result_integer(lua, "count", value);
    }
    if (cell_read(call->arguments.flags_cell, &value)) {
        result_integer(lua, "flags", value);
    }
}
