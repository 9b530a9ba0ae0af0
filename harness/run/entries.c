#include "run/entries.h"

#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/text.h"
#include "base/wide.h"

cJSON *entry_to_json(const struct catalog_entry *entry) {
    const unsigned char *bytes = (const unsigned char *)&entry->info;
    struct text hexadecimal = {0};
    size_t size = sizeof entry->info;
    while (size > 1 && bytes[size - 1] == 0) {
        size--;
    }
    for (size_t i = 0; i < size; i++) {
        text_format(&hexadecimal, "%02x", bytes[i]);
    }
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "info", text_string(&hexadecimal));
    text_free(&hexadecimal);
    if (entry->dll != NULL) {
        char *dll = wide_to_utf8(entry->dll);
        cJSON_AddStringToObject(object, "dll", dll);
        free(dll);
    }
    return object;
}

static int nibble(char digit) {
    const char *digits = "0123456789abcdef";
    const char *found = digit == '\0' ? NULL : strchr(digits, digit);
    return found == NULL ? -1 : (int)(found - digits);
}

static bool read_info(const char *hexadecimal, WSAPROTOCOL_INFOW *info) {
    size_t digits = hexadecimal == NULL ? 0 : strlen(hexadecimal);
    if (digits == 0 || digits % 2 != 0 || digits > 2 * sizeof *info) {
        return false;
    }
    *info = (WSAPROTOCOL_INFOW){0};
    unsigned char *bytes = (unsigned char *)info;
    for (size_t i = 0; i < digits / 2; i++) {
        int high = nibble(hexadecimal[2 * i]), low = nibble(hexadecimal[2 * i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        bytes[i] = (unsigned char)(high * 16 + low);
    }
    return wcsnlen(info->szProtocol, WSAPROTOCOL_LEN + 1) <= WSAPROTOCOL_LEN;
}

enum status entry_from_json(struct catalog *catalog, const cJSON *object, struct error *error) {
    WSAPROTOCOL_INFOW info;
    const char *dll = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, "dll"));
    if (!read_info(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, "info")), &info)) {
        return error_set(error, STATUS_FAILED, "a catalog entry arrived damaged from another process");
    }
    if (catalog_find_id(catalog, info.dwCatalogEntryId) != NULL) {
        return error_set(error, STATUS_FAILED, "a catalog entry arrived with the catalog id %lu, which is taken",
                         info.dwCatalogEntryId);
    }
    wchar_t *wide = wide_from_utf8(dll);
    catalog_add(catalog, &info, wide, CATALOG_OVERLAY);
    free(wide);
    return STATUS_OK;
}

cJSON *entries_to_json(const struct catalog *catalog) {
    cJSON *array = cJSON_CreateArray();
    for (size_t i = 0; i < catalog->count; i++) {
        if (catalog->entries[i]->origin == CATALOG_OVERLAY) {
            cJSON_AddItemToArray(array, entry_to_json(catalog->entries[i]));
        }
    }
    return array;
}

enum status entries_from_json(struct catalog *catalog, const cJSON *array, struct error *error) {
    const cJSON *object;
    cJSON_ArrayForEach(object, array) {
        if (entry_from_json(catalog, object, error) != STATUS_OK) {
            return error->status;
        }
    }
    return STATUS_OK;
}
