#include "command/paths.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <winsock2.h>

#include <windows.h>

#include "base/memory.h"
#include "base/wide.h"

/* Only Wine's kernel32 has it; what it returns is to be given back to the process heap. */
typedef char *(__cdecl *unix_name_function)(const wchar_t *dos_name);

/* Under Wine this takes a path that begins with a slash for a Unix path and finds the drive that it is on. */
static wchar_t *full_path(const wchar_t *path) {
    DWORD units = GetFullPathNameW(path, 0, NULL, NULL);
    wchar_t *full = memory_zeroed((size_t)units + 1, sizeof *full);
    if (units == 0 || GetFullPathNameW(path, units, full, NULL) == 0) {
        free(full);
        return memory_copy(path, (wcslen(path) + 1) * sizeof *path);
    }
    return full;
}

wchar_t *path_from_user(const char *utf8) {
    wchar_t *given = wide_from_utf8(utf8);
    wchar_t *path = full_path(given);
    free(given);
    return path;
}

/* Whether a path is on the drive that is the Unix root, usually Z:. */
static bool on_root_drive(const wchar_t *path) {
    wchar_t *root = full_path(L"/");
    bool same = wcslen(root) == 3 && wcslen(path) >= 3 && _wcsnicmp(root, path, 3) == 0;
    free(root);
    return same;
}

/* For files whose folder exists Wine knows the way and the right case; others are only spelt differently. */
static char *unix_path(const wchar_t *path, const char *answer) {
    if (answer != NULL) {
        return memory_string(answer);
    }
    bool rooted = on_root_drive(path);
    char *shown = wide_to_utf8(rooted ? path + wcslen(L"Z:") : path);
    for (char *at = shown; rooted && *at != '\0'; at++) {
        *at = *at == '\\' ? '/' : *at;
    }
    return shown;
}

char *path_for_user(const wchar_t *path) {
    HMODULE kernel = GetModuleHandleW(L"kernel32.dll");
    unix_name_function convert = (unix_name_function)(void (*)(void))GetProcAddress(kernel, "wine_get_unix_file_name");
    if (convert == NULL) {
        return wide_to_utf8(path);
    }
    char *answer = convert(path);
    char *shown = unix_path(path, answer);
    if (answer != NULL) {
        HeapFree(GetProcessHeap(), 0, answer);
    }
    return shown;
}
