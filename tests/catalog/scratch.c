#include "scratch.h"

#include <stdio.h>
#include <stdlib.h>

#include <windows.h>

#include "catalog/registry_keys.h"
#include "unit.h"

static const wchar_t *root(void) {
    static wchar_t name[64];
    swprintf(name, sizeof name / sizeof name[0], L"Software\\wspcheck-test-%lu", GetCurrentProcessId());
    return name;
}

void scratch_remove(void) { RegDeleteTreeW(HKEY_CURRENT_USER, root()); }

struct registry_place scratch_place(enum registry_list list) {
    scratch_remove();
    struct registry_place place = registry_default_place();
    place.hive = HKEY_CURRENT_USER;
    place.root = root();
    place.list = list;
    return place;
}

HKEY scratch_open(const struct registry_place *place) {
    wchar_t *path = registry_catalog_path(place);
    HKEY key = NULL;
    CU_ASSERT_EQUAL_FATAL(RegCreateKeyExW(place->hive, path, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL), 0);
    free(path);
    return key;
}

HKEY scratch_key(const struct registry_place *place, const wchar_t *name) {
    HKEY catalog = scratch_open(place);
    HKEY key = NULL;
    CU_ASSERT_EQUAL_FATAL(RegCreateKeyExW(catalog, name, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL), 0);
    RegCloseKey(catalog);
    return key;
}

DWORD scratch_number(const struct registry_place *place, const wchar_t *name) {
    HKEY catalog = scratch_open(place);
    struct registry_value value = registry_number(catalog, name);
    RegCloseKey(catalog);
    CU_ASSERT_TRUE(value.present);
    return value.number;
}

void scratch_set_number(const struct registry_place *place, const wchar_t *name, DWORD number) {
    HKEY catalog = scratch_open(place);
    CU_ASSERT_EQUAL(registry_set_number(catalog, name, number, NULL), STATUS_OK);
    RegCloseKey(catalog);
}
