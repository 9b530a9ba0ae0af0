/*
 * The reference provider on a bench: its DLL loaded without the harness, under an upcall table of the test's own, with
 * short forms of the procedures for the tests to read well.
 *
 * A case begins with bench_start and ends with bench_stop, which runs WSPCleanup and says whether every handle that was
 * handed out came back. Waits have no limit of their own: a test that hangs is ended by whoever runs it. The upcalls
 * may come from any thread; everything else belongs to the case's own.
 */
#ifndef WSPCHECK_TESTS_REFERENCE_BENCH_H
#define WSPCHECK_TESTS_REFERENCE_BENCH_H

#include <stdbool.h>
#include <winsock2.h>
#include <ws2spi.h>

#include "personality.h"
#include "unit.h"

#define POISON 0x5EED

/* Loads the DLL once and starts an entry by its name, such as L"stream" for "wspcheck reference stream". */
void bench_start(const wchar_t *name);
/* WSPCleanup. Counts an assertion as failed where a handle is still out. */
void bench_stop(void);

extern WSPPROC_TABLE provider;               /* the table of the latest start */
extern LPWSPSTARTUP bench_startup;           /* the DLL's entry point */
extern WSAPROTOCOL_INFOW entry;              /* the started entry */
extern const struct personality *started_as; /* its personality */
WSAPROTOCOL_INFOW bench_entry(const wchar_t *name);
WSPUPCALLTABLE bench_upcalls(void);

/* What the upcalls have seen. */
size_t bench_handles_out(void);
unsigned bench_handles_made(void);
unsigned bench_hook_queries(void);
unsigned bench_context_queries(void);
void bench_refuse_next_handle(void);
/* The hook that WPUQueryBlockingCallback gives to the calling thread; NULL for none. */
void bench_set_hook(LPBLOCKINGCALLBACK hook, DWORD_PTR context);

struct posted {
    HWND window;
    UINT message;
    SOCKET socket;
    long event;
    int error;
};
/* Messages in the order of posting, from the case's beginning on. bench_await_posts waits until there are that many. */
size_t bench_posts(void);
void bench_await_posts(size_t count);
struct posted bench_post(size_t index);

/* An address of the started entry's family. */
struct bench_name {
    SOCKADDR_STORAGE storage;
    int length;
};
struct bench_name bench_any_name(void); /* this host, endpoint for the provider to choose */
struct bench_name bench_local_name(SOCKET s);
struct bench_name bench_peer_name(SOCKET s);
bool bench_same_name(const struct bench_name *one, const struct bench_name *other);

/* Short forms; a call that fails where it must not counts as a failed assertion. */
SOCKET bench_socket(void);
SOCKET bench_bound(void);
SOCKET bench_listener(int backlog);
void bench_close(SOCKET s);
void bench_set_non_blocking(SOCKET s);
/* A non-blocking caller on its way to a listener; the request has arrived when it returns. */
SOCKET bench_caller(SOCKET listener);
SOCKET bench_caller_with(SOCKET listener, WSABUF *caller_data, WSABUF *callee_data);
/* 0, or the code of what the call would give; WSAEWOULDBLOCK for an attempt under way. */
int bench_connect(SOCKET s, const struct bench_name *to);
SOCKET bench_accept(SOCKET listener, int *code); /* non-blocking, without a condition function */
/* Accepts with a condition function that answers with this decision. */
SOCKET bench_decide(SOCKET listener, int decision, int *code);
int bench_send(SOCKET s, const void *bytes, ULONG length);           /* a code */
int bench_receive(SOCKET s, void *bytes, ULONG room, DWORD *length); /* a code */
/* A connected pair: [0] the caller, [1] the accepted. */
void bench_pair(SOCKET pair[2]);
bool bench_selected(SOCKET s, char set); /* 'r', 'w' or 'x', without waiting */
void bench_await_selected(SOCKET s, char set);
/* Recorded events and, in *error, the code of the one asked for. */
long bench_events(SOCKET s, long event, int *error);

/* A condition call as it was seen; the latest one. */
struct condition_call {
    unsigned calls; /* since bench_start */
    DWORD thread;
    struct bench_name caller, callee;
    bool has_caller_data, has_flow, has_group_flow;
    unsigned char caller_data[8192];
    ULONG caller_length, reply_room;
    GROUP group_at_entry;
    DWORD_PTR callback_data;
    QOS flow;
};
extern struct condition_call condition_seen;
/* What the bench's condition function does besides deciding. */
struct condition_plan {
    int decision;
    const void *reply;
    ULONG reply_length; /* stored as lpCalleeData->len */
    bool leave_reply_length;
    GROUP group; /* stored where not 0 */
    void (*meanwhile)(void);
};
extern struct condition_plan condition_plan;
/* Whether the latest condition function was shown this caller, or none where the entry's callers have no names. */
bool bench_was_shown(SOCKET caller);
int CALLBACK bench_condition(LPWSABUF caller_id, LPWSABUF caller_data, LPQOS flow, LPQOS group_flow, LPWSABUF callee_id,
                             LPWSABUF callee_data, GROUP *group, DWORD_PTR callback_data);

/* A call on a thread of its own. */
struct bench_thread {
    HANDLE handle;
    void (*body)(void *context);
    void *context;
};
void bench_thread_begin(struct bench_thread *thread, void (*body)(void *context), void *context);
void bench_thread_join(struct bench_thread *thread);

/* Runs a case for each connection-oriented entry of the DLL, started and stopped round it. */
void bench_for_each_stream(void (*run)(void));

#endif
