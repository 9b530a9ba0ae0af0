#include "base/wide.h"

#include <stdlib.h>
#include <string.h>

#include <winsock2.h>

#include <windows.h>

#include "base/memory.h"
#include "base/text.h"

wchar_t *wide_from_utf8(const char *string) {
    if (string == NULL) {
        return NULL;
    }
    int units = MultiByteToWideChar(CP_UTF8, 0, string, -1, NULL, 0);
    wchar_t *wide = memory_zeroed((size_t)units + 1, sizeof *wide);
    MultiByteToWideChar(CP_UTF8, 0, string, -1, wide, units);
    return wide;
}

char *wide_to_utf8_limited(const wchar_t *string, size_t limit) {
    if (string == NULL) {
        return NULL;
    }
    int units = (int)wcsnlen(string, limit);
    int bytes = units == 0 ? 0 : WideCharToMultiByte(CP_UTF8, 0, string, units, NULL, 0, NULL, NULL);
    char *utf8 = memory_zeroed((size_t)bytes + 1, 1);
    if (units != 0) {
        WideCharToMultiByte(CP_UTF8, 0, string, units, utf8, bytes, NULL, NULL);
    }
    return utf8;
}

char *wide_to_utf8(const wchar_t *string) {
    return string == NULL ? NULL : wide_to_utf8_limited(string, wcslen(string));
}

char *wide_system_message(unsigned long code) {
    wchar_t *message = NULL;
    DWORD length =
        FormatMessageW(FORMAT_MESSAGE_ALLOCATE_BUFFER | FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS,
                       NULL, code, 0, (wchar_t *)(void *)&message, 0, NULL);
    if (length == 0) {
        return text_make("error %lu", code);
    }
    while (length > 0 && wcschr(L"\r\n .", message[length - 1]) != NULL) {
        length--;
    }
    char *utf8 = wide_to_utf8_limited(message, length);
    LocalFree(message);
    return utf8;
}
