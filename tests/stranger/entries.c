/* The catalog entries: each takes other choices that the documents leave to a provider. */
#include "world.h"

#include <wchar.h>

#include "own_family.h"

#define RELIABLE (XP1_GUARANTEED_DELIVERY | XP1_GUARANTEED_ORDER)
#define PLAIN (RELIABLE | XP1_GRACEFUL_CLOSE)

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, void *reserved);
HRESULT WINAPI DllRegisterServer(void);

static HINSTANCE this_dll;

static struct entry entries[] = {
    {.title = L"stranger handshake",
     .family = AF_INET,
     .type = SOCK_STREAM,
     .protocol = 0x201,
     .flags = PLAIN,
     .min_address = 16,
     .max_address = 16,
     .prompt = true,
     .few_options = true,
     .withdrawal = WITHDRAWN_VANISHES,
     .most_queued = 20},
    {.title = L"stranger message",
     .family = AF_INET,
     .type = SOCK_SEQPACKET,
     .protocol = 0x202,
     .flags = PLAIN | XP1_MESSAGE_ORIENTED | XP1_CONNECT_DATA,
     .min_address = 16,
     .max_address = 32,
     .reports = true,
     .picky_groups = true,
     .keeps = true,
     .withdrawal = WITHDRAWN_RESETS,
     .most_queued = 50,
     .most_data = 8},
    {.title = L"stranger tiny queue",
     .family = AF_INET,
     .type = SOCK_STREAM,
     .protocol = 0x203,
     .flags = RELIABLE,
     .min_address = 16,
     .max_address = 16,
     .reports = true,
     .early_handle = true,
     .calls_by_bound = true,
     .no_nesting = true,
     .withdrawal = WITHDRAWN_DENIES,
     .most_queued = 2},
    {.title = L"stranger own family",
     .family = OWN_FAMILY,
     .type = SOCK_STREAM,
     .protocol = 0x204,
     .flags = PLAIN | XP1_CONNECT_DATA | XP1_DISCONNECT_DATA,
     .min_address = 9,
     .max_address = 13,
     .reports = true,
     .picky_groups = true,
     .reuses_ports = true,
     .withdrawal = WITHDRAWN_VANISHES,
     .most_queued = 7,
     .most_data = 33,
     .most_parting = 5},
    {.title = L"stranger system handles",
     .family = AF_INET,
     .type = SOCK_STREAM,
     .protocol = 0x205,
     .flags = PLAIN | XP1_IFS_HANDLES,
     .min_address = 16,
     .max_address = 16,
     .reports = true,
     .keeps = true,
     .early_handle = true,
     .withdrawal = WITHDRAWN_VANISHES,
     .most_queued = 200},
    {.title = L"stranger late",
     .family = AF_INET6,
     .type = SOCK_STREAM,
     .protocol = 0x206,
     .flags = PLAIN,
     .min_address = 28,
     .max_address = 28,
     .conditional = true,
     .calls_by_bound = true,
     .reuses_ports = true,
     .withdrawal = WITHDRAWN_IS_DEAD,
     .most_queued = 100000},
    {.title = L"stranger far",
     .family = AF_INET,
     .type = SOCK_STREAM,
     .protocol = 0x207,
     .flags = PLAIN | XP1_CONNECT_DATA,
     .min_address = 16,
     .max_address = 16,
     .reports = true,
     .withdrawal = WITHDRAWN_RESETS,
     .most_queued = 5,
     .most_data = 16,
     .latency = 25},
    {.title = L"stranger far handshake",
     .family = AF_INET,
     .type = SOCK_STREAM,
     .protocol = 0x208,
     .flags = PLAIN,
     .min_address = 16,
     .max_address = 16,
     .withdrawal = WITHDRAWN_IS_DEAD,
     .most_queued = 5,
     .latency = 25},
    {.title = L"stranger scattered",
     .family = AF_INET,
     .type = SOCK_STREAM,
     .protocol = 0x20a,
     .flags = PLAIN | XP1_CONNECT_DATA,
     .min_address = 16,
     .max_address = 16,
     .reports = true,
     .withdrawal = WITHDRAWN_RESETS,
     .most_queued = 5,
     .most_data = 16,
     .detour = 30},
    {.title = L"stranger scattered handshake",
     .family = AF_INET,
     .type = SOCK_STREAM,
     .protocol = 0x20b,
     .flags = PLAIN,
     .min_address = 16,
     .max_address = 16,
     .native = true,
     .withdrawal = WITHDRAWN_IS_DEAD,
     .most_queued = 5,
     .detour = 30},
    {.title = L"stranger knocking",
     .family = AF_INET,
     .type = SOCK_STREAM,
     .protocol = 0x20c,
     .flags = PLAIN | XP1_CONNECT_DATA,
     .min_address = 16,
     .max_address = 16,
     .reports = true,
     .withdrawal = WITHDRAWN_VANISHES,
     .most_queued = 2,
     .most_data = 12,
     .knocking = 100},
    {.title = L"stranger knocking handshake",
     .family = AF_INET,
     .type = SOCK_STREAM,
     .protocol = 0x20d,
     .flags = PLAIN,
     .min_address = 16,
     .max_address = 16,
     .withdrawal = WITHDRAWN_RESETS,
     .most_queued = 1,
     .knocking = 100},
    {.title = L"stranger jostling",
     .family = AF_INET,
     .type = SOCK_STREAM,
     .protocol = 0x20e,
     .flags = PLAIN,
     .min_address = 16,
     .max_address = 16,
     .reports = true,
     .abrupt = true,
     .tells_of_withdrawal = true,
     .withdrawal = WITHDRAWN_RESETS,
     .most_queued = 5,
     .jostling = 10},
    {.title = L"stranger datagram",
     .family = AF_INET,
     .type = SOCK_DGRAM,
     .protocol = 0x209,
     .flags = XP1_CONNECTIONLESS | XP1_MESSAGE_ORIENTED,
     .min_address = 16,
     .max_address = 16},
};

enum { ENTRIES = sizeof entries / sizeof entries[0] };

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, void *reserved) {
    (void)reserved;
    if (reason == DLL_PROCESS_ATTACH) {
        this_dll = instance;
        world_open();
    } else if (reason == DLL_PROCESS_DETACH) {
        world_close();
    }
    return TRUE;
}

HRESULT WINAPI DllRegisterServer(void) {
    static const GUID id = {0x5e1f57a6, 0x9d0e, 0x4b7b, {0x91, 0x3c, 0x20, 0x5a, 0x61, 0x0f, 0x33, 0x7e}};
    WSAPROTOCOL_INFOW infos[ENTRIES] = {0};
    wchar_t path[MAX_PATH];
    GetModuleFileNameW(this_dll, path, MAX_PATH);
    for (size_t i = 0; i < ENTRIES; i++) {
        const struct entry *entry = &entries[i];
        infos[i] = (WSAPROTOCOL_INFOW){.dwServiceFlags1 = entry->flags,
                                       .ProviderId = id,
                                       .ProtocolChain = {.ChainLen = BASE_PROTOCOL},
                                       .iVersion = 2,
                                       .iAddressFamily = entry->family,
                                       .iMaxSockAddr = entry->max_address,
                                       .iMinSockAddr = entry->min_address,
                                       .iSocketType = entry->type,
                                       .iProtocol = entry->protocol,
                                       .iNetworkByteOrder = BIGENDIAN,
                                       .iSecurityScheme = SECURITY_PROTOCOL_NONE,
                                       .dwMessageSize = is_stream(entry) ? 0 : MESSAGE_MOST};
        wcscpy(infos[i].szProtocol, entry->title);
    }
    GUID provider = id;
    int code = 0;
    return WSCInstallProvider(&provider, path, infos, ENTRIES, &code) == 0 ? S_OK : E_FAIL;
}

struct entry *entry_of(const WSAPROTOCOL_INFOW *info) {
    for (size_t i = 0; i < ENTRIES; i++) {
        if (info->iAddressFamily == entries[i].family && info->iProtocol == entries[i].protocol) {
            return &entries[i];
        }
    }
    return NULL;
}

bool is_stream(const struct entry *entry) { return (entry->flags & XP1_MESSAGE_ORIENTED) == 0; }
bool is_connectionless(const struct entry *entry) { return (entry->flags & XP1_CONNECTIONLESS) != 0; }
