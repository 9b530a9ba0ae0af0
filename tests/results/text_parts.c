/* UTF-8, pooled strings, lookups, file names and the outer structure of records. */
#include <stdlib.h>
#include <string.h>

#include "results/names.h"
#include "results/record.h"
#include "results/strings.h"
#include "results/utf8.h"
#include "unit.h"

static void utf8_is_told_from_what_is_none(void) {
    static const char *const good[] = {"", "a", "\xC2\x80", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\xF4\x8F\xBF\xBF"};
    static const char *const bad[] = {"\x80",
                                      "\xC0\x80",
                                      "\xC1\xBF",
                                      "\xE0\x80\x80",
                                      "\xED\xA0\x80",
                                      "\xF0\x80\x80\x80",
                                      "\xF4\x90\x80\x80",
                                      "\xF5\x80\x80\x80",
                                      "\xE2\x82",
                                      "\xE2\x28\xA1",
                                      "\xFF"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        CU_ASSERT_TRUE(utf8_is_valid(good[i], strlen(good[i])));
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        CU_ASSERT_FALSE(utf8_is_valid(bad[i], strlen(bad[i])));
    }
}

static void every_code_point_survives(void) {
    struct text text = {0};
    for (uint32_t code = 1; code <= 0x10FFFF; code += code < 0x3000 ? 1 : 97) {
        if (code >= 0xD800 && code <= 0xDFFF) {
            continue;
        }
        size_t position = 0;
        text_clear(&text);
        utf8_append(&text, code);
        if (utf8_next(text.string, text.length, &position) != code || position != text.length) {
            CU_FAIL("a code point does not survive");
        }
    }
    CU_PASS("all were tried");
    text_free(&text);
}

static void strings_are_kept_once(void) {
    struct strings strings = {0};
    const char *first = strings_keep_string(&strings, "alpha");
    CU_ASSERT_PTR_EQUAL(strings_keep(&strings, "alphabet", 5), first);
    CU_ASSERT_PTR_NOT_EQUAL(strings_keep_string(&strings, "alphabet"), first);
    CU_ASSERT_STRING_EQUAL(strings_keep_string(&strings, NULL), "");
    for (int i = 0; i < 5000; i++) {
        char *name = text_make("name %d", i);
        strings_keep_string(&strings, name);
        free(name);
    }
    CU_ASSERT_PTR_EQUAL(strings_keep_string(&strings, "alpha"), first);
    CU_ASSERT_EQUAL(strings.count, 5002);
    strings_free(&strings);
}

static void long_strings_get_blocks_of_their_own(void) {
    struct strings strings = {0};
    char *huge = calloc(1, 200001);
    memset(huge, 'h', 200000);
    const char *before = strings_keep_string(&strings, "before");
    CU_ASSERT_EQUAL(strlen(strings_keep_string(&strings, huge)), 200000);
    const char *after = strings_keep_string(&strings, "after");
    CU_ASSERT_PTR_EQUAL(after, before + 7);
    strings_free(&strings);
    free(huge);
}

static void lookups_find_what_was_added(void) {
    struct strings strings = {0};
    struct lookup lookup = {0};
    CU_ASSERT_EQUAL(lookup_find(&lookup, "x", 1), SIZE_MAX);
    for (size_t i = 0; i < 1000; i++) {
        char *name = text_make("id.%zu", i);
        CU_ASSERT_EQUAL(lookup_add(&lookup, strings_keep_string(&strings, name), i), SIZE_MAX);
        free(name);
    }
    CU_ASSERT_EQUAL(lookup_find(&lookup, "id.517", 6), 517);
    CU_ASSERT_EQUAL(lookup_find(&lookup, "id.5170", 6), 517);
    CU_ASSERT_EQUAL(lookup_find(&lookup, "id.", 3), SIZE_MAX);
    CU_ASSERT_EQUAL(lookup_add(&lookup, "id.3", 9), 3);
    lookup_free(&lookup);
    strings_free(&strings);
}

static void expect_name(void (*append)(struct text *, const char *), const char *name, const char *expected) {
    struct text text = {0};
    append(&text, name);
    CU_ASSERT_STRING_EQUAL(text.string, expected);
    text_free(&text);
}

static void names_become_file_names(void) {
    expect_name(names_append_plain, "MSAFD Tcpip [TCP/IP]", "msafd-tcpip-tcp-ip");
    expect_name(names_append_plain, "", "unnamed");
    expect_name(names_append_plain, "../../etc", "x-..-..-etc");
    expect_name(names_append_plain, "NUL", "x-nul");
    expect_name(names_append_plain, "com1.scenario", "x-com1.scenario");
    expect_name(names_append_plain, "common.case", "common.case");
    expect_name(names_append_id, "DEFER-03", "defer-03");
    expect_name(names_append_id, "defer.keeps-its-place", "defer.keeps-its-place");
}

static void ids_that_differ_stay_different(void) {
    struct text one = {0};
    struct text other = {0};
    names_append_id(&one, "a/b");
    names_append_id(&other, "a?b");
    CU_ASSERT_STRING_NOT_EQUAL(one.string, other.string);
    CU_ASSERT_EQUAL(strncmp(one.string, "a-b-", 4), 0);
    CU_ASSERT_PTR_NULL(strpbrk(one.string, "/\\?:"));
    text_free(&one);
    text_free(&other);
}

static void records_give_their_members(void) {
    static const char line[] = "{\"a\":\"x\",\"b\" : 12 ,\"c\":{\"a\":[1,\"}\"]},\"d\":\"\\\"\",\"e\":-1,\"f\":1.5}";
    struct record record;
    size_t length = 0;
    uint64_t number = 0;
    CU_ASSERT_TRUE_FATAL(record_read(&record, line, sizeof line - 1));
    CU_ASSERT_EQUAL(record.count, 6);
    const char *a = record_string(&record, "a", &length);
    CU_ASSERT_PTR_NOT_NULL_FATAL(a);
    CU_ASSERT_EQUAL(length, 1);
    CU_ASSERT_EQUAL(a[0], 'x');
    CU_ASSERT_TRUE(record_number(&record, "b", &number));
    CU_ASSERT_EQUAL(number, 12);
    CU_ASSERT_PTR_NULL(record_string(&record, "b", &length));
    CU_ASSERT_PTR_NULL(record_string(&record, "d", &length));
    CU_ASSERT_FALSE(record_number(&record, "e", &number));
    CU_ASSERT_FALSE(record_number(&record, "f", &number));
    CU_ASSERT_FALSE(record_number(&record, "z", &number));
}

static void members_beyond_the_limit_are_left_out(void) {
    struct text line = {0};
    struct record record;
    uint64_t number = 0;
    for (int i = 0; i < 100; i++) {
        text_format(&line, "%s\"k%d\":%d", i == 0 ? "{" : ",", i, i);
    }
    text_append(&line, "}");
    CU_ASSERT_TRUE(record_read(&record, line.string, line.length));
    CU_ASSERT_TRUE(record_number(&record, "k31", &number));
    CU_ASSERT_FALSE(record_number(&record, "k32", &number));
    text_free(&line);
}

static const struct unit_case cases[] = {
    {"UTF-8 is told from what is none", utf8_is_told_from_what_is_none},
    {"every code point survives", every_code_point_survives},
    {"strings are kept once", strings_are_kept_once},
    {"long strings get blocks of their own", long_strings_get_blocks_of_their_own},
    {"lookups find what was added", lookups_find_what_was_added},
    {"names become file names", names_become_file_names},
    {"ids that differ stay different", ids_that_differ_stay_different},
    {"records give their members", records_give_their_members},
    {"members beyond the limit are left out", members_beyond_the_limit_are_left_out},
};

UNIT_MAIN("results: text parts", cases)
