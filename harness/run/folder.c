#include "run/folder.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/memory.h"
#include "base/text.h"
#include "base/wide.h"
#include "results/files.h"
#include "run/path.h"

#define COLLECTED "reports\\out"
#define JOURNAL_NAME "journal.jsonl"
#define LOCK_NAME "run.lock"
#define LATEST_NAME "latest.txt"
#define NAMES_TRIED 1000

static char *current_folder(void) {
    DWORD units = GetCurrentDirectoryW(0, NULL);
    wchar_t *wide = memory_zeroed((size_t)units + 1, sizeof *wide);
    GetCurrentDirectoryW(units, wide);
    char *path = wide_to_utf8(wide);
    free(wide);
    return path;
}

static void now_as_name(char *words, size_t size) {
    time_t now = time(NULL);
    struct tm local = {0};
    if (localtime_s(&local, &now) != 0 || strftime(words, size, "%Y-%m-%d_%H-%M-%S", &local) == 0) {
        words[0] = '\0';
    }
}

/* Two runs may begin in the same second. */
static char *choose_name(const char *collected) {
    char words[32];
    now_as_name(words, sizeof words);
    char *path = files_join(collected, words);
    for (int i = 2; files_exists(path) && i < NAMES_TRIED; i++) {
        free(path);
        char *name = text_make("%s-%d", words, i);
        path = files_join(collected, name);
        free(name);
    }
    return path;
}

/* A lock that the system takes back when the process dies, however it dies. */
static enum status lock(struct run_folder *folder, struct error *error) {
    char *path = files_join(folder->path, LOCK_NAME);
    wchar_t *wide = path_for_system(path);
    folder->lock = CreateFileW(wide, GENERIC_READ | GENERIC_WRITE | DELETE, 0, NULL, CREATE_ALWAYS,
                               FILE_ATTRIBUTE_HIDDEN | FILE_FLAG_DELETE_ON_CLOSE, NULL);
    DWORD reason = GetLastError();
    free(wide);
    free(path);
    if (folder->lock != INVALID_HANDLE_VALUE) {
        return STATUS_OK;
    }
    folder->lock = NULL;
    if (reason == ERROR_SHARING_VIOLATION) {
        return error_set(error, STATUS_FAILED, "another wspcheck is at work in %s", folder->path);
    }
    char *words = wide_system_message(reason);
    error_set(error, STATUS_USAGE, "the folder %s cannot be written to (%s)", folder->path, words);
    free(words);
    return error->status;
}

static enum status verify_empty(const char *path, struct error *error) {
    struct file_names names = {0};
    enum status status = files_list(path, &names, error);
    if (status == STATUS_OK && names.count != 0) {
        status = error_set(error, STATUS_USAGE,
                           "the folder %s is not empty; name another for --out, or go on with the run in it: "
                           "wspcheck resume",
                           path);
    }
    file_names_free(&names);
    return status;
}

enum status run_folder_make(struct run_folder *folder, const char *path, struct error *error) {
    if (path == NULL) {
        char *here = current_folder();
        folder->collected = files_join(here, COLLECTED);
        free(here);
    }
    folder->path = path == NULL ? choose_name(folder->collected) : memory_string(path);
    folder->journal = files_join(folder->path, JOURNAL_NAME);
    if (files_make_folder(folder->path, error) != STATUS_OK || verify_empty(folder->path, error) != STATUS_OK) {
        return error->status = STATUS_USAGE;
    }
    return lock(folder, error);
}

enum status run_folder_open(struct run_folder *folder, const char *path, struct error *error) {
    folder->path = memory_string(path);
    folder->journal = files_join(path, JOURNAL_NAME);
    if (!files_exists(folder->journal)) {
        return error_set(error, STATUS_USAGE, "there is no journal in %s, so there is no run to go on with", path);
    }
    return lock(folder, error);
}

static bool is_empty_log(const char *folder, const char *name) {
    if (strncmp(name, "worker-", 7) != 0 || strstr(name, ".log") == NULL) {
        return false;
    }
    char *path = files_join(folder, name);
    struct file *file = NULL;
    uint64_t size = 1;
    if (file_open(&file, path, FILES_READ, NULL) == STATUS_OK) {
        file_size(file, &size, NULL);
        file_close(file);
    }
    free(path);
    return size == 0;
}

void run_folder_tidy(const struct run_folder *folder) {
    struct file_names names = {0};
    if (files_list(folder->path, &names, NULL) == STATUS_OK) {
        for (size_t i = 0; i < names.count; i++) {
            if (is_empty_log(folder->path, names.names[i])) {
                char *path = files_join(folder->path, names.names[i]);
                files_remove(path, NULL);
                free(path);
            }
        }
    }
    file_names_free(&names);
    if (folder->collected != NULL) {
        char *latest = files_join(folder->collected, LATEST_NAME);
        char *line = text_make("%s\n", folder->path + strlen(folder->collected) + 1);
        files_write(latest, line, strlen(line), NULL);
        free(line);
        free(latest);
    }
}

void run_folder_close(struct run_folder *folder) {
    if (folder->lock != NULL) {
        CloseHandle(folder->lock);
    }
    free(folder->path);
    free(folder->journal);
    free(folder->collected);
    *folder = (struct run_folder){0};
}
