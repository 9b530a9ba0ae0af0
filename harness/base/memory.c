#include "base/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *require(void *block) {
    if (block == NULL) {
        fputs("wspcheck: out of memory\n", stderr);
        abort();
    }
    return block;
}

void *memory_zeroed(size_t count, size_t size) { return require(calloc(count == 0 ? 1 : count, size == 0 ? 1 : size)); }

void *memory_resize(void *block, size_t count, size_t size) {
    if (size != 0 && count > SIZE_MAX / size) {
        return require(NULL);
    }
    size_t total = count * size;
    return require(realloc(block, total == 0 ? 1 : total));
}

void *memory_copy(const void *bytes, size_t size) {
    void *copy = require(malloc(size == 0 ? 1 : size));
    if (size != 0) {
        memcpy(copy, bytes, size);
    }
    return copy;
}

char *memory_string(const char *string) { return string == NULL ? NULL : memory_copy(string, strlen(string) + 1); }

void *memory_grow(void *array, size_t count, size_t *capacity, size_t size) {
    if (count < *capacity) {
        return array;
    }
    *capacity = *capacity == 0 ? 8 : *capacity * 2;
    return memory_resize(array, *capacity, size);
}
