/* Options: the host's, except that a socket's catalog entry is ours. */
#include <string.h>

#include "host.h"
#include "sockets.h"

static void identify(SOCKET s, WSAPROTOCOL_INFOW *info) {
    WSAPROTOCOL_INFOW entry;
    if (sockets_entry(s, &entry)) {
        info->ProviderId = entry.ProviderId;
        info->dwCatalogEntryId = entry.dwCatalogEntryId;
        info->ProtocolChain = entry.ProtocolChain;
        memcpy(info->szProtocol, entry.szProtocol, sizeof info->szProtocol);
    }
}

static void identify_narrow(SOCKET s, WSAPROTOCOL_INFOA *info) {
    WSAPROTOCOL_INFOW entry;
    if (sockets_entry(s, &entry)) {
        info->ProviderId = entry.ProviderId;
        info->dwCatalogEntryId = entry.dwCatalogEntryId;
        info->ProtocolChain = entry.ProtocolChain;
        WideCharToMultiByte(CP_ACP, 0, entry.szProtocol, -1, info->szProtocol, sizeof info->szProtocol, NULL, NULL);
    }
}

int WSPAPI host_get_sock_opt(SOCKET s, int level, int optname, char *optval, LPINT optlen, LPINT error) {
    int result = host_result(getsockopt(sockets_host(s), level, optname, optval, optlen), error);
    if (result == SOCKET_ERROR || level != SOL_SOCKET) {
        return result;
    }
    if (optname == SO_PROTOCOL_INFOW && *optlen >= (int)sizeof(WSAPROTOCOL_INFOW)) {
        WSAPROTOCOL_INFOW info;
        memcpy(&info, optval, sizeof info);
        identify(s, &info);
        memcpy(optval, &info, sizeof info);
    } else if (optname == SO_PROTOCOL_INFOA && *optlen >= (int)sizeof(WSAPROTOCOL_INFOA)) {
        WSAPROTOCOL_INFOA info;
        memcpy(&info, optval, sizeof info);
        identify_narrow(s, &info);
        memcpy(optval, &info, sizeof info);
    }
    return result;
}

int WSPAPI host_set_sock_opt(SOCKET s, int level, int optname, const char *optval, int optlen, LPINT error) {
    return host_result(setsockopt(sockets_host(s), level, optname, optval, optlen), error);
}

BOOL WSPAPI host_get_qos_by_name(SOCKET s, LPWSABUF name, LPQOS qos, LPINT error) {
    BOOL found = WSAGetQOSByName(sockets_host(s), name, qos);
    if (!found) {
        *error = WSAGetLastError();
    }
    return found;
}
