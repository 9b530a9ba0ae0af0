#include "runs.h"

#include <stdlib.h>

#include "results/files.h"
#include "scratch.h"
#include "unit.h"

char *runs_write(const char *name, const struct synthetic_plan *plan) {
    struct text journal = {0};
    char *folder = scratch_folder(name);
    char *path = files_join(folder, "journal.jsonl");
    synthetic_journal(&journal, plan);
    CU_ASSERT_EQUAL_FATAL(files_write(path, journal.string, journal.length, NULL), STATUS_OK);
    text_free(&journal);
    free(path);
    return folder;
}

struct results *runs_load(const char *name, const struct synthetic_plan *plan) {
    struct results *results = NULL;
    char *folder = runs_write(name, plan);
    CU_ASSERT_EQUAL_FATAL(results_load(&results, folder, NULL), STATUS_OK);
    free(folder);
    return results;
}

struct text runs_read(const char *folder, const char *name) {
    struct text text = {0};
    char *path = files_join(folder, name);
    files_read(path, &text, NULL);
    free(path);
    return text;
}
