/*
 * The pool: threads on which provider calls run, so that a call that blocks or hangs holds nobody up.
 *
 * Threads are made when they are needed and kept until the engine closes. Jobs are given by the conductor only; a job
 * that hangs keeps its thread, which the pool then never waits for. The job must not be released before job->done.
 */
#ifndef WSPCHECK_SCENARIO_POOL_H
#define WSPCHECK_SCENARIO_POOL_H

#include "scenario/parts.h"

/* A thread without work, taken out of the idle list; NULL when POOL_LIMIT threads are busy or the system has no more.
 */
struct pool_thread *pool_idle_thread(struct engine *engine);
/* The thread that scripts call by this number (1..POOL_NAMED); NULL when none can be made. May be busy. */
struct pool_thread *pool_named_thread(struct engine *engine, int number);
bool pool_busy(struct pool_thread *thread);

/* Hands a job to a thread that has none. */
void pool_give(struct pool_thread *thread, struct job *job);

/* The pool's own thread of this id, NULL for any other. Takes no lock: for the crash filter too. */
struct pool_thread *pool_find(const struct engine *engine, DWORD id);

/* Ends all idle threads and waits for them; threads that hang in a job are left alone. */
void pool_end(struct engine *engine);

#endif
