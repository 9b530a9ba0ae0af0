/*
 * The engine's parts as its own files see them.
 *
 * One lock guards everything that more than one thread touches: the session's lists, the calls' progress, meetings and
 * the pool. It is never held while the provider, Lua or the emit callback runs. The conductor waits on one condition
 * variable (conductor.h), every pool thread and every meeting on one of its own; condition variables because under Wine
 * they wake a thread four times as fast as events do.
 *
 * When a provider hangs, its thread keeps the call, the session and the engine for ever: whatever such a thread may
 * still touch is then left allocated on purpose (engine.spent).
 */
#ifndef WSPCHECK_SCENARIO_PARTS_H
#define WSPCHECK_SCENARIO_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include <winsock2.h>
#include <ws2spi.h>

#include <windows.h>

#include "base/text.h"
#include "provider/provider.h"
#include "provider/upcalls.h"
#include "scenario/engine.h"
#include "scenario/message_window.h"

struct call;
struct meeting;
struct sandbox;

#define POOL_LIMIT 1024 /* threads at the most, so many calls may be pending */
#define POOL_NAMED 16   /* threads that a script can name by number */

/* Work for a pool thread; the first member of what the work needs. */
struct job {
    void (*run)(struct job *job);
    bool done; /* set under the lock when run has returned */
};

struct pool_thread {
    struct engine *engine;
    HANDLE handle;
    DWORD id;
    unsigned number; /* 1 and up; "worker 1" in the journal */
    bool named;
    CONDITION_VARIABLE wake;
    struct job *job;
    struct pool_thread *next_idle;
    struct call *innermost; /* the call it is in; written by the thread itself, read by the crash filter */
};

struct pool {
    struct pool_thread *threads[POOL_LIMIT];
    size_t count;
    struct pool_thread *idle;
    struct pool_thread *named[POOL_NAMED + 1];
    bool ending;
};

struct event_object {
    HANDLE handle; /* NULL once closed */
};

struct hook_fault {
    char *text;
};

struct cancel_result {
    int returned;
    int error;
};

enum hook_mode { HOOK_NONE, HOOK_DELIVERED };

struct stray_condition {
    DWORD thread;
    DWORD_PTR callback_data;
};

/* The checks so far, and what their verdicts come to. */
struct tally {
    size_t checks, failed, warned;
    bool overrun_judged; /* a failed check on SOCKET-11 */
    char *first_failure, *first_warning;
    char *first_undecided; /* why a requirement cannot be decided on this provider */
    bool *decided;         /* one for each of the scenario's verifies */
};

/* One scenario's run, or a probe. */
struct session {
    struct engine *engine;
    const struct scenario_info *scenario; /* NULL while probing; the conductor's: the library may end before a thread */
    char *scenario_id;                    /* owned; NULL while probing */
    int round;
    struct sandbox *sandbox;
    struct tally tally;
    bool muted; /* over: whatever its threads still do is not recorded; guarded by emit_lock */

    /* Only the conductor touches these. */
    const char *forced; /* the verdict of a run that the script cannot go on with; NULL while it can */
    char *forced_reason;
    char *last_call;
    bool stopped;            /* by the script itself, after a check that failed */
    struct meeting *serving; /* the meeting being served, innermost */
    struct event_object *events;
    size_t event_count, event_capacity;
    int hook_function; /* a registry reference */

    /* Guarded by the engine's lock. */
    bool closing; /* meetings are answered without the script from here on */
    unsigned calls_made;
    unsigned observers;  /* upcalls that are being recorded right now */
    struct call *calls;  /* latest first */
    WSPPROC_TABLE table; /* empty before a WSPStartup has succeeded */
    bool startup_tried;  /* by the script */
    int startup_code;    /* what the last one returned */
    int starts;          /* successful WSPStartup less successful WSPCleanup by the script */
    SOCKET *sockets;     /* handed out and not closed */
    size_t socket_count, socket_capacity;
    struct upcall_record *upcalls;
    size_t upcall_count, upcall_capacity;
    struct stray_condition *strays;
    size_t stray_count, stray_capacity;
    enum hook_mode hook;
    DWORD_PTR hook_context;
    struct hook_fault *hook_faults;
    size_t hook_fault_count, hook_fault_capacity;
    struct cancel_result *cancels;
    size_t cancel_count, cancel_capacity;
    struct text overruns; /* of calls whose outcome is final; "; " between them */
};

struct engine {
    struct engine_options options;
    struct cJSON *traits; /* NULL before probing */
    DWORD conductor;      /* thread id */
    bool started;         /* the provider was started by the engine */
    bool spent;
    unsigned long long limit_us, short_us, poll_us;

    SRWLOCK lock;
    CONDITION_VARIABLE changed;
    HANDLE wake;                   /* stands in for the condition variable while the conductor waits for a handle */
    const struct wait *asleep_for; /* what the conductor sleeps for; NULL while it is awake */
    bool serves;                   /* meetings, while it sleeps */
    unsigned long long activity;   /* counts whatever the conductor may be waiting for */
    struct meeting *meetings;      /* that wait to be served, oldest first */
    struct pool pool;
    struct session *session; /* NULL between scenarios */

    SRWLOCK emit_lock;

    struct message_window window;
};

/* The one engine of the process, for callbacks that carry no context; NULL when there is none. */
struct engine *engine_of_process(void);

#endif
