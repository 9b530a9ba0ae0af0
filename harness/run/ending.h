/*
 * What became of one scenario, on its way into the journal; and exit codes in words.
 *
 * The holder owns a struct ending, which starts as {0} and ends with ending_free. Nothing here is shared.
 */
#ifndef WSPCHECK_RUN_ENDING_H
#define WSPCHECK_RUN_ENDING_H

#include <stdbool.h>

#include "base/text.h"
#include "results/verdict.h"

struct cJSON;

struct ending {
    enum verdict verdict;
    char *reason;    /* owned; NULL is "" */
    char *exception; /* owned; NULL when there is none */
    char *last_call; /* owned; likewise */
    unsigned long long duration_us;
    bool has_exit_code;
    unsigned long exit_code;
};

void ending_free(struct ending *ending);

/* Replaces verdict and reason; the rest stays. */
void ending_set(struct ending *ending, enum verdict verdict, const char *format, ...) PRINTF_LIKE(3, 4);

/* The worker died in the middle of the scenario: a crash, whatever its exit code was. What the worker reported of it
 * before (exception, last call) is kept. */
void ending_died(struct ending *ending, unsigned long exit_code);

/* The worker died after the scenario had its result and before it was seen to be well; how is a sentence. */
void ending_died_after(struct ending *ending, unsigned long exit_code, const char *how);

/* The members of a "result" record that are about the ending. */
void ending_to_json(const struct ending *ending, struct cJSON *record);

/* Appends "exception 0xC0000005 access violation", or "code 77"; true when the code is an exception's. */
bool exit_code_describe(struct text *text, unsigned long code);

#endif
