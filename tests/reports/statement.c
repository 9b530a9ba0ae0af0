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

/* Changes one bit in the middle of a file, has the statement verified, and puts it back. */
static void expect_flip_noticed(const char *folder, const char *name) {
    char digest[SHA256_DIGITS + 1];
    struct text findings = {0};
    struct error error = {0};
    struct text text = runs_read(folder, name);
    char *path = files_join(folder, name);
    CU_ASSERT_TRUE_FATAL(text.length > 0);
    text.string[text.length / 2] ^= 1;
    CU_ASSERT_EQUAL(files_write(path, text.string, text.length, NULL), STATUS_OK);
    enum status status = statement_verify(folder, &findings, digest, &error);
    bool noticed = status != STATUS_OK || strstr(text_string(&findings), name) != NULL;
    if (!noticed) {
        CU_FAIL(name);
    }
    text.string[text.length / 2] ^= 1;
    CU_ASSERT_EQUAL(files_write(path, text.string, text.length, NULL), STATUS_OK);
    error_clear(&error);
    text_free(&findings);
    text_free(&text);
    free(path);
}

static size_t flip_each_file(const char *folder, const char *below) {
    struct file_names names = {0};
    char *here = below[0] == '\0' ? text_make("%s", folder) : files_join(folder, below);
    size_t count = 0;
    CU_ASSERT_EQUAL(files_list(here, &names, NULL), STATUS_OK);
    for (size_t i = 0; i < names.count; i++) {
        char *name = below[0] == '\0' ? text_make("%s", names.names[i]) : text_make("%s/%s", below, names.names[i]);
        char *path = files_join(folder, name);
        if (files_is_folder(path)) {
            count += flip_each_file(folder, name);
        } else if (strcmp(name, "manifest.sha256") != 0) {
            expect_flip_noticed(folder, name);
            count++;
        }
        free(path);
        free(name);
    }
    file_names_free(&names);
    free(here);
    return count;
}

static void one_bit_in_any_file_is_noticed(void) {
    char *folder = make_statement();
    CU_ASSERT_TRUE(flip_each_file(folder, "") > 20);
    expect_findings(folder, NULL);
    free(folder);
}

/* Each line of the manifest has a digest, two blanks, a name, and a line end. */
static void one_bit_anywhere_in_the_manifest_is_noticed(void) {
    char *folder = make_statement();
    char *path = files_join(folder, "manifest.sha256");
    struct text manifest = runs_read(folder, "manifest.sha256");
    size_t line = strcspn(manifest.string, "\n") + 1;
    for (size_t i = 0; i < line; i += 3) {
        char digest[SHA256_DIGITS + 1];
        struct text findings = {0};
        struct error error = {0};
        manifest.string[i] ^= 1;
        CU_ASSERT_EQUAL(files_write(path, manifest.string, manifest.length, NULL), STATUS_OK);
        enum status status = statement_verify(folder, &findings, digest, &error);
        CU_ASSERT_TRUE(status != STATUS_OK || findings.length != 0);
        manifest.string[i] ^= 1;
        error_clear(&error);
        text_free(&findings);
    }
    text_free(&manifest);
    free(path);
    free(folder);
}

static void it_says_what_was_tested_and_on_what(void) {
    static const char *const said[] = {"SHA-256 of the DLL",
                                       "DLL version",
                                       "Operating system",
                                       "Suite",
                                       "Architecture",
                                       "Waivers",
                                       "None: every deviation counted",
                                       "DEFER-01",
                                       "9f86d081"};
    char *folder = make_statement();
    struct text page = runs_read(folder, "statement.html");
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        if (strstr(text_string(&page), said[i]) == NULL) {
            CU_FAIL(said[i]);
        }
    }
    text_free(&page);
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
    {"one bit in any file is noticed", one_bit_in_any_file_is_noticed},
    {"one bit anywhere in the manifest is noticed", one_bit_anywhere_in_the_manifest_is_noticed},
    {"it says what was tested, and on what", it_says_what_was_tested_and_on_what},
    {"what is missing or added is named", what_is_missing_or_added_is_named},
    {"another folder is no statement", another_folder_is_no_statement},
    {"a broken or unfinished run makes none", a_broken_or_unfinished_run_makes_none},
    {"a run is not turned into its statement", a_run_is_not_turned_into_its_statement},
};

UNIT_MAIN("reports: the statement", cases)
