/*
 * Running without workers, in this process, for a debugger: the same engine, the same journal, no protection. A crash
 * is the debugger's; a call that hangs ends the run, since its thread cannot be taken back.
 */
#ifndef WSPCHECK_RUN_IN_PROCESS_H
#define WSPCHECK_RUN_IN_PROCESS_H

#include "run/ledger.h"
#include "run/recorder.h"
#include "run/supervisor.h"

struct catalog;
struct library;
struct plan;

struct in_process_options {
    const struct plan *plan;
    const struct library *library;
    struct catalog *catalog;
    const char *traits; /* JSON object, when in_process_wants_traits; otherwise they are found here */
    double timeout_scale;
    unsigned long worker; /* the number that stands for this process in the journal */
    const char *break_at;
    struct watcher watcher;
};

/* One process, one provider; and isolated scenarios are alone in theirs. STATUS_USAGE for more. */
enum status in_process_verify(const struct plan *plan, struct error *error);

/* Whether the provider must not be started here, so that its traits have to come from another process. */
bool in_process_wants_traits(const struct plan *plan);

/* As supervise, on the caller's thread. */
enum status in_process_run(const struct in_process_options *options, struct ledger *ledger, struct recorder *recorder,
                           struct supervisor_report *report, struct error *error);

#endif
