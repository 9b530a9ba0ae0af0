/* WSPStartup and WSPCleanup. */
#include "thirty.h"

#include <wchar.h>

int WSPAPI WSPStartup(WORD version, LPWSPDATA data, LPWSAPROTOCOL_INFOW info, WSPUPCALLTABLE upcalls,
                      LPWSPPROC_TABLE table);

static const WSPPROC_TABLE thirty = {.lpWSPAccept = on_accept,
                                     .lpWSPAddressToString = on_address_to_string,
                                     .lpWSPAsyncSelect = on_async_select,
                                     .lpWSPBind = on_bind,
                                     .lpWSPCancelBlockingCall = on_cancel,
                                     .lpWSPCleanup = on_cleanup,
                                     .lpWSPCloseSocket = on_close,
                                     .lpWSPConnect = on_connect,
                                     .lpWSPDuplicateSocket = on_duplicate,
                                     .lpWSPEnumNetworkEvents = on_enumerate,
                                     .lpWSPEventSelect = on_event_select,
                                     .lpWSPGetOverlappedResult = on_overlapped_result,
                                     .lpWSPGetPeerName = on_peer_name,
                                     .lpWSPGetSockName = on_sock_name,
                                     .lpWSPGetSockOpt = on_get_option,
                                     .lpWSPGetQOSByName = on_qos_by_name,
                                     .lpWSPIoctl = on_ioctl,
                                     .lpWSPJoinLeaf = on_join_leaf,
                                     .lpWSPListen = on_listen,
                                     .lpWSPRecv = on_receive,
                                     .lpWSPRecvDisconnect = on_receive_disconnect,
                                     .lpWSPRecvFrom = on_receive_from,
                                     .lpWSPSelect = on_select,
                                     .lpWSPSend = on_send,
                                     .lpWSPSendDisconnect = on_send_disconnect,
                                     .lpWSPSendTo = on_send_to,
                                     .lpWSPSetSockOpt = on_set_option,
                                     .lpWSPShutdown = on_shutdown,
                                     .lpWSPSocket = on_socket,
                                     .lpWSPStringToAddress = on_string_to_address};

static bool is_older(WORD version) { return LOBYTE(version) < 2 || (LOBYTE(version) == 2 && HIBYTE(version) < 2); }

/* Version 2.2 and no other. */
int WSPAPI WSPStartup(WORD version, LPWSPDATA data, LPWSAPROTOCOL_INFOW info, WSPUPCALLTABLE upcalls,
                      LPWSPPROC_TABLE table) {
    WSPDATA facts = {.wVersion = MAKEWORD(2, 2), .wHighVersion = MAKEWORD(2, 2)};
    wcscpy(facts.szDescription, L"The stranger: a provider written from the documents alone");
    if (!is_writable(data, sizeof facts) || !is_writable(table, sizeof thirty) || data == NULL || table == NULL ||
        info == NULL) {
        return WSAEFAULT;
    }
    if (is_older(version)) {
        return WSAVERNOTSUPPORTED;
    }
    lock();
    bool ready = world_starts > 0 || wire_open();
    if (ready) {
        world_starts++;
        world_ends = false;
        world_upcalls = upcalls;
        *data = facts;
        *table = thirty;
    }
    unlock();
    return ready ? 0 : WSASYSNOTREADY;
}

/* The last one takes everything with it: nothing of this DLL runs any more when it returns. */
int WSPAPI on_cleanup(LPINT error) {
    lock();
    if (world_starts == 0) {
        unlock();
        return fail(error, WSANOTINITIALISED);
    }
    bool last = --world_starts == 0;
    world_ends = last;
    wake();
    unlock();
    if (last) {
        sockets_close();
        wire_close();
        waiters_leave();
    }
    return 0;
}
