/* Network events: looked for and indicated by the wire only. */
#include "thirty.h"

#include <string.h>

static const struct socket *posting;

void notice(struct socket *socket) { wire_post(socket->entry, (struct step){.kind = STEP_NOTICE, .socket = socket}); }

static void indicate(struct socket *socket, int bit, int code) {
    long event = 1L << bit;
    if (socket->window == NULL) {
        socket->recorded |= event;
        socket->codes[bit] = code;
        SetEvent(socket->event);
        return;
    }
    HWND window = socket->window;
    UINT message = socket->message;
    posting = socket;
    unlock();
    world_upcalls.lpWPUPostMessage(window, message, (WPARAM)socket->handle, MAKELPARAM(event, code));
    lock();
    posting = NULL;
    wake();
}

/* Takes what is due for one event, so that it is indicated once. */
static bool take(const struct socket *socket, long event, bool *due) {
    bool wanted = (socket->mask & event) != 0 && *due;
    if (wanted) {
        *due = false;
    }
    return wanted;
}

static void notice_connection(struct socket *socket) {
    struct end *end = socket->end;
    if (end == NULL || end->progress != OPEN) {
        return;
    }
    if (!end->silent && !end->broken && end->sent < UNREAD_MOST && take(socket, FD_WRITE, &socket->may_write)) {
        indicate(socket, FD_WRITE_BIT, 0);
    }
    end = socket->end;
    if (end != NULL && end->mail.first != NULL && take(socket, FD_READ, &socket->may_read)) {
        indicate(socket, FD_READ_BIT, 0);
    }
    end = socket->end;
    bool over = end != NULL && end->ended && end->mail.first == NULL && !socket->told_close;
    if (take(socket, FD_CLOSE, &over)) {
        socket->told_close = true;
        indicate(socket, FD_CLOSE_BIT, end->broken ? WSAECONNRESET : 0);
    }
}

static void notice_datagrams(struct socket *socket) {
    if (take(socket, FD_WRITE, &socket->may_write)) {
        indicate(socket, FD_WRITE_BIT, 0);
    }
    if (socket->mail.first != NULL && take(socket, FD_READ, &socket->may_read)) {
        indicate(socket, FD_READ_BIT, 0);
    }
}

/* On the wire's thread. The lock is given away while a message is posted, so the socket is held. */
void notice_now(struct socket *socket) {
    if (socket == NULL || socket->closed || socket->mask == 0) {
        return;
    }
    socket->holders++;
    const struct request *head = socket->queue;
    bool tells = head != NULL && (!head->deferred || (head->withdrawn && head->entry->tells_of_withdrawal));
    if (socket->listening && tells && head->judge == 0 && take(socket, FD_ACCEPT, &socket->may_accept)) {
        indicate(socket, FD_ACCEPT_BIT, 0);
    }
    if (take(socket, FD_CONNECT, &socket->connect_due)) {
        indicate(socket, FD_CONNECT_BIT, socket->connect_code);
    }
    if (is_connectionless(socket->entry)) {
        notice_datagrams(socket);
    } else {
        notice_connection(socket);
    }
    let_go(socket);
}

void notice_quiet(struct socket *socket) {
    struct waiter waiter;
    waiter_begin(&waiter);
    while (posting == socket) {
        unlock();
        WaitForSingleObject(waiter.event, INFINITE);
        lock();
    }
    waiter_end(&waiter);
}

static int register_for(SOCKET handle, long mask, HANDLE event, HWND window, UINT message, LPINT error) {
    DWORD unused;
    struct socket *socket = hold(handle, error);
    if (socket == NULL) {
        return SOCKET_ERROR;
    }
    if (mask != 0 && window == NULL && !GetHandleInformation(event, &unused)) {
        release(socket);
        return fail(error, WSAEINVAL);
    }
    notice_quiet(socket);
    socket->nonblocking = true;
    socket->mask = mask;
    socket->event = event;
    socket->window = window;
    socket->message = message;
    socket->recorded = 0;
    socket->may_accept = socket->may_read = socket->may_write = true;
    socket->told_close = false;
    notice(socket);
    release(socket);
    return 0;
}

int WSPAPI on_event_select(SOCKET s, WSAEVENT event, long mask, LPINT error) {
    return register_for(s, mask, event, NULL, 0, error);
}

int WSPAPI on_async_select(SOCKET s, HWND window, unsigned message, long mask, LPINT error) {
    if (mask != 0 && window == NULL) {
        struct socket *socket = hold(s, error);
        if (socket != NULL) {
            release(socket);
            fail(error, WSAEINVAL);
        }
        return SOCKET_ERROR;
    }
    return register_for(s, mask, NULL, window, message, error);
}

int WSPAPI on_enumerate(SOCKET s, WSAEVENT event, LPWSANETWORKEVENTS events, LPINT error) {
    WSANETWORKEVENTS copy;
    struct socket *socket = hold(s, error);
    if (socket == NULL) {
        return SOCKET_ERROR;
    }
    int code = fetch(&copy, events, sizeof copy) ? 0 : WSAEFAULT;
    if (code == 0) {
        copy.lNetworkEvents = socket->recorded;
        for (int bit = 0; bit < FD_MAX_EVENTS; bit++) {
            if ((socket->recorded & 1L << bit) != 0) {
                copy.iErrorCode[bit] = socket->codes[bit];
            }
        }
        code = store(events, &copy, sizeof copy) ? 0 : WSAEFAULT;
    }
    if (code == 0 && event != NULL && !ResetEvent(event)) {
        code = WSAEINVAL;
    }
    if (code == 0) {
        socket->recorded = 0;
    }
    release(socket);
    return done(error, code);
}
