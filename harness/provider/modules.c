#include "provider/modules.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <psapi.h>

#include "base/memory.h"
#include "base/wide.h"
#include "provider/image.h"

enum { MODULE_NAME_LIMIT = 63, LONGEST_PATH = 32768 };

/* One remembered module; the newest comes first, so that it wins over one that lay there before. */
struct known_module {
    struct known_module *next;
    uintptr_t base;
    size_t size;
    char name[MODULE_NAME_LIMIT + 1];
};

static _Atomic(struct known_module *) known_modules;

void modules_snapshot(struct module_snapshot *snapshot) {
    DWORD capacity = 64 * sizeof(HMODULE);
    DWORD needed = capacity;
    *snapshot = (struct module_snapshot){0};
    do {
        capacity = needed;
        snapshot->modules = memory_resize(snapshot->modules, capacity, 1);
        if (!K32EnumProcessModules(GetCurrentProcess(), snapshot->modules, capacity, &needed)) {
            needed = 0;
        }
    } while (needed > capacity);
    snapshot->count = needed / sizeof(HMODULE);
}

void modules_snapshot_free(struct module_snapshot *snapshot) {
    free(snapshot->modules);
    *snapshot = (struct module_snapshot){0};
}

bool modules_snapshot_has(const struct module_snapshot *snapshot, HMODULE module) {
    for (size_t i = 0; i < snapshot->count; i++) {
        if (snapshot->modules[i] == module) {
            return true;
        }
    }
    return false;
}

wchar_t *modules_path(HMODULE module) {
    wchar_t *path = memory_zeroed(LONGEST_PATH, sizeof *path);
    GetModuleFileNameW(module, path, LONGEST_PATH - 1);
    return path;
}

static bool lies_under(const wchar_t *path, const wchar_t *directory) {
    size_t length = wcslen(directory);
    return length != 0 && _wcsnicmp(path, directory, length) == 0 && path[length] == L'\\';
}

bool modules_is_system(HMODULE module) {
    wchar_t system[MAX_PATH] = L"";
    wchar_t wow[MAX_PATH] = L"";
    wchar_t side_by_side[MAX_PATH + 8] = L"";
    GetSystemDirectoryW(system, MAX_PATH);
    GetSystemWow64DirectoryW(wow, MAX_PATH);
    if (GetSystemWindowsDirectoryW(side_by_side, MAX_PATH) != 0) {
        wcscat(side_by_side, L"\\WinSxS");
    }
    wchar_t *path = modules_path(module);
    bool result = lies_under(path, system) || lies_under(path, wow) || lies_under(path, side_by_side);
    free(path);
    return result;
}

static bool is_known(uintptr_t base, size_t size, const char *name) {
    const struct known_module *known = atomic_load(&known_modules);
    while (known != NULL && known->base != base) {
        known = known->next;
    }
    return known != NULL && known->size == size && strcmp(known->name, name) == 0;
}

void modules_remember(HMODULE module) {
    struct image image;
    if (!image_open_module(&image, module)) {
        return;
    }
    wchar_t *path = modules_path(module);
    const wchar_t *slash = wcsrchr(path, L'\\');
    char *name = wide_to_utf8(slash == NULL ? path : slash + 1);
    struct known_module *known = memory_zeroed(1, sizeof *known);
    snprintf(known->name, sizeof known->name, "%s", name);
    known->base = (uintptr_t)module;
    known->size = image.size;
    if (is_known(known->base, known->size, known->name)) {
        free(known);
    } else {
        known->next = atomic_load(&known_modules);
        while (!atomic_compare_exchange_weak(&known_modules, &known->next, known)) {
        }
    }
    free(name);
    free(path);
}

bool modules_describe(const void *address, struct text *text) {
    uintptr_t wanted = (uintptr_t)address;
    for (const struct known_module *known = atomic_load(&known_modules); known != NULL; known = known->next) {
        if (wanted >= known->base && wanted - known->base < known->size) {
            text_format(text, "%s+0x%zx", known->name, (size_t)(wanted - known->base));
            return true;
        }
    }
    return false;
}
