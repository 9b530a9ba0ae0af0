/*
 * Calls into the provider: one table of procedures, one function that makes every call and looks at its outcome.
 *
 * A call is made of a request (a Lua table), runs on a thread of the pool or inside a meeting, and ends as a result (a
 * Lua table). Every pointer it passes leads to guarded memory that the call owns. A call is linked into its session
 * before anything can fail and is released with its result, unless the provider may still write to its memory: then it
 * stays until the session ends.
 *
 * Documents: the page of each WSP procedure; ws2spi.h.
 */
#ifndef WSPCHECK_SCENARIO_CALLS_H
#define WSPCHECK_SCENARIO_CALLS_H

#include <stdint.h>

#include <lua.h>

#include "provider/guard.h"
#include "scenario/condition.h"
#include "scenario/parts.h"

enum { CALL_GUARDS = 12 };

/* How a procedure says that it failed. */
enum call_rule {
    RULE_ZERO,   /* 0, or SOCKET_ERROR */
    RULE_COUNT,  /* a count, or SOCKET_ERROR */
    RULE_SOCKET, /* a socket, or INVALID_SOCKET */
    RULE_TRUTH,  /* TRUE, or FALSE */
    RULE_CODE    /* 0, or the error code itself */
};

struct request {
    lua_State *lua;
    int table; /* stack index of the request */
    struct call *call;
};

struct procedure {
    const char *name;
    enum call_rule rule;
    const char *fields; /* of the request, besides those that all have; each with a blank before and behind */
    void (*prepare)(struct request *request);
    void (*invoke)(struct call *call);                 /* sets call->returned */
    void (*report)(lua_State *lua, struct call *call); /* adds outputs to the result on top; may be NULL */
};

/* One pointer argument. */
struct block {
    void *pointer;
    struct guard *guard; /* NULL when the pointer leads to no guarded memory */
    size_t size;
};

/* What a call passes and gets back; each procedure uses some of it. */
struct arguments {
    SOCKET socket;
    int family, type, protocol, backlog, how, level, option, length_value, nfds;
    DWORD flags, code, mask, message, version, process;
    GROUP group;
    struct block info, address, length, value, buffer, buffer_header, reply, reply_header, sqos, gqos, qos_name, count;
    struct block flags_cell, from, from_length, record, text;
    struct block sets[3], timeout;
    HANDLE event;
    HWND window;
    LPCONDITIONPROC condition;
    DWORD_PTR callback_data;
    bool scribble, spoil_table, keep_table, wait;
    char recorder;
    struct operation *operation; /* overlapped; NULL when not */
};

struct call {
    struct job job; /* first: a call is given to the pool as a job */
    struct session *session;
    struct call *next; /* in the session's list */
    const struct procedure *procedure;
    unsigned number;
    char *actor;       /* owned; NULL where the request names none */
    struct text words; /* the arguments, for the journal */
    WSPPROC_TABLE table;
    struct arguments arguments;
    struct guard *guards[CALL_GUARDS];
    size_t guard_count;
    struct guard *error_cell;
    bool poisoned; /* the error cell was poisoned before the call */
    bool kept;     /* memory stays until the session ends */
    bool begun;    /* given to a thread */

    /* Guarded by the engine's lock while the call is in progress. */
    bool entered, inside;
    DWORD thread;
    unsigned visitors; /* condition functions and callbacks that use the call right now */
    size_t hooks;
    struct condition_call **conditions;
    size_t condition_count, condition_capacity;

    /* Fixed before the thread starts. */
    int condition_function; /* registry reference */
    int *decisions;         /* applied without Lua; owned */
    size_t decision_count, decisions_given;
    struct call *outer; /* the call of the same thread around this one */

    /* The outcome, fixed when the job is done. */
    intptr_t returned;
    bool ok, error_written;
    int error;
    bool odd_return; /* it failed and returned neither 0 nor SOCKET_ERROR */
    struct text overrun;
};

extern const struct procedure procedures[];
extern const size_t procedure_count;

/* Makes a call from the request table at this stack index: linked, prepared, not begun. Mistakes are Lua errors. */
struct call *call_make(lua_State *lua, struct session *session, int request);
/* Gives the call to the thread that the request asks for. Mistakes are Lua errors. */
void call_begin(lua_State *lua, struct call *call, int request);
/* Whether it returned and nobody uses it any more. The lock is held. */
bool call_settled(void *call);
/* Pushes the result of a settled call; releases the call unless its memory must stay. */
void call_push_result(lua_State *lua, struct call *call);

/* A call of the engine's own: closes a socket, on a pool thread. NULL when no thread can be had. */
struct call *call_begin_close(struct session *session, SOCKET socket);

/* Unlinks and releases; the call is settled. */
void call_free(struct call *call);
/* Appends the sentences of overruns that happened since the call was looked at. */
void call_look_for_overruns(struct call *call, struct text *sentences);

/* "WSPAccept(listener)" or "WSPAccept(listener, condition function)". */
void call_describe(const struct call *call, bool with_arguments, struct text *text);

#endif
