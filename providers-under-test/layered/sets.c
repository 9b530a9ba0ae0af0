/* WSPSelect and WSPCancelBlockingCall: the two procedures that are not about one socket. */
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

#include "base/memory.h"
#include "chains.h"
#include "layer.h"
#include "sockets.h"

#define SETS 3

/* The client's sets, and the same in lower descriptors. */
struct sets {
    fd_set *client[SETS];
    fd_set *lower[SETS]; /* owned; NULL where the client has none */
    struct chain *chain; /* of the first member */
};

/* Translates one set; false, with the code, for a member that is no socket. */
static bool translate(struct sets *sets, size_t which, int *error) {
    const fd_set *client = sets->client[which];
    if (client == NULL) {
        return true;
    }
    size_t room = client->fd_count > FD_SETSIZE ? client->fd_count : FD_SETSIZE;
    fd_set *lower = memory_zeroed(1, offsetof(fd_set, fd_array) + room * sizeof(SOCKET));
    sets->lower[which] = lower;
    for (u_int i = 0; i < client->fd_count; i++) {
        struct layer_socket *socket = sockets_find(client->fd_array[i], error);
        if (socket == NULL) {
            return false;
        }
        lower->fd_array[lower->fd_count++] = socket->lower;
        sets->chain = sets->chain == NULL ? socket->chain : sets->chain;
        sockets_release(socket);
    }
    return true;
}

static bool contains(const fd_set *set, SOCKET s) {
    for (u_int i = 0; i < set->fd_count; i++) {
        if (set->fd_array[i] == s) {
            return true;
        }
    }
    return false;
}

/* Leaves those members in the client's set whose lower descriptor, in members, is still in the answer. */
static void keep_answered(fd_set *client, const SOCKET *members, const fd_set *answer) {
    u_int kept = 0;
    for (u_int i = 0; i < client->fd_count; i++) {
        if (contains(answer, members[i])) {
            client->fd_array[kept++] = client->fd_array[i];
        }
    }
    client->fd_count = kept;
}

static int select_below(struct sets *sets, int nfds, const PTIMEVAL timeout, int *error) {
    SOCKET *members[SETS] = {NULL};
    for (size_t i = 0; i < SETS; i++) {
        if (sets->lower[i] != NULL) {
            members[i] = memory_copy(sets->lower[i]->fd_array, sets->lower[i]->fd_count * sizeof(SOCKET));
        }
    }
    int result = sets->chain->lower.lpWSPSelect(nfds, sets->lower[0], sets->lower[1], sets->lower[2], timeout, error);
    for (size_t i = 0; i < SETS; i++) {
        if (result != SOCKET_ERROR && sets->lower[i] != NULL) {
            keep_answered(sets->client[i], members[i], sets->lower[i]);
        }
        free(members[i]);
    }
    return result;
}

/* Without any member no chain is meant; the first one started says what it thinks of empty sets. */
int WSPAPI layer_select(int nfds, fd_set *readfds, fd_set *writefds, fd_set *exceptfds, const PTIMEVAL timeout,
                        LPINT error) {
    struct sets sets = {.client = {readfds, writefds, exceptfds}};
    bool known = true;
    for (size_t i = 0; i < SETS && known; i++) {
        known = translate(&sets, i, error);
    }
    int result = SOCKET_ERROR;
    if (known) {
        sets.chain = sets.chain == NULL ? chains_next(NULL) : sets.chain;
        if (sets.chain == NULL) {
            *error = WSAEINVAL;
        } else {
            result = select_below(&sets, nfds, timeout, error);
        }
    }
    for (size_t i = 0; i < SETS; i++) {
        free(sets.lower[i]);
    }
    return result;
}

/* The call that blocks this thread is in one of the lower providers; the others have nothing to cancel and say so. */
int WSPAPI layer_cancel_blocking_call(LPINT error) {
    *error = WSAEINVAL;
    for (const struct chain *chain = chains_next(NULL); chain != NULL; chain = chains_next(chain)) {
        if (!FAULT(chain, LAYER_FINDS_NOTHING_TO_CANCEL) && chain->lower.lpWSPCancelBlockingCall(error) == 0) {
            return 0;
        }
    }
    return SOCKET_ERROR;
}
