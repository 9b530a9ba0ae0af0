/*
 * Expectations: what somebody has said beforehand about single scenarios, in the file that --expect names.
 *
 *     # provider           scenario               verdict   [until DATE]   reason
 *     "MSAFD Tcpip [TCP*"  defer.keeps-its-place  fail                     Wine bug 12345
 *     *                    group.*                fail      until 2030-06-30  reserved, asked the vendor
 *
 * Provider and scenario are globs ('*' and '?', no regard to case); the provider also matches by GUID or catalog id,
 * and a word with blanks is quoted. The first line that matches an outcome speaks for it. The reason is not optional.
 *
 * An outcome with an expectation is as expected when it has that verdict, and also when it is not-applicable or
 * skipped. Everything else is unexpected, a pass too. A line that matches nothing, or whose date lies before the run's
 * start, is a fault of its own: it makes the run unexpected.
 *
 * The holder owns a struct expectations; it is read-only after loading.
 */
#ifndef WSPCHECK_RESULTS_EXPECTATIONS_H
#define WSPCHECK_RESULTS_EXPECTATIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "results/verdict.h"

struct cJSON;
struct provider;
struct results;

struct expectation {
    char *provider;
    char *scenario;
    enum verdict verdict;
    char *reason;
    char *until; /* "2030-06-30", or "" */
    unsigned line;
    bool matched; /* speaks for an outcome of the run that it was applied to */
    bool expired; /* before that run started */
};

struct expectations {
    struct expectation *entries;
    size_t count;
    size_t capacity;
};

/* STATUS_USAGE with file, line and what was expected there; *expectations is NULL then. */
enum status expectations_load(struct expectations **expectations, const char *path, struct error *error);
/* The same from text; name is used in messages. */
enum status expectations_parse(struct expectations **expectations, const char *text, const char *name,
                               struct error *error);
void expectations_free(struct expectations *expectations); /* NULL is allowed */

/* The array that the journal's header carries under "expectations", for cJSON_Delete or to be added to the header. */
struct cJSON *expectations_to_json(const struct expectations *expectations);
enum status expectations_from_json(struct expectations **expectations, const struct cJSON *array, struct error *error);

/* Whether a run was asked for what a line is about. One of a provider that was not chosen, or in a run of some
 * scenarios only, is not at fault when it matches nothing. */
bool expectation_is_asked(const struct results *results, const struct expectation *entry);

/* The line that speaks for a scenario on a provider, or NULL. */
struct expectation *expectations_find(const struct expectations *expectations, const struct provider *provider,
                                      const char *scenario);

#endif
