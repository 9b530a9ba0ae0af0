#include "catalog/registry.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <windows.h>

#include "catalog/decode.h"
#include "catalog/registry_keys.h"
#include "samples.h"
#include "scratch.h"
#include "unit.h"

/* Installs one base with this name and identifier. */
static void install(const struct registry_place *place, const wchar_t *name, unsigned long guid) {
    struct catalog catalog = {0};
    struct error error = {0};
    WSAPROTOCOL_INFOW info = sample_base(name, guid);
    catalog_overlay_add(&catalog, &info, SAMPLE_DLL);
    CU_ASSERT_EQUAL_FATAL(registry_install(place, &catalog, &error), STATUS_OK);
    catalog_free(&catalog);
}

static struct catalog read(const struct registry_place *place) {
    struct catalog catalog = {0};
    struct error error = {0};
    CU_ASSERT_EQUAL_FATAL(registry_read(&catalog, place, &error), STATUS_OK);
    return catalog;
}

static void expect_complaint(const struct registry_place *place, size_t entries, const char *words) {
    struct catalog catalog = read(place);
    CU_ASSERT_EQUAL(catalog.count, entries);
    CU_ASSERT_EQUAL_FATAL(catalog.complaint_count, 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(catalog.complaints[0], words));
    catalog_free(&catalog);
}

static void a_place_without_catalog_is_empty_and_stays_so(void) {
    struct registry_place place = scratch_place(REGISTRY_LIST_64);
    struct registry_state state;
    struct catalog catalog = read(&place);
    CU_ASSERT_EQUAL(catalog.count, 0);
    CU_ASSERT_EQUAL(catalog.complaint_count, 0);
    CU_ASSERT_EQUAL(registry_describe(&place, &state, NULL), STATUS_OK);
    CU_ASSERT_FALSE(state.present);
    registry_state_free(&state);
    GUID guid = sample_guid(1);
    CU_ASSERT_EQUAL(registry_deinstall(&place, &guid, NULL), STATUS_NOTHING);
    HKEY root;
    CU_ASSERT_EQUAL(RegOpenKeyExW(place.hive, place.root, 0, KEY_READ, &root), ERROR_FILE_NOT_FOUND);
    scratch_remove();
}

/* A prefix of Wine has this key and nothing else. */
static void an_empty_key_alone_reads_as_an_empty_catalog(void) {
    struct registry_place place = scratch_place(REGISTRY_LIST_64);
    RegCloseKey(scratch_key(&place, L"Catalog_Entries"));
    struct catalog catalog = read(&place);
    CU_ASSERT_EQUAL(catalog.count, 0);
    CU_ASSERT_EQUAL(catalog.complaint_count, 0);
    install(&place, L"First", 1);
    catalog = read(&place);
    CU_ASSERT_EQUAL(catalog.count, 1);
    catalog_free(&catalog);
    scratch_remove();
}

static void what_is_installed_is_read_back(void) {
    struct registry_place place = scratch_place(REGISTRY_LIST_64);
    install(&place, L"First", 1);
    struct catalog catalog = read(&place);
    CU_ASSERT_EQUAL_FATAL(catalog.count, 1);
    WSAPROTOCOL_INFOW expected = sample_base(L"First", 1);
    expected.dwCatalogEntryId = 1001;
    CU_ASSERT_EQUAL(memcmp(&catalog.entries[0]->info, &expected, sizeof expected), 0);
    CU_ASSERT_EQUAL(wcscmp(catalog.entries[0]->dll, SAMPLE_DLL), 0);
    CU_ASSERT_EQUAL(catalog.entries[0]->origin, CATALOG_REGISTRY);
    CU_ASSERT_EQUAL(catalog.complaint_count, 0);
    catalog_free(&catalog);
    scratch_remove();
}

static void the_layout_is_that_of_windows(void) {
    struct registry_place place = scratch_place(REGISTRY_LIST_64);
    install(&place, L"First", 1);
    CU_ASSERT_EQUAL(scratch_number(&place, L"Num_Catalog_Entries"), 0);
    CU_ASSERT_EQUAL(scratch_number(&place, L"Num_Catalog_Entries64"), 1);
    CU_ASSERT_EQUAL(scratch_number(&place, L"Next_Catalog_Entry_ID"), 1002);
    CU_ASSERT_EQUAL(scratch_number(&place, L"Serial_Access_Num"), 2);
    HKEY key;
    CU_ASSERT_EQUAL(RegOpenKeyExW(place.hive, place.root, 0, KEY_READ, &key), 0);
    wchar_t *version = registry_string(key, L"WinSock_Registry_Version");
    wchar_t *name = registry_string(key, L"Current_Protocol_Catalog");
    CU_ASSERT_EQUAL(wcscmp(version, L"2.2"), 0);
    CU_ASSERT_EQUAL(wcscmp(name, L"Protocol_Catalog9"), 0);
    free(version);
    free(name);
    RegCloseKey(key);
    key = scratch_key(&place, L"Catalog_Entries64\\000000000001");
    unsigned char bytes[PACKED_ITEM_SIZE];
    DWORD size = sizeof bytes;
    DWORD type = 0;
    CU_ASSERT_EQUAL(RegQueryValueExW(key, L"PackedCatalogItem", NULL, &type, bytes, &size), 0);
    CU_ASSERT_EQUAL(type, REG_BINARY);
    CU_ASSERT_EQUAL(size, 888);
    CU_ASSERT_STRING_EQUAL((const char *)bytes, "C:\\samples\\sample.dll");
    name = registry_string(key, L"ProtocolName");
    CU_ASSERT_EQUAL(wcscmp(name, L"First"), 0);
    free(name);
    RegCloseKey(key);
    scratch_remove();
}

static void the_two_lists_share_ids_and_serial(void) {
    struct registry_place place = scratch_place(REGISTRY_LIST_64);
    struct registry_place narrow = place;
    narrow.list = REGISTRY_LIST_32;
    install(&place, L"Wide", 1);
    install(&narrow, L"Narrow", 1);
    struct catalog wide = read(&place);
    struct catalog thin = read(&narrow);
    CU_ASSERT_EQUAL_FATAL(wide.count, 1);
    CU_ASSERT_EQUAL_FATAL(thin.count, 1);
    CU_ASSERT_EQUAL(thin.entries[0]->info.dwCatalogEntryId, 1002);
    CU_ASSERT_STRING_EQUAL(thin.entries[0]->name, "Narrow");
    CU_ASSERT_EQUAL(scratch_number(&place, L"Serial_Access_Num"), 3);
    CU_ASSERT_EQUAL(scratch_number(&place, L"Num_Catalog_Entries"), 1);
    catalog_free(&wide);
    catalog_free(&thin);
    scratch_remove();
}

static void chains_are_translated_and_ids_lie_above_all_others(void) {
    struct registry_place place = scratch_place(REGISTRY_LIST_64);
    struct catalog catalog = {0};
    WSAPROTOCOL_INFOW base = sample_base(L"Base", 1);
    WSAPROTOCOL_INFOW layer = sample_layer(L"Layer", 2);
    sample_add(&catalog, &base, 1040);
    DWORD id = catalog_overlay_add(&catalog, &layer, SAMPLE_DLL)->info.dwCatalogEntryId;
    WSAPROTOCOL_INFOW chain = sample_chain(L"Chain", 3, (DWORD[]){id, 1040}, 2);
    catalog_overlay_add(&catalog, &chain, SAMPLE_DLL);
    CU_ASSERT_EQUAL_FATAL(registry_install(&place, &catalog, NULL), STATUS_OK);
    struct catalog found = read(&place);
    CU_ASSERT_EQUAL_FATAL(found.count, 2);
    CU_ASSERT_EQUAL(found.entries[0]->info.dwCatalogEntryId, 1041);
    CU_ASSERT_EQUAL(found.entries[1]->info.dwCatalogEntryId, 1042);
    CU_ASSERT_EQUAL(found.entries[1]->info.ProtocolChain.ChainEntries[0], 1041);
    CU_ASSERT_EQUAL(found.entries[1]->info.ProtocolChain.ChainEntries[1], 1040);
    CU_ASSERT_EQUAL(scratch_number(&place, L"Next_Catalog_Entry_ID"), 1043);
    catalog_free(&found);
    catalog_free(&catalog);
    scratch_remove();
}

static void removing_from_the_middle_leaves_no_gap_and_reuses_no_id(void) {
    struct registry_place place = scratch_place(REGISTRY_LIST_64);
    struct error error = {0};
    GUID middle = sample_guid(2);
    install(&place, L"First", 1);
    install(&place, L"Second", 2);
    install(&place, L"Third", 3);
    CU_ASSERT_EQUAL(registry_deinstall(&place, &middle, &error), STATUS_OK);
    CU_ASSERT_EQUAL(scratch_number(&place, L"Num_Catalog_Entries64"), 2);
    CU_ASSERT_EQUAL(scratch_number(&place, L"Serial_Access_Num"), 5);
    HKEY list = scratch_key(&place, L"Catalog_Entries64");
    struct registry_numbers numbers = {0};
    CU_ASSERT_EQUAL(registry_list_numbers(list, &numbers, NULL, &error), STATUS_OK);
    CU_ASSERT_EQUAL_FATAL(numbers.count, 2);
    CU_ASSERT_EQUAL(numbers.values[0], 1);
    CU_ASSERT_EQUAL(numbers.values[1], 2);
    registry_numbers_free(&numbers);
    RegCloseKey(list);
    install(&place, L"Fourth", 4);
    struct catalog catalog = read(&place);
    CU_ASSERT_EQUAL_FATAL(catalog.count, 3);
    CU_ASSERT_STRING_EQUAL(catalog.entries[1]->name, "Third");
    CU_ASSERT_EQUAL(catalog.entries[1]->info.dwCatalogEntryId, 1003);
    CU_ASSERT_EQUAL(catalog.entries[2]->info.dwCatalogEntryId, 1004);
    CU_ASSERT_EQUAL(catalog.complaint_count, 0);
    catalog_free(&catalog);
    CU_ASSERT_EQUAL(registry_deinstall(&place, &middle, &error), STATUS_NOTHING);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "{00000002-1111-2222-3333-444444444444}"));
    CU_ASSERT_EQUAL(scratch_number(&place, L"Serial_Access_Num"), 6);
    error_clear(&error);
    scratch_remove();
}

static void a_move_takes_values_along_that_this_program_does_not_know(void) {
    struct registry_place place = scratch_place(REGISTRY_LIST_64);
    GUID first = sample_guid(1);
    install(&place, L"First", 1);
    install(&place, L"Second", 2);
    HKEY item = scratch_key(&place, L"Catalog_Entries64\\000000000002");
    CU_ASSERT_EQUAL(registry_set_number(item, L"Vendor", 77, NULL), STATUS_OK);
    RegCloseKey(item);
    CU_ASSERT_EQUAL(registry_deinstall(&place, &first, NULL), STATUS_OK);
    item = scratch_key(&place, L"Catalog_Entries64\\000000000001");
    CU_ASSERT_EQUAL(registry_number(item, L"Vendor").number, 77);
    RegCloseKey(item);
    scratch_remove();
}

/* Tries to install and expects a sentence with these words and nothing changed. */
static void expect_refused(const struct registry_place *place, const struct catalog *catalog, const char *words) {
    struct error error = {0};
    DWORD serial = scratch_number(place, L"Serial_Access_Num");
    DWORD next = scratch_number(place, L"Next_Catalog_Entry_ID");
    DWORD count = scratch_number(place, L"Num_Catalog_Entries64");
    CU_ASSERT_EQUAL(registry_install(place, catalog, &error), STATUS_FAILED);
    CU_ASSERT_PTR_NOT_NULL_FATAL(error.message);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, words));
    CU_ASSERT_EQUAL(scratch_number(place, L"Serial_Access_Num"), serial);
    CU_ASSERT_EQUAL(scratch_number(place, L"Next_Catalog_Entry_ID"), next);
    CU_ASSERT_EQUAL(scratch_number(place, L"Num_Catalog_Entries64"), count);
    struct catalog found = read(place);
    CU_ASSERT_EQUAL(found.count, count);
    catalog_free(&found);
    error_clear(&error);
}

static void nothing_is_written_unless_everything_can_be(void) {
    struct registry_place place = scratch_place(REGISTRY_LIST_64);
    struct catalog taken = {0};
    struct catalog pathless = {0};
    struct catalog overlong = {0};
    WSAPROTOCOL_INFOW one = sample_base(L"One", 1);
    WSAPROTOCOL_INFOW two = sample_base(L"Two", 2);
    wchar_t path[PACKED_PATH_SIZE + 1] = {0};
    wmemset(path, L'a', PACKED_PATH_SIZE);
    install(&place, L"First", 1);
    catalog_overlay_add(&taken, &two, SAMPLE_DLL);
    catalog_overlay_add(&taken, &one, SAMPLE_DLL);
    expect_refused(&place, &taken, "is installed already, by entry 1001 \"First\"");
    catalog_overlay_add(&pathless, &two, NULL);
    expect_refused(&place, &pathless, "\"Two\" has no DLL");
    catalog_overlay_add(&overlong, &two, SAMPLE_DLL);
    catalog_overlay_add(&overlong, &two, path);
    expect_refused(&place, &overlong, "too long");
    catalog_free(&taken);
    catalog_free(&pathless);
    catalog_free(&overlong);
    scratch_remove();
}

static void set_item(const struct registry_place *place, const wchar_t *key_name, DWORD type, const void *bytes,
                     DWORD size) {
    HKEY item = scratch_key(place, key_name);
    CU_ASSERT_EQUAL(RegSetValueExW(item, L"PackedCatalogItem", 0, type, bytes, size), 0);
    RegCloseKey(item);
}

static void damaged_entries_are_left_out_with_a_complaint(void) {
    static const wchar_t second[] = L"Catalog_Entries64\\000000000002";
    struct registry_place place = scratch_place(REGISTRY_LIST_64);
    unsigned char bytes[4000];
    memset(bytes, 'x', sizeof bytes);
    for (unsigned long i = 1; i <= 3; i++) {
        install(&place, L"Entry", i);
    }
    set_item(&place, second, REG_BINARY, bytes, 887);
    expect_complaint(&place, 2, "entry 000000000002 of the registry catalog is left out: PackedCatalogItem has 887 ");
    set_item(&place, second, REG_BINARY, bytes, sizeof bytes);
    expect_complaint(&place, 2, "has 4000 bytes, expected 888");
    set_item(&place, second, REG_BINARY, bytes, 0);
    expect_complaint(&place, 2, "has 0 bytes");
    set_item(&place, second, REG_BINARY, bytes, PACKED_ITEM_SIZE);
    expect_complaint(&place, 2, "no end within 260 bytes");
    memset(bytes, 0, sizeof bytes);
    bytes[0] = 'x';
    bytes[PACKED_PATH_SIZE + 40] = 8;
    set_item(&place, second, REG_BINARY, bytes, PACKED_ITEM_SIZE);
    expect_complaint(&place, 2, "chain length in PackedCatalogItem is 8");
    set_item(&place, second, REG_SZ, L"x", 4);
    expect_complaint(&place, 2, "registry type 1");
    HKEY item = scratch_key(&place, second);
    CU_ASSERT_EQUAL(RegDeleteValueW(item, L"PackedCatalogItem"), 0);
    RegCloseKey(item);
    expect_complaint(&place, 2, "cannot read its PackedCatalogItem");
    scratch_remove();
}

static void gaps_odd_keys_and_wrong_counts_are_complained_about(void) {
    struct registry_place place = scratch_place(REGISTRY_LIST_64);
    for (unsigned long i = 1; i <= 3; i++) {
        install(&place, L"Entry", i);
    }
    HKEY list = scratch_key(&place, L"Catalog_Entries64");
    RegCloseKey(scratch_key(&place, L"Catalog_Entries64\\12x"));
    expect_complaint(&place, 3, "a key \"12x\" among its entries");
    CU_ASSERT_EQUAL(RegDeleteKeyW(list, L"12x"), 0);
    RegCloseKey(scratch_key(&place, L"Catalog_Entries64\\000000000000"));
    expect_complaint(&place, 3, "a key \"000000000000\" among its entries");
    CU_ASSERT_EQUAL(RegDeleteKeyW(list, L"000000000000"), 0);
    scratch_set_number(&place, L"Num_Catalog_Entries64", 2);
    expect_complaint(&place, 2, "2 entries; 1 keys with higher numbers are ignored");
    scratch_set_number(&place, L"Num_Catalog_Entries64", 0xFFFFFFFF);
    expect_complaint(&place, 3, "4294967295 entries, but 4 to 4294967295 are missing");
    scratch_set_number(&place, L"Num_Catalog_Entries64", 3);
    CU_ASSERT_EQUAL(RegDeleteTreeW(list, L"000000000002"), 0);
    expect_complaint(&place, 2, "3 entries, but 2 to 2 are missing");
    RegCloseKey(list);
    HKEY catalog = scratch_open(&place);
    CU_ASSERT_EQUAL(RegDeleteTreeW(catalog, L"Catalog_Entries64"), 0);
    RegCloseKey(catalog);
    expect_complaint(&place, 0, "3 entries, but 1 to 3 are missing");
    scratch_remove();
}

static void the_next_writer_repairs_what_another_left(void) {
    struct registry_place place = scratch_place(REGISTRY_LIST_64);
    for (unsigned long i = 1; i <= 4; i++) {
        install(&place, L"Entry", i);
    }
    HKEY list = scratch_key(&place, L"Catalog_Entries64");
    CU_ASSERT_EQUAL(RegDeleteTreeW(list, L"000000000002"), 0);
    RegCloseKey(list);
    scratch_set_number(&place, L"Num_Catalog_Entries64", 3);
    scratch_set_number(&place, L"Next_Catalog_Entry_ID", 5);
    install(&place, L"Fifth", 5);
    struct catalog catalog = read(&place);
    CU_ASSERT_EQUAL(catalog.complaint_count, 0);
    CU_ASSERT_EQUAL_FATAL(catalog.count, 3);
    CU_ASSERT_EQUAL(catalog.entries[0]->info.dwCatalogEntryId, 1001);
    CU_ASSERT_EQUAL(catalog.entries[1]->info.dwCatalogEntryId, 1003);
    CU_ASSERT_EQUAL(catalog.entries[2]->info.dwCatalogEntryId, 1004);
    CU_ASSERT_STRING_EQUAL(catalog.entries[2]->name, "Fifth");
    catalog_free(&catalog);
    scratch_remove();
}

static void the_catalog_of_another_name_is_followed(void) {
    struct registry_place place = scratch_place(REGISTRY_LIST_64);
    HKEY root;
    CU_ASSERT_EQUAL_FATAL(RegCreateKeyExW(place.hive, place.root, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &root, NULL), 0);
    static const wchar_t name[] = L"Protocol_Catalog12";
    RegSetValueExW(root, L"Current_Protocol_Catalog", 0, REG_SZ, (const BYTE *)name, sizeof name);
    install(&place, L"First", 1);
    HKEY key;
    CU_ASSERT_EQUAL(RegOpenKeyExW(root, L"Protocol_Catalog12\\Catalog_Entries64\\000000000001", 0, KEY_READ, &key), 0);
    RegCloseKey(key);
    CU_ASSERT_EQUAL(RegOpenKeyExW(root, L"Protocol_Catalog9", 0, KEY_READ, &key), ERROR_FILE_NOT_FOUND);
    RegCloseKey(root);
    struct catalog catalog = read(&place);
    CU_ASSERT_EQUAL(catalog.count, 1);
    catalog_free(&catalog);
    scratch_remove();
}

static void the_state_is_described_as_it_lies_there(void) {
    struct registry_place place = scratch_place(REGISTRY_LIST_64);
    struct registry_state state;
    install(&place, L"First", 1);
    CU_ASSERT_EQUAL_FATAL(registry_describe(&place, &state, NULL), STATUS_OK);
    CU_ASSERT_TRUE(state.present);
    CU_ASSERT_STRING_EQUAL(state.version, "2.2");
    CU_ASSERT_PTR_NOT_NULL(strstr(state.path, "\\Protocol_Catalog9"));
    CU_ASSERT_EQUAL(state.serial.number, 2);
    CU_ASSERT_EQUAL(state.next_id.number, 1002);
    CU_ASSERT_EQUAL(state.count[REGISTRY_LIST_64].number, 1);
    CU_ASSERT_EQUAL(state.subkeys[REGISTRY_LIST_64].number, 1);
    CU_ASSERT_EQUAL(state.subkeys[REGISTRY_LIST_32].number, 0);
    CU_ASSERT_STRING_EQUAL(state.lock_name, "00000002");
    CU_ASSERT_FALSE(state.locked);
    registry_state_free(&state);
    RegCloseKey(scratch_key(&place, L"00000002"));
    HKEY key = scratch_open(&place);
    RegDeleteValueW(key, L"Num_Catalog_Entries");
    RegCloseKey(key);
    CU_ASSERT_EQUAL_FATAL(registry_describe(&place, &state, NULL), STATUS_OK);
    CU_ASSERT_TRUE(state.locked);
    CU_ASSERT_FALSE(state.count[REGISTRY_LIST_32].present);
    registry_state_free(&state);
    scratch_remove();
}

static const struct unit_case cases[] = {
    {"a place without catalog is empty and stays so", a_place_without_catalog_is_empty_and_stays_so},
    {"an empty key alone reads as an empty catalog", an_empty_key_alone_reads_as_an_empty_catalog},
    {"what is installed is read back", what_is_installed_is_read_back},
    {"the layout is that of Windows", the_layout_is_that_of_windows},
    {"the two lists share ids and serial", the_two_lists_share_ids_and_serial},
    {"chains are translated and ids lie above all others", chains_are_translated_and_ids_lie_above_all_others},
    {"removing from the middle leaves no gap and reuses no id",
     removing_from_the_middle_leaves_no_gap_and_reuses_no_id},
    {"a move takes values along that this program does not know",
     a_move_takes_values_along_that_this_program_does_not_know},
    {"nothing is written unless everything can be", nothing_is_written_unless_everything_can_be},
    {"damaged entries are left out with a complaint", damaged_entries_are_left_out_with_a_complaint},
    {"gaps, odd keys and wrong counts are complained about", gaps_odd_keys_and_wrong_counts_are_complained_about},
    {"the next writer repairs what another left", the_next_writer_repairs_what_another_left},
    {"the catalog of another name is followed", the_catalog_of_another_name_is_followed},
    {"the state is described as it lies there", the_state_is_described_as_it_lies_there},
};

UNIT_MAIN("the registry catalog", cases)
