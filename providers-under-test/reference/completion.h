/*
 * Completion routines on their way to the thread that asked for them. A struct completion is made when an overlapped
 * request with a routine is done, and belongs to the thread's queue from the moment it is queued; it frees itself when
 * the routine has run. Routines still queued at the last cleanup are not run any more.
 *
 * Documents: WSPRecv (lpCompletionRoutine, lpThreadId), WPUQueueApc, WSPCleanup.
 */
#ifndef WSPCHECK_REFERENCE_COMPLETION_H
#define WSPCHECK_REFERENCE_COMPLETION_H

#include "reference.h"

struct completion {
    struct completion *next; /* in the list of those queued */
    LPWSAOVERLAPPED_COMPLETION_ROUTINE routine;
    WSATHREADID thread; /* a copy: the caller's may be gone by now */
    DWORD error;
    DWORD transferred;
    LPWSAOVERLAPPED overlapped;
    DWORD flags;
    bool forgotten;
};

/* With the lock held: takes the completion over and puts it in the line of outgoing calls. */
void completion_send(struct completion *completion, struct socket *socket);
/* With the lock held, which it releases during the upcall. */
void completion_queue(struct completion *completion);

#endif
