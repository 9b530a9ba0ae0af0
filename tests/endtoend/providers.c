/* The whole suites on the project's own correct providers: nothing is held against the reference and its legal
 * variants, and the host has the findings that are known of it, no more and no less. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "compare.h"
#include "unit.h"

#define ENTRIES_OF_THE_REFERENCE 13

/* What the catalogue merely recommends, and the entries that do otherwise. */
static const struct {
    const char *provider, *scenario;
} allowed_warnings[] = {
    {"wspcheck reference variant loose", "condition.no-caller-data"},
    {"wspcheck reference variant one-way", "condition.room-with-support"},
};

static bool is_allowed(const char *provider, const char *scenario, const char *verdict) {
    bool allowed = strcmp(verdict, "pass") == 0 || strcmp(verdict, "not-applicable") == 0;
    for (size_t i = 0; !allowed && i < sizeof allowed_warnings / sizeof allowed_warnings[0]; i++) {
        allowed = strcmp(verdict, "warn") == 0 && strcmp(provider, allowed_warnings[i].provider) == 0 &&
                  strcmp(scenario, allowed_warnings[i].scenario) == 0;
    }
    return allowed;
}

static int count_alarms(const cJSON *provider) {
    int alarms = 0;
    const char *name = compare_member(provider, "name");
    const cJSON *scenario;
    cJSON_ArrayForEach(scenario, cJSON_GetObjectItemCaseSensitive(provider, "scenarios")) {
        const char *id = compare_member(scenario, "id");
        if (!is_allowed(name, id, compare_member(scenario, "verdict"))) {
            fprintf(stderr, "%s: %s on %s: %s\n", id, compare_member(scenario, "verdict"), name,
                    compare_member(scenario, "reason"));
            alarms++;
        }
    }
    return alarms;
}

static void nothing_is_held_against_the_reference(void) {
    DWORD exit_code;
    cJSON *results = compare_run("--provider \"wspcheck reference*\" --jobs 4", &exit_code);
    CU_ASSERT_EQUAL(exit_code, 0);
    CU_ASSERT_EQUAL(cJSON_GetArraySize(compare_providers(results)), ENTRIES_OF_THE_REFERENCE);
    const cJSON *provider;
    cJSON_ArrayForEach(provider, compare_providers(results)) { CU_ASSERT_EQUAL(count_alarms(provider), 0); }
    cJSON_Delete(results);
}

static bool knows_the_host(const cJSON *results) {
    const cJSON *host = cJSON_GetObjectItemCaseSensitive(results, "host");
    return strncmp(compare_member(host, "wine"), "8.", 2) == 0;
}

/* What is known of the host was found with Wine 8; elsewhere the run has to come to its end. */
static void the_host_is_as_it_is_known(void) {
    DWORD exit_code;
    cJSON *results = compare_run("--provider \"host TCP/IP*\" --jobs 4 --expect \"" EXPECTATIONS "\"", &exit_code);
    CU_ASSERT_EQUAL(cJSON_GetArraySize(compare_providers(results)), 2);
    CU_ASSERT_TRUE(exit_code == 0 || (exit_code == 1 && !knows_the_host(results)));
    cJSON_Delete(results);
}

static const struct unit_case cases[] = {
    {"nothing is held against the reference and its variants", nothing_is_held_against_the_reference},
    {"the host has the findings that are known of it", the_host_is_as_it_is_known},
};

int main(void) {
    compare_open("providers");
    int code = unit_main("end to end: the correct providers", cases, sizeof cases / sizeof cases[0]);
    stage_close();
    return code;
}
