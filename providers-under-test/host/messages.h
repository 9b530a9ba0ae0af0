/*
 * Window notices. The host posts to real windows by itself, while a provider has to go through WPUPostMessage; so
 * sockets are registered with a message-only window of this DLL, under a private message number for each registration,
 * and what arrives is posted on to the client's window through the upcall. Accepted sockets inherit the number with
 * everything else of the registration, which is how their notices find the client's window.
 *
 * A thread of the DLL owns the window; it starts with the first registration and is joined by messages_stop. One lock
 * covers the registrations; it is not held while the library is called. Once a call that ends a registration has
 * returned, nothing is posted for it any more: such a call waits for a post that is under way, unless it is made from
 * inside that very post.
 *
 * Documents: WSPAsyncSelect, WSPEventSelect, WPUPostMessage.
 */
#ifndef WSPHOST_MESSAGES_H
#define WSPHOST_MESSAGES_H

#include <winsock2.h>

/* WSPAsyncSelect and WSPEventSelect: each replaces whatever was registered on the socket. 0, or SOCKET_ERROR with
 * *error. */
int messages_select(SOCKET given, HWND window, unsigned int message, long events, int *error);
int messages_select_event(SOCKET given, WSAEVENT event, long events, int *error);

/* Holds on to the listener's registration while a socket is accepted from it, so that notices of the new socket are
 * posted however early they come; returns its number (0 for none), which messages_end_accept gives back. */
unsigned int messages_begin_accept(SOCKET listener);
void messages_end_accept(unsigned int number);

/* Counts one more socket, or one less, that uses a number; 0 is allowed. */
void messages_retain(unsigned int number);
void messages_release(unsigned int number);

/* Ends all registrations and the thread; returns when nothing more will be posted. */
void messages_stop(void);

#endif
