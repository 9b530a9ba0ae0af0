/*
 * The reading side of journal.jsonl: lines as they stand in the file, one after the other, with a bounded buffer.
 */
#ifndef WSPCHECK_RESULTS_LINES_H
#define WSPCHECK_RESULTS_LINES_H

#include "results/files.h"

enum line_kind {
    LINE_WHOLE,
    LINE_OVERLONG, /* JOURNAL_LINE_LIMIT bytes or more (the first: JOURNAL_HEADER_LIMIT); its text is not kept */
    LINE_TORN,     /* the last one, without a line end */
    LINE_END       /* no more */
};

struct lines {
    struct file *file; /* owned by the caller */
    char *buffer;
    size_t size;
    size_t filled;
    size_t position;
    uint64_t base;    /* where in the file buffer[0] is */
    const char *line; /* the latest line, without its end; valid until the next call */
    size_t length;
    uint64_t offset;      /* of the latest line in the file */
    unsigned long number; /* of the latest line, 1 and up */
};

void lines_start(struct lines *lines, struct file *file);
enum status lines_next(struct lines *lines, enum line_kind *kind, struct error *error);
/* Reads the one line at an offset that lines_next gave before. */
enum status lines_at(struct lines *lines, uint64_t offset, enum line_kind *kind, struct error *error);
void lines_finish(struct lines *lines);

#endif
