/*
 * What is different between two runs: better, worse, new, gone, or changed in detail. Worse is what the total order of
 * verdicts says, among the verdicts that say something. Where a pass or a warning is not run, not applicable or skipped
 * any more, that is worse too, for something is not shown any longer that was; where a failure is not run any more,
 * nobody knows, and it is a detail.
 *
 * The holder owns a struct changes; both results must outlive it.
 */
#ifndef WSPCHECK_REPORTS_COMPARE_CHANGES_H
#define WSPCHECK_REPORTS_COMPARE_CHANGES_H

#include "results/model.h"

enum change_kind { CHANGE_WORSE, CHANGE_BETTER, CHANGE_NEW, CHANGE_GONE, CHANGE_DETAIL, CHANGE_KINDS };

extern const char *const change_kind_names[CHANGE_KINDS]; /* "worse", ... */

struct change {
    enum change_kind kind;
    size_t old_provider; /* indices; SIZE_MAX where that run has none */
    size_t old_scenario;
    size_t new_provider;
    size_t new_scenario;
};

struct changes {
    const struct results *before;
    const struct results *after;
    struct change *list; /* by kind, then in the order of the runs */
    size_t count;
    size_t capacity;
    size_t counts[CHANGE_KINDS];
    size_t same;
};

void changes_find(struct changes *changes, const struct results *before, const struct results *after);
void changes_free(struct changes *changes);

/* Plain text for the console, JSON for scripts. */
void changes_text(const struct changes *changes, struct text *text);
void changes_json(const struct changes *changes, struct text *text);

const struct outcome *change_before(const struct changes *changes, const struct change *change); /* or NULL */
const struct outcome *change_after(const struct changes *changes, const struct change *change);

#endif
