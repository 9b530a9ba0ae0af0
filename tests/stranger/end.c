/* The two ends of a connection, and what reaches them over the wire. */
#include "world.h"

#include <stdlib.h>

struct end *end_make(void) {
    return take_memory(sizeof(struct end));
}

/* Lets the peer know, once what was sent before has reached it. */
void end_free(struct end *end, bool hard) {
    wire_forget_end(end);
    struct end *peer = end->peer;
    if (peer != NULL) {
        struct entry *entry = end->socket != NULL ? end->socket->entry : end->request->entry;
        bool gentle = !hard && end->progress == OPEN && (entry->flags & XP1_GRACEFUL_CLOSE) != 0;
        if (!gentle) {
            wire_post(entry, (struct step){.kind = STEP_BREAK, .end = peer});
        } else if (!end->silent) {
            wire_post(entry, (struct step){.kind = STEP_END, .end = peer});
        }
        peer->peer = NULL;
    }
    mail_clear(&end->mail);
    bytes_free(&end->reply);
    bytes_free(&end->parting);
    free(end);
}

/* Neither in a queue nor on the wire any more. The end is the request's until it is accepted. */
void request_free(struct request *request) {
    if (request->end != NULL) {
        if (request->end->peer != NULL) {
            request->end->peer->peer = NULL;
            request->end->peer = NULL;
        }
        end_free(request->end, true);
    }
    bytes_free(&request->data);
    free(request);
}

void request_unqueue(struct request *request) {
    if (request->listener == NULL) {
        return;
    }
    struct request **link = &request->listener->queue;
    while (*link != NULL && *link != request) {
        link = &(*link)->next;
    }
    if (*link == request) {
        *link = request->next;
    }
}

void request_refuse(struct request *request) {
    struct end *caller = request->end == NULL ? NULL : request->end->peer;
    request_unqueue(request);
    if (caller != NULL) {
        enum step_kind kind = request->end->answers ? STEP_BREAK : STEP_REFUSE;
        wire_post(request->entry, (struct step){.kind = kind, .end = caller, .code = WSAECONNREFUSED});
    }
    request_free(request);
}

static struct socket *listener_at(const struct entry *entry, const struct place *place) {
    for (struct socket *socket = world_sockets; socket != NULL; socket = socket->next) {
        if (socket->listening && socket->entry == entry && socket->local.port == place->port &&
            (place_is_any(entry, &socket->local) || place_same(&socket->local, place))) {
            return socket;
        }
    }
    return NULL;
}

static int queued(const struct socket *listener) {
    int count = 0;
    for (const struct request *request = listener->queue; request != NULL; request = request->next) {
        count++;
    }
    return count;
}

/* A call that came there now. */
bool would_refuse(const struct entry *entry, const struct place *place) {
    const struct socket *listener = listener_at(entry, place);
    return listener == NULL || queued(listener) >= listener->backlog;
}

/* Behind the door: neither queued nor refused. */
static void knock(struct request *request) {
    if (request->withdrawn) {
        request_free(request);
        return;
    }
    wire_post(request->entry, (struct step){.kind = STEP_CALL, .again = true, .request = request});
}

static void arrive(struct request *request) {
    struct socket *listener = listener_at(request->entry, &request->dialed);
    bool full = listener != NULL && queued(listener) >= listener->backlog;
    if (full && request->entry->knocking > 0) {
        knock(request);
        return;
    }
    if (listener == NULL || full) {
        request_refuse(request);
        return;
    }
    struct request **last = &listener->queue;
    while (*last != NULL) {
        last = &(*last)->next;
    }
    *last = request;
    request->listener = listener;
    if (!request->entry->reports && !listener->options.conditional) {
        request->end->answers = true;
        request->end->progress = OPEN;
        wire_post(request->entry, (struct step){.kind = STEP_ANSWER, .end = request->end->peer});
    }
    notice_now(listener);
}

/* The outcome of an attempt reaches its socket: a non-blocking one is told by an indication, which comes last. */
static void settle(struct socket *socket, int code) {
    struct end *end = socket->end;
    if (code == 0 && end->reply.size > 0 && socket->reply != NULL) {
        WSABUF room = {0};
        bool fits = fetch(&room, socket->reply, sizeof room) && room.len >= end->reply.size &&
                    store(room.buf, end->reply.data, end->reply.size);
        code = fits ? 0 : WSAEFAULT;
    }
    if (socket->reply != NULL) {
        ULONG length = code == 0 ? end->reply.size : 0;
        store(&socket->reply->len, &length, sizeof length);
        socket->reply = NULL;
    }
    end->progress = code == 0 ? OPEN : FAILED;
    end->code = code;
    if (!socket->replies) {
        return;
    }
    socket->replies = false;
    socket->connect_due = true;
    socket->connect_code = code;
    if (code != 0) {
        socket->failed = true;
        socket->error = code;
        socket->end = NULL;
        end_free(end, true);
    }
    notice_now(socket);
}

static void answered(struct end *end, struct bytes *reply) {
    if (end->progress == CALLING) {
        end->reply = *reply;
        *reply = (struct bytes){0};
        settle(end->socket, 0);
    }
}

static void refused(struct end *end, int code) {
    if (end->progress == CALLING) {
        settle(end->socket, code);
    }
}

static void broken(struct end *end) {
    end->ended = end->broken = true;
    mail_clear(&end->mail);
    struct request *request = end->request;
    if (end->socket != NULL) {
        if (end->progress == CALLING) {
            settle(end->socket, WSAECONNREFUSED);
            return;
        }
        serve_receives(end->socket);
        notice_now(end->socket);
    } else if (request->entry->withdrawal != WITHDRAWN_IS_DEAD || !end->answers) {
        request->withdrawn = true;
        if (request->listener != NULL && request->judge == 0 && request->entry->withdrawal == WITHDRAWN_VANISHES) {
            struct socket *listener = request->listener;
            request_unqueue(request);
            request_free(request);
            notice_now(listener);
        } else if (request->listener != NULL && request->deferred && request->entry->tells_of_withdrawal) {
            request->listener->may_accept = true;
            notice_now(request->listener);
        }
    }
}

static void received(struct step *step) {
    struct end *end = step->end;
    if (end->deaf || end->broken) {
        return;
    }
    mail_put(&end->mail, step->bytes, NULL);
    step->bytes = (struct bytes){0};
    if (end->socket != NULL) {
        serve_receives(end->socket);
        notice_now(end->socket);
    }
}

static void ended(struct step *step) {
    step->end->ended = true;
    step->end->parting = step->bytes;
    step->bytes = (struct bytes){0};
    if (step->end->socket != NULL) {
        serve_receives(step->end->socket);
        notice_now(step->end->socket);
    }
}

static void datagram(struct step *step) {
    for (struct socket *socket = world_sockets; socket != NULL; socket = socket->next) {
        if (socket->bound && socket->entry == step->entry && socket->local.port == step->to.port) {
            if (!socket->has_peer || place_same(&socket->peer, &step->from)) {
                mail_put(&socket->mail, step->bytes, &step->from);
                step->bytes = (struct bytes){0};
                notice_now(socket);
            }
            return;
        }
    }
}

void step_run(struct step *step) {
    if (step->kind == STEP_CALL) {
        struct request *request = step->request;
        step->request = NULL;
        arrive(request);
    } else if (step->kind == STEP_DATAGRAM) {
        datagram(step);
    } else if (step->kind == STEP_NOTICE) {
        if (step->socket != NULL) {
            notice_now(step->socket);
        }
    } else if (step->end == NULL) {
        return;
    } else if (step->kind == STEP_ANSWER) {
        answered(step->end, &step->bytes);
    } else if (step->kind == STEP_REFUSE) {
        refused(step->end, step->code);
    } else if (step->kind == STEP_DATA) {
        received(step);
    } else if (step->kind == STEP_END) {
        ended(step);
    } else {
        broken(step->end);
    }
}
