#include "provider/hooks.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "catalog/overlay.h"
#include "provider/below.h"
#include "provider/rewrite.h"
#include "provider/upcalls.h"

static struct catalog *the_catalog;
static SRWLOCK catalog_lock = SRWLOCK_INIT;
static HMODULE winsock_module;
static volatile LONG permitted_now;
static volatile LONG completions;
static void *volatile refused;

static int report(int result, int wsa_error, LPINT code) {
    if (result != 0 && code != NULL) {
        *code = wsa_error;
    }
    return result;
}

static int WSPAPI enumerate_protocols(LPINT protocols, LPWSAPROTOCOL_INFOW buffer, LPDWORD length, LPINT code) {
    int wsa_error = 0;
    AcquireSRWLockShared(&catalog_lock);
    int count = catalog_enumerate(the_catalog, protocols, buffer, length, &wsa_error);
    ReleaseSRWLockShared(&catalog_lock);
    if (count == SOCKET_ERROR) {
        report(SOCKET_ERROR, wsa_error, code);
    }
    return count;
}

static int WSPAPI get_provider_path(LPGUID provider, WCHAR *path, LPINT length, LPINT code) {
    int wsa_error = 0;
    AcquireSRWLockShared(&catalog_lock);
    int result = catalog_provider_path(the_catalog, provider, path, length, &wsa_error);
    ReleaseSRWLockShared(&catalog_lock);
    return report(result, wsa_error, code);
}

static int WSPAPI install_provider(LPGUID provider, const WCHAR *dll, const LPWSAPROTOCOL_INFOW entries, DWORD count,
                                   LPINT code) {
    int wsa_error = WSANO_RECOVERY;
    int result = SOCKET_ERROR;
    AcquireSRWLockExclusive(&catalog_lock);
    if (permitted_now) {
        result = overlay_install(the_catalog, provider, dll, entries, count, &wsa_error);
    }
    ReleaseSRWLockExclusive(&catalog_lock);
    return report(result, wsa_error, code);
}

static int WSPAPI deinstall_provider(LPGUID provider, LPINT code) {
    int wsa_error = WSANO_RECOVERY;
    int result = SOCKET_ERROR;
    AcquireSRWLockExclusive(&catalog_lock);
    if (permitted_now) {
        result = overlay_deinstall(the_catalog, provider, &wsa_error);
    }
    ReleaseSRWLockExclusive(&catalog_lock);
    return report(result, wsa_error, code);
}

static int WSPAPI update_provider(LPGUID provider, const WCHAR *dll, const LPWSAPROTOCOL_INFOW entries, DWORD count,
                                  LPINT code) {
    int result = deinstall_provider(provider, code);
    return result != 0 ? result : install_provider(provider, dll, entries, count, code);
}

/* Puts the entry with this id at a place of the catalog, and what was there to where it was; false when no entry from
 * that place on has the id. */
static bool move_to(size_t place, DWORD id) {
    struct catalog_entry **entries = the_catalog->entries;
    size_t found = place;
    while (found < the_catalog->count && entries[found]->info.dwCatalogEntryId != id) {
        found++;
    }
    if (found == the_catalog->count) {
        return false;
    }
    struct catalog_entry *entry = entries[found];
    memmove(&entries[place + 1], &entries[place], (found - place) * sizeof *entries);
    entries[place] = entry;
    return true;
}

/* Returns its code instead of storing it, as documented. Every entry has to be named once. */
static int WSPAPI write_provider_order(LPDWORD ids, DWORD count) {
    int result = WSANO_RECOVERY;
    AcquireSRWLockExclusive(&catalog_lock);
    if (permitted_now && (ids == NULL || count != the_catalog->count)) {
        result = WSAEINVAL;
    } else if (permitted_now) {
        size_t size = count * sizeof(struct catalog_entry *);
        struct catalog_entry **order = memory_copy(the_catalog->entries, size);
        result = 0;
        for (DWORD i = 0; i < count && result == 0; i++) {
            result = move_to(i, ids[i]) ? 0 : WSAEINVAL;
        }
        if (result != 0) {
            memcpy(the_catalog->entries, order, size);
        }
        free(order);
    }
    ReleaseSRWLockExclusive(&catalog_lock);
    return result;
}

/* The status goes to Internal last: whoever polls it may rely on the byte count then, and may let go of the structure.
 */
static int WSPAPI complete_overlapped_request(SOCKET handle, LPWSAOVERLAPPED overlapped, DWORD status, DWORD bytes,
                                              LPINT code) {
    InterlockedIncrement(&completions);
    if (overlapped == NULL || !upcalls_made_handle(handle)) {
        return report(SOCKET_ERROR, WSAEINVAL, code);
    }
    HANDLE event = overlapped->hEvent;
    overlapped->InternalHigh = bytes;
    MemoryBarrier();
    overlapped->Internal = status;
    if (event != NULL) {
        SetEvent(event);
    }
    return 0;
}

static int refuse(const char *function, LPINT code) {
    if (permitted_now) {
        InterlockedExchangePointer(&refused, (void *)(ULONG_PTR)function);
    }
    return report(SOCKET_ERROR, WSANO_RECOVERY, code);
}

#ifdef _WIN64
static int WSPAPI install_provider_and_chains(LPGUID provider, LPWSTR dll, LPWSTR dll32, LPWSTR name, DWORD flags,
                                              LPWSAPROTOCOL_INFOW entries, DWORD count, LPDWORD id, LPINT code) {
    (void)provider, (void)dll, (void)dll32, (void)name, (void)flags, (void)entries, (void)count, (void)id;
    return refuse("WSCInstallProviderAndChains64_32", code);
}

/* The 32-bit catalog has no overlay, and must not be changed. */
static int WSPAPI deinstall_provider_32(LPGUID provider, LPINT code) {
    (void)provider;
    return refuse("WSCDeinstallProvider32", code);
}

static int WSPAPI update_provider_32(LPGUID provider, const WCHAR *dll, const LPWSAPROTOCOL_INFOW entries, DWORD count,
                                     LPINT code) {
    (void)provider, (void)dll, (void)entries, (void)count;
    return refuse("WSCUpdateProvider32", code);
}

static int WSPAPI write_provider_order_32(LPDWORD ids, DWORD count) {
    (void)ids, (void)count;
    refuse("WSCWriteProviderOrder32", NULL);
    return WSANO_RECOVERY;
}
#else
static int WSPAPI install_provider_and_chains(LPGUID provider, LPWSTR dll, LPWSTR name, DWORD flags,
                                              LPWSAPROTOCOL_INFOW entries, DWORD count, LPDWORD id, LPINT code) {
    (void)provider, (void)dll, (void)name, (void)flags, (void)entries, (void)count, (void)id;
    return refuse("WSCInstallProviderAndChains", code);
}
#endif

/* A DLL that is a name-space provider as well may register it without an effect on the system: no scenario needs it. */
static int WSPAPI install_name_space(LPWSTR name, LPWSTR dll, DWORD name_space, DWORD version, LPGUID provider) {
    (void)name, (void)dll, (void)name_space, (void)version, (void)provider;
    return permitted_now ? 0 : SOCKET_ERROR;
}

static int WSPAPI uninstall_name_space(LPGUID provider) {
    (void)provider;
    return permitted_now ? 0 : SOCKET_ERROR;
}

/* Rewrites what a load brought in; a module that cannot be rewritten stays as it is, since the DLL under test would
 * take a failure for its own. */
static HMODULE loaded(struct module_snapshot *before, HMODULE module) {
    DWORD code = GetLastError();
    if (module != NULL) {
        rewrite_appeared(before, NULL);
    }
    modules_snapshot_free(before);
    SetLastError(code);
    return module;
}

static HMODULE WINAPI load_library_a(LPCSTR path) {
    struct module_snapshot before;
    modules_snapshot(&before);
    return loaded(&before, LoadLibraryA(path));
}

static HMODULE WINAPI load_library_w(LPCWSTR path) {
    struct module_snapshot before;
    modules_snapshot(&before);
    return loaded(&before, LoadLibraryW(path));
}

static HMODULE WINAPI load_library_ex_a(LPCSTR path, HANDLE file, DWORD flags) {
    struct module_snapshot before;
    modules_snapshot(&before);
    return loaded(&before, LoadLibraryExA(path, file, flags));
}

static HMODULE WINAPI load_library_ex_w(LPCWSTR path, HANDLE file, DWORD flags) {
    struct module_snapshot before;
    modules_snapshot(&before);
    return loaded(&before, LoadLibraryExW(path, file, flags));
}

/* ws2_32 is answered for even where the system's lacks a function, as Wine's does. */
static FARPROC WINAPI get_proc_address(HMODULE module, LPCSTR name) {
    bool by_ordinal = (ULONG_PTR)name <= 0xFFFF;
    FARPROC real = GetProcAddress(module, name);
    if (!by_ordinal && strcmp(name, "WSPStartup") == 0) {
        return below_startup(module, real);
    }
    void *replacement = hooks_replacement(by_ordinal ? NULL : name, (void *)real);
    return replacement == NULL || (real == NULL && module != winsock_module) ? real : (FARPROC)replacement;
}

/* The addresses are those that the loader may have put into an import table; two, since functions of kernel32 live on
 * in kernelbase. */
static struct hook {
    const char *name;
    void *replacement;
    const void *addresses[2];
} hooks[] = {
    {.name = "WSCEnumProtocols", .replacement = (void *)enumerate_protocols},
    {.name = "WSCGetProviderPath", .replacement = (void *)get_provider_path},
    {.name = "WPUGetProviderPath", .replacement = (void *)get_provider_path},
    {.name = "WPUCompleteOverlappedRequest", .replacement = (void *)complete_overlapped_request},
    {.name = "WSCInstallProvider", .replacement = (void *)install_provider},
    {.name = "WSCDeinstallProvider", .replacement = (void *)deinstall_provider},
    {.name = "WSCUpdateProvider", .replacement = (void *)update_provider},
    {.name = "WSCWriteProviderOrder", .replacement = (void *)write_provider_order},
#ifdef _WIN64
    {.name = "WSCInstallProvider64_32", .replacement = (void *)install_provider},
    {.name = "WSCInstallProviderAndChains64_32", .replacement = (void *)install_provider_and_chains},
    {.name = "WSCDeinstallProvider32", .replacement = (void *)deinstall_provider_32},
    {.name = "WSCUpdateProvider32", .replacement = (void *)update_provider_32},
    {.name = "WSCWriteProviderOrder32", .replacement = (void *)write_provider_order_32},
    {.name = "WSCInstallNameSpace32", .replacement = (void *)install_name_space},
    {.name = "WSCUnInstallNameSpace32", .replacement = (void *)uninstall_name_space},
#else
    {.name = "WSCInstallProviderAndChains", .replacement = (void *)install_provider_and_chains},
#endif
    {.name = "WSCInstallNameSpace", .replacement = (void *)install_name_space},
    {.name = "WSCUnInstallNameSpace", .replacement = (void *)uninstall_name_space},
    {.name = "GetProcAddress", .replacement = (void *)get_proc_address},
    {.name = "LoadLibraryA", .replacement = (void *)load_library_a},
    {.name = "LoadLibraryW", .replacement = (void *)load_library_w},
    {.name = "LoadLibraryExA", .replacement = (void *)load_library_ex_a},
    {.name = "LoadLibraryExW", .replacement = (void *)load_library_ex_w},
};

enum { HOOK_COUNT = sizeof hooks / sizeof hooks[0] };

void hooks_start(struct catalog *catalog) {
    HMODULE kernel = GetModuleHandleW(L"kernel32.dll");
    HMODULE kernel_base = GetModuleHandleW(L"kernelbase.dll");
    winsock_module = LoadLibraryW(L"ws2_32.dll");
    for (size_t i = 0; i < HOOK_COUNT; i++) {
        FARPROC first = GetProcAddress(winsock_module, hooks[i].name);
        hooks[i].addresses[0] = (void *)(first == NULL ? GetProcAddress(kernel, hooks[i].name) : first);
        hooks[i].addresses[1] = kernel_base == NULL ? NULL : (void *)GetProcAddress(kernel_base, hooks[i].name);
    }
    the_catalog = catalog;
}

bool hooks_started(void) { return the_catalog != NULL; }

bool hooks_permit_installation(bool permitted) { return InterlockedExchange(&permitted_now, permitted) != 0; }

size_t hooks_catalog_count(void) {
    AcquireSRWLockShared(&catalog_lock);
    size_t count = the_catalog->count;
    ReleaseSRWLockShared(&catalog_lock);
    return count;
}

void *hooks_replacement(const char *name, const void *address) {
    for (size_t i = 0; i < HOOK_COUNT; i++) {
        const struct hook *hook = &hooks[i];
        bool same_address = address != NULL && (hook->addresses[0] == address || hook->addresses[1] == address);
        if (name == NULL ? same_address : strcmp(hook->name, name) == 0) {
            return hook->replacement;
        }
    }
    return NULL;
}

unsigned long hooks_completions(void) { return (unsigned long)completions; }

const char *hooks_take_refused(void) { return InterlockedExchangePointer(&refused, NULL); }
