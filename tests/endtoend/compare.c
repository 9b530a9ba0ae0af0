#include "compare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

void compare_open(const char *name) {
    char suites[MAX_PATH];
    GetFullPathNameA(SUITES, sizeof suites, suites, NULL);
    stage_open(name);
    free(stage_suites);
    stage_suites = text_make("%s", suites);
}

void compare_begin(struct begun_run *run, const char *words) {
    static int folders;
    char *folder = text_make("run-%d", ++folders);
    *run = (struct begun_run){.words = text_make("%s", words), .out = stage_path(folder)};
    show_start(&run->show, "run %s --quiet --out \"%s\"", words, run->out);
    free(folder);
}

cJSON *compare_finish(struct begun_run *run, DWORD *exit_code) {
    show_finish(&run->show);
    DWORD code = run->show.exit_code;
    cJSON *results = stage_results(run->out);
    if (results == NULL || code > 1) {
        fprintf(stderr, "run %s: exit code %lu\n%s", run->words, code, text_string(&run->show.printed));
    }
    if (exit_code != NULL) {
        *exit_code = code;
    }
    show_free(&run->show);
    free(run->words);
    free(run->out);
    return results;
}

cJSON *compare_run(const char *words, DWORD *exit_code) {
    struct begun_run run;
    compare_begin(&run, words);
    return compare_finish(&run, exit_code);
}

const cJSON *compare_providers(const cJSON *results) { return cJSON_GetObjectItemCaseSensitive(results, "providers"); }

const char *compare_member(const cJSON *object, const char *key) {
    const char *value = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));
    return value == NULL ? "" : value;
}

static const cJSON *find(const cJSON *array, const char *key, const char *value) {
    const cJSON *item;
    cJSON_ArrayForEach(item, array) {
        if (strcmp(compare_member(item, key), value) == 0) {
            return item;
        }
    }
    return NULL;
}

const cJSON *compare_provider(const cJSON *results, const char *name) {
    return find(compare_providers(results), "name", name);
}

static bool is(const cJSON *scenario, const char *verdict) {
    return strcmp(compare_member(scenario, "verdict"), verdict) == 0;
}

static bool same_verdict(const cJSON *expected, const cJSON *found) {
    return is(found, compare_member(expected, "verdict"));
}

static bool depends_on_handles(const cJSON *left_out, const cJSON *other) {
    return is(left_out, "not-applicable") && is(other, "pass") &&
           strstr(compare_member(left_out, "reason"), "XP1_IFS_HANDLES") != NULL;
}

static bool fits_a_layer(const cJSON *base, const cJSON *layer) {
    const char *id = compare_member(base, "id");
    if (strncmp(id, "layer.", strlen("layer.")) == 0) {
        return is(base, "not-applicable") && (is(layer, "pass") || is(layer, "not-applicable"));
    }
    bool lost = strcmp(id, "listen.survives-exhaustion") == 0 && is(base, "warn") && is(layer, "pass");
    return lost || same_verdict(base, layer) || depends_on_handles(base, layer) || depends_on_handles(layer, base);
}

/* Of the scenarios that the first one has. */
static int differences(const cJSON *expected, const cJSON *found, bool (*fits)(const cJSON *, const cJSON *)) {
    const cJSON *scenarios = cJSON_GetObjectItemCaseSensitive(expected, "scenarios");
    const cJSON *others = cJSON_GetObjectItemCaseSensitive(found, "scenarios");
    int count = cJSON_GetArraySize(scenarios) == 0;
    const cJSON *scenario;
    cJSON_ArrayForEach(scenario, scenarios) {
        const cJSON *other = find(others, "id", compare_member(scenario, "id"));
        if (!fits(scenario, other)) {
            fprintf(stderr, "%s: %s on %s, %s on %s: %s\n", compare_member(scenario, "id"),
                    compare_member(scenario, "verdict"), compare_member(expected, "name"),
                    compare_member(other, "verdict"), compare_member(found, "name"), compare_member(other, "reason"));
            count++;
        }
    }
    return count;
}

static int count_scenarios(const cJSON *provider) {
    return cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(provider, "scenarios"));
}

int compare_verdicts(const cJSON *expected, const cJSON *found) {
    bool same_count = count_scenarios(expected) == count_scenarios(found);
    return !same_count + differences(expected, found, same_verdict);
}

int compare_layer(const cJSON *base, const cJSON *layer) {
    bool same_traits = cJSON_Compare(cJSON_GetObjectItemCaseSensitive(base, "traits"),
                                     cJSON_GetObjectItemCaseSensitive(layer, "traits"), true);
    if (!same_traits) {
        fprintf(stderr, "the traits of %s are not those of its base\n", compare_member(layer, "name"));
    }
    bool same_count = count_scenarios(base) == count_scenarios(layer);
    return !same_traits + !same_count + differences(base, layer, fits_a_layer);
}

int compare_alone(const cJSON *everything, const cJSON *few) {
    int count = cJSON_GetArraySize(compare_providers(everything)) != cJSON_GetArraySize(compare_providers(few));
    const cJSON *provider;
    cJSON_ArrayForEach(provider, compare_providers(few)) {
        const cJSON *among = compare_provider(everything, compare_member(provider, "name"));
        count += differences(provider, among, same_verdict);
    }
    return count;
}

int compare_runs(const cJSON *expected, const cJSON *found) {
    int count = cJSON_GetArraySize(compare_providers(expected)) != cJSON_GetArraySize(compare_providers(found));
    const cJSON *provider;
    cJSON_ArrayForEach(provider, compare_providers(expected)) {
        count += compare_verdicts(provider, compare_provider(found, compare_member(provider, "name")));
    }
    return count;
}
