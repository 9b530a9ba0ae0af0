/* Journals as they come out of accidents. */
#include <stdlib.h>
#include <string.h>

#include "results/journal.h"
#include "scratch.h"
#include "unit.h"

static void good_run(struct text *journal) {
    scratch_header(journal, 1, "");
    scratch_scenario(journal, "s.one", 1, "pass", "pass");
    scratch_scenario(journal, "s.two", 1, "pass", "pass");
    scratch_scenario(journal, "s.three", 1, "pass", "pass");
    scratch_line(journal, "{'record':'end','worker':1,'results':3}");
}

static void finish(struct text *journal) {
    scratch_line(journal, "{'record':'finish','exit_code':0,'complete':true,'at_us':900}");
}

static struct results *load(struct text *journal) {
    struct error error = {0};
    struct results *results = scratch_load("damage", journal, &error);
    if (results == NULL) {
        CU_FAIL_FATAL(error.message);
    }
    text_free(journal);
    return results;
}

static void expect_refused(struct text *journal, const char *words) {
    struct error error = {0};
    struct results *results = scratch_load("damage", journal, &error);
    CU_ASSERT_PTR_NULL_FATAL(results);
    CU_ASSERT_EQUAL(error.status, STATUS_FAILED);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, words));
    error_clear(&error);
    text_free(journal);
}

static void an_empty_journal_is_refused(void) {
    struct text journal = {0};
    expect_refused(&journal, "is empty");
}

static void a_torn_header_is_refused(void) {
    struct text journal = {0};
    text_append(&journal, "{\"record\":\"header\",\"sch");
    expect_refused(&journal, "cut short");
}

static void another_kind_of_file_is_refused(void) {
    struct text journal = {0};
    text_append(&journal, "hello\nworld\n");
    expect_refused(&journal, "does not start with a header");
    scratch_line(&journal, "{'record':'start'}");
    expect_refused(&journal, "does not start with a header");
}

static void a_newer_schema_is_refused(void) {
    struct text journal = {0};
    scratch_line(&journal, "{'record':'header','schema':'wspcheck-journal/2'}");
    expect_refused(&journal, "wspcheck-journal/2");
    scratch_line(&journal, "{'record':'header','schema':'something-else/1'}");
    expect_refused(&journal, "something-else/1");
    scratch_line(&journal, "{'record':'header','schema':7}");
    expect_refused(&journal, "schema");
}

static void a_second_header_is_refused(void) {
    struct text journal = {0};
    scratch_header(&journal, 1, "");
    scratch_header(&journal, 1, "");
    expect_refused(&journal, "line 2 is a second header");
}

static void ids_that_collide_are_refused(void) {
    struct text journal = {0};
    scratch_line(&journal, "{'record':'header','schema':'wspcheck-journal/1','scenarios':[{'id':'a.b'},{'id':'A.b'}]}");
    expect_refused(&journal, "A.b");
    scratch_line(&journal, "{'record':'header','schema':'wspcheck-journal/1','requirements':[{'id':''}]}");
    expect_refused(&journal, "empty");
}

static void a_header_that_announces_too_much_is_refused(void) {
    struct text journal = {0};
    scratch_header(&journal, 4000000000u, "");
    expect_refused(&journal, "announces more than");
}

static void a_header_alone_is_an_incomplete_run(void) {
    struct text journal = {0};
    scratch_header(&journal, 1, "");
    struct results *results = load(&journal);
    CU_ASSERT_EQUAL(results->counts[VERDICT_NOTRUN], 3);
    CU_ASSERT_EQUAL(results_exit_code(results), 4);
    results_free(results);
}

static void a_torn_last_line_is_ignored(void) {
    struct text journal = {0};
    good_run(&journal);
    text_append(&journal, "{\"record\":\"finish\",\"complete\":true}");
    struct results *results = load(&journal);
    CU_ASSERT_TRUE(results->torn);
    CU_ASSERT_FALSE(results->finished);
    CU_ASSERT_EQUAL(results->damaged_lines, 0);
    CU_ASSERT_EQUAL(results_exit_code(results), 4);
    results_free(results);
}

/* A journal with one odd line in the middle. */
static struct results *with_line(const char *bytes, size_t length) {
    struct text journal = {0};
    good_run(&journal);
    text_append_bytes(&journal, bytes, length);
    text_append(&journal, "\n");
    finish(&journal);
    return load(&journal);
}

static void damaged_lines_are_counted_and_break_the_run(void) {
    static const char *const lines[] = {"",
                                        "garbage",
                                        "{\"record\":\"start\"",
                                        "{\"record\":\"start\"}}",
                                        "{\"record\" \"start\"}",
                                        "{\"record\":\"start\",}",
                                        "[\"record\"]",
                                        "{\"a\":[}",
                                        "{\"a\":\"\\",
                                        "{\"a\":\"\\\"",
                                        "{\"record\":\"finish\",\"complete\":yes}"};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        struct results *results = with_line(lines[i], strlen(lines[i]));
        CU_ASSERT_EQUAL(results->damaged_lines, 1);
        CU_ASSERT_EQUAL(results->complaint_count, 1);
        CU_ASSERT_EQUAL(results_exit_code(results), 5);
        results_free(results);
    }
}

static void a_nul_byte_is_damage(void) {
    struct results *results = with_line("{\"record\":\"note\0\"}", 18);
    CU_ASSERT_EQUAL(results->damaged_lines, 1);
    results_free(results);
}

/* A record of exactly so many bytes. */
static struct text record_of(size_t length) {
    struct text line = {0};
    text_append(&line, "{\"record\":\"future\",\"text\":\"");
    while (line.length < length - 2) {
        text_append_char(&line, 'x');
    }
    text_append(&line, "\"}");
    return line;
}

static void an_overlong_line_is_damage_and_what_follows_is_read(void) {
    static const size_t sizes[] = {JOURNAL_LINE_LIMIT, JOURNAL_LINE_LIMIT + 70000, 3 * JOURNAL_LINE_LIMIT + 5};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct text line = record_of(sizes[i]);
        struct results *results = with_line(line.string, line.length);
        CU_ASSERT_EQUAL(results->damaged_lines, 1);
        CU_ASSERT_TRUE(results->finished);
        CU_ASSERT_EQUAL(results->counts[VERDICT_PASS], 3);
        results_free(results);
        text_free(&line);
    }
}

static void the_longest_line_is_read(void) {
    struct text line = record_of(JOURNAL_LINE_LIMIT - 1);
    struct results *results = with_line(line.string, line.length);
    CU_ASSERT_EQUAL(results->damaged_lines, 0);
    CU_ASSERT_EQUAL(results_exit_code(results), 0);
    results_free(results);
    text_free(&line);
}

static void a_header_may_be_longer_than_other_lines(void) {
    struct text journal = {0};
    struct text padding = {0};
    text_append(&padding, "\"padding\":\"");
    while (padding.length < JOURNAL_LINE_LIMIT + 100) {
        text_append_char(&padding, 'x');
    }
    text_append(&padding, "\",");
    scratch_header(&journal, 1, padding.string);
    struct text overlong = record_of(JOURNAL_LINE_LIMIT);
    text_append(&journal, overlong.string);
    text_append_char(&journal, '\n');
    struct results *results = load(&journal);
    CU_ASSERT_EQUAL(results->counts[VERDICT_NOTRUN], 3);
    CU_ASSERT_EQUAL(results->damaged_lines, 1);
    text_free(&overlong);
    results_free(results);
    text_free(&padding);
}

static void what_is_not_known_is_left_alone(void) {
    static const char *const lines[] = {"{}",
                                        "{\"record\":\"telemetry\",\"x\":[{\"y\":\"}\"}]}",
                                        "{\"record\":7}",
                                        "{\"no\":\"record\"}",
                                        "{\"record\":\"a name far beyond any that there is\"}",
                                        " {\"record\" : \"note\"} \r"};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        struct results *results = with_line(lines[i], strlen(lines[i]));
        CU_ASSERT_EQUAL(results->damaged_lines, 0);
        CU_ASSERT_EQUAL(results_exit_code(results), 0);
        results_free(results);
    }
}

static void strays_are_ignored_and_counted(void) {
    static const char *const lines[] = {
        "{\"record\":\"result\",\"provider\":0,\"scenario\":\"s.one\",\"round\":1,\"worker\":1,\"verdict\":\"fail\"}",
        "{\"record\":\"result\",\"provider\":0,\"scenario\":\"s.nine\",\"round\":1,\"worker\":1,\"verdict\":\"fail\"}",
        "{\"record\":\"result\",\"provider\":1,\"scenario\":\"s.one\",\"round\":1,\"worker\":1,\"verdict\":\"fail\"}",
        "{\"record\":\"result\",\"provider\":0,\"scenario\":\"s.one\",\"round\":2,\"worker\":1,\"verdict\":\"fail\"}",
        "{\"record\":\"result\",\"provider\":-1,\"scenario\":\"s.one\",\"round\":1,\"worker\":1,\"verdict\":\"fail\"}",
        "{\"record\":\"result\",\"provider\":0,\"scenario\":\"s.one\",\"round\":0,\"worker\":1,\"verdict\":\"fail\"}",
        "{\"record\":\"start\",\"provider\":0,\"scenario\":\"s.one\",\"round\":1,\"worker\":1}",
        "{\"record\":\"check\",\"provider\":0,\"scenario\":\"s.one\",\"round\":1,\"verdict\":\"fail\"}",
        "{\"record\":\"note\"}"};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        struct results *results = with_line(lines[i], strlen(lines[i]));
        CU_ASSERT_EQUAL(results->ignored_records, 1);
        CU_ASSERT_EQUAL(results->counts[VERDICT_PASS], 3);
        CU_ASSERT_EQUAL(results_exit_code(results), 0);
        results_free(results);
    }
}

static void bad_utf8_becomes_the_replacement_character(void) {
    struct text journal = {0};
    scratch_header(&journal, 1, "");
    scratch_line(&journal, "{'record':'result','provider':0,'scenario':'s.one','round':1,'worker':1,"
                           "'verdict':'crash','reason':'a\xFF\xC3 b\xE2\x82\xAC\\u0000'}");
    struct results *results = load(&journal);
    CU_ASSERT_STRING_EQUAL(results_attempt(results, 0, 0, 1)->reason, "a\xEF\xBF\xBD\xEF\xBF\xBD b\xE2\x82\xAC");
    results_free(results);
}

static void a_lost_check_cannot_turn_a_failure_green(void) {
    struct text journal = {0};
    scratch_header(&journal, 1, "");
    scratch_scenario(&journal, "s.one", 1, "fail", "fail");
    char *check = strstr(journal.string, "{\"record\":\"check\"");
    check[0] = '#';
    struct results *results = load(&journal);
    CU_ASSERT_EQUAL(results_outcome(results, 0, 0)->verdict, VERDICT_BROKEN);
    CU_ASSERT_EQUAL(results_exit_code(results), 5);
    results_free(results);
}

static void a_journal_can_be_cut_anywhere(void) {
    struct text whole = {0};
    good_run(&whole);
    finish(&whole);
    size_t header = strcspn(whole.string, "\n") + 1;
    for (size_t length = header; length < whole.length; length += 13) {
        struct text journal = {0};
        text_append_bytes(&journal, whole.string, length);
        struct results *results = load(&journal);
        CU_ASSERT_EQUAL(results_exit_code(results), 4);
        CU_ASSERT_EQUAL(results->damaged_lines, 0);
        results_free(results);
    }
    text_free(&whole);
}

static const struct unit_case cases[] = {
    {"an empty journal is refused", an_empty_journal_is_refused},
    {"a torn header is refused", a_torn_header_is_refused},
    {"another kind of file is refused", another_kind_of_file_is_refused},
    {"a newer schema is refused", a_newer_schema_is_refused},
    {"a second header is refused", a_second_header_is_refused},
    {"ids that collide are refused", ids_that_collide_are_refused},
    {"a header that announces too much is refused", a_header_that_announces_too_much_is_refused},
    {"a header alone is an incomplete run", a_header_alone_is_an_incomplete_run},
    {"a torn last line is ignored", a_torn_last_line_is_ignored},
    {"damaged lines are counted and break the run", damaged_lines_are_counted_and_break_the_run},
    {"a NUL byte is damage", a_nul_byte_is_damage},
    {"an overlong line is damage, and what follows is read", an_overlong_line_is_damage_and_what_follows_is_read},
    {"the longest line is read", the_longest_line_is_read},
    {"a header may be longer than other lines", a_header_may_be_longer_than_other_lines},
    {"what is not known is left alone", what_is_not_known_is_left_alone},
    {"strays are ignored and counted", strays_are_ignored_and_counted},
    {"bad UTF-8 becomes the replacement character", bad_utf8_becomes_the_replacement_character},
    {"a lost check cannot turn a failure green", a_lost_check_cannot_turn_a_failure_green},
    {"a journal can be cut anywhere", a_journal_can_be_cut_anywhere},
};

UNIT_MAIN("results: damaged journals", cases)
