#include "statement/statement.h"

#include <stdlib.h>
#include <string.h>

#include "results/files.h"
#include "runs.h"
#include "scratch.h"
#include "unit.h"

/* A run without anything broken, which no statement can be made of. */
static const struct synthetic_plan plan = {.providers = 1, .scenarios = 12};

static char *make_statement(void) {
    char digest[SHA256_DIGITS + 1];
    struct error error = {0};
    struct results *results = runs_load("stated-run", &plan);
    char *out = scratch_folder("statement");
    if (statement_write(results, out, digest, &error) != STATUS_OK) {
        CU_FAIL_FATAL(error.message);
    }
    CU_ASSERT_EQUAL(strlen(digest), SHA256_DIGITS);
    results_free(results);
    return out;
}

static void expect_findings(const char *folder, const char *words) {
    char digest[SHA256_DIGITS + 1];
    struct text findings = {0};
    struct error error = {0};
    if (statement_verify(folder, &findings, digest, &error) != STATUS_OK) {
        CU_FAIL(error.message);
    }
    if (words == NULL) {
        CU_ASSERT_STRING_EQUAL(text_string(&findings), "");
    } else {
        CU_ASSERT_PTR_NOT_NULL(strstr(text_string(&findings), words));
    }
    error_clear(&error);
    text_free(&findings);
}

static void an_untouched_statement_verifies(void) {
    char *folder = make_statement();
    char *page = files_join(folder, "statement.html");
    CU_ASSERT_TRUE(files_exists(page));
    expect_findings(folder, NULL);
    free(page);
    free(folder);
}

/* Changes one character of a file. */
static void alter(const char *folder, const char *name, const char *from, const char *to) {
    struct text text = runs_read(folder, name);
    char *path = files_join(folder, name);
    char *at = strstr(text_string(&text), from);
    CU_ASSERT_PTR_NOT_NULL_FATAL(at);
    memcpy(at, to, strlen(to));
    CU_ASSERT_EQUAL(files_write(path, text.string, text.length, NULL), STATUS_OK);
    text_free(&text);
    free(path);
}

static void an_altered_file_is_named(void) {
    char *folder = make_statement();
    alter(folder, "statement.html", "Conformance", "conformance");
    expect_findings(folder, "statement.html was altered");
    free(folder);
}

static void an_altered_file_with_a_new_hash_is_named_too(void) {
    char *folder = make_statement();
    char digits[SHA256_DIGITS + 1];
    char old[SHA256_DIGITS + 1];
    char *path = files_join(folder, "results.json");
    CU_ASSERT_EQUAL(sha256_of_file(path, old, NULL), STATUS_OK);
    alter(folder, "results.json", "\"verdict\": \"pass\"", "\"verdict\": \"warn\"");
    CU_ASSERT_EQUAL(sha256_of_file(path, digits, NULL), STATUS_OK);
    alter(folder, "manifest.sha256", old, digits);
    expect_findings(folder, "results.json is not what the journal gives");
    free(path);
    free(folder);
}

static void a_changed_journal_is_noticed(void) {
    char *folder = make_statement();
    alter(folder, "journal.jsonl", "\"title\": \"An accepted", "\"title\": \"Na accepted");
    expect_findings(folder, "journal.jsonl was altered");
    expect_findings(folder, "results.json is not what the journal gives");
    expect_findings(folder, "provider/wspcheck-reference.html is not what the journal gives");
    free(folder);
}

static void what_is_missing_or_added_is_named(void) {
    char *folder = make_statement();
    char *missing = files_join(folder, "junit.xml");
    char *added = files_join(folder, "requirement/extra.html");
    CU_ASSERT_EQUAL(files_remove(missing, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(files_write(added, "x", 1, NULL), STATUS_OK);
    expect_findings(folder, "junit.xml is missing");
    expect_findings(folder, "requirement/extra.html is not in the manifest");
    free(missing);
    free(added);
    free(folder);
}

static void another_folder_is_no_statement(void) {
    char digest[SHA256_DIGITS + 1];
    struct text findings = {0};
    struct error error = {0};
    char *folder = runs_write("stated-run", &plan);
    CU_ASSERT_EQUAL(statement_verify(folder, &findings, digest, &error), STATUS_USAGE);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "is no statement"));
    error_clear(&error);
    text_free(&findings);
    free(folder);
}

static void a_broken_or_unfinished_run_makes_none(void) {
    char digest[SHA256_DIGITS + 1];
    struct error error = {0};
    struct text journal = {0};
    char *out = scratch_folder("statement");
    scratch_header(&journal, 1, "");
    struct results *results = scratch_load("unfinished", &journal, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(results);
    CU_ASSERT_EQUAL(statement_write(results, out, digest, &error), STATUS_INCOMPLETE);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "3 results that never came"));
    results_free(results);
    error_clear(&error);
    text_free(&journal);
    free(out);
}

static void a_run_is_not_turned_into_its_statement(void) {
    char digest[SHA256_DIGITS + 1];
    struct error error = {0};
    struct results *results = runs_load("stated-run", &plan);
    CU_ASSERT_EQUAL(statement_write(results, "scratch/stated-run", digest, &error), STATUS_USAGE);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "folder of a run"));
    results_free(results);
    error_clear(&error);
}

static const struct unit_case cases[] = {
    {"an untouched statement verifies", an_untouched_statement_verifies},
    {"an altered file is named", an_altered_file_is_named},
    {"an altered file with a new hash is named too", an_altered_file_with_a_new_hash_is_named_too},
    {"a changed journal is noticed", a_changed_journal_is_noticed},
    {"what is missing or added is named", what_is_missing_or_added_is_named},
    {"another folder is no statement", another_folder_is_no_statement},
    {"a broken or unfinished run makes none", a_broken_or_unfinished_run_makes_none},
    {"a run is not turned into its statement", a_run_is_not_turned_into_its_statement},
};

UNIT_MAIN("reports: the statement", cases)
