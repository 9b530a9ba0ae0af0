/*
 * Between a layered provider and the one below it. What a layer gets from GetProcAddress for the lower DLL's WSPStartup
 * is a stand-in that passes every call on; while it is watched, the procedure table that comes up through it has
 * stand-ins as well, for the procedures by which a layer shows how it treats what is below. So the harness sees what a
 * layer passes down, and can make the provider below fail, whatever that provider is.
 *
 * A layer that finds the lower WSPStartup in another way is not seen: below_seen then has no attempts.
 *
 * below_expect before the layer is loaded, on one thread; the rest may be called by any. One lock inside, which is not
 * held while the lower provider runs.
 *
 * Documents: WSPStartup, Remarks; the overview of layered protocols and chains.
 */
#ifndef WSPCHECK_PROVIDER_BELOW_H
#define WSPCHECK_PROVIDER_BELOW_H

#include <stdbool.h>

#include <winsock2.h>
#include <ws2spi.h>

#include <windows.h>

/* The procedures with a stand-in. */
enum below_procedure {
    BELOW_STARTUP,
    BELOW_ACCEPT,
    BELOW_ADDRESS_TO_STRING,
    BELOW_CLEANUP,
    BELOW_CLOSE_SOCKET,
    BELOW_CONNECT,
    BELOW_LISTEN,
    BELOW_SOCKET,
    BELOW_STRING_TO_ADDRESS,
    BELOW_PROCEDURES
};

extern const char *const below_names[BELOW_PROCEDURES]; /* "WSPStartup", "WSPAccept", ... */

struct below_seen {
    unsigned attempts, starts, cleanups; /* calls of WSPStartup; successful ones; successful calls of WSPCleanup */
    unsigned opened, closed;             /* descriptors */
    SOCKET latest;                       /* the one that was opened last */
    WSPUPCALLTABLE upcalls;              /* of the latest WSPStartup */
    WSPPROC_TABLE table;                 /* as the layer got it from its latest successful start */
    bool has_entry[BELOW_PROCEDURES];    /* whether the procedure was called with a catalog entry */
    WSAPROTOCOL_INFOW entries[BELOW_PROCEDURES]; /* the latest that it was called with */
};

/* Which DLL is the one below; NULL: there is none. The path is expanded. */
void below_expect(const wchar_t *dll);

/* What to give out as a module's WSPStartup. */
FARPROC below_startup(HMODULE module, FARPROC real);

/* Watches from the next WSPStartup on, and forgets what was seen so far. */
void below_watch(void);
void below_read(struct below_seen *seen);

/* The next call of a procedure fails with a code instead of reaching the provider below: WSPStartup, WSPAccept,
 * WSPConnect or WSPListen. */
void below_fail_next(enum below_procedure procedure, int code);
/* Takes back a failure that no call met; true if there was one. */
bool below_disarm(void);

#endif
