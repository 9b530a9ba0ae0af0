/* Options and controls: what is needed, and not much more. */
#include "thirty.h"

#include <mswsock.h>

#ifndef SO_CONDITIONAL_ACCEPT
#define SO_CONDITIONAL_ACCEPT 0x3002
#endif

static BOOL *flag_of(struct socket *socket, int name) {
    struct options *options = &socket->options;
    switch (name) {
    case SO_REUSEADDR:
        return &options->reuse;
    case SO_CONDITIONAL_ACCEPT:
        return socket->entry->conditional ? &options->conditional : NULL;
    case SO_KEEPALIVE:
        return socket->entry->few_options ? NULL : &options->keep_alive;
    case SO_DEBUG:
        return socket->entry->few_options ? NULL : &options->debug;
    case SO_DONTROUTE:
        return socket->entry->few_options ? NULL : &options->dont_route;
    case SO_OOBINLINE:
        return socket->entry->few_options ? NULL : &options->out_of_band_inline;
    case SO_BROADCAST:
        return is_connectionless(socket->entry) ? &options->broadcast : NULL;
    default:
        return NULL;
    }
}

static int *number_of(struct socket *socket, int name) {
    if (socket->entry->few_options) {
        return NULL;
    }
    return name == SO_SNDBUF ? &socket->options.send_room : name == SO_RCVBUF ? &socket->options.receive_room : NULL;
}

static int give(const void *value, int size, char *to, LPINT length) {
    int room = 0;
    if (!fetch(&room, length, sizeof room) || room < size || !store(to, value, (size_t)size) ||
        !store(length, &size, sizeof size)) {
        return WSAEFAULT;
    }
    return 0;
}

static int give_number(int number, char *to, LPINT length) { return give(&number, sizeof number, to, length); }

static int get(struct socket *socket, int name, char *value, LPINT length) {
    struct options *options = &socket->options;
    bool connectionless = is_connectionless(socket->entry);
    const BOOL *flag = flag_of(socket, name);
    const int *number = number_of(socket, name);
    if (flag != NULL || number != NULL) {
        return give_number(flag != NULL ? *flag : *number, value, length);
    }
    switch (name) {
    case SO_TYPE:
        return give_number(socket->entry->type, value, length);
    case SO_ERROR: {
        int code = give_number(socket->error, value, length);
        socket->error = code == 0 ? 0 : socket->error;
        return code;
    }
    case SO_ACCEPTCONN:
        return connectionless ? WSAENOPROTOOPT : give_number(socket->listening, value, length);
    case SO_PROTOCOL_INFOW:
        return give(&socket->info, sizeof socket->info, value, length);
    case SO_LINGER:
        return connectionless ? WSAENOPROTOOPT : give(&options->linger, sizeof options->linger, value, length);
    case SO_DONTLINGER:
        return connectionless ? WSAENOPROTOOPT : give_number(options->linger.l_onoff == 0, value, length);
    case SO_MAX_MSG_SIZE:
        return is_stream(socket->entry) ? WSAENOPROTOOPT : give_number(MESSAGE_MOST, value, length);
    default:
        return WSAENOPROTOOPT;
    }
}

int WSPAPI on_get_option(SOCKET s, int level, int name, char *value, LPINT length, LPINT error) {
    struct socket *socket = hold(s, error);
    if (socket == NULL) {
        return SOCKET_ERROR;
    }
    int code = level == SOL_SOCKET ? get(socket, name, value, length) : WSAENOPROTOOPT;
    release(socket);
    return done(error, code);
}

static int set(struct socket *socket, int name, const char *value, int length) {
    int number = 0;
    BOOL *flag = flag_of(socket, name);
    int *size = number_of(socket, name);
    if (name == SO_LINGER && !is_connectionless(socket->entry)) {
        LINGER linger;
        if (length < (int)sizeof linger || !fetch(&linger, value, sizeof linger)) {
            return WSAEFAULT;
        }
        socket->options.linger = linger;
        return 0;
    }
    if (flag == NULL && size == NULL && (name != SO_DONTLINGER || is_connectionless(socket->entry))) {
        return WSAENOPROTOOPT;
    }
    if (length < (int)sizeof number || !fetch(&number, value, sizeof number)) {
        return WSAEFAULT;
    }
    if (name == SO_CONDITIONAL_ACCEPT && socket->listening) {
        return WSAEINVAL;
    }
    if (flag != NULL) {
        *flag = number != 0;
    } else if (size != NULL) {
        *size = number;
    } else {
        socket->options.linger.l_onoff = number == 0;
    }
    return 0;
}

int WSPAPI on_set_option(SOCKET s, int level, int name, const char *value, int length, LPINT error) {
    struct socket *socket = hold(s, error);
    if (socket == NULL) {
        return SOCKET_ERROR;
    }
    int code = level == SOL_SOCKET ? set(socket, name, value, length) : WSAENOPROTOOPT;
    release(socket);
    return done(error, code);
}

static int set_blocking(struct socket *socket, const void *in, DWORD size) {
    u_long on;
    if (size < sizeof on || !fetch(&on, in, sizeof on)) {
        return WSAEFAULT;
    }
    if (on == 0 && socket->mask != 0) {
        return WSAEINVAL;
    }
    socket->nonblocking = on != 0;
    return 0;
}

static u_long readable(const struct socket *socket) {
    if (is_connectionless(socket->entry)) {
        return socket->mail.first == NULL ? 0 : socket->mail.first->bytes.size;
    }
    const struct mail *mail = socket->end == NULL ? NULL : &socket->end->mail;
    if (mail == NULL || mail->first == NULL || is_stream(socket->entry)) {
        return mail == NULL ? 0 : mail->size;
    }
    return mail->first->bytes.size - mail->first->read;
}

int WSPAPI on_ioctl(SOCKET s, DWORD control, LPVOID in, DWORD in_size, LPVOID out, DWORD out_size, LPDWORD returned,
                    LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread,
                    LPINT error) {
    (void)overlapped, (void)routine, (void)thread;
    DWORD size = 0;
    struct socket *socket = hold(s, error);
    if (socket == NULL) {
        return SOCKET_ERROR;
    }
    int code = WSAEOPNOTSUPP;
    if (control == (DWORD)FIONBIO) {
        code = set_blocking(socket, in, in_size);
    } else if (control == FIONREAD) {
        u_long count = readable(socket);
        size = sizeof count;
        code = out_size < size || !store(out, &count, size) ? WSAEFAULT : 0;
    }
    if (code == 0 && returned != NULL) {
        store(returned, &size, sizeof size);
    }
    release(socket);
    return done(error, code);
}
