/* What order.c shows on a sample, on everything: all default providers, the whole suites, every scenario alone. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "compare.h"
#include "unit.h"

static cJSON *first; /* in the plans' own order, by one worker */

static void the_plain_run_is_complete(void) {
    DWORD exit_code;
    first = compare_run("--jobs 1", &exit_code);
    CU_ASSERT_TRUE_FATAL(cJSON_GetArraySize(compare_providers(first)) > 1);
    CU_ASSERT_TRUE(exit_code == 0 || exit_code == 1);
}

static void order_and_jobs_change_nothing(void) {
    static const char *const ways[] = {"--jobs 4",
                                       "--jobs 1 --reverse",
                                       "--jobs 4 --shuffle=1",
                                       "--jobs 4 --shuffle=2",
                                       "--jobs 4 --shuffle=3",
                                       "--jobs 4 --shuffle=4",
                                       "--jobs 4 --shuffle=5"};
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        cJSON *other = compare_run(ways[i], NULL);
        fprintf(stderr, "with %s:\n", ways[i]);
        CU_ASSERT_EQUAL(compare_runs(first, other), 0);
        cJSON_Delete(other);
    }
}

static void every_scenario_alone_has_the_same_verdict(void) {
    const cJSON *provider = cJSON_GetArrayItem(compare_providers(first), 0);
    const cJSON *scenario;
    cJSON_ArrayForEach(scenario, cJSON_GetObjectItemCaseSensitive(provider, "scenarios")) {
        char *words = text_make("--jobs 4 --scenario %s", compare_member(scenario, "id"));
        cJSON *alone = compare_run(words, NULL);
        CU_ASSERT_EQUAL(compare_alone(first, alone), 0);
        cJSON_Delete(alone);
        free(words);
    }
}

static const struct unit_case cases[] = {
    {"the plain run is complete", the_plain_run_is_complete},
    {"reversed, five seeds, one worker and four: the same verdicts", order_and_jobs_change_nothing},
    {"every scenario alone has the same verdict", every_scenario_alone_has_the_same_verdict},
};

int main(void) {
    compare_open("everything");
    int code = unit_main("end to end: everything", cases, sizeof cases / sizeof cases[0]);
    cJSON_Delete(first);
    stage_close();
    return code;
}
