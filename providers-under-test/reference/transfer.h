/*
 * One send or receive: a call's buffers, how far it got, and how its end is told.
 *
 * A transfer that is finished within its call lives on the caller's stack and borrows the caller's buffer list. One
 * that stays pending is a copy on the heap with a list of its own, owned by the socket's line until it is complete. The
 * bytes are the client's in any case, who must leave them alone until then.
 *
 * Documents: WSPSend, WSPSendTo, WSPRecv, WSPRecvFrom, WSPGetOverlappedResult.
 */
#ifndef WSPCHECK_REFERENCE_TRANSFER_H
#define WSPCHECK_REFERENCE_TRANSFER_H

#include "reference.h"

/* How a client that does not wait wants to be told; overlapped is NULL for one that does. */
struct overlapped_request {
    LPWSAOVERLAPPED overlapped;
    LPWSAOVERLAPPED_COMPLETION_ROUTINE routine;
    WSATHREADID thread;
    bool untold; /* the last cleanup ends requests without event or routine (CLEANUP-05) */
};

struct transfer {
    struct transfer *next;
    struct vector vector;
    ULONG done;
    DWORD flags; /* in: MSG_PEEK; out: MSG_PARTIAL */
    struct name to;
    struct sockaddr *from;
    LPINT from_length;
    struct overlapped_request request;
};

/* Fills a vector from a call's arguments; WSAEFAULT unless every buffer can be read, or written. */
int vector_take(struct vector *vector, WSABUF *buffers, DWORD count, bool writable);

/* Fills a request from a call's arguments. On a socket without the overlapped attribute they are ignored. */
int request_take(struct overlapped_request *request, const struct socket *socket, LPWSAOVERLAPPED overlapped,
                 LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread);

/* Puts a copy of a transfer in a line of the socket's; WSA_IO_PENDING, or a code. */
int transfer_postpone(struct transfer **line, const struct transfer *transfer);

/* Tells the client, by its event or its routine, that an overlapped request is done. */
void request_finish(struct socket *socket, const struct overlapped_request *request, int code, ULONG transferred,
                    DWORD flags);

/* Receives what there is, or sends what there is room for. 0, or the code that the call ends with. */
int transfer_receive(struct socket *socket, struct transfer *transfer);
int transfer_send(struct socket *socket, struct transfer *transfer);

/* What is in the way of sending apart from the local end's own state. */
int path_obstacle(const struct socket *socket, ULONG length);

#endif
