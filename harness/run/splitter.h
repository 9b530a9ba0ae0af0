/*
 * Bytes from a pipe, cut into lines. One thread; starts as {0}, ends with splitter_free.
 */
#ifndef WSPCHECK_RUN_SPLITTER_H
#define WSPCHECK_RUN_SPLITTER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

#define SPLITTER_LINE_LIMIT ((size_t)1 << 20)

struct splitter {
    struct text bytes;
    size_t position; /* of what has not been handed out yet */
    size_t searched; /* no line end between position and here */
    bool skipping;   /* inside a line that is too long; its bytes are dropped */
};

struct line {
    const char *bytes; /* without the line end; not terminated; valid until the next call */
    size_t length;
    bool overlong; /* SPLITTER_LINE_LIMIT bytes or more; bytes is empty */
};

void splitter_add(struct splitter *splitter, const char *bytes, size_t length);
/* False when there is no complete line. */
bool splitter_next(struct splitter *splitter, struct line *line);
/* Whether bytes are left that no line end followed. */
bool splitter_torn(const struct splitter *splitter);
void splitter_free(struct splitter *splitter);

#endif
