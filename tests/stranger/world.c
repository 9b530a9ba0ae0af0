/* What everything stands on: the lock, memory, the client's memory, received data. */
#include "world.h"

#include <stdlib.h>
#include <string.h>

struct socket *world_sockets;
WSPUPCALLTABLE world_upcalls;
volatile LONG world_starts;
bool world_ends;

static CRITICAL_SECTION the_lock;

void world_open(void) { InitializeCriticalSection(&the_lock); }
void world_close(void) { DeleteCriticalSection(&the_lock); }
void lock(void) { EnterCriticalSection(&the_lock); }
void unlock(void) { LeaveCriticalSection(&the_lock); }

void *take_memory(size_t size) {
    void *memory = calloc(1, size == 0 ? 1 : size);
    if (memory == NULL) {
        abort();
    }
    return memory;
}

static bool is_there(const void *at, size_t size, DWORD protections) {
    const char *position = at;
    const char *after = position + size;
    while (size != 0 && position < after) {
        MEMORY_BASIC_INFORMATION region;
        if (VirtualQuery(position, &region, sizeof region) == 0 || region.State != MEM_COMMIT ||
            (region.Protect & protections) == 0 || (region.Protect & PAGE_GUARD) != 0) {
            return false;
        }
        position = (const char *)region.BaseAddress + region.RegionSize;
    }
    return true;
}

bool is_writable(const void *at, size_t size) {
    return is_there(at, size, PAGE_READWRITE | PAGE_WRITECOPY | PAGE_EXECUTE_READWRITE | PAGE_EXECUTE_WRITECOPY);
}

/* The client's pointers are looked at first: nothing that it gives can crash this process. */
bool fetch(void *to, const void *from, size_t size) {
    bool there = is_writable(from, size) || is_there(from, size, PAGE_READONLY | PAGE_EXECUTE_READ);
    if (there && size > 0) {
        memcpy(to, from, size);
    }
    return there;
}

bool store(void *to, const void *from, size_t size) {
    bool there = is_writable(to, size);
    if (there && size > 0) {
        memcpy(to, from, size);
    }
    return there;
}

int fail(LPINT error, int code) {
    if (error != NULL) {
        *error = code;
    }
    return SOCKET_ERROR;
}

int done(LPINT error, int code) { return code == 0 ? 0 : fail(error, code); }

struct bytes bytes_of(const void *data, ULONG size) {
    struct bytes bytes = {size, NULL};
    if (size > 0) {
        bytes.data = take_memory(size);
        memcpy(bytes.data, data, size);
    }
    return bytes;
}

void bytes_free(struct bytes *bytes) {
    free(bytes->data);
    *bytes = (struct bytes){0};
}

void mail_put(struct mail *mail, struct bytes bytes, const struct place *from) {
    struct parcel *parcel = take_memory(sizeof *parcel);
    parcel->bytes = bytes;
    if (from != NULL) {
        parcel->from = *from;
    }
    struct parcel **last = &mail->first;
    while (*last != NULL) {
        last = &(*last)->next;
    }
    *last = parcel;
    mail->size += bytes.size;
}

void mail_pop(struct mail *mail) {
    struct parcel *parcel = mail->first;
    mail->first = parcel->next;
    mail->size -= parcel->bytes.size - parcel->read;
    bytes_free(&parcel->bytes);
    free(parcel);
}

void mail_clear(struct mail *mail) {
    while (mail->first != NULL) {
        mail_pop(mail);
    }
}
