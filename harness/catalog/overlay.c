#include "catalog/overlay.h"

#include <stdlib.h>
#include <wchar.h>

#include "base/text.h"
#include "base/wide.h"
#include "catalog/names.h"

static int fail(int *wsa_error, int code) {
    if (wsa_error != NULL) {
        *wsa_error = code;
    }
    return SOCKET_ERROR;
}

static bool chain_lengths_possible(const WSAPROTOCOL_INFOW *entries, DWORD count) {
    for (DWORD i = 0; i < count; i++) {
        int length = entries[i].ProtocolChain.ChainLen;
        if (length < LAYERED_PROTOCOL || length > MAX_PROTOCOL_CHAIN) {
            return false;
        }
    }
    return true;
}

/* A DLL's registration learns only a code; this tells its user which identifier it was. */
static void complain_taken(struct catalog *catalog, const struct catalog_entry *taken, const wchar_t *dll) {
    struct text guid = {0};
    names_guid(&guid, &taken->info.ProviderId);
    char *shown = wide_to_utf8(dll);
    catalog_complain(
        catalog, "the entries of %s were refused: the provider identifier %s is taken by entry %lu \"%s\" (%s)", shown,
        text_string(&guid), taken->info.dwCatalogEntryId, taken->name, catalog_origin_name(taken->origin));
    free(shown);
    text_free(&guid);
}

int overlay_install(struct catalog *catalog, const GUID *provider, const wchar_t *dll, const WSAPROTOCOL_INFOW *entries,
                    DWORD count, int *wsa_error) {
    if (provider == NULL || dll == NULL || entries == NULL) {
        return fail(wsa_error, WSAEFAULT);
    }
    if (count == 0 || dll[0] == L'\0' || wcslen(dll) >= MAX_PATH || !chain_lengths_possible(entries, count)) {
        return fail(wsa_error, WSAEINVAL);
    }
    const struct catalog_entry *taken = catalog_find_provider(catalog, provider);
    if (taken != NULL) {
        complain_taken(catalog, taken, dll);
        return fail(wsa_error, WSANO_RECOVERY);
    }
    for (DWORD i = 0; i < count; i++) {
        struct catalog_entry *entry = catalog_overlay_add(catalog, &entries[i], dll);
        entry->info.ProviderId = *provider;
    }
    return 0;
}

int overlay_deinstall(struct catalog *catalog, const GUID *provider, int *wsa_error) {
    if (provider == NULL) {
        return fail(wsa_error, WSAEFAULT);
    }
    const struct catalog_entry *entry = catalog_find_provider(catalog, provider);
    if (entry == NULL) {
        return fail(wsa_error, WSAEINVAL);
    }
    for (; entry != NULL; entry = catalog_find_provider(catalog, provider)) {
        if (entry->origin != CATALOG_OVERLAY) {
            return fail(wsa_error, WSANO_RECOVERY);
        }
        catalog_remove(catalog, entry);
    }
    return 0;
}

/* A list of iProtocol values ends with a zero; none at all selects everything. */
static bool selected(const WSAPROTOCOL_INFOW *info, const int *protocols) {
    if (protocols == NULL) {
        return true;
    }
    for (; *protocols != 0; protocols++) {
        if (*protocols == info->iProtocol) {
            return true;
        }
    }
    return false;
}

int catalog_enumerate(const struct catalog *catalog, const int *protocols, WSAPROTOCOL_INFOW *buffer, DWORD *length,
                      int *wsa_error) {
    if (length == NULL) {
        return fail(wsa_error, WSAEFAULT);
    }
    size_t found = 0;
    for (size_t i = 0; i < catalog->count; i++) {
        found += selected(&catalog->entries[i]->info, protocols);
    }
    DWORD needed = (DWORD)(found * sizeof *buffer);
    DWORD room = *length;
    *length = needed;
    if (room < needed) {
        return fail(wsa_error, WSAENOBUFS);
    }
    if (buffer == NULL && needed != 0) {
        return fail(wsa_error, WSAEFAULT);
    }
    size_t written = 0;
    for (size_t i = 0; i < catalog->count; i++) {
        if (selected(&catalog->entries[i]->info, protocols)) {
            buffer[written++] = catalog->entries[i]->info;
        }
    }
    return (int)written;
}

int catalog_provider_path(const struct catalog *catalog, const GUID *provider, wchar_t *path, int *length,
                          int *wsa_error) {
    if (provider == NULL || length == NULL) {
        return fail(wsa_error, WSAEFAULT);
    }
    const struct catalog_entry *entry = catalog_find_provider(catalog, provider);
    if (entry == NULL || entry->dll == NULL) {
        return fail(wsa_error, WSAEINVAL);
    }
    int needed = (int)wcslen(entry->dll) + 1;
    int room = *length;
    *length = needed;
    if (path == NULL || room < needed) {
        return fail(wsa_error, WSAEFAULT);
    }
    wmemcpy(path, entry->dll, (size_t)needed);
    return 0;
}
