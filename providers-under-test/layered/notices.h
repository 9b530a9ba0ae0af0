/*
 * Window messages of the own-handles flavour. The upcall table goes down unchanged, so a message that the lower
 * provider posts would reach the client's window with the lower descriptor. The layer therefore has the lower provider
 * signal an event object of the layer, reads its records, and posts one message for each event with the client's
 * descriptor.
 *
 * One event object serves all registrations, and so also those that accepted sockets inherit. A thread of the DLL waits
 * for it; it starts with the first registration and is joined by notices_stop. The lock is held while the lower
 * provider's registration and enumeration procedures run, which do not block, and not while a message is posted. Once a
 * call that ends a registration has returned, nothing is posted for it any more: such a call waits for a post that is
 * under way, unless it is made from inside that very post.
 *
 * Documents: WSPAsyncSelect, WSPEventSelect, WSPEnumNetworkEvents, WPUPostMessage.
 */
#ifndef WSPLAYER_NOTICES_H
#define WSPLAYER_NOTICES_H

#include <stdbool.h>

#include <winsock2.h>

struct layer_socket;

/* What an accepted socket takes over from its listener. */
struct notices_target {
    bool registered;
    HWND window;
    unsigned int message;
};

/* The three procedures on a socket; 0, or SOCKET_ERROR with the lower provider's code. */
int notices_select(struct layer_socket *socket, HWND window, unsigned int message, long events, int *error);
int notices_select_event(struct layer_socket *socket, WSAEVENT event, long events, int *error);
int notices_enumerate(struct layer_socket *socket, WSAEVENT event, LPWSANETWORKEVENTS events, int *error);

/* Around an accept: what the listener has registered before it, and its inheritance by the new socket. */
struct notices_target notices_of(const struct layer_socket *listener);
void notices_inherit(struct layer_socket *socket, const struct notices_target *target);

/* Ends a registration when the socket is closed. */
void notices_forget(struct layer_socket *socket);

/* Ends all registrations and the thread; returns when nothing more will be posted. */
void notices_stop(void);

#endif
