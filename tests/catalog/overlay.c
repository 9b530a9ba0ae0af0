#include "catalog/overlay.h"

#include <string.h>
#include <wchar.h>

#include "samples.h"
#include "unit.h"

static void an_installation_takes_identifier_and_ids_from_the_library(void) {
    struct catalog catalog = {0};
    WSAPROTOCOL_INFOW entries[2] = {sample_base(L"One", 77), sample_base(L"Two", 78)};
    GUID guid = sample_guid(5);
    int code = 4711;
    entries[0].dwCatalogEntryId = 42;
    CU_ASSERT_EQUAL(overlay_install(&catalog, &guid, SAMPLE_DLL, entries, 2, &code), 0);
    CU_ASSERT_EQUAL(code, 4711);
    CU_ASSERT_EQUAL_FATAL(catalog.count, 2);
    for (size_t i = 0; i < 2; i++) {
        CU_ASSERT_EQUAL(catalog.entries[i]->origin, CATALOG_OVERLAY);
        CU_ASSERT_EQUAL(memcmp(&catalog.entries[i]->info.ProviderId, &guid, sizeof guid), 0);
        CU_ASSERT_EQUAL(wcscmp(catalog.entries[i]->dll, SAMPLE_DLL), 0);
    }
    CU_ASSERT_NOT_EQUAL(catalog.entries[0]->info.dwCatalogEntryId, 42);
    CU_ASSERT_NOT_EQUAL(catalog.entries[0]->info.dwCatalogEntryId, catalog.entries[1]->info.dwCatalogEntryId);
    CU_ASSERT_EQUAL(entries[0].dwCatalogEntryId, 42);
    catalog_free(&catalog);
}

static void a_taken_identifier_gives_wsano_recovery_and_a_complaint(void) {
    struct catalog catalog = {0};
    WSAPROTOCOL_INFOW info = sample_base(L"One", 5);
    GUID guid = sample_guid(5);
    int code = 0;
    sample_add(&catalog, &info, 1001);
    CU_ASSERT_EQUAL(overlay_install(&catalog, &guid, SAMPLE_DLL, &info, 1, &code), SOCKET_ERROR);
    CU_ASSERT_EQUAL(code, WSANO_RECOVERY);
    CU_ASSERT_EQUAL(catalog.count, 1);
    CU_ASSERT_EQUAL_FATAL(catalog.complaint_count, 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(catalog.complaints[0], "entry 1001 \"One\" (system)"));
    CU_ASSERT_PTR_NOT_NULL(strstr(catalog.complaints[0], "{00000005-1111-2222-3333-444444444444}"));
    catalog_free(&catalog);
}

static void expect_refused(const GUID *guid, const wchar_t *dll, const WSAPROTOCOL_INFOW *entries, DWORD count,
                           int expected) {
    struct catalog catalog = {0};
    int code = 0;
    CU_ASSERT_EQUAL(overlay_install(&catalog, guid, dll, entries, count, &code), SOCKET_ERROR);
    CU_ASSERT_EQUAL(code, expected);
    CU_ASSERT_EQUAL(catalog.count, 0);
    CU_ASSERT_EQUAL(overlay_install(&catalog, guid, dll, entries, count, NULL), SOCKET_ERROR);
    catalog_free(&catalog);
}

static void bad_arguments_are_refused(void) {
    WSAPROTOCOL_INFOW entries[2] = {sample_base(L"One", 5), sample_base(L"Two", 5)};
    GUID guid = sample_guid(5);
    wchar_t path[MAX_PATH + 1] = {0};
    wmemset(path, L'a', MAX_PATH);
    expect_refused(NULL, SAMPLE_DLL, entries, 2, WSAEFAULT);
    expect_refused(&guid, NULL, entries, 2, WSAEFAULT);
    expect_refused(&guid, SAMPLE_DLL, NULL, 2, WSAEFAULT);
    expect_refused(&guid, SAMPLE_DLL, entries, 0, WSAEINVAL);
    expect_refused(&guid, L"", entries, 2, WSAEINVAL);
    expect_refused(&guid, path, entries, 2, WSAEINVAL);
    entries[1].ProtocolChain.ChainLen = MAX_PROTOCOL_CHAIN + 1;
    expect_refused(&guid, SAMPLE_DLL, entries, 2, WSAEINVAL);
}

static void a_chain_finds_the_layer_that_was_installed_before_it(void) {
    struct catalog catalog = {0};
    WSAPROTOCOL_INFOW base = sample_base(L"Base", 1);
    WSAPROTOCOL_INFOW layer = sample_layer(L"Layer", 2);
    GUID layer_guid = sample_guid(2);
    GUID chain_guid = sample_guid(3);
    sample_add(&catalog, &base, 1001);
    CU_ASSERT_EQUAL_FATAL(overlay_install(&catalog, &layer_guid, SAMPLE_DLL, &layer, 1, NULL), 0);
    WSAPROTOCOL_INFOW seen[2];
    DWORD length = sizeof seen;
    CU_ASSERT_EQUAL_FATAL(catalog_enumerate(&catalog, NULL, seen, &length, NULL), 2);
    WSAPROTOCOL_INFOW chain = sample_chain(L"Chain", 3, (DWORD[]){seen[1].dwCatalogEntryId, 1001}, 2);
    CU_ASSERT_EQUAL_FATAL(overlay_install(&catalog, &chain_guid, SAMPLE_DLL, &chain, 1, NULL), 0);
    CU_ASSERT_EQUAL(catalog_verify(&catalog, catalog.entries[2], NULL), STATUS_OK);
    CU_ASSERT_PTR_EQUAL(catalog_base_of(&catalog, catalog.entries[2]), catalog.entries[0]);
    catalog_free(&catalog);
}

static void deinstallation_removes_all_of_a_provider_once(void) {
    struct catalog catalog = {0};
    WSAPROTOCOL_INFOW entries[2] = {sample_base(L"One", 5), sample_base(L"Two", 5)};
    GUID first = sample_guid(5);
    GUID second = sample_guid(6);
    int code = 0;
    CU_ASSERT_EQUAL_FATAL(overlay_install(&catalog, &first, SAMPLE_DLL, entries, 2, NULL), 0);
    CU_ASSERT_EQUAL_FATAL(overlay_install(&catalog, &second, SAMPLE_DLL, entries, 1, NULL), 0);
    CU_ASSERT_EQUAL(overlay_deinstall(&catalog, &first, &code), 0);
    CU_ASSERT_EQUAL_FATAL(catalog.count, 1);
    CU_ASSERT_EQUAL(memcmp(&catalog.entries[0]->info.ProviderId, &second, sizeof second), 0);
    CU_ASSERT_EQUAL(overlay_deinstall(&catalog, &first, &code), SOCKET_ERROR);
    CU_ASSERT_EQUAL(code, WSAEINVAL);
    CU_ASSERT_EQUAL(overlay_deinstall(&catalog, NULL, &code), SOCKET_ERROR);
    CU_ASSERT_EQUAL(code, WSAEFAULT);
    CU_ASSERT_EQUAL(overlay_install(&catalog, &first, SAMPLE_DLL, entries, 1, &code), 0);
    catalog_free(&catalog);
}

static void what_the_system_installed_is_not_removed(void) {
    struct catalog catalog = {0};
    WSAPROTOCOL_INFOW info = sample_base(L"One", 5);
    GUID guid = sample_guid(5);
    int code = 0;
    sample_add(&catalog, &info, 1001);
    CU_ASSERT_EQUAL(overlay_deinstall(&catalog, &guid, &code), SOCKET_ERROR);
    CU_ASSERT_EQUAL(code, WSANO_RECOVERY);
    CU_ASSERT_EQUAL(catalog.count, 1);
    catalog_free(&catalog);
}

static const struct unit_case cases[] = {
    {"an installation takes identifier and ids from the library",
     an_installation_takes_identifier_and_ids_from_the_library},
    {"a taken identifier gives WSANO_RECOVERY and a complaint",
     a_taken_identifier_gives_wsano_recovery_and_a_complaint},
    {"bad arguments are refused", bad_arguments_are_refused},
    {"a chain finds the layer that was installed before it", a_chain_finds_the_layer_that_was_installed_before_it},
    {"deinstallation removes all of a provider, once", deinstallation_removes_all_of_a_provider_once},
    {"what the system installed is not removed", what_the_system_installed_is_not_removed},
};

UNIT_MAIN("the overlay", cases)
