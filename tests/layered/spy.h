/*
 * A base provider that does nothing but remember what it is given: it shows what a layer passes down. Its descriptors
 * are invented and never registered with the library; calls on them fail with the code of the test's choice.
 *
 * The state is plain data that the test reads and writes through spy_state, between calls on the same thread.
 */
#ifndef WSPCHECK_TESTS_LAYERED_SPY_H
#define WSPCHECK_TESTS_LAYERED_SPY_H

#include <winsock2.h>
#include <ws2spi.h>

struct spy_state {
    unsigned int starts, cleanups, sockets, closes;
    int startup_code; /* what WSPStartup answers */
    int code;         /* what every call on a descriptor fails with; 0: it succeeds */
    WSPUPCALLTABLE upcalls;
    WSPPROC_TABLE table;
    WSAPROTOCOL_INFOW startup_entry, socket_entry, address_entry;
    SOCKET last_socket;      /* the descriptor of the latest call */
    const void *pointers[6]; /* of the latest WSPConnect, WSPSend or WSPAccept: its pointer arguments in order */
    int decision;            /* of the condition function in the latest WSPAccept */
    GROUP group;             /* that it left */
};

typedef struct spy_state *(*spy_state_function)(void);

/* What the spy shows to the condition function. */
#define SPY_CALLER_DATA "from the caller"
#define SPY_GROUP 0x1234u

#endif
