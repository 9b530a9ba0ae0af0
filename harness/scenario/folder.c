#include "scenario/folder.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <winsock2.h>

#include <windows.h>

#include "base/memory.h"
#include "base/text.h"
#include "base/wide.h"

struct names {
    struct found {
        wchar_t *wide;
        char *name;
        bool folder;
    } * list;
    size_t count, capacity;
};

/* Names that differ in case only come side by side. */
static int by_name(const void *left, const void *right) {
    const char *one = ((const struct found *)left)->name;
    const char *other = ((const struct found *)right)->name;
    int order = _stricmp(one, other);
    return order != 0 ? order : strcmp(one, other);
}

static void free_names(struct names *names) {
    for (size_t i = 0; i < names->count; i++) {
        free(names->list[i].wide);
        free(names->list[i].name);
    }
    free(names->list);
}

static wchar_t *joined(const wchar_t *folder, const wchar_t *name) {
    size_t length = wcslen(folder) + wcslen(name) + 2;
    wchar_t *path = memory_zeroed(length, sizeof *path);
    swprintf(path, length, L"%ls\\%ls", folder, name);
    return path;
}

/* False when there is no such folder. */
static bool list_names(const wchar_t *folder, struct names *names) {
    wchar_t *pattern = joined(folder, L"*");
    WIN32_FIND_DATAW found;
    HANDLE search = FindFirstFileW(pattern, &found);
    free(pattern);
    if (search == INVALID_HANDLE_VALUE) {
        return false;
    }
    do {
        if (wcscmp(found.cFileName, L".") != 0 && wcscmp(found.cFileName, L"..") != 0) {
            names->list = memory_grow(names->list, names->count, &names->capacity, sizeof *names->list);
            names->list[names->count++] =
                (struct found){.wide = memory_copy(found.cFileName, (wcslen(found.cFileName) + 1) * sizeof(wchar_t)),
                               .name = wide_to_utf8(found.cFileName),
                               .folder = (found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0};
        }
    } while (FindNextFileW(search, &found));
    FindClose(search);
    if (names->count > 0) {
        qsort(names->list, names->count, sizeof *names->list, by_name);
    }
    return true;
}

static bool is_plain_name(const char *name) {
    return name[0] != '\0' && name[0] != '-' && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(name);
}

/* The name's length without .lua in any case of letters; 0 when it does not end so. */
static size_t stem_length(const char *name) {
    size_t length = strlen(name);
    return length > 4 && _stricmp(name + length - 4, ".lua") == 0 ? length - 4 : 0;
}

static enum status read_whole(const wchar_t *path, struct suite_file *file, struct error *error) {
    FILE *stream = _wfopen(path, L"rb");
    if (stream == NULL) {
        return error_set(error, STATUS_USAGE, "%s cannot be read", file->path);
    }
    struct text content = {0};
    char chunk[4096];
    size_t got;
    while ((got = fread(chunk, 1, sizeof chunk, stream)) > 0) {
        text_append_bytes(&content, chunk, got);
    }
    bool failed = ferror(stream) != 0;
    fclose(stream);
    file->length = content.length;
    file->source = text_release(&content);
    return failed ? error_set(error, STATUS_USAGE, "%s cannot be read to its end", file->path) : STATUS_OK;
}

struct place {
    const wchar_t *folder;
    const char *root;  /* the suites folder's own name */
    const char *suite; /* NULL in the suites folder itself */
};

static enum status add_file(const struct place *place, const struct found *found, struct suite_files *files,
                            struct mistakes *mistakes, struct error *error) {
    size_t stem = stem_length(found->name);
    files->files = memory_grow(files->files, files->count, &files->capacity, sizeof *files->files);
    struct suite_file *file = &files->files[files->count++];
    *file = (struct suite_file){.suite = memory_string(place->suite),
                                .name = memory_string(found->name),
                                .path = text_make("%s/%s/%s", place->root, place->suite, found->name)};
    file->name[stem] = '\0';
    if (!is_plain_name(file->name) || strcmp(found->name + stem, ".lua") != 0) {
        mistake(mistakes, file->path, 1, "a file's name has lower-case letters, digits and '-', and ends with .lua");
    }
    wchar_t *path = joined(place->folder, found->wide);
    enum status status = read_whole(path, file, error);
    free(path);
    return status;
}

static enum status read_suite(const struct place *place, struct suite_files *files, struct mistakes *mistakes,
                              struct error *error) {
    struct names names = {0};
    enum status status = STATUS_OK;
    if (!list_names(place->folder, &names)) {
        return error_set(error, STATUS_USAGE, "the folder %s/%s cannot be read", place->root, place->suite);
    }
    for (size_t i = 0; i < names.count && status == STATUS_OK; i++) {
        const struct found *found = &names.list[i];
        char *path = text_make("%s/%s/%s", place->root, place->suite, found->name);
        if (found->folder) {
            mistake(mistakes, path, 1, "a suite has no folders in it");
        } else if (stem_length(found->name) > 0) {
            if (i > 0 && _stricmp(names.list[i - 1].name, found->name) == 0) {
                mistake(mistakes, path, 1, "the name differs from %s in the case of letters only",
                        names.list[i - 1].name);
            }
            status = add_file(place, found, files, mistakes, error);
        }
        free(path);
    }
    free_names(&names);
    return status;
}

static enum status read_root(const struct place *root, const struct names *names, struct suite_files *files,
                             struct mistakes *mistakes, struct error *error) {
    enum status status = STATUS_OK;
    for (size_t i = 0; i < names->count && status == STATUS_OK; i++) {
        const struct found *found = &names->list[i];
        char *path = text_make("%s/%s", root->root, found->name);
        if (!found->folder) {
            if (stem_length(found->name) > 0) {
                mistake(mistakes, path, 1, "a scenario lies in the folder of its suite");
            }
        } else {
            if (!is_plain_name(found->name)) {
                mistake(mistakes, path, 1, "a suite's name has lower-case letters, digits and '-'");
            }
            wchar_t *folder = joined(root->folder, found->wide);
            struct place place = {.folder = folder, .root = root->root, .suite = found->name};
            status = read_suite(&place, files, mistakes, error);
            free(folder);
        }
        free(path);
    }
    return status;
}

/* The last component of the folder's full path. */
static char *own_name(const wchar_t *folder) {
    wchar_t full[MAX_PATH * 4];
    DWORD length = GetFullPathNameW(folder, sizeof full / sizeof full[0], full, NULL);
    if (length == 0 || length >= sizeof full / sizeof full[0]) {
        return memory_string("suites");
    }
    while (length > 0 && (full[length - 1] == L'\\' || full[length - 1] == L'/')) {
        full[--length] = L'\0';
    }
    const wchar_t *last = wcsrchr(full, L'\\');
    return wide_to_utf8(last == NULL ? full : last + 1);
}

enum status folder_read(const wchar_t *folder, struct suite_files *files, struct mistakes *mistakes,
                        struct error *error) {
    char *root = own_name(folder);
    struct place place = {.folder = folder, .root = root};
    struct names names = {0};
    enum status status;
    if (list_names(folder, &names)) {
        status = read_root(&place, &names, files, mistakes, error);
    } else {
        char *shown = wide_to_utf8(folder);
        status = error_set(error, STATUS_USAGE, "there is no suites folder %s", shown);
        free(shown);
    }
    free_names(&names);
    free(root);
    return status;
}

void folder_free(struct suite_files *files) {
    for (size_t i = 0; i < files->count; i++) {
        free(files->files[i].suite);
        free(files->files[i].name);
        free(files->files[i].path);
        free(files->files[i].source);
    }
    free(files->files);
    *files = (struct suite_files){0};
}
