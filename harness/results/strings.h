/*
 * A pool of strings that live as long as the pool: each text is kept once, which is what lets ten thousand results with
 * the same few hundred sentences fit into little memory. One thread at a time.
 */
#ifndef WSPCHECK_RESULTS_STRINGS_H
#define WSPCHECK_RESULTS_STRINGS_H

#include <stddef.h>
#include <stdint.h>

struct strings_block;

struct strings {
    struct strings_block *blocks;
    const char **table; /* open addressing, a power of two */
    size_t table_size;
    size_t count;
};

/* The pool's copy of a text, bad UTF-8 and NUL bytes replaced; never NULL. */
const char *strings_keep(struct strings *strings, const char *bytes, size_t length);
/* The same of a terminated string; NULL gives "". */
const char *strings_keep_string(struct strings *strings, const char *string);
void strings_free(struct strings *strings);

/* A table from names to indices. The names must outlive it. */
struct lookup {
    const char **names;
    size_t *indices;
    size_t size;
    size_t count;
};

/* Returns SIZE_MAX when the name was new, otherwise the index that it has and keeps. */
size_t lookup_add(struct lookup *lookup, const char *name, size_t index);
/* SIZE_MAX when there is none. */
size_t lookup_find(const struct lookup *lookup, const char *name, size_t length);
void lookup_free(struct lookup *lookup);

#endif
