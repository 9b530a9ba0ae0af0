/*
 * The model: an in-process transport. Sockets, the requests that callers make of listeners, and connections.
 *
 * One lock (model_lock) guards everything declared here, the personalities excepted, which are constant. It is never
 * held during an upcall, a condition function or a blocking hook: such a call is made between model_unlock and
 * model_lock, by someone who holds a reference to what it goes on with and looks again afterwards.
 *
 * Sockets, requests and connections are counted. A live socket is referenced by the list of live sockets, by each call
 * that works on it and by the provider thread's errands; closing takes it off the list at once and marks it closed, and
 * the calls that wait on it end. A request is referenced by the listener's queue, by its caller, by the accept that
 * decides on it and by errands; a connection by its ends and its request.
 *
 * A thread enters the model with socket_enter (or model_lock) and leaves it with socket_leave (model_leave), which
 * delivers the messages that came up meanwhile.
 */
#ifndef WSPCHECK_REFERENCE_H
#define WSPCHECK_REFERENCE_H

#include "address.h"
#include "fault.h"
#include "personality.h"
#include "pipe.h"
#include "upcall.h"

#include <qos.h>

/* A flow specification with the provider-specific bytes it came with. */
struct flow {
    bool given;
    QOS qos; /* ProviderSpecific.buf is NULL; the bytes are in specific */
    struct bytes specific;
};

struct registration {
    long mask;    /* 0: none */
    HANDLE event; /* a duplicate of the client's, owned; NULL where messages are posted */
    HWND window;
    UINT message;
};

struct options {
    BOOL broadcast, debug, dont_route, keep_alive, oob_inline, reuse_address, conditional_accept, pause_accept;
    LINGER linger;
    int receive_size, send_size;       /* bytes */
    int receive_timeout, send_timeout; /* milliseconds, 0: none */
};

enum socket_state { STATE_IDLE, STATE_LISTENING, STATE_CONNECTING, STATE_CONNECTED, STATE_DEAD };

struct socket {
    struct socket *next; /* in the list of live sockets */
    int references;
    const struct personality *personality;
    WSAPROTOCOL_INFOW info; /* the entry as WSPSocket was given it */
    SOCKET handle;          /* as given out; INVALID_SOCKET until there is one */
    HANDLE kernel;          /* the object behind an IFS handle, else NULL */
    bool closed;
    bool non_blocking;
    bool overlapped;
    GROUP group;
    struct options options;
    enum socket_state state;
    CONDITION_VARIABLE changed;

    bool bound;
    bool implicitly_bound; /* by WSPConnect */
    bool owns_name;        /* its name is in nobody else's way unless it was bound or chosen here */
    struct name local;
    struct name peer; /* of a connection, or the default peer of a datagram socket */
    bool has_peer;

    int backlog; /* listening: as asked for */
    struct request *first_request;
    struct request *last_request;

    struct request *attempt; /* connecting */
    bool attempt_blocks;     /* a call waits for the outcome */
    int attempt_outcome;     /* of the last attempt */
    WSABUF *reply;           /* the caller's lpCalleeData, until the outcome */
    ULONG reply_room;
    bool connect_failed;      /* until the next attempt */
    bool outcome_due;         /* FD_CONNECT is owed */
    int error;                /* SO_ERROR */
    struct bytes option_data; /* SO_CONNDATA */
    struct bytes reply_data;  /* the reply, for SO_CONNDATA */

    struct connection *connection;
    int side;
    bool send_ended;
    bool receive_ended;
    struct transfer *receives; /* overlapped, in order */
    struct transfer *sends;
    struct pipe datagrams;
    struct flow flow; /* set by SIO_SET_QOS before there is a connection */

    struct registration registration;
    bool just_registered;
    long armed;    /* FD_ bits that may be indicated */
    long recorded; /* FD_ bits for WSPEnumNetworkEvents */
    int recorded_error[FD_MAX_EVENTS];
    bool qos_changed; /* FD_QOS is owed */
};

/* A caller's wish for a connection, from WSPConnect until the outcome. */
struct request {
    int references;
    struct request *next; /* in the listener's queue */
    const struct personality *personality;
    struct socket *listener; /* while queued; not a reference */
    struct socket *caller;   /* until it has its outcome or gave up; not a reference */
    struct name from;
    struct name to;
    struct bytes user_data;
    struct flow flow;
    struct connection *connection; /* once there is one */
    struct options options;        /* the listener's at the arrival */
    bool queued;
    bool connects_first; /* the caller is connected before the decision */
    bool deferred;
    bool deciding;  /* a condition function is looking at it, or its socket is being made */
    bool announced; /* the listener's owner was told */
    bool withdrawn;
    int outcome;
    struct bytes reply;
};

/* Two ends, 0 the caller's and 1 the callee's. Pipe i leads to end i. */
struct connection {
    int references;
    struct socket *ends[2]; /* not references */
    bool gone[2];           /* that end is closed */
    int reset[2];           /* what that end is told, 0 while all is well */
    struct pipe pipes[2];
    struct request *request; /* while it waits in a queue; not a reference */
    struct flow flow;        /* as the caller gave it or the condition function changed it */
    ULONGLONG since;         /* GetTickCount64 */
};

/* The lock. */
void model_lock(void);
void model_unlock(void);
/* Delivers what is to be told, and unlocks. */
void model_leave(void);
void model_wait(CONDITION_VARIABLE *variable, DWORD milliseconds);

/* startup.c */
/* With the lock held. */
bool started(void);
const struct personality *started_personality(void);
bool started_without_ifs_handles(void); /* the latest WSPStartup named an entry without XP1_IFS_HANDLES */

/* What a procedure returns: writes the code, if it is one, and gives 0 or SOCKET_ERROR. */
int procedure_result(int code, LPINT error);

/* socket.c */
struct socket *socket_new(const struct personality *personality, const WSAPROTOCOL_INFOW *info);
/* With the lock held. */
void socket_reference(struct socket *socket);
void socket_release(struct socket *socket);
struct socket *socket_first_live(void);
void socket_make_live(struct socket *socket);
/* Without the lock: asks for a handle, or gives it back. */
int socket_make_handle(struct socket *socket);
void socket_drop_handle(struct socket *socket);
/* Without the lock: the live socket of a handle, referenced, with the lock held on return; NULL, a code and no lock. */
struct socket *socket_enter(SOCKET handle, int *code);
void socket_leave(struct socket *socket);
/* With the lock held: says that a socket's state is not what it was: wakes those who wait, indicates what is due. */
void socket_changed(struct socket *socket);
/* With the lock held: ends everything about a socket. silently: no completion is told (the last cleanup). The handle is
 * left for the caller to drop. */
void socket_close(struct socket *socket, bool silently);
bool socket_is_connectionless(const struct socket *socket);
/* With the lock held: what a group argument asks for; WSAEINVAL where it is nothing. */
int socket_join_group(struct socket *socket, GROUP group);

/* bind.c */
int bind_to(struct socket *socket, const struct name *name);
/* Gives an unbound socket a name of the provider's choice. */
int bind_implicitly(struct socket *socket);
bool bind_collides(const struct socket *socket, const struct name *name, bool overlapping);

/* blocking.c: a condition function or a blocking hook that runs on this thread. The holder's memory is used in between.
 */
struct callback {
    DWORD thread;
    struct callback *next;
};
void callback_enter(struct callback *callback);
void callback_leave(struct callback *callback);
bool callback_is_around(void);

/* blocking.c: a wait that a call is in. */
struct waiting {
    struct socket *socket;
    CONDITION_VARIABLE *variable;
    bool (*ready)(void *context);
    void *context;
    DWORD milliseconds; /* INFINITE, or when the wait ends with WSAETIMEDOUT */
};
/* With the lock held; releases it while it waits. 0 once it is ready, else the code that ends the call. */
int blocking_wait(const struct waiting *waiting);
extern CONDITION_VARIABLE select_changed;
extern int selecting; /* calls that wait on it */

/* listen.c: the queue. All with the lock held. */
struct request *queue_head(const struct socket *listener); /* the oldest that nobody is deciding on, or NULL */
void queue_remove(struct request *request);
void queue_withdraw(struct request *request);
void queue_dismiss(struct socket *listener);
void request_arrive(struct request *request);
bool listener_decides_first(const struct socket *listener);

/* request.c */
struct request *request_new(struct socket *caller, const struct name *to);
void request_reference(struct request *request);
void request_release(struct request *request);
/* Hands a request over to the network, which takes it to its listener. */
void request_submit(struct request *request);
/* Decides a request; the network takes the outcome (0 or a code) to the caller. */
void request_settle(struct request *request, int outcome);
void request_complete(struct request *request);
/* The caller gives up. */
void request_abandon(struct socket *caller);

/* connection.c. All with the lock held. */
struct connection *connection_new(const struct options *caller, const struct options *callee, bool messages);
void connection_reference(struct connection *connection);
void connection_release(struct connection *connection);
void connection_attach(struct connection *connection, struct socket *socket, int side);
void connection_close(struct connection *connection, int side, bool abortively);
/* Both ends learn that the connection is lost: this one by WSAECONNABORTED, its peer by WSAECONNRESET. */
void connection_break(struct connection *connection, int side);
/* Moves what overlapped requests are waiting for, and tells both ends. */
void connection_pump(struct connection *connection);
/* What an end learns instead of data: 0, or the code of a reset. */
int connection_error(const struct socket *socket);
struct pipe *connection_inbound(const struct socket *socket);
struct pipe *connection_outbound(const struct socket *socket);

/* connectdata.c */
int connectdata_check(const struct socket *socket, const WSABUF *caller_data, WSABUF *callee_data);
int connectdata_deliver(struct socket *caller, struct bytes *reply);
void connectdata_fail(struct socket *caller, const struct bytes *reply);

/* qos.c */
int flow_take(struct flow *flow, const QOS *qos);
bool flow_copy(struct flow *flow, const struct flow *from);
void flow_free(struct flow *flow);
int flow_admit(const struct personality *personality, const struct flow *flow);
int qos_set(struct socket *socket, const QOS *qos);
int qos_get(struct socket *socket, void *output, DWORD room, DWORD *size);

/* overlapped.c */
struct transfer;
/* Let overlapped requests go on as far as they can; true when one got anywhere. */
bool transfers_pump_receives(struct socket *socket);
bool transfers_pump_sends(struct socket *socket);
void transfers_abort(struct socket *socket, bool silently);
void completions_forget(void); /* the last cleanup: routines that are queued shall not run */

/* data.c: what a transfer finds. WSAEWOULDBLOCK where it has to wait. */
int receive_obstacle(struct socket *socket);
int send_obstacle(struct socket *socket, ULONG length);
void sending_finished(struct socket *socket);

/* notify.c */
void notify_evaluate(struct socket *socket);
void notify_arm(struct socket *socket, long events);
void notify_forget(struct socket *socket); /* ends a registration at once */
/* The same; does not return before a message that is on its way has arrived. */
void notify_cancel(struct socket *socket);
bool notify_inherit(struct socket *socket, const struct socket *listener);

/* errand.c: the thread of personalities that deliver nothing inline. */
enum errand_kind { ERRAND_ARRIVE, ERRAND_COMPLETE, ERRAND_EVALUATE };
/* With the lock held. */
void errand_send(enum errand_kind kind, void *subject);
/* Without the lock: ends the thread; undone errands are dropped. */
void errand_stop(void);

#endif
