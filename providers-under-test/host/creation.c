/* Where sockets come from and go to: every new one is presented to the library before it is given out. */
#include <stdbool.h>
#include <stdlib.h>

#include "host.h"
#include "messages.h"
#include "sockets.h"

/* Stands in dwProviderReserved of a duplicate where the host keeps its own mark elsewhere: only there is it non-zero.
 */
#define DUPLICATE_MARK 0x77737068

/* Gives the host's socket to the library and puts what comes back into the table; a socket that the library refuses is
 * closed again and *error is the library's. In an accept the request is gone with it: the host has no way to put it
 * back into the queue. */
static SOCKET present(SOCKET host, const WSAPROTOCOL_INFOW *entry, unsigned int message, int *error) {
    SOCKET given = host_modify_handle(entry->dwCatalogEntryId, host, error);
    if (given == INVALID_SOCKET) {
        closesocket(host);
        return INVALID_SOCKET;
    }
    messages_retain(message);
    messages_release(sockets_add(given, host, entry, message));
    return given;
}

static int from_entry(int value, int entry_value, bool zero_too) {
    return value == FROM_PROTOCOL_INFO || (value == 0 && zero_too) ? entry_value : value;
}

static SOCKET create(int af, int type, int protocol, const WSAPROTOCOL_INFOW *info, GROUP group, DWORD flags) {
    bool matches_zero = (info->dwProviderFlags & PFL_MATCHES_PROTOCOL_ZERO) != 0;
    return WSASocketW(from_entry(af, info->iAddressFamily, true), from_entry(type, info->iSocketType, true),
                      from_entry(protocol, info->iProtocol, matches_zero), NULL, group, flags);
}

/* The structure of WSPDuplicateSocket names our entry; the host wants to see its own again. */
static SOCKET adopt_duplicate(const WSAPROTOCOL_INFOW *info, GROUP group, DWORD flags) {
    WSAPROTOCOL_INFOW duplicate = *info;
    WSAPROTOCOL_INFOW own;
    if (host_entry_like(info, &own)) {
        duplicate.ProviderId = own.ProviderId;
        duplicate.dwCatalogEntryId = own.dwCatalogEntryId;
    }
    if (duplicate.dwProviderReserved == DUPLICATE_MARK) {
        duplicate.dwProviderReserved = 0;
    }
    return WSASocketW(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, &duplicate, group, flags);
}

SOCKET WSPAPI host_socket(int af, int type, int protocol, LPWSAPROTOCOL_INFOW info, GROUP group, DWORD flags,
                          LPINT error) {
    if (info == NULL) {
        *error = WSAEFAULT;
        return INVALID_SOCKET;
    }
    SOCKET host = info->dwProviderReserved == 0 ? create(af, type, protocol, info, group, flags)
                                                : adopt_duplicate(info, group, flags);
    if (host == INVALID_SOCKET) {
        *error = WSAGetLastError();
        return INVALID_SOCKET;
    }
    return present(host, info, 0, error);
}

static void entry_of(SOCKET given, WSAPROTOCOL_INFOW *entry) {
    if (!sockets_entry(given, entry)) {
        host_startup_entry(entry);
    }
}

SOCKET WSPAPI host_accept(SOCKET s, struct sockaddr *addr, LPINT addrlen, LPCONDITIONPROC condition,
                          DWORD_PTR callback_data, LPINT error) {
    WSAPROTOCOL_INFOW entry;
    entry_of(s, &entry);
    unsigned int message = messages_begin_accept(s);
    SOCKET given = INVALID_SOCKET;
    SOCKET accepted = WSAAccept(sockets_host(s), addr, addrlen, condition, callback_data);
    if (accepted == INVALID_SOCKET) {
        *error = WSAGetLastError();
    } else {
        given = present(accepted, &entry, message, error);
    }
    messages_end_accept(message);
    return given;
}

SOCKET WSPAPI host_join_leaf(SOCKET s, const struct sockaddr *name, int namelen, LPWSABUF caller_data,
                             LPWSABUF callee_data, LPQOS sqos, LPQOS gqos, DWORD flags, LPINT error) {
    WSAPROTOCOL_INFOW entry;
    entry_of(s, &entry);
    SOCKET root = sockets_host(s);
    unsigned int message = messages_begin_accept(s);
    SOCKET given = s;
    SOCKET leaf = WSAJoinLeaf(root, name, namelen, caller_data, callee_data, sqos, gqos, flags);
    if (leaf == INVALID_SOCKET) {
        *error = WSAGetLastError();
        given = INVALID_SOCKET;
    } else if (leaf != root) {
        given = present(leaf, &entry, message, error);
    }
    messages_end_accept(message);
    return given;
}

int WSPAPI host_close_socket(SOCKET s, LPINT error) {
    /* Out of the table first: the host may give the value to another thread as soon as it is closed. */
    struct host_socket *socket = sockets_take(s);
    int result = host_result(closesocket(socket == NULL ? s : socket->host), error);
    if (socket == NULL) {
        return result;
    }
    if (result == SOCKET_ERROR && *error != WSAENOTSOCK) {
        sockets_put_back(socket);
        return result;
    }
    messages_release(socket->message);
    free(socket);
    return result;
}

int WSPAPI host_duplicate_socket(SOCKET s, DWORD process_id, LPWSAPROTOCOL_INFOW info, LPINT error) {
    int result = host_result(WSADuplicateSocketW(sockets_host(s), process_id, info), error);
    WSAPROTOCOL_INFOW entry;
    if (result == 0 && sockets_entry(s, &entry)) {
        info->ProviderId = entry.ProviderId;
        info->dwCatalogEntryId = entry.dwCatalogEntryId;
        if (info->dwProviderReserved == 0) {
            info->dwProviderReserved = DUPLICATE_MARK;
        }
    }
    return result;
}
