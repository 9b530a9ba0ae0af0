#include "results/strings.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "results/utf8.h"

#define BLOCK_SIZE ((size_t)64 * 1024)

struct strings_block {
    struct strings_block *next;
    size_t used;
    size_t size;
    char bytes[];
};

/* FNV-1a, 64 bits. */
static uint64_t hash(const char *bytes, size_t length) {
    uint64_t value = 0xCBF29CE484222325u;
    for (size_t i = 0; i < length; i++) {
        value = (value ^ (unsigned char)bytes[i]) * 0x100000001B3u;
    }
    return value;
}

static char *reserve(struct strings *strings, size_t size) {
    struct strings_block *block = strings->blocks;
    if (block == NULL || block->size - block->used < size) {
        size_t room = size > BLOCK_SIZE / 4 ? size : BLOCK_SIZE;
        struct strings_block *fresh = memory_resize(NULL, 1, sizeof *fresh + room);
        fresh->used = 0;
        fresh->size = room;
        /* A block made for one long text goes behind the one that still has room. */
        if (block != NULL && room != BLOCK_SIZE) {
            fresh->next = block->next;
            block->next = fresh;
        } else {
            fresh->next = block;
            strings->blocks = fresh;
        }
        block = fresh;
    }
    char *bytes = block->bytes + block->used;
    block->used += size;
    return bytes;
}

static void enlarge(struct strings *strings) {
    size_t size = strings->table_size == 0 ? 256 : strings->table_size * 2;
    const char **table = memory_zeroed(size, sizeof *table);
    for (size_t i = 0; i < strings->table_size; i++) {
        if (strings->table[i] == NULL) {
            continue;
        }
        size_t slot = (size_t)hash(strings->table[i], strlen(strings->table[i])) & (size - 1);
        while (table[slot] != NULL) {
            slot = (slot + 1) & (size - 1);
        }
        table[slot] = strings->table[i];
    }
    free(strings->table);
    strings->table = table;
    strings->table_size = size;
}

static const char *keep_clean(struct strings *strings, const char *bytes, size_t length) {
    if (strings->count * 2 >= strings->table_size) {
        enlarge(strings);
    }
    size_t slot = (size_t)hash(bytes, length) & (strings->table_size - 1);
    while (strings->table[slot] != NULL) {
        const char *kept = strings->table[slot];
        if (strncmp(kept, bytes, length) == 0 && kept[length] == '\0') {
            return kept;
        }
        slot = (slot + 1) & (strings->table_size - 1);
    }
    char *copy = reserve(strings, length + 1);
    memcpy(copy, bytes, length);
    copy[length] = '\0';
    strings->table[slot] = copy;
    strings->count++;
    return copy;
}

const char *strings_keep(struct strings *strings, const char *bytes, size_t length) {
    if (length == 0) {
        return "";
    }
    if (utf8_is_valid(bytes, length) && memchr(bytes, '\0', length) == NULL) {
        return keep_clean(strings, bytes, length);
    }
    struct text clean = {0};
    utf8_append_clean(&clean, bytes, length);
    const char *kept = keep_clean(strings, clean.string, clean.length);
    text_free(&clean);
    return kept;
}

const char *strings_keep_string(struct strings *strings, const char *string) {
    return string == NULL ? "" : strings_keep(strings, string, strlen(string));
}

void strings_free(struct strings *strings) {
    while (strings->blocks != NULL) {
        struct strings_block *next = strings->blocks->next;
        free(strings->blocks);
        strings->blocks = next;
    }
    free(strings->table);
    *strings = (struct strings){0};
}

static size_t find_slot(const struct lookup *lookup, const char *name, size_t length) {
    size_t slot = (size_t)hash(name, length) & (lookup->size - 1);
    while (lookup->names[slot] != NULL) {
        const char *present = lookup->names[slot];
        if (strncmp(present, name, length) == 0 && present[length] == '\0') {
            break;
        }
        slot = (slot + 1) & (lookup->size - 1);
    }
    return slot;
}

static void enlarge_lookup(struct lookup *lookup) {
    struct lookup larger = {.size = lookup->size == 0 ? 64 : lookup->size * 2, .count = lookup->count};
    larger.names = memory_zeroed(larger.size, sizeof *larger.names);
    larger.indices = memory_zeroed(larger.size, sizeof *larger.indices);
    for (size_t i = 0; i < lookup->size; i++) {
        if (lookup->names[i] != NULL) {
            size_t slot = find_slot(&larger, lookup->names[i], strlen(lookup->names[i]));
            larger.names[slot] = lookup->names[i];
            larger.indices[slot] = lookup->indices[i];
        }
    }
    lookup_free(lookup);
    *lookup = larger;
}

size_t lookup_add(struct lookup *lookup, const char *name, size_t index) {
    if (lookup->count * 2 >= lookup->size) {
        enlarge_lookup(lookup);
    }
    size_t slot = find_slot(lookup, name, strlen(name));
    if (lookup->names[slot] != NULL) {
        return lookup->indices[slot];
    }
    lookup->names[slot] = name;
    lookup->indices[slot] = index;
    lookup->count++;
    return SIZE_MAX;
}

size_t lookup_find(const struct lookup *lookup, const char *name, size_t length) {
    if (lookup->size == 0) {
        return SIZE_MAX;
    }
    size_t slot = find_slot(lookup, name, length);
    return lookup->names[slot] == NULL ? SIZE_MAX : lookup->indices[slot];
}

void lookup_free(struct lookup *lookup) {
    free(lookup->names);
    free(lookup->indices);
    *lookup = (struct lookup){0};
}
