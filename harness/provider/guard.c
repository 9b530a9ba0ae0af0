#include "provider/guard.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <winsock2.h>

#include <windows.h>

#include "base/memory.h"

enum { PAGE_BYTES = 4096, RESERVATION_BYTES = 0x10000 };

/* The accessible pages start at base; the guard page follows them. Whatever the reservation has behind that page stays
 * inaccessible for good. */
struct guard {
    struct guard *next_made; /* never changes once the handler can see the buffer */
    struct guard *next_free;
    unsigned char *base;
    size_t pages;
    size_t size;
    bool in_use;
    atomic_bool opened; /* the guard page was touched and made accessible */
    char name[GUARD_NAME_LIMIT + 1];
};

static _Atomic(struct guard *) all_buffers;
static SRWLOCK free_lock = SRWLOCK_INIT;
static struct guard *first_free;
static struct guard *last_free;
static void *inaccessible;

static unsigned char *guard_page(const struct guard *guard) { return guard->base + guard->pages * PAGE_BYTES; }

static size_t reserved_bytes(size_t pages) {
    size_t bytes = (pages + 1) * PAGE_BYTES;
    return (bytes + RESERVATION_BYTES - 1) / RESERVATION_BYTES * RESERVATION_BYTES;
}

/* No two neighbours are alike and no byte is 0 or GUARD_POISON, so that neither a cleared nor a copied run of bytes can
 * look like the pattern. */
static unsigned char pattern_byte(size_t offset) {
    unsigned char byte = (unsigned char)(0x80 | (offset * 29 + 17));
    return byte == GUARD_POISON ? 0x25 : byte;
}

static bool set_protection(const struct guard *guard, DWORD protection) {
    DWORD previous;
    return VirtualProtect(guard_page(guard), PAGE_BYTES, protection, &previous);
}

static void arm(struct guard *guard) {
    unsigned char *page = guard_page(guard);
    for (size_t i = 0; i < PAGE_BYTES; i++) {
        page[i] = pattern_byte(i);
    }
    /* Cleared before the page is closed: after that, a touch on another thread sets it for good. */
    atomic_store(&guard->opened, false);
    set_protection(guard, PAGE_NOACCESS);
}

static LONG CALLBACK absorb_touch(EXCEPTION_POINTERS *pointers) {
    const EXCEPTION_RECORD *record = pointers->ExceptionRecord;
    /* Kind 8 is an attempt to execute, which no opening of the page would satisfy. */
    if (record->ExceptionCode != EXCEPTION_ACCESS_VIOLATION || record->NumberParameters < 2 ||
        record->ExceptionInformation[0] > 1) {
        return EXCEPTION_CONTINUE_SEARCH;
    }
    uintptr_t address = record->ExceptionInformation[1];
    for (struct guard *guard = atomic_load(&all_buffers); guard != NULL; guard = guard->next_made) {
        uintptr_t page = (uintptr_t)guard_page(guard);
        if (address < page || address - page >= PAGE_BYTES) {
            continue;
        }
        if (!set_protection(guard, PAGE_READWRITE)) {
            return EXCEPTION_CONTINUE_SEARCH;
        }
        atomic_store(&guard->opened, true);
        return EXCEPTION_CONTINUE_EXECUTION;
    }
    return EXCEPTION_CONTINUE_SEARCH;
}

static BOOL CALLBACK install(PINIT_ONCE once, void *parameter, void **context) {
    (void)once;
    (void)parameter;
    (void)context;
    inaccessible = VirtualAlloc(NULL, GUARD_INACCESSIBLE_BYTES, MEM_RESERVE, PAGE_NOACCESS);
    return inaccessible != NULL && AddVectoredExceptionHandler(1, absorb_touch) != NULL;
}

enum status guard_start(struct error *error) {
    static INIT_ONCE once = INIT_ONCE_STATIC_INIT;
    if (!InitOnceExecuteOnce(&once, install, NULL, NULL)) {
        return error_set(error, STATUS_BROKEN,
                         "guarded memory could not be set up: error %lu while installing its exception handler",
                         GetLastError());
    }
    return STATUS_OK;
}

static struct guard *new_buffer(size_t pages) {
    struct guard *guard = memory_zeroed(1, sizeof *guard);
    unsigned char *base = VirtualAlloc(NULL, reserved_bytes(pages), MEM_RESERVE, PAGE_NOACCESS);
    if (base != NULL) {
        base = VirtualAlloc(base, (pages + 1) * PAGE_BYTES, MEM_COMMIT, PAGE_READWRITE);
    }
    if (base == NULL) {
        fprintf(stderr, "wspcheck: out of memory for a guarded buffer of %zu pages\n", pages);
        abort();
    }
    guard->base = base;
    guard->pages = pages;
    arm(guard);
    guard->next_made = atomic_load(&all_buffers);
    while (!atomic_compare_exchange_weak(&all_buffers, &guard->next_made, guard)) {
    }
    return guard;
}

/* The longest released buffer that has room; one of more than twice the pages is left for larger requests. */
static struct guard *take_free(size_t pages) {
    AcquireSRWLockExclusive(&free_lock);
    struct guard *before = NULL;
    struct guard *guard = first_free;
    while (guard != NULL && (guard->pages < pages || guard->pages > 2 * pages)) {
        before = guard;
        guard = guard->next_free;
    }
    if (guard != NULL) {
        *(before == NULL ? &first_free : &before->next_free) = guard->next_free;
        if (last_free == guard) {
            last_free = before;
        }
        guard->next_free = NULL;
    }
    ReleaseSRWLockExclusive(&free_lock);
    return guard;
}

struct guard *guard_make(size_t size, const char *name) {
    size_t pages = size == 0 ? 1 : (size + PAGE_BYTES - 1) / PAGE_BYTES;
    struct guard *guard = take_free(pages);
    if (guard == NULL) {
        guard = new_buffer(pages);
    } else if (atomic_load(&guard->opened)) {
        arm(guard); /* somebody wrote behind it after its release */
    }
    guard->size = size;
    snprintf(guard->name, sizeof guard->name, "%s", name);
    memset(guard_bytes(guard), GUARD_POISON, size);
    guard->in_use = true;
    return guard;
}

void guard_free(struct guard *guard) {
    if (guard == NULL) {
        return;
    }
    if (atomic_load(&guard->opened)) {
        arm(guard);
    }
    AcquireSRWLockExclusive(&free_lock);
    guard->in_use = false;
    *(last_free == NULL ? &first_free : &last_free->next_free) = guard;
    last_free = guard;
    ReleaseSRWLockExclusive(&free_lock);
}

void *guard_bytes(const struct guard *guard) { return guard_page(guard) - guard->size; }

size_t guard_size(const struct guard *guard) { return guard->size; }

bool guard_written_from(const struct guard *guard, size_t from) {
    const unsigned char *bytes = guard_bytes(guard);
    for (size_t i = from; i < guard->size; i++) {
        if (bytes[i] != GUARD_POISON) {
            return true;
        }
    }
    return false;
}

bool guard_overrun(struct guard *guard, struct text *sentence) {
    if (!atomic_load(&guard->opened)) {
        return false;
    }
    const unsigned char *page = guard_page(guard);
    size_t first = 0;
    size_t end = PAGE_BYTES;
    while (first < end && page[first] == pattern_byte(first)) {
        first++;
    }
    while (end > first && page[end - 1] == pattern_byte(end - 1)) {
        end--;
    }
    arm(guard);
    if (first == end) {
        return false;
    }
    text_format(sentence, "wrote %zu byte%s behind the end of %s (%zu bytes), at offset %zu", end - first,
                end - first == 1 ? "" : "s", guard->name, guard->size, guard->size + first);
    return true;
}

void *guard_inaccessible(void) { return inaccessible; }

bool guard_describe(const void *address, struct text *text) {
    uintptr_t wanted = (uintptr_t)address;
    if (inaccessible != NULL && wanted - (uintptr_t)inaccessible < GUARD_INACCESSIBLE_BYTES) {
        text_format(text, "inaccessible memory + %zu", (size_t)(wanted - (uintptr_t)inaccessible));
        return true;
    }
    for (const struct guard *guard = atomic_load(&all_buffers); guard != NULL; guard = guard->next_made) {
        uintptr_t base = (uintptr_t)guard->base;
        if (wanted < base || wanted - base >= reserved_bytes(guard->pages)) {
            continue;
        }
        uintptr_t start = (uintptr_t)guard_bytes(guard);
        text_format(text, "%s (%zu bytes%s) %c %zu", guard->name, guard->size, guard->in_use ? "" : ", released",
                    wanted < start ? '-' : '+', (size_t)(wanted < start ? start - wanted : wanted - start));
        return true;
    }
    return false;
}
