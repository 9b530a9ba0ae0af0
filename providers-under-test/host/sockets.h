/*
 * The open sockets: which host socket stands behind a descriptor that was given out, through which entry it was made,
 * and under which message number its window notices arrive.
 *
 * The two values of a socket are the same unless WPUModifyIFSHandle changed the proposed one. A descriptor that is not
 * in the table is passed to the host as it is: whether it is a socket is for the host to say.
 *
 * One lock inside, held for the look-up only; any thread.
 */
#ifndef WSPHOST_SOCKETS_H
#define WSPHOST_SOCKETS_H

#include <stdbool.h>
#include <stddef.h>

#include <winsock2.h>

struct host_socket {
    SOCKET given;             /* the value that the client has */
    SOCKET host;              /* the value that ws2_32 has */
    WSAPROTOCOL_INFOW entry;  /* through which the socket was made */
    unsigned int message;     /* number of its window registration, 0 for none */
    struct host_socket *next; /* in the same bucket */
};

/* Adds a socket; an older one with the same value (closed behind our back) is replaced. Returns the message number that
 * the replaced one held, 0 for none: the caller releases it. */
unsigned int sockets_add(SOCKET given, SOCKET host, const WSAPROTOCOL_INFOW *entry, unsigned int message);

/* The host's value behind a given one; the same value for an unknown descriptor. */
SOCKET sockets_host(SOCKET given);

/* Whether any socket's two values differ. */
bool sockets_any_renamed(void);

/* Fills in the entry that a socket was made through; false for an unknown descriptor. */
bool sockets_entry(SOCKET given, WSAPROTOCOL_INFOW *entry);

/* What the client knows about a host socket; false when it is not in the table. */
bool sockets_behind(SOCKET host, SOCKET *given, unsigned int *message);

/* The message number of a socket, 0 for none or for an unknown descriptor. */
unsigned int sockets_message(SOCKET given);

/* Sets the message number; *previous gets the one before. False for an unknown descriptor. */
bool sockets_set_message(SOCKET given, unsigned int message, unsigned int *previous);

/* Takes a socket out of the table; the caller owns the result (for free(), or sockets_put_back). NULL when unknown. */
struct host_socket *sockets_take(SOCKET given);
void sockets_put_back(struct host_socket *socket);

/* Takes any one out, NULL when the table is empty: for the last cleanup. */
struct host_socket *sockets_take_any(void);

#endif
