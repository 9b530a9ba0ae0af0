#include "spy.h"

#include <string.h>

/* Descriptors look like handles of the system, and start where none lies. */
#define FIRST_SOCKET 0x600000u

struct spy_state *spy_state(void);

static struct spy_state state;

struct spy_state *spy_state(void) {
    return &state;
}

static int answer(SOCKET s, int *error) {
    state.last_socket = s;
    if (state.code != 0) {
        *error = state.code;
        return SOCKET_ERROR;
    }
    return 0;
}

static void remember(const void *first, const void *second, const void *third, const void *fourth, const void *fifth,
                     const void *sixth) {
    const void *pointers[6] = {first, second, third, fourth, fifth, sixth};
    memcpy(state.pointers, pointers, sizeof pointers);
}

static SOCKET new_socket(void) { return FIRST_SOCKET + 4 * (SOCKET)++state.sockets; }

static SOCKET WSPAPI spy_socket(int af, int type, int protocol, LPWSAPROTOCOL_INFOW info, GROUP group, DWORD flags,
                                LPINT error) {
    (void)af, (void)type, (void)protocol, (void)group, (void)flags, (void)error;
    state.socket_entry = *info;
    return new_socket();
}

static SOCKET WSPAPI spy_accept(SOCKET s, struct sockaddr *addr, LPINT addrlen, LPCONDITIONPROC condition,
                                DWORD_PTR callback_data, LPINT error) {
    static char data[] = SPY_CALLER_DATA;
    WSABUF caller_id = {0, NULL}, caller_data = {sizeof data, data};
    remember(addr, addrlen, condition == NULL ? NULL : &state, NULL, NULL, NULL);
    if (condition != NULL) {
        state.group = SPY_GROUP;
        state.decision = condition(&caller_id, &caller_data, NULL, NULL, &caller_id, NULL, &state.group, callback_data);
    }
    return answer(s, error) == 0 ? new_socket() : INVALID_SOCKET;
}

static int WSPAPI spy_connect(SOCKET s, const struct sockaddr *name, int namelen, LPWSABUF caller_data,
                              LPWSABUF callee_data, LPQOS sqos, LPQOS gqos, LPINT error) {
    (void)namelen;
    remember(name, caller_data, callee_data, sqos, gqos, NULL);
    return answer(s, error);
}

static int WSPAPI spy_send(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD sent, DWORD flags,
                           LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread,
                           LPINT error) {
    const void *routine_pointer;
    (void)count, (void)flags;
    memcpy(&routine_pointer, &routine, sizeof routine);
    remember(buffers, sent, overlapped, routine_pointer, thread, NULL);
    return answer(s, error);
}

static int WSPAPI spy_listen(SOCKET s, int backlog, LPINT error) {
    (void)backlog;
    return answer(s, error);
}

static int WSPAPI spy_close_socket(SOCKET s, LPINT error) {
    state.closes++;
    return answer(s, error);
}

static INT WSPAPI spy_address_to_string(LPSOCKADDR address, DWORD length, LPWSAPROTOCOL_INFOW info, LPWSTR string,
                                        LPDWORD string_length, LPINT error) {
    (void)address, (void)length, (void)string, (void)string_length;
    state.address_entry = *info;
    return answer(0, error);
}

static INT WSPAPI spy_string_to_address(LPWSTR string, INT family, LPWSAPROTOCOL_INFOW info, LPSOCKADDR address,
                                        LPINT length, LPINT error) {
    (void)string, (void)family, (void)address, (void)length;
    state.address_entry = *info;
    return answer(0, error);
}

static int WSPAPI spy_cancel_blocking_call(LPINT error) { return answer(0, error); }

static int WSPAPI spy_cleanup(LPINT error) {
    (void)error;
    state.cleanups++;
    return 0;
}

static int WSPAPI not_asked_for(LPINT error) {
    *error = WSAEOPNOTSUPP;
    return SOCKET_ERROR;
}

int WSPAPI WSPStartup(WORD wVersionRequested, LPWSPDATA lpWSPData, LPWSAPROTOCOL_INFOW lpProtocolInfo,
                      WSPUPCALLTABLE UpcallTable, LPWSPPROC_TABLE lpProcTable) {
    void *slots[sizeof(WSPPROC_TABLE) / sizeof(void *)];
    int(WSPAPI * filler)(LPINT) = not_asked_for;
    if (state.startup_code != 0) {
        return state.startup_code;
    }
    for (size_t i = 0; i < sizeof slots / sizeof slots[0]; i++) {
        memcpy(&slots[i], &filler, sizeof filler);
    }
    memcpy(&state.table, slots, sizeof slots);
    state.table.lpWSPAccept = spy_accept;
    state.table.lpWSPAddressToString = spy_address_to_string;
    state.table.lpWSPCancelBlockingCall = spy_cancel_blocking_call;
    state.table.lpWSPCleanup = spy_cleanup;
    state.table.lpWSPCloseSocket = spy_close_socket;
    state.table.lpWSPConnect = spy_connect;
    state.table.lpWSPListen = spy_listen;
    state.table.lpWSPSend = spy_send;
    state.table.lpWSPSocket = spy_socket;
    state.table.lpWSPStringToAddress = spy_string_to_address;
    state.starts++;
    state.upcalls = UpcallTable;
    state.startup_entry = *lpProtocolInfo;
    *lpProcTable = state.table;
    *lpWSPData = (WSPDATA){.wVersion = wVersionRequested, .wHighVersion = MAKEWORD(2, 2)};
    return 0;
}
