/*
 * The writing side of journal.jsonl: an append-only file of lines.
 *
 * One writer, the supervisor, on one thread at a time. Every append is one write to the system, so that a process that
 * is killed leaves at most one torn last line. The first write that fails sticks: what was written of that line is cut
 * off again, and every later append or sync reports the same failure, so that no gap can be followed by a record.
 * While a journal is open a second writer is refused.
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

/* Adds one line; length is without the line end that this adds. STATUS_BROKEN, and nothing is written, for an empty
 * line, one beyond JOURNAL_LINE_LIMIT, or one that holds a line end or a NUL byte. STATUS_FAILED for a failed write. */
enum status journal_append(struct journal *journal, const char *line, size_t length, struct error *error);

/* Returns when everything appended is on the disk. */
enum status journal_sync(struct journal *journal, struct error *error);

void journal_close(struct journal *journal); /* NULL is allowed */

#endif
