#include "sockets.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/memory.h"

#define BUCKETS 256

static SRWLOCK lock = SRWLOCK_INIT;
static struct host_socket *buckets[BUCKETS];
static size_t renamed;

static struct host_socket **bucket_of(SOCKET given) { return &buckets[(given >> 2) % BUCKETS]; }

static struct host_socket **find(SOCKET given) {
    struct host_socket **link = bucket_of(given);
    while (*link != NULL && (*link)->given != given) {
        link = &(*link)->next;
    }
    return link;
}

static void insert(struct host_socket *socket) {
    struct host_socket **bucket = bucket_of(socket->given);
    socket->next = *bucket;
    *bucket = socket;
    renamed += socket->given != socket->host;
}

static struct host_socket *unlink_at(struct host_socket **link) {
    struct host_socket *socket = *link;
    if (socket != NULL) {
        *link = socket->next;
        renamed -= socket->given != socket->host;
    }
    return socket;
}

unsigned int sockets_add(SOCKET given, SOCKET host, const WSAPROTOCOL_INFOW *entry, unsigned int message) {
    struct host_socket *socket = memory_zeroed(1, sizeof *socket);
    socket->given = given;
    socket->host = host;
    socket->entry = *entry;
    socket->message = message;
    AcquireSRWLockExclusive(&lock);
    struct host_socket *replaced = unlink_at(find(given));
    insert(socket);
    ReleaseSRWLockExclusive(&lock);
    unsigned int left_over = replaced == NULL ? 0 : replaced->message;
    free(replaced);
    return left_over;
}

SOCKET sockets_host(SOCKET given) {
    AcquireSRWLockShared(&lock);
    const struct host_socket *socket = *find(given);
    SOCKET host = socket == NULL ? given : socket->host;
    ReleaseSRWLockShared(&lock);
    return host;
}

bool sockets_any_renamed(void) {
    AcquireSRWLockShared(&lock);
    bool any = renamed != 0;
    ReleaseSRWLockShared(&lock);
    return any;
}

bool sockets_entry(SOCKET given, WSAPROTOCOL_INFOW *entry) {
    AcquireSRWLockShared(&lock);
    const struct host_socket *socket = *find(given);
    if (socket != NULL) {
        *entry = socket->entry;
    }
    ReleaseSRWLockShared(&lock);
    return socket != NULL;
}

static const struct host_socket *find_host(SOCKET host) {
    const struct host_socket *socket = *find(host);
    if (socket != NULL && socket->host == host) {
        return socket;
    }
    for (size_t i = 0; renamed != 0 && i < BUCKETS; i++) {
        for (socket = buckets[i]; socket != NULL; socket = socket->next) {
            if (socket->host == host) {
                return socket;
            }
        }
    }
    return NULL;
}

bool sockets_behind(SOCKET host, SOCKET *given, unsigned int *message) {
    AcquireSRWLockShared(&lock);
    const struct host_socket *socket = find_host(host);
    if (socket != NULL) {
        *given = socket->given;
        *message = socket->message;
    }
    ReleaseSRWLockShared(&lock);
    return socket != NULL;
}

unsigned int sockets_message(SOCKET given) {
    AcquireSRWLockShared(&lock);
    const struct host_socket *socket = *find(given);
    unsigned int message = socket == NULL ? 0 : socket->message;
    ReleaseSRWLockShared(&lock);
    return message;
}

bool sockets_set_message(SOCKET given, unsigned int message, unsigned int *previous) {
    AcquireSRWLockExclusive(&lock);
    struct host_socket *socket = *find(given);
    if (socket != NULL) {
        *previous = socket->message;
        socket->message = message;
    }
    ReleaseSRWLockExclusive(&lock);
    return socket != NULL;
}

struct host_socket *sockets_take(SOCKET given) {
    AcquireSRWLockExclusive(&lock);
    struct host_socket *socket = unlink_at(find(given));
    ReleaseSRWLockExclusive(&lock);
    return socket;
}

void sockets_put_back(struct host_socket *socket) {
    AcquireSRWLockExclusive(&lock);
    insert(socket);
    ReleaseSRWLockExclusive(&lock);
}

struct host_socket *sockets_take_any(void) {
    struct host_socket *socket = NULL;
    AcquireSRWLockExclusive(&lock);
    for (size_t i = 0; socket == NULL && i < BUCKETS; i++) {
        socket = unlink_at(&buckets[i]);
    }
    ReleaseSRWLockExclusive(&lock);
    return socket;
}
