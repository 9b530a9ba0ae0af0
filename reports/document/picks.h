/*
 * Outcomes picked from a run and put in an order for reading: worst first, the same story together.
 */
#ifndef WSPCHECK_REPORTS_DOCUMENT_PICKS_H
#define WSPCHECK_REPORTS_DOCUMENT_PICKS_H

#include "results/model.h"

struct pick {
    size_t provider;
    size_t scenario;
    enum verdict verdict;
    bool unexpected;
    char *headline; /* what happened, in one line; owned */
};

struct picks {
    struct pick *list;
    size_t count;
    size_t capacity;
};

/* All outcomes that wanted() says yes to. */
void picks_make(struct picks *picks, const struct results *results, bool (*wanted)(const struct outcome *outcome));
void picks_free(struct picks *picks);

#endif
