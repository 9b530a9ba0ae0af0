/*
 * The conductor's waiting: one loop for everything a script can wait for, serving meetings meanwhile.
 */
#ifndef WSPCHECK_SCENARIO_CONDUCTOR_H
#define WSPCHECK_SCENARIO_CONDUCTOR_H

#include <lua.h>

#include "scenario/parts.h"

/* What to wait for. Either may be NULL; with both, whichever comes first ends the wait. */
struct wait {
    bool (*ready)(void *context); /* called with the lock held, on the conductor's thread or one that notifies it */
    void *context;
    HANDLE handle;
    unsigned long long limit_us;
};

/* Something that a wait may be for has changed: wakes the conductor if it sleeps for that. The lock is held, and was
 * held all the time since the change. */
void conductor_notify(struct engine *engine);

/* Waits on the conductor's thread; the lock is not held. False when the limit passed, not counting the time that
 * serving took. With a Lua state meetings are served; serving may raise a Lua error, so the caller must own nothing
 * then. */
bool conductor_wait(struct engine *engine, lua_State *lua, const struct wait *wait);

/* Runs a function on a pool thread and waits for it without serving anybody. False when the limit passed: the engine is
 * spent then, and context stays with the hung thread. */
bool conductor_run_apart(struct engine *engine, void (*function)(void *context), void *context);

#endif
