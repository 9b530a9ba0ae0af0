#include "provider/provider.h"

#include <stdlib.h>
#include <string.h>

#include "base/wide.h"
#include "provider/codes.h"
#include "provider/guard.h"
#include "provider/redirect.h"
#include "provider/table.h"
#include "provider/upcalls.h"

enum { POISON_WORD = GUARD_POISON << 8 | GUARD_POISON };

static enum status no_startup(const struct provider *provider, struct error *error) {
    char *path = wide_to_utf8(provider->path);
    bool decorated = GetProcAddress(provider->module, "_WSPStartup@76") != NULL;
    enum status status =
        decorated
            ? error_set(error, STATUS_FAILED,
                        "%s exports WSPStartup only under its decorated name _WSPStartup@76; export it undecorated "
                        "(by a module-definition file)",
                        path)
            : error_set(error, STATUS_FAILED, "%s exports no WSPStartup: it is no transport provider", path);
    free(path);
    return status;
}

enum status provider_load(struct provider *provider, const struct catalog_entry *entry, struct error *error) {
    *provider = (struct provider){.entry = entry, .path = catalog_expand_path(entry)};
    if (provider->path == NULL) {
        *provider = (struct provider){0};
        return error_set(error, STATUS_FAILED, "the catalog names no DLL for %s; name it with --dll", entry->name);
    }
    enum status status = redirect_load(provider->path, &provider->module, error);
    if (status == STATUS_OK) {
        provider->startup = (LPWSPSTARTUP)(void *)GetProcAddress(provider->module, "WSPStartup");
        status = provider->startup == NULL ? no_startup(provider, error) : STATUS_OK;
    }
    if (status != STATUS_OK) {
        provider_unload(provider);
    }
    return status;
}

void provider_unload(struct provider *provider) {
    if (provider->module != NULL) {
        FreeLibrary(provider->module);
    }
    free(provider->path);
    *provider = (struct provider){0};
}

/* Major number in the low byte, so that the words themselves cannot be compared. */
static int version_order(WORD version) { return LOBYTE(version) << 8 | HIBYTE(version); }

static bool version_fits(const WSPDATA *data, struct text *complaint) {
    WORD version = data->wVersion;
    WORD highest = data->wHighVersion;
    if (version == POISON_WORD || highest == POISON_WORD) {
        text_format(complaint, "%s was left untouched", version == POISON_WORD ? "wVersion" : "wHighVersion");
    } else if (LOBYTE(version) != 2) {
        text_format(complaint, "it negotiated version %d.%d, expected 2.x", LOBYTE(version), HIBYTE(version));
    } else if (version_order(version) > version_order(MAKEWORD(2, 2))) {
        text_format(complaint, "it negotiated version %d.%d, higher than the 2.2 asked for", LOBYTE(version),
                    HIBYTE(version));
    } else if (version_order(highest) < version_order(version)) {
        text_format(complaint, "its wHighVersion %d.%d is lower than its wVersion %d.%d", LOBYTE(highest),
                    HIBYTE(highest), LOBYTE(version), HIBYTE(version));
    } else {
        return true;
    }
    return false;
}

/* Calls WSPStartup into poisoned outputs and looks at what came back. */
static bool start(const struct provider *provider, WSPPROC_TABLE *table, WSPDATA *data, struct text *complaint) {
    WSAPROTOCOL_INFOW info = provider->entry->info;
    memset(table, GUARD_POISON, sizeof *table);
    memset(data, GUARD_POISON, sizeof *data);
    int code = provider->startup(MAKEWORD(2, 2), data, &info, upcalls_table('A'), table);
    if (code != 0) {
        text_append(complaint, "WSPStartup returned ");
        code_describe(complaint, code);
        return false;
    }
    text_append(complaint, "WSPStartup returned 0, but ");
    bool fits = version_fits(data, complaint) && provider_table_complete(table, complaint);
    void *cleanup = (void *)table->lpWSPCleanup;
    if (!fits && table_is_code(cleanup)) {
        int ignored = 0;
        table->lpWSPCleanup(&ignored);
    }
    return fits;
}

enum status provider_start(struct provider *provider, struct error *error) {
    WSPPROC_TABLE table;
    WSPDATA data;
    struct text complaint = {0};
    enum status status = STATUS_OK;
    if (start(provider, &table, &data, &complaint)) {
        provider->table = table;
        provider->data = data;
    } else {
        status = error_set(error, STATUS_FAILED, "%s: %s", provider->entry->name, text_string(&complaint));
    }
    text_free(&complaint);
    return status;
}

enum status provider_cleanup(struct provider *provider, struct error *error) {
    int code = 0;
    if (provider->table.lpWSPCleanup(&code) == 0) {
        return STATUS_OK;
    }
    struct text words = {0};
    code_describe(&words, code);
    enum status status =
        error_set(error, STATUS_FAILED, "%s: WSPCleanup failed with %s", provider->entry->name, text_string(&words));
    text_free(&words);
    return status;
}
