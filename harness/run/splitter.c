#include "run/splitter.h"

#include <string.h>

void splitter_add(struct splitter *splitter, const char *bytes, size_t length) {
    struct text *text = &splitter->bytes;
    if (splitter->position == text->length) {
        text_clear(text);
        splitter->position = splitter->searched = 0;
    } else if (splitter->position > text->length / 2) {
        memmove(text->string, text->string + splitter->position, text->length - splitter->position);
        text->length -= splitter->position;
        splitter->searched -= splitter->position;
        splitter->position = 0;
    }
    text_append_bytes(text, bytes, length);
}

/* A line that never ends must not take memory without bounds: what is there of it is dropped. */
static void drop_overlong(struct splitter *splitter) {
    if (splitter->bytes.length - splitter->position >= SPLITTER_LINE_LIMIT) {
        splitter->skipping = true;
    }
    if (splitter->skipping) {
        splitter->position = splitter->searched = splitter->bytes.length;
    }
}

bool splitter_next(struct splitter *splitter, struct line *line) {
    const struct text *text = &splitter->bytes;
    const char *end = NULL;
    if (splitter->searched < text->length) {
        end = memchr(text->string + splitter->searched, '\n', text->length - splitter->searched);
    }
    if (end == NULL) {
        splitter->searched = text->length;
        drop_overlong(splitter);
        return false;
    }
    size_t from = splitter->position;
    splitter->position = splitter->searched = (size_t)(end - text->string) + 1;
    size_t length = splitter->position - 1 - from;
    bool overlong = splitter->skipping || length >= SPLITTER_LINE_LIMIT;
    splitter->skipping = false;
    *line = (struct line){.bytes = text->string + from, .length = overlong ? 0 : length, .overlong = overlong};
    return true;
}

bool splitter_torn(const struct splitter *splitter) {
    return splitter->skipping || splitter->position < splitter->bytes.length;
}

void splitter_free(struct splitter *splitter) {
    text_free(&splitter->bytes);
    *splitter = (struct splitter){0};
}
