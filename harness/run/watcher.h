/*
 * Who wants to know how a run is going. All members are optional; they are called one at a time, from any of the
 * supervisor's threads, and must not call back.
 */
#ifndef WSPCHECK_RUN_WATCHER_H
#define WSPCHECK_RUN_WATCHER_H

#include <stddef.h>

#include "run/ledger.h"

struct ending; /* run/ending.h */

struct watcher {
    void (*started)(void *context, const struct item *item);
    void (*finished)(void *context, const struct item *item, const struct ending *ending);
    /* A provider cannot be tested (any further): the rest of its scenarios is not run. */
    void (*given_up)(void *context, size_t provider, const char *reason);
    /* A process waits for a debugger. */
    void (*waiting)(void *context, unsigned long process);
    /* Whether what has not started on a provider need not be run any more. NULL: all has to be. */
    bool (*has_enough)(void *context, size_t provider);
    void *context;
};

#endif
