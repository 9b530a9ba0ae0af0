/*
 * The inside of a struct results: what loading needs and what its strings live in. For the files of this folder only.
 */
#ifndef WSPCHECK_RESULTS_STORE_H
#define WSPCHECK_RESULTS_STORE_H

#include "results/files.h"
#include "results/lines.h"
#include "results/model.h"
#include "results/strings.h"

struct cJSON;

struct worker {
    unsigned long number;
    bool ended;  /* sent its end record */
    bool exited; /* gone without having sent it */
    uint64_t sent;
    uint64_t received;
    struct attempt *last; /* the one it began or finished last */
};

struct results_store {
    struct strings strings;
    struct lookup scenarios;
    struct lookup requirements;
    struct file *journal;
    char *path;
    struct worker *workers; /* in order of appearance */
    size_t worker_count;
    size_t worker_capacity;
};

/* header.c: fills the results from the first record. STATUS_FAILED with a sentence. */
enum status header_read(struct results *results, const struct cJSON *header, struct error *error);

/* events.c: takes in one line after the header. Only a second header fails. */
enum status events_take(struct results *results, const struct lines *lines, struct error *error);

/* judge.c: the verdict of an attempt by its own records, and, at the end of the file, everything that follows. */
void judge_attempt(struct results *results, struct attempt *attempt);
void judge_results(struct results *results);
/* A resume record: what no worker has confirmed has still to run. */
void judge_withdraw(struct results *results);

/* Adds a sentence for people about an oddity of the file; only the first hundred are kept. */
void results_complain(struct results *results, const char *format, ...) PRINTF_LIKE(2, 3);

/* Members of an object as pool strings: "" where there is none, numbers as written. */
const char *store_string(struct results *results, const struct cJSON *object, const char *key);
/* A whole number of 0 and up; 0 where there is none. */
uint64_t store_number(const struct cJSON *object, const char *key);

#endif
