/* The DLL itself: its catalog entries and where they come from. */
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/memory.h"
#include "host.h"

static HINSTANCE own_module;

/* {e5f53654-1792-4233-bf86-4148b16ab787} */
static GUID provider_id = {0xe5f53654, 0x1792, 0x4233, {0xbf, 0x86, 0x41, 0x48, 0xb1, 0x6a, 0xb7, 0x87}};

static const struct offer {
    int family, type, protocol;
    const wchar_t *name;
} offers[] = {
    {AF_INET, SOCK_STREAM, IPPROTO_TCP, L"host TCP/IP"},
    {AF_INET6, SOCK_STREAM, IPPROTO_TCP, L"host TCP/IPv6"},
    {AF_INET, SOCK_DGRAM, IPPROTO_UDP, L"host UDP/IP"},
    {AF_INET6, SOCK_DGRAM, IPPROTO_UDP, L"host UDP/IPv6"},
};

#define OFFERS (sizeof offers / sizeof offers[0])

BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, LPVOID reserved);
HRESULT WINAPI DllRegisterServer(void);
HRESULT WINAPI DllUnregisterServer(void);

BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, LPVOID reserved) {
    (void)reserved;
    if (reason == DLL_PROCESS_ATTACH) {
        own_module = module;
        DisableThreadLibraryCalls(module);
    }
    return TRUE;
}

HINSTANCE host_module(void) { return own_module; }

/* All entries that the host offers to applications, for free(); WSCEnumProtocols is not asked because under a test
 * harness it answers for the harness. NULL when the host offers none. */
static WSAPROTOCOL_INFOW *host_entries(int *count) {
    DWORD size = 0;
    *count = WSAEnumProtocolsW(NULL, NULL, &size);
    if (*count != SOCKET_ERROR || WSAGetLastError() != WSAENOBUFS) {
        *count = 0;
        return NULL;
    }
    WSAPROTOCOL_INFOW *entries = memory_zeroed(1, size);
    *count = WSAEnumProtocolsW(NULL, entries, &size);
    if (*count == SOCKET_ERROR) {
        *count = 0;
    }
    return entries;
}

static BOOL find_base_entry(int family, int type, int protocol, WSAPROTOCOL_INFOW *found) {
    int count;
    WSAPROTOCOL_INFOW *entries = host_entries(&count);
    BOOL there = FALSE;
    for (int i = 0; i < count && !there; i++) {
        there = entries[i].ProtocolChain.ChainLen == BASE_PROTOCOL && entries[i].iAddressFamily == family &&
                entries[i].iSocketType == type && entries[i].iProtocol == protocol &&
                memcmp(&entries[i].ProviderId, &provider_id, sizeof provider_id) != 0;
        if (there) {
            *found = entries[i];
        }
    }
    free(entries);
    return there;
}

BOOL host_entry_like(const WSAPROTOCOL_INFOW *entry, WSAPROTOCOL_INFOW *found) {
    return find_base_entry(entry->iAddressFamily, entry->iSocketType, entry->iProtocol, found);
}

static DWORD make_entries(WSAPROTOCOL_INFOW entries[OFFERS]) {
    DWORD made = 0;
    for (size_t i = 0; i < OFFERS; i++) {
        WSAPROTOCOL_INFOW *entry = &entries[made];
        if (find_base_entry(offers[i].family, offers[i].type, offers[i].protocol, entry)) {
            entry->ProviderId = provider_id;
            entry->dwCatalogEntryId = 0;
            entry->dwProviderReserved = 0;
            memset(entry->szProtocol, 0, sizeof entry->szProtocol);
            wcscpy(entry->szProtocol, offers[i].name);
            made++;
        }
    }
    return made;
}

/* Installs one entry for each of TCP and UDP over both families that the host has, in one call. Fails with the Winsock
 * code of WSCInstallProvider, or WSAEPROTONOSUPPORT on a host without any of them. */
HRESULT WINAPI DllRegisterServer(void) {
    WSADATA data;
    int error = WSAStartup(MAKEWORD(2, 2), &data);
    if (error != 0) {
        return HRESULT_FROM_WIN32((DWORD)error);
    }
    wchar_t path[MAX_PATH];
    DWORD length = GetModuleFileNameW(own_module, path, MAX_PATH);
    WSAPROTOCOL_INFOW entries[OFFERS];
    DWORD count = make_entries(entries);
    if (length == 0 || length == MAX_PATH) {
        error = WSAEINVAL;
    } else if (count == 0) {
        error = WSAEPROTONOSUPPORT;
    } else if (WSCInstallProvider(&provider_id, path, entries, count, &error) == 0) {
        error = 0;
    }
    WSACleanup();
    return error == 0 ? S_OK : HRESULT_FROM_WIN32((DWORD)error);
}

HRESULT WINAPI DllUnregisterServer(void) {
    int error = 0;
    return WSCDeinstallProvider(&provider_id, &error) == 0 ? S_OK : HRESULT_FROM_WIN32((DWORD)error);
}
