#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <winsock2.h>

#include <windows.h>

#include "base/memory.h"
#include "base/text.h"
#include "base/wide.h"
#include "command/command.h"
#include "command/paths.h"
#include "run/run.h"
#include "scenario/library.h"

static bool has_requirements(const wchar_t *folder) {
    char *utf8 = wide_to_utf8(folder);
    char *path = text_make("%s\\requirements", utf8);
    wchar_t *wide = wide_from_utf8(path);
    DWORD attributes = GetFileAttributesW(wide);
    free(wide);
    free(path);
    free(utf8);
    return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
}

/* The suites folder that a path is, or lies in: requirements and scenarios are checked against each other, so one file
 * alone says little. NULL where there is none. */
static wchar_t *suites_of(const wchar_t *path) {
    wchar_t *folder = memory_copy(path, (wcslen(path) + 1) * sizeof *path);
    while (!has_requirements(folder)) {
        wchar_t *slash = wcsrchr(folder, L'\\');
        if (slash == NULL || slash == folder) {
            free(folder);
            return NULL;
        }
        *slash = L'\0';
    }
    return folder;
}

/* The path as messages have it: from the suites folder's own name on, with '/'. */
static char *name_in_messages(const wchar_t *path, const wchar_t *suites) {
    const wchar_t *slash = wcsrchr(suites, L'\\');
    char *name = wide_to_utf8(path + (slash == NULL ? 0 : slash + 1 - suites));
    for (char *at = name; *at != '\0'; at++) {
        *at = *at == '\\' ? '/' : *at;
    }
    return name;
}

/* Prints those lines of the message that are about a file or folder; returns how many. */
static size_t print_about(const char *message, const char *name) {
    size_t count = 0, length = strlen(name);
    while (*message != '\0') {
        size_t line = strcspn(message, "\n");
        if (strncmp(message, name, length) == 0 && (message[length] == ':' || message[length] == '/')) {
            printf("%.*s\n", (int)line, message);
            count++;
        }
        message += line + (message[line] == '\n');
    }
    return count;
}

static enum status lint_path(const char *word, size_t *mistakes, struct error *error) {
    wchar_t *path = path_from_user(word);
    if (GetFileAttributesW(path) == INVALID_FILE_ATTRIBUTES) {
        free(path);
        return error_set(error, STATUS_USAGE, "there is no file or folder %s", word);
    }
    wchar_t *suites = suites_of(path);
    if (suites == NULL) {
        free(path);
        return error_set(error, STATUS_USAGE,
                         "%s does not lie in a suites folder, which is one with \"requirements\" in it", word);
    }
    struct library *library = NULL;
    struct error found = {0};
    char *name = name_in_messages(path, suites);
    if (library_load(&library, suites, &found) == STATUS_OK) {
        printf("%s: %zu scenarios, %zu requirements in its suites, no mistakes\n", name, library_scenarios(library),
               library_requirements(library));
        library_free(library);
    } else {
        size_t here = print_about(found.message, name);
        *mistakes += here;
        if (here == 0) {
            printf("%s: no mistakes here, but the suites it belongs to have some\n", name);
        }
    }
    error_clear(&found);
    free(name);
    free(suites);
    free(path);
    return STATUS_OK;
}

static enum status lint_default(size_t *mistakes, struct error *error) {
    wchar_t *suites;
    if (run_find_suites(NULL, &suites, error) != STATUS_OK) {
        return error->status;
    }
    char *path = wide_to_utf8(suites);
    enum status status = lint_path(path, mistakes, error);
    free(path);
    free(suites);
    return status;
}

int command_lint(int argc, char **argv) {
    struct error error = {0};
    size_t mistakes = 0;
    enum status status = argc == 1 ? lint_default(&mistakes, &error) : STATUS_OK;
    for (int i = 1; i < argc && status == STATUS_OK; i++) {
        status = lint_path(argv[i], &mistakes, &error);
    }
    if (status != STATUS_OK) {
        return command_fail(&error);
    }
    return mistakes == 0 ? 0 : 1;
}
