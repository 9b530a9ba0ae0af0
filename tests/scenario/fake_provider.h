/*
 * A provider inside the test program: no transport, only the behaviours that the engine has to cope with. What a call
 * does is chosen by its arguments, so that scripts choose it. One engine at a time uses it, from any thread.
 */
#ifndef WSPCHECK_TESTS_SCENARIO_FAKE_PROVIDER_H
#define WSPCHECK_TESTS_SCENARIO_FAKE_PROVIDER_H

#include "provider/provider.h"

enum { FAKE_CATALOG_ID = 4242 };

/* Backlogs that make WSPListen misbehave. */
enum {
    FAKE_FAILS_SILENTLY = -1,  /* SOCKET_ERROR, *lpErrno untouched */
    FAKE_FAILS_ODDLY = -2,     /* SOCKET_ERROR with the code 9999 */
    FAKE_HANGS = -3,           /* until fake_release, whatever is closed */
    FAKE_WAITS_FOR_CLOSE = -4, /* until any socket is closed */
    FAKE_CALLS_CONDITION = -5, /* calls the condition function that WSPAccept was given last, outside of it */
    FAKE_CLOSES_UNKNOWN = -6,  /* gives back a descriptor that it was not given */
    FAKE_LEAVES_ERRNO = -7     /* the same, and without lpErrno */
};

/* Callback data that make WSPAccept misbehave. */
enum {
    FAKE_ON_ANOTHER_THREAD = 0x100, /* calls the condition function on a thread of its own */
    FAKE_ODD_PARAMETERS = 0x200,    /* NULL, empty and bad parameters */
    FAKE_ASKS_FOR_HOOK = 0x300,     /* asks for the blocking callback and calls it until it says FALSE or three times */
    FAKE_WRONG_CONTEXT = 0x400,     /* the same with another context */
    FAKE_CALLS_TWICE = 0x500        /* calls the condition function until it accepts, at most five times */
};

struct fake_state {
    volatile LONG starts; /* WSPStartup less WSPCleanup */
    volatile LONG open_sockets;
    volatile LONG startups, cleanups, cancels;
    GROUP group_after_condition; /* what *g was when the latest condition function returned */
    char reply[16];              /* what was in lpCalleeData then */
    u_long reply_length;
    const char *name; /* the name passed to the latest WSPConnect: may be stale */
};

extern struct fake_state fake;

/* An entry and a provider that is "loaded" anew: only its start function is there. */
struct provider *fake_provider(void);
/* Lets calls go that hang; they then hang no more until fake_reset. */
void fake_release(void);
void fake_reset(void);

#endif
