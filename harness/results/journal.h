/*
 * The writing side of journal.jsonl: an append-only file of lines.
 *
 * One writer, the supervisor, on one thread at a time. Whole lines go to the system, in the order in which they came,
 * so that a process that is killed leaves at most one torn last line. The first write that fails sticks: what was
 * written of it is cut off again, and every later call reports the same failure, so that no gap can be followed by a
 * record. While a journal is open a second writer is refused.
 */
#ifndef WSPCHECK_RESULTS_JOURNAL_H
#define WSPCHECK_RESULTS_JOURNAL_H

#include <stddef.h>

#include "base/error.h"

/* Lines of so many bytes and more are refused by the writer and taken for damage by the reader. The header, which lists
 * all scenarios and requirements, may be longer. */
#define JOURNAL_LINE_LIMIT ((size_t)1 << 20)
#define JOURNAL_HEADER_LIMIT ((size_t)64 << 20)

struct journal;

/* STATUS_USAGE when the file exists already, STATUS_FAILED when it cannot be made. *journal is NULL on failure. */
enum status journal_create(struct journal **journal, const char *path, struct error *error);

/* Opens a journal that was cut short: a last line without its line end is cut off. STATUS_FAILED when there is none, or
 * when another process has it open. */
enum status journal_reopen(struct journal **journal, const char *path, struct error *error);

/* Adds one line; length is without the line end that this adds. It is written with those that follow: at the latest by
 * the next journal_append, journal_sync or journal_close. STATUS_BROKEN, and nothing is added, for an empty line, one
 * beyond JOURNAL_LINE_LIMIT, or one that holds a line end or a NUL byte. STATUS_FAILED for a failed write. */
enum status journal_add(struct journal *journal, const char *line, size_t length, struct error *error);

/* Adds one line, and writes it. */
enum status journal_append(struct journal *journal, const char *line, size_t length, struct error *error);

/* Returns when everything added is on the disk. */
enum status journal_sync(struct journal *journal, struct error *error);

/* Writes what was added; NULL is allowed. */
void journal_close(struct journal *journal);

#endif
