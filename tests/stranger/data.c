/* Sending, receiving, and the ways to stop. */
#include "thirty.h"

#include <stdlib.h>
#include <string.h>

/* The client's buffers as one piece; 0 or WSAEFAULT. */
int gather(const WSABUF *buffers, DWORD count, struct bytes *bytes) {
    ULONG size = 0;
    for (DWORD i = 0; i < count; i++) {
        WSABUF buffer;
        if (!fetch(&buffer, &buffers[i], sizeof buffer)) {
            return WSAEFAULT;
        }
        size += buffer.len;
    }
    bytes->data = take_memory(size);
    bytes->size = 0;
    for (DWORD i = 0; i < count; i++) {
        WSABUF buffer = buffers[i];
        if (!fetch(bytes->data + bytes->size, buffer.buf, buffer.len)) {
            bytes_free(bytes);
            return WSAEFAULT;
        }
        bytes->size += buffer.len;
    }
    return 0;
}

static void complete(struct socket *socket, WSAOVERLAPPED *overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                     WSATHREADID *thread, int code, DWORD count) {
    int unused;
    SOCKET handle = socket->handle;
    overlapped->Internal = (ULONG_PTR)code;
    overlapped->InternalHigh = count;
    unlock();
    if (routine != NULL) {
        world_upcalls.lpWPUQueueApc(thread, (LPWSAUSERAPC)(void *)routine, (DWORD_PTR)overlapped, &unused);
    } else if ((socket->entry->flags & XP1_IFS_HANDLES) != 0) {
        SetEvent(overlapped->hEvent);
    } else {
        WPUCompleteOverlappedRequest(handle, overlapped, (DWORD)code, count, &unused);
    }
    lock();
}

static int can_send(const struct socket *socket) {
    const struct end *end = socket->end;
    if (socket->closed) {
        return WSAENOTSOCK;
    }
    if (end == NULL || end->progress != OPEN) {
        return WSAENOTCONN;
    }
    return end->broken ? WSAECONNRESET : end->silent ? WSAESHUTDOWN : 0;
}

/* Into the void when the peer is gone; that comes back as a reset. */
static void send_bytes(struct end *end, struct bytes bytes) {
    struct entry *entry = end->socket->entry;
    if (end->peer != NULL) {
        end->sent += bytes.size;
        wire_post(entry, (struct step){.kind = STEP_DATA, .end = end->peer, .bytes = bytes});
        return;
    }
    bytes_free(&bytes);
    wire_post(entry, (struct step){.kind = STEP_BREAK, .end = end});
}

static int wait_for_room(struct socket *socket) {
    struct waiter waiter;
    int code = 0;
    waiter_begin(&waiter);
    while (code == 0 && (code = can_send(socket)) == 0 && socket->end->sent >= UNREAD_MOST) {
        code = socket->nonblocking ? WSAEWOULDBLOCK : waiter_wait(&waiter, socket, INFINITE);
    }
    waiter_end(&waiter);
    if (code == WSAEWOULDBLOCK) {
        socket->may_write = true;
    }
    return code;
}

static int send_stream(struct socket *socket, struct bytes bytes, DWORD flags) {
    int code = (flags & MSG_OOB) != 0 ? WSAEOPNOTSUPP : can_send(socket);
    if (code == 0 && !is_stream(socket->entry) && bytes.size > MESSAGE_MOST) {
        code = WSAEMSGSIZE;
    }
    if (code == 0) {
        code = wait_for_room(socket);
    }
    if (code != 0) {
        bytes_free(&bytes);
        return code;
    }
    if (bytes.size > 0 || !is_stream(socket->entry)) {
        send_bytes(socket->end, bytes);
    } else {
        bytes_free(&bytes);
    }
    return 0;
}

static int send_any(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD sent, DWORD flags, const struct sockaddr *to,
                    int length, LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                    LPWSATHREADID thread, LPINT error) {
    struct bytes bytes = {0};
    struct socket *socket = hold(s, error);
    if (socket == NULL) {
        return SOCKET_ERROR;
    }
    int code = gather(buffers, count, &bytes);
    DWORD size = bytes.size;
    if (code == 0 && is_connectionless(socket->entry)) {
        code = datagram_send(socket, bytes, to, length);
    } else if (code == 0) {
        code = send_stream(socket, bytes, flags);
    }
    if (code == 0 && sent != NULL && !store(sent, &size, sizeof size)) {
        code = WSAEFAULT;
    }
    if (code == 0 && overlapped != NULL) {
        complete(socket, overlapped, routine, thread, 0, size);
    }
    release(socket);
    return done(error, code);
}

int WSPAPI on_send(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD sent, DWORD flags, LPWSAOVERLAPPED overlapped,
                   LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread, LPINT error) {
    return send_any(s, buffers, count, sent, flags, NULL, 0, overlapped, routine, thread, error);
}

int WSPAPI on_send_to(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD sent, DWORD flags, const struct sockaddr *to,
                      int length, LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                      LPWSATHREADID thread, LPINT error) {
    return send_any(s, buffers, count, sent, flags, to, length, overlapped, routine, thread, error);
}

/* Copies from the first parcel, and for a stream from those behind it. Returns a code; what a message has beyond the
 * room stays for the next receive where delivery is guaranteed. */
static int take_mail(struct socket *socket, struct mail *mail, const WSABUF *buffer, bool peek, DWORD *count) {
    bool stream = is_stream(socket->entry);
    int code = 0;
    *count = 0;
    struct parcel *parcel = mail->first;
    while (parcel != NULL && code == 0) {
        ULONG left = parcel->bytes.size - parcel->read;
        ULONG size = left < buffer->len - *count ? left : buffer->len - *count;
        if (!store(buffer->buf + *count, parcel->bytes.data + parcel->read, size)) {
            return WSAEFAULT;
        }
        *count += size;
        struct parcel *next = parcel->next;
        code = !stream && size < left ? WSAEMSGSIZE : 0;
        if (!peek) {
            parcel->read += size;
            mail->size -= size;
            if (size == left || is_connectionless(socket->entry)) {
                mail_pop(mail);
            }
        }
        if (!stream || size < left || *count == buffer->len) {
            break;
        }
        parcel = next;
    }
    return code;
}

/* What a receive finds now: 0, a code, or WSAEWOULDBLOCK. sender: of a datagram; may be NULL. */
static int receive_now(struct socket *socket, const WSABUF *buffer, bool peek, DWORD *count, struct place *sender) {
    struct end *end = socket->end;
    *count = 0;
    if (is_connectionless(socket->entry)) {
        if (socket->mail.first != NULL && sender != NULL) {
            *sender = socket->mail.first->from;
        }
        return socket->mail.first == NULL ? WSAEWOULDBLOCK : take_mail(socket, &socket->mail, buffer, peek, count);
    }
    if (end == NULL || end->progress != OPEN) {
        return WSAENOTCONN;
    }
    if (end->deaf) {
        return WSAESHUTDOWN;
    }
    if (end->mail.first != NULL) {
        int code = take_mail(socket, &end->mail, buffer, peek, count);
        if (end->peer != NULL && !peek) {
            end->peer->sent -= *count;
            if (end->peer->socket != NULL) {
                notice(end->peer->socket);
            }
        }
        return code;
    }
    if (end->broken) {
        return WSAECONNRESET;
    }
    return !end->ended ? WSAEWOULDBLOCK : is_stream(socket->entry) ? 0 : WSAEDISCON;
}

void serve_receives(struct socket *socket) {
    while (socket->receives != NULL) {
        DWORD count = 0;
        struct receive *receive = socket->receives;
        int code = receive_now(socket, &receive->buffer, false, &count, NULL);
        if (code == WSAEWOULDBLOCK) {
            return;
        }
        socket->receives = receive->next;
        socket->holders++;
        complete(socket, receive->overlapped, receive->routine, &receive->thread, code, count);
        let_go(socket);
        free(receive);
    }
}

/* At the last cleanup nobody hears of them; a close completes them. */
void abort_receives(struct socket *socket) {
    while (socket->receives != NULL) {
        struct receive *receive = socket->receives;
        socket->receives = receive->next;
        if (!world_ends) {
            complete(socket, receive->overlapped, receive->routine, &receive->thread, WSA_OPERATION_ABORTED, 0);
        }
        free(receive);
    }
}

static int receive_later(struct socket *socket, const WSABUF *buffer, LPWSAOVERLAPPED overlapped,
                         LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, const WSATHREADID *thread) {
    struct receive *receive = take_memory(sizeof *receive);
    struct receive **last = &socket->receives;
    while (*last != NULL) {
        last = &(*last)->next;
    }
    receive->overlapped = overlapped;
    receive->buffer = *buffer;
    receive->routine = routine;
    if (thread != NULL) {
        receive->thread = *thread;
    }
    overlapped->Internal = STATUS_PENDING;
    *last = receive;
    return WSA_IO_PENDING;
}

static int receive_blocking(struct socket *socket, const WSABUF *buffer, bool peek, DWORD *count,
                            struct place *sender) {
    struct waiter waiter;
    int code = 0;
    int stop = 0;
    waiter_begin(&waiter);
    while (stop == 0 && (code = receive_now(socket, buffer, peek, count, sender)) == WSAEWOULDBLOCK) {
        stop = waiter_wait(&waiter, socket, INFINITE);
        stop = socket->closed ? WSAENOTSOCK : stop;
    }
    waiter_end(&waiter);
    return stop != 0 ? stop : code;
}

static int receive_any(SOCKET s, LPWSABUF buffers, LPDWORD received, LPDWORD flags, struct sockaddr *from, LPINT length,
                       LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread,
                       LPINT error) {
    WSABUF buffer;
    DWORD wishes = 0, count = 0;
    struct socket *socket = hold(s, error);
    if (socket == NULL) {
        return SOCKET_ERROR;
    }
    struct place sender = {0};
    int code = fetch(&buffer, buffers, sizeof buffer) && fetch(&wishes, flags, sizeof wishes) ? 0 : WSAEFAULT;
    bool peek = (wishes & MSG_PEEK) != 0;
    if (code == 0 && (wishes & MSG_OOB) != 0) {
        code = WSAEOPNOTSUPP;
    } else if (code == 0 && is_connectionless(socket->entry) && !socket->bound) {
        code = WSAEINVAL;
    } else if (code == 0 && (overlapped != NULL || socket->nonblocking || socket->mail.first != NULL)) {
        code = receive_now(socket, &buffer, peek, &count, &sender);
        if (code == WSAEWOULDBLOCK && overlapped != NULL) {
            code = receive_later(socket, &buffer, overlapped, routine, thread);
        } else if (overlapped != NULL && code == 0) {
            complete(socket, overlapped, routine, thread, 0, count);
        }
    } else if (code == 0) {
        code = receive_blocking(socket, &buffer, peek, &count, &sender);
    }
    wishes = 0;
    if (code == 0 || code == WSAEMSGSIZE) {
        store(received, &count, sizeof count);
        store(flags, &wishes, sizeof wishes);
        if (from != NULL && length != NULL && is_connectionless(socket->entry)) {
            place_give(socket->entry, &sender, from, length);
        }
    }
    socket->may_read = true;
    notice(socket);
    release(socket);
    return done(error, code);
}

int WSPAPI on_receive(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD received, LPDWORD flags,
                      LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread,
                      LPINT error) {
    (void)count;
    return receive_any(s, buffers, received, flags, NULL, NULL, overlapped, routine, thread, error);
}

int WSPAPI on_receive_from(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD received, LPDWORD flags,
                           struct sockaddr *from, LPINT length, LPWSAOVERLAPPED overlapped,
                           LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread, LPINT error) {
    (void)count;
    return receive_any(s, buffers, received, flags, from, length, overlapped, routine, thread, error);
}

/* Without a graceful close there is only one way to stop sending. */
static void fall_silent(struct socket *socket, struct bytes parting) {
    struct end *end = socket->end;
    bool gentle = (socket->entry->flags & XP1_GRACEFUL_CLOSE) != 0;
    if (!end->silent && end->peer != NULL) {
        wire_post(socket->entry,
                  (struct step){.kind = gentle ? STEP_END : STEP_BREAK, .end = end->peer, .bytes = parting});
        parting = (struct bytes){0};
    }
    bytes_free(&parting);
    end->silent = true;
}

static int is_connected(const struct socket *socket) {
    return socket->end != NULL && socket->end->progress == OPEN ? 0 : WSAENOTCONN;
}

int WSPAPI on_shutdown(SOCKET s, int how, LPINT error) {
    struct socket *socket = hold(s, error);
    if (socket == NULL) {
        return SOCKET_ERROR;
    }
    int code = how < SD_RECEIVE || how > SD_BOTH ? WSAEINVAL : is_connected(socket);
    if (code == 0 && how != SD_RECEIVE) {
        fall_silent(socket, (struct bytes){0});
    }
    if (code == 0 && how != SD_SEND) {
        socket->end->deaf = true;
        mail_clear(&socket->end->mail);
    }
    release(socket);
    return done(error, code);
}

int WSPAPI on_send_disconnect(SOCKET s, LPWSABUF data, LPINT error) {
    WSABUF buffer;
    struct bytes parting = {0};
    struct socket *socket = hold(s, error);
    if (socket == NULL) {
        return SOCKET_ERROR;
    }
    ULONG most = socket->entry->most_parting;
    int code = is_connected(socket);
    if (code == 0 && data != NULL) {
        if (!fetch(&buffer, data, sizeof buffer)) {
            code = WSAEFAULT;
        } else if (most == 0) {
            code = WSAENOPROTOOPT;
        } else {
            code = buffer.len > most ? WSAEFAULT : gather(&buffer, 1, &parting);
        }
    }
    if (code == 0) {
        fall_silent(socket, parting);
    }
    release(socket);
    return done(error, code);
}

int WSPAPI on_receive_disconnect(SOCKET s, LPWSABUF data, LPINT error) {
    WSABUF buffer;
    struct socket *socket = hold(s, error);
    if (socket == NULL) {
        return SOCKET_ERROR;
    }
    struct end *end = socket->end;
    int code = is_connected(socket);
    if (code == 0 && data != NULL) {
        if (socket->entry->most_parting == 0) {
            code = WSAENOPROTOOPT;
        } else if (!fetch(&buffer, data, sizeof buffer) || buffer.len < end->parting.size ||
                   !store(buffer.buf, end->parting.data, end->parting.size)) {
            code = WSAEFAULT;
        } else {
            store(&data->len, &end->parting.size, sizeof data->len);
        }
    }
    if (code == 0) {
        end->deaf = true;
        mail_clear(&end->mail);
    }
    release(socket);
    return done(error, code);
}
