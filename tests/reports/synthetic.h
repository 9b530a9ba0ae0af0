/*
 * Journals of runs that never happened, of any size, always the same for the same plan: for reports to be written from.
 */
#ifndef WSPCHECK_TESTS_SYNTHETIC_H
#define WSPCHECK_TESTS_SYNTHETIC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

struct synthetic_plan {
    size_t providers;
    size_t scenarios; /* of each provider */
    unsigned rounds;  /* 0 is 1 */
    unsigned trouble; /* of a hundred outcomes, how many are no pass */
    unsigned night;   /* another night has other outcomes for a few */
    bool hostile;     /* names and messages full of what formats trip over */
    unsigned shard;   /* 1 and up with shards; 0: not sharded */
    unsigned shards;
    const char *expectations; /* JSON text of the array; NULL for none */
};

void synthetic_journal(struct text *journal, const struct synthetic_plan *plan);

#endif
