/* Data transfer: the client's own overlapped structure, completion routine and thread go down as they are. */
#include "chains.h"
#include "layer.h"
#include "sockets.h"

int WSPAPI layer_recv(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD received, LPDWORD flags,
                      LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread,
                      LPINT error) {
    struct layer_socket *socket = sockets_find(s, error);
    if (socket == NULL) {
        return SOCKET_ERROR;
    }
    int result = socket->chain->lower.lpWSPRecv(socket->lower, buffers, count, received, flags, overlapped, routine,
                                                thread, error);
    sockets_release(socket);
    return result;
}

int WSPAPI layer_recv_from(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD received, LPDWORD flags,
                           struct sockaddr *from, LPINT fromlen, LPWSAOVERLAPPED overlapped,
                           LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread, LPINT error) {
    struct layer_socket *socket = sockets_find(s, error);
    if (socket == NULL) {
        return SOCKET_ERROR;
    }
    int result = socket->chain->lower.lpWSPRecvFrom(socket->lower, buffers, count, received, flags, from, fromlen,
                                                    overlapped, routine, thread, error);
    sockets_release(socket);
    return result;
}

int WSPAPI layer_send(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD sent, DWORD flags, LPWSAOVERLAPPED overlapped,
                      LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread, LPINT error) {
    struct layer_socket *socket = sockets_find(s, error);
    if (socket == NULL) {
        return SOCKET_ERROR;
    }
    FAULT_AT(fault_before_sending(socket->chain, buffers, count));
    int result =
        socket->chain->lower.lpWSPSend(socket->lower, buffers, count, sent, flags, overlapped, routine, thread, error);
    FAULT_AT(fault_before_sending(socket->chain, buffers, count));
    sockets_release(socket);
    return result;
}

int WSPAPI layer_send_to(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD sent, DWORD flags, const struct sockaddr *to,
                         int tolen, LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                         LPWSATHREADID thread, LPINT error) {
    struct layer_socket *socket = sockets_find(s, error);
    if (socket == NULL) {
        return SOCKET_ERROR;
    }
    int result = socket->chain->lower.lpWSPSendTo(socket->lower, buffers, count, sent, flags, to, tolen, overlapped,
                                                  routine, thread, error);
    sockets_release(socket);
    return result;
}

BOOL WSPAPI layer_get_overlapped_result(SOCKET s, LPWSAOVERLAPPED overlapped, LPDWORD transferred, BOOL wait,
                                        LPDWORD flags, LPINT error) {
    struct layer_socket *socket = sockets_find(s, error);
    if (socket == NULL) {
        return FALSE;
    }
    BOOL result =
        socket->chain->lower.lpWSPGetOverlappedResult(socket->lower, overlapped, transferred, wait, flags, error);
    sockets_release(socket);
    return result;
}
