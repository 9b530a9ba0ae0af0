/*
 * Sentences about outcomes that several documents share; plain text, not escaped.
 */
#ifndef WSPCHECK_REPORTS_DOCUMENT_WORDING_H
#define WSPCHECK_REPORTS_DOCUMENT_WORDING_H

#include "base/text.h"
#include "results/model.h"

/* One line: "DEFER-03: expected WSATRY_AGAIN, observed 0", or the exception, or the reason. At most some 300
 * characters. */
void wording_headline(struct text *text, const struct results *results, size_t provider, size_t scenario);

/* All of it, some lines: reason, exception, every check that did not hold, how to run it again. */
void wording_details(struct text *text, const struct results *results, size_t provider, size_t scenario);

/* The command line that runs just this again. */
void wording_rerun(struct text *text, const struct results *results, size_t provider, const char *scenario);

/* The check that decided an attempt: the first of the worst; NULL for none that failed or warned. */
const struct check *wording_deciding_check(const struct attempt *attempt);

/* "12.3 ms", "1.20 s", "4 min 10 s" */
void wording_duration(struct text *text, uint64_t microseconds);

/* "2024-02-29 12:00:00 UTC" for "2024-02-29T12:00:00Z"; other words as they are. */
void wording_time(struct text *text, const char *iso);

/* What an exit code means: "as expected", ... */
const char *wording_exit_code(int code);

#endif
