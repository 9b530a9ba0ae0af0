/*
 * The layer's descriptors, and what is behind each.
 *
 * A socket is counted: the table holds one reference, and each sockets_find adds one that the caller gives back with
 * sockets_release, so that a socket which is closed meanwhile stays in memory until the last call on it has ended. One
 * lock inside, held for the look-up only; any thread.
 */
#ifndef WSPLAYER_SOCKETS_H
#define WSPLAYER_SOCKETS_H

#include <stdbool.h>

#include <winsock2.h>

struct chain;

struct layer_socket {
    SOCKET given; /* the client's descriptor */
    SOCKET lower; /* the lower provider's */
    struct chain *chain;
    volatile LONG references;
    struct layer_socket *next; /* in the same bucket */

    /* Guarded by the lock of notices.c. */
    bool registered;            /* for window messages */
    HWND window;                /* the client's */
    unsigned int message;       /* the client's */
    unsigned long registration; /* changes with each registration and each end of one */
    DWORD posting_thread;       /* where a message is being posted for it, 0 while none is */
    struct layer_socket *next_registered;
    bool scanned;
};

/* Adds a socket and returns it with a reference for the caller. One with the same descriptor that is still there
 * (a handle of the system that was closed behind the layer's back) is taken out: *replaced gets its reference. */
struct layer_socket *sockets_add(SOCKET given, SOCKET lower, struct chain *chain, struct layer_socket **replaced);

/* The socket of a descriptor with a reference; NULL, and WSAENOTSOCK in *error, for an unknown one. */
struct layer_socket *sockets_find(SOCKET given, int *error);
void sockets_retain(struct layer_socket *socket);
void sockets_release(struct layer_socket *socket);

/* Takes a socket out of the table and hands over the table's reference; false when it is not there (any more). */
bool sockets_remove(struct layer_socket *socket);
/* Puts it back, with the reference. */
void sockets_put_back(struct layer_socket *socket);

/* Takes any one out, NULL when the table is empty: for the last cleanup. */
struct layer_socket *sockets_remove_any(void);

#endif
