#include "samples.h"

#include <wchar.h>

GUID sample_guid(unsigned long number) {
    return (GUID){number, 0x1111, 0x2222, {0x33, 0x33, 0x44, 0x44, 0x44, 0x44, 0x44, 0x44}};
}

WSAPROTOCOL_INFOW sample_base(const wchar_t *name, unsigned long guid) {
    WSAPROTOCOL_INFOW info = {
        .dwServiceFlags1 = XP1_GUARANTEED_DELIVERY | XP1_GUARANTEED_ORDER | XP1_IFS_HANDLES,
        .dwProviderFlags = PFL_MATCHES_PROTOCOL_ZERO,
        .ProviderId = sample_guid(guid),
        .ProtocolChain.ChainLen = BASE_PROTOCOL,
        .iVersion = 2,
        .iAddressFamily = AF_INET,
        .iMaxSockAddr = 16,
        .iMinSockAddr = 16,
        .iSocketType = SOCK_STREAM,
        .iProtocol = IPPROTO_TCP,
    };
    wcscpy(info.szProtocol, name);
    return info;
}

WSAPROTOCOL_INFOW sample_layer(const wchar_t *name, unsigned long guid) {
    WSAPROTOCOL_INFOW info = sample_base(name, guid);
    info.ProtocolChain.ChainLen = LAYERED_PROTOCOL;
    info.dwProviderFlags = PFL_HIDDEN;
    return info;
}

WSAPROTOCOL_INFOW sample_chain(const wchar_t *name, unsigned long guid, const DWORD *links, int count) {
    WSAPROTOCOL_INFOW info = sample_base(name, guid);
    info.ProtocolChain.ChainLen = count;
    for (int i = 0; i < count && i < MAX_PROTOCOL_CHAIN; i++) {
        info.ProtocolChain.ChainEntries[i] = links[i];
    }
    return info;
}

struct catalog_entry *sample_add(struct catalog *catalog, const WSAPROTOCOL_INFOW *info, DWORD id) {
    struct catalog_entry *entry = catalog_add(catalog, info, SAMPLE_DLL, CATALOG_SYSTEM);
    entry->info.dwCatalogEntryId = id;
    return entry;
}
