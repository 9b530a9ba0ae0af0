#include "scenario/pool.h"

#include <stdlib.h>

#include "base/memory.h"
#include "scenario/conductor.h"

/* Named threads are never in the idle list: whoever names them finds them by number. */
static void put_back(struct pool_thread *thread) {
    struct pool *pool = &thread->engine->pool;
    if (!thread->named) {
        thread->next_idle = pool->idle;
        pool->idle = thread;
    }
}

static DWORD WINAPI serve_jobs(void *context) {
    struct pool_thread *thread = context;
    struct engine *engine = thread->engine;
    AcquireSRWLockExclusive(&engine->lock);
    for (;;) {
        while (thread->job == NULL && !engine->pool.ending) {
            SleepConditionVariableSRW(&thread->wake, &engine->lock, INFINITE, 0);
        }
        struct job *job = thread->job;
        if (job == NULL) {
            break;
        }
        ReleaseSRWLockExclusive(&engine->lock);
        job->run(job);
        AcquireSRWLockExclusive(&engine->lock);
        thread->job = NULL;
        job->done = true;
        put_back(thread);
        conductor_notify(engine);
    }
    ReleaseSRWLockExclusive(&engine->lock);
    return 0;
}

/* The slot is filled before the thread runs, so that whoever looks a running thread up finds it. */
static struct pool_thread *make_thread(struct engine *engine, bool named) {
    struct pool *pool = &engine->pool;
    if (pool->count == POOL_LIMIT) {
        return NULL;
    }
    struct pool_thread *thread = memory_zeroed(1, sizeof *thread);
    thread->engine = engine;
    thread->number = (unsigned)pool->count + 1;
    thread->named = named;
    InitializeConditionVariable(&thread->wake);
    thread->handle = CreateThread(NULL, 0, serve_jobs, thread, CREATE_SUSPENDED, &thread->id);
    if (thread->handle == NULL) {
        free(thread);
        return NULL;
    }
    pool->threads[pool->count++] = thread;
    ResumeThread(thread->handle);
    return thread;
}

struct pool_thread *pool_idle_thread(struct engine *engine) {
    AcquireSRWLockExclusive(&engine->lock);
    struct pool_thread *thread = engine->pool.idle;
    if (thread != NULL) {
        engine->pool.idle = thread->next_idle;
        thread->next_idle = NULL;
    }
    ReleaseSRWLockExclusive(&engine->lock);
    return thread == NULL ? make_thread(engine, false) : thread;
}

struct pool_thread *pool_named_thread(struct engine *engine, int number) {
    struct pool_thread **slot = &engine->pool.named[number];
    if (*slot == NULL) {
        *slot = make_thread(engine, true);
    }
    return *slot;
}

bool pool_busy(struct pool_thread *thread) {
    AcquireSRWLockExclusive(&thread->engine->lock);
    bool busy = thread->job != NULL;
    ReleaseSRWLockExclusive(&thread->engine->lock);
    return busy;
}

void pool_give(struct pool_thread *thread, struct job *job) {
    AcquireSRWLockExclusive(&thread->engine->lock);
    thread->job = job;
    ReleaseSRWLockExclusive(&thread->engine->lock);
    WakeConditionVariable(&thread->wake);
}

struct pool_thread *pool_find(const struct engine *engine, DWORD id) {
    for (size_t i = 0; i < engine->pool.count; i++) {
        /* Empty while a thread is being added, and after the end. */
        struct pool_thread *thread = engine->pool.threads[i];
        if (thread != NULL && thread->id == id) {
            return thread;
        }
    }
    return NULL;
}

void pool_end(struct engine *engine) {
    struct pool *pool = &engine->pool;
    AcquireSRWLockExclusive(&engine->lock);
    pool->ending = true;
    for (size_t i = 0; i < pool->count; i++) {
        WakeConditionVariable(&pool->threads[i]->wake);
    }
    ReleaseSRWLockExclusive(&engine->lock);
    for (size_t i = 0; i < pool->count; i++) {
        struct pool_thread *thread = pool->threads[i];
        if (pool_busy(thread)) {
            continue;
        }
        WaitForSingleObject(thread->handle, INFINITE);
        CloseHandle(thread->handle);
        free(thread);
        pool->threads[i] = NULL;
    }
}
