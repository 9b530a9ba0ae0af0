/*
 * The verdicts and their total order, worst first, so that "worse" has one meaning everywhere: a smaller value is
 * worse.
 */
#ifndef WSPCHECK_RESULTS_VERDICT_H
#define WSPCHECK_RESULTS_VERDICT_H

#include <stdbool.h>

enum verdict { /* of a scenario */
               VERDICT_BROKEN,
               VERDICT_CRASH,
               VERDICT_TIMEOUT,
               VERDICT_FAIL,
               VERDICT_INCOMPLETE,
               VERDICT_NOTRUN,
               VERDICT_WARN,
               VERDICT_PASS,
               VERDICT_NOT_APPLICABLE,
               VERDICT_SKIPPED,
               VERDICTS
};

enum check_verdict { CHECK_FAIL, CHECK_WARN, CHECK_NOTED, CHECK_PASS, CHECK_VERDICTS };

enum requirement_verdict {
    REQUIREMENT_FAIL,
    REQUIREMENT_WARN,
    REQUIREMENT_NOTED,
    REQUIREMENT_PASS,
    REQUIREMENT_NOT_APPLICABLE, /* every scenario that verifies it is not applicable */
    REQUIREMENT_UNTESTED,       /* no check decided it */
    REQUIREMENT_VERDICTS
};

enum level { LEVEL_MUST, LEVEL_SHOULD, LEVEL_MAY, LEVELS };

/* The words of the journal: "not-applicable", ... */
extern const char *const verdict_names[VERDICTS];
extern const char *const check_verdict_names[CHECK_VERDICTS];
extern const char *const requirement_verdict_names[REQUIREMENT_VERDICTS];
extern const char *const level_names[LEVELS];

/* False, and *verdict untouched, for a word that is none. NULL is none. */
bool verdict_from_name(const char *name, enum verdict *verdict);
bool check_verdict_from_name(const char *name, enum check_verdict *verdict);
bool level_from_name(const char *name, enum level *level);

/* Whether a scenario with this verdict is as it should be when nobody expected otherwise: pass, warn, not-applicable,
 * skipped. */
bool verdict_is_good(enum verdict verdict);

#endif
