/*
 * A second transport provider, written from the published documents only and by another mind than the reference: the
 * suite must find nothing wrong with it. It is as different as the documents let it be.
 *
 * One thread, the wire, does all that a network would do: it carries steps (a call, its answer, data, an end) from one
 * end of a connection to the other in the order in which they were sent, and it alone indicates network events. A WSP
 * function only changes its own end and posts steps. One lock guards everything; it is never held during an upcall, a
 * condition function or a blocking hook.
 *
 * Ownership: a socket owns its end; a request owns the listener's end of a connection until it is accepted. A socket
 * lives until it is closed and nobody holds it.
 */
#ifndef WSPCHECK_TESTS_STRANGER_WORLD_H
#define WSPCHECK_TESTS_STRANGER_WORLD_H

#include <stdbool.h>
#include <stddef.h>

#include <winsock2.h>
#include <ws2spi.h>

#include <windows.h>

#define PLACE_HOST 16
#define ADDRESS_MOST 64
#define MESSAGE_MOST 4096
#define UNREAD_MOST 65536 /* bytes; then a sender has to wait */

/* What a listener makes of a request whose caller went away. */
enum withdrawal { WITHDRAWN_VANISHES, WITHDRAWN_RESETS, WITHDRAWN_DENIES, WITHDRAWN_IS_DEAD };

/* One catalog entry, and the choices that the documents leave. */
struct entry {
    const wchar_t *title;
    int family, type, protocol;
    DWORD flags;
    int min_address, max_address;
    bool reports;        /* connect completes when the listener decides */
    bool prompt;         /* a non-blocking connect may succeed at once */
    bool early_handle;   /* a descriptor is made before the condition function is asked */
    bool picky_groups;   /* an unknown group is an error */
    bool keeps;          /* a request stays queued after an error of its acceptance */
    bool few_options;    /* nothing that is optional */
    bool calls_by_bound; /* the callee is named as it was bound */
    bool no_nesting;     /* WSAEINPROGRESS inside a condition function */
    bool conditional;    /* SO_CONDITIONAL_ACCEPT exists */
    enum withdrawal withdrawal;
    bool tells_of_withdrawal; /* of a deferred request, before it is reported */
    int most_queued;
    ULONG most_data;    /* connect data, each way */
    ULONG most_parting; /* disconnect data */
    DWORD latency;      /* of each step on the wire, in milliseconds */
    DWORD knocking;     /* a call that finds the queue full is not refused, it comes again in so many milliseconds */
    DWORD detour;       /* more of it for callers that have been bound before they call */
    DWORD jostling;     /* more of it for every second call, which is overtaken by the next */
    bool abrupt;        /* a call that finds a full queue, or none, is refused at once where it does not block */
    bool reuses_ports;  /* the first one that is free, also one that was just given back */
    bool native;        /* blocks without asking for the blocking callback */
};

struct place {
    unsigned char host[PLACE_HOST];
    unsigned short port;
};

struct bytes {
    ULONG size;
    char *data; /* owned */
};

struct parcel { /* received, not yet read */
    struct parcel *next;
    struct bytes bytes;
    ULONG read; /* how much of it was */
    struct place from;
};

struct mail {
    struct parcel *first;
    ULONG size;
};

enum progress { CALLING, OPEN, FAILED };

struct end {
    struct end *peer; /* NULL when it is gone */
    struct socket *socket;
    struct request *request;
    enum progress progress;
    int code;     /* why it FAILED */
    bool ended;   /* the other side sends no more */
    bool broken;  /* and there is no connection any more */
    bool silent;  /* this side sends no more */
    bool deaf;    /* and receives no more */
    bool answers; /* the caller was told that it is connected */
    struct mail mail;
    ULONG sent; /* what the peer has not read yet */
    struct bytes reply, parting;
    bool detour;         /* all between the two takes longer than what others have to say to each other */
    unsigned short lane; /* the port that was called: what goes its way stays in order */
    struct place local, remote;
};

struct request {
    struct request *next;
    struct socket *listener; /* NULL before it arrives, and when the listener is gone */
    struct end *end;
    struct bytes data;
    struct place dialed;
    struct entry *entry;
    DWORD judge; /* the thread whose condition function looks at it */
    bool deferred, withdrawn;
};

struct receive { /* overlapped, pending */
    struct receive *next;
    WSAOVERLAPPED *overlapped;
    WSABUF buffer;
    LPWSAOVERLAPPED_COMPLETION_ROUTINE routine;
    WSATHREADID thread;
};

struct options {
    BOOL reuse, keep_alive, debug, dont_route, out_of_band_inline, broadcast, conditional;
    LINGER linger;
    int send_room, receive_room;
};

struct socket {
    struct socket *next;
    SOCKET handle;
    DWORD_PTR id;
    LONG holders;
    bool closed;
    struct entry *entry;
    WSAPROTOCOL_INFOW info;
    bool bound, owns_name, listening, nonblocking;
    struct place local;
    int backlog;
    struct request *queue;
    struct end *end;
    WSABUF *reply; /* the client's, until a non-blocking attempt is over */
    bool replies;
    bool failed; /* the last non-blocking attempt did */
    int error;   /* SO_ERROR */
    struct mail mail;
    struct place peer; /* of a datagram socket */
    bool has_peer;
    struct receive *receives;
    struct options options;
    /* notices */
    long mask;
    HANDLE event;
    HWND window;
    UINT message;
    long recorded;
    int codes[FD_MAX_EVENTS];
    bool may_accept, may_read, may_write, told_close, connect_due;
    int connect_code;
};

enum step_kind { STEP_CALL, STEP_ANSWER, STEP_REFUSE, STEP_DATA, STEP_END, STEP_BREAK, STEP_DATAGRAM, STEP_NOTICE };

struct step {
    struct step *next;
    enum step_kind kind;
    ULONGLONG due;
    struct end *end;         /* whom it reaches; NULL when that is gone */
    struct socket *socket;   /* of a notice */
    struct request *request; /* of a call, owned */
    struct entry *entry;
    bool again; /* a call that was here before */
    struct bytes bytes;
    struct place from, to; /* of a datagram */
    int code;
};

struct waiter { /* one blocking call */
    struct waiter *next;
    DWORD thread;
    HANDLE event;
    bool asked, cancelled;
    LPBLOCKINGCALLBACK hook;
    DWORD_PTR context;
};

/* world.c */
extern struct socket *world_sockets;
extern WSPUPCALLTABLE world_upcalls;
extern volatile LONG world_starts;
extern bool world_ends;
void lock(void);
void unlock(void);
void world_open(void);
void world_close(void);
void *take_memory(size_t size);
bool fetch(void *to, const void *from, size_t size); /* from the client; false when it cannot be read */
bool store(void *to, const void *from, size_t size);
bool is_writable(const void *at, size_t size);
int fail(LPINT error, int code); /* SOCKET_ERROR */
int done(LPINT error, int code); /* 0 or fail() */
struct bytes bytes_of(const void *data, ULONG size);
void bytes_free(struct bytes *bytes);
void mail_put(struct mail *mail, struct bytes bytes, const struct place *from);
void mail_pop(struct mail *mail);
void mail_clear(struct mail *mail);

/* entries.c */
struct entry *entry_of(const WSAPROTOCOL_INFOW *info);
bool is_stream(const struct entry *entry);
bool is_connectionless(const struct entry *entry);

/* place.c */
int place_size(const struct entry *entry);
bool place_is_any(const struct entry *entry, const struct place *place);
bool place_is_here(const struct entry *entry, const struct place *place);
void place_settle(const struct entry *entry, struct place *place); /* any host becomes this one */
bool place_same(const struct place *a, const struct place *b);
int place_read(const struct entry *entry, const void *name, int length, int foreign, struct place *place);
void place_write(const struct entry *entry, const struct place *place, char *name);
int place_give(const struct entry *entry, const struct place *place, struct sockaddr *name, LPINT length);
unsigned short place_next_port(unsigned short tried);

/* socket.c */
struct socket *hold(SOCKET handle, LPINT error); /* with the lock; NULL, without it: the error is set */
void let_go(struct socket *socket);              /* the lock stays */
void release(struct socket *socket);             /* and gives back the lock */
SOCKET handle_make(struct entry *entry, DWORD catalog_id, DWORD_PTR id, int *code);
void handle_drop(const struct entry *entry, SOCKET handle);
DWORD_PTR id_make(void);
struct socket *socket_make(struct entry *entry, const WSAPROTOCOL_INFOW *info, SOCKET handle, DWORD_PTR id);
void sockets_close(void); /* all that are open */
int name_take(struct socket *socket, const struct place *place);
void name_any(struct socket *socket); /* as connect names a socket that has no name */

/* data.c */
int gather(const WSABUF *buffers, DWORD count, struct bytes *bytes);

/* wire.c */
bool wire_open(void);
void wire_close(void);
void wire_post(struct entry *entry, struct step step);
void wire_forget_end(const struct end *end);
void wire_forget_socket(const struct socket *socket);

/* end.c */
struct end *end_make(void);
void end_free(struct end *end, bool hard);
void request_free(struct request *request);
void request_unqueue(struct request *request);
void request_refuse(struct request *request); /* tells the caller, and frees */
bool would_refuse(const struct entry *entry, const struct place *place);
void step_run(struct step *step); /* on the wire, with the lock */
void serve_receives(struct socket *socket);
void abort_receives(struct socket *socket);

/* wait.c */
void wake(void);
void waiter_begin(struct waiter *waiter);
void waiter_end(struct waiter *waiter);
int waiter_wait(struct waiter *waiter, const struct socket *socket,
                DWORD most); /* 0, or the code with which the call ends */
void waiters_leave(void);    /* returns when no call is blocked any more */

/* notice.c */
void notice(struct socket *socket); /* has the wire look what is to be indicated */
void notice_now(struct socket *socket);
void notice_quiet(struct socket *socket); /* waits until nothing is being posted for it */

/* accept.c */
bool is_judging(void); /* this thread runs a condition function */

/* datagram.c */
int datagram_connect(struct socket *socket, const struct sockaddr *name, int length);
int datagram_send(struct socket *socket, struct bytes bytes, const struct sockaddr *to, int length);

#endif
