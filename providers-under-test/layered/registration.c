/* The entries that put this layer into the catalog. */
#include <stdbool.h>
#include <stdlib.h>
#include <windows.h>
#include <ws2spi.h>

#include "base/memory.h"
#include "base/text.h"
#include "base/wide.h"
#include "entries.h"
#include "installation.h"

HRESULT WINAPI DllRegisterServer(void);

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

/* A chain that is installed already stays as it is. */
static int install_chain(const struct entries *entries, const WSAPROTOCOL_INFOW *over, bool passes_handles) {
    const WSAPROTOCOL_INFOW *hidden = installation_find_hidden(entries, passes_handles);
    WSAPROTOCOL_INFOW entry;
    if (hidden == NULL) {
        return WSANO_RECOVERY;
    }
    installation_make_chain(&entry, hidden, over);
    if ((passes_handles && !entries_has_handles(over)) || entries_find_provider(entries, &entry.ProviderId) != NULL) {
        return 0;
    }
    return installation_add(&entry.ProviderId, &entry, 1);
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
    } else if (error == 0 && installation_find_hidden(&entries, false) == NULL) {
        error = installation_add_hidden(first);
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
    return installation_result(error);
}
