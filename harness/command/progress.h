/*
 * How a run is going, on stdout, for whoever watches: one line that is always the latest on a terminal, plain lines
 * elsewhere. Failures are printed as they come.
 *
 * The supervisor calls the watcher one call at a time; everything else here is for the thread that started the run.
 */
#ifndef WSPCHECK_COMMAND_PROGRESS_H
#define WSPCHECK_COMMAND_PROGRESS_H

#include <stdbool.h>

#include "run/plan.h"
#include "run/watcher.h"

struct progress {
    const struct plan *plan;
    bool quiet, verbose;
    unsigned columns; /* of the terminal; 0: there is none */
    bool line_shown;  /* the latest line stands at the cursor */
    size_t total, done, failures;
    size_t *remaining; /* of each provider; owned */
    unsigned long long started_us;
    unsigned long long shown_us;
};

/* remaining of each provider is what is open in the ledger. */
void progress_start(struct progress *progress, const struct plan *plan, const struct ledger *ledger, bool quiet,
                    bool verbose);
struct watcher progress_watcher(struct progress *progress);
void progress_finish(struct progress *progress);

/* Columns of the terminal that stdout is, or that the launcher says it is (WSPCHECK_TERMINAL); 0: none. */
unsigned progress_terminal(void);

#endif
