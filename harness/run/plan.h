/*
 * The plan of a run: which scenarios, on which providers, in which order, how often.
 *
 * The holder owns a struct plan, which starts as {0} and ends with plan_free; what it points to in the catalog and the
 * library stays theirs and must outlive it. It is made on one thread and only read after that.
 */
#ifndef WSPCHECK_RUN_PLAN_H
#define WSPCHECK_RUN_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "run/shard.h"

struct catalog;
struct catalog_entry;
struct library;
struct roster;
struct run_options;
struct scenario_info;

struct plan_provider {
    const struct catalog_entry *entry;
    char *name;
    char *dll;         /* its path, variables expanded */
    char *sha256;      /* of the file; "" when it cannot be read */
    char *dll_version; /* from its version resource; "" without one */
};

struct plan_scenario {
    const char *id;
    bool isolated;
    const struct scenario_info *info;
};

struct plan {
    struct plan_provider *providers;
    size_t provider_count;
    size_t provider_capacity;
    struct plan_scenario *scenarios; /* in the order in which they run */
    size_t scenario_count;
    unsigned rounds;
    bool shuffled;
    unsigned long seed;
    struct shard shard;
    struct text notes; /* what the user should know about the choice: a line each */
};

/* Chooses scenarios by id, requirement and shard, and puts them in order. STATUS_USAGE for a name without '*' or '?'
 * that does not exist, STATUS_NOTHING when nothing is left. */
enum status plan_scenarios(struct plan *plan, const struct run_options *options, const struct library *library,
                           struct error *error);

/* Chooses providers: by pattern; or else the entries of the DLLs given; or else the default ones. STATUS_NOTHING names
 * what there is when nothing matches, or when no DLL is known for what matches. */
enum status plan_providers(struct plan *plan, const struct run_options *options, const struct roster *roster,
                           struct error *error);

void plan_free(struct plan *plan);

/* Puts scenarios into the random order that belongs to a seed: the same on every machine. */
void plan_shuffle(struct plan_scenario *scenarios, size_t count, unsigned long seed);

#endif
