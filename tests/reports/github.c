#include <stdlib.h>
#include <string.h>

#include "reports.h"
#include "runs.h"
#include "unit.h"

static size_t count_lines(const char *text) {
    size_t count = 0;
    for (; *text != '\0'; text++) {
        count += *text == '\n';
    }
    return count;
}

static void ten_annotations_at_most(void) {
    struct results *results =
        runs_load("github", &(struct synthetic_plan){.providers = 3, .scenarios = 24, .trouble = 80});
    struct text text = {0};
    reports_github_annotations(results, &text);
    CU_ASSERT_EQUAL(count_lines(text.string), 10);
    CU_ASSERT_PTR_NOT_NULL(strstr(text.string, "::error title=wspcheck::and "));
    text_free(&text);
    results_free(results);
}

static void the_worst_come_first_and_point_into_scripts(void) {
    struct results *results =
        runs_load("github", &(struct synthetic_plan){.providers = 1, .scenarios = 12, .trouble = 60});
    struct text text = {0};
    reports_github_annotations(results, &text);
    const char *error = strstr(text.string, "::error");
    const char *warning = strstr(text.string, "::warning");
    CU_ASSERT_PTR_EQUAL(error, text.string);
    CU_ASSERT_TRUE(warning == NULL || warning > error);
    CU_ASSERT_PTR_NOT_NULL(strstr(text.string, " file=suites/"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text.string, ".lua,line="));
    text_free(&text);
    results_free(results);
}

static void hostile_words_forge_no_command(void) {
    struct results *results =
        runs_load("github", &(struct synthetic_plan){.providers = 1, .scenarios = 12, .trouble = 90, .hostile = true});
    struct text text = {0};
    reports_github_annotations(results, &text);
    for (const char *line = text.string; *line != '\0'; line = strchr(line, '\n') + 1) {
        CU_ASSERT_TRUE(strncmp(line, "::error ", 8) == 0 || strncmp(line, "::warning ", 10) == 0);
    }
    text_free(&text);
    results_free(results);
}

static void a_good_run_says_nothing(void) {
    struct results *results = runs_load("github", &(struct synthetic_plan){.providers = 1, .scenarios = 3});
    struct text text = {0};
    reports_github_annotations(results, &text);
    CU_ASSERT_STRING_EQUAL(text_string(&text), "");
    text_free(&text);
    results_free(results);
}

static void the_summary_has_all_its_parts(void) {
    struct synthetic_plan before = {.providers = 2, .scenarios = 24, .trouble = 30};
    struct synthetic_plan after = {.providers = 2, .scenarios = 24, .trouble = 30, .night = 5};
    struct results *baseline = runs_load("github-before", &before);
    struct results *results = runs_load("github", &after);
    struct text text = {0};
    reports_github_summary(results, baseline, &text);
    CU_ASSERT_PTR_NOT_NULL(strstr(text.string, "## wspcheck: "));
    CU_ASSERT_PTR_NOT_NULL(strstr(text.string, "### Since the run before"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text.string, "- worse: "));
    CU_ASSERT_PTR_NOT_NULL(strstr(text.string, "| accept |"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text.string, "Again: wspcheck run --provider"));
    text_free(&text);
    results_free(results);
    results_free(baseline);
}

static void a_shard_names_itself(void) {
    struct results *results =
        runs_load("github", &(struct synthetic_plan){.providers = 1, .scenarios = 12, .shard = 2, .shards = 3});
    struct text text = {0};
    reports_github_summary(results, NULL, &text);
    CU_ASSERT_PTR_NOT_NULL(strstr(text.string, ", shard 2/3"));
    text_free(&text);
    results_free(results);
}

static void the_summary_stays_below_a_mebibyte(void) {
    struct results *results =
        runs_load("github", &(struct synthetic_plan){.providers = 3000, .scenarios = 1, .hostile = true});
    struct text text = {0};
    reports_github_summary(results, NULL, &text);
    CU_ASSERT_TRUE(text.length < 1 << 20);
    CU_ASSERT_PTR_NOT_NULL(strstr(text.string, "cut here"));
    text_free(&text);
    results_free(results);
}

static const struct unit_case cases[] = {
    {"ten annotations at most", ten_annotations_at_most},
    {"the worst come first and point into scripts", the_worst_come_first_and_point_into_scripts},
    {"hostile words forge no command", hostile_words_forge_no_command},
    {"a good run says nothing", a_good_run_says_nothing},
    {"the summary has all its parts", the_summary_has_all_its_parts},
    {"a shard names itself", a_shard_names_itself},
    {"the summary stays below a mebibyte", the_summary_stays_below_a_mebibyte},
};

UNIT_MAIN("reports: GitHub", cases)
