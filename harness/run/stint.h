/*
 * A stint: the service of one worker process, from its start to its end, seen from the supervisor's thread that owns
 * it.
 */
#ifndef WSPCHECK_RUN_STINT_H
#define WSPCHECK_RUN_STINT_H

#include "run/flight.h"
#include "run/supervision.h"

struct cJSON;

enum stint_state {
    STINT_WELL,    /* waits for a command */
    STINT_UNFIT,   /* said that the provider cannot be tested, and why */
    STINT_DIED,    /* gone without having been told to */
    STINT_HUNG,    /* killed because its time was up, or because it flooded */
    STINT_ENDED,   /* gone as it should */
    STINT_STOPPED, /* killed because the run is stopped */
    STINT_FAILED   /* could not even be started */
};

struct stint {
    struct supervision *shared;
    struct child *child;
    size_t provider;
    unsigned long number;
    struct flight held;         /* finished, and its result not yet written */
    struct flight flight;       /* in the air, or about to be */
    char *traits;               /* JSON object, when it was to probe; owned */
    struct cJSON *inapplicable; /* ids of isolated scenarios, when it was to probe; owned; may be NULL */
    char *reason;               /* of a state that is not well; owned */
    size_t received;            /* results */
    size_t written;
    unsigned long long began_us; /* the clock at the start of the latest flight */
    unsigned long long volume;   /* bytes of records since then */
    double claimed;              /* results, by its own count */
    bool ended;                  /* its end record came */
    char *complaint;             /* what the provider's last WSPCleanup did; owned; NULL when it succeeded */
    bool hung;                   /* it did not return */
    bool spent;
    bool useful; /* it brought at least one scenario to its end */
};

/* Starts a worker for a provider. Without traits it probes; start: the provider is to be started (not for isolated
 * scenarios). */
enum stint_state stint_open(struct stint *stint, struct supervision *shared, size_t provider, const char *traits,
                            bool start);
/* Runs one scenario, which the ledger has as taken. Any other state than STINT_WELL: the worker is gone, and the
 * ledger says what has become of the scenario. */
enum stint_state stint_run(struct stint *stint, const struct item *item);
/* Tells a worker that is well to end, and waits for it. */
enum stint_state stint_end(struct stint *stint);
void stint_close(struct stint *stint);

#endif
