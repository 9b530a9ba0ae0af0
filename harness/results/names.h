/*
 * File names from names and ids that come from outside: lower-case letters, digits, '-' and '.', never empty, at most
 * 80 characters, never a device of Windows.
 */
#ifndef WSPCHECK_RESULTS_NAMES_H
#define WSPCHECK_RESULTS_NAMES_H

#include "base/text.h"

/* For names: every run of other characters becomes one '-'. Different names can give the same file name. */
void names_append_plain(struct text *text, const char *name);

/* For ids, which are told apart: one that had to be changed by more than its case gets a mark made from all of it. */
void names_append_id(struct text *text, const char *id);

#endif
