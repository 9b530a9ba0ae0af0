#include "catalog/table.h"

#include <string.h>

#include "samples.h"
#include "unit.h"

static void columns_are_aligned_by_characters_and_details_follow(void) {
    struct catalog catalog = {0};
    struct text text = {0};
    WSAPROTOCOL_INFOW plain = sample_base(L"Plain", 1);
    WSAPROTOCOL_INFOW wide = sample_base(L"Gr\u00FC\u00DFe", 2);
    wide.iProtocolMaxOffset = 255;
    wide.iProtocol = 0;
    wide.iAddressFamily = 77;
    wide.dwProviderFlags = 0;
    sample_add(&catalog, &plain, 1001);
    catalog_add(&catalog, &wide, NULL, CATALOG_REGISTRY)->info.dwCatalogEntryId = 1002;
    table_append(&text, &catalog, 0);
    CU_ASSERT_STRING_EQUAL(
        text_string(&text),
        "ID    ORIGIN    NAME   FAMILY   TYPE         PROTOCOL  PROVIDER                                DLL\n"
        "1001  system    Plain  AF_INET  SOCK_STREAM  6         {00000001-1111-2222-3333-444444444444}  "
        "C:\\samples\\sample.dll\n"
        "         service flags: XP1_GUARANTEED_DELIVERY | XP1_GUARANTEED_ORDER | XP1_IFS_HANDLES\n"
        "         provider flags: PFL_MATCHES_PROTOCOL_ZERO\n"
        "1002  registry  Gr\xC3\xBC\xC3\x9F"
        "e  77       SOCK_STREAM  0..255    {00000002-1111-2222-3333-444444444444}  "
        "(no DLL)\n"
        "         service flags: XP1_GUARANTEED_DELIVERY | XP1_GUARANTEED_ORDER | XP1_IFS_HANDLES\n"
        "         provider flags: 0\n");
    text_free(&text);
    catalog_free(&catalog);
}

static void chains_are_drawn_and_broken_ones_said_in_words(void) {
    struct catalog catalog = {0};
    struct text text = {0};
    WSAPROTOCOL_INFOW base = sample_base(L"Base", 1);
    WSAPROTOCOL_INFOW layer = sample_layer(L"Layer", 2);
    WSAPROTOCOL_INFOW chain = sample_chain(L"Chain", 3, (DWORD[]){1003, 1001}, 2);
    WSAPROTOCOL_INFOW broken = sample_chain(L"Broken", 4, (DWORD[]){1003, 1009}, 2);
    sample_add(&catalog, &base, 1001);
    sample_add(&catalog, &layer, 1003);
    sample_add(&catalog, &chain, 1004);
    sample_add(&catalog, &broken, 1005);
    table_append(&text, &catalog, 0);
    const char *string = text_string(&text);
    CU_ASSERT_PTR_NOT_NULL(strstr(string, "         a layer's own entry, used through chains only\n1004"));
    CU_ASSERT_PTR_NOT_NULL(strstr(string, "         chain: 1003 layer > 1001 base\n1005"));
    CU_ASSERT_PTR_NOT_NULL(strstr(string, "         chain: 1003 layer > 1009 (not in the catalog)\n"
                                          "         broken: entry 1005 \"Broken\": its chain names 1009 "));
    text_free(&text);
    catalog_free(&catalog);
}

static void entries_before_the_first_are_looked_up_only(void) {
    struct catalog catalog = {0};
    struct text text = {0};
    WSAPROTOCOL_INFOW base = sample_base(L"Base", 1);
    WSAPROTOCOL_INFOW layer = sample_layer(L"Layer", 2);
    WSAPROTOCOL_INFOW chain = sample_chain(L"Chain", 3, (DWORD[]){1003, 1001}, 2);
    sample_add(&catalog, &base, 1001);
    sample_add(&catalog, &layer, 1003);
    sample_add(&catalog, &chain, 1004);
    table_append(&text, &catalog, 2);
    CU_ASSERT_PTR_NULL(strstr(text_string(&text), "\n1001"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text_string(&text), "\n1004"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text_string(&text), "chain: 1003 layer > 1001 base\n"));
    CU_ASSERT_PTR_NULL(strstr(text_string(&text), "broken"));
    text_free(&text);
    catalog_free(&catalog);
}

static void chain_lengths_from_nowhere_do_no_harm(void) {
    struct catalog catalog = {0};
    struct text text = {0};
    WSAPROTOCOL_INFOW endless = sample_chain(L"Endless", 1, NULL, 0);
    endless.ProtocolChain.ChainLen = 0x7FFFFFFF;
    WSAPROTOCOL_INFOW negative = endless;
    negative.ProtocolChain.ChainLen = -5;
    sample_add(&catalog, &endless, 1001);
    sample_add(&catalog, &negative, 1002);
    table_append(&text, &catalog, 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(text_string(&text), "its chain length is 2147483647, expected 0 to 7"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text_string(&text), "its chain length is -5, expected 0 to 7"));
    text_free(&text);
    catalog_free(&catalog);
}

static const struct unit_case cases[] = {
    {"columns are aligned by characters and details follow", columns_are_aligned_by_characters_and_details_follow},
    {"chains are drawn and broken ones said in words", chains_are_drawn_and_broken_ones_said_in_words},
    {"entries before the first are looked up only", entries_before_the_first_are_looked_up_only},
    {"chain lengths from nowhere do no harm", chain_lengths_from_nowhere_do_no_harm},
};

UNIT_MAIN("the catalog as a table", cases)
