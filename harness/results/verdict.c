#include "results/verdict.h"

#include <stddef.h>
#include <string.h>

const char *const verdict_names[VERDICTS] = {"broken", "crash", "timeout", "fail",           "incomplete",
                                             "notrun", "warn",  "pass",    "not-applicable", "skipped"};
const char *const check_verdict_names[CHECK_VERDICTS] = {"fail", "warn", "noted", "pass"};
const char *const requirement_verdict_names[REQUIREMENT_VERDICTS] = {"fail", "warn",           "noted",
                                                                     "pass", "not-applicable", "untested"};
const char *const level_names[LEVELS] = {"must", "should", "may"};

/* The index of a name in a table, or count. */
static size_t index_of(const char *name, const char *const *names, size_t count) {
    size_t i = 0;
    while (i < count && (name == NULL || strcmp(names[i], name) != 0)) {
        i++;
    }
    return i;
}

bool verdict_from_name(const char *name, enum verdict *verdict) {
    size_t i = index_of(name, verdict_names, VERDICTS);
    if (i < VERDICTS) {
        *verdict = (enum verdict)i;
    }
    return i < VERDICTS;
}

bool check_verdict_from_name(const char *name, enum check_verdict *verdict) {
    size_t i = index_of(name, check_verdict_names, CHECK_VERDICTS);
    if (i < CHECK_VERDICTS) {
        *verdict = (enum check_verdict)i;
    }
    return i < CHECK_VERDICTS;
}

bool level_from_name(const char *name, enum level *level) {
    size_t i = index_of(name, level_names, LEVELS);
    if (i < LEVELS) {
        *level = (enum level)i;
    }
    return i < LEVELS;
}

bool verdict_is_good(enum verdict verdict) {
    return verdict == VERDICT_WARN || verdict == VERDICT_PASS || verdict == VERDICT_NOT_APPLICABLE ||
           verdict == VERDICT_SKIPPED;
}
