#include "document/output.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define ENOUGH ((size_t)64 * 1024)
#define TEMPORARY ".new"

/* Compares the text with the same stretch of the file that is there. */
static void compare_out(struct output *output) {
    char *there = memory_resize(NULL, output->text.length, 1);
    size_t got = 0;
    file_read(output->file, output->offset, there, output->text.length, &got, &output->error);
    output->differs = output->differs || got != output->text.length || memcmp(there, output->text.string, got) != 0;
    output->offset += output->text.length;
    free(there);
}

static void write_out(struct output *output) {
    if (output->error.status == STATUS_OK && output->text.length != 0) {
        if (output->compared != NULL) {
            compare_out(output);
        } else {
            file_write(output->file, output->text.string, output->text.length, &output->error);
        }
    }
    text_clear(&output->text);
}

void output_pause(struct output *output) {
    if (output->file != NULL && output->text.length >= ENOUGH) {
        write_out(output);
    }
}

static void add_difference(struct folder *folder, const char *name) {
    text_append(&folder->differences, name);
    text_append_char(&folder->differences, '\n');
}

static void finish_comparison(struct output *output) {
    uint64_t size = 0;
    if (output->compared == NULL || output->error.status != STATUS_OK) {
        return;
    }
    file_size(output->file, &size, &output->error);
    if (output->differs || size != output->offset) {
        add_difference(output->compared, output->compared->files[output->compared->count - 1]);
    }
}

enum status output_finish(struct output *output, struct error *error) {
    if (output->file != NULL) {
        write_out(output);
        finish_comparison(output);
        file_close(output->file);
    }
    enum status status = output->error.status;
    if (status != STATUS_OK) {
        error_set(error, status, "%s", output->error.message);
    }
    error_clear(&output->error);
    text_free(&output->text);
    output->file = NULL;
    return status;
}

void folder_start_comparison(struct folder *folder, const char *path) {
    *folder = (struct folder){.path = memory_string(path), .compares = true};
}

enum status folder_start(struct folder *folder, const char *path, struct error *error) {
    *folder = (struct folder){.path = memory_string(path)};
    enum status status = files_make_folder(path, error);
    if (status != STATUS_OK) {
        folder_abandon(folder);
    }
    return status;
}

enum status folder_add_pages(struct folder *folder, const char *name, struct error *error) {
    char *path = files_join(folder->path, name);
    folder->pages = memory_grow(folder->pages, folder->pages_count, &folder->pages_capacity, sizeof *folder->pages);
    folder->pages[folder->pages_count++] =
        (struct pages){.name = memory_string(name), .fresh = !folder->compares && !files_exists(path)};
    enum status status = folder->compares ? STATUS_OK : files_make_folder(path, error);
    free(path);
    return status;
}

/* Whether a file, by its name from the folder, lies in a fresh folder below. */
static bool is_fresh(const struct folder *folder, const char *name) {
    for (size_t i = 0; i < folder->pages_count; i++) {
        size_t length = strlen(folder->pages[i].name);
        if (folder->pages[i].fresh && strncmp(name, folder->pages[i].name, length) == 0 && name[length] == '/') {
            return true;
        }
    }
    return false;
}

/* Where a file is until folder_commit. */
static char *written_path(const struct folder *folder, const char *name) {
    return text_make("%s/%s%s", folder->path, name, is_fresh(folder, name) ? "" : TEMPORARY);
}

/* What is missing is a difference, and what would have been written goes nowhere. */
static enum status open_compared(struct folder *folder, const char *name, struct output *output) {
    char *path = files_join(folder->path, name);
    output->compared = folder;
    if (file_open(&output->file, path, FILES_READ, NULL) != STATUS_OK) {
        add_difference(folder, name);
    }
    free(path);
    return STATUS_OK;
}

enum status folder_open(struct folder *folder, const char *name, struct output *output, struct error *error) {
    *output = (struct output){0};
    folder->files = memory_grow(folder->files, folder->count, &folder->capacity, sizeof *folder->files);
    folder->files[folder->count++] = memory_string(name);
    if (folder->compares) {
        return open_compared(folder, name, output);
    }
    char *path = written_path(folder, name);
    enum status status = file_open(&output->file, path, FILES_REPLACE, error);
    free(path);
    return status;
}

static void release(struct folder *folder) {
    for (size_t i = 0; i < folder->count; i++) {
        free(folder->files[i]);
    }
    for (size_t i = 0; i < folder->pages_count; i++) {
        free(folder->pages[i].name);
    }
    free(folder->files);
    free(folder->pages);
    free(folder->path);
    text_free(&folder->differences);
    *folder = (struct folder){0};
}

static int compare_names(const void *left, const void *right) {
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* Removes the files of an earlier report that this one does not have. The written names are sorted by now. */
static enum status remove_stale(const struct folder *folder, const char *pages, struct error *error) {
    struct file_names names = {0};
    char *path = files_join(folder->path, pages);
    enum status status = files_list(path, &names, error);
    for (size_t i = 0; i < names.count && status == STATUS_OK; i++) {
        if (!text_matches("*.html", names.names[i])) {
            continue;
        }
        char *name = text_make("%s/%s", pages, names.names[i]);
        if (folder->count == 0 ||
            bsearch(&name, folder->files, folder->count, sizeof *folder->files, compare_names) == NULL) {
            char *stale = files_join(path, names.names[i]);
            status = files_remove(stale, error);
            free(stale);
        }
        free(name);
    }
    file_names_free(&names);
    free(path);
    return status;
}

static enum status put_in_place(const struct folder *folder, const char *name, struct error *error) {
    if (is_fresh(folder, name)) {
        return STATUS_OK;
    }
    char *from = written_path(folder, name);
    char *to = files_join(folder->path, name);
    enum status status = files_rename(from, to, error);
    free(from);
    free(to);
    return status;
}

enum status folder_commit(struct folder *folder, struct error *error) {
    enum status status = STATUS_OK;
    for (size_t i = 0; i < folder->count && status == STATUS_OK; i++) {
        status = put_in_place(folder, folder->files[i], error);
    }
    if (status != STATUS_OK) {
        folder_abandon(folder);
        return status;
    }
    if (folder->count > 1) {
        qsort(folder->files, folder->count, sizeof *folder->files, compare_names);
    }
    for (size_t i = 0; i < folder->pages_count && status == STATUS_OK; i++) {
        if (!folder->pages[i].fresh) {
            status = remove_stale(folder, folder->pages[i].name, error);
        }
    }
    release(folder);
    return status;
}

void folder_abandon(struct folder *folder) {
    for (size_t i = 0; i < folder->count && !folder->compares; i++) {
        char *path = written_path(folder, folder->files[i]);
        files_remove(path, NULL);
        free(path);
    }
    for (size_t i = 0; i < folder->pages_count; i++) {
        if (folder->pages[i].fresh) {
            char *path = files_join(folder->path, folder->pages[i].name);
            files_remove_folder(path, NULL);
            free(path);
        }
    }
    release(folder);
}
