/* Checks by level, both ways, and the verdicts they come to. */
#include "bench.h"

static const char *play_check(struct bench *bench, const char *requirement, const char *held, const char *more) {
    static char fields[128];
    static char body[512];
    snprintf(fields, sizeof fields, "verifies = { \"%s\" }", requirement);
    snprintf(body, sizeof body,
             "spi.check { requirement = \"%s\", held = %s, expected = \"one\", observed = \"two\"%s }", requirement,
             held, more);
    return bench_play_with(bench, fields, body, 1);
}

static void test_must(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_STRING_EQUAL(play_check(&bench, "TEST-01", "true", ""), "pass: ");
    CU_ASSERT(contains(bench.records.string, "\"requirement\":\"TEST-01\",\"verdict\":\"pass\""));
    CU_ASSERT(contains(bench.checks.string, "held TEST-01"));
    CU_ASSERT_STRING_EQUAL(play_check(&bench, "TEST-01", "false", ""), "fail: TEST-01: expected one, observed two");
    CU_ASSERT(contains(bench.records.string, "\"verdict\":\"fail\",\"expected\":\"one\",\"observed\":\"two\","
                                             "\"file\":\"suites/play/one.lua\",\"line\":4"));
    CU_ASSERT(contains(bench.checks.string, "unmet TEST-01: expected one, observed two at suites/play/one.lua:4"));
    bench_close(&bench);
}

static void test_should(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_STRING_EQUAL(play_check(&bench, "TEST-02", "true", ""), "pass: ");
    CU_ASSERT_STRING_EQUAL(play_check(&bench, "TEST-02", "false", ""), "warn: TEST-02: expected one, observed two");
    CU_ASSERT(contains(bench.records.string, "\"verdict\":\"warn\""));
    CU_ASSERT(contains(bench.checks.string, "held TEST-02"));
    bench_close(&bench);
}

static void test_may(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_STRING_EQUAL(play_check(&bench, "TEST-03", "true", ""), "pass: ");
    CU_ASSERT_STRING_EQUAL(play_check(&bench, "TEST-03", "false", ""), "pass: ");
    CU_ASSERT(contains(bench.records.string, "\"verdict\":\"noted\""));
    bench_close(&bench);
}

static void test_level_override(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT(contains(play_check(&bench, "TEST-01", "false", ", level_override = \"should\""), "warn: "));
    CU_ASSERT(contains(play_check(&bench, "TEST-01", "false", ", level_override = \"may\""), "pass: "));
    CU_ASSERT(contains(play_check(&bench, "TEST-01", "false", ", level_override = \"shall\""), "broken: "));
    bench_close(&bench);
}

static void test_place(void) {
    struct bench bench;
    bench_open(&bench);
    play_check(&bench, "TEST-01", "false", ", file = \"other.lua\", line = 77");
    CU_ASSERT(contains(bench.checks.string, "at other.lua:77"));
    CU_ASSERT(contains(bench_play(&bench, "local file, line = spi.where()\nerror(file .. ' ' .. line, 0)"),
                       "suites/play/one.lua 4"));
    bench_close(&bench);
}

static void test_several(void) {
    struct bench bench;
    bench_open(&bench);
    const char *outcome =
        bench_play_with(&bench, "verifies = { 'TEST-01', 'TEST-02' }",
                        "spi.check { requirement = 'TEST-02', held = false, expected = 'a', observed = 'b' }\n"
                        "spi.check { requirement = 'TEST-01', held = false, expected = 'c', observed = 'd' }\n"
                        "spi.check { requirement = 'TEST-01', held = false, expected = 'e', observed = 'f' }\n",
                        1);
    CU_ASSERT_STRING_EQUAL(outcome, "fail: TEST-01: expected c, observed d (and 1 more)");
    bench_close(&bench);
}

static void test_foreign_requirement(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT(contains(bench_play(&bench, "spi.check { requirement = 'TEST-02', held = true, expected = 'a', "
                                          "observed = 'a' }"),
                       "broken: suites/play/one.lua:4: TEST-02 is not among the requirements"));
    bench_close(&bench);
}

static void test_setup(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_STRING_EQUAL(
        bench_play(&bench, "spi.check { requirement = 'COND-02', setup = true, held = false, expected = 'a', "
                           "observed = 'b' }\nspi.fail('no situation')"),
        "fail: COND-02: expected a, observed b");
    CU_ASSERT_STRING_EQUAL(bench_play(&bench,
                                      "spi.check { requirement = 'COND-02', setup = true, held = true, expected = 'a', "
                                      "observed = 'a' }"),
                           "broken: suites/play/one.lua:1: declares TEST-01 but did not decide it");
    CU_ASSERT_STRING_EQUAL(bench_play(&bench,
                                      "spi.check { requirement = 'TEST-01', setup = true, held = true, expected = 'a', "
                                      "observed = 'a' }"),
                           "pass: ");
    CU_ASSERT(contains(bench_play(&bench, "spi.check { requirement = 'COND-99', setup = true, held = true, "
                                          "expected = 'a', observed = 'a' }"),
                       "there is no requirement COND-99"));
    bench_close(&bench);
}

static void test_incomplete_check(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT(contains(bench_play(&bench, "spi.check { requirement = 'TEST-01', held = true, expected = 'a' }"),
                       "broken: suites/play/one.lua:4: a check needs the text 'observed'"));
    CU_ASSERT(
        contains(bench_play(&bench, "spi.check { requirement = 'TEST-01', held = 1, expected = 'a', observed = 'a' }"),
                 "a check needs 'held', true or false"));
    bench_close(&bench);
}

static void test_requirement(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench, "local found = spi.requirement('TEST-02')\n"
                            "assert(found.title == 'A title' and found.level == 'should')\n"
                            "spi.check { requirement = 'TEST-01', held = true, expected = 'a', observed = 'a' }\n");
    CU_ASSERT(contains(bench_play(&bench, "spi.requirement('TEST-99')"), "there is no requirement TEST-99"));
    bench_close(&bench);
}

static const struct unit_case cases[] = {
    {"a must that does not hold fails", test_must},
    {"a should that does not hold warns", test_should},
    {"a may that does not hold is noted", test_may},
    {"a check can be weaker than its requirement", test_level_override},
    {"a check knows its place in the script", test_place},
    {"the first failed must is the reason", test_several},
    {"a requirement that is not declared breaks the scenario", test_foreign_requirement},
    {"a step of the situation can fail on any requirement", test_setup},
    {"a check without its parts breaks the scenario", test_incomplete_check},
    {"a script can ask for a requirement's level", test_requirement},
};

UNIT_MAIN("checks", cases)
