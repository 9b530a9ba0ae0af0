/*
 * Results: everything that a journal says about a run, judged.
 *
 * results_load reads DIR/journal.jsonl once, line by line. A struct results owns all that it points to, strings are
 * valid UTF-8 and shared; it is read-only after loading and may then be read by any thread. The calls that led to a
 * verdict stay in the file: results_log fetches them for one attempt when a report wants them.
 *
 * What verdicts mean and how they are recomputed is in docs/journal.md. Nothing here knows of Windows sockets.
 */
#ifndef WSPCHECK_RESULTS_MODEL_H
#define WSPCHECK_RESULTS_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "results/verdict.h"

struct requirement {
    const char *id;
    const char *area; /* "DEFER" of "DEFER-03" */
    const char *title;
    const char *statement;
    enum level level;
    const char *source;
    const char *applies;
    const char *observe;
    const char *traps;
};

struct scenario {
    const char *id;
    const char *area; /* "defer" of "defer.keeps-its-place" */
    const char *title;
    const char *file;
    unsigned line;
    const char **verifies; /* requirement ids */
    size_t verify_count;
    const char **needs;
    size_t need_count;
    bool isolated;
};

/* A fault of a provider that was made to have it, and whether the suite was seen to catch it. */
struct known_fault {
    const char *name;
    const char *title;
    const char *requirement; /* the one it breaks */
    const char *by;          /* scenarios, separated by ", " */
    bool caught;
};

struct trait {
    const char *name;
    const char *value; /* as text */
    bool quoted;       /* a JSON string; otherwise a number, true or false */
};

struct provider {
    const char *name;
    const char *id; /* made from the name, unique in the run, fit for a file name: "msafd-tcpip-tcp-ip" */
    const char *guid;
    unsigned long catalog_id;
    const char *af;
    const char *type;
    const char *protocol;
    const char **service_flags;
    size_t service_flag_count;
    const char **provider_flags;
    size_t provider_flag_count;
    unsigned long *chain;
    size_t chain_length;
    const char *dll;
    const char *sha256;
    const char *origin;
    const char *dll_version;
    const char *unfit;    /* why it could not be tested, "" when it could */
    struct trait *traits; /* in the order of the journal */
    size_t trait_count;
    size_t counts[VERDICTS];                /* of its scenarios */
    enum requirement_verdict *requirements; /* one for each of the run's requirements */
};

struct check {
    const char *requirement;
    enum check_verdict verdict;
    const char *expected;
    const char *observed;
    const char *file;
    unsigned line;
    uint64_t at_us;
};

/* One round of one scenario on one provider. */
struct attempt {
    enum verdict verdict;
    bool started;
    bool unconfirmed;      /* claims a pass, but the run was cut short before its worker ended the batch */
    bool recorded;         /* the journal has a result */
    const char *reason;    /* never NULL */
    const char *exception; /* of a crash or timeout; "" otherwise */
    const char *last_call;
    bool has_exit_code;
    int64_t exit_code;
    unsigned long worker; /* 0 when it never started */
    uint64_t at_us;       /* its start, since the run began */
    uint64_t duration_us;
    struct check *checks;
    size_t check_count;
    size_t check_capacity;
    uint64_t *lines; /* offsets of its records in the journal, for results_log; none for a plain pass */
    size_t line_count;
    size_t line_capacity;
};

/* One scenario on one provider: the worst of its rounds. */
struct outcome {
    enum verdict verdict;
    unsigned round;       /* 1 and up: the first round that had this verdict */
    bool flaky;           /* rounds that differ */
    uint64_t duration_us; /* of all rounds */
    /* What was expected of it (--expect), else expectation is NULL. */
    const struct expectation *expectation;
    bool unexpected; /* counts against the run */
};

struct results {
    const char *folder;
    const char *tool_version;
    const char *suite_version;
    const char *host_os;
    const char *host_wine;
    const char *host_arch;
    const char *started; /* UTC, ISO 8601, of the first header */
    const char *options; /* JSON text of the run's options */
    const char *shard;   /* "2/4", or "" */
    uint64_t seed;
    unsigned rounds;
    struct provider *providers;
    size_t provider_count;
    struct scenario *scenarios;
    size_t scenario_count;
    struct requirement *requirements;
    size_t requirement_count;
    struct known_fault *faults; /* the published proof of the suite */
    size_t fault_count;
    struct attempt *attempts;          /* use results_attempt */
    struct outcome *outcomes;          /* use results_outcome */
    size_t counts[VERDICTS];           /* of all outcomes */
    uint64_t duration_us;              /* the latest time that the journal names */
    bool finished;                     /* it has a finish record that says complete */
    bool narrowed;                     /* only some scenarios were asked for, by --scenario, --requirement or --shard */
    bool chosen;                       /* only some providers were asked for, by --provider or --dll */
    struct expectations *expectations; /* NULL without --expect */
    /* Oddities of the file, each with a line number, in words for people. */
    const char **complaints;
    size_t complaint_count;
    size_t complaint_capacity;
    size_t damaged_lines;        /* complete lines that are no record; any makes the run broken */
    size_t ignored_records;      /* duplicates, unknown scenarios */
    size_t worker_faults;        /* workers that say they sent more than there is; any makes the run broken */
    bool torn;                   /* the last line was cut short */
    struct results_store *store; /* what the strings above live in, and the open journal */
};

/* Reads DIR/journal.jsonl, or the journal itself when the path names a file. STATUS_FAILED with a sentence when there
 * is none, it is empty, does not start with a header, holds two, or has a schema that is not known. *results is NULL
 * then.
 */
enum status results_load(struct results **results, const char *folder, struct error *error);
void results_free(struct results *results); /* NULL is allowed */

struct attempt *results_attempt(const struct results *results, size_t provider, size_t scenario, unsigned round);
struct outcome *results_outcome(const struct results *results, size_t provider, size_t scenario);

/* Index of an id, or SIZE_MAX. */
size_t results_find_scenario(const struct results *results, const char *id);
size_t results_find_requirement(const struct results *results, const char *id);

/* Whether a resumed run has this attempt still before it: never started, or unconfirmed. */
bool attempt_is_open(const struct attempt *attempt);

/* The exit code of the run as its journal stands: 0, 1, 3, 4 or 5; 4 as long as there is no finish record. */
int results_exit_code(const struct results *results);
/* The same from the verdicts alone: what a finish record has to carry. */
int results_exit_code_of_verdicts(const struct results *results);

#endif
