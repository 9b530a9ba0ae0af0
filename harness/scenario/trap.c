#include "scenario/trap.h"

#include <string.h>

static volatile LONG hits;

/* Fails whatever is asked: all bits set is INVALID_SOCKET and SOCKET_ERROR. On x86, where functions take their
 * arguments off the stack themselves, tables are passed by value and no trap is ever laid. */
static INT_PTR WINAPI count_hit(void) {
    InterlockedIncrement(&hits);
    return -1;
}

void trap_spoil(WSPUPCALLTABLE *table) {
    INT_PTR(WINAPI *const trap)(void) = count_hit;
    for (size_t i = 0; i < sizeof *table / sizeof trap; i++) {
        memcpy((char *)table + i * sizeof trap, &trap, sizeof trap);
    }
}

long trap_hits(void) { return hits; }

void trap_reset(void) { InterlockedExchange(&hits, 0); }
