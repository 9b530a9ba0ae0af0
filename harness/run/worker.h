/*
 * The worker: the process in which a provider's code runs. It does what the supervisor tells it (run/protocol.h), one
 * scenario at a time, on its main thread.
 */
#ifndef WSPCHECK_RUN_WORKER_H
#define WSPCHECK_RUN_WORKER_H

#include "base/error.h"

/* arguments are those behind "worker". Returns when the work is done, or when there is nobody left to work for;
 * STATUS_USAGE when it was not started by a supervisor. */
enum status worker_run(int count, char *const *arguments, struct error *error);

/* Waits until a debugger is attached to this process, and stops in it. */
void worker_wait_for_debugger(void);

#endif
