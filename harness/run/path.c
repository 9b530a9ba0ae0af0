#include "run/path.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/wide.h"

/* Below MAX_PATH by the length of a file's name in the folder: some calls want that much room. */
#define LONG_UNITS 240

wchar_t *path_for_system(const char *path) {
    static const wchar_t prefix[] = L"\\\\?\\";
    wchar_t *wide = wide_from_utf8(path);
    for (wchar_t *at = wide; at != NULL && *at != L'\0'; at++) {
        *at = *at == L'/' ? L'\\' : *at;
    }
    if (wide == NULL || wcslen(wide) < LONG_UNITS || wide[0] == L'\\' || wide[1] != L':') {
        return wide;
    }
    wchar_t *longer = memory_zeroed(wcslen(wide) + sizeof prefix / sizeof prefix[0], sizeof *longer);
    wcscat(wcscpy(longer, prefix), wide);
    free(wide);
    return longer;
}
