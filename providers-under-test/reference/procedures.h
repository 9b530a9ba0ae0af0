/*
 * The thirty procedures that WSPStartup hands out. Each is documented by the Microsoft page of its name (spi_accept:
 * WSPAccept); buffers and pointers are the caller's, every failure stores its code in *lpErrno. Any thread may call any
 * of them at any time between WSPStartup and the last WSPCleanup.
 */
#ifndef WSPCHECK_REFERENCE_PROCEDURES_H
#define WSPCHECK_REFERENCE_PROCEDURES_H

#include <winsock2.h>
#include <ws2spi.h>

SOCKET WSPAPI spi_accept(SOCKET s, struct sockaddr *address, LPINT length, LPCONDITIONPROC condition,
                         DWORD_PTR callback_data, LPINT error);
INT WSPAPI spi_address_to_string(LPSOCKADDR address, DWORD length, LPWSAPROTOCOL_INFOW info, LPWSTR string,
                                 LPDWORD string_length, LPINT error);
int WSPAPI spi_async_select(SOCKET s, HWND window, unsigned int message, long events, LPINT error);
int WSPAPI spi_bind(SOCKET s, const struct sockaddr *address, int length, LPINT error);
int WSPAPI spi_cancel_blocking_call(LPINT error);
int WSPAPI spi_cleanup(LPINT error);
int WSPAPI spi_close_socket(SOCKET s, LPINT error);
int WSPAPI spi_connect(SOCKET s, const struct sockaddr *address, int length, LPWSABUF caller_data, LPWSABUF callee_data,
                       LPQOS flow, LPQOS group_flow, LPINT error);
int WSPAPI spi_duplicate_socket(SOCKET s, DWORD process, LPWSAPROTOCOL_INFOW info, LPINT error);
int WSPAPI spi_enum_network_events(SOCKET s, WSAEVENT event, LPWSANETWORKEVENTS events, LPINT error);
int WSPAPI spi_event_select(SOCKET s, WSAEVENT event, long events, LPINT error);
WINBOOL WSPAPI spi_get_overlapped_result(SOCKET s, LPWSAOVERLAPPED overlapped, LPDWORD transferred, WINBOOL wait,
                                         LPDWORD flags, LPINT error);
int WSPAPI spi_get_peer_name(SOCKET s, struct sockaddr *address, LPINT length, LPINT error);
int WSPAPI spi_get_sock_name(SOCKET s, struct sockaddr *address, LPINT length, LPINT error);
int WSPAPI spi_get_sock_opt(SOCKET s, int level, int option, char *value, LPINT length, LPINT error);
WINBOOL WSPAPI spi_get_qos_by_name(SOCKET s, LPWSABUF name, LPQOS qos, LPINT error);
int WSPAPI spi_ioctl(SOCKET s, DWORD code, LPVOID input, DWORD input_length, LPVOID output, DWORD output_length,
                     LPDWORD returned, LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                     LPWSATHREADID thread, LPINT error);
SOCKET WSPAPI spi_join_leaf(SOCKET s, const struct sockaddr *address, int length, LPWSABUF caller_data,
                            LPWSABUF callee_data, LPQOS flow, LPQOS group_flow, DWORD flags, LPINT error);
int WSPAPI spi_listen(SOCKET s, int backlog, LPINT error);
int WSPAPI spi_recv(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD received, LPDWORD flags,
                    LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread,
                    LPINT error);
int WSPAPI spi_recv_disconnect(SOCKET s, LPWSABUF data, LPINT error);
int WSPAPI spi_recv_from(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD received, LPDWORD flags,
                         struct sockaddr *from, LPINT from_length, LPWSAOVERLAPPED overlapped,
                         LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread, LPINT error);
int WSPAPI spi_select(int count, fd_set *readable, fd_set *writable, fd_set *exceptional, const PTIMEVAL timeout,
                      LPINT error);
int WSPAPI spi_send(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD sent, DWORD flags, LPWSAOVERLAPPED overlapped,
                    LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread, LPINT error);
int WSPAPI spi_send_disconnect(SOCKET s, LPWSABUF data, LPINT error);
int WSPAPI spi_send_to(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD sent, DWORD flags, const struct sockaddr *to,
                       int to_length, LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                       LPWSATHREADID thread, LPINT error);
int WSPAPI spi_set_sock_opt(SOCKET s, int level, int option, const char *value, int length, LPINT error);
int WSPAPI spi_shutdown(SOCKET s, int how, LPINT error);
SOCKET WSPAPI spi_socket(int family, int type, int protocol, LPWSAPROTOCOL_INFOW info, GROUP group, DWORD flags,
                         LPINT error);
INT WSPAPI spi_string_to_address(LPWSTR string, INT family, LPWSAPROTOCOL_INFOW info, LPSOCKADDR address, LPINT length,
                                 LPINT error);

#endif
