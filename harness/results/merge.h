/*
 * Shards made one run again: the journals of "--shard 1/N" to "--shard N/N" become one journal without shards, from
 * which all reports follow as if the run had never been divided.
 */
#ifndef WSPCHECK_RESULTS_MERGE_H
#define WSPCHECK_RESULTS_MERGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* Reads FOLDER/journal.jsonl of each folder and writes OUT/journal.jsonl, which must not exist yet. STATUS_USAGE with a
 * sentence for a set that does not belong together (other suite, other provider files, other options), that has a shard
 * twice, lacks one, or has a scenario in two shards; STATUS_INCOMPLETE for a shard that did not reach its end. With
 * partial the last two are let through when a shard is missing or cut short; the merged run is then incomplete. */
enum status results_merge(const char *const *folders, size_t count, const char *out, bool partial, struct error *error);

#endif
