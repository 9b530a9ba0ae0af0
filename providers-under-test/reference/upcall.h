/*
 * Calls from the provider up into the Windows Sockets DLL. They go through the table that the latest WSPStartup
 * brought, of which a copy is kept.
 *
 * None of these may be called with the model's lock held. Messages and completion routines, which are told of while it
 * is held, are put in a line (outgoing_...) and delivered, in order and by one thread at a time, when a thread leaves
 * the model.
 *
 * Documents: WSPStartup, WSPUPCALLTABLE, WPUCreateSocketHandle, WPUModifyIFSHandle, WPUCloseSocketHandle,
 * WPUQuerySocketHandleContext, WPUQueryBlockingCallback, WPUPostMessage, WPUQueueApc.
 */
#ifndef WSPCHECK_REFERENCE_UPCALL_H
#define WSPCHECK_REFERENCE_UPCALL_H

#include <stdbool.h>

#include <winsock2.h>
#include <ws2spi.h>

struct socket;

void upcall_use_table(const WSPUPCALLTABLE *table); /* with the lock held */
const WSPUPCALLTABLE *upcall_table(void);           /* likewise */

/* A handle for a socket, with the upcall's own code in *error where there is none. */
SOCKET upcall_create_handle(DWORD catalog_id, DWORD_PTR context, int *error);
SOCKET upcall_modify_handle(DWORD catalog_id, HANDLE proposed, int *error);
void upcall_close_handle(SOCKET handle);
/* Whether the DLL knows a handle, and with which context. */
bool upcall_query_context(SOCKET handle, DWORD_PTR *context);
/* The hook for a call that has to block in this thread; NULL: wait natively. */
LPBLOCKINGCALLBACK upcall_query_blocking(DWORD catalog_id, DWORD_PTR *context);

/* One call to be made once the lock is released. */
struct outgoing {
    struct outgoing *next;
    struct socket *socket; /* whom it is about; an identity, not a reference */
    HWND window;           /* a message, if not NULL: */
    UINT message;
    WPARAM wparam;
    LPARAM lparam;
    struct completion *completion; /* else a completion routine; handed over with the call */
};

/* With the lock held: puts a copy in the line. */
void outgoing_add(const struct outgoing *call);
/* With the lock held: takes a socket's messages out of the line, and waits until one that is being delivered is. */
void outgoing_cancel_messages(const struct socket *socket);
/* With the lock held: empties the line and waits until no call is being delivered. */
void outgoing_discard(void);
/* With the lock held: delivers what is in the line, unless another thread is at it; returns with the lock held. */
void outgoing_deliver(void);

#endif
