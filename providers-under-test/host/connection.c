/* Names, listening, connecting and disconnecting: the host's functions with the host's verdicts. */
#include "host.h"
#include "sockets.h"

int WSPAPI host_bind(SOCKET s, const struct sockaddr *name, int namelen, LPINT error) {
    return host_result(bind(sockets_host(s), name, namelen), error);
}

int WSPAPI host_listen(SOCKET s, int backlog, LPINT error) {
    return host_result(listen(sockets_host(s), backlog), error);
}

int WSPAPI host_connect(SOCKET s, const struct sockaddr *name, int namelen, LPWSABUF caller_data, LPWSABUF callee_data,
                        LPQOS sqos, LPQOS gqos, LPINT error) {
    return host_result(WSAConnect(sockets_host(s), name, namelen, caller_data, callee_data, sqos, gqos), error);
}

int WSPAPI host_get_sock_name(SOCKET s, struct sockaddr *name, LPINT namelen, LPINT error) {
    return host_result(getsockname(sockets_host(s), name, namelen), error);
}

int WSPAPI host_get_peer_name(SOCKET s, struct sockaddr *name, LPINT namelen, LPINT error) {
    return host_result(getpeername(sockets_host(s), name, namelen), error);
}

int WSPAPI host_shutdown(SOCKET s, int how, LPINT error) { return host_result(shutdown(sockets_host(s), how), error); }

int WSPAPI host_send_disconnect(SOCKET s, LPWSABUF data, LPINT error) {
    return host_result(WSASendDisconnect(sockets_host(s), data), error);
}

int WSPAPI host_recv_disconnect(SOCKET s, LPWSABUF data, LPINT error) {
    return host_result(WSARecvDisconnect(sockets_host(s), data), error);
}
