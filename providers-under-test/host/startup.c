/* Starting, the upcall table, cleaning up. */
#include <stdbool.h>
#include <stdlib.h>
#include <wchar.h>

#include "host.h"
#include "memory_check.h"
#include "messages.h"
#include "sockets.h"

#define HIGHEST_VERSION MAKEWORD(2, 2)

static SRWLOCK lock = SRWLOCK_INIT;
static unsigned int starts;
static WSPUPCALLTABLE upcalls;          /* of the latest start */
static WSAPROTOCOL_INFOW startup_entry; /* of the latest start */

static const WSAPROTOCOL_INFOW no_entry;

static const WSPPROC_TABLE procedures = {
    .lpWSPAccept = host_accept,
    .lpWSPAddressToString = host_address_to_string,
    .lpWSPAsyncSelect = host_async_select,
    .lpWSPBind = host_bind,
    .lpWSPCancelBlockingCall = host_cancel_blocking_call,
    .lpWSPCleanup = host_cleanup,
    .lpWSPCloseSocket = host_close_socket,
    .lpWSPConnect = host_connect,
    .lpWSPDuplicateSocket = host_duplicate_socket,
    .lpWSPEnumNetworkEvents = host_enum_network_events,
    .lpWSPEventSelect = host_event_select,
    .lpWSPGetOverlappedResult = host_get_overlapped_result,
    .lpWSPGetPeerName = host_get_peer_name,
    .lpWSPGetSockName = host_get_sock_name,
    .lpWSPGetSockOpt = host_get_sock_opt,
    .lpWSPGetQOSByName = host_get_qos_by_name,
    .lpWSPIoctl = host_ioctl,
    .lpWSPJoinLeaf = host_join_leaf,
    .lpWSPListen = host_listen,
    .lpWSPRecv = host_recv,
    .lpWSPRecvDisconnect = host_recv_disconnect,
    .lpWSPRecvFrom = host_recv_from,
    .lpWSPSelect = host_select,
    .lpWSPSend = host_send,
    .lpWSPSendDisconnect = host_send_disconnect,
    .lpWSPSendTo = host_send_to,
    .lpWSPSetSockOpt = host_set_sock_opt,
    .lpWSPShutdown = host_shutdown,
    .lpWSPSocket = host_socket,
    .lpWSPStringToAddress = host_string_to_address,
};

/* The major number is in the low byte, so the words themselves do not compare. */
static WORD negotiate(WORD requested) {
    bool above = LOBYTE(requested) > LOBYTE(HIGHEST_VERSION) ||
                 (LOBYTE(requested) == LOBYTE(HIGHEST_VERSION) && HIBYTE(requested) > HIBYTE(HIGHEST_VERSION));
    return above ? HIGHEST_VERSION : requested;
}

/* The host is started once, for all starts together. Called with the lock held. */
static int start_host(void) {
    if (starts != 0) {
        return 0;
    }
    WSADATA data;
    return WSAStartup(MAKEWORD(2, 2), &data);
}

int WSPAPI WSPStartup(WORD wVersionRequested, LPWSPDATA lpWSPData, LPWSAPROTOCOL_INFOW lpProtocolInfo,
                      WSPUPCALLTABLE UpcallTable, LPWSPPROC_TABLE lpProcTable) {
    if (!memory_writable(lpWSPData, sizeof *lpWSPData) || !memory_writable(lpProcTable, sizeof *lpProcTable)) {
        return WSAEFAULT;
    }
    if (LOBYTE(wVersionRequested) < LOBYTE(HIGHEST_VERSION)) {
        return WSAVERNOTSUPPORTED;
    }
    AcquireSRWLockExclusive(&lock);
    int error = start_host();
    if (error == 0) {
        starts++;
        upcalls = UpcallTable;
        startup_entry = lpProtocolInfo == NULL ? no_entry : *lpProtocolInfo;
    }
    ReleaseSRWLockExclusive(&lock);
    if (error == 0) {
        *lpProcTable = procedures;
        lpWSPData->wVersion = negotiate(wVersionRequested);
        lpWSPData->wHighVersion = HIGHEST_VERSION;
        wcscpy(lpWSPData->szDescription, L"The host's own sockets, through ws2_32");
    }
    return error;
}

/* Closes what is still open. No message is posted any more; overlapped requests the host completes as it does at every
 * close, since others in the process may keep it started. */
static void close_left_over_sockets(void) {
    for (struct host_socket *socket = sockets_take_any(); socket != NULL; socket = sockets_take_any()) {
        closesocket(socket->host);
        free(socket);
    }
}

int WSPAPI host_cleanup(LPINT error) {
    AcquireSRWLockExclusive(&lock);
    bool started = starts != 0;
    bool last = starts == 1;
    starts -= started;
    ReleaseSRWLockExclusive(&lock);
    if (!started) {
        *error = WSANOTINITIALISED;
        return SOCKET_ERROR;
    }
    if (last) {
        messages_stop();
        close_left_over_sockets();
        return host_result(WSACleanup(), error);
    }
    return 0;
}

SOCKET host_modify_handle(DWORD catalog_entry_id, SOCKET proposed, int *error) {
    AcquireSRWLockShared(&lock);
    LPWPUMODIFYIFSHANDLE modify = upcalls.lpWPUModifyIFSHandle;
    ReleaseSRWLockShared(&lock);
    return modify(catalog_entry_id, proposed, error);
}

BOOL host_post_message(HWND window, UINT message, WPARAM wparam, LPARAM lparam) {
    AcquireSRWLockShared(&lock);
    LPWPUPOSTMESSAGE post = upcalls.lpWPUPostMessage;
    ReleaseSRWLockShared(&lock);
    return post(window, message, wparam, lparam);
}

void host_startup_entry(WSAPROTOCOL_INFOW *entry) {
    AcquireSRWLockShared(&lock);
    *entry = startup_entry;
    ReleaseSRWLockShared(&lock);
}
