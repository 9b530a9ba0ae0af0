/*
 * wsphost: a transport provider whose thirty functions call the host's own ws2_32. It exists to look at a real stack
 * through the SPI, so it adds nothing: arguments go down and results come up as they are, *lpErrno is the host's last
 * error. Only what the SPI has and the API has not is done here: presenting handles to the library, posting window
 * messages through the library, the identity of the catalog entry, counting starts.
 *
 * It is meant for a library other than ws2_32 on top of it. Installed below ws2_32 itself, its calls would come back to
 * it once ws2_32 had learnt the handles.
 *
 * Every procedure may be called from any thread; the state they share is in startup.c, sockets.c and messages.c, each
 * with its own lock. Lock order: messages, then sockets, then startup. No lock is held while the host may block or
 * while an upcall runs.
 *
 * Documents: the pages of the thirty WSP functions and of their WSA counterparts.
 */
#ifndef WSPHOST_HOST_H
#define WSPHOST_HOST_H

#include <winsock2.h>
#include <ws2spi.h>

/* The DLL's own module. */
HINSTANCE host_module(void);

/* The host's entry for the same family, type and protocol; FALSE when it has none. */
BOOL host_entry_like(const WSAPROTOCOL_INFOW *entry, WSAPROTOCOL_INFOW *found);

/* WPUModifyIFSHandle and WPUPostMessage of the table of the latest WSPStartup. */
SOCKET host_modify_handle(DWORD catalog_entry_id, SOCKET proposed, int *error);
BOOL host_post_message(HWND window, UINT message, WPARAM wparam, LPARAM lparam);

/* The entry of the latest WSPStartup; all zero when the caller gave none. */
void host_startup_entry(WSAPROTOCOL_INFOW *entry);

/* Ends a procedure: where the host failed, stores its error before anything else can change it. */
static inline int host_result(int result, int *error) {
    if (result == SOCKET_ERROR) {
        *error = WSAGetLastError();
    }
    return result;
}

/* creation.c */
SOCKET WSPAPI host_socket(int af, int type, int protocol, LPWSAPROTOCOL_INFOW info, GROUP group, DWORD flags,
                          LPINT error);
SOCKET WSPAPI host_accept(SOCKET s, struct sockaddr *addr, LPINT addrlen, LPCONDITIONPROC condition,
                          DWORD_PTR callback_data, LPINT error);
SOCKET WSPAPI host_join_leaf(SOCKET s, const struct sockaddr *name, int namelen, LPWSABUF caller_data,
                             LPWSABUF callee_data, LPQOS sqos, LPQOS gqos, DWORD flags, LPINT error);
int WSPAPI host_close_socket(SOCKET s, LPINT error);
int WSPAPI host_duplicate_socket(SOCKET s, DWORD process_id, LPWSAPROTOCOL_INFOW info, LPINT error);

/* connection.c */
int WSPAPI host_bind(SOCKET s, const struct sockaddr *name, int namelen, LPINT error);
int WSPAPI host_listen(SOCKET s, int backlog, LPINT error);
int WSPAPI host_connect(SOCKET s, const struct sockaddr *name, int namelen, LPWSABUF caller_data, LPWSABUF callee_data,
                        LPQOS sqos, LPQOS gqos, LPINT error);
int WSPAPI host_get_sock_name(SOCKET s, struct sockaddr *name, LPINT namelen, LPINT error);
int WSPAPI host_get_peer_name(SOCKET s, struct sockaddr *name, LPINT namelen, LPINT error);
int WSPAPI host_shutdown(SOCKET s, int how, LPINT error);
int WSPAPI host_send_disconnect(SOCKET s, LPWSABUF data, LPINT error);
int WSPAPI host_recv_disconnect(SOCKET s, LPWSABUF data, LPINT error);

/* transfer.c */
int WSPAPI host_recv(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD received, LPDWORD flags,
                     LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread,
                     LPINT error);
int WSPAPI host_recv_from(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD received, LPDWORD flags,
                          struct sockaddr *from, LPINT fromlen, LPWSAOVERLAPPED overlapped,
                          LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread, LPINT error);
int WSPAPI host_send(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD sent, DWORD flags, LPWSAOVERLAPPED overlapped,
                     LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread, LPINT error);
int WSPAPI host_send_to(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD sent, DWORD flags, const struct sockaddr *to,
                        int tolen, LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                        LPWSATHREADID thread, LPINT error);
int WSPAPI host_ioctl(SOCKET s, DWORD code, LPVOID in, DWORD in_size, LPVOID out, DWORD out_size, LPDWORD returned,
                      LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread,
                      LPINT error);
BOOL WSPAPI host_get_overlapped_result(SOCKET s, LPWSAOVERLAPPED overlapped, LPDWORD transferred, BOOL wait,
                                       LPDWORD flags, LPINT error);

/* notices.c */
int WSPAPI host_async_select(SOCKET s, HWND window, unsigned int message, long events, LPINT error);
int WSPAPI host_event_select(SOCKET s, WSAEVENT event, long events, LPINT error);
int WSPAPI host_enum_network_events(SOCKET s, WSAEVENT event, LPWSANETWORKEVENTS events, LPINT error);
int WSPAPI host_select(int nfds, fd_set *readfds, fd_set *writefds, fd_set *exceptfds, const PTIMEVAL timeout,
                       LPINT error);
int WSPAPI host_cancel_blocking_call(LPINT error);

/* options.c */
int WSPAPI host_get_sock_opt(SOCKET s, int level, int optname, char *optval, LPINT optlen, LPINT error);
int WSPAPI host_set_sock_opt(SOCKET s, int level, int optname, const char *optval, int optlen, LPINT error);
BOOL WSPAPI host_get_qos_by_name(SOCKET s, LPWSABUF name, LPQOS qos, LPINT error);

/* address.c */
INT WSPAPI host_address_to_string(LPSOCKADDR address, DWORD length, LPWSAPROTOCOL_INFOW info, LPWSTR string,
                                  LPDWORD string_length, LPINT error);
INT WSPAPI host_string_to_address(LPWSTR string, INT family, LPWSAPROTOCOL_INFOW info, LPSOCKADDR address, LPINT length,
                                  LPINT error);

/* startup.c */
int WSPAPI host_cleanup(LPINT error);

#endif
