/*
 * The journal's first record: what is to be run, on what, by whom, and everything that reports need to know about it.
 * Keys are in docs/journal.md.
 */
#ifndef WSPCHECK_RUN_HEADER_H
#define WSPCHECK_RUN_HEADER_H

#include "base/error.h"

struct cJSON;
struct library;
struct plan;
struct run_options;

/* For cJSON_Delete. expectations, which may be NULL, is taken over. */
struct cJSON *header_make(const struct plan *plan, const struct run_options *options, const struct library *library,
                          struct cJSON *expectations);

/* Whether a plan made now is that of an earlier header: same tool, suite, options, providers and scenarios.
 * STATUS_USAGE and a sentence that names what has changed. */
enum status header_compare(const struct cJSON *before, const struct cJSON *now, struct error *error);

#endif
