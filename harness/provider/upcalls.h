/*
 * The upcall table: the harness in the part of ws2_32.
 *
 * Fifteen functions, implemented for IFS and non-IFS providers: handles are handed out (values that no operating-system
 * table knows, for non-IFS), contexts kept at full pointer size, events and APCs are real. Messages are swallowed: the
 * observer sees them as hWnd, Msg, wParam, lParam. Every upcall is counted, reported to the observer, and can be made
 * to fail on request. There are two recorders (A and B) with tables of their own, so that a scenario can see which of
 * two tables a provider uses; both share the handle store. *lpErrno is written by every upcall that has one, with 0 on
 * success.
 *
 * A provider may call in from any thread at any time; all state is behind one lock, which is not held while an observer
 * or a blocking source runs: they may call anything here. upcalls_start once per process. Observer and source are meant
 * to be set before a provider is started and to live on: an upcall under way may still use the former ones after a
 * change.
 *
 * Documents: WSPUPCALLTABLE and the WPU function pages.
 */
#ifndef WSPCHECK_PROVIDER_UPCALLS_H
#define WSPCHECK_PROVIDER_UPCALLS_H

#include <stdbool.h>
#include <stddef.h>

#include <winsock2.h>
#include <ws2spi.h>

#include "base/error.h"

enum upcall_slot { /* in the table's order */
                   UPCALL_CLOSE_EVENT,
                   UPCALL_CLOSE_SOCKET_HANDLE,
                   UPCALL_CREATE_EVENT,
                   UPCALL_CREATE_SOCKET_HANDLE,
                   UPCALL_FD_IS_SET,
                   UPCALL_GET_PROVIDER_PATH,
                   UPCALL_MODIFY_IFS_HANDLE,
                   UPCALL_POST_MESSAGE,
                   UPCALL_QUERY_BLOCKING_CALLBACK,
                   UPCALL_QUERY_SOCKET_HANDLE_CONTEXT,
                   UPCALL_QUEUE_APC,
                   UPCALL_RESET_EVENT,
                   UPCALL_SET_EVENT,
                   UPCALL_OPEN_CURRENT_THREAD,
                   UPCALL_CLOSE_THREAD,
                   UPCALL_SLOTS
};

#define UPCALL_LOG 4096 /* records kept */

extern const char *const upcall_names[UPCALL_SLOTS]; /* "WPUCloseEvent", ... */

/* One upcall as it was, for the observer and the log. */
struct upcall_record {
    enum upcall_slot slot;
    char recorder;      /* 'A' or 'B' */
    bool after_cleanup; /* made while upcalls_tripwire was set */
    DWORD thread;
    unsigned long sequence; /* 1 and up, over both recorders, in the order of completion */
    UINT_PTR arguments[5];  /* as passed, lpErrno left out; the observer may follow a pointer, nobody later */
    UINT_PTR result;
    int error;           /* what was stored in *lpErrno, 0 on success */
    bool errno_missing;  /* lpErrno was NULL where there must be one */
    bool unknown_handle; /* a handle nobody handed out, or one closed before, or no handle at all */
};

/* Runs on the provider's thread, after the upcall did its work and before it returns. */
typedef void (*upcall_observer)(void *context, const struct upcall_record *record);
/* Answers WPUQueryBlockingCallback, on the thread that asks; returning a NULL callback means: wait natively. */
typedef LPBLOCKINGCALLBACK (*upcall_blocking_source)(void *context, DWORD_PTR *callback_context);

struct catalog;

/* The catalog answers WPUGetProviderPath and is borrowed for the process's life. A second start is STATUS_BROKEN. */
enum status upcalls_start(const struct catalog *catalog, struct error *error);
/* The table to pass by value to WSPStartup; recorder is 'A' or 'B'. */
WSPUPCALLTABLE upcalls_table(char recorder);

void upcalls_observe(upcall_observer observer, void *context);
void upcalls_set_blocking_source(upcall_blocking_source source, void *context);

/* The next call of that slot, through either table, fails with this code (INVALID_SOCKET, NULL, FALSE or SOCKET_ERROR,
 * as its page has it) and has no effect. */
void upcalls_fail_next(enum upcall_slot slot, int code);
/* The same for the next call whose first argument is this catalog id: in a chain, that of one provider. */
void upcalls_fail_next_of(enum upcall_slot slot, DWORD entry, int code);
/* Takes back what was armed so and nobody used; true when something was armed. */
bool upcalls_disarm(void);

unsigned long upcalls_count(enum upcall_slot slot, char recorder); /* recorder 0: both */
unsigned long upcalls_sequence(void);                              /* of the latest upcall */
/* Copies the records after a sequence number, at most limit of the latest, oldest first; returns how many. Of more than
 * UPCALL_LOG records the oldest are forgotten. */
size_t upcalls_records(unsigned long after, struct upcall_record *records, size_t limit);

/* Handles made (WPUCreateSocketHandle) and not closed; for IFS providers different handles presented
 * (WPUModifyIFSHandle), of which nobody says when they are closed. */
size_t upcalls_open_handles(void);
/* Whether a handle is one of these. */
bool upcalls_knows_handle(SOCKET handle);
/* Whether WPUCreateSocketHandle made it and it is not closed. */
bool upcalls_made_handle(SOCKET handle);
/* A value that was never handed out and that no system call takes for a handle. */
SOCKET upcalls_unknown_handle(void);

/* Marks every further upcall as coming after the last cleanup. */
void upcalls_tripwire(bool set);

#endif
