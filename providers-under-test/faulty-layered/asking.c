#include <windows.h>

#include "chains.h"

void fault_before_connect(const struct chain *chain, LPWSABUF *caller_data, LPWSABUF *callee_data) {
    (void)callee_data;
    if (FAULT(chain, LAYER_LOSES_CALLER_DATA)) {
        *caller_data = NULL;
    }
}

void fault_when_failed(const struct chain *chain, bool failed, int *error) {
    if (failed && FAULT(chain, LAYER_REPLACES_ERROR_CODES) && *error != WSAEWOULDBLOCK) {
        *error = WSAENOBUFS;
    }
}

/* Of the chain with the fault; written before each WSPAccept on it. */
static WSPPROC_TABLE lower;

struct acceptance {
    SOCKET listener;
    struct sockaddr *addr;
    LPINT addrlen;
    LPCONDITIONPROC condition;
    DWORD_PTR callback_data;
    LPINT error;
    SOCKET accepted;
};

static DWORD WINAPI accept_on_thread(void *context) {
    struct acceptance *a = context;
    a->accepted = lower.lpWSPAccept(a->listener, a->addr, a->addrlen, a->condition, a->callback_data, a->error);
    return 0;
}

static SOCKET WSPAPI accept_elsewhere(SOCKET s, struct sockaddr *addr, LPINT addrlen, LPCONDITIONPROC condition,
                                      DWORD_PTR callback_data, LPINT error) {
    struct acceptance acceptance = {s, addr, addrlen, condition, callback_data, error, INVALID_SOCKET};
    HANDLE thread = CreateThread(NULL, 0, accept_on_thread, &acceptance, 0, NULL);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    return acceptance.accepted;
}

static SOCKET WSPAPI accept_and_ask(SOCKET s, struct sockaddr *addr, LPINT addrlen, LPCONDITIONPROC condition,
                                    DWORD_PTR callback_data, LPINT error) {
    SOCKADDR_STORAGE name;
    int length = sizeof name, ignored;
    GROUP group = 0;
    SOCKET accepted = lower.lpWSPAccept(s, addr, addrlen, NULL, 0, error);
    if (accepted == INVALID_SOCKET) {
        return INVALID_SOCKET;
    }
    lower.lpWSPGetPeerName(accepted, (struct sockaddr *)&name, &length, &ignored);
    WSABUF caller = {(u_long)length, (char *)&name};
    int decision = condition(&caller, NULL, NULL, NULL, &caller, NULL, &group, callback_data);
    if (decision != CF_ACCEPT) {
        lower.lpWSPCloseSocket(accepted, &ignored);
        *error = decision == CF_DEFER ? WSATRY_AGAIN : WSAECONNREFUSED;
        return INVALID_SOCKET;
    }
    return accepted;
}

void fault_before_accept(const struct chain *chain, LPWSPACCEPT *accept_lower) {
    lower = chain->lower;
    if (FAULT(chain, LAYER_ASKS_ON_ANOTHER_THREAD)) {
        *accept_lower = accept_elsewhere;
    }
    if (FAULT(chain, LAYER_ACCEPTS_BEFORE_IT_ASKS)) {
        *accept_lower = accept_and_ask;
    }
}

void fault_before_asking(const struct chain *chain, LPWSABUF *caller_id, LPWSABUF *caller_data, LPWSABUF *callee_data) {
    static struct sockaddr_in own_name = {.sin_family = AF_INET};
    static WSABUF own_id = {sizeof own_name, (char *)&own_name};
    (void)caller_data, (void)callee_data;
    if (FAULT(chain, LAYER_REPLACES_THE_CALLERS_NAME)) {
        own_name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        *caller_id = &own_id;
    }
}

void fault_when_decided(const struct chain *chain, int *decision, LPWSABUF callee_data) {
    if (FAULT(chain, LAYER_TURNS_DEFERRAL_INTO_REJECTION) && *decision == CF_DEFER) {
        *decision = CF_REJECT;
    }
    if (FAULT(chain, LAYER_CHANGES_THE_REPLY) && callee_data != NULL && callee_data->len != 0) {
        callee_data->buf[0] ^= 1;
    }
}
