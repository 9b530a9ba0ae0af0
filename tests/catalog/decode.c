#include "catalog/decode.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "samples.h"
#include "unit.h"

#define INFO PACKED_PATH_SIZE

/* An item as a registry holds it, written out by hand from the layout's offsets: a chain of 1005 over 1001. */
static const unsigned char recorded[PACKED_ITEM_SIZE] = {
    '%',
    'S',
    'y',
    's',
    't',
    'e',
    'm',
    'R',
    'o',
    'o',
    't',
    '%',
    '\\',
    'x',
    '.',
    'd',
    'l',
    'l',
    '\0',
    'j',
    'u',
    'n',
    'k',
    [INFO + 0] = 0x66,
    0x00,
    0x02,
    0x00, /* dwServiceFlags1 */
    [INFO + 16] = 0x08,
    0x00,
    0x00,
    0x00, /* dwProviderFlags */
    [INFO + 20] = 0xA0,
    0x1A,
    0x0F,
    0xE7,
    0x8B,
    0xAB,
    0xCF,
    0x11,
    0x8C,
    0xA3,
    0x00,
    0x80,
    0x5F,
    0x48,
    0xA1,
    0x92,
    [INFO + 36] = 0xEE,
    0x03,
    0x00,
    0x00, /* dwCatalogEntryId 1006 */
    [INFO + 40] = 0x02,
    0x00,
    0x00,
    0x00, /* ChainLen */
    [INFO + 44] = 0xED,
    0x03,
    0x00,
    0x00,
    0xE9,
    0x03,
    0x00,
    0x00,
    [INFO + 72] = 0x02,  /* iVersion */
    [INFO + 76] = 0x17,  /* iAddressFamily */
    [INFO + 80] = 0x1C,  /* iMaxSockAddr */
    [INFO + 84] = 0x1B,  /* iMinSockAddr */
    [INFO + 88] = 0x01,  /* iSocketType */
    [INFO + 92] = 0x06,  /* iProtocol */
    [INFO + 96] = 0x05,  /* iProtocolMaxOffset */
    [INFO + 100] = 0x01, /* iNetworkByteOrder */
    [INFO + 104] = 0x07, /* iSecurityScheme */
    [INFO + 108] = 0xFF,
    0xFF,
    0xFF,
    0xFF, /* dwMessageSize */
    [INFO + 116] = 'T',
    0,
    0xFC,
    0,
    'P',
    0, /* szProtocol */
};

static void every_field_lies_at_its_offset(void) {
    WSAPROTOCOL_INFOW info;
    wchar_t *dll = NULL;
    struct error error = {0};
    CU_ASSERT_EQUAL_FATAL(packed_item_decode(recorded, sizeof recorded, &info, &dll, &error), STATUS_OK);
    CU_ASSERT_EQUAL(wcscmp(dll, L"%SystemRoot%\\x.dll"), 0);
    CU_ASSERT_EQUAL(info.dwServiceFlags1, 0x00020066);
    CU_ASSERT_EQUAL(info.dwProviderFlags, PFL_MATCHES_PROTOCOL_ZERO);
    CU_ASSERT_EQUAL(info.ProviderId.Data1, 0xE70F1AA0);
    CU_ASSERT_EQUAL(info.ProviderId.Data3, 0x11CF);
    CU_ASSERT_EQUAL(info.ProviderId.Data4[7], 0x92);
    CU_ASSERT_EQUAL(info.dwCatalogEntryId, 1006);
    CU_ASSERT_EQUAL(info.ProtocolChain.ChainLen, 2);
    CU_ASSERT_EQUAL(info.ProtocolChain.ChainEntries[0], 1005);
    CU_ASSERT_EQUAL(info.ProtocolChain.ChainEntries[1], 1001);
    CU_ASSERT_EQUAL(info.iVersion, 2);
    CU_ASSERT_EQUAL(info.iAddressFamily, AF_INET6);
    CU_ASSERT_EQUAL(info.iMaxSockAddr, 28);
    CU_ASSERT_EQUAL(info.iMinSockAddr, 27);
    CU_ASSERT_EQUAL(info.iSocketType, SOCK_STREAM);
    CU_ASSERT_EQUAL(info.iProtocol, 6);
    CU_ASSERT_EQUAL(info.iProtocolMaxOffset, 5);
    CU_ASSERT_EQUAL(info.iNetworkByteOrder, 1);
    CU_ASSERT_EQUAL(info.iSecurityScheme, 7);
    CU_ASSERT_EQUAL(info.dwMessageSize, 0xFFFFFFFF);
    CU_ASSERT_EQUAL(wcscmp(info.szProtocol, L"T\u00FCP"), 0);
    free(dll);
}

/* Decodes a damaged item and looks for a word of the sentence; nothing may have been handed out. */
static void expect_damage(const unsigned char *bytes, size_t size, const char *word) {
    WSAPROTOCOL_INFOW info = {.iProtocol = 99};
    wchar_t *dll = NULL;
    struct error error = {0};
    CU_ASSERT_EQUAL(packed_item_decode(bytes, size, &info, &dll, &error), STATUS_FAILED);
    CU_ASSERT_PTR_NOT_NULL_FATAL(error.message);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, word));
    CU_ASSERT_PTR_NULL(dll);
    CU_ASSERT_EQUAL(info.iProtocol, 99);
    error_clear(&error);
}

static void another_size_is_damage(void) {
    expect_damage(recorded, 0, "0 bytes");
    expect_damage(recorded, PACKED_ITEM_SIZE - 1, "887 bytes, expected 888");
    expect_damage(recorded, PACKED_ITEM_SIZE + 1, "889 bytes");
}

static void a_path_without_end_or_content_is_damage(void) {
    unsigned char item[PACKED_ITEM_SIZE];
    memcpy(item, recorded, sizeof item);
    memset(item, 'a', PACKED_PATH_SIZE);
    expect_damage(item, sizeof item, "no end");
    item[0] = '\0';
    expect_damage(item, sizeof item, "empty");
}

static void a_path_may_fill_its_field_up_to_the_end(void) {
    unsigned char item[PACKED_ITEM_SIZE];
    WSAPROTOCOL_INFOW info;
    wchar_t *dll = NULL;
    memcpy(item, recorded, sizeof item);
    memset(item, 'a', PACKED_PATH_SIZE - 1);
    item[PACKED_PATH_SIZE - 1] = '\0';
    CU_ASSERT_EQUAL_FATAL(packed_item_decode(item, sizeof item, &info, &dll, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(wcslen(dll), PACKED_PATH_SIZE - 1);
    free(dll);
}

static void a_chain_length_that_cannot_be_is_damage(void) {
    unsigned char item[PACKED_ITEM_SIZE];
    memcpy(item, recorded, sizeof item);
    item[INFO + 40] = MAX_PROTOCOL_CHAIN + 1;
    expect_damage(item, sizeof item, "is 8, expected 0 to 7");
    memset(item + INFO + 40, 0xFF, 4);
    expect_damage(item, sizeof item, "is -1");
}

static void encoding_and_decoding_lead_back(void) {
    unsigned char item[PACKED_ITEM_SIZE];
    WSAPROTOCOL_INFOW info = sample_base(L"Sample", 1);
    WSAPROTOCOL_INFOW back;
    wchar_t *dll = NULL;
    memset(item, 0xCC, sizeof item);
    CU_ASSERT_EQUAL_FATAL(packed_item_encode(&info, SAMPLE_DLL, item, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(item[PACKED_PATH_SIZE - 1], 0);
    CU_ASSERT_EQUAL_FATAL(packed_item_decode(item, sizeof item, &back, &dll, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(memcmp(&info, &back, sizeof info), 0);
    CU_ASSERT_EQUAL(wcscmp(dll, SAMPLE_DLL), 0);
    free(dll);
}

static void paths_that_the_layout_cannot_hold_are_refused(void) {
    unsigned char item[PACKED_ITEM_SIZE];
    WSAPROTOCOL_INFOW info = sample_base(L"Sample", 1);
    wchar_t path[PACKED_PATH_SIZE + 1] = {0};
    struct error error = {0};
    wmemset(path, L'a', PACKED_PATH_SIZE - 1);
    CU_ASSERT_EQUAL(packed_item_encode(&info, path, item, &error), STATUS_OK);
    wmemset(path, L'a', PACKED_PATH_SIZE);
    CU_ASSERT_EQUAL(packed_item_encode(&info, path, item, &error), STATUS_FAILED);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "too long"));
    /* No single-byte or East Asian code page has both of these, and a lone surrogate is in none at all. */
    CU_ASSERT_EQUAL(packed_item_encode(&info, L"C:\\\u0531\u1208\xD800.dll", item, &error), STATUS_FAILED);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "code page"));
    error_clear(&error);
}

static const struct unit_case cases[] = {
    {"every field lies at its offset", every_field_lies_at_its_offset},
    {"another size is damage", another_size_is_damage},
    {"a path without end or content is damage", a_path_without_end_or_content_is_damage},
    {"a path may fill its field up to the end", a_path_may_fill_its_field_up_to_the_end},
    {"a chain length that cannot be is damage", a_chain_length_that_cannot_be_is_damage},
    {"encoding and decoding lead back", encoding_and_decoding_lead_back},
    {"paths that the layout cannot hold are refused", paths_that_the_layout_cannot_hold_are_refused},
};

UNIT_MAIN("packed catalog items", cases)
