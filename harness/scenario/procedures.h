/*
 * The parts of the procedure table, by group: calls_socket.c, calls_connect.c, calls_data.c, calls_notify.c,
 * calls_option.c and calls_startup.c. See struct procedure for what each part does.
 */
#ifndef WSPCHECK_SCENARIO_PROCEDURES_H
#define WSPCHECK_SCENARIO_PROCEDURES_H

#include "scenario/calls.h"

void only_socket_prepare(struct request *request);
void nothing_prepare(struct request *request);
void address_report(lua_State *lua, struct call *call);

/* The WSABUF for data that is passed in, from a field with bytes, "null" or an odd form; arguments.buffer has the
 * bytes. */
struct block data_header(struct request *request, const char *field, const char *parameter);

/* An output name with its length cell: arguments.address and arguments.length. */
void prepare_address_room(struct request *request, const char *field, const char *room_field, const char *parameter,
                          const char *length_parameter);

void startup_prepare(struct request *request);
void startup_invoke(struct call *call);
void startup_report(lua_State *lua, struct call *call);
void cleanup_invoke(struct call *call);

void socket_prepare(struct request *request);
void socket_invoke(struct call *call);
void bind_prepare(struct request *request);
void bind_invoke(struct call *call);
void listen_prepare(struct request *request);
void listen_invoke(struct call *call);
void name_prepare(struct request *request);
void sock_name_invoke(struct call *call);
void peer_name_invoke(struct call *call);
void shutdown_prepare(struct request *request);
void shutdown_invoke(struct call *call);
void close_invoke(struct call *call);
void duplicate_prepare(struct request *request);
void duplicate_invoke(struct call *call);
void duplicate_report(lua_State *lua, struct call *call);

void accept_prepare(struct request *request);
void accept_invoke(struct call *call);
void connect_prepare(struct request *request);
void connect_invoke(struct call *call);
void connect_report(lua_State *lua, struct call *call);
void join_prepare(struct request *request);
void join_invoke(struct call *call);
void cancel_prepare(struct request *request);
void cancel_invoke(struct call *call);

void send_prepare(struct request *request);
void send_invoke(struct call *call);
void send_report(lua_State *lua, struct call *call);
void send_to_prepare(struct request *request);
void send_to_invoke(struct call *call);
void receive_prepare(struct request *request);
void receive_invoke(struct call *call);
void receive_report(lua_State *lua, struct call *call);
void receive_from_prepare(struct request *request);
void receive_from_invoke(struct call *call);
void receive_from_report(lua_State *lua, struct call *call);
void send_disconnect_prepare(struct request *request);
void send_disconnect_invoke(struct call *call);
void receive_disconnect_prepare(struct request *request);
void receive_disconnect_invoke(struct call *call);
void receive_disconnect_report(lua_State *lua, struct call *call);
void overlapped_result_prepare(struct request *request);
void overlapped_result_invoke(struct call *call);
void overlapped_result_report(lua_State *lua, struct call *call);

void event_select_prepare(struct request *request);
void event_select_invoke(struct call *call);
void async_select_prepare(struct request *request);
void async_select_invoke(struct call *call);
void enumerate_prepare(struct request *request);
void enumerate_invoke(struct call *call);
void enumerate_report(lua_State *lua, struct call *call);
void select_prepare(struct request *request);
void select_invoke(struct call *call);
void select_report(lua_State *lua, struct call *call);

void get_option_prepare(struct request *request);
void get_option_invoke(struct call *call);
void get_option_report(lua_State *lua, struct call *call);
void set_option_prepare(struct request *request);
void set_option_invoke(struct call *call);
void ioctl_prepare(struct request *request);
void ioctl_invoke(struct call *call);
void ioctl_report(lua_State *lua, struct call *call);
void qos_by_name_prepare(struct request *request);
void qos_by_name_invoke(struct call *call);
void qos_by_name_report(lua_State *lua, struct call *call);
void to_string_prepare(struct request *request);
void to_string_invoke(struct call *call);
void to_string_report(lua_State *lua, struct call *call);
void from_string_prepare(struct request *request);
void from_string_invoke(struct call *call);

#endif
