/* The same verdicts whatever the order, the number of workers, the round, or the company. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "compare.h"
#include "unit.h"

/* Scenarios in which order matters most, on a provider that reports the decision and on one that does not. */
#define SAMPLE "--scenario defer.* --scenario reject.* --scenario startup.*"
#define BASE "wspcheck reference message"
#define BOTH "--provider \"" BASE "\" --provider \"wspcheck reference handshake-first\" " SAMPLE

static void order_and_jobs_change_nothing(void) {
    static const char *const ways[] = {"--jobs 4 --reverse",   "--jobs 1 --shuffle=1", "--jobs 4 --shuffle=2",
                                       "--jobs 4 --shuffle=3", "--jobs 4 --shuffle=4", "--jobs 4 --shuffle=5"};
    cJSON *first = compare_run(BOTH " --jobs 1", NULL);
    CU_ASSERT_EQUAL(cJSON_GetArraySize(compare_providers(first)), 2);
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        char *words = text_make(BOTH " %s", ways[i]);
        cJSON *other = compare_run(words, NULL);
        CU_ASSERT_EQUAL(compare_runs(first, other), 0);
        cJSON_Delete(other);
        free(words);
    }
    cJSON_Delete(first);
}

static void a_scenario_alone_passes_as_among_others(void) {
    static const char *const names[] = {"defer.keeps-its-place", "defer.silences-events", "startup.repeatedly"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char *words = text_make("--provider \"" BASE "\" --scenario %s", names[i]);
        DWORD exit_code;
        cJSON *results = compare_run(words, &exit_code);
        CU_ASSERT_EQUAL(exit_code, 0);
        CU_ASSERT_EQUAL(stage_count(results, "pass"), 1);
        cJSON_Delete(results);
        free(words);
    }
}

static void shuffled_rounds_do_not_flake(void) {
    DWORD exit_code;
    cJSON *results =
        compare_run("--provider \"wspcheck reference variant slow\" --repeat 5 --shuffle=7 " SAMPLE, &exit_code);
    CU_ASSERT_EQUAL(exit_code, 0);
    CU_ASSERT_EQUAL(stage_count(results, "fail") + stage_count(results, "warn") + stage_count(results, "timeout"), 0);
    cJSON_Delete(results);
}

static const struct unit_case cases[] = {
    {"reversed, five seeds, one worker and four: the same verdicts", order_and_jobs_change_nothing},
    {"a scenario alone passes as it does among others", a_scenario_alone_passes_as_among_others},
    {"five shuffled rounds do not flake", shuffled_rounds_do_not_flake},
};

int main(void) {
    compare_open("order");
    int code = unit_main("end to end: order", cases, sizeof cases / sizeof cases[0]);
    stage_close();
    return code;
}
