/*
 * What the supervisor's threads share; for supervisor.c and stint.c only.
 *
 * The ledger, the lanes and the watcher are behind the lock. The recorder has a lock of its own. Everything else is
 * only read.
 */
#ifndef WSPCHECK_RUN_SUPERVISION_H
#define WSPCHECK_RUN_SUPERVISION_H

#include "run/supervisor.h"

enum lane_state {
    LANE_NEW,     /* nobody has probed the provider */
    LANE_PROBING, /* a worker is at it; the others wait */
    LANE_READY,
    LANE_GIVEN_UP
};

/* The work on one provider. */
struct lane {
    enum lane_state state;
    char *traits; /* JSON object; owned; fixed once the lane is ready */
    bool *alone;  /* for each scenario of the plan: whether it has a process of its own; owned */
    unsigned deaths;
    unsigned threads; /* at work here */
};

struct supervision {
    const struct supervisor_options *options;
    struct recorder *recorder;
    struct ledger *ledger;
    struct lane *lanes;
    CRITICAL_SECTION lock;
    CONDITION_VARIABLE changed;
    volatile LONG last_worker;
    struct supervisor_report report;
    struct error failure; /* the harness's own, the first one */
};

/* Writes a result and marks it in the ledger. worker is 0 where none was involved. */
void supervision_settle(struct supervision *shared, const struct item *item, const struct ending *ending,
                        unsigned long worker);
void supervision_mark(struct supervision *shared, const struct item *item, enum cell cell);
/* Ends the run: keeps the first reason. */
void supervision_fail(struct supervision *shared, const struct error *error);
/* Somebody could not be killed. */
void supervision_abort(struct supervision *shared);

#endif
