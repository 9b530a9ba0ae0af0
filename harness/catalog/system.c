#include "catalog/system.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <windows.h>

#include "base/memory.h"
#include "base/text.h"
#include "base/wide.h"
#include "catalog/names.h"

/* The catalog may grow between asking for the size and reading; it does not do so again and again. */
#define ENUMERATION_ATTEMPTS 8
#define LONGEST_PATH 32767
/* No path contains this character, so finding it means that nothing was written. */
#define UNTOUCHED ((wchar_t)0xFFFF)

typedef void (*any_function)(void);

static any_function resolve(HMODULE module, const char *name) { return (any_function)GetProcAddress(module, name); }

struct system_functions system_resolve(void) {
    struct system_functions functions = {0};
    HMODULE winsock = LoadLibraryW(L"ws2_32.dll");
    if (winsock != NULL) {
        functions.enumerate = (LPWSCENUMPROTOCOLS)resolve(winsock, "WSCEnumProtocols");
        functions.path = (LPWSCGETPROVIDERPATH)resolve(winsock, "WSCGetProviderPath");
        functions.install = (LPWSCINSTALLPROVIDER)resolve(winsock, "WSCInstallProvider");
        functions.deinstall = (LPWSCDEINSTALLPROVIDER)resolve(winsock, "WSCDeinstallProvider");
        functions.enumerate_32 = (LPWSCENUMPROTOCOLS)resolve(winsock, "WSCEnumProtocols32");
        functions.path_32 = (LPWSCGETPROVIDERPATH)resolve(winsock, "WSCGetProviderPath32");
        functions.deinstall_32 = (LPWSCDEINSTALLPROVIDER)resolve(winsock, "WSCDeinstallProvider32");
    }
    return functions;
}

const char *system_wine_version(void) {
    const char *(__cdecl * version)(void) =
        (const char *(__cdecl *)(void))resolve(GetModuleHandleW(L"ntdll.dll"), "wine_get_version");
    return version == NULL ? NULL : version();
}

static enum status call_failed(struct error *error, const char *function, int code) {
    char *words = wide_system_message((unsigned long)code);
    enum status status = error_set(error, STATUS_FAILED, "%s failed with %d (%s)", function, code, words);
    free(words);
    return status;
}

/* Asks for the size first, then for the entries; *infos is owned by the caller. */
static enum status enumerate(LPWSCENUMPROTOCOLS function, WSAPROTOCOL_INFOW **infos, size_t *count,
                             struct error *error) {
    WSAPROTOCOL_INFOW *buffer = NULL;
    DWORD size = 0;
    for (int attempt = 0; attempt < ENUMERATION_ATTEMPTS; attempt++) {
        int code = 0;
        DWORD room = size;
        int found = function(NULL, buffer, &size, &code);
        if (found == SOCKET_ERROR && code == WSAENOBUFS) {
            buffer = memory_resize(buffer, size, 1);
            continue;
        }
        if (found >= 0 && (size_t)found * sizeof *buffer <= room) {
            *infos = buffer;
            *count = (size_t)found;
            return STATUS_OK;
        }
        free(buffer);
        return found == SOCKET_ERROR
                   ? call_failed(error, "WSCEnumProtocols", code)
                   : error_set(error, STATUS_FAILED, "WSCEnumProtocols reports %d entries in a buffer of %lu bytes",
                               found, room);
    }
    free(buffer);
    return error_set(error, STATUS_FAILED, "WSCEnumProtocols asked for a larger buffer %d times, the last of %lu bytes",
                     ENUMERATION_ATTEMPTS, size);
}

static void complain_about_path(struct catalog *catalog, const GUID *provider, const char *what) {
    struct text guid = {0};
    names_guid(&guid, provider);
    catalog_complain(catalog, "WSCGetProviderPath for %s %s; its entries are listed without a DLL", text_string(&guid),
                     what);
    text_free(&guid);
}

/* The path of a provider, owned by the caller; NULL where the system has none. */
static wchar_t *provider_path(struct catalog *catalog, LPWSCGETPROVIDERPATH function, const GUID *provider) {
    GUID asked = *provider;
    int units = MAX_PATH;
    while (function != NULL && units <= LONGEST_PATH) {
        wchar_t *path = memory_zeroed((size_t)units + 1, sizeof *path);
        for (int i = 0; i < units; i++) {
            path[i] = UNTOUCHED;
        }
        int code = 0;
        int length = units;
        int result = function(&asked, path, &length, &code);
        if (result == 0 && path[0] != UNTOUCHED) {
            return path;
        }
        free(path);
        if (result == 0) {
            return NULL;
        }
        if (code != WSAEFAULT) {
            struct error error = {0};
            call_failed(&error, "the call", code);
            complain_about_path(catalog, provider, error.message);
            error_clear(&error);
            return NULL;
        }
        units = length > units ? length : units * 2;
    }
    return NULL;
}

static enum status read_list(struct catalog *catalog, LPWSCENUMPROTOCOLS list, LPWSCGETPROVIDERPATH path,
                             enum catalog_origin origin, struct error *error) {
    WSAPROTOCOL_INFOW *infos = NULL;
    size_t count = 0;
    enum status status = enumerate(list, &infos, &count, error);
    if (status != STATUS_OK) {
        return status;
    }
    for (size_t i = 0; i < count; i++) {
        wchar_t *dll = provider_path(catalog, path, &infos[i].ProviderId);
        catalog_add(catalog, &infos[i], dll, origin);
        free(dll);
    }
    free(infos);
    return STATUS_OK;
}

enum status system_read(struct catalog *catalog, const struct system_functions *functions, struct error *error) {
    if (functions->enumerate == NULL) {
        return error_set(error, STATUS_FAILED, "ws2_32.dll has no WSCEnumProtocols; is Windows Sockets 2 installed?");
    }
    return read_list(catalog, functions->enumerate, functions->path, CATALOG_SYSTEM, error);
}

enum status system_read_32(struct catalog *catalog, const struct system_functions *functions, struct error *error) {
    if (functions->enumerate_32 == NULL) {
        return STATUS_OK;
    }
    return read_list(catalog, functions->enumerate_32, functions->path_32, CATALOG_SYSTEM_32, error);
}
