/*
 * The files that Bazel names to a test in its environment, besides those for shards: where the JUnit document is wanted
 * (XML_OUTPUT_FILE), and a file that is there as long as the test has not come to its end (TEST_PREMATURE_EXIT_FILE),
 * so that one that exits half way is no success. Elsewhere these do nothing.
 */
#ifndef WSPCHECK_COMMAND_BAZEL_H
#define WSPCHECK_COMMAND_BAZEL_H

#include "results/model.h"

/* When a run begins. */
enum status bazel_begin(struct error *error);
/* When it is over and its reports are written. */
enum status bazel_end(const struct results *results, struct error *error);

#endif
