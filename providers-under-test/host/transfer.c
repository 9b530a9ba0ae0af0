/* Data transfer. Completion routines run in the calling thread, by the host's own APC: it is the thread that lpThreadId
 * stands for, so that argument is not needed. */
#include "host.h"
#include "sockets.h"

int WSPAPI host_recv(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD received, LPDWORD flags,
                     LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread,
                     LPINT error) {
    (void)thread;
    return host_result(WSARecv(sockets_host(s), buffers, count, received, flags, overlapped, routine), error);
}

int WSPAPI host_recv_from(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD received, LPDWORD flags,
                          struct sockaddr *from, LPINT fromlen, LPWSAOVERLAPPED overlapped,
                          LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread, LPINT error) {
    (void)thread;
    return host_result(
        WSARecvFrom(sockets_host(s), buffers, count, received, flags, from, fromlen, overlapped, routine), error);
}

int WSPAPI host_send(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD sent, DWORD flags, LPWSAOVERLAPPED overlapped,
                     LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread, LPINT error) {
    (void)thread;
    return host_result(WSASend(sockets_host(s), buffers, count, sent, flags, overlapped, routine), error);
}

int WSPAPI host_send_to(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD sent, DWORD flags, const struct sockaddr *to,
                        int tolen, LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                        LPWSATHREADID thread, LPINT error) {
    (void)thread;
    return host_result(WSASendTo(sockets_host(s), buffers, count, sent, flags, to, tolen, overlapped, routine), error);
}

int WSPAPI host_ioctl(SOCKET s, DWORD code, LPVOID in, DWORD in_size, LPVOID out, DWORD out_size, LPDWORD returned,
                      LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread,
                      LPINT error) {
    (void)thread;
    return host_result(WSAIoctl(sockets_host(s), code, in, in_size, out, out_size, returned, overlapped, routine),
                       error);
}

BOOL WSPAPI host_get_overlapped_result(SOCKET s, LPWSAOVERLAPPED overlapped, LPDWORD transferred, BOOL wait,
                                       LPDWORD flags, LPINT error) {
    BOOL done = WSAGetOverlappedResult(sockets_host(s), overlapped, transferred, wait, flags);
    if (!done) {
        *error = WSAGetLastError();
    }
    return done;
}
