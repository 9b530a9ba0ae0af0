#include "results/lines.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "results/journal.h"

#define FIRST_SIZE ((size_t)64 * 1024)

void lines_start(struct lines *lines, struct file *file) {
    *lines = (struct lines){.file = file, .size = FIRST_SIZE};
    lines->buffer = memory_resize(NULL, lines->size, 1);
}

void lines_finish(struct lines *lines) {
    free(lines->buffer);
    *lines = (struct lines){0};
}

/* Reads on, keeping what was not handed out yet; *got is 0 at the end of the file. */
static enum status fill(struct lines *lines, size_t *got, struct error *error) {
    memmove(lines->buffer, lines->buffer + lines->position, lines->filled - lines->position);
    lines->base += lines->position;
    lines->filled -= lines->position;
    lines->position = 0;
    if (lines->filled == lines->size) {
        lines->size *= 2;
        lines->buffer = memory_resize(lines->buffer, lines->size, 1);
    }
    enum status status = file_read(lines->file, lines->base + lines->filled, lines->buffer + lines->filled,
                                   lines->size - lines->filled, got, error);
    lines->filled += *got;
    return status;
}

static enum status skip_overlong(struct lines *lines, enum line_kind *kind, struct error *error) {
    *kind = LINE_OVERLONG;
    lines->line = "";
    lines->length = 0;
    for (;;) {
        const char *end = memchr(lines->buffer + lines->position, '\n', lines->filled - lines->position);
        if (end != NULL) {
            lines->position = (size_t)(end - lines->buffer) + 1;
            return STATUS_OK;
        }
        size_t got = 0;
        lines->position = lines->filled;
        enum status status = fill(lines, &got, error);
        if (status != STATUS_OK || got == 0) {
            *kind = LINE_TORN;
            return status;
        }
    }
}

enum status lines_next(struct lines *lines, enum line_kind *kind, struct error *error) {
    size_t looked = 0;
    lines->offset = lines->base + lines->position;
    size_t limit = lines->offset == 0 ? JOURNAL_HEADER_LIMIT : JOURNAL_LINE_LIMIT;
    lines->number++;
    for (;;) {
        const char *start = lines->buffer + lines->position;
        size_t there = lines->filled - lines->position;
        const char *end = there > looked ? memchr(start + looked, '\n', there - looked) : NULL;
        if (end != NULL) {
            lines->line = start;
            lines->length = (size_t)(end - start);
            lines->position += lines->length + 1;
            *kind = lines->length < limit ? LINE_WHOLE : LINE_OVERLONG;
            return STATUS_OK;
        }
        if (there >= limit) {
            return skip_overlong(lines, kind, error);
        }
        size_t got = 0;
        looked = there;
        enum status status = fill(lines, &got, error);
        if (status != STATUS_OK) {
            return status;
        }
        if (got == 0) {
            *kind = there == 0 ? LINE_END : LINE_TORN;
            lines->position = lines->filled;
            return STATUS_OK;
        }
    }
}

enum status lines_at(struct lines *lines, uint64_t offset, enum line_kind *kind, struct error *error) {
    if (offset >= lines->base && offset - lines->base <= lines->filled) {
        lines->position = (size_t)(offset - lines->base);
    } else {
        lines->base = offset;
        lines->filled = 0;
        lines->position = 0;
    }
    return lines_next(lines, kind, error);
}
