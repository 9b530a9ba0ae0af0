#include "catalog/catalog.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <windows.h>

#include "samples.h"
#include "unit.h"

/* 1001 base, 1002 base, 1003 layer, 1004 chain 1003 > 1001, 1005 chain 1003 > 1004 > 1002 */
static void fill(struct catalog *catalog) {
    WSAPROTOCOL_INFOW tcp = sample_base(L"MSAFD Tcpip [TCP/IP]", 1);
    WSAPROTOCOL_INFOW udp = sample_base(L"MSAFD Tcpip [UDP/IP]", 1);
    WSAPROTOCOL_INFOW layer = sample_layer(L"Layer", 2);
    WSAPROTOCOL_INFOW chain = sample_chain(L"Layer over TCP", 3, (DWORD[]){1003, 1001}, 2);
    WSAPROTOCOL_INFOW longer = sample_chain(L"Layer over a chain", 4, (DWORD[]){1003, 1004, 1002}, 3);
    sample_add(catalog, &tcp, 1001);
    sample_add(catalog, &udp, 1002);
    sample_add(catalog, &layer, 1003);
    sample_add(catalog, &chain, 1004);
    sample_add(catalog, &longer, 1005);
}

static void patterns_pick_by_name_id_identifier_or_all(void) {
    struct catalog catalog = {0};
    fill(&catalog);
    const struct catalog_entry *tcp = catalog_find_id(&catalog, 1001);
    CU_ASSERT_PTR_NOT_NULL_FATAL(tcp);
    CU_ASSERT_TRUE(catalog_matches(tcp, "all"));
    CU_ASSERT_TRUE(catalog_matches(tcp, "*tcp/ip*"));
    CU_ASSERT_FALSE(catalog_matches(tcp, "*UDP*"));
    CU_ASSERT_FALSE(catalog_matches(tcp, "Tcpip"));
    CU_ASSERT_TRUE(catalog_matches(tcp, "1001"));
    CU_ASSERT_FALSE(catalog_matches(tcp, "100"));
    CU_ASSERT_FALSE(catalog_matches(tcp, "4294968297"));
    CU_ASSERT_TRUE(catalog_matches(tcp, "{00000001-1111-2222-3333-444444444444}"));
    CU_ASSERT_TRUE(catalog_matches(tcp, "00000001-1111-2222-3333-444444444444"));
    CU_ASSERT_FALSE(catalog_matches(tcp, "{00000002-1111-2222-3333-444444444444}"));
    CU_ASSERT_FALSE(catalog_matches(tcp, ""));
    catalog_free(&catalog);
}

static void sound_entries_verify(void) {
    struct catalog catalog = {0};
    fill(&catalog);
    for (size_t i = 0; i < catalog.count; i++) {
        CU_ASSERT_EQUAL(catalog_verify(&catalog, catalog.entries[i], NULL), STATUS_OK);
    }
    CU_ASSERT_EQUAL(catalog.count, 5);
    catalog_free(&catalog);
}

/* Adds a chain of these ids as entry 2000 and looks for words of what is wrong with it. */
static void expect_broken(const DWORD *links, int count, const char *words) {
    struct catalog catalog = {0};
    struct error error = {0};
    fill(&catalog);
    WSAPROTOCOL_INFOW info = sample_chain(L"Odd", 9, links, count);
    const struct catalog_entry *entry = sample_add(&catalog, &info, 2000);
    CU_ASSERT_EQUAL(catalog_verify(&catalog, entry, &error), STATUS_FAILED);
    CU_ASSERT_PTR_NOT_NULL_FATAL(error.message);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "entry 2000 \"Odd\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, words));
    CU_ASSERT_PTR_NULL(catalog_base_of(&catalog, entry));
    error_clear(&error);
    catalog_free(&catalog);
}

static void a_chain_that_names_an_id_that_is_not_there_is_broken(void) {
    expect_broken((DWORD[]){1003, 4711}, 2, "names 4711 at place 2 of 2, and no entry has that id");
}

static void a_chain_that_names_itself_is_broken(void) {
    expect_broken((DWORD[]){2000, 1001}, 2, "names the entry itself at place 1 of 2");
}

static void a_chain_that_names_a_layer_twice_is_broken(void) {
    expect_broken((DWORD[]){1003, 1003, 1001}, 3, "names 1003 twice");
}

static void a_chain_has_a_base_at_its_end_and_only_there(void) {
    expect_broken((DWORD[]){1004, 1003}, 2, "ends in 1003, which has chain length 0");
    expect_broken((DWORD[]){1001, 1002}, 2, "names the base 1001 at place 1 of 2");
}

static void a_chain_length_outside_its_limits_is_broken(void) {
    expect_broken((DWORD[]){1003, 1001, 1001, 1001, 1001, 1001, 1001, 1001}, 8, "length is 8, expected 0 to 7");
    expect_broken(NULL, -1, "length is -1");
}

static void an_id_that_two_entries_have_is_broken(void) {
    struct catalog catalog = {0};
    struct error error = {0};
    fill(&catalog);
    WSAPROTOCOL_INFOW info = sample_base(L"Twin", 9);
    const struct catalog_entry *twin = sample_add(&catalog, &info, 1001);
    CU_ASSERT_EQUAL(catalog_verify(&catalog, twin, &error), STATUS_FAILED);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "same catalog id"));
    error_clear(&error);
    catalog_free(&catalog);
}

static void the_base_is_at_the_end_of_the_chain(void) {
    struct catalog catalog = {0};
    fill(&catalog);
    CU_ASSERT_PTR_EQUAL(catalog_base_of(&catalog, catalog.entries[0]), catalog.entries[0]);
    CU_ASSERT_PTR_NULL(catalog_base_of(&catalog, catalog.entries[2]));
    CU_ASSERT_PTR_EQUAL(catalog_base_of(&catalog, catalog.entries[3]), catalog.entries[0]);
    CU_ASSERT_PTR_EQUAL(catalog_base_of(&catalog, catalog.entries[4]), catalog.entries[1]);
    catalog_free(&catalog);
}

static void overlay_ids_are_unique_and_entries_stay_where_they_are(void) {
    struct catalog catalog = {0};
    WSAPROTOCOL_INFOW info = sample_base(L"Overlay", 9);
    struct catalog_entry *first = catalog_overlay_add(&catalog, &info, SAMPLE_DLL);
    DWORD next = first->info.dwCatalogEntryId + 1;
    sample_add(&catalog, &info, next);
    for (int i = 0; i < 100; i++) {
        catalog_overlay_add(&catalog, &info, NULL);
    }
    CU_ASSERT_EQUAL(catalog.count, 102);
    CU_ASSERT_PTR_EQUAL(catalog.entries[0], first);
    CU_ASSERT_EQUAL(first->origin, CATALOG_OVERLAY);
    CU_ASSERT_TRUE(first->info.dwCatalogEntryId > 100000);
    for (size_t i = 0; i < catalog.count; i++) {
        CU_ASSERT_EQUAL(catalog_verify(&catalog, catalog.entries[i], NULL), STATUS_OK);
    }
    catalog_free(&catalog);
}

static void an_entry_that_is_removed_leaves_the_others_in_order(void) {
    struct catalog catalog = {0};
    fill(&catalog);
    catalog_remove(&catalog, catalog_find_id(&catalog, 1002));
    CU_ASSERT_EQUAL(catalog.count, 4);
    CU_ASSERT_PTR_NULL(catalog_find_id(&catalog, 1002));
    CU_ASSERT_EQUAL(catalog.entries[1]->info.dwCatalogEntryId, 1003);
    CU_ASSERT_EQUAL(catalog.entries[3]->info.dwCatalogEntryId, 1005);
    catalog_free(&catalog);
}

static void catalogs_can_be_joined_with_their_complaints(void) {
    struct catalog catalog = {0};
    struct catalog more = {0};
    WSAPROTOCOL_INFOW info = sample_base(L"More", 9);
    fill(&catalog);
    sample_add(&more, &info, 1006);
    catalog_complain(&more, "entry %d is damaged", 7);
    catalog_append(&catalog, &more);
    CU_ASSERT_EQUAL(more.count, 0);
    CU_ASSERT_EQUAL(catalog.count, 6);
    CU_ASSERT_STRING_EQUAL(catalog.entries[5]->name, "More");
    CU_ASSERT_EQUAL_FATAL(catalog.complaint_count, 1);
    CU_ASSERT_STRING_EQUAL(catalog.complaints[0], "entry 7 is damaged");
    catalog_free(&more);
    catalog_free(&catalog);
}

static void a_name_without_end_is_cut_at_its_field(void) {
    struct catalog catalog = {0};
    WSAPROTOCOL_INFOW info = sample_base(L"", 9);
    wmemset(info.szProtocol, L'n', WSAPROTOCOL_LEN + 1);
    const struct catalog_entry *entry = sample_add(&catalog, &info, 1001);
    CU_ASSERT_EQUAL(strlen(entry->name), WSAPROTOCOL_LEN + 1);
    catalog_free(&catalog);
}

static void paths_are_expanded_and_compared_without_case(void) {
    struct catalog catalog = {0};
    WSAPROTOCOL_INFOW info = sample_base(L"Expanded", 9);
    SetEnvironmentVariableW(L"WSPCHECK_SAMPLES", L"C:\\samples");
    const struct catalog_entry *none = catalog_add(&catalog, &info, NULL, CATALOG_SYSTEM);
    const struct catalog_entry *entry = catalog_add(&catalog, &info, L"%WSPCHECK_SAMPLES%\\a.dll", CATALOG_SYSTEM);
    wchar_t *path = catalog_expand_path(entry);
    CU_ASSERT_EQUAL(wcscmp(path, L"C:\\samples\\a.dll"), 0);
    CU_ASSERT_PTR_NULL(catalog_expand_path(none));
    CU_ASSERT_PTR_EQUAL(catalog_find_dll(&catalog, L"c:\\SAMPLES\\A.dll"), entry);
    CU_ASSERT_PTR_NULL(catalog_find_dll(&catalog, L"C:\\samples\\b.dll"));
    free(path);
    catalog_free(&catalog);
}

static const struct unit_case cases[] = {
    {"patterns pick by name, id, identifier or all", patterns_pick_by_name_id_identifier_or_all},
    {"sound entries verify", sound_entries_verify},
    {"a chain that names an id that is not there is broken", a_chain_that_names_an_id_that_is_not_there_is_broken},
    {"a chain that names itself is broken", a_chain_that_names_itself_is_broken},
    {"a chain that names a layer twice is broken", a_chain_that_names_a_layer_twice_is_broken},
    {"a chain has a base at its end and only there", a_chain_has_a_base_at_its_end_and_only_there},
    {"a chain length outside its limits is broken", a_chain_length_outside_its_limits_is_broken},
    {"an id that two entries have is broken", an_id_that_two_entries_have_is_broken},
    {"the base is at the end of the chain", the_base_is_at_the_end_of_the_chain},
    {"overlay ids are unique and entries stay where they are", overlay_ids_are_unique_and_entries_stay_where_they_are},
    {"an entry that is removed leaves the others in order", an_entry_that_is_removed_leaves_the_others_in_order},
    {"catalogs can be joined with their complaints", catalogs_can_be_joined_with_their_complaints},
    {"a name without end is cut at its field", a_name_without_end_is_cut_at_its_field},
    {"paths are expanded and compared without case", paths_are_expanded_and_compared_without_case},
};

UNIT_MAIN("the catalog as a collection", cases)
