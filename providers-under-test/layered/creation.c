/* Where descriptors come from and go to. The lower provider makes a socket; what the client gets for it is registered
 * under the layer's identity. */
#include <stdbool.h>

#include "chains.h"
#include "layer.h"
#include "notices.h"
#include "sockets.h"

/* Presents the lower handle, or makes a descriptor whose context is the lower one. */
static SOCKET give_out(const struct chain *chain, SOCKET lower, int *error) {
    WSPUPCALLTABLE upcalls;
    layer_upcalls(&upcalls);
    DWORD identity =
        FAULT(chain, LAYER_HANDLES_CARRY_THE_BASES_IDENTITY) ? chain->lower_entry.dwCatalogEntryId : chain->identity;
    return chain->passes_handles ? upcalls.lpWPUModifyIFSHandle(identity, lower, error)
                                 : upcalls.lpWPUCreateSocketHandle(identity, (DWORD_PTR)lower, error);
}

/* Of a socket that no listener passes its notification on to. */
static const struct notices_target no_target;

static void forget(struct layer_socket *socket) {
    if (socket != NULL) {
        notices_forget(socket);
        sockets_release(socket);
    }
}

/* The client's descriptor for a new lower socket; when the library refuses one, the lower socket is closed again and
 * *error is the library's. */
static SOCKET adopt(struct chain *chain, SOCKET lower, const struct notices_target *target, int *error) {
    SOCKET given = give_out(chain, lower, error);
    if (given == INVALID_SOCKET) {
        int ignored;
        bool leaked = FAULT(chain, LAYER_REFUSED_HANDLE_LEAKS_THE_LOWER_SOCKET) ||
                      (FAULT(chain, LAYER_REFUSED_NEW_SOCKET_STAYS_OPEN_BELOW) && target == &no_target);
        if (!leaked) {
            chain->lower.lpWSPCloseSocket(lower, &ignored);
        }
        return INVALID_SOCKET;
    }
    struct layer_socket *replaced;
    struct layer_socket *socket = sockets_add(given, lower, chain, &replaced);
    forget(replaced);
    notices_inherit(socket, target);
    sockets_release(socket);
    return given;
}

SOCKET WSPAPI layer_socket(int af, int type, int protocol, LPWSAPROTOCOL_INFOW info, GROUP group, DWORD flags,
                           LPINT error) {
    struct chain *chain = info == NULL ? NULL : chains_find(info->dwCatalogEntryId);
    if (chain == NULL) {
        *error = info == NULL ? WSAEFAULT : WSAEINVAL;
        return INVALID_SOCKET;
    }
    WSAPROTOCOL_INFOW lower_info;
    chains_lower_entry(chain, info, &lower_info);
    SOCKET lower = chain->lower.lpWSPSocket(af, type, protocol, &lower_info, group, flags, error);
    return lower == INVALID_SOCKET ? INVALID_SOCKET : adopt(chain, lower, &no_target, error);
}

struct client_condition {
    const struct chain *chain;
    LPCONDITIONPROC decide;
    DWORD_PTR callback_data;
};

static int CALLBACK ask_client(LPWSABUF caller_id, LPWSABUF caller_data, LPQOS sqos, LPQOS gqos, LPWSABUF callee_id,
                               LPWSABUF callee_data, GROUP *group, DWORD_PTR callback_data) {
    const struct client_condition *client = (const struct client_condition *)callback_data;
    FAULT_AT(fault_before_asking(client->chain, &caller_id, &caller_data, &callee_data));
    DWORD_PTR client_data = FAULT(client->chain, LAYER_LOSES_THE_CALLBACK_DATA) ? 0 : client->callback_data;
    int decision = client->decide(caller_id, caller_data, sqos, gqos, callee_id, callee_data, group, client_data);
    FAULT_AT(fault_when_decided(client->chain, &decision, callee_data));
    return decision;
}

static SOCKET accept_below(const struct layer_socket *listener, struct sockaddr *addr, LPINT addrlen,
                           LPCONDITIONPROC condition, DWORD_PTR callback_data, LPINT error) {
    LPWSPACCEPT accept_lower = listener->chain->lower.lpWSPAccept;
    if (condition == NULL) {
        return accept_lower(listener->lower, addr, addrlen, NULL, callback_data, error);
    }
    struct client_condition client = {listener->chain, condition, callback_data};
    FAULT_AT(fault_before_accept(listener->chain, &accept_lower));
    return accept_lower(listener->lower, addr, addrlen, ask_client, (DWORD_PTR)&client, error);
}

SOCKET WSPAPI layer_accept(SOCKET s, struct sockaddr *addr, LPINT addrlen, LPCONDITIONPROC condition,
                           DWORD_PTR callback_data, LPINT error) {
    struct layer_socket *listener = sockets_find(s, error);
    if (listener == NULL) {
        return INVALID_SOCKET;
    }
    struct notices_target target = notices_of(listener);
    SOCKET given = accept_below(listener, addr, addrlen, condition, callback_data, error);
    FAULT_AT(fault_when_failed(listener->chain, given == INVALID_SOCKET, error));
    if (given != INVALID_SOCKET && !FAULT(listener->chain, LAYER_GIVES_OUT_ACCEPTED_SOCKETS_OF_THE_BASE)) {
        given = adopt(listener->chain, given, &target, error);
    }
    sockets_release(listener);
    return given;
}

SOCKET WSPAPI layer_join_leaf(SOCKET s, const struct sockaddr *name, int namelen, LPWSABUF caller_data,
                              LPWSABUF callee_data, LPQOS sqos, LPQOS gqos, DWORD flags, LPINT error) {
    struct layer_socket *root = sockets_find(s, error);
    if (root == NULL) {
        return INVALID_SOCKET;
    }
    struct notices_target target = notices_of(root);
    SOCKET leaf = root->chain->lower.lpWSPJoinLeaf(root->lower, name, namelen, caller_data, callee_data, sqos, gqos,
                                                   flags, error);
    SOCKET given = leaf;
    if (leaf == root->lower) {
        given = s;
    } else if (leaf != INVALID_SOCKET) {
        given = adopt(root->chain, leaf, &target, error);
    }
    sockets_release(root);
    return given;
}

static int close_lower(struct layer_socket *socket, int *error) {
    int result = 0;
    if (!FAULT(socket->chain, LAYER_CLOSED_SOCKETS_STAY_OPEN_BELOW)) {
        result = socket->chain->lower.lpWSPCloseSocket(socket->lower, error);
    }
    if (result == SOCKET_ERROR && *error != WSAENOTSOCK) {
        sockets_put_back(socket);
        return result;
    }
    notices_forget(socket);
    if (!socket->chain->passes_handles) {
        WSPUPCALLTABLE upcalls;
        int ignored;
        layer_upcalls(&upcalls);
        upcalls.lpWPUCloseSocketHandle(socket->given, &ignored);
    }
    sockets_release(socket);
    return result;
}

int WSPAPI layer_close_socket(SOCKET s, LPINT error) {
    struct layer_socket *socket = sockets_find(s, error);
    if (socket == NULL) {
        return SOCKET_ERROR;
    }
    int result = SOCKET_ERROR;
    /* Out of the table first: a handle of the system may be given to another thread as soon as it is closed. Of two
     * threads that close one socket the second finds none. */
    if (sockets_remove(socket)) {
        result = close_lower(socket, error);
    } else {
        *error = WSAENOTSOCK;
    }
    sockets_release(socket);
    return result;
}

int WSPAPI layer_duplicate_socket(SOCKET s, DWORD process_id, LPWSAPROTOCOL_INFOW info, LPINT error) {
    struct layer_socket *socket = sockets_find(s, error);
    if (socket == NULL) {
        return SOCKET_ERROR;
    }
    int result = socket->chain->lower.lpWSPDuplicateSocket(socket->lower, process_id, info, error);
    if (result == 0) {
        chains_label(socket->chain, info);
    }
    sockets_release(socket);
    return result;
}
