/*
 * Runs that never happened, on disk, for tests of what reads them.
 */
#ifndef WSPCHECK_TESTS_RUNS_H
#define WSPCHECK_TESTS_RUNS_H

#include "results/model.h"
#include "synthetic.h"

/* Writes the plan's journal into scratch/NAME and returns that path, for free(). */
char *runs_write(const char *name, const struct synthetic_plan *plan);
/* The same, loaded. */
struct results *runs_load(const char *name, const struct synthetic_plan *plan);

/* A file's text, "" when there is none, for text_free. */
struct text runs_read(const char *folder, const char *name);

#endif
