/* WSPSelect: looks, and waits until somebody changed something. */
#include "thirty.h"

enum purpose { TO_READ, TO_WRITE, TO_EXCEPT };

static bool is_ready(const struct socket *socket, enum purpose purpose) {
    const struct end *end = socket->end;
    bool open = end != NULL && end->progress == OPEN;
    if (purpose == TO_EXCEPT) {
        return socket->failed;
    }
    if (is_connectionless(socket->entry)) {
        return purpose == TO_WRITE || socket->mail.first != NULL;
    }
    if (purpose == TO_WRITE) {
        return open && !end->silent;
    }
    const struct request *head = socket->queue;
    return (head != NULL && !head->deferred && head->judge == 0) ||
           (open && (end->mail.first != NULL || end->ended || end->deaf));
}

/* What of a set is ready; a negative number when a member is no socket. */
static int look(const fd_set *set, enum purpose purpose, fd_set *found) {
    FD_ZERO(found);
    for (u_int i = 0; set != NULL && i < set->fd_count; i++) {
        struct socket *socket = world_sockets;
        while (socket != NULL && (socket->handle != set->fd_array[i] || socket->closed)) {
            socket = socket->next;
        }
        if (socket == NULL) {
            return -1;
        }
        if (is_ready(socket, purpose)) {
            found->fd_array[found->fd_count++] = socket->handle;
        }
    }
    return (int)found->fd_count;
}

static const struct socket *first_of(const fd_set *const *sets) {
    for (int i = 0; i < 3; i++) {
        for (struct socket *socket = world_sockets; socket != NULL && sets[i] != NULL; socket = socket->next) {
            if (sets[i]->fd_count > 0 && sets[i]->fd_array[0] == socket->handle) {
                return socket;
            }
        }
    }
    return NULL;
}

static DWORD time_left(ULONGLONG until) {
    ULONGLONG now = GetTickCount64();
    return now >= until ? 0 : (DWORD)(until - now);
}

/* The number of ready sockets, or SOCKET_ERROR with the code. */
static int wait_for(const fd_set *const *sets, fd_set *found, const struct timeval *timeout, int *code) {
    struct waiter waiter;
    DWORD most = timeout == NULL ? INFINITE : (DWORD)(timeout->tv_sec * 1000 + timeout->tv_usec / 1000);
    ULONGLONG until = GetTickCount64() + most;
    int count = 0;
    waiter_begin(&waiter);
    while (*code == 0) {
        count = 0;
        for (int i = 0; i < 3; i++) {
            int one = look(sets[i], (enum purpose)i, &found[i]);
            *code = one < 0 ? WSAENOTSOCK : *code;
            count += one;
        }
        DWORD left = timeout == NULL ? INFINITE : time_left(until);
        if (*code != 0 || count > 0 || left == 0) {
            break;
        }
        *code = waiter_wait(&waiter, first_of(sets), left);
    }
    waiter_end(&waiter);
    return *code != 0 ? SOCKET_ERROR : count;
}

/* A client may have an array of another length than this provider: only what is counted is there. */
static size_t set_size(u_int count) { return offsetof(fd_set, fd_array) + count * sizeof(SOCKET); }

static bool copy_set(fd_set *copy, const fd_set *set) {
    return fetch(&copy->fd_count, set, sizeof copy->fd_count) && copy->fd_count <= FD_SETSIZE &&
           fetch(copy, set, set_size(copy->fd_count));
}

int WSPAPI on_select(int unused, fd_set *readers, fd_set *writers, fd_set *excepted, const PTIMEVAL timeout,
                     LPINT error) {
    fd_set copies[3], found[3];
    fd_set *const given[] = {readers, writers, excepted};
    const fd_set *sets[3] = {NULL, NULL, NULL};
    (void)unused;
    u_int members = 0;
    for (int i = 0; i < 3; i++) {
        if (given[i] != NULL && !copy_set(&copies[i], given[i])) {
            return fail(error, WSAEFAULT);
        }
        sets[i] = given[i] == NULL ? NULL : &copies[i];
        members += sets[i] == NULL ? 0 : sets[i]->fd_count;
    }
    if (world_starts == 0 || members == 0) {
        return fail(error, world_starts == 0 ? WSANOTINITIALISED : WSAEINVAL);
    }
    int code = 0;
    lock();
    int count = wait_for(sets, found, timeout, &code);
    unlock();
    for (int i = 0; i < 3 && count >= 0; i++) {
        if (given[i] != NULL) {
            store(given[i], &found[i], set_size(found[i].fd_count));
        }
    }
    return code != 0 ? fail(error, code) : count;
}
