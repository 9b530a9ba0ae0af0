/* The published proof on its way into a journal. */
#include "run/published.h"

#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/text.h"
#include "base/wide.h"
#include "results/files.h"
#include "scratch.h"
#include "unit.h"

static const char table[] = "# Proof\r\n\r\n| not | yet | a | row |\n\n"
                            "| Fault | What | Requirement | Caught in |\n|---|---|---|---|\n"
                            "| one-fault | Does it wrong. | REQ-01 | s.one |\r\n"
                            "| other-fault | Hangs. (hang) | REQ-02 | **escaped** |\n"
                            "| too | few | cells |\n"
                            "| one | cell | too | many | here |\n"
                            "\nwords | after | all |\n";

static const char *string_of(const cJSON *row, const char *key) {
    const char *string = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(row, key));
    return string == NULL ? "" : string;
}

static void rows_are_what_the_table_has(void) {
    cJSON *rows = published_rows(table);
    CU_ASSERT_EQUAL_FATAL(cJSON_GetArraySize(rows), 2);
    const cJSON *caught = cJSON_GetArrayItem(rows, 0);
    const cJSON *escaped = cJSON_GetArrayItem(rows, 1);
    CU_ASSERT_STRING_EQUAL(string_of(caught, "fault"), "one-fault");
    CU_ASSERT_STRING_EQUAL(string_of(caught, "title"), "Does it wrong.");
    CU_ASSERT_STRING_EQUAL(string_of(caught, "requirement"), "REQ-01");
    CU_ASSERT_TRUE(cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(caught, "caught")));
    const cJSON *by = cJSON_GetObjectItemCaseSensitive(caught, "by");
    CU_ASSERT_EQUAL(cJSON_GetArraySize(by), 1);
    CU_ASSERT_STRING_EQUAL(cJSON_GetStringValue(cJSON_GetArrayItem(by, 0)), "s.one");
    CU_ASSERT_TRUE(cJSON_IsFalse(cJSON_GetObjectItemCaseSensitive(escaped, "caught")));
    CU_ASSERT_EQUAL(cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(escaped, "by")), 0);
    cJSON_Delete(rows);
}

static void no_table_is_no_proof(void) {
    CU_ASSERT_PTR_NULL(published_rows(""));
    CU_ASSERT_PTR_NULL(published_rows("# Proof\n\nnothing yet"));
}

static void it_lies_beside_the_suites(void) {
    char *folder = scratch_make("published");
    char *docs = files_join(folder, "docs");
    char *file = files_join(docs, "proof.md");
    char *suites = files_join(folder, "suites");
    wchar_t *wide = wide_from_utf8(suites);
    cJSON *header = cJSON_CreateObject();
    CU_ASSERT_EQUAL(files_make_folder(suites, NULL), STATUS_OK);
    published_add(header, wide);
    CU_ASSERT_PTR_NULL(cJSON_GetObjectItemCaseSensitive(header, "proof"));
    CU_ASSERT_EQUAL(files_make_folder(docs, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(files_write(file, table, strlen(table), NULL), STATUS_OK);
    published_add(header, wide);
    CU_ASSERT_EQUAL(cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(header, "proof")), 2);
    cJSON_Delete(header);
    scratch_remove(folder);
    free(wide);
    free(suites);
    free(file);
    free(docs);
    free(folder);
}

/* The project's own, as every run with the project's suites takes it in. */
static void the_project_s_own_table_is_understood(void) {
    struct text markdown = {0};
    CU_ASSERT_EQUAL_FATAL(files_read(PROOF, &markdown, NULL), STATUS_OK);
    cJSON *rows = published_rows(text_string(&markdown));
    char *words = text_make("\n%d faults, ", cJSON_GetArraySize(rows));
    CU_ASSERT_PTR_NOT_NULL(strstr(markdown.string, words));
    free(words);
    cJSON_Delete(rows);
    text_free(&markdown);
}

static const struct unit_case cases[] = {
    {"rows are what the table has", rows_are_what_the_table_has},
    {"no table is no proof", no_table_is_no_proof},
    {"it lies beside the suites", it_lies_beside_the_suites},
    {"the project's own table is understood", the_project_s_own_table_is_understood},
};

UNIT_MAIN("run: the published proof", cases)
