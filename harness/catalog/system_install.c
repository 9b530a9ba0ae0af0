#include "catalog/system.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "base/wide.h"
#include "catalog/names.h"

/* Which id the system gave to an overlay entry. */
struct assigned {
    const struct catalog_entry *entry;
    bool installed;
    DWORD id; /* 0 until it was read back */
};

struct installation {
    const struct system_functions *functions;
    struct assigned *entries; /* the overlay entries in catalog order */
    size_t count;
};

static enum status refused(struct error *error, const char *function, const GUID *provider, int code) {
    struct text guid = {0};
    names_guid(&guid, provider);
    char *words = wide_system_message((unsigned long)code);
    enum status status;
    if (code == WSANO_RECOVERY) {
        status = error_set(error, STATUS_FAILED,
                           "%s for %s failed with WSANO_RECOVERY: administrator rights are missing, or the identifier "
                           "is installed already; use an elevated prompt, and look at \"wspcheck list\"",
                           function, text_string(&guid));
    } else {
        status =
            error_set(error, STATUS_FAILED, "%s for %s failed with %d (%s)", function, text_string(&guid), code, words);
    }
    free(words);
    text_free(&guid);
    return status;
}

static bool of_provider(const struct assigned *assigned, const GUID *provider) {
    return IsEqualGUID(&assigned->entry->info.ProviderId, provider);
}

static void translate_chain(const struct installation *installation, WSAPROTOCOL_INFOW *info) {
    for (int i = 0; i < MAX_PROTOCOL_CHAIN; i++) {
        for (size_t k = 0; k < installation->count; k++) {
            const struct assigned *known = &installation->entries[k];
            if (known->id != 0 && known->entry->info.dwCatalogEntryId == info->ProtocolChain.ChainEntries[i]) {
                info->ProtocolChain.ChainEntries[i] = known->id;
                break;
            }
        }
    }
}

/* Reads back which ids the system gave to the entries of one provider: they are listed in the order they were given. */
static enum status learn_ids(struct installation *installation, const GUID *provider, struct error *error) {
    struct catalog system = {0};
    enum status status = system_read(&system, installation->functions, error);
    size_t k = 0;
    for (size_t i = 0; i < system.count && status == STATUS_OK; i++) {
        if (!IsEqualGUID(&system.entries[i]->info.ProviderId, provider)) {
            continue;
        }
        while (k < installation->count && !of_provider(&installation->entries[k], provider)) {
            k++;
        }
        if (k < installation->count) {
            installation->entries[k++].id = system.entries[i]->info.dwCatalogEntryId;
        }
    }
    catalog_free(&system);
    for (k = 0; k < installation->count && status == STATUS_OK; k++) {
        if (of_provider(&installation->entries[k], provider) && installation->entries[k].id == 0) {
            status = error_set(error, STATUS_FAILED,
                               "WSCInstallProvider succeeded, but WSCEnumProtocols does not show \"%s\" afterwards",
                               installation->entries[k].entry->name);
        }
    }
    return status;
}

static enum status install_provider(struct installation *installation, const struct catalog_entry *first,
                                    struct error *error) {
    GUID provider = first->info.ProviderId;
    WSAPROTOCOL_INFOW *infos = memory_zeroed(installation->count, sizeof *infos);
    DWORD count = 0;
    for (size_t i = 0; i < installation->count; i++) {
        if (of_provider(&installation->entries[i], &provider)) {
            infos[count] = installation->entries[i].entry->info;
            translate_chain(installation, &infos[count++]);
        }
    }
    int code = 0;
    int result = installation->functions->install(&provider, first->dll, infos, count, &code);
    free(infos);
    if (result == SOCKET_ERROR) {
        return refused(error, "WSCInstallProvider", &provider, code);
    }
    for (size_t i = 0; i < installation->count; i++) {
        installation->entries[i].installed |= of_provider(&installation->entries[i], &provider);
    }
    return learn_ids(installation, &provider, error);
}

static void take_back(const struct installation *installation) {
    for (size_t i = 0; i < installation->count; i++) {
        if (installation->entries[i].installed) {
            /* A second call for the same provider only answers that it is not there. */
            GUID provider = installation->entries[i].entry->info.ProviderId;
            int code = 0;
            installation->functions->deinstall(&provider, &code);
        }
    }
}

enum status system_install(const struct system_functions *functions, const struct catalog *catalog,
                           struct error *error) {
    if (functions->install == NULL || functions->deinstall == NULL) {
        return error_set(error, STATUS_FAILED, "ws2_32.dll has no WSCInstallProvider and WSCDeinstallProvider");
    }
    struct installation installation = {functions, memory_zeroed(catalog->count, sizeof(struct assigned)), 0};
    for (size_t i = 0; i < catalog->count; i++) {
        if (catalog->entries[i]->origin == CATALOG_OVERLAY) {
            installation.entries[installation.count++].entry = catalog->entries[i];
        }
    }
    enum status status = STATUS_OK;
    for (size_t i = 0; i < installation.count && status == STATUS_OK; i++) {
        if (!installation.entries[i].installed) {
            status = install_provider(&installation, installation.entries[i].entry, error);
        }
    }
    if (status != STATUS_OK) {
        take_back(&installation);
    }
    free(installation.entries);
    return status;
}

enum status system_deinstall(const struct system_functions *functions, const GUID *provider, struct error *error) {
    if (functions->deinstall == NULL) {
        return error_set(error, STATUS_FAILED, "ws2_32.dll has no WSCDeinstallProvider");
    }
    const LPWSCDEINSTALLPROVIDER lists[] = {functions->deinstall, functions->deinstall_32};
    int removed = 0;
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        GUID asked = *provider;
        int code = 0;
        if (lists[i] == NULL) {
            continue;
        }
        if (lists[i](&asked, &code) != SOCKET_ERROR) {
            removed++;
        } else if (code != WSAEINVAL) {
            return refused(error, "WSCDeinstallProvider", provider, code);
        }
    }
    if (removed == 0) {
        struct text guid = {0};
        names_guid(&guid, provider);
        error_set(error, STATUS_NOTHING, "no provider %s is installed", text_string(&guid));
        text_free(&guid);
        return STATUS_NOTHING;
    }
    return STATUS_OK;
}
