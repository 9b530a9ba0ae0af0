/*
 * wsplayer: a layered transport provider that changes nothing. What the provider below says, data, addresses, flow
 * specifications, groups and error codes, comes up as it is. It exists in two flavours, chosen by the catalog entry:
 *
 *   own handles    The layer has descriptors of its own from WPUCreateSocketHandle and replaces all thirty procedures;
 *                  each maps the descriptor and calls the procedure below. Completion ports bound to such a descriptor
 *                  hear nothing: overlapped calls go down with the client's own structure and routine.
 *   pass-through   For lower providers with XP1_IFS_HANDLES: their handles are given out after WPUModifyIFSHandle with
 *                  the layer's identity, and every procedure that need not know is the lower provider's own.
 *
 * Procedures may be called from any thread; no lock is held while the lower provider may block or the library is
 * called. State: chains.c (what is below), sockets.c (descriptors), notices.c (window messages), startup.c (the count
 * and the upcall table).
 *
 * Documents: WSPStartup, WSPSocket, WPUModifyIFSHandle, WPUCreateSocketHandle with their paragraphs on layers.
 */
#ifndef WSPLAYER_LAYER_H
#define WSPLAYER_LAYER_H

#include <winsock2.h>
#include <ws2spi.h>

#include "fault.h"

/* The DLL's own module. */
HINSTANCE layer_module(void);

/* The upcall table of the latest WSPStartup. */
void layer_upcalls(WSPUPCALLTABLE *upcalls);

/* creation.c */
SOCKET WSPAPI layer_socket(int af, int type, int protocol, LPWSAPROTOCOL_INFOW info, GROUP group, DWORD flags,
                           LPINT error);
SOCKET WSPAPI layer_accept(SOCKET s, struct sockaddr *addr, LPINT addrlen, LPCONDITIONPROC condition,
                           DWORD_PTR callback_data, LPINT error);
SOCKET WSPAPI layer_join_leaf(SOCKET s, const struct sockaddr *name, int namelen, LPWSABUF caller_data,
                              LPWSABUF callee_data, LPQOS sqos, LPQOS gqos, DWORD flags, LPINT error);
int WSPAPI layer_close_socket(SOCKET s, LPINT error);
int WSPAPI layer_duplicate_socket(SOCKET s, DWORD process_id, LPWSAPROTOCOL_INFOW info, LPINT error);

/* calls.c */
int WSPAPI layer_bind(SOCKET s, const struct sockaddr *name, int namelen, LPINT error);
int WSPAPI layer_listen(SOCKET s, int backlog, LPINT error);
int WSPAPI layer_connect(SOCKET s, const struct sockaddr *name, int namelen, LPWSABUF caller_data, LPWSABUF callee_data,
                         LPQOS sqos, LPQOS gqos, LPINT error);
int WSPAPI layer_get_sock_name(SOCKET s, struct sockaddr *name, LPINT namelen, LPINT error);
int WSPAPI layer_get_peer_name(SOCKET s, struct sockaddr *name, LPINT namelen, LPINT error);
int WSPAPI layer_shutdown(SOCKET s, int how, LPINT error);
int WSPAPI layer_send_disconnect(SOCKET s, LPWSABUF data, LPINT error);
int WSPAPI layer_recv_disconnect(SOCKET s, LPWSABUF data, LPINT error);
int WSPAPI layer_async_select(SOCKET s, HWND window, unsigned int message, long events, LPINT error);
int WSPAPI layer_event_select(SOCKET s, WSAEVENT event, long events, LPINT error);
int WSPAPI layer_enum_network_events(SOCKET s, WSAEVENT event, LPWSANETWORKEVENTS events, LPINT error);
INT WSPAPI layer_address_to_string(LPSOCKADDR address, DWORD length, LPWSAPROTOCOL_INFOW info, LPWSTR string,
                                   LPDWORD string_length, LPINT error);
INT WSPAPI layer_string_to_address(LPWSTR string, INT family, LPWSAPROTOCOL_INFOW info, LPSOCKADDR address,
                                   LPINT length, LPINT error);

/* transfer.c */
int WSPAPI layer_recv(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD received, LPDWORD flags,
                      LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread,
                      LPINT error);
int WSPAPI layer_recv_from(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD received, LPDWORD flags,
                           struct sockaddr *from, LPINT fromlen, LPWSAOVERLAPPED overlapped,
                           LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread, LPINT error);
int WSPAPI layer_send(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD sent, DWORD flags, LPWSAOVERLAPPED overlapped,
                      LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread, LPINT error);
int WSPAPI layer_send_to(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD sent, DWORD flags, const struct sockaddr *to,
                         int tolen, LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                         LPWSATHREADID thread, LPINT error);
BOOL WSPAPI layer_get_overlapped_result(SOCKET s, LPWSAOVERLAPPED overlapped, LPDWORD transferred, BOOL wait,
                                        LPDWORD flags, LPINT error);

/* sets.c */
int WSPAPI layer_select(int nfds, fd_set *readfds, fd_set *writefds, fd_set *exceptfds, const PTIMEVAL timeout,
                        LPINT error);
int WSPAPI layer_cancel_blocking_call(LPINT error);

/* options.c */
int WSPAPI layer_get_sock_opt(SOCKET s, int level, int optname, char *optval, LPINT optlen, LPINT error);
int WSPAPI layer_set_sock_opt(SOCKET s, int level, int optname, const char *optval, int optlen, LPINT error);
int WSPAPI layer_ioctl(SOCKET s, DWORD code, LPVOID in, DWORD in_size, LPVOID out, DWORD out_size, LPDWORD returned,
                       LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread,
                       LPINT error);
BOOL WSPAPI layer_get_qos_by_name(SOCKET s, LPWSABUF name, LPQOS qos, LPINT error);

/* startup.c */
int WSPAPI layer_cleanup(LPINT error);

#endif
