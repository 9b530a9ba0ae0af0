#include "provider/codes.h"

#include <string.h>

#include <winsock2.h>

#include "unit.h"

static const struct known_code {
    int code;
    const char *name;
} known_codes[] = {
    {6, "WSA_INVALID_HANDLE"},
    {8, "WSA_NOT_ENOUGH_MEMORY"},
    {87, "WSA_INVALID_PARAMETER"},
    {995, "WSA_OPERATION_ABORTED"},
    {996, "WSA_IO_INCOMPLETE"},
    {997, "WSA_IO_PENDING"},
    {10004, "WSAEINTR"},
    {10061, "WSAECONNREFUSED"},
    {10092, "WSAVERNOTSUPPORTED"},
    {10106, "WSAEPROVIDERFAILEDINIT"},
    {10110, "WSA_E_NO_MORE"},
    {11002, "WSATRY_AGAIN"},
    {11003, "WSANO_RECOVERY"},
    {11004, "WSANO_DATA"},
    {11033, "WSA_IPSEC_NAME_POLICY_ERROR"},
};

static void names_codes(void) {
    for (size_t i = 0; i < sizeof known_codes / sizeof known_codes[0]; i++) {
        const char *name = code_name(known_codes[i].code);
        CU_ASSERT_PTR_NOT_NULL_FATAL(name);
        CU_ASSERT_STRING_EQUAL(name, known_codes[i].name);
    }
    CU_ASSERT_PTR_NULL(code_name(0));
    CU_ASSERT_PTR_NULL(code_name(9999));
    CU_ASSERT_PTR_NULL(code_name(-1));
}

static void finds_codes(void) {
    for (size_t i = 0; i < sizeof known_codes / sizeof known_codes[0]; i++) {
        int code = 0;
        CU_ASSERT_TRUE(code_from_name(known_codes[i].name, &code));
        CU_ASSERT_EQUAL(code, known_codes[i].code);
    }
    int code = 7;
    CU_ASSERT_FALSE(code_from_name("WSAENOSUCHTHING", &code));
    CU_ASSERT_FALSE(code_from_name("", &code));
    CU_ASSERT_FALSE(code_from_name("wsaeintr", &code));
    CU_ASSERT_EQUAL(code, 7);
}

static void goes_both_ways_for_the_whole_range(void) {
    int named = 0;
    for (int code = 0; code < 12000; code++) {
        const char *name = code_name(code);
        int back = 0;
        if (name != NULL) {
            named++;
            CU_ASSERT_TRUE(code_from_name(name, &back));
            CU_ASSERT_EQUAL(back, code);
        }
    }
    CU_ASSERT_EQUAL(named, 97);
}

static void knows_second_names(void) {
    int code = 0;
    CU_ASSERT_TRUE(code_from_name("WSANO_ADDRESS", &code));
    CU_ASSERT_EQUAL(code, WSANO_DATA);
}

static void describes_codes(void) {
    struct text text = {0};
    code_describe(&text, WSAECONNREFUSED);
    text_append_char(&text, ' ');
    code_describe(&text, 9999);
    text_append_char(&text, ' ');
    code_describe(&text, -1);
    CU_ASSERT_STRING_EQUAL(text_string(&text), "WSAECONNREFUSED 9999 (0x270f) -1 (0xffffffff)");
    text_free(&text);
}

static const struct unit_case cases[] = {
    {"codes have their documented names", names_codes},
    {"names give their codes, and others give none", finds_codes},
    {"every named code is found again by its name", goes_both_ways_for_the_whole_range},
    {"second names are known", knows_second_names},
    {"a code is described by its name or its number", describes_codes},
};

UNIT_MAIN("names of codes", cases)
