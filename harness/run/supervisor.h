/*
 * The supervisor: brings every open scenario of a ledger to its result, in worker processes.
 *
 * supervise runs on the caller's thread and, with more jobs than one, on threads of its own, which are gone when it
 * returns. Each thread has one worker at a time and serves one provider after the other. Provider code runs in workers
 * only. What a worker does, whatever it is, ends in the ledger and the journal:
 *
 *  - A result is written once, and on disk before its worker begins another scenario. It is held back until the worker
 *    is seen to be well: until it reports the start of the next scenario and waits there, or has ended its batch and
 *    exited cleanly. A worker that dies before that makes a crash of the scenario that it had finished last.
 *  - A worker that dies or hangs in the middle of a scenario makes it a crash or a timeout; the next open scenario goes
 *    to a new worker, by the same path that a resumed run takes.
 *  - A provider that cannot be started, or that takes worker after worker down, is given up: the rest is not run.
 */
#ifndef WSPCHECK_RUN_SUPERVISOR_H
#define WSPCHECK_RUN_SUPERVISOR_H

#include <stdbool.h>

#include "run/child.h"
#include "run/durations.h"
#include "run/ledger.h"
#include "run/plan.h"
#include "run/recorder.h"
#include "run/watcher.h"

/* So many workers of one provider in a row may die without finishing a scenario. */
#define DEATHS_AT_MOST 5

struct supervisor_options {
    const struct plan *plan;
    char *const *setups;      /* for each provider a JSON object: what its workers are told at first */
    struct child_world world; /* with a stop event: a manual one, which also ends the run when the harness fails */
    struct limits limits;
    int jobs;
    const char *logs;          /* folder for what workers print, "worker-7.log"; NULL: lost */
    unsigned long last_worker; /* the highest worker number in use before */
    const char *break_at;      /* scenario id, or NULL */
    struct watcher watcher;
};

struct supervisor_report {
    bool stopped;    /* the stop event ended the run */
    bool unkillable; /* a worker would not die: the run was aborted */
    size_t given_up; /* providers that could not be tested to the end */
};

/* STATUS_OK when every open scenario has a result, but for those of providers given up or known enough of;
 * STATUS_INCOMPLETE when the run was stopped or aborted, STATUS_BROKEN when the journal could not be written or no
 * worker could be started. */
enum status supervise(const struct supervisor_options *options, struct ledger *ledger, struct recorder *recorder,
                      struct supervisor_report *report, struct error *error);

/* Starts a worker only to find a provider's traits: a JSON object, for free(). STATUS_FAILED with the reason when the
 * provider cannot be tested. */
enum status supervisor_probe(const struct supervisor_options *options, struct recorder *recorder, size_t provider,
                             char **traits, struct error *error);

#endif
