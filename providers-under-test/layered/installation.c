/* The DLL itself, and how its entries come into the catalog and leave it. */
#include "installation.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <windows.h>

#include "entries.h"
#include "layer.h"

static HINSTANCE own_module;

BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, LPVOID reserved);
HRESULT WINAPI DllUnregisterServer(void);

BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, LPVOID reserved) {
    (void)reserved;
    if (reason == DLL_PROCESS_ATTACH) {
        own_module = module;
        DisableThreadLibraryCalls(module);
    }
    return TRUE;
}

HINSTANCE layer_module(void) { return own_module; }

HRESULT installation_result(int error) { return error == 0 ? S_OK : HRESULT_FROM_WIN32((DWORD)error); }

int installation_add(const GUID *id, const WSAPROTOCOL_INFOW *entries, DWORD count) {
    wchar_t path[MAX_PATH];
    GUID provider = *id;
    WSAPROTOCOL_INFOW copies[2];
    int error = 0;
    DWORD length = GetModuleFileNameW(own_module, path, MAX_PATH);
    if (length == 0 || length == MAX_PATH) {
        return WSAEINVAL;
    }
    memcpy(copies, entries, count * sizeof *entries);
    return WSCInstallProvider(&provider, path, copies, count, &error) == 0 ? 0 : error;
}

static void set_handles(WSAPROTOCOL_INFOW *entry, bool passes_handles) {
    entry->dwServiceFlags1 &= ~(DWORD)XP1_IFS_HANDLES;
    if (passes_handles) {
        entry->dwServiceFlags1 |= XP1_IFS_HANDLES;
    }
}

static const wchar_t *flavour_name(bool passes_handles) {
    return passes_handles ? L"layered pass-through" : L"layered own handles";
}

int installation_add_hidden(const WSAPROTOCOL_INFOW *like) {
    WSAPROTOCOL_INFOW hidden[2];
    GUID id;
    entries_hidden_id(&id);
    for (int passes = 0; passes < 2; passes++) {
        hidden[passes] = *like;
        hidden[passes].ProviderId = id;
        hidden[passes].dwCatalogEntryId = 0;
        hidden[passes].dwProviderFlags = PFL_HIDDEN;
        hidden[passes].ProtocolChain = (WSAPROTOCOLCHAIN){.ChainLen = LAYERED_PROTOCOL};
        memset(hidden[passes].szProtocol, 0, sizeof hidden[passes].szProtocol);
        wcscpy(hidden[passes].szProtocol, flavour_name(passes));
        set_handles(&hidden[passes], passes);
    }
    return installation_add(&id, hidden, 2);
}

const WSAPROTOCOL_INFOW *installation_find_hidden(const struct entries *entries, bool passes_handles) {
    GUID id;
    entries_hidden_id(&id);
    for (size_t i = 0; i < entries->count; i++) {
        const WSAPROTOCOL_INFOW *entry = &entries->list[i];
        if (memcmp(&entry->ProviderId, &id, sizeof id) == 0 && entries_has_handles(entry) == passes_handles) {
            return entry;
        }
    }
    return NULL;
}

/* Puts the layer in front of an entry's chain, or of the entry itself when it is a base. */
static void lengthen_chain(WSAPROTOCOLCHAIN *chain, DWORD hidden, const WSAPROTOCOL_INFOW *over) {
    *chain = (WSAPROTOCOLCHAIN){.ChainLen = over->ProtocolChain.ChainLen + 1, .ChainEntries = {hidden}};
    if (over->ProtocolChain.ChainLen == BASE_PROTOCOL) {
        chain->ChainEntries[1] = over->dwCatalogEntryId;
    } else {
        memcpy(&chain->ChainEntries[1], over->ProtocolChain.ChainEntries,
               (size_t)over->ProtocolChain.ChainLen * sizeof(DWORD));
    }
}

void installation_make_chain(WSAPROTOCOL_INFOW *entry, const WSAPROTOCOL_INFOW *hidden, const WSAPROTOCOL_INFOW *over) {
    bool passes_handles = entries_has_handles(hidden);
    *entry = *over;
    entry->dwCatalogEntryId = 0;
    entry->dwProviderReserved = 0;
    set_handles(entry, passes_handles);
    lengthen_chain(&entry->ProtocolChain, hidden->dwCatalogEntryId, over);
    memset(entry->szProtocol, 0, sizeof entry->szProtocol);
    _snwprintf(entry->szProtocol, WSAPROTOCOL_LEN, L"%ls over %.*ls", flavour_name(passes_handles), WSAPROTOCOL_LEN,
               over->szProtocol);
    entries_chain_id(&entry->ProviderId, passes_handles, over->szProtocol);
}

/* Takes all entries of this DLL away, chains before what they name. */
HRESULT WINAPI DllUnregisterServer(void) {
    struct entries entries;
    GUID hidden;
    int error = entries_read(&entries), code = 0;
    entries_hidden_id(&hidden);
    for (size_t i = 0; i < entries.count && error == 0; i++) {
        GUID id = entries.list[i].ProviderId;
        if (entries.list[i].ProtocolChain.ChainLen > BASE_PROTOCOL && entries_is_own(&entries, &entries.list[i]) &&
            WSCDeinstallProvider(&id, &code) == SOCKET_ERROR) {
            error = code;
        }
    }
    if (error == 0 && WSCDeinstallProvider(&hidden, &code) == SOCKET_ERROR) {
        error = code;
    }
    entries_free(&entries);
    return installation_result(error);
}
