/* The DLL itself, and the entries that put it into the catalog: hidden ones first, whose ids the chains then name. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <windows.h>

#include "base/memory.h"
#include "base/text.h"
#include "base/wide.h"
#include "entries.h"
#include "layer.h"

static HINSTANCE own_module;

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

HINSTANCE layer_module(void) { return own_module; }

static HRESULT as_hresult(int error) { return error == 0 ? S_OK : HRESULT_FROM_WIN32((DWORD)error); }

/* Systems without provider DLLs answer success and leave the buffer alone. */
static bool has_dll(const WSAPROTOCOL_INFOW *entry) {
    GUID id = entry->ProviderId;
    wchar_t path[MAX_PATH] = L"";
    int length = MAX_PATH, error = 0;
    if (WSCGetProviderPath(&id, path, &length, &error) == SOCKET_ERROR) {
        return error == WSAEFAULT;
    }
    return path[0] != L'\0';
}

/* The glob of WSPLAYER_OVER, for free(); NULL when it is not set. */
static char *wanted_names(void) {
    DWORD size = GetEnvironmentVariableW(L"WSPLAYER_OVER", NULL, 0);
    if (size == 0) {
        return NULL;
    }
    wchar_t *glob = memory_zeroed(size, sizeof *glob);
    GetEnvironmentVariableW(L"WSPLAYER_OVER", glob, size);
    char *narrow = wide_to_utf8(glob);
    free(glob);
    return narrow;
}

/* Whether to stand over an entry: by name any that is not this layer's own, else the connection-oriented bases. */
static bool is_chosen(const struct entries *entries, const WSAPROTOCOL_INFOW *entry, const char *glob) {
    int links = entry->ProtocolChain.ChainLen;
    if (links < BASE_PROTOCOL || links >= MAX_PROTOCOL_CHAIN || entries_is_own(entries, entry) || !has_dll(entry)) {
        return false;
    }
    if (glob == NULL) {
        return links == BASE_PROTOCOL && (entry->dwServiceFlags1 & XP1_CONNECTIONLESS) == 0;
    }
    char *name = wide_to_utf8_limited(entry->szProtocol, WSAPROTOCOL_LEN + 1);
    bool chosen = text_matches(glob, name);
    free(name);
    return chosen;
}

static int install(const GUID *id, const WSAPROTOCOL_INFOW *entries, DWORD count) {
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

/* The two hidden entries, which otherwise look like some entry that the layer stands over. */
static int install_hidden(const WSAPROTOCOL_INFOW *like) {
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
    return install(&id, hidden, 2);
}

static const WSAPROTOCOL_INFOW *find_hidden(const struct entries *entries, bool passes_handles) {
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

static void name_chain(WSAPROTOCOL_INFOW *entry, bool passes_handles, const wchar_t *over) {
    memset(entry->szProtocol, 0, sizeof entry->szProtocol);
    _snwprintf(entry->szProtocol, WSAPROTOCOL_LEN, L"%ls over %.*ls", flavour_name(passes_handles), WSAPROTOCOL_LEN,
               over);
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

/* A chain that is installed already stays as it is. */
static int install_chain(const struct entries *entries, const WSAPROTOCOL_INFOW *over, bool passes_handles) {
    const WSAPROTOCOL_INFOW *hidden = find_hidden(entries, passes_handles);
    WSAPROTOCOL_INFOW entry = *over;
    entries_chain_id(&entry.ProviderId, passes_handles, over->szProtocol);
    if (hidden == NULL) {
        return WSANO_RECOVERY;
    }
    if ((passes_handles && !entries_has_handles(over)) || entries_find_provider(entries, &entry.ProviderId) != NULL) {
        return 0;
    }
    entry.dwCatalogEntryId = 0;
    entry.dwProviderReserved = 0;
    set_handles(&entry, passes_handles);
    lengthen_chain(&entry.ProtocolChain, hidden->dwCatalogEntryId, over);
    name_chain(&entry, passes_handles, over->szProtocol);
    return install(&entry.ProviderId, &entry, 1);
}

static int install_chains(const char *glob) {
    struct entries entries;
    int error = entries_read(&entries);
    for (size_t i = 0; i < entries.count && error == 0; i++) {
        if (is_chosen(&entries, &entries.list[i], glob)) {
            error = install_chain(&entries, &entries.list[i], false);
            error = error == 0 ? install_chain(&entries, &entries.list[i], true) : error;
        }
    }
    entries_free(&entries);
    return error;
}

/* Makes sure that the hidden entries are there; WSAEPROTONOSUPPORT when there is nothing to stand over. */
static int prepare(const char *glob) {
    struct entries entries;
    int error = entries_read(&entries);
    const WSAPROTOCOL_INFOW *first = NULL;
    for (size_t i = 0; i < entries.count && first == NULL; i++) {
        first = is_chosen(&entries, &entries.list[i], glob) ? &entries.list[i] : NULL;
    }
    if (error == 0 && first == NULL) {
        error = WSAEPROTONOSUPPORT;
    } else if (error == 0 && find_hidden(&entries, false) == NULL) {
        error = install_hidden(first);
    }
    entries_free(&entries);
    return error;
}

/* Installs the hidden entries and a chain of each flavour over every entry that WSPLAYER_OVER, a glob, names; without
 * it over the connection-oriented bases that have a DLL. Fails with the Winsock code of the catalog function. */
HRESULT WINAPI DllRegisterServer(void) {
    char *glob = wanted_names();
    int error = prepare(glob);
    error = error == 0 ? install_chains(glob) : error;
    free(glob);
    return as_hresult(error);
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
    return as_hresult(error);
}
