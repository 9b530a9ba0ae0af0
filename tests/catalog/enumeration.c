#include <string.h>
#include <wchar.h>

#include "catalog/overlay.h"
#include "samples.h"
#include "unit.h"

#define SIZE_OF(count) ((DWORD)((count) * sizeof(WSAPROTOCOL_INFOW)))

/* Protocols 6, 17, 6; the second has no DLL. */
static void fill(struct catalog *catalog) {
    WSAPROTOCOL_INFOW first = sample_base(L"First", 1);
    WSAPROTOCOL_INFOW second = sample_base(L"Second", 2);
    WSAPROTOCOL_INFOW third = sample_layer(L"Third", 3);
    second.iProtocol = IPPROTO_UDP;
    sample_add(catalog, &first, 1001);
    catalog_add(catalog, &second, NULL, CATALOG_SYSTEM);
    sample_add(catalog, &third, 1003);
}

static void everything_is_listed_hidden_entries_too(void) {
    struct catalog catalog = {0};
    WSAPROTOCOL_INFOW buffer[6];
    fill(&catalog);
    memset(buffer, 0xA5, sizeof buffer);
    DWORD length = sizeof buffer;
    int code = 4711;
    CU_ASSERT_EQUAL(catalog_enumerate(&catalog, NULL, buffer, &length, &code), 3);
    CU_ASSERT_EQUAL(length, SIZE_OF(3));
    CU_ASSERT_EQUAL(code, 4711);
    CU_ASSERT_EQUAL(wcscmp(buffer[0].szProtocol, L"First"), 0);
    CU_ASSERT_EQUAL(buffer[2].dwCatalogEntryId, 1003);
    CU_ASSERT_EQUAL(buffer[3].dwServiceFlags1, 0xA5A5A5A5);
    catalog_free(&catalog);
}

static void a_short_buffer_is_told_the_size_and_left_alone(void) {
    struct catalog catalog = {0};
    WSAPROTOCOL_INFOW buffer[3];
    fill(&catalog);
    memset(buffer, 0xA5, sizeof buffer);
    const DWORD lengths[] = {0, 1, SIZE_OF(3) - 1};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        DWORD length = lengths[i];
        int code = 0;
        CU_ASSERT_EQUAL(catalog_enumerate(&catalog, NULL, i == 0 ? NULL : buffer, &length, &code), SOCKET_ERROR);
        CU_ASSERT_EQUAL(code, WSAENOBUFS);
        CU_ASSERT_EQUAL(length, SIZE_OF(3));
        CU_ASSERT_EQUAL(buffer[0].dwServiceFlags1, 0xA5A5A5A5);
    }
    DWORD length = SIZE_OF(3);
    CU_ASSERT_EQUAL(catalog_enumerate(&catalog, NULL, buffer, &length, NULL), 3);
    catalog_free(&catalog);
}

static void a_list_of_protocols_selects(void) {
    struct catalog catalog = {0};
    WSAPROTOCOL_INFOW buffer[3];
    fill(&catalog);
    DWORD length = sizeof buffer;
    CU_ASSERT_EQUAL(catalog_enumerate(&catalog, (int[]){IPPROTO_TCP, 0}, buffer, &length, NULL), 2);
    CU_ASSERT_EQUAL(length, SIZE_OF(2));
    CU_ASSERT_EQUAL(wcscmp(buffer[1].szProtocol, L"Third"), 0);
    length = sizeof buffer;
    CU_ASSERT_EQUAL(catalog_enumerate(&catalog, (int[]){99, IPPROTO_UDP, 0}, buffer, &length, NULL), 1);
    CU_ASSERT_EQUAL(wcscmp(buffer[0].szProtocol, L"Second"), 0);
    length = 0;
    CU_ASSERT_EQUAL(catalog_enumerate(&catalog, (int[]){99, 0}, NULL, &length, NULL), 0);
    CU_ASSERT_EQUAL(catalog_enumerate(&catalog, (int[]){0}, NULL, &length, NULL), 0);
    int code = 0;
    CU_ASSERT_EQUAL(catalog_enumerate(&catalog, (int[]){IPPROTO_UDP, 0}, NULL, &length, &code), SOCKET_ERROR);
    CU_ASSERT_EQUAL(code, WSAENOBUFS);
    CU_ASSERT_EQUAL(length, SIZE_OF(1));
    catalog_free(&catalog);
}

static void missing_pointers_give_wsaefault(void) {
    struct catalog catalog = {0};
    WSAPROTOCOL_INFOW buffer[3];
    int code = 0;
    fill(&catalog);
    CU_ASSERT_EQUAL(catalog_enumerate(&catalog, NULL, buffer, NULL, &code), SOCKET_ERROR);
    CU_ASSERT_EQUAL(code, WSAEFAULT);
    DWORD length = sizeof buffer;
    code = 0;
    CU_ASSERT_EQUAL(catalog_enumerate(&catalog, NULL, NULL, &length, &code), SOCKET_ERROR);
    CU_ASSERT_EQUAL(code, WSAEFAULT);
    CU_ASSERT_EQUAL(catalog_enumerate(&catalog, NULL, buffer, NULL, NULL), SOCKET_ERROR);
    catalog_free(&catalog);
}

static void a_path_is_given_as_the_catalog_has_it(void) {
    struct catalog catalog = {0};
    GUID guid = sample_guid(3);
    wchar_t path[MAX_PATH];
    fill(&catalog);
    wmemset(path, L'#', MAX_PATH);
    int length = MAX_PATH;
    CU_ASSERT_EQUAL(catalog_provider_path(&catalog, &guid, path, &length, NULL), 0);
    CU_ASSERT_EQUAL(wcscmp(path, SAMPLE_DLL), 0);
    CU_ASSERT_EQUAL(path[wcslen(SAMPLE_DLL) + 1], L'#');
    CU_ASSERT_EQUAL(length, (int)wcslen(SAMPLE_DLL) + 1);
    catalog_free(&catalog);
}

static void a_short_path_buffer_gives_wsaefault_with_the_size(void) {
    struct catalog catalog = {0};
    GUID guid = sample_guid(1);
    wchar_t path[MAX_PATH];
    const int needed = (int)wcslen(SAMPLE_DLL) + 1;
    int code = 0;
    fill(&catalog);
    wmemset(path, L'#', MAX_PATH);
    int length = needed - 1;
    CU_ASSERT_EQUAL(catalog_provider_path(&catalog, &guid, path, &length, &code), SOCKET_ERROR);
    CU_ASSERT_EQUAL(code, WSAEFAULT);
    CU_ASSERT_EQUAL(length, needed);
    CU_ASSERT_EQUAL(path[0], L'#');
    CU_ASSERT_EQUAL(catalog_provider_path(&catalog, &guid, path, &length, &code), 0);
    length = -1;
    CU_ASSERT_EQUAL(catalog_provider_path(&catalog, &guid, path, &length, &code), SOCKET_ERROR);
    length = MAX_PATH;
    CU_ASSERT_EQUAL(catalog_provider_path(&catalog, &guid, NULL, &length, &code), SOCKET_ERROR);
    CU_ASSERT_EQUAL(code, WSAEFAULT);
    CU_ASSERT_EQUAL(catalog_provider_path(&catalog, &guid, path, NULL, &code), SOCKET_ERROR);
    CU_ASSERT_EQUAL(catalog_provider_path(&catalog, NULL, path, &length, &code), SOCKET_ERROR);
    CU_ASSERT_EQUAL(code, WSAEFAULT);
    catalog_free(&catalog);
}

static void providers_that_are_unknown_or_without_dll_give_wsaeinval(void) {
    struct catalog catalog = {0};
    wchar_t path[MAX_PATH] = L"#";
    fill(&catalog);
    for (unsigned long number = 2; number <= 99; number += 97) {
        GUID guid = sample_guid(number);
        int length = MAX_PATH;
        int code = 0;
        CU_ASSERT_EQUAL(catalog_provider_path(&catalog, &guid, path, &length, &code), SOCKET_ERROR);
        CU_ASSERT_EQUAL(code, WSAEINVAL);
        CU_ASSERT_EQUAL(path[0], L'#');
    }
    catalog_free(&catalog);
}

static const struct unit_case cases[] = {
    {"everything is listed, hidden entries too", everything_is_listed_hidden_entries_too},
    {"a short buffer is told the size and left alone", a_short_buffer_is_told_the_size_and_left_alone},
    {"a list of protocols selects", a_list_of_protocols_selects},
    {"missing pointers give WSAEFAULT", missing_pointers_give_wsaefault},
    {"a path is given as the catalog has it", a_path_is_given_as_the_catalog_has_it},
    {"a short path buffer gives WSAEFAULT with the size", a_short_path_buffer_gives_wsaefault_with_the_size},
    {"providers that are unknown or without DLL give WSAEINVAL",
     providers_that_are_unknown_or_without_dll_give_wsaeinval},
};

UNIT_MAIN("WSCEnumProtocols and WSCGetProviderPath over the catalog", cases)
