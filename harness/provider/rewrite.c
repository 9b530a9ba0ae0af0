#include "provider/rewrite.h"

#include <stdlib.h>

#include "base/wide.h"
#include "provider/hooks.h"
#include "provider/imports.h"

static bool set_slot(void **slot, void *value) {
    DWORD protection;
    if (!VirtualProtect(slot, sizeof *slot, PAGE_READWRITE, &protection)) {
        return false;
    }
    InterlockedExchangePointer(slot, value);
    VirtualProtect(slot, sizeof *slot, protection, &protection);
    return true;
}

static enum status unwritable(HMODULE module, const char *import, struct error *error) {
    wchar_t *path = modules_path(module);
    char *name = wide_to_utf8(path);
    enum status status = error_set(error, STATUS_FAILED, "the import %s of %s cannot be redirected: error %lu",
                                   import == NULL ? "by ordinal" : import, name, GetLastError());
    free(name);
    free(path);
    return status;
}

enum status rewrite_module(HMODULE module, struct error *error) {
    struct image image;
    if (modules_is_system(module) || !image_open_module(&image, module)) {
        return STATUS_OK;
    }
    modules_remember(module);
    struct import_iterator iterator;
    struct import import;
    imports_begin(&iterator, &image);
    while (imports_next(&iterator, &import)) {
        void *replacement = hooks_replacement(import.name, *import.slot);
        if (replacement != NULL && *import.slot != replacement && !set_slot(import.slot, replacement)) {
            return unwritable(module, import.name, error);
        }
    }
    return STATUS_OK;
}

enum status rewrite_appeared(const struct module_snapshot *before, struct error *error) {
    struct module_snapshot now;
    enum status status = STATUS_OK;
    modules_snapshot(&now);
    for (size_t i = 0; i < now.count && status == STATUS_OK; i++) {
        if (!modules_snapshot_has(before, now.modules[i])) {
            status = rewrite_module(now.modules[i], error);
        }
    }
    modules_snapshot_free(&now);
    return status;
}
