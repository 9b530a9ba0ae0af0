#include "catalog/protocols.h"

#include <stdlib.h>

#include <cjson/cJSON.h>

#include "base/text.h"
#include "base/wide.h"
#include "catalog/names.h"

static void add_guid(cJSON *object, const GUID *guid) {
    struct text text = {0};
    names_guid(&text, guid);
    cJSON_AddStringToObject(object, "guid", text_string(&text));
    text_free(&text);
}

static void add_named(cJSON *object, const char *key, int number, const char *name) {
    if (name != NULL) {
        cJSON_AddStringToObject(object, key, name);
    } else {
        cJSON_AddNumberToObject(object, key, number);
    }
}

static void add_flags(cJSON *object, const char *key, DWORD flags, const struct flag_name *names) {
    cJSON *list = cJSON_AddArrayToObject(object, key);
    DWORD rest = flags;
    for (; names->name != NULL; names++) {
        if ((rest & names->bit) != 0) {
            cJSON_AddItemToArray(list, cJSON_CreateString(names->name));
            rest &= ~names->bit;
        }
    }
    if (rest != 0) {
        char *unknown = text_make("0x%08lx", rest);
        cJSON_AddItemToArray(list, cJSON_CreateString(unknown));
        free(unknown);
    }
}

static void add_chain(cJSON *object, const struct catalog_entry *entry) {
    cJSON *list = cJSON_AddArrayToObject(object, "chain");
    int length = catalog_chain_length(entry);
    for (int i = 0; length > BASE_PROTOCOL && i < length; i++) {
        cJSON_AddItemToArray(list, cJSON_CreateNumber(entry->info.ProtocolChain.ChainEntries[i]));
    }
}

static void add_dll(cJSON *object, const struct catalog_entry *entry) {
    if (entry->dll == NULL) {
        cJSON_AddNullToObject(object, "dll");
        return;
    }
    char *dll = wide_to_utf8(entry->dll);
    cJSON_AddStringToObject(object, "dll", dll);
    free(dll);
}

static cJSON *entry_object(const struct catalog_entry *entry) {
    const WSAPROTOCOL_INFOW *info = &entry->info;
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "name", entry->name);
    cJSON_AddNumberToObject(object, "catalog_id", info->dwCatalogEntryId);
    add_guid(object, &info->ProviderId);
    add_named(object, "af", info->iAddressFamily, names_family(info->iAddressFamily));
    add_named(object, "type", info->iSocketType, names_socket_type(info->iSocketType));
    cJSON_AddNumberToObject(object, "protocol", info->iProtocol);
    add_flags(object, "service_flags", info->dwServiceFlags1, service_flag_names);
    add_flags(object, "provider_flags", info->dwProviderFlags, provider_flag_names);
    add_chain(object, entry);
    add_dll(object, entry);
    cJSON_AddStringToObject(object, "origin", catalog_origin_name(entry->origin));
    cJSON_AddStringToObject(object, "kind", catalog_kind_name(entry));
    cJSON_AddNumberToObject(object, "version", info->iVersion);
    cJSON_AddNumberToObject(object, "min_address", info->iMinSockAddr);
    cJSON_AddNumberToObject(object, "max_address", info->iMaxSockAddr);
    cJSON_AddNumberToObject(object, "protocol_max_offset", info->iProtocolMaxOffset);
    cJSON_AddNumberToObject(object, "network_byte_order", info->iNetworkByteOrder);
    cJSON_AddNumberToObject(object, "security_scheme", info->iSecurityScheme);
    cJSON_AddNumberToObject(object, "message_size", info->dwMessageSize);
    return object;
}

char *protocols_document(const struct catalog *const *catalogs, size_t count) {
    cJSON *document = cJSON_CreateObject();
    cJSON *entries = cJSON_AddArrayToObject(document, "entries");
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < catalogs[i]->count; k++) {
            cJSON_AddItemToArray(entries, entry_object(catalogs[i]->entries[k]));
        }
    }
    char *string = cJSON_Print(document);
    cJSON_Delete(document);
    return string;
}
