/* Every write of a journal can be the one that finds the disk full; the system's limit on file sizes plays the disk. */
#define _DEFAULT_SOURCE
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "results/files.h"
#include "results/journal.h"
#include "scratch.h"
#include "unit.h"

static void limit_files(rlim_t size) {
    struct rlimit limit = {size, RLIM_INFINITY};
    CU_ASSERT_EQUAL_FATAL(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* Appends ten lines of eight bytes under a limit, and returns how many were taken. */
static size_t append_under(const char *path, rlim_t limit) {
    struct journal *journal = NULL;
    struct error error = {0};
    size_t taken = 0;
    CU_ASSERT_EQUAL_FATAL(journal_create(&journal, path, NULL), STATUS_OK);
    limit_files(limit);
    for (int i = 0; i < 10; i++) {
        bool failed_before = error.status != STATUS_OK;
        enum status status = journal_append(journal, "1234567", 7, &error);
        CU_ASSERT_FALSE(failed_before && status == STATUS_OK);
        taken += status == STATUS_OK;
    }
    CU_ASSERT_EQUAL(journal_sync(journal, NULL), STATUS_FAILED);
    CU_ASSERT_PTR_NOT_NULL_FATAL(error.message);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "cannot write to"));
    journal_close(journal);
    limit_files(RLIM_INFINITY);
    error_clear(&error);
    return taken;
}

static void a_full_disk_sticks_and_leaves_whole_lines(void) {
    signal(SIGXFSZ, SIG_IGN);
    for (rlim_t limit = 0; limit < 79; limit++) {
        struct text text = {0};
        char *folder = scratch_folder("full-disk");
        char *path = files_join(folder, "journal.jsonl");
        size_t taken = append_under(path, limit);
        CU_ASSERT_EQUAL(taken, (size_t)limit / 8);
        CU_ASSERT_EQUAL(files_read(path, &text, NULL), STATUS_OK);
        CU_ASSERT_EQUAL(text.length, taken * 8);
        text_free(&text);
        free(path);
        free(folder);
    }
}

/* What was added is written later, but no later than the sync, which does not say that all is well. */
static void a_full_disk_shows_with_the_sync(void) {
    struct text text = {0};
    struct error error = {0};
    struct journal *journal = NULL;
    char *folder = scratch_folder("full-disk-sync");
    char *path = files_join(folder, "journal.jsonl");
    signal(SIGXFSZ, SIG_IGN);
    CU_ASSERT_EQUAL_FATAL(journal_create(&journal, path, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(journal_append(journal, "1234567", 7, NULL), STATUS_OK);
    limit_files(20);
    CU_ASSERT_EQUAL(journal_add(journal, "2345678", 7, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(journal_add(journal, "3456789", 7, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(journal_sync(journal, NULL), STATUS_FAILED);
    CU_ASSERT_EQUAL(journal_add(journal, "4567890", 7, &error), STATUS_FAILED);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "cannot write to"));
    journal_close(journal);
    limit_files(RLIM_INFINITY);
    CU_ASSERT_EQUAL(files_read(path, &text, NULL), STATUS_OK);
    CU_ASSERT_STRING_EQUAL(text_string(&text), "1234567\n");
    error_clear(&error);
    text_free(&text);
    free(path);
    free(folder);
}

static const struct unit_case cases[] = {
    {"a full disk sticks and leaves whole lines", a_full_disk_sticks_and_leaves_whole_lines},
    {"a full disk shows with the sync", a_full_disk_shows_with_the_sync},
};

UNIT_MAIN("results: the journal on a full disk", cases)
