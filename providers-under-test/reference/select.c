/* WSPSelect: a query of states; it records, clears and enables nothing (NOTIFY-37). */
#include <stdlib.h>
#include <string.h>

#include "memory_check.h"
#include "procedures.h"
#include "reference.h"

#define SETS 3
#define MICROSECONDS 1000
#define MILLISECONDS 1000

enum set_kind { SET_READ, SET_WRITE, SET_EXCEPT };

/* One member of a set. */
struct member {
    struct socket *socket; /* referenced */
    SOCKET handle;
    enum set_kind kind;
};

struct selection {
    struct member *members; /* owned */
    size_t count;
    bool any_closed;
};

static bool is_readable(struct socket *socket) {
    if (socket->state == STATE_LISTENING) {
        const struct request *head = queue_head(socket);
        return head != NULL && !FAULT(socket, LISTENER_IS_NEVER_READABLE) &&
               !(head->deferred && socket->personality->select_hides_deferred);
    }
    int code = receive_obstacle(socket);
    return code == 0 || code == WSAEDISCON || (code != WSAEWOULDBLOCK && socket->state == STATE_CONNECTED);
}

static bool is_writable(struct socket *socket) {
    int code = send_obstacle(socket, 1);
    if (FAULT(socket, CONNECTED_CALLER_IS_NOT_WRITABLE) && socket->state == STATE_CONNECTED && socket->side == 0) {
        return false;
    }
    if ((FAULT(socket, REFUSED_CALLER_IS_WRITABLE) && socket->connect_failed) ||
        (FAULT(socket, WAITING_CALLER_IS_WRITABLE) && socket->state == STATE_CONNECTING)) {
        return true;
    }
    return code == 0 || (code != WSAEWOULDBLOCK && socket->state == STATE_CONNECTED);
}

static bool is_exceptional(const struct socket *socket) {
    if (FAULT(socket, CONNECTED_CALLER_IS_EXCEPTIONAL) && socket->state == STATE_CONNECTED) {
        return true;
    }
    return socket->connect_failed && !FAULT(socket, REFUSED_CALLER_IS_NOT_EXCEPTIONAL);
}

static bool is_ready(const struct member *member) {
    switch (member->kind) {
    case SET_READ:
        return is_readable(member->socket);
    case SET_WRITE:
        return is_writable(member->socket);
    default:
        return is_exceptional(member->socket);
    }
}

static bool selection_ends(void *context) {
    struct selection *selection = context;
    bool any_ready = false;
    for (size_t i = 0; i < selection->count; i++) {
        const struct member *member = &selection->members[i];
        selection->any_closed |= member->socket->closed;
        any_ready |= is_ready(member);
    }
    return any_ready || selection->any_closed;
}

/* A head that select has shown has been announced: its withdrawal is no longer silent. */
static void announce(struct socket *socket) {
    struct request *head = socket->state == STATE_LISTENING ? queue_head(socket) : NULL;
    if (head != NULL) {
        head->announced = true;
    }
}

static int check_set(const fd_set *set, size_t *total) {
    if (set == NULL) {
        return 0;
    }
    if (!memory_writable(set, offsetof(fd_set, fd_array)) ||
        !memory_writable(set->fd_array, set->fd_count * sizeof(SOCKET))) {
        return WSAEFAULT;
    }
    *total += set->fd_count;
    return 0;
}

static int check_sets(fd_set *const sets[SETS], size_t *total) {
    int code = 0;
    for (int kind = 0; kind < SETS && code == 0; kind++) {
        code = check_set(sets[kind], total);
    }
    return code == 0 && *total == 0 ? WSAEINVAL : code;
}

static int add_member(struct selection *selection, SOCKET handle, enum set_kind kind) {
    int code;
    struct socket *socket = socket_enter(handle, &code);
    if (socket == NULL) {
        return code;
    }
    selection->members[selection->count++] = (struct member){.socket = socket, .handle = handle, .kind = kind};
    model_leave();
    return 0;
}

static int add_members(struct selection *selection, fd_set *const sets[SETS]) {
    int code = 0;
    for (int kind = 0; kind < SETS; kind++) {
        for (u_int i = 0; code == 0 && sets[kind] != NULL && i < sets[kind]->fd_count; i++) {
            code = add_member(selection, sets[kind]->fd_array[i], (enum set_kind)kind);
        }
    }
    return code;
}

/* With the lock held. */
static int wait_for_any(struct selection *selection, DWORD milliseconds) {
    struct socket *first = selection->members[0].socket;
    struct waiting waiting = {.socket = first,
                              .variable = &select_changed,
                              .ready = selection_ends,
                              .context = selection,
                              .milliseconds = milliseconds};
    if (selection_ends(selection)) {
        return 0;
    }
    if (milliseconds == 0) {
        return WSAETIMEDOUT;
    }
    selecting++;
    int code = blocking_wait(&waiting);
    selecting--;
    return code;
}

/* Leaves in each set those members that are ready, and counts them. */
static int keep_ready(const struct selection *selection, fd_set *const sets[SETS]) {
    int ready = 0;
    for (int kind = 0; kind < SETS; kind++) {
        if (sets[kind] != NULL) {
            sets[kind]->fd_count = 0;
        }
    }
    for (size_t i = 0; i < selection->count; i++) {
        const struct member *member = &selection->members[i];
        if (is_ready(member)) {
            fd_set *set = sets[member->kind];
            set->fd_array[set->fd_count++] = member->handle;
            announce(member->socket);
            ready++;
        }
    }
    return ready;
}

/* With the lock held: waits and answers. */
static int select_among(struct selection *selection, fd_set *const sets[SETS], DWORD milliseconds, int *ready) {
    int code = wait_for_any(selection, milliseconds);
    if (code == 0 && selection->any_closed) {
        return selection->members[0].socket->personality->ended_call_code;
    }
    if (code == 0 || code == WSAETIMEDOUT) {
        *ready = keep_ready(selection, sets);
        return 0;
    }
    return code;
}

static int take_timeout(const TIMEVAL *timeout, DWORD *milliseconds) {
    *milliseconds = INFINITE;
    if (timeout == NULL) {
        return 0;
    }
    if (!memory_readable(timeout, sizeof *timeout)) {
        return WSAEFAULT;
    }
    if (timeout->tv_sec < 0 || timeout->tv_usec < 0) {
        return WSAEINVAL;
    }
    ULONGLONG total =
        (ULONGLONG)timeout->tv_sec * MILLISECONDS + ((ULONGLONG)timeout->tv_usec + MICROSECONDS - 1) / MICROSECONDS;
    *milliseconds = total < INFINITE ? (DWORD)total : INFINITE - 1;
    return 0;
}

static int check_started(void) {
    model_lock();
    int code = started() ? 0 : WSANOTINITIALISED;
    model_unlock();
    return code;
}

static int select_sets(fd_set *const sets[SETS], const TIMEVAL *timeout, int *ready) {
    size_t total = 0;
    DWORD milliseconds;
    struct selection selection = {0};
    int code = check_sets(sets, &total);
    if (code == 0) {
        code = take_timeout(timeout, &milliseconds);
    }
    if (code != 0) {
        return code;
    }
    selection.members = calloc(total, sizeof *selection.members);
    if (selection.members == NULL) {
        return WSAENOBUFS;
    }
    code = add_members(&selection, sets);
    model_lock();
    if (code == 0) {
        code = select_among(&selection, sets, milliseconds, ready);
    }
    for (size_t i = 0; i < selection.count; i++) {
        socket_release(selection.members[i].socket);
    }
    model_leave();
    free(selection.members);
    return code;
}

int WSPAPI spi_select(int count, fd_set *readable, fd_set *writable, fd_set *exceptional, const PTIMEVAL timeout,
                      LPINT error) {
    (void)count;
    int ready = 0;
    fd_set *const sets[SETS] = {readable, writable, exceptional};
    int code = check_started();
    if (code == 0) {
        code = select_sets(sets, timeout, &ready);
    }
    return procedure_result(code, error) == 0 ? ready : SOCKET_ERROR;
}
