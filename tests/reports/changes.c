#include "compare/changes.h"

#include <stdlib.h>
#include <string.h>

#include "compare/trend.h"
#include "reports.h"
#include "results/files.h"
#include "runs.h"
#include "scratch.h"
#include "unit.h"

/* A run in which s.one has these verdicts; observed is what its check saw. */
static struct results *run_with(const char *name, const char *check, const char *verdict, const char *observed) {
    struct text journal = {0};
    struct error error = {0};
    scratch_header(&journal, 1, "");
    if (strcmp(verdict, "notrun") != 0) {
        scratch_line(&journal, "{'record':'start','provider':0,'scenario':'s.one','round':1,'worker':1,'at_us':10}");
        if (check != NULL) {
            scratch_line(&journal,
                         "{'record':'check','provider':0,'scenario':'s.one','round':1,'requirement':'REQ-01',"
                         "'verdict':'%s','expected':'a','observed':'%s'}",
                         check, observed);
        }
        scratch_line(&journal,
                     "{'record':'result','provider':0,'scenario':'s.one','round':1,'worker':1,'verdict':'%s'}",
                     verdict);
        scratch_line(&journal, "{'record':'end','worker':1,'results':1}");
    }
    struct results *results = scratch_load(name, &journal, &error);
    if (results == NULL) {
        CU_FAIL_FATAL(error.message);
    }
    text_free(&journal);
    return results;
}

static const struct {
    const char *before;
    const char *after;
    enum change_kind kind; /* CHANGE_KINDS: the same */
} rows[] = {
    {"pass", "pass", CHANGE_KINDS},
    {"pass", "fail", CHANGE_WORSE},
    {"fail", "pass", CHANGE_BETTER},
    {"fail", "crash", CHANGE_WORSE},
    {"crash", "timeout", CHANGE_BETTER},
    {"warn", "pass", CHANGE_BETTER},
    {"pass", "warn", CHANGE_WORSE},
    {"fail", "broken", CHANGE_WORSE},
    {"pass", "not-applicable", CHANGE_WORSE},
    {"not-applicable", "pass", CHANGE_BETTER},
    {"not-applicable", "fail", CHANGE_WORSE},
    {"fail", "not-applicable", CHANGE_BETTER},
    {"skipped", "not-applicable", CHANGE_DETAIL},
    {"pass", "notrun", CHANGE_WORSE},
    {"fail", "notrun", CHANGE_DETAIL},
    {"notrun", "pass", CHANGE_BETTER},
    {"notrun", "crash", CHANGE_WORSE},
    {"notrun", "skipped", CHANGE_DETAIL},
    {"fail", "fail", CHANGE_KINDS},
};

static const char *check_for(const char *verdict) {
    bool has_checks = strcmp(verdict, "pass") == 0 || strcmp(verdict, "fail") == 0 || strcmp(verdict, "warn") == 0;
    return has_checks ? verdict : NULL;
}

static void the_order_of_verdicts_decides(void) {
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct results *before = run_with("before", check_for(rows[i].before), rows[i].before, "x");
        struct results *after = run_with("after", check_for(rows[i].after), rows[i].after, "x");
        struct changes changes;
        changes_find(&changes, before, after);
        CU_ASSERT_EQUAL(changes.count, rows[i].kind == CHANGE_KINDS ? 0 : 1);
        if (changes.count == 1) {
            CU_ASSERT_EQUAL(changes.list[0].kind, rows[i].kind);
        }
        CU_ASSERT_EQUAL(changes.same + changes.count, 3);
        changes_free(&changes);
        results_free(before);
        results_free(after);
    }
}

static size_t details_between(const char *before_observed, const char *after_observed) {
    struct results *before = run_with("before", "fail", "fail", before_observed);
    struct results *after = run_with("after", "fail", "fail", after_observed);
    struct changes changes;
    changes_find(&changes, before, after);
    size_t count = changes.counts[CHANGE_DETAIL];
    CU_ASSERT_EQUAL(changes.count, count);
    changes_free(&changes);
    results_free(before);
    results_free(after);
    return count;
}

static void only_what_means_something_is_a_detail(void) {
    CU_ASSERT_EQUAL(details_between("WSAEINVAL", "WSAEFAULT"), 1);
    CU_ASSERT_EQUAL(details_between("handle 0x7F000004", "handle 0x12AB"), 0);
    CU_ASSERT_EQUAL(details_between("127.0.0.1:49731", "127.0.0.1:50001"), 0);
    CU_ASSERT_EQUAL(details_between("2 indications", "3 indications"), 1);
    CU_ASSERT_EQUAL(details_between("16 bytes: e4 0f c6 01 00", "16 bytes: e4 0f c5 01 20"), 0);
    CU_ASSERT_EQUAL(details_between("16 bytes: e4 0f c6 01", "14 bytes: e4 0f c6 01"), 1);
    CU_ASSERT_EQUAL(details_between("we do be as is", "we do be as if"), 1);
    CU_ASSERT_EQUAL(details_between("a1234", "a1235"), 1);
}

static void new_and_gone_are_told(void) {
    struct results *small = runs_load("small", &(struct synthetic_plan){.providers = 1, .scenarios = 4});
    struct results *large = runs_load("large", &(struct synthetic_plan){.providers = 2, .scenarios = 6});
    struct changes changes;
    changes_find(&changes, small, large);
    CU_ASSERT_EQUAL(changes.counts[CHANGE_NEW], 8);
    CU_ASSERT_EQUAL(changes.same, 4);
    changes_free(&changes);
    changes_find(&changes, large, small);
    CU_ASSERT_EQUAL(changes.counts[CHANGE_GONE], 8);
    CU_ASSERT_EQUAL(changes.counts[CHANGE_WORSE], 0);
    changes_free(&changes);
    results_free(small);
    results_free(large);
}

static void text_and_json_say_it(void) {
    struct results *before = run_with("before", "pass", "pass", "x");
    struct results *after = run_with("after", "fail", "fail", "y");
    struct changes changes;
    struct text text = {0};
    changes_find(&changes, before, after);
    changes_text(&changes, &text);
    CU_ASSERT_STRING_EQUAL(text.string, "worse: fail, was pass: s.one on P\n    REQ-01: expected a, observed y\n"
                                        "1 worse, 0 better, 0 new, 0 gone, 0 changed in detail, 2 the same\n");
    text_clear(&text);
    changes_json(&changes, &text);
    CU_ASSERT_PTR_NOT_NULL(strstr(text.string, "\"worse\": 1"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text.string, "\"before\": \"pass\", \"after\": \"fail\""));
    text_free(&text);
    changes_free(&changes);
    results_free(before);
    results_free(after);
}

static void write_night(const char *folder, unsigned night) {
    struct text journal = {0};
    struct results *results = NULL;
    struct report_options options = {.formats = REPORT_JSON};
    char *name = text_make("%s/run-%u", folder, 20 - night);
    char *path = files_join(name, "journal.jsonl");
    struct synthetic_plan plan = {.providers = 1, .scenarios = 12, .trouble = 30, .night = night};
    synthetic_journal(&journal, &plan);
    CU_ASSERT_EQUAL(files_make_folder(name, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(files_write(path, journal.string, journal.length, NULL), STATUS_OK);
    CU_ASSERT_EQUAL_FATAL(results_load(&results, name, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(reports_write(results, &options, NULL), STATUS_OK);
    results_free(results);
    text_free(&journal);
    free(path);
    free(name);
}

static void a_trend_is_in_order_of_time(void) {
    char *folder = scratch_folder("nights");
    for (unsigned night = 9; night > 0; night--) {
        write_night(folder, night);
    }
    char *noise = files_join(folder, "run-0");
    char *junk = files_join(noise, "results.json");
    files_make_folder(noise, NULL);
    files_write(junk, "{\"counts\": 7", 12, NULL);
    struct results *results =
        runs_load("tonight", &(struct synthetic_plan){.providers = 1, .scenarios = 12, .trouble = 30, .night = 20});
    struct trend trend;
    CU_ASSERT_EQUAL(trend_read(&trend, folder, results, NULL), STATUS_OK);
    CU_ASSERT_EQUAL_FATAL(trend.count, 10);
    CU_ASSERT_STRING_EQUAL(trend.points[0].started, "2024-03-02T02:00:00Z");
    CU_ASSERT_STRING_EQUAL(trend.points[9].started, results->started);
    CU_ASSERT_EQUAL(trend.points[9].counts[VERDICT_PASS], results->counts[VERDICT_PASS]);
    CU_ASSERT_TRUE(trend.points[3].counts[VERDICT_PASS] > 0);
    trend_free(&trend);
    results_free(results);
    free(junk);
    free(noise);
    free(folder);
}

static void the_first_night_has_no_trend_and_no_baseline(void) {
    struct results *results = runs_load("tonight", &(struct synthetic_plan){.providers = 1, .scenarios = 12});
    struct results *baseline = NULL;
    struct trend trend;
    CU_ASSERT_EQUAL(trend_read(&trend, "scratch/no-such-folder", results, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(trend.count, 1);
    CU_ASSERT_EQUAL(reports_find_baseline(&baseline, results, NULL, "scratch/no-such-folder", NULL), STATUS_OK);
    CU_ASSERT_PTR_NULL(baseline);
    trend_free(&trend);
    results_free(results);
}

static void a_run_and_its_copy_are_one_night(void) {
    char *folder = scratch_folder("nights");
    write_night(folder, 3);
    write_night(folder, 4);
    char *name = files_join(folder, "run-16");
    char *copy = files_join(folder, "copy");
    CU_ASSERT_EQUAL(files_rename(name, copy, NULL), STATUS_OK);
    write_night(folder, 4);
    struct results *results =
        runs_load("tonight", &(struct synthetic_plan){.providers = 1, .scenarios = 12, .night = 20});
    struct trend trend;
    CU_ASSERT_EQUAL(trend_read(&trend, folder, results, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(trend.count, 3);
    trend_free(&trend);
    results_free(results);
    free(copy);
    free(name);
    free(folder);
}

static void expect_baseline(const struct results *results, const char *history, const char *started) {
    struct results *baseline = NULL;
    CU_ASSERT_EQUAL(reports_find_baseline(&baseline, results, NULL, history, NULL), STATUS_OK);
    CU_ASSERT_PTR_NOT_NULL_FATAL(baseline);
    CU_ASSERT_STRING_EQUAL(baseline->started, started);
    results_free(baseline);
}

static void the_newest_readable_run_of_a_history_is_the_baseline(void) {
    char *folder = scratch_folder("nights");
    for (unsigned night = 2; night <= 5; night++) {
        write_night(folder, night);
    }
    struct results *tonight =
        runs_load("tonight", &(struct synthetic_plan){.providers = 1, .scenarios = 12, .night = 20});
    struct results *earlier =
        runs_load("earlier", &(struct synthetic_plan){.providers = 1, .scenarios = 12, .night = 4});
    expect_baseline(tonight, folder, "2024-03-06T02:00:00Z");
    expect_baseline(earlier, folder, "2024-03-04T02:00:00Z");
    /* run-15 is the fifth night: only its numbers are kept; run-16 is damaged. */
    char *gone = files_join(folder, "run-15/journal.jsonl");
    char *damaged = files_join(folder, "run-16/journal.jsonl");
    CU_ASSERT_EQUAL(files_remove(gone, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(files_write(damaged, "nothing\n", 8, NULL), STATUS_OK);
    expect_baseline(tonight, folder, "2024-03-04T02:00:00Z");
    results_free(tonight);
    results_free(earlier);
    free(gone);
    free(damaged);
    free(folder);
}

static void a_console_gets_the_changes_in_short(void) {
    struct results *before = run_with("before", "pass", "pass", "x");
    struct results *after = run_with("after", "fail", "fail", "y");
    struct text text = {0};
    reports_changes(after, before, &text);
    CU_ASSERT_STRING_EQUAL(text.string, "since the run of 2024-02-29 12:00:00 UTC: 1 worse, 0 better, 0 new, 0 gone, "
                                        "0 changed in detail, 2 the same\n"
                                        "  worse: fail, was pass: s.one on P\n    REQ-01: expected a, observed y\n");
    results_free(before);
    results_free(after);
    before = runs_load("before", &(struct synthetic_plan){.providers = 4, .scenarios = 40});
    after = runs_load("after", &(struct synthetic_plan){.providers = 4, .scenarios = 40, .trouble = 90});
    text_clear(&text);
    reports_changes(after, before, &text);
    CU_ASSERT_PTR_NOT_NULL(strstr(text.string, "  ... and "));
    text_free(&text);
    results_free(before);
    results_free(after);
}

static const struct unit_case cases[] = {
    {"the order of verdicts decides what is worse", the_order_of_verdicts_decides},
    {"only what means something is a detail", only_what_means_something_is_a_detail},
    {"new and gone are told", new_and_gone_are_told},
    {"text and JSON say it", text_and_json_say_it},
    {"a trend is in order of time", a_trend_is_in_order_of_time},
    {"the first night has no trend and no baseline", the_first_night_has_no_trend_and_no_baseline},
    {"a run and its copy are one night", a_run_and_its_copy_are_one_night},
    {"the newest readable run of a history is the baseline", the_newest_readable_run_of_a_history_is_the_baseline},
    {"a console gets the changes in short", a_console_gets_the_changes_in_short},
};

UNIT_MAIN("reports: comparison", cases)
