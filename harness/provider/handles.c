#include "provider/handles.h"

#include <stdlib.h>

#include "base/memory.h"

void handle_set_add(struct handle_set *set, UINT_PTR value) {
    if (handle_set_contains(set, value)) {
        return;
    }
    set->values = memory_grow(set->values, set->count, &set->capacity, sizeof *set->values);
    set->values[set->count++] = value;
}

bool handle_set_contains(const struct handle_set *set, UINT_PTR value) {
    for (size_t i = 0; i < set->count; i++) {
        if (set->values[i] == value) {
            return true;
        }
    }
    return false;
}

bool handle_set_remove(struct handle_set *set, UINT_PTR value) {
    for (size_t i = 0; i < set->count; i++) {
        if (set->values[i] == value) {
            set->values[i] = set->values[--set->count];
            return true;
        }
    }
    return false;
}

void handle_set_free(struct handle_set *set) {
    free(set->values);
    *set = (struct handle_set){0};
}

SOCKET handles_make(struct handle_store *store, DWORD_PTR context) {
    store->made = memory_grow(store->made, store->made_count, &store->made_capacity, sizeof *store->made);
    store->made[store->made_count] = (struct made_handle){.context = context};
    store->open_count++;
    return HANDLE_FIRST + HANDLE_STEP * (SOCKET)store->made_count++;
}

void handles_present(struct handle_store *store, SOCKET handle) { handle_set_add(&store->presented, handle); }

static struct made_handle *find_made(const struct handle_store *store, SOCKET handle) {
    SOCKET offset = handle - HANDLE_FIRST;
    if (handle < HANDLE_FIRST || offset % HANDLE_STEP != 0 || offset / HANDLE_STEP >= store->made_count) {
        return NULL;
    }
    return &store->made[offset / HANDLE_STEP];
}

enum handle_state handles_state(const struct handle_store *store, SOCKET handle) {
    const struct made_handle *made = find_made(store, handle);
    if (made != NULL) {
        return made->closed ? HANDLE_CLOSED : HANDLE_OPEN;
    }
    return handle_set_contains(&store->presented, handle) ? HANDLE_PRESENTED : HANDLE_UNKNOWN;
}

bool handles_context(const struct handle_store *store, SOCKET handle, DWORD_PTR *context) {
    const struct made_handle *made = find_made(store, handle);
    if (made == NULL || made->closed) {
        return false;
    }
    *context = made->context;
    return true;
}

bool handles_close(struct handle_store *store, SOCKET handle) {
    struct made_handle *made = find_made(store, handle);
    if (made == NULL || made->closed) {
        return false;
    }
    made->closed = true;
    store->open_count--;
    return true;
}

void handles_free(struct handle_store *store) {
    free(store->made);
    handle_set_free(&store->presented);
    *store = (struct handle_store){0};
}
