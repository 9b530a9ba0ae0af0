#include "results/journal.h"

#include <stdlib.h>
#include <string.h>

#include "results/files.h"
#include "scratch.h"
#include "unit.h"

static char *journal_path(const char *name) {
    char *folder = scratch_folder(name);
    char *path = files_join(folder, "journal.jsonl");
    free(folder);
    return path;
}

static void expect_content(const char *path, const char *expected) {
    struct text text = {0};
    CU_ASSERT_EQUAL(files_read(path, &text, NULL), STATUS_OK);
    CU_ASSERT_STRING_EQUAL(text_string(&text), expected);
    text_free(&text);
}

static void put(const char *path, const char *content) {
    CU_ASSERT_EQUAL(files_write(path, content, strlen(content), NULL), STATUS_OK);
}

static void lines_are_appended(void) {
    struct journal *journal = NULL;
    char *path = journal_path("journal-append");
    CU_ASSERT_EQUAL_FATAL(journal_create(&journal, path, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(journal_append(journal, "{\"a\":1}", 7, NULL), STATUS_OK);
    expect_content(path, "{\"a\":1}\n");
    CU_ASSERT_EQUAL(journal_append(journal, "{}tail", 2, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(journal_sync(journal, NULL), STATUS_OK);
    journal_close(journal);
    expect_content(path, "{\"a\":1}\n{}\n");
    free(path);
}

static void added_lines_are_written_with_the_next(void) {
    struct journal *journal = NULL;
    char *path = journal_path("journal-add");
    CU_ASSERT_EQUAL_FATAL(journal_create(&journal, path, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(journal_add(journal, "one", 3, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(journal_add(journal, "", 0, NULL), STATUS_BROKEN);
    expect_content(path, "");
    CU_ASSERT_EQUAL(journal_append(journal, "two", 3, NULL), STATUS_OK);
    expect_content(path, "one\ntwo\n");
    CU_ASSERT_EQUAL(journal_add(journal, "three", 5, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(journal_sync(journal, NULL), STATUS_OK);
    expect_content(path, "one\ntwo\nthree\n");
    CU_ASSERT_EQUAL(journal_add(journal, "four", 4, NULL), STATUS_OK);
    journal_close(journal);
    expect_content(path, "one\ntwo\nthree\nfour\n");
    free(path);
}

/* However many there are, they do not all stay in memory. */
static void many_added_lines_are_written_unasked(void) {
    struct journal *journal = NULL;
    struct text text = {0};
    static char line[65536];
    char *path = journal_path("journal-many");
    memset(line, 'x', sizeof line);
    CU_ASSERT_EQUAL_FATAL(journal_create(&journal, path, NULL), STATUS_OK);
    for (int i = 0; i < 32; i++) {
        CU_ASSERT_EQUAL(journal_add(journal, line, sizeof line, NULL), STATUS_OK);
    }
    CU_ASSERT_EQUAL(files_read(path, &text, NULL), STATUS_OK);
    CU_ASSERT(text.length >= 16 * (sizeof line + 1));
    journal_close(journal);
    text_free(&text);
    free(path);
}

static void an_existing_journal_is_not_created_again(void) {
    struct journal *journal = NULL;
    struct error error = {0};
    char *path = journal_path("journal-exists");
    put(path, "precious\n");
    CU_ASSERT_EQUAL(journal_create(&journal, path, &error), STATUS_USAGE);
    CU_ASSERT_PTR_NULL(journal);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "exists already"));
    expect_content(path, "precious\n");
    error_clear(&error);
    free(path);
}

static void expect_reopened(const char *before, const char *after) {
    struct journal *journal = NULL;
    char *path = journal_path("journal-reopen");
    put(path, before);
    CU_ASSERT_EQUAL_FATAL(journal_reopen(&journal, path, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(journal_append(journal, "new", 3, NULL), STATUS_OK);
    journal_close(journal);
    expect_content(path, after);
    free(path);
}

static void reopening_cuts_a_torn_line(void) {
    expect_reopened("one\ntwo\n", "one\ntwo\nnew\n");
    expect_reopened("one\ntw", "one\nnew\n");
    expect_reopened("torn from the start", "new\n");
    expect_reopened("", "new\n");
}

static void reopening_cuts_a_torn_line_of_any_length(void) {
    struct text before = {0};
    text_append(&before, "one\n");
    for (int i = 0; i < 20000; i++) {
        text_append(&before, "x");
    }
    expect_reopened(before.string, "one\nnew\n");
    text_free(&before);
}

static void a_journal_that_is_not_there_cannot_be_reopened(void) {
    struct journal *journal = NULL;
    struct error error = {0};
    char *path = journal_path("journal-absent");
    CU_ASSERT_EQUAL(journal_reopen(&journal, path, &error), STATUS_FAILED);
    CU_ASSERT_PTR_NULL(journal);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, path));
    error_clear(&error);
    free(path);
}

static void lines_that_readers_would_misread_are_refused(void) {
    struct journal *journal = NULL;
    char *path = journal_path("journal-refuse");
    char *huge = calloc(1, JOURNAL_LINE_LIMIT);
    CU_ASSERT_EQUAL_FATAL(journal_create(&journal, path, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(journal_append(journal, "header", 6, NULL), STATUS_OK);
    memset(huge, 'x', JOURNAL_LINE_LIMIT);
    CU_ASSERT_EQUAL(journal_append(journal, "", 0, NULL), STATUS_BROKEN);
    CU_ASSERT_EQUAL(journal_append(journal, "a\nb", 3, NULL), STATUS_BROKEN);
    CU_ASSERT_EQUAL(journal_append(journal, "a\0b", 3, NULL), STATUS_BROKEN);
    CU_ASSERT_EQUAL(journal_append(journal, huge, JOURNAL_LINE_LIMIT, NULL), STATUS_BROKEN);
    CU_ASSERT_EQUAL(journal_append(journal, "good", 4, NULL), STATUS_OK);
    journal_close(journal);
    expect_content(path, "header\ngood\n");
    free(huge);
    free(path);
}

static void a_second_writer_is_refused(void) {
    struct journal *journal = NULL;
    struct journal *second = NULL;
    struct error error = {0};
    char *path = journal_path("journal-locked");
    CU_ASSERT_EQUAL_FATAL(journal_create(&journal, path, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(journal_reopen(&second, path, &error), STATUS_FAILED);
    CU_ASSERT_PTR_NULL(second);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "another process"));
    journal_close(journal);
    CU_ASSERT_EQUAL(journal_reopen(&second, path, NULL), STATUS_OK);
    journal_close(second);
    error_clear(&error);
    free(path);
}

static const struct unit_case cases[] = {
    {"lines are appended, each at once", lines_are_appended},
    {"added lines are written with the next", added_lines_are_written_with_the_next},
    {"many added lines are written unasked", many_added_lines_are_written_unasked},
    {"an existing journal is not created again", an_existing_journal_is_not_created_again},
    {"reopening cuts a torn line", reopening_cuts_a_torn_line},
    {"reopening cuts a torn line of any length", reopening_cuts_a_torn_line_of_any_length},
    {"a journal that is not there cannot be reopened", a_journal_that_is_not_there_cannot_be_reopened},
    {"lines that readers would misread are refused", lines_that_readers_would_misread_are_refused},
    {"a second writer is refused", a_second_writer_is_refused},
};

UNIT_MAIN("results: the journal's writer", cases)
