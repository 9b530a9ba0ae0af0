/*
 * results.json: the summary that scripts read. Its keys are fixed by the project's contract; more may be added.
 */
#ifndef WSPCHECK_REPORTS_JSON_RESULTS_JSON_H
#define WSPCHECK_REPORTS_JSON_RESULTS_JSON_H

#include "document/output.h"
#include "results/model.h"

void results_json(const struct results *results, struct output *output);

#endif
