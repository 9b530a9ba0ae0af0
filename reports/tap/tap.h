/*
 * results.tap: TAP 14, flat, so that every parser reads it. A point for each scenario of each provider; what failed
 * carries a YAML block. "# SKIP" is not applicable or skipped, "# TODO" a deviation that was expected.
 */
#ifndef WSPCHECK_REPORTS_TAP_TAP_H
#define WSPCHECK_REPORTS_TAP_TAP_H

#include "document/output.h"
#include "results/model.h"

void tap_14(const struct results *results, struct output *output);

#endif
