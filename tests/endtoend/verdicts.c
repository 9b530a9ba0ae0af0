/* The same verdicts whatever the order, the number of workers, the round, or the layers in between. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "stage.h"
#include "unit.h"

/* Scenarios in which order matters most, on a provider that reports the decision and on one that does not. */
#define SAMPLE "--scenario defer.* --scenario reject.* --scenario startup.*"
#define BASE "wspcheck reference message"
#define BOTH "--provider \"" BASE "\" --provider \"wspcheck reference handshake-first\" " SAMPLE

static int folders;

/* Runs quietly and returns the results; the words are those behind "run". */
static cJSON *results_of(const char *words, DWORD *exit_code) {
    char *folder = text_make("verdicts-%d", ++folders);
    char *out = stage_path(folder);
    struct show show;
    show_start(&show, "run %s --quiet --out \"%s\"", words, out);
    show_finish(&show);
    if (exit_code != NULL) {
        *exit_code = show.exit_code;
    }
    cJSON *results = stage_results(out);
    if (results == NULL) {
        fputs(text_string(&show.printed), stderr);
    }
    show_free(&show);
    free(out);
    free(folder);
    return results;
}

static const cJSON *providers_of(const cJSON *results) {
    return cJSON_GetObjectItemCaseSensitive(results, "providers");
}

static const char *member(const cJSON *object, const char *key) {
    const char *value = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));
    return value == NULL ? "" : value;
}

static const cJSON *find(const cJSON *array, const char *key, const char *value) {
    const cJSON *item;
    cJSON_ArrayForEach(item, array) {
        if (strcmp(member(item, key), value) == 0) {
            return item;
        }
    }
    return NULL;
}

static bool is_not_applicable(const char *verdict) { return strcmp(verdict, "not-applicable") == 0; }

/* How many scenarios of two providers differ. Flags are a layer's own, so that what does not apply to either may be
 * left out. */
static int differences(const cJSON *expected, const cJSON *found, bool by_flags) {
    const cJSON *scenarios = cJSON_GetObjectItemCaseSensitive(expected, "scenarios");
    const cJSON *others = cJSON_GetObjectItemCaseSensitive(found, "scenarios");
    int count = cJSON_GetArraySize(scenarios) != cJSON_GetArraySize(others);
    const cJSON *scenario;
    cJSON_ArrayForEach(scenario, scenarios) {
        const char *verdict = member(scenario, "verdict");
        const cJSON *other = find(others, "id", member(scenario, "id"));
        const char *there = member(other, "verdict");
        bool left_out = by_flags && (is_not_applicable(verdict) || is_not_applicable(there));
        if (strcmp(verdict, there) != 0 && !left_out) {
            fprintf(stderr, "%s: %s on %s, %s on %s: %s\n", member(scenario, "id"), verdict, member(expected, "name"),
                    there, member(found, "name"), member(other, "reason"));
            count++;
        }
    }
    return count;
}

static int all_differences(const cJSON *expected, const cJSON *found) {
    int count = 0;
    const cJSON *provider;
    cJSON_ArrayForEach(provider, providers_of(expected)) {
        count += differences(provider, find(providers_of(found), "name", member(provider, "name")), false);
    }
    return count;
}

static void order_and_jobs_change_nothing(void) {
    cJSON *first = results_of(BOTH " --jobs 1", NULL);
    CU_ASSERT_EQUAL(cJSON_GetArraySize(providers_of(first)), 2);
    for (int seed = 1; seed <= 5; seed++) {
        char *words = text_make(BOTH " --jobs 4 --shuffle=%d", seed);
        cJSON *other = results_of(words, NULL);
        CU_ASSERT_EQUAL(all_differences(first, other), 0);
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
        cJSON *results = results_of(words, &exit_code);
        CU_ASSERT_EQUAL(exit_code, 0);
        CU_ASSERT_EQUAL(stage_count(results, "pass"), 1);
        cJSON_Delete(results);
        free(words);
    }
}

static void shuffled_rounds_do_not_flake(void) {
    DWORD exit_code;
    cJSON *results =
        results_of("--provider \"wspcheck reference variant slow\" --repeat 5 --shuffle=7 " SAMPLE, &exit_code);
    CU_ASSERT_EQUAL(exit_code, 0);
    CU_ASSERT_EQUAL(stage_count(results, "fail") + stage_count(results, "warn") + stage_count(results, "timeout"), 0);
    cJSON_Delete(results);
}

static void layers_have_the_verdicts_of_their_base(void) {
    static const char *const bases[] = {BASE, "wspcheck reference message large"};
    for (size_t i = 0; i < sizeof bases / sizeof bases[0]; i++) {
        char *below_words = text_make("--provider \"%s\"", bases[i]);
        char *above_words = text_make("--dll \"%s\\wsplayer.dll\" --over \"%s\"", stage_dlls, bases[i]);
        cJSON *below = results_of(below_words, NULL);
        cJSON *above = results_of(above_words, NULL);
        CU_ASSERT_TRUE(cJSON_GetArraySize(providers_of(above)) > 0);
        const cJSON *layer;
        cJSON_ArrayForEach(layer, providers_of(above)) {
            CU_ASSERT_EQUAL(differences(cJSON_GetArrayItem(providers_of(below), 0), layer, true), 0);
        }
        cJSON_Delete(below);
        cJSON_Delete(above);
        free(below_words);
        free(above_words);
    }
}

static const struct unit_case cases[] = {
    {"five seeds, one worker and four: the same verdicts", order_and_jobs_change_nothing},
    {"a scenario alone passes as it does among others", a_scenario_alone_passes_as_among_others},
    {"five shuffled rounds do not flake", shuffled_rounds_do_not_flake},
    {"a layer has the verdicts of its base", layers_have_the_verdicts_of_their_base},
};

int main(void) {
    char suites[MAX_PATH];
    GetFullPathNameA(SUITES, sizeof suites, suites, NULL);
    stage_open("verdicts");
    free(stage_suites);
    stage_suites = text_make("%s", suites);
    int code = unit_main("end to end: verdicts", cases, sizeof cases / sizeof cases[0]);
    stage_close();
    return code;
}
