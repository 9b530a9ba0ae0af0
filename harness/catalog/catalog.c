#include "catalog/catalog.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "base/wide.h"
#include "catalog/names.h"
#include "catalog/registry.h"
#include "catalog/system.h"

/* Systems count up from 1001; a million lies above anything they reach and is still easy to read in a table. */
#define FIRST_OVERLAY_ID 1000001

enum status catalog_read(struct catalog *catalog, struct error *error) {
    struct system_functions functions = system_resolve();
    enum status status = system_read(catalog, &functions, error);
    if (status == STATUS_OK && system_wine_version() != NULL) {
        struct registry_place place = registry_default_place();
        status = registry_read(catalog, &place, error);
    }
    return status;
}

static void entry_free(struct catalog_entry *entry) {
    free(entry->name);
    free(entry->dll);
    free(entry);
}

void catalog_free(struct catalog *catalog) {
    for (size_t i = 0; i < catalog->count; i++) {
        entry_free(catalog->entries[i]);
    }
    for (size_t i = 0; i < catalog->complaint_count; i++) {
        free(catalog->complaints[i]);
    }
    free(catalog->entries);
    free(catalog->complaints);
    *catalog = (struct catalog){0};
}

static void push_entry(struct catalog *catalog, struct catalog_entry *entry) {
    catalog->entries = memory_grow(catalog->entries, catalog->count, &catalog->capacity, sizeof *catalog->entries);
    catalog->entries[catalog->count++] = entry;
}

static void push_complaint(struct catalog *catalog, char *sentence) {
    catalog->complaints = memory_grow(catalog->complaints, catalog->complaint_count, &catalog->complaint_capacity,
                                      sizeof *catalog->complaints);
    catalog->complaints[catalog->complaint_count++] = sentence;
}

struct catalog_entry *catalog_add(struct catalog *catalog, const WSAPROTOCOL_INFOW *info, const wchar_t *dll,
                                  enum catalog_origin origin) {
    struct catalog_entry *entry = memory_zeroed(1, sizeof *entry);
    entry->info = *info;
    entry->name = wide_to_utf8_limited(info->szProtocol, WSAPROTOCOL_LEN + 1);
    entry->dll = dll == NULL ? NULL : memory_copy(dll, (wcslen(dll) + 1) * sizeof *dll);
    entry->origin = origin;
    push_entry(catalog, entry);
    return entry;
}

struct catalog_entry *catalog_overlay_add(struct catalog *catalog, const WSAPROTOCOL_INFOW *info, const wchar_t *dll) {
    if (catalog->next_overlay_id == 0) {
        catalog->next_overlay_id = FIRST_OVERLAY_ID;
    }
    while (catalog_find_id(catalog, catalog->next_overlay_id) != NULL) {
        catalog->next_overlay_id++;
    }
    struct catalog_entry *entry = catalog_add(catalog, info, dll, CATALOG_OVERLAY);
    entry->info.dwCatalogEntryId = catalog->next_overlay_id++;
    return entry;
}

void catalog_remove(struct catalog *catalog, const struct catalog_entry *entry) {
    for (size_t i = 0; i < catalog->count; i++) {
        if (catalog->entries[i] == entry) {
            entry_free(catalog->entries[i]);
            memmove(&catalog->entries[i], &catalog->entries[i + 1],
                    (catalog->count - i - 1) * sizeof *catalog->entries);
            catalog->count--;
            return;
        }
    }
}

void catalog_append(struct catalog *catalog, struct catalog *more) {
    for (size_t i = 0; i < more->count; i++) {
        push_entry(catalog, more->entries[i]);
    }
    for (size_t i = 0; i < more->complaint_count; i++) {
        push_complaint(catalog, more->complaints[i]);
    }
    free(more->entries);
    free(more->complaints);
    *more = (struct catalog){0};
}

void catalog_complain(struct catalog *catalog, const char *format, ...) {
    struct text text = {0};
    va_list arguments;
    va_start(arguments, format);
    text_format_list(&text, format, arguments);
    va_end(arguments);
    push_complaint(catalog, text_release(&text));
}

struct catalog_entry *catalog_find_id(const struct catalog *catalog, DWORD id) {
    for (size_t i = 0; i < catalog->count; i++) {
        if (catalog->entries[i]->info.dwCatalogEntryId == id) {
            return catalog->entries[i];
        }
    }
    return NULL;
}

struct catalog_entry *catalog_find_provider(const struct catalog *catalog, const GUID *provider) {
    for (size_t i = 0; i < catalog->count; i++) {
        if (IsEqualGUID(&catalog->entries[i]->info.ProviderId, provider)) {
            return catalog->entries[i];
        }
    }
    return NULL;
}

bool catalog_has_dll(const struct catalog_entry *entry, const wchar_t *path) {
    wchar_t *dll = catalog_expand_path(entry);
    bool same = dll != NULL && _wcsicmp(dll, path) == 0;
    free(dll);
    return same;
}

struct catalog_entry *catalog_find_dll(const struct catalog *catalog, const wchar_t *path) {
    for (size_t i = 0; i < catalog->count; i++) {
        if (catalog_has_dll(catalog->entries[i], path)) {
            return catalog->entries[i];
        }
    }
    return NULL;
}

bool catalog_matches(const struct catalog_entry *entry, const char *pattern) {
    if (strcmp(pattern, "all") == 0) {
        return true;
    }
    GUID guid;
    if (names_parse_guid(pattern, &guid)) {
        return IsEqualGUID(&guid, &entry->info.ProviderId);
    }
    if (pattern[0] != '\0' && pattern[strspn(pattern, "0123456789")] == '\0') {
        return strtoull(pattern, NULL, 10) == entry->info.dwCatalogEntryId;
    }
    return text_matches(pattern, entry->name);
}

int catalog_chain_length(const struct catalog_entry *entry) {
    int length = entry->info.ProtocolChain.ChainLen;
    return length < 0 ? 0 : length > MAX_PROTOCOL_CHAIN ? MAX_PROTOCOL_CHAIN : length;
}

static bool appears_before(const WSAPROTOCOLCHAIN *chain, int position) {
    for (int i = 0; i < position; i++) {
        if (chain->ChainEntries[i] == chain->ChainEntries[position]) {
            return true;
        }
    }
    return false;
}

/* One link of a chain: there, not the entry itself, not named twice, and a base exactly where the chain ends. */
static enum status verify_link(const struct catalog *catalog, const struct catalog_entry *entry, int position,
                               struct error *error) {
    const WSAPROTOCOLCHAIN *chain = &entry->info.ProtocolChain;
    DWORD id = chain->ChainEntries[position];
    if (id == entry->info.dwCatalogEntryId) {
        return error_set(error, STATUS_FAILED, "its chain names the entry itself at place %d of %d", position + 1,
                         chain->ChainLen);
    }
    const struct catalog_entry *link = catalog_find_id(catalog, id);
    if (link == NULL) {
        return error_set(error, STATUS_FAILED, "its chain names %lu at place %d of %d, and no entry has that id", id,
                         position + 1, chain->ChainLen);
    }
    if (appears_before(chain, position)) {
        return error_set(error, STATUS_FAILED, "its chain names %lu twice", id);
    }
    bool last = position == chain->ChainLen - 1;
    if (last && link->info.ProtocolChain.ChainLen != BASE_PROTOCOL) {
        return error_set(error, STATUS_FAILED,
                         "its chain ends in %lu, which has chain length %d; the last of a chain is a base (1)", id,
                         link->info.ProtocolChain.ChainLen);
    }
    if (!last && link->info.ProtocolChain.ChainLen == BASE_PROTOCOL) {
        return error_set(error, STATUS_FAILED,
                         "its chain names the base %lu at place %d of %d; only the last is a base", id, position + 1,
                         chain->ChainLen);
    }
    return STATUS_OK;
}

static bool shares_id(const struct catalog *catalog, const struct catalog_entry *entry) {
    for (size_t i = 0; i < catalog->count; i++) {
        if (catalog->entries[i] != entry &&
            catalog->entries[i]->info.dwCatalogEntryId == entry->info.dwCatalogEntryId) {
            return true;
        }
    }
    return false;
}

enum status catalog_verify(const struct catalog *catalog, const struct catalog_entry *entry, struct error *error) {
    int length = entry->info.ProtocolChain.ChainLen;
    enum status status = STATUS_OK;
    if (length < LAYERED_PROTOCOL || length > MAX_PROTOCOL_CHAIN) {
        status =
            error_set(error, STATUS_FAILED, "its chain length is %d, expected 0 to %d", length, MAX_PROTOCOL_CHAIN);
    } else if (shares_id(catalog, entry)) {
        status = error_set(error, STATUS_FAILED, "another entry has the same catalog id");
    } else if (length > BASE_PROTOCOL) {
        for (int i = 0; i < length && status == STATUS_OK; i++) {
            status = verify_link(catalog, entry, i, error);
        }
    }
    if (status != STATUS_OK) {
        error_prefix(error, "entry %lu \"%s\"", entry->info.dwCatalogEntryId, entry->name);
    }
    return status;
}

struct catalog_entry *catalog_base_of(const struct catalog *catalog, const struct catalog_entry *entry) {
    if (catalog_verify(catalog, entry, NULL) != STATUS_OK) {
        return NULL;
    }
    int length = entry->info.ProtocolChain.ChainLen;
    if (length == LAYERED_PROTOCOL) {
        return NULL;
    }
    DWORD base =
        length == BASE_PROTOCOL ? entry->info.dwCatalogEntryId : entry->info.ProtocolChain.ChainEntries[length - 1];
    return catalog_find_id(catalog, base);
}

wchar_t *catalog_expand_path(const struct catalog_entry *entry) {
    if (entry->dll == NULL) {
        return NULL;
    }
    DWORD units = ExpandEnvironmentStringsW(entry->dll, NULL, 0);
    wchar_t *path = memory_zeroed((size_t)units + 1, sizeof *path);
    ExpandEnvironmentStringsW(entry->dll, path, units);
    return path;
}

const char *catalog_origin_name(enum catalog_origin origin) {
    static const char *const names[] = {"system", "system-32", "registry", "overlay"};
    return names[origin];
}

const char *catalog_kind_name(const struct catalog_entry *entry) {
    int length = entry->info.ProtocolChain.ChainLen;
    return length == LAYERED_PROTOCOL ? "layer" : length == BASE_PROTOCOL ? "base" : "chain";
}
