#include "run/box.h"

#include <string.h>

struct box_page {
    volatile LONG64 start, end;
    char bytes[BOX_BYTES];
};

static bool map(struct box *box) {
    box->page = MapViewOfFile(box->section, FILE_MAP_READ | FILE_MAP_WRITE, 0, 0, sizeof *box->page);
    return box->page != NULL;
}

bool box_create(struct box *box) {
    SECURITY_ATTRIBUTES inheritable = {.nLength = sizeof inheritable, .bInheritHandle = TRUE};
    *box = (struct box){0};
    box->section =
        CreateFileMappingW(INVALID_HANDLE_VALUE, &inheritable, PAGE_READWRITE, 0, sizeof(struct box_page), NULL);
    return box->section != NULL && map(box);
}

bool box_map(struct box *box, HANDLE section) {
    *box = (struct box){.section = section};
    return map(box);
}

void box_close(struct box *box) {
    if (box->page != NULL) {
        UnmapViewOfFile(box->page);
    }
    if (box->section != NULL) {
        CloseHandle(box->section);
    }
    *box = (struct box){0};
}

size_t box_put(struct box *box, const char *bytes, size_t length) {
    size_t room = BOX_BYTES - box->used;
    size_t taken = length < room ? length : room;
    memcpy(box->page->bytes + box->used, bytes, taken);
    box->used += taken;
    InterlockedExchange64(&box->page->end, box->start + (LONG64)box->used);
    return taken;
}

size_t box_content(const struct box *box, const char **bytes) {
    *bytes = box->page->bytes;
    return box->used;
}

void box_empty(struct box *box) {
    box->start += (LONG64)box->used;
    box->used = 0;
    InterlockedExchange64(&box->page->start, box->start);
}

size_t box_rest(const struct box *box, unsigned long long received, const char **bytes) {
    unsigned long long start = (unsigned long long)box->page->start;
    unsigned long long end = (unsigned long long)box->page->end;
    if (start > received || received >= end || end - start > BOX_BYTES) {
        return 0;
    }
    *bytes = box->page->bytes + (received - start);
    return (size_t)(end - received);
}
