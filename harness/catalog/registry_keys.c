#include "catalog/registry_keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <windows.h>

#include "base/memory.h"
#include "base/wide.h"
#include "catalog/decode.h"
#include "catalog/registry_lock.h"

#define ITEM_NAME_DIGITS 12
#define ITEM_NAME_UNITS (ITEM_NAME_DIGITS + 1)

const wchar_t *const registry_list_names[2] = {L"Catalog_Entries", L"Catalog_Entries64"};
const wchar_t *const registry_count_names[2] = {L"Num_Catalog_Entries", L"Num_Catalog_Entries64"};
const wchar_t registry_next_id_name[] = L"Next_Catalog_Entry_ID";
const wchar_t registry_serial_name[] = L"Serial_Access_Num";
const wchar_t registry_version_name[] = L"WinSock_Registry_Version";
static const wchar_t catalog_name_value[] = L"Current_Protocol_Catalog";
static const wchar_t usual_catalog_name[] = L"Protocol_Catalog9";
static const wchar_t item_value[] = L"PackedCatalogItem";

static void item_name(DWORD number, wchar_t name[ITEM_NAME_UNITS]) {
    swprintf(name, ITEM_NAME_UNITS, L"%012lu", number);
}

wchar_t *registry_string(HKEY key, const wchar_t *name) {
    DWORD size = 0;
    if (RegGetValueW(key, NULL, name, RRF_RT_REG_SZ, NULL, NULL, &size) != ERROR_SUCCESS) {
        return NULL;
    }
    wchar_t *string = memory_zeroed(1, size + sizeof *string);
    if (RegGetValueW(key, NULL, name, RRF_RT_REG_SZ, NULL, string, &size) != ERROR_SUCCESS) {
        free(string);
        return NULL;
    }
    return string;
}

struct registry_value registry_number(HKEY key, const wchar_t *name) {
    struct registry_value value = {0};
    DWORD size = sizeof value.number;
    value.present = RegGetValueW(key, NULL, name, RRF_RT_REG_DWORD, NULL, &value.number, &size) == ERROR_SUCCESS;
    return value;
}

enum status registry_set_number(HKEY key, const wchar_t *name, DWORD number, struct error *error) {
    LSTATUS code = RegSetValueExW(key, name, 0, REG_DWORD, (const BYTE *)&number, sizeof number);
    return code == ERROR_SUCCESS ? STATUS_OK : registry_refused(error, code, "cannot write to the registry catalog");
}

static enum status set_string(HKEY key, const wchar_t *name, const wchar_t *string, struct error *error) {
    DWORD size = (DWORD)((wcslen(string) + 1) * sizeof *string);
    LSTATUS code = RegSetValueExW(key, name, 0, REG_SZ, (const BYTE *)string, size);
    return code == ERROR_SUCCESS ? STATUS_OK : registry_refused(error, code, "cannot write to the registry catalog");
}

wchar_t *registry_catalog_path(const struct registry_place *place) {
    wchar_t *name = NULL;
    HKEY root;
    if (RegOpenKeyExW(place->hive, place->root, 0, KEY_READ, &root) == ERROR_SUCCESS) {
        name = registry_string(root, catalog_name_value);
        RegCloseKey(root);
    }
    const wchar_t *used = name == NULL || name[0] == L'\0' ? usual_catalog_name : name;
    size_t units = wcslen(place->root) + wcslen(used) + 2;
    wchar_t *path = memory_zeroed(units, sizeof *path);
    swprintf(path, units, L"%ls\\%ls", place->root, used);
    free(name);
    return path;
}

enum status registry_open(const struct registry_place *place, REGSAM access, HKEY *key, struct error *error) {
    wchar_t *path = registry_catalog_path(place);
    LSTATUS code = RegOpenKeyExW(place->hive, path, 0, access, key);
    free(path);
    if (code == ERROR_FILE_NOT_FOUND) {
        *key = NULL;
        return STATUS_OK;
    }
    return code == ERROR_SUCCESS ? STATUS_OK : registry_refused(error, code, "cannot open the registry catalog");
}

static enum status name_catalog(HKEY root, struct error *error) {
    const wchar_t *const values[][2] = {{registry_version_name, L"2.2"}, {catalog_name_value, usual_catalog_name}};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < sizeof values / sizeof values[0] && status == STATUS_OK; i++) {
        wchar_t *there = registry_string(root, values[i][0]);
        if (there == NULL || there[0] == L'\0') {
            status = set_string(root, values[i][0], values[i][1], error);
        }
        free(there);
    }
    return status;
}

enum status registry_create(const struct registry_place *place, HKEY *key, struct error *error) {
    HKEY root;
    LSTATUS code = RegCreateKeyExW(place->hive, place->root, 0, NULL, 0, KEY_READ | KEY_WRITE, NULL, &root, NULL);
    if (code != ERROR_SUCCESS) {
        return registry_refused(error, code, "cannot create the registry catalog's root");
    }
    enum status status = name_catalog(root, error);
    RegCloseKey(root);
    if (status != STATUS_OK) {
        return status;
    }
    wchar_t *path = registry_catalog_path(place);
    code = RegCreateKeyExW(place->hive, path, 0, NULL, 0, KEY_READ | KEY_WRITE, NULL, key, NULL);
    free(path);
    return code == ERROR_SUCCESS ? STATUS_OK : registry_refused(error, code, "cannot create the registry catalog");
}

static enum status make_list(HKEY key, enum registry_list list, struct error *error) {
    HKEY made;
    LSTATUS code = RegCreateKeyExW(key, registry_list_names[list], 0, NULL, 0, KEY_READ, NULL, &made, NULL);
    if (code != ERROR_SUCCESS) {
        return registry_refused(error, code, "cannot create the registry catalog's list");
    }
    RegCloseKey(made);
    return STATUS_OK;
}

enum status registry_make_skeleton(HKEY key, enum registry_list list, struct error *error) {
    const struct {
        const wchar_t *name;
        DWORD number;
    } values[] = {
        {registry_next_id_name, REGISTRY_FIRST_ID},
        {registry_serial_name, REGISTRY_FIRST_SERIAL},
        {registry_count_names[REGISTRY_LIST_32], 0},
        {registry_count_names[list], 0},
    };
    enum status status = make_list(key, REGISTRY_LIST_32, error);
    if (status == STATUS_OK) {
        status = make_list(key, list, error);
    }
    for (size_t i = 0; i < sizeof values / sizeof values[0] && status == STATUS_OK; i++) {
        if (!registry_number(key, values[i].name).present) {
            status = registry_set_number(key, values[i].name, values[i].number, error);
        }
    }
    return status;
}

/* The number that a subkey's name stands for, 0 when it stands for none. */
static DWORD parse_item_name(const wchar_t *name) {
    if (wcslen(name) != ITEM_NAME_DIGITS || wcsspn(name, L"0123456789") != ITEM_NAME_DIGITS) {
        return 0;
    }
    unsigned long long number = wcstoull(name, NULL, 10);
    return number <= MAXDWORD ? (DWORD)number : 0;
}

static int compare_numbers(const void *left, const void *right) {
    DWORD a = *(const DWORD *)left;
    DWORD b = *(const DWORD *)right;
    return (a > b) - (a < b);
}

enum status registry_list_numbers(HKEY list, struct registry_numbers *numbers, struct catalog *complaints,
                                  struct error *error) {
    LSTATUS code = ERROR_SUCCESS;
    for (DWORD i = 0; code == ERROR_SUCCESS; i++) {
        wchar_t name[256];
        DWORD units = sizeof name / sizeof name[0];
        code = RegEnumKeyExW(list, i, name, &units, NULL, NULL, NULL, NULL);
        if (code != ERROR_SUCCESS) {
            break;
        }
        DWORD number = parse_item_name(name);
        if (number != 0) {
            numbers->values = memory_grow(numbers->values, numbers->count, &numbers->capacity, sizeof *numbers->values);
            numbers->values[numbers->count++] = number;
        } else if (complaints != NULL) {
            char *shown = wide_to_utf8(name);
            catalog_complain(complaints,
                             "the registry catalog has a key \"%s\" among its entries; expected are twelve "
                             "digits from 000000000001 up",
                             shown);
            free(shown);
        }
    }
    if (code != ERROR_NO_MORE_ITEMS) {
        return registry_refused(error, code, "cannot list the registry catalog's entries");
    }
    if (numbers->count > 1) {
        qsort(numbers->values, numbers->count, sizeof *numbers->values, compare_numbers);
    }
    return STATUS_OK;
}

void registry_numbers_free(struct registry_numbers *numbers) {
    free(numbers->values);
    *numbers = (struct registry_numbers){0};
}

enum status registry_read_item(HKEY list, DWORD number, WSAPROTOCOL_INFOW *info, wchar_t **dll, struct error *error) {
    wchar_t name[ITEM_NAME_UNITS];
    item_name(number, name);
    HKEY key;
    LSTATUS code = RegOpenKeyExW(list, name, 0, KEY_READ, &key);
    if (code != ERROR_SUCCESS) {
        return registry_refused(error, code, "cannot open its key");
    }
    unsigned char bytes[PACKED_ITEM_SIZE];
    DWORD size = sizeof bytes;
    DWORD type = REG_NONE;
    code = RegQueryValueExW(key, item_value, NULL, &type, bytes, &size);
    RegCloseKey(key);
    if (code != ERROR_SUCCESS && code != ERROR_MORE_DATA) {
        return registry_refused(error, code, "cannot read its PackedCatalogItem");
    }
    if (type != REG_BINARY) {
        return error_set(error, STATUS_FAILED, "PackedCatalogItem has registry type %lu, expected %d (REG_BINARY)",
                         type, REG_BINARY);
    }
    return packed_item_decode(bytes, size, info, dll, error);
}

static void complain_about_gap(struct catalog *catalog, DWORD first, DWORD last, DWORD count) {
    catalog_complain(catalog, "the registry catalog says that it has %lu entries, but %lu to %lu are missing", count,
                     first, last);
}

static void read_entry(HKEY list, DWORD number, struct catalog *catalog) {
    WSAPROTOCOL_INFOW info;
    wchar_t *dll;
    struct error error = {0};
    if (registry_read_item(list, number, &info, &dll, &error) == STATUS_OK) {
        catalog_add(catalog, &info, dll, CATALOG_REGISTRY);
        free(dll);
    } else {
        catalog_complain(catalog, "entry %012lu of the registry catalog is left out: %s", number, error.message);
    }
    error_clear(&error);
}

static void read_numbered(HKEY list, const struct registry_numbers *numbers, DWORD count, struct catalog *catalog) {
    DWORD expected = 1;
    size_t i = 0;
    for (; i < numbers->count && numbers->values[i] <= count; i++) {
        if (numbers->values[i] != expected) {
            complain_about_gap(catalog, expected, numbers->values[i] - 1, count);
        }
        read_entry(list, numbers->values[i], catalog);
        expected = numbers->values[i] + 1;
    }
    if (expected <= count && expected != 0) {
        complain_about_gap(catalog, expected, count, count);
    }
    if (i < numbers->count) {
        catalog_complain(catalog,
                         "the registry catalog says that it has %lu entries; %zu keys with higher numbers are "
                         "ignored",
                         count, numbers->count - i);
    }
}

enum status registry_read_list(HKEY key, enum registry_list which, struct catalog *catalog, struct error *error) {
    DWORD count = registry_number(key, registry_count_names[which]).number;
    HKEY list;
    LSTATUS code = RegOpenKeyExW(key, registry_list_names[which], 0, KEY_READ, &list);
    if (code == ERROR_FILE_NOT_FOUND) {
        if (count != 0) {
            complain_about_gap(catalog, 1, count, count);
        }
        return STATUS_OK;
    }
    if (code != ERROR_SUCCESS) {
        return registry_refused(error, code, "cannot open the registry catalog's list");
    }
    struct registry_numbers numbers = {0};
    enum status status = registry_list_numbers(list, &numbers, catalog, error);
    if (status == STATUS_OK) {
        read_numbered(list, &numbers, count, catalog);
    }
    registry_numbers_free(&numbers);
    RegCloseKey(list);
    return status;
}

enum status registry_write_item(HKEY list, DWORD number, const unsigned char *bytes, const WSAPROTOCOL_INFOW *info,
                                struct error *error) {
    wchar_t name[ITEM_NAME_UNITS];
    item_name(number, name);
    wchar_t protocol[WSAPROTOCOL_LEN + 2] = {0};
    memcpy(protocol, info->szProtocol, sizeof info->szProtocol);
    HKEY key;
    LSTATUS code = RegCreateKeyExW(list, name, 0, NULL, 0, KEY_WRITE, NULL, &key, NULL);
    if (code != ERROR_SUCCESS) {
        return registry_refused(error, code, "cannot create an entry in the registry catalog");
    }
    enum status status = STATUS_OK;
    code = RegSetValueExW(key, item_value, 0, REG_BINARY, bytes, PACKED_ITEM_SIZE);
    if (code != ERROR_SUCCESS) {
        status = registry_refused(error, code, "cannot write an entry of the registry catalog");
    } else {
        status = set_string(key, L"ProtocolName", protocol, error);
    }
    RegCloseKey(key);
    return status;
}

enum status registry_delete_item(HKEY list, DWORD number, struct error *error) {
    wchar_t name[ITEM_NAME_UNITS];
    item_name(number, name);
    LSTATUS code = RegDeleteTreeW(list, name);
    return code == ERROR_SUCCESS ? STATUS_OK
                                 : registry_refused(error, code, "cannot delete an entry of the registry catalog");
}

enum status registry_move_item(HKEY list, DWORD from, DWORD to, struct error *error) {
    wchar_t source[ITEM_NAME_UNITS];
    wchar_t target[ITEM_NAME_UNITS];
    item_name(from, source);
    item_name(to, target);
    HKEY key;
    LSTATUS code = RegCreateKeyExW(list, target, 0, NULL, 0, KEY_READ | KEY_WRITE, NULL, &key, NULL);
    if (code == ERROR_SUCCESS) {
        code = RegCopyTreeW(list, source, key);
        RegCloseKey(key);
    }
    return code == ERROR_SUCCESS ? registry_delete_item(list, from, error)
                                 : registry_refused(error, code, "cannot renumber the registry catalog's entries");
}
