/*
 * Connectionless sockets: the default peer, broadcast, and delivery. All with the model's lock held.
 */
#ifndef WSPCHECK_REFERENCE_DATAGRAM_H
#define WSPCHECK_REFERENCE_DATAGRAM_H

#include "transfer.h"

/* WSPConnect on a connectionless socket. */
int datagram_connect(struct socket *socket, const struct name *to);

/* Where a datagram goes: the name given, or, where that is NULL, the default peer. WSAENOTCONN where there is neither.
 */
int datagram_destination(const struct socket *socket, const struct sockaddr *to, int length, struct name *name);

/* Delivers to every socket that is meant, or to none: nobody is told of the difference. */
int datagram_send(struct socket *socket, struct transfer *transfer);

#endif
