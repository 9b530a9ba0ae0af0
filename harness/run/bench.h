/*
 * The bench: one provider loaded in this process, the engine on it, and every scenario of the library as a CUnit test,
 * so that CUnit counts what the engine checks.
 *
 * One bench per process at a time, used on the thread that opened it; that thread is the engine's conductor. The two
 * functions for crashes may be called by any thread.
 */
#ifndef WSPCHECK_RUN_BENCH_H
#define WSPCHECK_RUN_BENCH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

struct catalog;
struct cJSON;
struct library;

struct bench;

struct bench_options {
    struct catalog *catalog; /* stays the holder's, for the process's life */
    const struct library *library;
    unsigned long catalog_id; /* of the entry to load */
    int provider_index;
    int worker;
    double timeout_scale;
    unsigned long long started_us;
    void (*emit)(void *context, const char *line, size_t length); /* from any thread, one call at a time */
    void *context;
};

struct bench_result {
    const char *verdict; /* a word of the journal; valid as long as the bench */
    char *reason;        /* owned */
    char *last_call;     /* owned; NULL where there is none */
    unsigned long long duration_us;
    unsigned asserts; /* by CUnit's count */
    bool spent;       /* a thread is left inside the provider */
};

/* Loads the provider without starting it. STATUS_FAILED with a sentence when it cannot be loaded. */
enum status bench_open(struct bench **bench, const struct bench_options *options, struct error *error);
/* Starts the provider and finds its traits, for cJSON_Delete. */
enum status bench_probe(struct bench *bench, struct cJSON **traits, struct error *error);
/* The ids of the isolated scenarios that do not apply to the probed provider, for cJSON_Delete. */
enum status bench_inapplicable(struct bench *bench, struct cJSON **ids, struct error *error);
/* Takes traits that were found elsewhere; start: starts the provider. */
enum status bench_use_traits(struct bench *bench, const struct cJSON *traits, bool start, struct error *error);

/* Runs one scenario: everything between its "start" and its "result" is emitted. */
void bench_run(struct bench *bench, const char *id, int round, struct bench_result *result);
void bench_result_free(struct bench_result *result);

/* Cleans up and unloads the provider, which may die of it. Not for a bench that is spent. STATUS_OK, or what the
 * provider's last WSPCleanup did instead of succeeding; *hung: it has not returned, and the process has to end as it
 * is. */
enum status bench_close(struct bench *bench, bool *hung, struct error *error);

/* The id and round of the scenario that is running; NULL between scenarios. */
const char *bench_current(const struct bench *bench, int *round);
/* Appends what the provider call on a thread was. */
void bench_describe_thread(const struct bench *bench, unsigned long thread, struct text *text);

#endif
