/*
 * Reading a protocols file into the overlay. Every entry is read before the first is added, so that a file with a
 * mistake changes nothing.
 */
#include "catalog/overlay.h"

#include <limits.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>
#include <windows.h>

#include "base/memory.h"
#include "base/text.h"
#include "base/wide.h"
#include "catalog/names.h"

#define DOCUMENT_LIMIT (16 * 1024 * 1024)
#define USUAL_VERSION 2
#define NO_SIZE_LIMIT 0xFFFFFFFFU

struct file_entry {
    WSAPROTOCOL_INFOW info; /* dwCatalogEntryId as the file has it, 0 where it has none */
    DWORD overlay_id;
};

struct protocols_file {
    const wchar_t *dll_name; /* the DLL's name without folders */
    struct file_entry *entries;
    size_t count;
};

static const wchar_t *file_name(const wchar_t *path) {
    const wchar_t *name = path;
    for (; *path != L'\0'; path++) {
        if (*path == L'\\' || *path == L'/' || *path == L':') {
            name = path + 1;
        }
    }
    return name;
}

/* What was found where something else was expected. */
static enum status unexpected(struct error *error, const char *key, const cJSON *found, const char *expected) {
    char *shown = cJSON_PrintUnformatted(found);
    enum status status = error_set(error, STATUS_USAGE, "\"%s\" is %s, expected %s", key, shown, expected);
    free(shown);
    return status;
}

/* NULL for a key that is missing or null: it gets its usual value. */
static const cJSON *value_of(const cJSON *object, const char *key) {
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, key);
    return cJSON_IsNull(value) ? NULL : value;
}

static bool whole_number(const cJSON *value, double low, double high) {
    if (!cJSON_IsNumber(value) || value->valuedouble < low || value->valuedouble > high) {
        return false;
    }
    return (double)(long long)value->valuedouble == value->valuedouble;
}

static enum status read_id(const cJSON *value, const char *key, DWORD *id, struct error *error) {
    if (!whole_number(value, 1, UINT32_MAX)) {
        return unexpected(error, key, value, "a catalog id, a whole number from 1 to 4294967295");
    }
    *id = (DWORD)value->valuedouble;
    return STATUS_OK;
}

/* A number, or the name of one. */
static enum status read_named(const cJSON *object, const char *key, int (*parse)(const char *, int *), int *number,
                              struct error *error) {
    const cJSON *value = value_of(object, key);
    if (value == NULL || (cJSON_IsString(value) && parse(value->valuestring, number))) {
        return STATUS_OK;
    }
    if (!whole_number(value, INT_MIN, INT_MAX)) {
        return unexpected(error, key, value, "a number, or a name such as AF_INET or SOCK_STREAM");
    }
    *number = (int)value->valuedouble;
    return STATUS_OK;
}

/* The bit of one element: a name, or "0x00100000" for bits that have none. */
static bool flag_bits(const cJSON *element, const struct flag_name *names, DWORD *bits) {
    if (whole_number(element, 0, UINT32_MAX)) {
        *bits = (DWORD)element->valuedouble;
        return true;
    }
    if (!cJSON_IsString(element)) {
        return false;
    }
    const char *string = element->valuestring;
    if (strncmp(string, "0x", 2) == 0) {
        size_t digits = strspn(string + 2, "0123456789abcdefABCDEF");
        *bits = (DWORD)strtoul(string + 2, NULL, 16);
        return digits >= 1 && digits <= 8 && string[2 + digits] == '\0';
    }
    *bits = names_flag_bit(string, names);
    return *bits != 0;
}

static enum status read_flags(const cJSON *object, const char *key, const struct flag_name *names, DWORD *flags,
                              struct error *error) {
    const cJSON *list = value_of(object, key);
    if (list == NULL) {
        return STATUS_OK;
    }
    if (!cJSON_IsArray(list)) {
        return unexpected(error, key, list, "a list of names");
    }
    *flags = 0;
    const cJSON *element;
    cJSON_ArrayForEach(element, list) {
        DWORD bits;
        if (!flag_bits(element, names, &bits)) {
            struct text expected = {0};
            text_append(&expected, "one of ");
            names_flags(&expected, MAXDWORD, names);
            unexpected(error, key, element, text_string(&expected));
            text_free(&expected);
            return STATUS_USAGE;
        }
        *flags |= bits;
    }
    return STATUS_OK;
}

static enum status read_links(const cJSON *list, WSAPROTOCOLCHAIN *chain, struct error *error) {
    chain->ChainLen = 0;
    const cJSON *element;
    cJSON_ArrayForEach(element, list) {
        if (chain->ChainLen == MAX_PROTOCOL_CHAIN) {
            return error_set(error, STATUS_USAGE, "\"chain\" has %d ids, expected %d at the most",
                             cJSON_GetArraySize(list), MAX_PROTOCOL_CHAIN);
        }
        enum status status = read_id(element, "chain", &chain->ChainEntries[chain->ChainLen++], error);
        if (status != STATUS_OK) {
            return status;
        }
    }
    return STATUS_OK;
}

/* "kind" tells a base from a layer's own entry, whose chains are both empty; without it an empty chain is a base. */
static enum status read_chain(const cJSON *object, WSAPROTOCOLCHAIN *chain, struct error *error) {
    const cJSON *list = value_of(object, "chain");
    const cJSON *kind = value_of(object, "kind");
    if (list != NULL && !cJSON_IsArray(list)) {
        return unexpected(error, "chain", list, "a list of catalog ids");
    }
    enum status status = read_links(list, chain, error);
    if (status != STATUS_OK) {
        return status;
    }
    const char *wanted = cJSON_GetStringValue(kind);
    if (kind == NULL) {
        wanted = chain->ChainLen == 0 ? "base" : "chain";
    }
    bool chained = wanted != NULL && strcmp(wanted, "chain") == 0;
    bool based = wanted != NULL && strcmp(wanted, "base") == 0;
    if (!chained && !based && (wanted == NULL || strcmp(wanted, "layer") != 0)) {
        return unexpected(error, "kind", kind, "\"base\", \"layer\" or \"chain\"");
    }
    if (chained ? chain->ChainLen < 2 : chain->ChainLen != 0) {
        return error_set(error, STATUS_USAGE, "\"chain\" has %d ids; a chain has at least two, a base or a layer none",
                         chain->ChainLen);
    }
    if (based) {
        chain->ChainLen = BASE_PROTOCOL;
    }
    return STATUS_OK;
}

/* What most providers of that family and type say of themselves. */
static void set_usual_values(WSAPROTOCOL_INFOW *info) {
    bool stream = info->iSocketType == SOCK_STREAM;
    bool connected = stream || info->iSocketType == SOCK_SEQPACKET;
    info->dwServiceFlags1 = (connected ? XP1_GUARANTEED_DELIVERY | XP1_GUARANTEED_ORDER : XP1_CONNECTIONLESS) |
                            (stream ? XP1_GRACEFUL_CLOSE : XP1_MESSAGE_ORIENTED);
    info->dwMessageSize = stream ? 0 : NO_SIZE_LIMIT;
    info->iVersion = USUAL_VERSION;
    switch (info->iAddressFamily) {
    case AF_INET:
        info->iMinSockAddr = info->iMaxSockAddr = 16;
        break;
    case AF_INET6:
        info->iMinSockAddr = info->iMaxSockAddr = 28;
        break;
    default:
        info->iMinSockAddr = (int)sizeof(u_short);
        info->iMaxSockAddr = 128;
    }
}

static enum status read_numbers(const cJSON *object, WSAPROTOCOL_INFOW *info, struct error *error) {
    const struct {
        const char *key;
        int *number;
    } numbers[] = {
        {"protocol", &info->iProtocol},
        {"version", &info->iVersion},
        {"min_address", &info->iMinSockAddr},
        {"max_address", &info->iMaxSockAddr},
        {"protocol_max_offset", &info->iProtocolMaxOffset},
        {"network_byte_order", &info->iNetworkByteOrder},
        {"security_scheme", &info->iSecurityScheme},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        const cJSON *value = value_of(object, numbers[i].key);
        if (value != NULL && !whole_number(value, INT_MIN, INT_MAX)) {
            return unexpected(error, numbers[i].key, value, "a whole number of 32 bits");
        }
        *numbers[i].number = value == NULL ? *numbers[i].number : (int)value->valuedouble;
    }
    const cJSON *size = value_of(object, "message_size");
    if (size != NULL && !whole_number(size, 0, UINT32_MAX)) {
        return unexpected(error, "message_size", size, "a whole number from 0 to 4294967295");
    }
    info->dwMessageSize = size == NULL ? info->dwMessageSize : (DWORD)size->valuedouble;
    return STATUS_OK;
}

static enum status read_name(const cJSON *object, const wchar_t *usual, WSAPROTOCOL_INFOW *info, struct error *error) {
    const cJSON *value = value_of(object, "name");
    if (value != NULL && (!cJSON_IsString(value) || value->valuestring[0] == '\0')) {
        return unexpected(error, "name", value, "a text");
    }
    wchar_t *name =
        value == NULL ? memory_copy(usual, (wcslen(usual) + 1) * sizeof *usual) : wide_from_utf8(value->valuestring);
    enum status status = STATUS_OK;
    if (wcslen(name) > WSAPROTOCOL_LEN) {
        status = error_set(error, STATUS_USAGE, "\"name\" has %zu characters, expected %d at the most", wcslen(name),
                           WSAPROTOCOL_LEN);
    } else {
        wcscpy(info->szProtocol, name);
    }
    free(name);
    return status;
}

/* An identifier for a DLL whose file gives none: the same in every run, so that results can be compared. Laid out as a
 * version 8 UUID from two FNV-1a hashes of the file's name in lower case. */
static GUID made_up_guid(const wchar_t *dll_name) {
    unsigned long long halves[2] = {0xcbf29ce484222325ULL, 0x84222325cbf29ce4ULL};
    for (; *dll_name != L'\0'; dll_name++) {
        wchar_t unit = *dll_name >= L'A' && *dll_name <= L'Z' ? (wchar_t)(*dll_name - L'A' + L'a') : *dll_name;
        for (int i = 0; i < 2; i++) {
            halves[i] = (halves[i] ^ unit) * 0x100000001b3ULL;
        }
    }
    GUID guid;
    _Static_assert(sizeof guid == sizeof halves, "a GUID is two hashes");
    memcpy(&guid, halves, sizeof guid);
    guid.Data3 = (unsigned short)((guid.Data3 & 0x0FFF) | 0x8000);
    guid.Data4[0] = (unsigned char)((guid.Data4[0] & 0x3F) | 0x80);
    return guid;
}

static enum status read_guid(const cJSON *object, const wchar_t *dll_name, GUID *guid, struct error *error) {
    const cJSON *value = value_of(object, "guid");
    if (value == NULL) {
        *guid = made_up_guid(dll_name);
        return STATUS_OK;
    }
    if (!cJSON_IsString(value) || !names_parse_guid(value->valuestring, guid)) {
        return unexpected(error, "guid", value, "{xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx} in hexadecimal digits");
    }
    return STATUS_OK;
}

static enum status read_entry(const cJSON *object, const wchar_t *dll_name, WSAPROTOCOL_INFOW *info,
                              struct error *error) {
    *info = (WSAPROTOCOL_INFOW){.iAddressFamily = AF_INET, .iSocketType = SOCK_STREAM};
    const cJSON *id = value_of(object, "catalog_id");
    enum status status = read_named(object, "af", names_parse_family, &info->iAddressFamily, error);
    if (status == STATUS_OK) {
        status = read_named(object, "type", names_parse_socket_type, &info->iSocketType, error);
    }
    set_usual_values(info);
    if (status == STATUS_OK) {
        status = read_name(object, dll_name, info, error);
    }
    if (status == STATUS_OK) {
        status = read_guid(object, dll_name, &info->ProviderId, error);
    }
    if (status == STATUS_OK && id != NULL) {
        status = read_id(id, "catalog_id", &info->dwCatalogEntryId, error);
    }
    if (status == STATUS_OK) {
        status = read_flags(object, "service_flags", service_flag_names, &info->dwServiceFlags1, error);
    }
    if (status == STATUS_OK) {
        status = read_flags(object, "provider_flags", provider_flag_names, &info->dwProviderFlags, error);
    }
    if (status == STATUS_OK) {
        status = read_chain(object, &info->ProtocolChain, error);
    }
    return status == STATUS_OK ? read_numbers(object, info, error) : status;
}

/* A whole list has other providers' entries too: those with another DLL, a system's without any, and what 32-bit
 * programs see, whose ids may repeat the others'. */
static enum status belongs(const cJSON *object, const wchar_t *dll_name, bool *yes, struct error *error) {
    const cJSON *dll = value_of(object, "dll");
    const cJSON *origin = value_of(object, "origin");
    if (dll != NULL && !cJSON_IsString(dll)) {
        return unexpected(error, "dll", dll, "a path");
    }
    if (origin != NULL && !cJSON_IsString(origin)) {
        return unexpected(error, "origin", origin, "a text");
    }
    const char *from = origin == NULL ? catalog_origin_name(CATALOG_OVERLAY) : origin->valuestring;
    *yes = strcmp(from, catalog_origin_name(CATALOG_OVERLAY)) == 0;
    if (dll == NULL || strcmp(from, catalog_origin_name(CATALOG_SYSTEM_32)) == 0) {
        return STATUS_OK;
    }
    wchar_t *path = wide_from_utf8(dll->valuestring);
    *yes = _wcsicmp(file_name(path), dll_name) == 0;
    free(path);
    return STATUS_OK;
}

static enum status read_entries(struct protocols_file *file, const cJSON *list, struct error *error) {
    size_t capacity = 0;
    int position = 0;
    const cJSON *object;
    cJSON_ArrayForEach(object, list) {
        bool ours = false;
        WSAPROTOCOL_INFOW info;
        position++;
        enum status status = cJSON_IsObject(object) ? belongs(object, file->dll_name, &ours, error)
                                                    : unexpected(error, "entries", object, "objects in the list");
        if (status == STATUS_OK && ours) {
            status = read_entry(object, file->dll_name, &info, error);
        }
        if (status != STATUS_OK) {
            error_prefix(error, "entry %d", position);
            return status;
        }
        if (ours) {
            file->entries = memory_grow(file->entries, file->count, &capacity, sizeof *file->entries);
            file->entries[file->count++] = (struct file_entry){info, 0};
        }
    }
    if (file->count == 0) {
        char *name = wide_to_utf8(file->dll_name);
        error_set(error, STATUS_USAGE, "none of its %d entries is one of %s", position, name);
        free(name);
        return STATUS_USAGE;
    }
    return STATUS_OK;
}

static enum status read_document(struct protocols_file *file, const char *string, struct error *error) {
    const char *end = NULL;
    cJSON *document = cJSON_ParseWithOpts(string, &end, 1);
    enum status status;
    if (document == NULL) {
        int line = 1;
        for (const char *at = string; at < end; at++) {
            line += *at == '\n';
        }
        status = error_set(error, STATUS_USAGE, "line %d is not JSON", line);
    } else {
        const cJSON *list = cJSON_GetObjectItemCaseSensitive(document, "entries");
        status = cJSON_IsArray(list) ? read_entries(file, list, error)
                                     : error_set(error, STATUS_USAGE,
                                                 "expected {\"entries\": [...]}, as \"wspcheck "
                                                 "list --json\" prints it");
    }
    cJSON_Delete(document);
    return status;
}

static enum status load(const wchar_t *path, char **string, struct error *error) {
    HANDLE handle = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    LARGE_INTEGER size = {0};
    DWORD got = 0;
    char *bytes = NULL;
    bool complete = false;
    if (handle != INVALID_HANDLE_VALUE && GetFileSizeEx(handle, &size) && size.QuadPart <= DOCUMENT_LIMIT) {
        bytes = memory_zeroed((size_t)size.QuadPart + sizeof(wchar_t), 1);
        complete = ReadFile(handle, bytes, (DWORD)size.QuadPart, &got, NULL) && got == (DWORD)size.QuadPart;
    }
    enum status status = STATUS_OK;
    if (!complete) {
        char *words = size.QuadPart > DOCUMENT_LIMIT ? text_make("it is larger than %d bytes", DOCUMENT_LIMIT)
                                                     : wide_system_message(GetLastError());
        status = error_set(error, STATUS_USAGE, "cannot be read: %s", words);
        free(words);
    } else if (got >= 2 && memcmp(bytes, "\xFF\xFE", 2) == 0) {
        /* PowerShell's redirection writes UTF-16. */
        *string = wide_to_utf8_limited((const wchar_t *)(const void *)(bytes + 2), got / sizeof(wchar_t) - 1);
    } else {
        *string = memory_string(bytes);
    }
    free(bytes);
    if (handle != INVALID_HANDLE_VALUE) {
        CloseHandle(handle);
    }
    return status;
}

static enum status check_identifiers(const struct protocols_file *file, const struct catalog *catalog,
                                     struct error *error) {
    for (size_t i = 0; i < file->count; i++) {
        const struct catalog_entry *taken = catalog_find_provider(catalog, &file->entries[i].info.ProviderId);
        if (taken != NULL) {
            struct text guid = {0};
            names_guid(&guid, &taken->info.ProviderId);
            error_set(error, STATUS_USAGE, "the provider identifier %s is taken by entry %lu \"%s\" (%s)",
                      text_string(&guid), taken->info.dwCatalogEntryId, taken->name,
                      catalog_origin_name(taken->origin));
            text_free(&guid);
            return STATUS_USAGE;
        }
    }
    return STATUS_OK;
}

static void translate_chain(const struct protocols_file *file, struct catalog_entry *entry) {
    for (int i = 0; i < catalog_chain_length(entry); i++) {
        DWORD *link = &entry->info.ProtocolChain.ChainEntries[i];
        for (size_t k = 0; k < file->count; k++) {
            if (file->entries[k].info.dwCatalogEntryId == *link) {
                *link = file->entries[k].overlay_id;
                break;
            }
        }
    }
}

static enum status add_entries(struct catalog *catalog, const wchar_t *dll, struct protocols_file *file,
                               struct error *error) {
    enum status status = check_identifiers(file, catalog, error);
    if (status != STATUS_OK) {
        return status;
    }
    size_t before = catalog->count;
    for (size_t i = 0; i < file->count; i++) {
        file->entries[i].overlay_id = catalog_overlay_add(catalog, &file->entries[i].info, dll)->info.dwCatalogEntryId;
    }
    for (size_t i = before; i < catalog->count; i++) {
        translate_chain(file, catalog->entries[i]);
    }
    for (size_t i = before; i < catalog->count && status == STATUS_OK; i++) {
        struct error broken = {0};
        if (catalog_verify(catalog, catalog->entries[i], &broken) != STATUS_OK) {
            status = error_set(error, STATUS_USAGE, "%s", broken.message);
        }
        error_clear(&broken);
    }
    while (status != STATUS_OK && catalog->count > before) {
        catalog_remove(catalog, catalog->entries[catalog->count - 1]);
    }
    return status;
}

enum status overlay_from_file(struct catalog *catalog, const wchar_t *dll, const wchar_t *file, struct error *error) {
    struct protocols_file read = {file_name(dll), NULL, 0};
    char *string = NULL;
    enum status status = load(file, &string, error);
    if (status == STATUS_OK) {
        status = read_document(&read, string, error);
    }
    if (status == STATUS_OK) {
        status = add_entries(catalog, dll, &read, error);
    }
    if (status != STATUS_OK) {
        char *shown = wide_to_utf8(file);
        error_prefix(error, "protocols file %s", shown);
        free(shown);
    }
    free(read.entries);
    free(string);
    return status;
}
