/* Sockets and their names: WSPSocket, WSPBind, WSPListen, WSPGetSockName, WSPGetPeerName, WSPShutdown, WSPCloseSocket,
 * WSPDuplicateSocket. */
#include "scenario/procedures.h"

#include "catalog/catalog.h"
#include "catalog/names.h"
#include "scenario/constants.h"
#include "scenario/marshal.h"
#include "scenario/session.h"

void socket_prepare(struct request *request) {
    struct arguments *a = &request->call->arguments;
    const WSAPROTOCOL_INFOW *own = &request->call->session->engine->options.provider->entry->info;
    a->family = (int)field_integer(request, "af", own->iAddressFamily);
    a->type = (int)field_integer(request, "type", own->iSocketType);
    a->protocol = (int)field_integer(request, "protocol", own->iProtocol);
    a->group = (GROUP)field_integer(request, "group", 0);
    a->flags = (DWORD)field_integer(request, "flags", WSA_FLAG_OVERLAPPED);
    a->info = field_entry(request, "info", "lpProtocolInfo");
    say_symbol(request->call, "af", names_family(a->family), a->family);
    say_symbol(request->call, "type", names_socket_type(a->type), a->type);
    say_symbol(request->call, "protocol", a->protocol == 0 ? NULL : constants_name("IPPROTO_", a->protocol),
               a->protocol);
    say(request->call, "g=%u", a->group);
    say_bits(request->call, "dwFlags", "WSA_FLAG_", a->flags);
}

void socket_invoke(struct call *call) {
    struct arguments *a = &call->arguments;
    call->returned = (intptr_t)call->table.lpWSPSocket(a->family, a->type, a->protocol, a->info.pointer, a->group,
                                                       a->flags, guard_bytes(call->error_cell));
}

void bind_prepare(struct request *request) {
    struct arguments *a = &request->call->arguments;
    int room = request->call->session->engine->options.provider->entry->info.iMaxSockAddr;
    a->socket = field_socket(request);
    a->address = field_bytes(request, "address", "name");
    a->length_value = (int)field_integer(request, "length", a->address.guard == NULL ? room : (int)a->address.size);
    say_address(request->call, "name", a->address, a->length_value);
}

void bind_invoke(struct call *call) {
    struct arguments *a = &call->arguments;
    call->returned =
        call->table.lpWSPBind(a->socket, a->address.pointer, a->length_value, guard_bytes(call->error_cell));
}

void listen_prepare(struct request *request) {
    struct arguments *a = &request->call->arguments;
    a->socket = field_socket(request);
    a->backlog = (int)field_integer(request, "backlog", 1);
    say(request->call, "backlog=%d", a->backlog);
}

void listen_invoke(struct call *call) {
    struct arguments *a = &call->arguments;
    call->returned = call->table.lpWSPListen(a->socket, a->backlog, guard_bytes(call->error_cell));
}

void name_prepare(struct request *request) {
    struct arguments *a = &request->call->arguments;
    a->socket = field_socket(request);
    prepare_address_room(request, "address", "room", "name", "namelen");
}

void sock_name_invoke(struct call *call) {
    struct arguments *a = &call->arguments;
    call->returned =
        call->table.lpWSPGetSockName(a->socket, a->address.pointer, a->length.pointer, guard_bytes(call->error_cell));
}

void peer_name_invoke(struct call *call) {
    struct arguments *a = &call->arguments;
    call->returned =
        call->table.lpWSPGetPeerName(a->socket, a->address.pointer, a->length.pointer, guard_bytes(call->error_cell));
}

void address_report(lua_State *lua, struct call *call) {
    result_address(lua, call->arguments.address, call->arguments.length);
}

void prepare_address_room(struct request *request, const char *field, const char *room_field, const char *parameter,
                          const char *length_parameter) {
    struct call *call = request->call;
    struct arguments *a = &call->arguments;
    int most = call->session->engine->options.provider->entry->info.iMaxSockAddr;
    int room = (int)field_integer(request, room_field, most);
    a->address = field_room(request, field, room < 0 ? 0 : (size_t)room, parameter);
    a->length = field_cell(request, "length_pointer", room, length_parameter);
    if (a->address.guard == NULL) {
        say_block(call, parameter, a->address);
    }
    if (a->length.guard == NULL) {
        say_block(call, length_parameter, a->length);
    } else if (a->address.guard == NULL || room != most) {
        say(call, "%s=%d", length_parameter, room);
    }
}

void shutdown_prepare(struct request *request) {
    struct arguments *a = &request->call->arguments;
    a->socket = field_socket(request);
    a->how = (int)field_integer(request, "how", SD_BOTH);
    say_symbol(request->call, "how", constants_name("SD_", a->how), a->how);
}

void shutdown_invoke(struct call *call) {
    struct arguments *a = &call->arguments;
    call->returned = call->table.lpWSPShutdown(a->socket, a->how, guard_bytes(call->error_cell));
}

void only_socket_prepare(struct request *request) { request->call->arguments.socket = field_socket(request); }

/* A handle value may be given out again as soon as the provider has closed it, but then it is listed twice until here.
 */
void close_invoke(struct call *call) {
    struct session *session = call->session;
    call->returned = call->table.lpWSPCloseSocket(call->arguments.socket, guard_bytes(call->error_cell));
    if (call->returned == 0) {
        AcquireSRWLockExclusive(&session->engine->lock);
        session_remove_socket(session, call->arguments.socket);
        ReleaseSRWLockExclusive(&session->engine->lock);
    }
}

void duplicate_prepare(struct request *request) {
    struct arguments *a = &request->call->arguments;
    a->socket = field_socket(request);
    a->process = (DWORD)field_integer(request, "process", GetCurrentProcessId());
    a->info = field_room(request, "info", sizeof(WSAPROTOCOL_INFOW), "lpProtocolInfo");
    say(request->call, "dwProcessId=%lu", a->process);
}

void duplicate_invoke(struct call *call) {
    struct arguments *a = &call->arguments;
    call->returned =
        call->table.lpWSPDuplicateSocket(a->socket, a->process, a->info.pointer, guard_bytes(call->error_cell));
}

void duplicate_report(lua_State *lua, struct call *call) {
    struct block info = call->arguments.info;
    result_boolean(lua, "written", block_written(info, 0));
    if (block_written(info, 0)) {
        result_bytes(lua, "info", info.pointer, info.size);
    }
}
