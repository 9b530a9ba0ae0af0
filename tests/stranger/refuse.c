/* What this provider does not offer, with the codes that the pages have for that. */
#include "thirty.h"

#include <wchar.h>

int WSPAPI on_duplicate(SOCKET s, DWORD process, LPWSAPROTOCOL_INFOW info, LPINT error) {
    (void)process, (void)info;
    struct socket *socket = hold(s, error);
    if (socket != NULL) {
        release(socket);
        fail(error, WSAEINVAL);
    }
    return SOCKET_ERROR;
}

SOCKET WSPAPI on_join_leaf(SOCKET s, const struct sockaddr *name, int length, LPWSABUF data, LPWSABUF reply, LPQOS qos,
                           LPQOS group_qos, DWORD flags, LPINT error) {
    (void)name, (void)length, (void)data, (void)reply, (void)qos, (void)group_qos, (void)flags;
    struct socket *socket = hold(s, error);
    if (socket != NULL) {
        release(socket);
        fail(error, WSAEOPNOTSUPP);
    }
    return INVALID_SOCKET;
}

BOOL WSPAPI on_qos_by_name(SOCKET s, LPWSABUF template, LPQOS qos, LPINT error) {
    (void)template, (void)qos;
    struct socket *socket = hold(s, error);
    if (socket != NULL) {
        release(socket);
        fail(error, WSAEOPNOTSUPP);
    }
    return FALSE;
}

int WSPAPI on_address_to_string(LPSOCKADDR address, DWORD size, LPWSAPROTOCOL_INFOW info, LPWSTR text, LPDWORD length,
                                LPINT error) {
    (void)address, (void)size, (void)info, (void)text, (void)length;
    return fail(error, WSAEINVAL);
}

int WSPAPI on_string_to_address(LPWSTR text, INT family, LPWSAPROTOCOL_INFOW info, LPSOCKADDR address, LPINT length,
                                LPINT error) {
    (void)text, (void)family, (void)info, (void)address, (void)length;
    return fail(error, WSAEINVAL);
}

BOOL WSPAPI on_overlapped_result(SOCKET s, LPWSAOVERLAPPED overlapped, LPDWORD count, BOOL wait, LPDWORD flags,
                                 LPINT error) {
    const DWORD no_flags = 0;
    struct socket *socket = hold(s, error);
    if (socket == NULL) {
        return FALSE;
    }
    release(socket);
    if (overlapped->Internal == STATUS_PENDING && wait) {
        WaitForSingleObject(overlapped->hEvent, INFINITE);
    }
    if (overlapped->Internal == STATUS_PENDING) {
        fail(error, WSA_IO_INCOMPLETE);
        return FALSE;
    }
    DWORD transferred = (DWORD)overlapped->InternalHigh;
    store(count, &transferred, sizeof transferred);
    store(flags, &no_flags, sizeof no_flags);
    int code = (int)overlapped->Internal;
    done(error, code);
    return code == 0;
}
