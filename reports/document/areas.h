/*
 * The areas of a run's scenarios and requirements, in order of appearance. The holder owns a struct areas; the names
 * are the results' own.
 */
#ifndef WSPCHECK_REPORTS_DOCUMENT_AREAS_H
#define WSPCHECK_REPORTS_DOCUMENT_AREAS_H

#include "results/model.h"

struct areas {
    const char **names;
    size_t count;
    size_t *of; /* for each scenario or requirement, the index of its area */
};

void areas_of_scenarios(struct areas *areas, const struct results *results);
void areas_of_requirements(struct areas *areas, const struct results *results);
void areas_free(struct areas *areas);

#endif
