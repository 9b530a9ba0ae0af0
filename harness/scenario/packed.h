/*
 * A library as one text. Opening some hundred files, compiling them and looking at their metadata is a good part of a
 * worker's start, so that whoever starts many of them does it once and hands on what came of it. Of a requirement only
 * what a check needs is in it, its id and its level; the prose is for readers of reports.
 *
 * Stateless; any thread.
 */
#ifndef WSPCHECK_SCENARIO_PACKED_H
#define WSPCHECK_SCENARIO_PACKED_H

#include "base/error.h"

struct cJSON;
struct library;
struct scenario_info;

/* A scenario's metadata as they stand in a journal's header, too; the caller's, for cJSON_Delete. */
struct cJSON *packed_scenario(const struct scenario_info *info);

/* The text, for free(). */
char *packed_write(const struct library *library);
/* Fills an empty library, but for its vocabulary. STATUS_FAILED when the text is not one that packed_write made; the
 * library holds what was read then, for library_free. */
enum status packed_read(const char *packed, struct library *library, struct error *error);

#endif
