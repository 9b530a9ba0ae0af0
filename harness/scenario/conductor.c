#include "scenario/conductor.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/memory.h"
#include "scenario/pool.h"
#include "scenario/rendezvous.h"

/* Whether the sleeping conductor would find something to do. Most of what happens is not what it waits for, and waking
 * it costs more than asking. */
static bool is_awaited(const struct engine *engine) {
    const struct wait *wait = engine->asleep_for;
    return wait != NULL &&
           ((engine->serves && engine->meetings != NULL) || (wait->ready != NULL && wait->ready(wait->context)));
}

void conductor_notify(struct engine *engine) {
    engine->activity++;
    if (!is_awaited(engine)) {
        return;
    }
    if (engine->asleep_for->handle != NULL) {
        SetEvent(engine->wake);
    } else {
        WakeConditionVariable(&engine->changed);
    }
}

/* Sleeps at most that long; may wake for no reason. The lock is held and is held again afterwards. */
static void sleep_once(struct engine *engine, const struct wait *wait, bool serves, unsigned long long us) {
    DWORD ms = us > 3600000000ull ? 3600000 : (DWORD)((us + 999) / 1000);
    engine->asleep_for = wait;
    engine->serves = serves;
    if (wait->handle == NULL) {
        SleepConditionVariableSRW(&engine->changed, &engine->lock, ms, 0);
    } else {
        HANDLE handles[] = {wait->handle, engine->wake};
        ReleaseSRWLockExclusive(&engine->lock);
        WaitForMultipleObjects(2, handles, FALSE, ms);
        AcquireSRWLockExclusive(&engine->lock);
    }
    engine->asleep_for = NULL;
}

static bool has_come(const struct wait *wait) {
    return (wait->ready != NULL && wait->ready(wait->context)) ||
           (wait->handle != NULL && WaitForSingleObject(wait->handle, 0) == WAIT_OBJECT_0);
}

bool conductor_wait(struct engine *engine, lua_State *lua, const struct wait *wait) {
    AcquireSRWLockExclusive(&engine->lock);
    unsigned long long deadline = clock_us() + wait->limit_us;
    bool come;
    while (!(come = has_come(wait))) {
        unsigned long long now = clock_us();
        struct meeting *meeting = lua == NULL ? NULL : meeting_take(engine);
        if (meeting != NULL) {
            ReleaseSRWLockExclusive(&engine->lock);
            meeting_serve(lua, meeting);
            AcquireSRWLockExclusive(&engine->lock);
            deadline += clock_us() - now;
        } else if (now >= deadline) {
            break;
        } else {
            sleep_once(engine, wait, lua != NULL, deadline - now);
        }
    }
    ReleaseSRWLockExclusive(&engine->lock);
    return come;
}

struct errand {
    struct job job;
    void (*function)(void *context);
    void *context;
};

static void run_errand(struct job *job) {
    struct errand *errand = (struct errand *)job;
    errand->function(errand->context);
}

static bool errand_done(void *context) { return ((struct errand *)context)->job.done; }

bool conductor_run_apart(struct engine *engine, void (*function)(void *context), void *context) {
    struct errand *errand = memory_zeroed(1, sizeof *errand);
    errand->job.run = run_errand;
    errand->function = function;
    errand->context = context;
    struct pool_thread *thread = pool_idle_thread(engine);
    if (thread == NULL) {
        free(errand);
        engine->spent = true;
        return false;
    }
    pool_give(thread, &errand->job);
    struct wait wait = {.ready = errand_done, .context = errand, .limit_us = engine->limit_us};
    if (!conductor_wait(engine, NULL, &wait)) {
        engine->spent = true;
        return false;
    }
    free(errand);
    return true;
}
