#include "results/merge.h"

#include <stdlib.h>
#include <string.h>

#include "results/files.h"
#include "runs.h"
#include "scratch.h"
#include "unit.h"

#define SHARDS 3

static struct synthetic_plan plan_of(unsigned shard) {
    return (struct synthetic_plan){
        .providers = 2, .scenarios = 12, .trouble = 40, .rounds = 2, .shard = shard, .shards = shard == 0 ? 0 : SHARDS};
}

static void write_shards(char *folders[SHARDS]) {
    for (unsigned i = 0; i < SHARDS; i++) {
        char *name = text_make("shard-%u", i + 1);
        struct synthetic_plan plan = plan_of(i + 1);
        folders[i] = runs_write(name, &plan);
        free(name);
    }
}

static void free_shards(char *folders[SHARDS]) {
    for (unsigned i = 0; i < SHARDS; i++) {
        free(folders[i]);
    }
}

static char *outcome_lines(const struct results *results) {
    struct text text = {0};
    for (size_t provider = 0; provider < results->provider_count; provider++) {
        for (size_t i = 0; i < results->scenario_count; i++) {
            struct outcome *outcome = results_outcome(results, provider, i);
            struct attempt *attempt = results_attempt(results, provider, i, outcome->round);
            text_format(&text, "%zu %s %s %d %zu\n", provider, results->scenarios[i].id,
                        verdict_names[outcome->verdict], outcome->flaky, attempt->check_count);
        }
        for (size_t i = 0; i < results->requirement_count; i++) {
            text_format(&text, "%s %d\n", results->requirements[i].id,
                        (int)results->providers[provider].requirements[i]);
        }
    }
    return text_release(&text);
}

static void merged_shards_equal_the_undivided_run(void) {
    char *folders[SHARDS];
    char *out = scratch_folder("merged");
    struct results *merged = NULL;
    struct error error = {0};
    struct synthetic_plan whole = plan_of(0);
    struct results *undivided = runs_load("undivided", &whole);
    write_shards(folders);
    if (results_merge((const char *const *)folders, SHARDS, out, false, &error) != STATUS_OK) {
        CU_FAIL_FATAL(error.message);
    }
    CU_ASSERT_EQUAL_FATAL(results_load(&merged, out, NULL), STATUS_OK);
    char *left = outcome_lines(merged);
    char *right = outcome_lines(undivided);
    CU_ASSERT_STRING_EQUAL(left, right);
    CU_ASSERT_EQUAL(results_exit_code(merged), results_exit_code(undivided));
    CU_ASSERT_STRING_EQUAL(merged->shard, "");
    CU_ASSERT_TRUE(merged->finished);
    CU_ASSERT_EQUAL(merged->complaint_count, 0);
    free(left);
    free(right);
    results_free(merged);
    results_free(undivided);
    free_shards(folders);
    free(out);
}

static void expect_refused(const char *const *folders, size_t count, enum status expected, const char *words) {
    struct error error = {0};
    char *out = scratch_folder("merged");
    char *journal = files_join(out, "journal.jsonl");
    CU_ASSERT_EQUAL(results_merge(folders, count, out, false, &error), expected);
    CU_ASSERT_PTR_NOT_NULL_FATAL(error.message);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, words));
    CU_ASSERT_FALSE(files_exists(journal));
    error_clear(&error);
    free(journal);
    free(out);
}

static void sets_that_are_not_whole_are_refused(void) {
    char *folders[SHARDS];
    write_shards(folders);
    const char *missing[] = {folders[0], folders[2]};
    const char *doubled[] = {folders[0], folders[1], folders[1]};
    expect_refused(missing, 2, STATUS_USAGE, "shard 2 of 3 is missing");
    expect_refused(doubled, 3, STATUS_USAGE, "both shard 2");
    expect_refused(NULL, 0, STATUS_USAGE, "needs the folders");
    free_shards(folders);
}

static void a_run_without_shards_is_refused(void) {
    struct synthetic_plan whole = plan_of(0);
    char *folder = runs_write("undivided", &whole);
    const char *folders[] = {folder};
    expect_refused(folders, 1, STATUS_USAGE, "is no shard");
    free(folder);
}

/* Replaces words in a shard's journal, once. */
static void edit(const char *folder, const char *from, const char *to) {
    struct text text = runs_read(folder, "journal.jsonl");
    struct text edited = {0};
    char *path = files_join(folder, "journal.jsonl");
    char *at = strstr(text.string, from);
    CU_ASSERT_PTR_NOT_NULL_FATAL(at);
    text_append_bytes(&edited, text.string, (size_t)(at - text.string));
    text_append(&edited, to);
    text_append(&edited, at + strlen(from));
    CU_ASSERT_EQUAL(files_write(path, edited.string, edited.length, NULL), STATUS_OK);
    text_free(&text);
    text_free(&edited);
    free(path);
}

static void sets_that_are_mixed_are_refused(void) {
    static const struct {
        const char *from;
        const char *to;
        enum status status;
        const char *words;
    } edits[] = {
        {"\"suite_version\": \"2024.1\"", "\"suite_version\": \"2024.2\"", STATUS_USAGE, "version of the suite"},
        {"9f86d081", "00000000", STATUS_USAGE, "another DLL behind one"},
        {"\"options\": {}", "\"options\": {\"timeout-scale\": 2}", STATUS_USAGE, "other options"},
        {"\"rounds\": 2", "\"rounds\": 3", STATUS_USAGE, "number of rounds"},
        {"\"shard\": \"2/3\"", "\"shard\": \"2/4\"", STATUS_USAGE, "one of 4"},
        {"\"shard\": \"2/3\"", "\"shard\": \"0/3\"", STATUS_USAGE, "is no shard"},
        {"\"complete\": true", "\"complete\": false", STATUS_INCOMPLETE, "did not reach its end"},
        {"{\"record\": \"finish\"", "damaged\n{\"record\": \"finish\"", STATUS_BROKEN, "is no record"},
    };
    for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
        char *folders[SHARDS];
        write_shards(folders);
        edit(folders[1], edits[i].from, edits[i].to);
        expect_refused((const char *const *)folders, SHARDS, edits[i].status, edits[i].words);
        free_shards(folders);
    }
}

static size_t count(const char *text, const char *part) {
    size_t found = 0;
    for (const char *at = strstr(text, part); at != NULL; at = strstr(at + 1, part)) {
        found++;
    }
    return found;
}

static void a_merged_journal_has_one_header_and_one_finish(void) {
    char *folders[SHARDS];
    char *out = scratch_folder("merged");
    write_shards(folders);
    CU_ASSERT_EQUAL(results_merge((const char *const *)folders, SHARDS, out, false, NULL), STATUS_OK);
    struct text text = runs_read(out, "journal.jsonl");
    CU_ASSERT_EQUAL(count(text.string, "\"record\":\"header\"") + count(text.string, "\"record\": \"header\""), 1);
    CU_ASSERT_EQUAL(count(text.string, "\"record\":\"finish\"") + count(text.string, "\"record\": \"finish\""), 1);
    text_free(&text);
    free_shards(folders);
    free(out);
}

/* Workers of different shards have the same numbers; one that ended must not vouch for another that vanished. */
static void a_worker_that_vanished_stays_vanished(void) {
    char *folders[SHARDS];
    char *out = scratch_folder("merged");
    struct results *merged = NULL;
    struct synthetic_plan plan = {.providers = 1, .scenarios = 12, .shards = SHARDS};
    for (unsigned i = 0; i < SHARDS; i++) {
        char *name = text_make("shard-%u", i + 1);
        plan.shard = i + 1;
        folders[i] = runs_write(name, &plan);
        free(name);
    }
    edit(folders[1], "\"record\": \"end\"", "\"record\": \"nil\"");
    CU_ASSERT_EQUAL(results_merge((const char *const *)folders, SHARDS, out, false, NULL), STATUS_OK);
    CU_ASSERT_EQUAL_FATAL(results_load(&merged, out, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(merged->counts[VERDICT_BROKEN], 1);
    results_free(merged);
    free_shards(folders);
    free(out);
}

static void overlapping_shards_are_refused(void) {
    char *folders[SHARDS];
    write_shards(folders);
    struct synthetic_plan first = plan_of(1);
    free(folders[1]);
    folders[1] = runs_write("shard-2", &first);
    edit(folders[1], "\"shard\": \"1/3\"", "\"shard\": \"2/3\"");
    expect_refused((const char *const *)folders, SHARDS, STATUS_USAGE, "is in two shards");
    free_shards(folders);
}

static void options_of_one_machine_may_differ(void) {
    char *folders[SHARDS];
    char *out = scratch_folder("merged");
    write_shards(folders);
    edit(folders[1], "\"options\": {}", "\"options\": {\"jobs\": 2, \"out\": \"x\"}");
    CU_ASSERT_EQUAL(results_merge((const char *const *)folders, SHARDS, out, false, NULL), STATUS_OK);
    free_shards(folders);
    free(out);
}

static void a_partial_merge_is_an_incomplete_run(void) {
    char *folders[SHARDS];
    char *out = scratch_folder("merged");
    struct results *merged = NULL;
    write_shards(folders);
    const char *two[] = {folders[2], folders[0]};
    CU_ASSERT_EQUAL(results_merge(two, 2, out, true, NULL), STATUS_OK);
    CU_ASSERT_EQUAL_FATAL(results_load(&merged, out, NULL), STATUS_OK);
    CU_ASSERT_FALSE(merged->finished);
    results_free(merged);
    free_shards(folders);
    free(out);
}

static void an_existing_journal_is_not_overwritten(void) {
    char *folders[SHARDS];
    struct error error = {0};
    write_shards(folders);
    CU_ASSERT_EQUAL(results_merge((const char *const *)folders, SHARDS, folders[0], false, &error), STATUS_USAGE);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "exists already"));
    struct text text = runs_read(folders[0], "journal.jsonl");
    CU_ASSERT_TRUE(text.length > 0);
    text_free(&text);
    error_clear(&error);
    free_shards(folders);
}

static const struct unit_case cases[] = {
    {"merged shards equal the undivided run", merged_shards_equal_the_undivided_run},
    {"sets that are not whole are refused", sets_that_are_not_whole_are_refused},
    {"a run without shards is refused", a_run_without_shards_is_refused},
    {"sets that are mixed are refused", sets_that_are_mixed_are_refused},
    {"a merged journal has one header and one finish", a_merged_journal_has_one_header_and_one_finish},
    {"a worker that vanished stays vanished", a_worker_that_vanished_stays_vanished},
    {"overlapping shards are refused", overlapping_shards_are_refused},
    {"options of one machine may differ", options_of_one_machine_may_differ},
    {"a partial merge is an incomplete run", a_partial_merge_is_an_incomplete_run},
    {"an existing journal is not overwritten", an_existing_journal_is_not_overwritten},
};

UNIT_MAIN("results: shards merged", cases)
