/*
 * Trap pointers: what an upcall table is overwritten with once its storage belongs to the harness again. A call through
 * one shows that the provider kept the address of the table instead of a copy. Any thread.
 *
 * Document: WSPStartup (UpcallTable is passed by value).
 */
#ifndef WSPCHECK_SCENARIO_TRAP_H
#define WSPCHECK_SCENARIO_TRAP_H

#include <winsock2.h>
#include <ws2spi.h>

void trap_spoil(WSPUPCALLTABLE *table);
/* Calls through traps since trap_reset. */
long trap_hits(void);
void trap_reset(void);

#endif
