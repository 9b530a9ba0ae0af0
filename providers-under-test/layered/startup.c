/* Starting, the upcall table, the procedure tables, cleaning up. */
#include <stdbool.h>
#include <wchar.h>

#include "chains.h"
#include "layer.h"
#include "notices.h"
#include "sockets.h"

static SRWLOCK lock = SRWLOCK_INIT;
static unsigned int starts;
static WSPUPCALLTABLE latest_upcalls;

static const WSPPROC_TABLE own_procedures = {
    .lpWSPAccept = layer_accept,
    .lpWSPAddressToString = layer_address_to_string,
    .lpWSPAsyncSelect = layer_async_select,
    .lpWSPBind = layer_bind,
    .lpWSPCancelBlockingCall = layer_cancel_blocking_call,
    .lpWSPCleanup = layer_cleanup,
    .lpWSPCloseSocket = layer_close_socket,
    .lpWSPConnect = layer_connect,
    .lpWSPDuplicateSocket = layer_duplicate_socket,
    .lpWSPEnumNetworkEvents = layer_enum_network_events,
    .lpWSPEventSelect = layer_event_select,
    .lpWSPGetOverlappedResult = layer_get_overlapped_result,
    .lpWSPGetPeerName = layer_get_peer_name,
    .lpWSPGetSockName = layer_get_sock_name,
    .lpWSPGetSockOpt = layer_get_sock_opt,
    .lpWSPGetQOSByName = layer_get_qos_by_name,
    .lpWSPIoctl = layer_ioctl,
    .lpWSPJoinLeaf = layer_join_leaf,
    .lpWSPListen = layer_listen,
    .lpWSPRecv = layer_recv,
    .lpWSPRecvDisconnect = layer_recv_disconnect,
    .lpWSPRecvFrom = layer_recv_from,
    .lpWSPSelect = layer_select,
    .lpWSPSend = layer_send,
    .lpWSPSendDisconnect = layer_send_disconnect,
    .lpWSPSendTo = layer_send_to,
    .lpWSPSetSockOpt = layer_set_sock_opt,
    .lpWSPShutdown = layer_shutdown,
    .lpWSPSocket = layer_socket,
    .lpWSPStringToAddress = layer_string_to_address,
};

/* Pass-through replaces what makes and ends descriptors and what tells the catalog entry; the rest is the lower
 * provider's, with which its handles work as they are. */
static void fill_table(const struct chain *chain, WSPPROC_TABLE *table) {
    if (!chain->passes_handles) {
        *table = own_procedures;
        FAULT_AT(fault_when_table_is_filled(chain, table));
        return;
    }
    *table = chain->lower;
    table->lpWSPAccept = layer_accept;
    table->lpWSPAddressToString = layer_address_to_string;
    table->lpWSPCleanup = layer_cleanup;
    table->lpWSPCloseSocket = layer_close_socket;
    table->lpWSPDuplicateSocket = layer_duplicate_socket;
    table->lpWSPGetSockOpt = layer_get_sock_opt;
    table->lpWSPJoinLeaf = layer_join_leaf;
    table->lpWSPSocket = layer_socket;
    table->lpWSPStringToAddress = layer_string_to_address;
    if (FAULT(chain, LAYER_WRAPS_SENDING)) {
        table->lpWSPSend = layer_send;
    }
}

/* The versions are the next provider's: the layer has no opinion of its own. */
int WSPAPI WSPStartup(WORD wVersionRequested, LPWSPDATA lpWSPData, LPWSAPROTOCOL_INFOW lpProtocolInfo,
                      WSPUPCALLTABLE UpcallTable, LPWSPPROC_TABLE lpProcTable) {
    if (lpWSPData == NULL || lpProtocolInfo == NULL || lpProcTable == NULL) {
        return WSAEFAULT;
    }
    WSPDATA data;
    struct chain *chain;
    int code = chains_start(lpProtocolInfo, wVersionRequested, &UpcallTable, &chain, &data);
    if (code != 0) {
        return code;
    }
    AcquireSRWLockExclusive(&lock);
    starts++;
    latest_upcalls = UpcallTable;
    ReleaseSRWLockExclusive(&lock);
    fill_table(chain, lpProcTable);
    lpWSPData->wVersion = data.wVersion;
    lpWSPData->wHighVersion = data.wHighVersion;
    wcscpy(lpWSPData->szDescription, L"A layer that changes nothing");
    return 0;
}

/* The lower sockets are left to the lower provider's own last cleanup, which ends calls and connections as the
 * documents want it at a cleanup: silently, other than closing them one by one would. */
static void give_up_descriptors(void) {
    WSPUPCALLTABLE upcalls;
    layer_upcalls(&upcalls);
    for (struct layer_socket *socket = sockets_remove_any(); socket != NULL; socket = sockets_remove_any()) {
        if (!socket->chain->passes_handles) {
            int ignored;
            upcalls.lpWPUCloseSocketHandle(socket->given, &ignored);
        }
        sockets_release(socket);
    }
}

int WSPAPI layer_cleanup(LPINT error) {
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
        notices_stop();
        give_up_descriptors();
        return chains_cleanup(error);
    }
    return 0;
}

void layer_upcalls(WSPUPCALLTABLE *upcalls) {
    AcquireSRWLockShared(&lock);
    *upcalls = latest_upcalls;
    ReleaseSRWLockShared(&lock);
}
