#include "sockets.h"

#include <stddef.h>
#include <stdlib.h>
#include <windows.h>

#include "base/memory.h"

#define BUCKETS 256

static SRWLOCK lock = SRWLOCK_INIT;
static struct layer_socket *buckets[BUCKETS];

static struct layer_socket **find(SOCKET given) {
    struct layer_socket **link = &buckets[(given >> 2) % BUCKETS];
    while (*link != NULL && (*link)->given != given) {
        link = &(*link)->next;
    }
    return link;
}

static void insert(struct layer_socket *socket) {
    struct layer_socket **bucket = &buckets[(socket->given >> 2) % BUCKETS];
    socket->next = *bucket;
    *bucket = socket;
}

static struct layer_socket *unlink_at(struct layer_socket **link) {
    struct layer_socket *socket = *link;
    if (socket != NULL) {
        *link = socket->next;
    }
    return socket;
}

struct layer_socket *sockets_add(SOCKET given, SOCKET lower, struct chain *chain, struct layer_socket **replaced) {
    struct layer_socket *socket = memory_zeroed(1, sizeof *socket);
    socket->given = given;
    socket->lower = lower;
    socket->chain = chain;
    socket->references = 2;
    AcquireSRWLockExclusive(&lock);
    *replaced = unlink_at(find(given));
    insert(socket);
    ReleaseSRWLockExclusive(&lock);
    return socket;
}

struct layer_socket *sockets_find(SOCKET given, int *error) {
    AcquireSRWLockShared(&lock);
    struct layer_socket *socket = *find(given);
    if (socket != NULL) {
        sockets_retain(socket);
    }
    ReleaseSRWLockShared(&lock);
    if (socket == NULL) {
        *error = WSAENOTSOCK;
    }
    return socket;
}

void sockets_retain(struct layer_socket *socket) { InterlockedIncrement(&socket->references); }

void sockets_release(struct layer_socket *socket) {
    if (InterlockedDecrement(&socket->references) == 0) {
        free(socket);
    }
}

bool sockets_remove(struct layer_socket *socket) {
    AcquireSRWLockExclusive(&lock);
    struct layer_socket **link = find(socket->given);
    bool there = *link == socket;
    if (there) {
        unlink_at(link);
    }
    ReleaseSRWLockExclusive(&lock);
    return there;
}

void sockets_put_back(struct layer_socket *socket) {
    AcquireSRWLockExclusive(&lock);
    insert(socket);
    ReleaseSRWLockExclusive(&lock);
}

struct layer_socket *sockets_remove_any(void) {
    struct layer_socket *socket = NULL;
    AcquireSRWLockExclusive(&lock);
    for (size_t i = 0; socket == NULL && i < BUCKETS; i++) {
        socket = unlink_at(&buckets[i]);
    }
    ReleaseSRWLockExclusive(&lock);
    return socket;
}
