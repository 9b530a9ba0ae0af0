#include "results/files.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "results/files_system.h"

/* What a file is read by: each read is a question to the system, and under Wine to its server. */
enum { READ_AT_ONCE = 1 << 18 };

enum status files_read(const char *path, struct text *text, struct error *error) {
    struct file *file = NULL;
    uint64_t offset = 0;
    char *block = memory_zeroed(READ_AT_ONCE, 1);
    size_t got = 0;
    enum status status = file_open(&file, path, FILES_READ, error);
    while (status == STATUS_OK) {
        status = file_read(file, offset, block, READ_AT_ONCE, &got, error);
        if (status != STATUS_OK || got == 0) {
            break;
        }
        text_append_bytes(text, block, got);
        offset += got;
    }
    free(block);
    file_close(file);
    return status;
}

enum status files_write(const char *path, const char *bytes, size_t size, struct error *error) {
    struct file *file = NULL;
    char *temporary = text_make("%s.new", path);
    enum status status = file_open(&file, temporary, FILES_REPLACE, error);
    if (status == STATUS_OK) {
        status = file_write(file, bytes, size, error);
        file_close(file);
        if (status == STATUS_OK) {
            status = files_rename(temporary, path, error);
        }
        if (status != STATUS_OK) {
            files_remove(temporary, NULL);
        }
    }
    free(temporary);
    return status;
}

static int compare_names(const void *left, const void *right) {
    return strcmp(*(char *const *)left, *(char *const *)right);
}

void file_names_sort(struct file_names *names) {
    if (names->count > 1) {
        qsort(names->names, names->count, sizeof *names->names, compare_names);
    }
}

void file_names_add(struct file_names *names, char *name) {
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0) {
        free(name);
        return;
    }
    names->names = memory_grow(names->names, names->count, &names->capacity, sizeof *names->names);
    names->names[names->count++] = name;
}

void file_names_free(struct file_names *names) {
    for (size_t i = 0; i < names->count; i++) {
        free(names->names[i]);
    }
    free(names->names);
    *names = (struct file_names){0};
}

static bool is_absolute(const char *path) {
    return path[0] == '/' || path[0] == '\\' || (path[0] != '\0' && path[1] == ':');
}

char *files_join(const char *folder, const char *name) {
    size_t length = strlen(folder);
    if (length == 0 || is_absolute(name)) {
        return memory_string(name);
    }
    bool ended = folder[length - 1] == '/' || folder[length - 1] == '\\';
    return text_make("%s%s%s", folder, ended ? "" : "/", name);
}

/* The end of the folder part of a path: the last separator that has something before it, or 0. */
static size_t parent_length(const char *path) {
    size_t end = strlen(path);
    while (end > 0 && path[end - 1] != '/' && path[end - 1] != '\\') {
        end--;
    }
    while (end > 1 && (path[end - 1] == '/' || path[end - 1] == '\\')) {
        end--;
    }
    return end;
}

enum status files_make_folder(const char *path, struct error *error) {
    if (files_is_folder(path)) {
        return STATUS_OK;
    }
    size_t length = parent_length(path);
    if (length > 1 && path[length - 1] != ':' && length < strlen(path)) {
        char *parent = memory_string(path);
        parent[length] = '\0';
        enum status status = files_make_folder(parent, error);
        free(parent);
        if (status != STATUS_OK) {
            return status;
        }
    }
    return files_make_one_folder(path, error);
}
