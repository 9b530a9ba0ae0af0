/* What the DLL exports: WSPStartup, and its own installation. */
#include <stdlib.h>

#include "fault.h"
#include "memory_check.h"
#include "personality.h"
#include "procedures.h"
#include "startup.h"

#define LONGEST_PATH 1024

static HMODULE module;

static const WSPPROC_TABLE procedures = {
    .lpWSPAccept = spi_accept,
    .lpWSPAddressToString = spi_address_to_string,
    .lpWSPAsyncSelect = spi_async_select,
    .lpWSPBind = spi_bind,
    .lpWSPCancelBlockingCall = spi_cancel_blocking_call,
    .lpWSPCleanup = spi_cleanup,
    .lpWSPCloseSocket = spi_close_socket,
    .lpWSPConnect = spi_connect,
    .lpWSPDuplicateSocket = spi_duplicate_socket,
    .lpWSPEnumNetworkEvents = spi_enum_network_events,
    .lpWSPEventSelect = spi_event_select,
    .lpWSPGetOverlappedResult = spi_get_overlapped_result,
    .lpWSPGetPeerName = spi_get_peer_name,
    .lpWSPGetSockName = spi_get_sock_name,
    .lpWSPGetSockOpt = spi_get_sock_opt,
    .lpWSPGetQOSByName = spi_get_qos_by_name,
    .lpWSPIoctl = spi_ioctl,
    .lpWSPJoinLeaf = spi_join_leaf,
    .lpWSPListen = spi_listen,
    .lpWSPRecv = spi_recv,
    .lpWSPRecvDisconnect = spi_recv_disconnect,
    .lpWSPRecvFrom = spi_recv_from,
    .lpWSPSelect = spi_select,
    .lpWSPSend = spi_send,
    .lpWSPSendDisconnect = spi_send_disconnect,
    .lpWSPSendTo = spi_send_to,
    .lpWSPSetSockOpt = spi_set_sock_opt,
    .lpWSPShutdown = spi_shutdown,
    .lpWSPSocket = spi_socket,
    .lpWSPStringToAddress = spi_string_to_address,
};

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, LPVOID reserved);
HRESULT WINAPI DllRegisterServer(void);
HRESULT WINAPI DllUnregisterServer(void);

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, LPVOID reserved) {
    (void)reserved;
    if (reason == DLL_PROCESS_ATTACH) {
        module = instance;
        DisableThreadLibraryCalls(instance);
    }
    return TRUE;
}

int WSPAPI WSPStartup(WORD requested, LPWSPDATA data, LPWSAPROTOCOL_INFOW info, WSPUPCALLTABLE upcalls,
                      LPWSPPROC_TABLE table) {
    if (!memory_writable(table, sizeof *table)) {
        FAULT_AT(fault_when_table_is_unusable(info, table));
        return WSAEFAULT;
    }
    int code = startup_begin(requested, data, info, &upcalls);
    if (code == 0) {
        *table = procedures;
        FAULT_AT(fault_when_table_is_filled(info, table));
    }
    return code;
}

HRESULT WINAPI DllRegisterServer(void) {
    WCHAR path[LONGEST_PATH];
    GUID guid = provider_guid;
    int error = 0;
    if (GetModuleFileNameW(module, path, LONGEST_PATH) == 0) {
        return HRESULT_FROM_WIN32(GetLastError());
    }
    WSAPROTOCOL_INFOW *entries = calloc(personality_count(), sizeof *entries);
    if (entries == NULL) {
        return E_OUTOFMEMORY;
    }
    for (size_t i = 0; i < personality_count(); i++) {
        personality_info(personality_at(i), &entries[i]);
    }
    int result = WSCInstallProvider(&guid, path, entries, (DWORD)personality_count(), &error);
    free(entries);
    return result == 0 ? S_OK : HRESULT_FROM_WIN32((DWORD)error);
}

HRESULT WINAPI DllUnregisterServer(void) {
    GUID guid = provider_guid;
    int error = 0;
    return WSCDeinstallProvider(&guid, &error) == 0 ? S_OK : HRESULT_FROM_WIN32((DWORD)error);
}
