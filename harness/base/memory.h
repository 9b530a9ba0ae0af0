/*
 * Allocation that does not fail: where memory runs out the process ends at once with a line on stderr, since nothing it
 * would still do could be trusted. All results are released with free().
 */
#ifndef WSPCHECK_BASE_MEMORY_H
#define WSPCHECK_BASE_MEMORY_H

#include <stddef.h>

void *memory_zeroed(size_t count, size_t size);
void *memory_resize(void *block, size_t count, size_t size);
void *memory_copy(const void *bytes, size_t size);
/* A copy of a terminated string; NULL gives NULL. */
char *memory_string(const char *string);

/* Makes room for one more element in a growing array and returns the (possibly moved) array. */
void *memory_grow(void *array, size_t count, size_t *capacity, size_t size);

#endif
