/* WSPAccept: the condition function is asked without the lock, by the thread that accepts. */
#include "thirty.h"

#include <stdlib.h>

struct judgement { /* of one request, in one WSPAccept */
    struct socket *listener;
    struct request *request;
    LPCONDITIONPROC condition;
    DWORD_PTR data;
    GROUP group;
    struct bytes reply;
    SOCKET handle; /* INVALID_SOCKET until there is one */
    DWORD_PTR id;
};

struct judge { /* a thread in a condition function */
    struct judge *next;
    DWORD thread;
};

static struct judge *judges;

static bool is_judge(void) {
    const struct judge *judge = judges;
    while (judge != NULL && judge->thread != GetCurrentThreadId()) {
        judge = judge->next;
    }
    return judge != NULL;
}

bool is_judging(void) {
    lock();
    bool found = is_judge();
    unlock();
    return found;
}

static int withdrawn_code(const struct entry *entry) {
    return entry->withdrawal == WITHDRAWN_DENIES ? WSAEACCES : WSAECONNRESET;
}

static struct request *first_free(struct socket *listener) {
    struct request *request = listener->queue;
    while (request != NULL && request->judge != 0) {
        request = request->next;
    }
    return request;
}

/* Waits on a blocking listener. */
static int next_request(struct socket *listener, struct request **request) {
    struct waiter waiter;
    int code = 0;
    waiter_begin(&waiter);
    while ((*request = first_free(listener)) == NULL && code == 0) {
        if (listener->closed) {
            code = WSAENOTSOCK;
        } else if (listener->nonblocking) {
            code = WSAEWOULDBLOCK;
        } else {
            code = waiter_wait(&waiter, listener, INFINITE);
        }
    }
    waiter_end(&waiter);
    return code != 0 ? code : listener->closed ? WSAENOTSOCK : 0;
}

/* Gives the lock away while the client decides. What it is shown are copies of its own. */
static int ask(struct judgement *judgement) {
    const struct entry *entry = judgement->request->entry;
    struct request *request = judgement->request;
    struct judge self = {judges, GetCurrentThreadId()};
    char caller[ADDRESS_MOST], callee[ADDRESS_MOST];
    const struct place *called = entry->calls_by_bound ? &judgement->listener->local : &request->dialed;
    place_write(entry, &request->end->remote, caller);
    place_write(entry, called, callee);
    struct bytes sent = bytes_of(request->data.data, request->data.size);
    char *room = take_memory(entry->most_data);
    ULONG size = (ULONG)place_size(entry);
    WSABUF caller_id = {size, caller}, callee_id = {size, callee}, caller_data = {sent.size, sent.data};
    ULONG most = entry->answers_data && sent.size == 0 ? 0 : entry->most_data;
    WSABUF callee_data = {most, most > 0 ? room : NULL};
    request->judge = self.thread;
    judges = &self;
    unlock();
    int decision = judgement->condition(entry->nameless ? NULL : &caller_id, sent.size > 0 ? &caller_data : NULL, NULL,
                                        NULL, &callee_id, &callee_data, &judgement->group, judgement->data);
    lock();
    struct judge **link = &judges;
    while (*link != &self) {
        link = &(*link)->next;
    }
    *link = self.next;
    request->judge = 0;
    ULONG length = callee_data.len > most ? most : callee_data.len;
    judgement->reply = bytes_of(room, length);
    free(room);
    bytes_free(&sent);
    return decision;
}

static int make_handle(struct judgement *judgement) {
    struct socket *listener = judgement->listener;
    int code = 0;
    if (judgement->handle != INVALID_SOCKET) {
        return 0;
    }
    judgement->request->judge = GetCurrentThreadId();
    unlock();
    judgement->id = id_make();
    judgement->handle = handle_make(listener->entry, listener->info.dwCatalogEntryId, judgement->id, &code);
    lock();
    judgement->request->judge = 0;
    return judgement->handle == INVALID_SOCKET ? WSAEMFILE : 0;
}

static int whole_segments(int room, int segment) {
    return segment == 0 ? room : (room + segment - 1) / segment * segment;
}

static void inherit(struct socket *socket, const struct socket *listener) {
    int segment = listener->entry->segment;
    socket->nonblocking = listener->nonblocking;
    socket->options = listener->options;
    socket->options.send_room = whole_segments(listener->options.send_room, segment);
    socket->options.receive_room = whole_segments(listener->options.receive_room, segment);
    socket->options.conditional = FALSE;
    socket->mask = listener->mask;
    socket->event = listener->event;
    socket->window = listener->window;
    socket->message = listener->message;
    socket->may_read = socket->may_write = true;
}

static void establish(struct judgement *judgement) {
    struct request *request = judgement->request;
    struct end *end = request->end;
    struct socket *socket = socket_make(request->entry, &judgement->listener->info, judgement->handle, judgement->id);
    inherit(socket, judgement->listener);
    request_unqueue(request);
    socket->bound = true;
    socket->local = end->local;
    socket->end = end;
    end->socket = socket;
    end->request = NULL;
    request->end = NULL;
    if (!end->answers && end->peer != NULL) {
        end->answers = true;
        wire_post(request->entry, (struct step){.kind = STEP_ANSWER, .end = end->peer, .bytes = judgement->reply});
        judgement->reply = (struct bytes){0};
    }
    end->progress = OPEN;
    request_free(request);
    notice(socket);
    judgement->handle = INVALID_SOCKET;
}

/* An error of the client's decision: the request stays or goes, as the entry has it. */
static int mistaken(struct judgement *judgement) {
    if (!judgement->request->entry->keeps) {
        request_refuse(judgement->request);
    }
    return WSAEINVAL;
}

/* Whether the listener or the caller went away while the lock was not held; then the request is done with. */
static int lost(struct request *request) {
    int code = request->listener == NULL ? WSAENOTSOCK : request->withdrawn ? withdrawn_code(request->entry) : 0;
    if (code != 0) {
        request_refuse(request);
    }
    return code;
}

static int carry_out(struct judgement *judgement, int decision, SOCKET *accepted) {
    struct request *request = judgement->request;
    if (decision == CF_REJECT) {
        request_refuse(request);
        return WSAECONNREFUSED;
    }
    int code = lost(request);
    if (code != 0) {
        return code;
    }
    if (decision == CF_DEFER) {
        request->deferred = true;
        wake(); /* a request is there, for whoever waits for one on another thread */
        return WSATRY_AGAIN;
    }
    if (decision != CF_ACCEPT || (request->entry->picky_groups && judgement->group != 0)) {
        return mistaken(judgement);
    }
    code = make_handle(judgement);
    if (code == 0) {
        code = lost(request);
    }
    if (code != 0) {
        return code;
    }
    *accepted = judgement->handle;
    establish(judgement);
    return 0;
}

static int judge(struct judgement *judgement, struct sockaddr *addr, LPINT length, SOCKET *accepted) {
    struct request *request = judgement->request;
    const struct entry *entry = request->entry;
    int code = lost(request);
    if (code == 0 && entry->early_handle) {
        code = make_handle(judgement);
    }
    if (code != 0) {
        return code;
    }
    if (addr != NULL && length != NULL) {
        place_give(entry, &request->end->remote, addr, length);
    }
    int decision = judgement->condition == NULL ? CF_ACCEPT : ask(judgement);
    code = carry_out(judgement, decision, accepted);
    bytes_free(&judgement->reply);
    return code;
}

static int check(const struct socket *listener, const struct sockaddr *addr, const INT *length) {
    int room;
    if (is_connectionless(listener->entry)) {
        return WSAEOPNOTSUPP;
    }
    if (!listener->listening) {
        return WSAEINVAL;
    }
    if (addr != NULL && length != NULL &&
        (!fetch(&room, length, sizeof room) || room < place_size(listener->entry) ||
         !is_writable(addr, (size_t)place_size(listener->entry)))) {
        return WSAEFAULT;
    }
    return listener->entry->no_nesting && is_judge() ? WSAEINPROGRESS : 0;
}

SOCKET WSPAPI on_accept(SOCKET s, struct sockaddr *addr, LPINT length, LPCONDITIONPROC condition, DWORD_PTR data,
                        LPINT error) {
    SOCKET accepted = INVALID_SOCKET;
    struct socket *listener = hold(s, error);
    if (listener == NULL) {
        return INVALID_SOCKET;
    }
    struct judgement judgement = {.listener = listener, .condition = condition, .data = data, .handle = INVALID_SOCKET};
    int code = check(listener, addr, length);
    if (code == 0) {
        code = next_request(listener, &judgement.request);
    }
    if (code == 0) {
        code = judge(&judgement, addr, length, &accepted);
    }
    if (code != WSATRY_AGAIN) {
        listener->may_accept = true;
        notice(listener);
    }
    const struct entry *entry = listener->entry;
    release(listener);
    if (judgement.handle != INVALID_SOCKET) {
        handle_drop(entry, judgement.handle);
    }
    done(error, code);
    return accepted;
}
