/*
 * Shards: which part of the scenarios this run is about. A scenario belongs to the shard that a hash of its id names,
 * so that a new scenario moves no other. Stateless; any thread.
 */
#ifndef WSPCHECK_RUN_SHARD_H
#define WSPCHECK_RUN_SHARD_H

#include <stdbool.h>

#include "base/error.h"

struct shard {
    unsigned index; /* 1..total; 0 while there are no shards */
    unsigned total;
};

/* "2/4". STATUS_USAGE with a sentence for anything else. */
enum status shard_parse(struct shard *shard, const char *word, struct error *error);

/* What the CI's variables say: Bazel's, GoogleTest's, GitLab's, Kubernetes' (with WSPCHECK_SHARD_TOTAL). STATUS_USAGE
 * when there are none, only one of a pair, values that contradict each other, or two pairs that differ: a shard that
 * guesses wrong would leave scenarios out without anybody noticing. *source is a constant that names the variables;
 * *status_file, NULL or owned by the caller, is the file that the CI wants touched as a sign that shards are
 * understood. */
enum status shard_from_environment(struct shard *shard, const char **source, char **status_file, struct error *error);

bool shard_holds(const struct shard *shard, const char *id);

#endif
