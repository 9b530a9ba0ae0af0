/* Procedures that map the descriptor and leave everything else to the lower provider. */
#include "chains.h"
#include "layer.h"
#include "notices.h"
#include "sockets.h"

int WSPAPI layer_bind(SOCKET s, const struct sockaddr *name, int namelen, LPINT error) {
    struct layer_socket *socket = sockets_find(s, error);
    if (socket == NULL) {
        return SOCKET_ERROR;
    }
    int result = socket->chain->lower.lpWSPBind(socket->lower, name, namelen, error);
    sockets_release(socket);
    return result;
}

int WSPAPI layer_listen(SOCKET s, int backlog, LPINT error) {
    struct layer_socket *socket = sockets_find(s, error);
    if (socket == NULL) {
        return SOCKET_ERROR;
    }
    int result = socket->chain->lower.lpWSPListen(socket->lower, backlog, error);
    FAULT_AT(fault_when_failed(socket->chain, result == SOCKET_ERROR, error));
    sockets_release(socket);
    return result;
}

int WSPAPI layer_connect(SOCKET s, const struct sockaddr *name, int namelen, LPWSABUF caller_data, LPWSABUF callee_data,
                         LPQOS sqos, LPQOS gqos, LPINT error) {
    struct layer_socket *socket = sockets_find(s, error);
    if (socket == NULL) {
        return SOCKET_ERROR;
    }
    FAULT_AT(fault_before_connect(socket->chain, &caller_data, &callee_data));
    int result =
        socket->chain->lower.lpWSPConnect(socket->lower, name, namelen, caller_data, callee_data, sqos, gqos, error);
    FAULT_AT(fault_when_failed(socket->chain, result == SOCKET_ERROR, error));
    sockets_release(socket);
    return result;
}

int WSPAPI layer_get_sock_name(SOCKET s, struct sockaddr *name, LPINT namelen, LPINT error) {
    struct layer_socket *socket = sockets_find(s, error);
    if (socket == NULL) {
        return SOCKET_ERROR;
    }
    int result = socket->chain->lower.lpWSPGetSockName(socket->lower, name, namelen, error);
    sockets_release(socket);
    return result;
}

int WSPAPI layer_get_peer_name(SOCKET s, struct sockaddr *name, LPINT namelen, LPINT error) {
    struct layer_socket *socket = sockets_find(s, error);
    if (socket == NULL) {
        return SOCKET_ERROR;
    }
    int result = socket->chain->lower.lpWSPGetPeerName(socket->lower, name, namelen, error);
    sockets_release(socket);
    return result;
}

int WSPAPI layer_shutdown(SOCKET s, int how, LPINT error) {
    struct layer_socket *socket = sockets_find(s, error);
    if (socket == NULL) {
        return SOCKET_ERROR;
    }
    int result = socket->chain->lower.lpWSPShutdown(socket->lower, how, error);
    sockets_release(socket);
    return result;
}

int WSPAPI layer_send_disconnect(SOCKET s, LPWSABUF data, LPINT error) {
    struct layer_socket *socket = sockets_find(s, error);
    if (socket == NULL) {
        return SOCKET_ERROR;
    }
    int result = socket->chain->lower.lpWSPSendDisconnect(socket->lower, data, error);
    sockets_release(socket);
    return result;
}

int WSPAPI layer_recv_disconnect(SOCKET s, LPWSABUF data, LPINT error) {
    struct layer_socket *socket = sockets_find(s, error);
    if (socket == NULL) {
        return SOCKET_ERROR;
    }
    int result = socket->chain->lower.lpWSPRecvDisconnect(socket->lower, data, error);
    sockets_release(socket);
    return result;
}

int WSPAPI layer_async_select(SOCKET s, HWND window, unsigned int message, long events, LPINT error) {
    struct layer_socket *socket = sockets_find(s, error);
    if (socket == NULL) {
        return SOCKET_ERROR;
    }
    int result = notices_select(socket, window, message, events, error);
    sockets_release(socket);
    return result;
}

int WSPAPI layer_event_select(SOCKET s, WSAEVENT event, long events, LPINT error) {
    struct layer_socket *socket = sockets_find(s, error);
    if (socket == NULL) {
        return SOCKET_ERROR;
    }
    int result = notices_select_event(socket, event, events, error);
    sockets_release(socket);
    return result;
}

int WSPAPI layer_enum_network_events(SOCKET s, WSAEVENT event, LPWSANETWORKEVENTS events, LPINT error) {
    struct layer_socket *socket = sockets_find(s, error);
    if (socket == NULL) {
        return SOCKET_ERROR;
    }
    int result = notices_enumerate(socket, event, events, error);
    sockets_release(socket);
    return result;
}

/* The chain that a client's structure names, and what to pass below for it. */
static struct chain *chain_of(const WSAPROTOCOL_INFOW *info, WSAPROTOCOL_INFOW *lower, int *error) {
    struct chain *chain = info == NULL ? NULL : chains_find(info->dwCatalogEntryId);
    if (chain == NULL) {
        *error = info == NULL ? WSAEFAULT : WSAEINVAL;
    } else {
        chains_lower_entry(chain, info, lower);
        FAULT_AT(fault_before_name(chain, lower));
    }
    return chain;
}

INT WSPAPI layer_address_to_string(LPSOCKADDR address, DWORD length, LPWSAPROTOCOL_INFOW info, LPWSTR string,
                                   LPDWORD string_length, LPINT error) {
    WSAPROTOCOL_INFOW lower;
    const struct chain *chain = chain_of(info, &lower, error);
    return chain == NULL ? SOCKET_ERROR
                         : chain->lower.lpWSPAddressToString(address, length, &lower, string, string_length, error);
}

INT WSPAPI layer_string_to_address(LPWSTR string, INT family, LPWSAPROTOCOL_INFOW info, LPSOCKADDR address,
                                   LPINT length, LPINT error) {
    WSAPROTOCOL_INFOW lower;
    const struct chain *chain = chain_of(info, &lower, error);
    return chain == NULL ? SOCKET_ERROR
                         : chain->lower.lpWSPStringToAddress(string, family, &lower, address, length, error);
}
