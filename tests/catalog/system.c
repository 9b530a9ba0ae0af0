/*
 * The system's catalog, played by functions over a catalog of the test's own, so that the cases that no real system
 * shows on demand can be shown; and the real one, as far as it may be read.
 */
#include "catalog/system.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "catalog/overlay.h"
#include "samples.h"
#include "unit.h"

static struct catalog pretended;
static int growths;      /* how often the catalog grows between two enumerations */
static unsigned refused; /* the provider whose installation fails */
static size_t enumerations;

static int WSPAPI pretend_enumerate(LPINT protocols, LPWSAPROTOCOL_INFOW buffer, LPDWORD length, LPINT code) {
    enumerations++;
    if (enumerations > 1 && growths > 0) {
        WSAPROTOCOL_INFOW info = sample_base(L"Appeared", 50);
        growths--;
        sample_add(&pretended, &info, 3000 + (DWORD)pretended.count);
    }
    return catalog_enumerate(&pretended, protocols, buffer, length, code);
}

static int WSPAPI pretend_enumerate_badly(LPINT protocols, LPWSAPROTOCOL_INFOW buffer, LPDWORD length, LPINT code) {
    (void)protocols, (void)buffer, (void)length;
    *code = WSAENETDOWN;
    return SOCKET_ERROR;
}

static int WSPAPI pretend_too_many(LPINT protocols, LPWSAPROTOCOL_INFOW buffer, LPDWORD length, LPINT code) {
    (void)protocols, (void)buffer, (void)length, (void)code;
    return 3;
}

static int WSPAPI pretend_path(LPGUID provider, WCHAR *path, LPINT length, LPINT code) {
    return catalog_provider_path(&pretended, provider, path, length, code);
}

static int WSPAPI pretend_no_path(LPGUID provider, WCHAR *path, LPINT length, LPINT code) {
    (void)provider, (void)path, (void)length, (void)code;
    return 0;
}

static int WSPAPI pretend_install(LPGUID provider, const WCHAR *dll, const LPWSAPROTOCOL_INFOW entries, DWORD count,
                                  LPINT code) {
    if (provider->Data1 == refused) {
        *code = WSANO_RECOVERY;
        return SOCKET_ERROR;
    }
    return overlay_install(&pretended, provider, dll, entries, count, code);
}

static int WSPAPI pretend_deinstall(LPGUID provider, LPINT code) {
    return overlay_deinstall(&pretended, provider, code);
}

static struct system_functions pretend(void) {
    catalog_free(&pretended);
    growths = 0;
    refused = 0;
    enumerations = 0;
    return (struct system_functions){
        .enumerate = pretend_enumerate,
        .path = pretend_path,
        .install = pretend_install,
        .deinstall = pretend_deinstall,
    };
}

static void the_catalog_is_read_in_two_steps(void) {
    struct system_functions functions = pretend();
    struct catalog catalog = {0};
    WSAPROTOCOL_INFOW info = sample_base(L"Sample", 1);
    sample_add(&pretended, &info, 1001);
    CU_ASSERT_EQUAL_FATAL(system_read(&catalog, &functions, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(enumerations, 2);
    CU_ASSERT_EQUAL_FATAL(catalog.count, 1);
    CU_ASSERT_EQUAL(catalog.entries[0]->info.dwCatalogEntryId, 1001);
    CU_ASSERT_EQUAL(wcscmp(catalog.entries[0]->dll, SAMPLE_DLL), 0);
    CU_ASSERT_EQUAL(catalog.entries[0]->origin, CATALOG_SYSTEM);
    catalog_free(&catalog);
}

static void a_catalog_that_grows_meanwhile_is_read_again(void) {
    struct system_functions functions = pretend();
    struct catalog catalog = {0};
    WSAPROTOCOL_INFOW info = sample_base(L"Sample", 1);
    sample_add(&pretended, &info, 1001);
    growths = 3;
    CU_ASSERT_EQUAL(system_read(&catalog, &functions, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(catalog.count, 4);
    catalog_free(&catalog);
    growths = 1000;
    struct error error = {0};
    CU_ASSERT_EQUAL(system_read(&catalog, &functions, &error), STATUS_FAILED);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "larger buffer 8 times"));
    error_clear(&error);
    catalog_free(&catalog);
}

static void other_failures_are_told_with_their_code(void) {
    struct system_functions functions = pretend();
    struct catalog catalog = {0};
    struct error error = {0};
    functions.enumerate = pretend_enumerate_badly;
    CU_ASSERT_EQUAL(system_read(&catalog, &functions, &error), STATUS_FAILED);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "WSCEnumProtocols failed with 10050"));
    functions.enumerate = pretend_too_many;
    CU_ASSERT_EQUAL(system_read(&catalog, &functions, &error), STATUS_FAILED);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "3 entries in a buffer of 0 bytes"));
    functions.enumerate = NULL;
    CU_ASSERT_EQUAL(system_read(&catalog, &functions, &error), STATUS_FAILED);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "no WSCEnumProtocols"));
    error_clear(&error);
}

static void an_untouched_buffer_means_that_there_is_no_path(void) {
    struct system_functions functions = pretend();
    struct catalog catalog = {0};
    WSAPROTOCOL_INFOW info = sample_base(L"Sample", 1);
    sample_add(&pretended, &info, 1001);
    functions.path = pretend_no_path;
    CU_ASSERT_EQUAL_FATAL(system_read(&catalog, &functions, NULL), STATUS_OK);
    CU_ASSERT_PTR_NULL(catalog.entries[0]->dll);
    CU_ASSERT_EQUAL(catalog.complaint_count, 0);
    catalog_free(&catalog);
    functions.path = NULL;
    CU_ASSERT_EQUAL_FATAL(system_read(&catalog, &functions, NULL), STATUS_OK);
    CU_ASSERT_PTR_NULL(catalog.entries[0]->dll);
    catalog_free(&catalog);
}

static void long_paths_are_read_whole_and_failures_complained_about(void) {
    struct system_functions functions = pretend();
    struct catalog catalog = {0};
    WSAPROTOCOL_INFOW info = sample_base(L"Long", 1);
    WSAPROTOCOL_INFOW none = sample_base(L"None", 2);
    wchar_t path[MAX_PATH * 3] = {0};
    wmemset(path, L'p', MAX_PATH * 3 - 1);
    catalog_add(&pretended, &info, path, CATALOG_SYSTEM);
    catalog_add(&pretended, &none, NULL, CATALOG_SYSTEM);
    CU_ASSERT_EQUAL_FATAL(system_read(&catalog, &functions, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(wcscmp(catalog.entries[0]->dll, path), 0);
    CU_ASSERT_PTR_NULL(catalog.entries[1]->dll);
    CU_ASSERT_EQUAL_FATAL(catalog.complaint_count, 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(catalog.complaints[0], "{00000002-1111-2222-3333-444444444444}"));
    CU_ASSERT_PTR_NOT_NULL(strstr(catalog.complaints[0], "10022"));
    catalog_free(&catalog);
}

static void the_list_of_32_bit_programs_is_read_where_there_is_one(void) {
    struct system_functions functions = pretend();
    struct catalog catalog = {0};
    WSAPROTOCOL_INFOW info = sample_base(L"Sample", 1);
    sample_add(&pretended, &info, 1001);
    CU_ASSERT_EQUAL(system_read_32(&catalog, &functions, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(catalog.count, 0);
    functions.enumerate_32 = pretend_enumerate;
    CU_ASSERT_EQUAL(system_read_32(&catalog, &functions, NULL), STATUS_OK);
    CU_ASSERT_EQUAL_FATAL(catalog.count, 1);
    CU_ASSERT_EQUAL(catalog.entries[0]->origin, CATALOG_SYSTEM_32);
    catalog_free(&catalog);
}

/* An overlay of a layer (provider 2), a chain of it over 1001 (provider 3) and two bases (provider 4). */
static void fill_overlay(struct catalog *catalog) {
    WSAPROTOCOL_INFOW base = sample_base(L"Base", 1);
    WSAPROTOCOL_INFOW layer = sample_layer(L"Layer", 2);
    WSAPROTOCOL_INFOW own = sample_base(L"Own", 4);
    sample_add(catalog, &base, 1001);
    DWORD id = catalog_overlay_add(catalog, &layer, SAMPLE_DLL)->info.dwCatalogEntryId;
    WSAPROTOCOL_INFOW chain = sample_chain(L"Chain", 3, (DWORD[]){id, 1001}, 2);
    catalog_overlay_add(catalog, &chain, SAMPLE_DLL);
    catalog_overlay_add(catalog, &own, SAMPLE_DLL);
    catalog_overlay_add(catalog, &own, SAMPLE_DLL);
}

static void installation_translates_the_ids_in_chains(void) {
    struct system_functions functions = pretend();
    struct catalog catalog = {0};
    struct error error = {0};
    WSAPROTOCOL_INFOW base = sample_base(L"Base", 1);
    sample_add(&pretended, &base, 1001);
    pretended.next_overlay_id = 5001;
    fill_overlay(&catalog);
    CU_ASSERT_EQUAL_FATAL(system_install(&functions, &catalog, &error), STATUS_OK);
    CU_ASSERT_EQUAL_FATAL(pretended.count, 5);
    CU_ASSERT_EQUAL(pretended.entries[1]->info.dwCatalogEntryId, 5001);
    CU_ASSERT_STRING_EQUAL(pretended.entries[2]->name, "Chain");
    CU_ASSERT_EQUAL(pretended.entries[2]->info.ProtocolChain.ChainEntries[0], 5001);
    CU_ASSERT_EQUAL(pretended.entries[2]->info.ProtocolChain.ChainEntries[1], 1001);
    CU_ASSERT_EQUAL(pretended.entries[4]->info.dwCatalogEntryId, 5004);
    catalog_free(&catalog);
}

static void an_installation_that_fails_is_taken_back(void) {
    struct system_functions functions = pretend();
    struct catalog catalog = {0};
    struct error error = {0};
    WSAPROTOCOL_INFOW base = sample_base(L"Base", 1);
    sample_add(&pretended, &base, 1001);
    fill_overlay(&catalog);
    refused = 4;
    CU_ASSERT_EQUAL(system_install(&functions, &catalog, &error), STATUS_FAILED);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "WSANO_RECOVERY: administrator rights"));
    CU_ASSERT_EQUAL(pretended.count, 1);
    functions.enumerate = pretend_enumerate_badly;
    refused = 0;
    CU_ASSERT_EQUAL(system_install(&functions, &catalog, &error), STATUS_FAILED);
    CU_ASSERT_EQUAL(pretended.count, 1);
    functions.install = NULL;
    CU_ASSERT_EQUAL(system_install(&functions, &catalog, &error), STATUS_FAILED);
    error_clear(&error);
    catalog_free(&catalog);
}

static void deinstallation_looks_in_both_lists(void) {
    struct system_functions functions = pretend();
    struct error error = {0};
    WSAPROTOCOL_INFOW own = sample_base(L"Own", 4);
    WSAPROTOCOL_INFOW fixed = sample_base(L"Fixed", 5);
    GUID guid = sample_guid(4);
    GUID fixed_guid = sample_guid(5);
    catalog_overlay_add(&pretended, &own, SAMPLE_DLL);
    sample_add(&pretended, &fixed, 1001);
    functions.deinstall_32 = pretend_deinstall;
    CU_ASSERT_EQUAL(system_deinstall(&functions, &guid, &error), STATUS_OK);
    CU_ASSERT_EQUAL(pretended.count, 1);
    CU_ASSERT_EQUAL(system_deinstall(&functions, &guid, &error), STATUS_NOTHING);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "no provider {00000004-"));
    CU_ASSERT_EQUAL(system_deinstall(&functions, &fixed_guid, &error), STATUS_FAILED);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "WSCDeinstallProvider for {00000005-"));
    functions.deinstall = NULL;
    CU_ASSERT_EQUAL(system_deinstall(&functions, &guid, &error), STATUS_FAILED);
    error_clear(&error);
}

static void the_real_catalog_has_tcp_and_ids_of_its_own(void) {
    struct catalog catalog = {0};
    struct error error = {0};
    size_t streams = 0;
    CU_ASSERT_EQUAL_FATAL(catalog_read(&catalog, &error), STATUS_OK);
    for (size_t i = 0; i < catalog.count; i++) {
        const struct catalog_entry *entry = catalog.entries[i];
        streams += entry->info.iAddressFamily == AF_INET && entry->info.iSocketType == SOCK_STREAM;
        CU_ASSERT_PTR_EQUAL(catalog_find_id(&catalog, entry->info.dwCatalogEntryId), entry);
        CU_ASSERT_NOT_EQUAL(entry->name[0], '\0');
    }
    CU_ASSERT_TRUE(streams >= 1);
    catalog_free(&catalog);
    error_clear(&error);
}

static const struct unit_case cases[] = {
    {"the catalog is read in two steps", the_catalog_is_read_in_two_steps},
    {"a catalog that grows meanwhile is read again", a_catalog_that_grows_meanwhile_is_read_again},
    {"other failures are told with their code", other_failures_are_told_with_their_code},
    {"an untouched buffer means that there is no path", an_untouched_buffer_means_that_there_is_no_path},
    {"long paths are read whole and failures complained about",
     long_paths_are_read_whole_and_failures_complained_about},
    {"the list of 32-bit programs is read where there is one", the_list_of_32_bit_programs_is_read_where_there_is_one},
    {"installation translates the ids in chains", installation_translates_the_ids_in_chains},
    {"an installation that fails is taken back", an_installation_that_fails_is_taken_back},
    {"deinstallation looks in both lists", deinstallation_looks_in_both_lists},
    {"the real catalog has TCP and ids of its own", the_real_catalog_has_tcp_and_ids_of_its_own},
};

UNIT_MAIN("the system's catalog", cases)
