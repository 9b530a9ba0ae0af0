#include "catalog/names.h"

#include <string.h>

#include "unit.h"

static void expect_flags(DWORD flags, const char *expected) {
    struct text text = {0};
    names_flags(&text, flags, service_flag_names);
    CU_ASSERT_STRING_EQUAL(text_string(&text), expected);
    text_free(&text);
}

static void flags_are_named_in_order(void) {
    expect_flags(XP1_IFS_HANDLES | XP1_CONNECT_DATA, "XP1_CONNECT_DATA | XP1_IFS_HANDLES");
    expect_flags(XP1_CONNECTIONLESS, "XP1_CONNECTIONLESS");
    expect_flags(0, "0");
}

static void unknown_bits_are_shown_in_hexadecimal(void) {
    expect_flags(XP1_PSEUDO_STREAM | 0x80000000U, "XP1_PSEUDO_STREAM | 0x80000000");
    expect_flags(0x00300000, "0x00300000");
}

static void every_flag_leads_back_from_its_name(void) {
    DWORD all = 0;
    for (const struct flag_name *flag = service_flag_names; flag->name != NULL; flag++) {
        CU_ASSERT_EQUAL(names_flag_bit(flag->name, service_flag_names), flag->bit);
        CU_ASSERT_EQUAL(all & flag->bit, 0);
        all |= flag->bit;
    }
    CU_ASSERT_EQUAL(all, 0x000FFFFF);
    CU_ASSERT_EQUAL(names_flag_bit("PFL_HIDDEN", provider_flag_names), PFL_HIDDEN);
    CU_ASSERT_EQUAL(names_flag_bit("PFL_HIDDEN", service_flag_names), 0);
    CU_ASSERT_EQUAL(names_flag_bit("XP1_", service_flag_names), 0);
}

static void families_and_types_have_names_both_ways(void) {
    int number = -1;
    CU_ASSERT_STRING_EQUAL(names_family(AF_INET6), "AF_INET6");
    CU_ASSERT_STRING_EQUAL(names_family(34), "AF_HYPERV");
    CU_ASSERT_PTR_NULL(names_family(999));
    CU_ASSERT_TRUE(names_parse_family("AF_BTH", &number));
    CU_ASSERT_EQUAL(number, 32);
    CU_ASSERT_STRING_EQUAL(names_socket_type(SOCK_SEQPACKET), "SOCK_SEQPACKET");
    CU_ASSERT_PTR_NULL(names_socket_type(0));
    CU_ASSERT_TRUE(names_parse_socket_type("SOCK_DGRAM", &number));
    CU_ASSERT_EQUAL(number, SOCK_DGRAM);
    CU_ASSERT_FALSE(names_parse_socket_type("AF_INET", &number));
    CU_ASSERT_EQUAL(number, SOCK_DGRAM);
}

static void a_guid_is_written_and_read(void) {
    const GUID guid = {0xE70F1AA0, 0xAB8B, 0x11CF, {0x8C, 0xA3, 0x00, 0x80, 0x5F, 0x48, 0xA1, 0x92}};
    GUID back;
    struct text text = {0};
    names_guid(&text, &guid);
    CU_ASSERT_STRING_EQUAL(text_string(&text), "{e70f1aa0-ab8b-11cf-8ca3-00805f48a192}");
    CU_ASSERT_TRUE(names_parse_guid(text_string(&text), &back));
    CU_ASSERT_EQUAL(memcmp(&guid, &back, sizeof guid), 0);
    CU_ASSERT_TRUE(names_parse_guid("E70F1AA0-AB8B-11CF-8CA3-00805F48A192", &back));
    CU_ASSERT_EQUAL(memcmp(&guid, &back, sizeof guid), 0);
    text_free(&text);
}

static void what_is_no_guid_is_refused(void) {
    static const char *const wrong[] = {
        "",
        "{}",
        "{e70f1aa0-ab8b-11cf-8ca3-00805f48a192",
        "e70f1aa0-ab8b-11cf-8ca3-00805f48a192}",
        "{e70f1aa0-ab8b-11cf-8ca3-00805f48a192)",
        "e70f1aa0-ab8b-11cf-8ca3-00805f48a19",
        "e70f1aa0-ab8b-11cf-8ca3-00805f48a19g",
        "e70f1aa0_ab8b-11cf-8ca3-00805f48a192",
        "e70f1aa00ab8b-11cf-8ca3-00805f48a192",
        "wsphost.dll",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        GUID guid;
        CU_ASSERT_FALSE(names_parse_guid(wrong[i], &guid));
    }
}

static const struct unit_case cases[] = {
    {"flags are named in order", flags_are_named_in_order},
    {"unknown bits are shown in hexadecimal", unknown_bits_are_shown_in_hexadecimal},
    {"every flag leads back from its name", every_flag_leads_back_from_its_name},
    {"families and types have names both ways", families_and_types_have_names_both_ways},
    {"a GUID is written and read", a_guid_is_written_and_read},
    {"what is no GUID is refused", what_is_no_guid_is_refused},
};

UNIT_MAIN("names of flags, families, types and identifiers", cases)
