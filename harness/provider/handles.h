/*
 * The handle store behind the upcalls: socket handles with their contexts, and the handles of events and threads.
 *
 * Handles made here count up from HANDLE_FIRST in steps of HANDLE_STEP and are never given out twice, so that a handle
 * that is used after its close is recognised for good. Handles of IFS providers are only remembered: nobody tells when
 * they are closed, and the same value may rightly be presented again.
 *
 * Nothing here locks: upcalls.c owns one store and calls in with its lock held. A store starts as {0}.
 */
#ifndef WSPCHECK_PROVIDER_HANDLES_H
#define WSPCHECK_PROVIDER_HANDLES_H

#include <stdbool.h>
#include <stddef.h>

#include <winsock2.h>

#define HANDLE_FIRST ((SOCKET)0x5A000004)
#define HANDLE_STEP ((SOCKET)4)
#define HANDLE_NEVER ((SOCKET)0x59FFFFF4) /* no handle of the store, and none of the system */

enum handle_state {
    HANDLE_UNKNOWN,  /* nobody handed it out */
    HANDLE_OPEN,     /* made here and not closed */
    HANDLE_CLOSED,   /* made here and closed */
    HANDLE_PRESENTED /* an IFS provider's own */
};

/* A set of values without an order. */
struct handle_set {
    UINT_PTR *values; /* owned */
    size_t count;
    size_t capacity;
};

void handle_set_add(struct handle_set *set, UINT_PTR value); /* a value that is there already stays once */
bool handle_set_contains(const struct handle_set *set, UINT_PTR value);
bool handle_set_remove(struct handle_set *set, UINT_PTR value); /* whether it was there */
void handle_set_free(struct handle_set *set);

struct made_handle {
    DWORD_PTR context;
    bool closed;
};

struct handle_store {
    struct made_handle *made; /* owned; the handle's value is its index in steps */
    size_t made_count;
    size_t made_capacity;
    size_t open_count;
    struct handle_set presented;
};

SOCKET handles_make(struct handle_store *store, DWORD_PTR context);
void handles_present(struct handle_store *store, SOCKET handle);
enum handle_state handles_state(const struct handle_store *store, SOCKET handle);
/* The context of an open handle; false for any other. */
bool handles_context(const struct handle_store *store, SOCKET handle, DWORD_PTR *context);
/* Closes an open handle; false for any other. */
bool handles_close(struct handle_store *store, SOCKET handle);
void handles_free(struct handle_store *store);

#endif
