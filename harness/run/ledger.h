/*
 * The ledger: what has become of each scenario, on each provider, in each round. A run begins with an empty one, a
 * resumed run with one filled from its journal; from there on they are the same, and so is going on after the loss of a
 * worker.
 *
 * The holder owns a struct ledger and locks it: it is shared by the supervisor's threads.
 */
#ifndef WSPCHECK_RUN_LEDGER_H
#define WSPCHECK_RUN_LEDGER_H

#include <stdbool.h>
#include <stddef.h>

enum cell {
    CELL_OPEN,    /* never started */
    CELL_TAKEN,   /* given to a worker, not started */
    CELL_STARTED, /* started, no result */
    CELL_DONE     /* has its result */
};

struct item {
    size_t provider;
    size_t scenario;
    unsigned round; /* 1 and up */
};

struct ledger {
    size_t providers;
    size_t scenarios;
    unsigned rounds;
    unsigned char *cells; /* of enum cell; owned */
};

void ledger_make(struct ledger *ledger, size_t providers, size_t scenarios, unsigned rounds);
void ledger_free(struct ledger *ledger);

enum cell ledger_get(const struct ledger *ledger, const struct item *item);
void ledger_set(struct ledger *ledger, const struct item *item, enum cell cell);

/* Visits the cells of one provider in the order in which they run: round by round. *position starts at 0; false when
 * there are no more. */
bool ledger_walk(const struct ledger *ledger, size_t provider, size_t *position, struct item *item);

size_t ledger_count(const struct ledger *ledger, enum cell cell);
size_t ledger_size(const struct ledger *ledger);

#endif
