/*
 * The last nights: what the results.json files in the folders below one folder say, in order of their start.
 *
 * The holder owns a struct trend.
 */
#ifndef WSPCHECK_REPORTS_COMPARE_TREND_H
#define WSPCHECK_REPORTS_COMPARE_TREND_H

#include "base/text.h"
#include "results/model.h"

struct trend_point {
    char *started;
    char *run; /* its folder; NULL for the run at hand */
    size_t counts[VERDICTS];
};

struct trend {
    struct trend_point *points; /* oldest first, the latest thirty */
    size_t count;
    size_t capacity;
};

/* Reads FOLDER/NAME/results.json of every NAME, leaving out what is none and what is not older than the run at hand,
 * which is the last point. A folder that is not there yet has no runs: every trend begins some night. */
enum status trend_read(struct trend *trend, const char *folder, const struct results *results, struct error *error);
void trend_free(struct trend *trend);

#endif
