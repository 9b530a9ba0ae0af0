/*
 * The files of a suites folder as one text. Opening some hundred files is a good part of a worker's start, so that
 * whoever starts many of them reads the folder once and hands its files on in one.
 *
 * Stateless; any thread.
 */
#ifndef WSPCHECK_SCENARIO_PACKED_H
#define WSPCHECK_SCENARIO_PACKED_H

#include "base/error.h"
#include "scenario/folder.h"

/* The text, for free(). */
char *packed_write(const struct suite_files *files);
/* STATUS_FAILED when the text is not one that packed_write made; files holds what was read, for folder_free. */
enum status packed_read(const char *packed, struct suite_files *files, struct error *error);

#endif
