#include "results/expectations_update.h"

#include <stdlib.h>
#include <string.h>

#include "scratch.h"
#include "unit.h"

/* s.one has the check's verdict, s.two passes, s.three did not run. */
static struct results *run_with(const char *check, const char *verdict) {
    struct text journal = {0};
    struct error error = {0};
    scratch_header(&journal, 1, "");
    scratch_scenario(&journal, "s.one", 1, check, verdict);
    scratch_scenario(&journal, "s.two", 1, "pass", "pass");
    scratch_line(&journal, "{'record':'end','worker':1,'results':2}");
    struct results *results = scratch_load("update", &journal, &error);
    if (results == NULL) {
        CU_FAIL_FATAL(error.message);
    }
    text_free(&journal);
    return results;
}

static void expect_update(const struct results *results, const char *old, const char *expected) {
    struct text text = {0};
    struct expectations_changes changes;
    CU_ASSERT_EQUAL(expectations_update(old, "e.txt", results, &text, &changes, NULL), STATUS_OK);
    CU_ASSERT_STRING_EQUAL(text_string(&text), expected);
    text_free(&text);
}

static void a_new_file_lists_what_is_bad(void) {
    struct results *results = run_with("fail", "fail");
    expect_update(results, "",
                  "\n# Seen in the run started 2024-02-29T12:00:00Z; say why.\nP s.one fail not explained yet\n");
    results_free(results);
}

static void comments_and_good_entries_stay(void) {
    static const char file[] = "# about P\n\nP   s.one  fail   until 2030-01-01 bug 1\n  # the end";
    struct results *results = run_with("fail", "fail");
    expect_update(results, file, "# about P\n\nP   s.one  fail   until 2030-01-01 bug 1\n  # the end\n");
    results_free(results);
}

static void another_verdict_is_taken_over(void) {
    struct results *results = run_with("fail", "fail");
    expect_update(results, "P s.one crash until 2030-01-01 bug 1\n# c\n", "P s.one fail until 2030-01-01 bug 1\n# c\n");
    results_free(results);
}

static void what_passes_needs_no_entry(void) {
    struct results *results = run_with("pass", "pass");
    expect_update(results, "# keep\nP s.one fail bug 1\n", "# keep\n");
    results_free(results);
}

static void lines_of_other_providers_stay(void) {
    struct results *results = run_with("pass", "pass");
    results->chosen = true;
    expect_update(results, "P s.nine fail bug 1\nQ * fail bug 2\n", "Q * fail bug 2\n");
    results_free(results);
}

static void what_matches_nothing_goes(void) {
    struct results *results = run_with("pass", "pass");
    expect_update(results, "P s.nine fail bug 1\nQ * fail bug 2\n", "");
    results_free(results);
}

static void what_did_not_run_keeps_its_entry(void) {
    struct results *results = run_with("pass", "pass");
    expect_update(results, "P s.three fail bug 1\n", "P s.three fail bug 1\n");
    results_free(results);
}

static void a_pattern_with_mixed_outcomes_stays(void) {
    struct results *results = run_with("fail", "fail");
    expect_update(results, "* s.* fail bug 1\n", "* s.* fail bug 1\n");
    results_free(results);
}

static void an_updated_file_changes_no_more(void) {
    struct results *results = run_with("fail", "fail");
    struct text once = {0};
    struct expectations_changes changes;
    CU_ASSERT_EQUAL(expectations_update("P s.nine fail x\n", "e.txt", results, &once, &changes, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(changes.removed, 1);
    CU_ASSERT_EQUAL(changes.added, 1);
    expect_update(results, once.string, once.string);
    text_free(&once);
    results_free(results);
}

static void a_file_with_faults_is_left_alone(void) {
    struct results *results = run_with("fail", "fail");
    struct text text = {0};
    struct expectations_changes changes;
    struct error error = {0};
    CU_ASSERT_EQUAL(expectations_update("P s.one\n", "e.txt", results, &text, &changes, &error), STATUS_USAGE);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "e.txt:1"));
    CU_ASSERT_EQUAL(text.length, 0);
    error_clear(&error);
    results_free(results);
}

static const struct unit_case cases[] = {
    {"a new file lists what is bad", a_new_file_lists_what_is_bad},
    {"comments and good entries stay", comments_and_good_entries_stay},
    {"another verdict is taken over", another_verdict_is_taken_over},
    {"what passes needs no entry", what_passes_needs_no_entry},
    {"lines of other providers stay", lines_of_other_providers_stay},
    {"what matches nothing goes", what_matches_nothing_goes},
    {"what did not run keeps its entry", what_did_not_run_keeps_its_entry},
    {"a pattern with mixed outcomes stays", a_pattern_with_mixed_outcomes_stays},
    {"an updated file changes no more", an_updated_file_changes_no_more},
    {"a file with faults is left alone", a_file_with_faults_is_left_alone},
};

UNIT_MAIN("results: expectations brought up to date", cases)
