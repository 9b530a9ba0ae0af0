#include "pipe.h"

#include <stdlib.h>
#include <string.h>

bool bytes_assign(struct bytes *bytes, const void *data, ULONG length) {
    unsigned char *copy = NULL;
    if (length != 0) {
        copy = malloc(length);
        if (copy == NULL) {
            return false;
        }
        memcpy(copy, data, length);
    }
    bytes_free(bytes);
    bytes->data = copy;
    bytes->length = length;
    return true;
}

void bytes_free(struct bytes *bytes) {
    free(bytes->data);
    bytes->data = NULL;
    bytes->length = 0;
}

enum direction { FROM_VECTOR, INTO_VECTOR };

/* Moves length bytes between a flat buffer and a vector at an offset. */
static void vector_move(const struct vector *vector, ULONG offset, unsigned char *flat, ULONG length,
                        enum direction direction) {
    for (DWORD i = 0; i < vector->count && length != 0; i++) {
        ULONG size = vector->buffers[i].len;
        if (offset >= size) {
            offset -= size;
            continue;
        }
        ULONG part = size - offset < length ? size - offset : length;
        char *place = vector->buffers[i].buf + offset;
        if (direction == FROM_VECTOR) {
            memcpy(flat, place, part);
        } else {
            memcpy(place, flat, part);
        }
        flat += part;
        length -= part;
        offset = 0;
    }
}

ULONG pipe_room(const struct pipe *pipe, ULONG length) {
    if (pipe->discarding || (pipe->messages && pipe->first == NULL)) {
        return length;
    }
    ULONG room = pipe->size < pipe->capacity ? pipe->capacity - pipe->size : 0;
    if (room >= length) {
        return length;
    }
    return pipe->messages ? 0 : room;
}

bool pipe_accepts(const struct pipe *pipe, ULONG length) {
    bool full = !pipe->discarding && pipe->first != NULL && pipe->size >= pipe->capacity;
    return !full && (length == 0 || pipe_room(pipe, length) != 0);
}

bool pipe_write(struct pipe *pipe, const struct vector *vector, ULONG offset, ULONG length, const struct name *sender) {
    static const struct name nobody;
    if (pipe->discarding || (length == 0 && !pipe->messages)) {
        return true;
    }
    struct chunk *chunk = malloc(sizeof *chunk + length);
    if (chunk == NULL) {
        return false;
    }
    chunk->next = NULL;
    chunk->length = length;
    chunk->taken = 0;
    chunk->sender = sender == NULL ? nobody : *sender;
    vector_move(vector, offset, chunk->bytes, length, FROM_VECTOR);
    if (pipe->last == NULL) {
        pipe->first = chunk;
    } else {
        pipe->last->next = chunk;
    }
    pipe->last = chunk;
    pipe->size += length;
    return true;
}

bool pipe_readable(const struct pipe *pipe) { return pipe->first != NULL; }

static void remove_first(struct pipe *pipe) {
    struct chunk *chunk = pipe->first;
    pipe->first = chunk->next;
    if (pipe->first == NULL) {
        pipe->last = NULL;
    }
    pipe->size -= chunk->length - chunk->taken;
    free(chunk);
}

static void consume(struct pipe *pipe, struct chunk *chunk, ULONG length, bool drop_rest) {
    chunk->taken += length;
    pipe->size -= length;
    if (chunk->taken == chunk->length || drop_rest) {
        remove_first(pipe);
    }
}

ULONG pipe_read(struct pipe *pipe, const struct vector *vector, bool peek, bool drop_rest, bool *rest) {
    ULONG total = 0;
    *rest = false;
    for (struct chunk *chunk = pipe->first, *next; chunk != NULL; chunk = next) {
        next = pipe->messages ? NULL : chunk->next;
        ULONG left = chunk->length - chunk->taken;
        ULONG part = left < vector->length - total ? left : vector->length - total;
        if (part == 0 && !pipe->messages) {
            break;
        }
        vector_move(vector, total, chunk->bytes + chunk->taken, part, INTO_VECTOR);
        total += part;
        *rest = pipe->messages && part < left;
        if (!peek) {
            consume(pipe, chunk, part, drop_rest);
        }
    }
    return total;
}

void pipe_clear(struct pipe *pipe) {
    while (pipe->first != NULL) {
        remove_first(pipe);
    }
}

void pipe_keep_only(struct pipe *pipe, const struct name *sender) {
    struct pipe kept = {0};
    while (pipe->first != NULL) {
        struct chunk *chunk = pipe->first;
        if (!name_equal(&chunk->sender, sender)) {
            remove_first(pipe);
            continue;
        }
        pipe->first = chunk->next;
        chunk->next = NULL;
        if (kept.last == NULL) {
            kept.first = chunk;
        } else {
            kept.last->next = chunk;
        }
        kept.last = chunk;
    }
    pipe->first = kept.first;
    pipe->last = kept.last;
}

void pipe_free(struct pipe *pipe) {
    pipe_clear(pipe);
    bytes_free(&pipe->farewell);
}
