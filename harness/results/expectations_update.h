/*
 * An expectation file brought up to date with a run, as far as a machine can: entries get the verdict that was seen,
 * entries that nothing needs any more go, new deviations are added at the end. Comments and order stay.
 */
#ifndef WSPCHECK_RESULTS_EXPECTATIONS_UPDATE_H
#define WSPCHECK_RESULTS_EXPECTATIONS_UPDATE_H

#include "base/text.h"
#include "results/model.h"

struct expectations_changes {
    size_t kept;
    size_t changed; /* another verdict */
    size_t removed;
    size_t added;
};

/* old is the file's text, "" for a new one; name is used in messages. Appends the new text. STATUS_USAGE when the old
 * one cannot be read. What was broken, incomplete or not run says nothing and changes nothing. */
enum status expectations_update(const char *old, const char *name, const struct results *results, struct text *text,
                                struct expectations_changes *changes, struct error *error);

#endif
