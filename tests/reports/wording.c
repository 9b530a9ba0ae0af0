#include "document/wording.h"

#include <stdlib.h>
#include <string.h>

#include "scratch.h"
#include "unit.h"

static void expect_duration(uint64_t microseconds, const char *expected) {
    struct text text = {0};
    wording_duration(&text, microseconds);
    CU_ASSERT_STRING_EQUAL(text.string, expected);
    text_free(&text);
}

static void durations_have_fitting_units(void) {
    expect_duration(0, "0.0 ms");
    expect_duration(137, "0.1 ms");
    expect_duration(999999, "999.9 ms");
    expect_duration(1000000, "1.00 s");
    expect_duration(59990000, "59.99 s");
    expect_duration(60000000, "1 min 0 s");
    expect_duration(3725000000u, "62 min 5 s");
}

static void expect_time(const char *iso, const char *expected) {
    struct text text = {0};
    wording_time(&text, iso);
    CU_ASSERT_STRING_EQUAL(text_string(&text), expected);
    text_free(&text);
}

static void times_read_well_where_they_are_times(void) {
    expect_time("2024-02-29T12:34:56Z", "2024-02-29 12:34:56 UTC");
    expect_time("2024-02-29T12:34:56+01:00", "2024-02-29T12:34:56+01:00");
    expect_time("yesterday", "yesterday");
    expect_time("", "");
}

static struct results *load(const char *header_extra, const char *check, const char *verdict, const char *reason) {
    struct text journal = {0};
    struct error error = {0};
    scratch_header(&journal, 1, header_extra);
    scratch_line(&journal, "{'record':'start','provider':0,'scenario':'s.one','round':1,'worker':1}");
    if (check != NULL) {
        scratch_line(&journal, "{'record':'check','provider':0,'scenario':'s.one','round':1,'requirement':'REQ-02',"
                               "'verdict':'warn','expected':'w','observed':'v'}");
        scratch_line(&journal,
                     "{'record':'check','provider':0,'scenario':'s.one','round':1,'requirement':'REQ-01',"
                     "'verdict':'%s','expected':'a','observed':'b'}",
                     check);
    }
    scratch_line(&journal,
                 "{'record':'result','provider':0,'scenario':'s.one','round':1,'worker':1,'verdict':'%s',"
                 "'reason':'%s','exception':'%s','last_call':'WSPAccept()'}",
                 verdict, reason, strcmp(verdict, "crash") == 0 ? "0xC0000005" : "");
    scratch_line(&journal, "{'record':'end','worker':1,'results':1}");
    struct results *results = scratch_load("wording", &journal, &error);
    if (results == NULL) {
        CU_FAIL_FATAL(error.message);
    }
    text_free(&journal);
    return results;
}

static void expect_headline(const char *check, const char *verdict, const char *reason, const char *expected) {
    struct results *results = load("", check, verdict, reason);
    struct text text = {0};
    wording_headline(&text, results, 0, 0);
    CU_ASSERT_STRING_EQUAL(text.string, expected);
    text_free(&text);
    results_free(results);
}

static void headlines_say_what_matters_most(void) {
    expect_headline("fail", "fail", "", "REQ-01: expected a, observed b");
    expect_headline("pass", "warn", "", "REQ-02: expected w, observed v");
    expect_headline(NULL, "crash", "", "0xC0000005 in WSPAccept()");
    expect_headline(NULL, "not-applicable", "no XP1_CONNECT_DATA", "no XP1_CONNECT_DATA");
    expect_headline(NULL, "timeout", "", "timeout");
}

static void long_headlines_are_cut_at_a_character(void) {
    struct text reason = {0};
    for (int i = 0; i < 200; i++) {
        text_append(&reason, "\xC3\xBC");
    }
    struct results *results = load("", NULL, "not-applicable", reason.string);
    struct text text = {0};
    wording_headline(&text, results, 0, 0);
    CU_ASSERT_EQUAL(text.length, 303);
    CU_ASSERT_STRING_EQUAL(text.string + text.length - 5, "\xC3\xBC...");
    text_free(&text);
    text_free(&reason);
    results_free(results);
}

static void the_command_names_what_the_run_named(void) {
    struct results *results = load("\"options\":{\"dll\":[\"C:\\\\my dlls\\\\a.dll\",\"b.dll\"],\"timeout-scale\":2.5,"
                                   "\"repeat\":3},",
                                   "fail", "fail", "");
    struct text text = {0};
    wording_rerun(&text, results, 0, "a$b");
    CU_ASSERT_STRING_EQUAL(text.string, "wspcheck run --dll \"C:\\my dlls\\a.dll\" --dll b.dll --timeout-scale 2.5 "
                                        "--provider P --scenario \"a\\$b\"");
    text_free(&text);
    results_free(results);
}

static const struct unit_case cases[] = {
    {"durations have fitting units", durations_have_fitting_units},
    {"times read well where they are times", times_read_well_where_they_are_times},
    {"headlines say what matters most", headlines_say_what_matters_most},
    {"long headlines are cut at a character", long_headlines_are_cut_at_a_character},
    {"the command names what the run named", the_command_names_what_the_run_named},
};

UNIT_MAIN("reports: wording", cases)
