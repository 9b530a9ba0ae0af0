#include "catalog/protocols.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <windows.h>

#include "base/text.h"
#include "catalog/overlay.h"
#include "samples.h"
#include "unit.h"

/* A file of its own with these bytes; its path goes to path[MAX_PATH]. */
static void write_file(const void *bytes, size_t size, wchar_t *path) {
    wchar_t folder[MAX_PATH];
    DWORD written = 0;
    GetTempPathW(MAX_PATH, folder);
    CU_ASSERT_NOT_EQUAL_FATAL(GetTempFileNameW(folder, L"wsp", 0, path), 0);
    HANDLE file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    CU_ASSERT_NOT_EQUAL_FATAL(file, INVALID_HANDLE_VALUE);
    WriteFile(file, bytes, (DWORD)size, &written, NULL);
    CloseHandle(file);
    CU_ASSERT_EQUAL_FATAL(written, size);
}

static enum status read_bytes(struct catalog *catalog, const void *bytes, size_t size, struct error *error) {
    wchar_t path[MAX_PATH];
    write_file(bytes, size, path);
    enum status status = overlay_from_file(catalog, SAMPLE_DLL, path, error);
    DeleteFileW(path);
    return status;
}

static enum status read_string(struct catalog *catalog, const char *string, struct error *error) {
    return read_bytes(catalog, string, strlen(string), error);
}

static void expect_usage(const char *string, const char *words) {
    struct catalog catalog = {0};
    struct error error = {0};
    WSAPROTOCOL_INFOW info = sample_base(L"Taken", 1);
    sample_add(&catalog, &info, 1001);
    CU_ASSERT_EQUAL(read_string(&catalog, string, &error), STATUS_USAGE);
    CU_ASSERT_PTR_NOT_NULL_FATAL(error.message);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "protocols file "));
    if (strstr(error.message, words) == NULL) {
        printf("# %s\n", error.message);
        CU_FAIL("the sentence lacks its words");
    }
    CU_ASSERT_EQUAL(catalog.count, 1);
    error_clear(&error);
    catalog_free(&catalog);
}

/* What a catalog with one of everything prints. */
static char *print_sample(struct catalog *catalog) {
    WSAPROTOCOL_INFOW base = sample_base(L"B\u00E4se \"quoted\"", 1);
    WSAPROTOCOL_INFOW layer = sample_layer(L"Layer", 2);
    WSAPROTOCOL_INFOW chain = sample_chain(L"Chain", 3, (DWORD[]){0, 0}, 2);
    base.dwServiceFlags1 |= 0x40000000;
    base.iAddressFamily = 77;
    base.iProtocolMaxOffset = 255;
    base.iNetworkByteOrder = LITTLEENDIAN;
    base.iSecurityScheme = -3;
    base.dwMessageSize = 0xFFFFFFFF;
    base.iVersion = 5;
    base.iMinSockAddr = 3;
    base.iMaxSockAddr = 9;
    struct catalog_entry *first = catalog_overlay_add(catalog, &base, SAMPLE_DLL);
    struct catalog_entry *second = catalog_overlay_add(catalog, &layer, SAMPLE_DLL);
    struct catalog_entry *third = catalog_overlay_add(catalog, &chain, SAMPLE_DLL);
    third->info.ProtocolChain.ChainEntries[0] = second->info.dwCatalogEntryId;
    third->info.ProtocolChain.ChainEntries[1] = first->info.dwCatalogEntryId;
    return protocols_document((const struct catalog *const[]){catalog}, 1);
}

static void what_is_printed_is_read_back_whole(void) {
    struct catalog printed = {0};
    struct catalog read = {0};
    struct error error = {0};
    char *document = print_sample(&printed);
    /* Other ids are free here, so that the chain has to be translated. */
    WSAPROTOCOL_INFOW other = sample_base(L"Other", 9);
    catalog_overlay_add(&read, &other, SAMPLE_DLL);
    CU_ASSERT_EQUAL_FATAL(read_string(&read, document, &error), STATUS_OK);
    CU_ASSERT_EQUAL_FATAL(read.count, 4);
    for (size_t i = 0; i < 3; i++) {
        WSAPROTOCOL_INFOW expected = printed.entries[i]->info;
        WSAPROTOCOL_INFOW found = read.entries[i + 1]->info;
        CU_ASSERT_EQUAL(found.dwCatalogEntryId, expected.dwCatalogEntryId + 1);
        for (int k = 0; k < MAX_PROTOCOL_CHAIN && expected.ProtocolChain.ChainEntries[k] != 0; k++) {
            expected.ProtocolChain.ChainEntries[k]++;
        }
        expected.dwCatalogEntryId++;
        CU_ASSERT_EQUAL(memcmp(&found, &expected, sizeof found), 0);
        CU_ASSERT_EQUAL(wcscmp(read.entries[i + 1]->dll, SAMPLE_DLL), 0);
    }
    free(document);
    catalog_free(&printed);
    catalog_free(&read);
}

static void the_document_has_the_keys_that_scripts_read(void) {
    struct catalog catalog = {0};
    WSAPROTOCOL_INFOW info = sample_base(L"Base", 1);
    struct catalog_entry *entry = catalog_add(&catalog, &info, NULL, CATALOG_SYSTEM);
    entry->info.dwCatalogEntryId = 1001;
    char *document = protocols_document((const struct catalog *const[]){&catalog}, 1);
    static const char *const parts[] = {
        "\"entries\":",
        "\"name\":\t\"Base\"",
        "\"catalog_id\":\t1001",
        "\"guid\":\t\"{00000001-1111-2222-3333-444444444444}\"",
        "\"af\":\t\"AF_INET\"",
        "\"type\":\t\"SOCK_STREAM\"",
        "\"protocol\":\t6",
        "\"service_flags\":\t[\"XP1_GUARANTEED_DELIVERY\", \"XP1_GUARANTEED_ORDER\", \"XP1_IFS_HANDLES\"]",
        "\"provider_flags\":\t[\"PFL_MATCHES_PROTOCOL_ZERO\"]",
        "\"chain\":\t[]",
        "\"dll\":\tnull",
        "\"origin\":\t\"system\"",
    };
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        CU_ASSERT_PTR_NOT_NULL(strstr(document, parts[i]));
    }
    free(document);
    catalog_free(&catalog);
}

static void missing_keys_get_the_usual_values(void) {
    struct catalog catalog = {0};
    struct catalog again = {0};
    struct error error = {0};
    static const char string[] = "{\"entries\": [{}, {\"type\": \"SOCK_DGRAM\", \"af\": 23}, {\"type\": 5}]}";
    CU_ASSERT_EQUAL_FATAL(read_string(&catalog, string, &error), STATUS_OK);
    CU_ASSERT_EQUAL_FATAL(catalog.count, 3);
    const WSAPROTOCOL_INFOW *stream = &catalog.entries[0]->info;
    CU_ASSERT_STRING_EQUAL(catalog.entries[0]->name, "sample.dll");
    CU_ASSERT_EQUAL(stream->iAddressFamily, AF_INET);
    CU_ASSERT_EQUAL(stream->iSocketType, SOCK_STREAM);
    CU_ASSERT_EQUAL(stream->iMinSockAddr, 16);
    CU_ASSERT_EQUAL(stream->ProtocolChain.ChainLen, BASE_PROTOCOL);
    CU_ASSERT_EQUAL(stream->dwServiceFlags1, XP1_GUARANTEED_DELIVERY | XP1_GUARANTEED_ORDER | XP1_GRACEFUL_CLOSE);
    CU_ASSERT_EQUAL(stream->dwMessageSize, 0);
    const WSAPROTOCOL_INFOW *datagram = &catalog.entries[1]->info;
    CU_ASSERT_EQUAL(datagram->iAddressFamily, AF_INET6);
    CU_ASSERT_EQUAL(datagram->iMaxSockAddr, 28);
    CU_ASSERT_EQUAL(datagram->dwServiceFlags1, XP1_CONNECTIONLESS | XP1_MESSAGE_ORIENTED);
    CU_ASSERT_EQUAL(datagram->dwMessageSize, 0xFFFFFFFF);
    CU_ASSERT_EQUAL(catalog.entries[2]->info.dwServiceFlags1,
                    XP1_GUARANTEED_DELIVERY | XP1_GUARANTEED_ORDER | XP1_MESSAGE_ORIENTED);
    /* The identifier is made up of the DLL's name: one for all its entries, and the same in the next run. */
    CU_ASSERT_EQUAL_FATAL(read_string(&again, "{\"entries\": [{}]}", &error), STATUS_OK);
    CU_ASSERT_EQUAL(memcmp(&stream->ProviderId, &datagram->ProviderId, sizeof(GUID)), 0);
    CU_ASSERT_EQUAL(memcmp(&stream->ProviderId, &again.entries[0]->info.ProviderId, sizeof(GUID)), 0);
    catalog_free(&catalog);
    catalog_free(&again);
}

static void only_the_entries_of_the_dll_are_taken_from_a_whole_list(void) {
    struct catalog catalog = {0};
    struct error error = {0};
    static const char string[] =
        "{\"entries\": ["
        "{\"name\": \"of the system\", \"dll\": null, \"origin\": \"system\"},"
        "{\"name\": \"another's\", \"dll\": \"C:\\\\samples\\\\other.dll\", \"origin\": \"overlay\"},"
        "{\"name\": \"for 32 bits\", \"dll\": \"C:\\\\x\\\\sample.dll\", \"origin\": \"system-32\"},"
        "{\"name\": \"taken\", \"dll\": \"D:/elsewhere/SAMPLE.DLL\", \"origin\": \"system\"}]}";
    CU_ASSERT_EQUAL_FATAL(read_string(&catalog, string, &error), STATUS_OK);
    CU_ASSERT_EQUAL_FATAL(catalog.count, 1);
    CU_ASSERT_STRING_EQUAL(catalog.entries[0]->name, "taken");
    CU_ASSERT_EQUAL(wcscmp(catalog.entries[0]->dll, SAMPLE_DLL), 0);
    catalog_free(&catalog);
}

static void a_chain_may_end_in_an_entry_of_the_catalog(void) {
    struct catalog catalog = {0};
    struct error error = {0};
    WSAPROTOCOL_INFOW info = sample_base(L"Base", 1);
    sample_add(&catalog, &info, 1001);
    static const char string[] = "{\"entries\": [{\"name\": \"Chain\", \"chain\": [7, 1001]},"
                                 " {\"name\": \"Layer\", \"catalog_id\": 7, \"kind\": \"layer\"}]}";
    CU_ASSERT_EQUAL_FATAL(read_string(&catalog, string, &error), STATUS_OK);
    CU_ASSERT_PTR_EQUAL(catalog_base_of(&catalog, catalog.entries[1]), catalog.entries[0]);
    CU_ASSERT_EQUAL(catalog.entries[2]->info.ProtocolChain.ChainLen, LAYERED_PROTOCOL);
    catalog_free(&catalog);
}

static void marks_and_utf_16_are_understood(void) {
    struct catalog catalog = {0};
    struct error error = {0};
    static const char marked[] = "\xEF\xBB\xBF{\"entries\": [{\"name\": \"marked\"}]}";
    static const wchar_t wide[] = L"\xFEFF{\"entries\": [{\"name\": \"w\u00EFde\", \"guid\": "
                                  L"\"00000007-1111-2222-3333-444444444444\"}]}";
    CU_ASSERT_EQUAL_FATAL(read_bytes(&catalog, marked, sizeof marked - 1, &error), STATUS_OK);
    CU_ASSERT_EQUAL_FATAL(read_bytes(&catalog, wide, sizeof wide - sizeof wide[0], &error), STATUS_OK);
    CU_ASSERT_STRING_EQUAL(catalog.entries[0]->name, "marked");
    CU_ASSERT_STRING_EQUAL(catalog.entries[1]->name, "w\xC3\xAF"
                                                     "de");
    catalog_free(&catalog);
}

static void what_is_no_protocols_file_is_refused(void) {
    expect_usage("", "line 1 is not JSON");
    expect_usage("{\"entries\": [\n{},\n{\"name\": }]}", "line 3 is not JSON");
    expect_usage("{\"entries\": [{}]} more", "is not JSON");
    expect_usage("[]", "expected {\"entries\": [...]}");
    expect_usage("{\"entries\": {}}", "expected {\"entries\": [...]}");
    expect_usage("{\"entries\": []}", "none of its 0 entries is one of sample.dll");
    expect_usage("{\"entries\": [{\"dll\": \"other.dll\"}]}", "none of its 1 entries is one of sample.dll");
    expect_usage("{\"entries\": [7]}", "entry 1: \"entries\" is 7");
}

static void wrong_types_and_unknown_names_are_refused(void) {
    expect_usage("{\"entries\": [{}, {\"name\": 7}]}", "entry 2: \"name\" is 7");
    expect_usage("{\"entries\": [{\"name\": \"\"}]}", "\"name\" is \"\"");
    expect_usage("{\"entries\": [{\"guid\": \"{1}\"}]}", "\"guid\" is \"{1}\"");
    expect_usage("{\"entries\": [{\"af\": \"AF_NET\"}]}", "\"af\" is \"AF_NET\"");
    expect_usage("{\"entries\": [{\"type\": 1.5}]}", "\"type\" is 1.5");
    expect_usage("{\"entries\": [{\"protocol\": \"6\"}]}", "\"protocol\" is \"6\"");
    expect_usage("{\"entries\": [{\"protocol\": 2147483648}]}", "\"protocol\" is 2147483648");
    expect_usage("{\"entries\": [{\"message_size\": -1}]}", "\"message_size\" is -1");
    expect_usage("{\"entries\": [{\"message_size\": 1e300}]}", "\"message_size\" is 1e+300");
    expect_usage("{\"entries\": [{\"catalog_id\": 0}]}", "\"catalog_id\" is 0");
    expect_usage("{\"entries\": [{\"dll\": 7}]}", "\"dll\" is 7");
    expect_usage("{\"entries\": [{\"origin\": []}]}", "\"origin\" is []");
    expect_usage("{\"entries\": [{\"service_flags\": \"XP1_CONNECT_DATA\"}]}", "expected a list of names");
    expect_usage("{\"entries\": [{\"service_flags\": [\"XP1_CONNECT\"]}]}", "is \"XP1_CONNECT\", expected one of XP1_");
    expect_usage("{\"entries\": [{\"service_flags\": [\"0xg\"]}]}", "is \"0xg\"");
    expect_usage("{\"entries\": [{\"service_flags\": [\"0x123456789\"]}]}", "is \"0x123456789\"");
    expect_usage("{\"entries\": [{\"provider_flags\": [\"XP1_CONNECT_DATA\"]}]}", "expected one of PFL_");
}

static void chains_that_cannot_be_are_refused(void) {
    expect_usage("{\"entries\": [{\"chain\": 7}]}", "\"chain\" is 7");
    expect_usage("{\"entries\": [{\"chain\": [1001]}]}", "has 1 ids");
    expect_usage("{\"entries\": [{\"chain\": [\"x\", 1001]}]}", "\"chain\" is \"x\"");
    expect_usage("{\"entries\": [{\"chain\": [1, 2, 3, 4, 5, 6, 7, 8]}]}", "has 8 ids, expected 7 at the most");
    expect_usage("{\"entries\": [{\"chain\": [55, 1001]}]}", "names 55 at place 1 of 2");
    expect_usage("{\"entries\": [{\"kind\": \"odd\"}]}", "\"kind\" is \"odd\"");
    expect_usage("{\"entries\": [{\"kind\": 7}]}", "\"kind\" is 7");
    expect_usage("{\"entries\": [{\"kind\": \"layer\", \"chain\": [1, 2]}]}", "has 2 ids");
    expect_usage("{\"entries\": [{\"kind\": \"chain\"}]}", "has 0 ids");
}

static void identifiers_that_are_taken_are_refused(void) {
    expect_usage("{\"entries\": [{\"guid\": \"00000001-1111-2222-3333-444444444444\"}]}",
                 "is taken by entry 1001 \"Taken\" (system)");
}

static void a_name_that_does_not_fit_is_refused(void) {
    struct text document = {0};
    text_append(&document, "{\"entries\": [{\"name\": \"");
    for (int i = 0; i <= WSAPROTOCOL_LEN; i++) {
        text_append_char(&document, 'n');
    }
    text_append(&document, "\"}]}");
    expect_usage(text_string(&document), "has 256 characters, expected 255 at the most");
    text_free(&document);
}

static void a_file_that_is_not_there_is_refused(void) {
    struct catalog catalog = {0};
    struct error error = {0};
    CU_ASSERT_EQUAL(overlay_from_file(&catalog, SAMPLE_DLL, L"C:\\samples\\nowhere\\p.json", &error), STATUS_USAGE);
    CU_ASSERT_PTR_NOT_NULL_FATAL(error.message);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "C:\\samples\\nowhere\\p.json: cannot be read: "));
    error_clear(&error);
    catalog_free(&catalog);
}

static const struct unit_case cases[] = {
    {"what is printed is read back whole", what_is_printed_is_read_back_whole},
    {"the document has the keys that scripts read", the_document_has_the_keys_that_scripts_read},
    {"missing keys get the usual values", missing_keys_get_the_usual_values},
    {"only the entries of the DLL are taken from a whole list",
     only_the_entries_of_the_dll_are_taken_from_a_whole_list},
    {"a chain may end in an entry of the catalog", a_chain_may_end_in_an_entry_of_the_catalog},
    {"marks and UTF-16 are understood", marks_and_utf_16_are_understood},
    {"what is no protocols file is refused", what_is_no_protocols_file_is_refused},
    {"wrong types and unknown names are refused", wrong_types_and_unknown_names_are_refused},
    {"chains that cannot be are refused", chains_that_cannot_be_are_refused},
    {"identifiers that are taken are refused", identifiers_that_are_taken_are_refused},
    {"a name that does not fit is refused", a_name_that_does_not_fit_is_refused},
    {"a file that is not there is refused", a_file_that_is_not_there_is_refused},
};

UNIT_MAIN("protocols files", cases)
