/* Options and controls: the lower provider's, except where a value is a descriptor or names the catalog entry. */
#include <mswsock.h>
#include <string.h>

#include "chains.h"
#include "layer.h"
#include "sockets.h"

/* The narrow structure differs from the wide one in its last member only. */
static void label_narrow(const struct chain *chain, WSAPROTOCOL_INFOA *info) {
    WSAPROTOCOL_INFOW wide = {0};
    memcpy(&wide, info, offsetof(WSAPROTOCOL_INFOA, szProtocol));
    chains_label(chain, &wide);
    memcpy(info, &wide, offsetof(WSAPROTOCOL_INFOW, szProtocol));
    WideCharToMultiByte(CP_ACP, 0, wide.szProtocol, -1, info->szProtocol, sizeof info->szProtocol, NULL, NULL);
}

/* Puts the chain's identity into an answer about the catalog entry. */
static void label_answer(const struct chain *chain, int optname, char *optval, int optlen) {
    if (optname == SO_PROTOCOL_INFOW && optlen >= (int)sizeof(WSAPROTOCOL_INFOW)) {
        WSAPROTOCOL_INFOW info;
        memcpy(&info, optval, sizeof info);
        chains_label(chain, &info);
        memcpy(optval, &info, sizeof info);
    } else if (optname == SO_PROTOCOL_INFOA && optlen >= (int)sizeof(WSAPROTOCOL_INFOA)) {
        WSAPROTOCOL_INFOA info;
        memcpy(&info, optval, sizeof info);
        label_narrow(chain, &info);
        memcpy(optval, &info, sizeof info);
    }
}

int WSPAPI layer_get_sock_opt(SOCKET s, int level, int optname, char *optval, LPINT optlen, LPINT error) {
    struct layer_socket *socket = sockets_find(s, error);
    if (socket == NULL) {
        return SOCKET_ERROR;
    }
    int result = socket->chain->lower.lpWSPGetSockOpt(socket->lower, level, optname, optval, optlen, error);
    if (result == 0 && level == SOL_SOCKET && !FAULT(socket->chain, LAYER_SHOWS_THE_BASES_ENTRY)) {
        label_answer(socket->chain, optname, optval, *optlen);
    }
    sockets_release(socket);
    return result;
}

/* The listener that SO_UPDATE_ACCEPT_CONTEXT names, as the lower provider knows it; an unknown one stays as it is. */
static SOCKET lower_listener(const char *optval) {
    SOCKET listener;
    int ignored;
    memcpy(&listener, optval, sizeof listener);
    struct layer_socket *socket = sockets_find(listener, &ignored);
    if (socket != NULL) {
        listener = socket->lower;
        sockets_release(socket);
    }
    return listener;
}

int WSPAPI layer_set_sock_opt(SOCKET s, int level, int optname, const char *optval, int optlen, LPINT error) {
    struct layer_socket *socket = sockets_find(s, error);
    if (socket == NULL) {
        return SOCKET_ERROR;
    }
    SOCKET listener;
    if (level == SOL_SOCKET && optname == SO_UPDATE_ACCEPT_CONTEXT && optval != NULL &&
        optlen == (int)sizeof listener) {
        listener = lower_listener(optval);
        optval = (const char *)&listener;
    }
    int result = socket->chain->lower.lpWSPSetSockOpt(socket->lower, level, optname, optval, optlen, error);
    sockets_release(socket);
    return result;
}

/* The lower provider's extension functions take its own descriptors, which the client has not got; handing them out
 * would look like support. */
int WSPAPI layer_ioctl(SOCKET s, DWORD code, LPVOID in, DWORD in_size, LPVOID out, DWORD out_size, LPDWORD returned,
                       LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread,
                       LPINT error) {
    struct layer_socket *socket = sockets_find(s, error);
    if (socket == NULL) {
        return SOCKET_ERROR;
    }
    int result = SOCKET_ERROR;
    if (code == SIO_GET_EXTENSION_FUNCTION_POINTER) {
        *error = WSAEOPNOTSUPP;
    } else {
        result = socket->chain->lower.lpWSPIoctl(socket->lower, code, in, in_size, out, out_size, returned, overlapped,
                                                 routine, thread, error);
    }
    sockets_release(socket);
    return result;
}

BOOL WSPAPI layer_get_qos_by_name(SOCKET s, LPWSABUF name, LPQOS qos, LPINT error) {
    struct layer_socket *socket = sockets_find(s, error);
    if (socket == NULL) {
        return FALSE;
    }
    BOOL result = socket->chain->lower.lpWSPGetQOSByName(socket->lower, name, qos, error);
    sockets_release(socket);
    return result;
}
