#include "document/picks.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "document/wording.h"

/* Unexpected ones first, then by verdict, then those with the same words together, then as the run had them. */
static int compare(const void *left, const void *right) {
    const struct pick *a = left;
    const struct pick *b = right;
    if (a->unexpected != b->unexpected) {
        return a->unexpected ? -1 : 1;
    }
    if (a->verdict != b->verdict) {
        return a->verdict < b->verdict ? -1 : 1;
    }
    int order = strcmp(a->headline, b->headline);
    if (order != 0) {
        return order;
    }
    if (a->scenario != b->scenario) {
        return a->scenario < b->scenario ? -1 : 1;
    }
    return a->provider < b->provider ? -1 : a->provider > b->provider;
}

void picks_make(struct picks *picks, const struct results *results, bool (*wanted)(const struct outcome *outcome)) {
    *picks = (struct picks){0};
    for (size_t provider = 0; provider < results->provider_count; provider++) {
        for (size_t i = 0; i < results->scenario_count; i++) {
            const struct outcome *outcome = results_outcome(results, provider, i);
            if (!wanted(outcome)) {
                continue;
            }
            struct text headline = {0};
            wording_headline(&headline, results, provider, i);
            picks->list = memory_grow(picks->list, picks->count, &picks->capacity, sizeof *picks->list);
            picks->list[picks->count++] =
                (struct pick){provider, i, outcome->verdict, outcome->unexpected, text_release(&headline)};
        }
    }
    if (picks->count > 1) {
        qsort(picks->list, picks->count, sizeof *picks->list, compare);
    }
}

void picks_free(struct picks *picks) {
    for (size_t i = 0; i < picks->count; i++) {
        free(picks->list[i].headline);
    }
    free(picks->list);
    *picks = (struct picks){0};
}
