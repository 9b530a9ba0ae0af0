/*
 * A run from its options to its last record. Nothing here prints; a watcher may.
 *
 * The holder owns a struct run, which starts as {0} and ends with run_free, and calls in this order, on one thread:
 * run_prepare; then, to run something, run_begin or run_resume, and run_go. Providers' code runs in workers only,
 * except with --in-process.
 */
#ifndef WSPCHECK_RUN_RUN_H
#define WSPCHECK_RUN_RUN_H

#include "run/child.h"
#include "run/folder.h"
#include "run/ledger.h"
#include "run/options.h"
#include "run/past.h"
#include "run/plan.h"
#include "run/roster.h"
#include "run/supervisor.h"

struct cJSON;
struct journal;
struct library;

struct run {
    const struct run_options *options; /* the holder's; paths are full Windows paths */
    struct child_world world;
    struct limits limits;
    wchar_t *program; /* of the workers: this one */
    wchar_t *suites;
    char *packed; /* a temporary file with the suites in it, for the workers; NULL: they read the folder */
    struct library *library;
    struct roster roster;
    struct plan plan;
    struct cJSON *header;
    struct run_folder folder;
    struct journal *journal;
    struct past past; /* of a resumed run */
    struct ledger ledger;
    int jobs;
};

struct run_end {
    int exit_code;
    bool complete;       /* everything that could be run was */
    size_t given_up;     /* providers */
    struct text remarks; /* what else the user should know: a line each; for text_free */
};

/* Finds the suites, chooses scenarios and providers. stop is a manual event that ends whatever is going on. The status
 * says whose fault it is when there is nothing to run. */
enum status run_prepare(struct run *run, const struct run_options *options, HANDLE stop, struct error *error);

/* Makes the folder and the journal of a new run. */
enum status run_begin(struct run *run, struct error *error);

/* Goes on in the folder of an earlier run, of which past was read; takes past over. STATUS_USAGE when something has
 * changed since then. */
enum status run_resume(struct run *run, const char *folder, struct past *past, struct error *error);

/* Runs what is open, and writes the journal's last record. The error says why a run did not come to its end: STATUS
 * INCOMPLETE when it was stopped, STATUS_BROKEN when the harness failed; *end is filled in all cases. */
enum status run_go(struct run *run, const struct watcher *watcher, struct run_end *end, struct error *error);

/* What the workers of one provider are told at first, once the run is prepared: a JSON object, for cJSON_free. The
 * catalog, whose overlay entries they see, is the run's or a part of it with what the provider stands on. */
char *run_setup(const struct run *run, const struct plan_provider *provider, const struct catalog *catalog);

void run_free(struct run *run);

/* The suites folder: as given; or in WSPCHECK_SUITES; or the nearest folder "suites" beside the program or above it.
 * Owned by the caller. STATUS_USAGE when there is none. */
enum status run_find_suites(const char *given, wchar_t **suites, struct error *error);

/* The path of the running program; owned by the caller. */
wchar_t *run_program(void);

#endif
