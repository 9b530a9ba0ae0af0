#include "provider/redirect.h"

#include <stdlib.h>

#include <windows.h>

#include "base/memory.h"
#include "base/text.h"
#include "base/wide.h"
#include "provider/hooks.h"
#include "provider/imports.h"
#include "provider/rewrite.h"

enum { LONGEST_PATH = 32768 };

#ifdef _WIN64
#define NATIVE_BITS 64
#else
#define NATIVE_BITS 32
#endif

typedef HRESULT(STDAPICALLTYPE *registration)(void);

void redirect_start(struct catalog *catalog) { hooks_start(catalog); }

void redirect_permit_installation(bool permitted) { hooks_permit_installation(permitted); }

unsigned long redirect_completions(void) { return hooks_completions(); }

static enum status require_start(struct error *error) {
    return hooks_started() ? STATUS_OK
                           : error_set(error, STATUS_BROKEN, "a DLL was to be loaded before redirect_start was called");
}

enum status redirect_module(HMODULE module, struct error *error) {
    enum status status = require_start(error);
    return status != STATUS_OK ? status : rewrite_module(module, error);
}

/* The full path of a DLL's file, for free(); a bare name is looked for as the system would. */
static wchar_t *full_path(const wchar_t *path) {
    wchar_t *full = memory_zeroed(LONGEST_PATH, sizeof *full);
    bool bare = wcspbrk(path, L"\\/:") == NULL;
    if (!bare || SearchPathW(NULL, path, L".dll", LONGEST_PATH, full, NULL) == 0) {
        GetFullPathNameW(path, LONGEST_PATH, full, NULL);
    }
    return full;
}

static const char *machine_words(WORD machine, int *bits) {
    *bits = machine == IMAGE_FILE_MACHINE_I386 || machine == IMAGE_FILE_MACHINE_ARMNT ? 32 : 64;
    switch (machine) {
    case IMAGE_FILE_MACHINE_I386:
        return "a 32-bit DLL";
    case IMAGE_FILE_MACHINE_AMD64:
        return "a 64-bit DLL";
    case IMAGE_FILE_MACHINE_ARM64:
        return "a 64-bit DLL for ARM";
    case IMAGE_FILE_MACHINE_ARMNT:
        return "a 32-bit DLL for ARM";
    default:
        return NULL;
    }
}

static enum status wrong_machine(const char *name, WORD machine, struct error *error) {
    int bits;
    const char *words = machine_words(machine, &bits);
    if (words == NULL) {
        return error_set(error, STATUS_FAILED, "%s is for another kind of processor (machine 0x%x)", name, machine);
    }
    if (bits == NATIVE_BITS) {
        return error_set(error, STATUS_FAILED, "%s is %s, this harness is for x86; use a build of the DLL for x86",
                         name, words);
    }
    return error_set(error, STATUS_FAILED, "%s is %s, this harness is %d-bit; use the %d-bit build of wspcheck", name,
                     words, NATIVE_BITS, bits);
}

/* Looks at the file before the loader does, whose own codes say less. */
static enum status check_file(const wchar_t *path, const char *name, struct error *error) {
    DWORD attributes = GetFileAttributesW(path);
    if (attributes == INVALID_FILE_ATTRIBUTES) {
        return error_set(error, STATUS_FAILED, "%s does not exist; check the path", name);
    }
    if ((attributes & FILE_ATTRIBUTE_DIRECTORY) != 0) {
        return error_set(error, STATUS_FAILED, "%s is a directory, not a DLL", name);
    }
    struct image image;
    enum status status = image_open_file(&image, path, error);
    if (status != STATUS_OK) {
        return status;
    }
    if ((image.header->Characteristics & IMAGE_FILE_DLL) == 0) {
        status = error_set(error, STATUS_FAILED, "%s is a program, not a DLL", name);
    } else if (image.native == NULL) {
        status = wrong_machine(name, image.header->Machine, error);
    }
    image_close(&image);
    return status;
}

static enum status load_failed(const wchar_t *path, const char *name, DWORD code, struct error *error) {
    struct text cause = {0};
    if (code == ERROR_DLL_INIT_FAILED) {
        text_append(&cause, "its DllMain refused (returned FALSE)");
    } else if (!imports_find_missing(path, &cause)) {
        char *message = wide_system_message(code);
        text_format(&cause, "%s (error %lu)", message, code);
        free(message);
    }
    enum status status = error_set(error, STATUS_FAILED, "%s cannot be loaded: %s", name, text_string(&cause));
    text_free(&cause);
    return status;
}

static enum status load(const wchar_t *path, const char *name, HMODULE *module, struct error *error) {
    struct module_snapshot before;
    DWORD mode;
    modules_snapshot(&before);
    /* No message box for an import that is missing. */
    SetThreadErrorMode(SEM_FAILCRITICALERRORS | SEM_NOOPENFILEERRORBOX, &mode);
    *module = LoadLibraryExW(path, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    DWORD code = GetLastError();
    enum status status = STATUS_OK;
    if (*module == NULL) {
        status = load_failed(path, name, code, error);
    } else {
        status = rewrite_appeared(&before, error);
        status = status != STATUS_OK ? status : rewrite_module(*module, error);
    }
    SetThreadErrorMode(mode, NULL);
    modules_snapshot_free(&before);
    return status;
}

enum status redirect_load(const wchar_t *path, HMODULE *module, struct error *error) {
    *module = NULL;
    enum status status = require_start(error);
    if (status != STATUS_OK) {
        return status;
    }
    wchar_t *full = full_path(path);
    char *name = wide_to_utf8(full);
    status = check_file(full, name, error);
    if (status == STATUS_OK) {
        status = load(full, name, module, error);
    }
    if (status != STATUS_OK && *module != NULL) {
        FreeLibrary(*module);
        *module = NULL;
    }
    free(name);
    free(full);
    return status;
}

/* Says why a registration came to nothing. */
static enum status registration_failed(HRESULT result, const char *refused, struct error *error) {
    if (refused != NULL) {
        return error_set(
            error, STATUS_FAILED,
            "its DllRegisterServer calls %s, which the overlay cannot stand in for; describe the entries in "
            "a protocols file (--protocols) instead",
            refused);
    }
    if (FAILED(result)) {
        return error_set(error, STATUS_FAILED, "its DllRegisterServer failed with 0x%08lX", (unsigned long)result);
    }
    return error_set(error, STATUS_FAILED,
                     "its DllRegisterServer succeeded, but installed no entry by WSCInstallProvider; describe the "
                     "entries in a protocols file (--protocols)");
}

static enum status call_registration(HMODULE module, struct error *error) {
    registration register_server = (registration)(void *)GetProcAddress(module, "DllRegisterServer");
    if (register_server == NULL) {
        return error_set(error, STATUS_FAILED,
                         "it exports no DllRegisterServer that would install its entries; describe them in a protocols "
                         "file (--protocols)");
    }
    size_t before = hooks_catalog_count();
    hooks_take_refused();
    bool permitted = hooks_permit_installation(true);
    HRESULT result = register_server();
    hooks_permit_installation(permitted);
    const char *refused = hooks_take_refused();
    if (SUCCEEDED(result) && hooks_catalog_count() > before) {
        return STATUS_OK;
    }
    return registration_failed(result, refused, error);
}

enum status redirect_register(const wchar_t *path, struct error *error) {
    HMODULE module;
    enum status status = redirect_load(path, &module, error);
    if (status != STATUS_OK) {
        return status;
    }
    status = call_registration(module, error);
    if (status != STATUS_OK) {
        char *name = wide_to_utf8(path);
        error_prefix(error, "%s", name);
        free(name);
    }
    FreeLibrary(module);
    return status;
}
