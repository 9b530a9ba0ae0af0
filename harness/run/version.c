#include "run/version.h"

#include <stdlib.h>

#include <winsock2.h>

#include <windows.h>

#include "base/memory.h"
#include "base/text.h"

char *version_of_file(const wchar_t *path) {
    DWORD ignored;
    DWORD size = path == NULL ? 0 : GetFileVersionInfoSizeW(path, &ignored);
    if (size == 0) {
        return memory_string("");
    }
    void *block = memory_zeroed(size, 1);
    void *found = NULL;
    UINT length = 0;
    char *version = NULL;
    if (GetFileVersionInfoW(path, 0, size, block) && VerQueryValueW(block, L"\\", &found, &length) &&
        length >= sizeof(VS_FIXEDFILEINFO)) {
        const VS_FIXEDFILEINFO *fixed = found;
        version = text_make("%u.%u.%u.%u", HIWORD(fixed->dwFileVersionMS), LOWORD(fixed->dwFileVersionMS),
                            HIWORD(fixed->dwFileVersionLS), LOWORD(fixed->dwFileVersionLS));
    }
    free(block);
    return version == NULL ? memory_string("") : version;
}

/* ntdll's exports, of which Windows has some and Wine has others. */
static void *system_function(const char *name) {
    FARPROC function = GetProcAddress(GetModuleHandleW(L"ntdll.dll"), name);
    return (void *)function;
}

char *version_of_wine(void) {
    typedef const char *(__cdecl * version_function)(void);
    version_function version = (version_function)system_function("wine_get_version");
    return memory_string(version == NULL ? "" : version());
}

char *version_of_system(void) {
    typedef void(__cdecl * host_function)(const char **system, const char **release);
    host_function host = (host_function)system_function("wine_get_host_version");
    if (host != NULL) {
        const char *system = "", *release = "";
        host(&system, &release);
        return text_make("Wine on %s %s", system, release);
    }
    typedef LONG(WINAPI * version_function)(OSVERSIONINFOW *);
    version_function version = (version_function)system_function("RtlGetVersion");
    OSVERSIONINFOW info = {.dwOSVersionInfoSize = sizeof info};
    if (version == NULL || version(&info) != 0) {
        return memory_string("Windows");
    }
    return text_make("Windows %lu.%lu.%lu", info.dwMajorVersion, info.dwMinorVersion, info.dwBuildNumber);
}

const char *version_of_architecture(void) { return sizeof(void *) == 8 ? "x86_64" : "x86"; }
