#include "command/bundled.h"

#include <stdlib.h>
#include <string.h>

#include <windows.h>

#include "base/memory.h"
#include "provider/redirect.h"

static const wchar_t *const bundled_names[] = {L"wspref.dll", L"wsphost.dll"};

/* The running program's folder with its final backslash; owned by the caller. */
static wchar_t *program_folder(void) {
    DWORD units = MAX_PATH;
    wchar_t *path = memory_zeroed(units, sizeof *path);
    while (GetModuleFileNameW(NULL, path, units) >= units) {
        units *= 2;
        path = memory_resize(path, units, sizeof *path);
    }
    wchar_t *slash = wcsrchr(path, L'\\');
    if (slash != NULL) {
        slash[1] = L'\0';
    }
    return path;
}

static wchar_t *beside(const wchar_t *folder, const wchar_t *name) {
    wchar_t *path = memory_zeroed(wcslen(folder) + wcslen(name) + 1, sizeof *path);
    wcscpy(path, folder);
    wcscat(path, name);
    return path;
}

enum status bundled_register(struct catalog *catalog, struct error *error) {
    wchar_t *folder = program_folder();
    enum status status = STATUS_OK;
    for (size_t i = 0; i < sizeof bundled_names / sizeof bundled_names[0] && status == STATUS_OK; i++) {
        wchar_t *path = beside(folder, bundled_names[i]);
        bool there = GetFileAttributesW(path) != INVALID_FILE_ATTRIBUTES;
        if (there && catalog_find_dll(catalog, path) == NULL) {
            status = redirect_register(path, error);
        }
        free(path);
    }
    free(folder);
    return status;
}
