/* "wspcheck mutants" over the whole faulty family, once, and what it finds. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "results/files.h"
#include "stage.h"
#include "unit.h"

#define FAULTS_AT_LEAST 150

static struct show show;
static struct text markdown;
static cJSON *json;

static double count_of(const char *key) {
    const cJSON *counts = cJSON_GetObjectItemCaseSensitive(json, "counts");
    return cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(counts, key));
}

static void run_mutants(void) {
    char *table = stage_path("proof.md");
    char *data = stage_path("proof.json");
    struct text text = {0};
    show_start(&show, "mutants --markdown \"%s\" --json \"%s\"", table, data);
    show_finish(&show);
    files_read(table, &markdown, NULL);
    files_read(data, &text, NULL);
    json = cJSON_Parse(text_string(&text));
    text_free(&text);
    free(table);
    free(data);
}

/* The first case also makes the run that the next ones look at. */
static void nothing_escapes(void) {
    run_mutants();
    CU_ASSERT_EQUAL(show.exit_code, 0);
    CU_ASSERT_EQUAL(count_of("escaped"), 0);
    CU_ASSERT_EQUAL(count_of("caught"), count_of("faults"));
    if (show.exit_code != 0) {
        fputs(text_string(&show.printed), stderr);
    }
}

static void there_are_enough_faults(void) { CU_ASSERT_TRUE(count_of("faults") >= FAULTS_AT_LEAST); }

static void every_must_has_one_or_a_reason(void) { CU_ASSERT_EQUAL(count_of("gaps"), 0); }

static void the_published_table_is_what_is_found(void) {
    struct text published = {0};
    CU_ASSERT_EQUAL_FATAL(files_read(PROOF, &published, NULL), STATUS_OK);
    CU_ASSERT_STRING_EQUAL(text_string(&published), text_string(&markdown));
    text_free(&published);
}

static void unknown_faults_are_refused(void) {
    struct show refused;
    show_expect(&refused, 3, "none of the", "mutants --fault no-such-fault");
    show_free(&refused);
    show_expect(&refused, 3, "more, which \"wspcheck list\" prints",
                "run --dll \"%s\\wspfaulty.dll\" --provider nobody", stage_dlls);
    show_free(&refused);
    show_expect(&refused, 2, "--jobs expects a whole number", "mutants --jobs none");
    show_free(&refused);
}

int main(void) {
    static const struct unit_case cases[] = {
        {"nothing escapes", nothing_escapes},
        {"there are enough faults", there_are_enough_faults},
        {"every must has one or a reason", every_must_has_one_or_a_reason},
        {"the published table is what is found", the_published_table_is_what_is_found},
        {"unknown faults are refused", unknown_faults_are_refused}};
    char suites[MAX_PATH];
    GetFullPathNameA(SUITES, sizeof suites, suites, NULL);
    SetEnvironmentVariableA("WSPCHECK_SUITES", suites);
    stage_open("mutants");
    int code = unit_main("mutants", cases, sizeof cases / sizeof cases[0]);
    cJSON_Delete(json);
    text_free(&markdown);
    show_free(&show);
    stage_close();
    return code;
}
