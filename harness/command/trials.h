/*
 * The proof by faulty providers: what came of each fault, found out from the records of the run in which its scenarios
 * were played.
 *
 * A fault is caught when a check of its own requirement says so: "fail" for a must, "warn" or "fail" for the rest; a
 * crash or a timeout of a scenario that verifies its requirement counts only where the fault is one.
 *
 * The holder owns a struct trials, which starts as {0} and ends with trials_free; the table and the library outlive it.
 * trials_take is called by one thread at a time, trials_decided by any, the rest when the run is over.
 */
#ifndef WSPCHECK_COMMAND_TRIALS_H
#define WSPCHECK_COMMAND_TRIALS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "command/faults.h"

struct cJSON;
struct library;
struct scenario_info;

/* A check or an end of a scenario that speaks against the faulty provider. */
struct evidence {
    char *scenario; /* NULL: there is none */
    char *verdict;  /* "fail", "warn", "crash" or "timeout" */
    char *file;
    int line; /* 0 for a crash or a timeout */
    char *expected, *observed;
};

struct finding {
    const struct fault *fault;
    atomic_bool caught;
    struct evidence evidence; /* the first in the order in which scenarios are played; else what came nearest to it */
    struct text scenarios;    /* those that caught it, separated by blanks */
    struct text ends;         /* how scenarios ended, for faults that escaped */
};

struct trials {
    const struct library *library;
    const struct fault_table *table;
    struct finding *findings; /* one for each provider of the run */
    size_t count;
    struct text gaps; /* requirements that have no fault, a line each */
    size_t gap_count;
};

/* For the chosen faults, in the order of the run's providers. */
void trials_begin(struct trials *trials, const struct library *library, const struct fault_table *table,
                  const struct fault *const *faults, size_t count);
/* Whether a scenario verifies the requirement that a provider breaks. */
bool trials_need(const struct trials *trials, size_t provider, const struct scenario_info *scenario);
/* Looks at one record of the run. */
void trials_take(struct trials *trials, const struct cJSON *record);
/* Whether the fault of a provider is caught: what else its scenarios would say does not change the proof. */
bool trials_decided(const struct trials *trials, size_t provider);
/* Finds the musts that a scenario verifies and that have neither fault nor exception. */
void trials_find_gaps(struct trials *trials);
void trials_free(struct trials *trials);

size_t trials_caught(const struct trials *trials);

/* trials_text.c: the proof for the console, for docs/proof.md, and as JSON for reports. */
void trials_print(const struct trials *trials, struct text *text);
void trials_markdown(const struct trials *trials, struct text *text);
void trials_json(const struct trials *trials, struct text *text);

#endif
