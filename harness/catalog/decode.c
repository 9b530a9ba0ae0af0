#include "catalog/decode.h"

#include <stdlib.h>
#include <string.h>

#include <windows.h>

#include "base/memory.h"
#include "base/wide.h"

_Static_assert(sizeof(WSAPROTOCOL_INFOW) == PACKED_INFO_SIZE, "the registry holds the structure as it lies in memory");
_Static_assert(offsetof(WSAPROTOCOL_INFOW, ProviderId) == 20, "no padding before the provider's identifier");
_Static_assert(offsetof(WSAPROTOCOL_INFOW, szProtocol) == 116, "no padding before the name");

static wchar_t *wide_from_ansi(const char *string) {
    int units = MultiByteToWideChar(CP_ACP, 0, string, -1, NULL, 0);
    wchar_t *wide = memory_zeroed((size_t)units + 1, sizeof *wide);
    MultiByteToWideChar(CP_ACP, 0, string, -1, wide, units);
    return wide;
}

enum status packed_item_decode(const unsigned char *bytes, size_t size, WSAPROTOCOL_INFOW *info, wchar_t **dll,
                               struct error *error) {
    if (size != PACKED_ITEM_SIZE) {
        return error_set(error, STATUS_FAILED, "PackedCatalogItem has %zu bytes, expected %d", size, PACKED_ITEM_SIZE);
    }
    const char *path = (const char *)bytes;
    if (memchr(path, '\0', PACKED_PATH_SIZE) == NULL) {
        return error_set(error, STATUS_FAILED, "the path in PackedCatalogItem has no end within %d bytes",
                         PACKED_PATH_SIZE);
    }
    if (path[0] == '\0') {
        return error_set(error, STATUS_FAILED, "the path in PackedCatalogItem is empty");
    }
    WSAPROTOCOL_INFOW found;
    memcpy(&found, bytes + PACKED_PATH_SIZE, sizeof found);
    int length = found.ProtocolChain.ChainLen;
    if (length < 0 || length > MAX_PROTOCOL_CHAIN) {
        return error_set(error, STATUS_FAILED, "the chain length in PackedCatalogItem is %d, expected 0 to %d", length,
                         MAX_PROTOCOL_CHAIN);
    }
    *info = found;
    *dll = wide_from_ansi(path);
    return STATUS_OK;
}

/* The code page's best fit must not turn one file's name into another's, so the bytes have to lead back to the path. */
static enum status encode_path(const wchar_t *dll, char *path, struct error *error) {
    char *shown = wide_to_utf8(dll);
    enum status status = STATUS_OK;
    if (WideCharToMultiByte(CP_ACP, 0, dll, -1, path, PACKED_PATH_SIZE, NULL, NULL) == 0) {
        status = error_set(error, STATUS_FAILED,
                           "the path %s is too long for the catalog, which keeps %d bytes; use a shorter one", shown,
                           PACKED_PATH_SIZE - 1);
    } else {
        wchar_t *back = wide_from_ansi(path);
        if (wcscmp(back, dll) != 0) {
            status = error_set(error, STATUS_FAILED,
                               "the path %s has characters that code page %u has not, and the catalog keeps paths in "
                               "that code page; move the DLL to a path without them",
                               shown, GetACP());
        }
        free(back);
    }
    free(shown);
    return status;
}

enum status packed_item_encode(const WSAPROTOCOL_INFOW *info, const wchar_t *dll, unsigned char *bytes,
                               struct error *error) {
    memset(bytes, 0, PACKED_ITEM_SIZE);
    enum status status = encode_path(dll, (char *)bytes, error);
    if (status == STATUS_OK) {
        memcpy(bytes + PACKED_PATH_SIZE, info, sizeof *info);
    }
    return status;
}
