/*
 * The past of a run, as its journal has it: what a resumed run starts from, and what a finished one is judged by.
 * The holder owns a struct past, which is only read after past_read.
 */
#ifndef WSPCHECK_RUN_PAST_H
#define WSPCHECK_RUN_PAST_H

#include <stdbool.h>

#include "base/error.h"
#include "run/ledger.h"

struct cJSON;

struct past {
    struct cJSON *header;
    struct ledger ledger; /* what was started and has no result is CELL_STARTED */
    unsigned long last_worker;
    unsigned long long elapsed_us; /* how long the run had been going */
    bool finished;                 /* it came to its end */
    int exit_code;                 /* of what there is */
    size_t retries; /* scenarios that were begun once, have no result, and are open again because that was asked for */
};

/* retry: what was begun once and has no result is to be begun again. What was begun twice never is: it may be what
 * takes the machine down. STATUS_FAILED for a journal that cannot be read. */
enum status past_read(struct past *past, const char *folder, bool retry, struct error *error);
void past_free(struct past *past);

/* The exit code that a run's verdicts amount to; providers that could not be tested make it 1 at least. */
enum status past_exit_code(const char *folder, size_t given_up, int *exit_code, struct error *error);

/* What a file of expectations says, for the header; for cJSON_Delete. STATUS_USAGE for mistakes in it. */
enum status past_expectations(const char *path, struct cJSON **expectations, struct error *error);

#endif
