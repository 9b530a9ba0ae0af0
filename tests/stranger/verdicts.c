/*
 * The suite on a provider that it does not know: written from the documents alone, correct, and as different from the
 * reference as the documents allow. Whatever the suite holds against it is a false alarm.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "stage.h"
#include "unit.h"

/* Which scenarios on which entry, and how many must pass there at least: together every suite, where it matters most.
 */
struct share {
    const char *entry, *words;
    int least;
};

static const struct share shares[] = {
    {"message", "--scenario condition.* --scenario group.*", 28},
    {"handshake", "--scenario accept.* --scenario listen.*", 38},
    {"tiny queue", "--scenario backlog.* --scenario defer.*", 40},
    {"own family", "--scenario connect-data.* --scenario defer.withdrawn", 21},
    {"system handles", "--scenario inherit.* --scenario startup.restart --scenario defer.withdrawn", 14},
    {"late", "--scenario connect.* --scenario listen.zero-backlog-succeeds --scenario backlog.withdrawn*", 20},
    {"far handshake", "--scenario backlog.* --scenario inherit.*", 30},
    {"scattered", "--scenario backlog.* --scenario connect-data.* --scenario defer.*", 70},
    {"scattered handshake", "--scenario backlog.* --scenario defer.* --scenario listen.* --scenario reject.*", 70},
    {"knocking", "--scenario backlog.* --scenario defer.*", 45},
    {"knocking handshake", "--scenario accept.* --scenario backlog.* --scenario condition.* --scenario defer.*", 62},
    {"jostling", "--scenario backlog.* --scenario defer.* --scenario connect.*", 80},
    {"at once", "--scenario connect.* --scenario accept.* --scenario reject.*", 40},
    {"late judge", "--scenario connect.* --scenario connect-data.* --scenario condition.*", 60},
    {"anonymous",
     "--scenario accept.* --scenario condition.* --scenario defer.* --scenario inherit.* --scenario reject.*", 100},
    {"datagram", "--scenario connect.* --scenario listen.*", 5},
};

/* What the documents recommend and these entries do not do: whoever ignores the reserved groups takes any, whoever says
 * at once that it is connected does not say it again, and whoever answers data only has no room for an answer to none.
 */
static const char *const allowed_warnings[] = {"group.invalid-from-condition-function", "group.unknown-group",
                                               "connect.immediate-success", "condition.room-with-support"};

static const cJSON *member(const cJSON *object, const char *key) {
    return cJSON_GetObjectItemCaseSensitive(object, key);
}

static const char *text_of(const cJSON *object, const char *key) {
    const char *text = cJSON_GetStringValue(member(object, key));
    return text == NULL ? "" : text;
}

static bool is_allowed_warning(const char *id) {
    for (size_t i = 0; i < sizeof allowed_warnings / sizeof allowed_warnings[0]; i++) {
        if (strcmp(id, allowed_warnings[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_false_alarm(const cJSON *scenario) {
    const char *verdict = text_of(scenario, "verdict");
    if (strcmp(verdict, "pass") == 0 || strcmp(verdict, "not-applicable") == 0) {
        return false;
    }
    return strcmp(verdict, "warn") != 0 || !is_allowed_warning(text_of(scenario, "id"));
}

/* Nothing but passes, and not too few. */
static void judge(const cJSON *provider, int least) {
    int passed = 0;
    const cJSON *scenario;
    cJSON_ArrayForEach(scenario, member(provider, "scenarios")) {
        passed += strcmp(text_of(scenario, "verdict"), "pass") == 0;
        if (is_false_alarm(scenario)) {
            fprintf(stderr, "%s: %s on %s: %s\n", text_of(scenario, "id"), text_of(scenario, "verdict"),
                    text_of(provider, "name"), text_of(scenario, "reason"));
            CU_FAIL("the suite accuses a correct provider");
        }
    }
    if (passed < least) {
        fprintf(stderr, "%s: %d passed, fewer than %d\n", text_of(provider, "name"), passed, least);
        CU_FAIL("the suite says little about a correct provider");
    }
}

static void find_nothing_wrong(const struct share *share) {
    char *out = stage_path(share->entry);
    struct show show;
    show_start(&show,
               "run --dll \"%s\\..\\..\\tests\\stranger\\stranger.dll\" --jobs 6 --quiet --out \"%s\" "
               "--provider \"stranger %s\" %s",
               stage_dlls, out, share->entry, share->words);
    show_finish(&show);
    cJSON *results = stage_results(out);
    const cJSON *providers = member(results, "providers");
    CU_ASSERT_EQUAL(show.exit_code, 0);
    CU_ASSERT_EQUAL(cJSON_GetArraySize(providers), 1);
    judge(cJSON_GetArrayItem(providers, 0), share->least);
    cJSON_Delete(results);
    show_free(&show);
    free(out);
}

static void all_shares(void) {
    for (size_t i = 0; i < sizeof shares / sizeof shares[0]; i++) {
        find_nothing_wrong(&shares[i]);
    }
}

static const struct unit_case cases[] = {
    {"nothing is wrong with a correct provider that the suite does not know", all_shares},
};

int main(void) {
    char suites[MAX_PATH];
    GetFullPathNameA(SUITES, sizeof suites, suites, NULL);
    stage_open("stranger");
    free(stage_suites);
    stage_suites = text_make("%s", suites);
    int code = unit_main("the suite on a stranger", cases, sizeof cases / sizeof cases[0]);
    stage_close();
    return code;
}
