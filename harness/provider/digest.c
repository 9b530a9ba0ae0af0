#include "provider/provider.h"

#include <stdlib.h>

#include <winsock2.h>

#include <windows.h>

#include <bcrypt.h>

#include "base/memory.h"
#include "base/wide.h"

enum { DIGEST_BYTES = 32, CHUNK_BYTES = 65536 };

/* Feeds what a file holds to a hash; 0, or the system's code for what failed. */
static DWORD feed(HANDLE file, BCRYPT_HASH_HANDLE hash) {
    unsigned char *chunk = memory_zeroed(CHUNK_BYTES, 1);
    DWORD code = 0;
    DWORD length = 0;
    do {
        if (!ReadFile(file, chunk, CHUNK_BYTES, &length, NULL)) {
            code = GetLastError();
        } else if (BCryptHashData(hash, chunk, length, 0) != 0) {
            code = ERROR_INTERNAL_ERROR;
        }
    } while (code == 0 && length != 0);
    free(chunk);
    return code;
}

static DWORD digest_of(HANDLE file, unsigned char *digest) {
    BCRYPT_ALG_HANDLE algorithm = NULL;
    BCRYPT_HASH_HANDLE hash = NULL;
    DWORD code = ERROR_NOT_SUPPORTED;
    if (BCryptOpenAlgorithmProvider(&algorithm, BCRYPT_SHA256_ALGORITHM, NULL, 0) != 0) {
        return code;
    }
    if (BCryptCreateHash(algorithm, &hash, NULL, 0, NULL, 0, 0) == 0) {
        code = feed(file, hash);
        if (code == 0 && BCryptFinishHash(hash, digest, DIGEST_BYTES, 0) != 0) {
            code = ERROR_INTERNAL_ERROR;
        }
        BCryptDestroyHash(hash);
    }
    BCryptCloseAlgorithmProvider(algorithm, 0);
    return code;
}

enum status provider_file_hash(const wchar_t *path, char **digest, struct error *error) {
    unsigned char bytes[DIGEST_BYTES];
    DWORD code;
    HANDLE file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                              OPEN_EXISTING, FILE_FLAG_SEQUENTIAL_SCAN, NULL);
    if (file == INVALID_HANDLE_VALUE) {
        code = GetLastError();
    } else {
        code = digest_of(file, bytes);
        CloseHandle(file);
    }
    if (code != 0) {
        char *name = wide_to_utf8(path);
        char *message = wide_system_message(code);
        enum status status = error_set(error, STATUS_FAILED, "%s cannot be hashed: %s", name, message);
        free(message);
        free(name);
        return status;
    }
    struct text text = {0};
    for (size_t i = 0; i < DIGEST_BYTES; i++) {
        text_format(&text, "%02x", bytes[i]);
    }
    *digest = text_release(&text);
    return STATUS_OK;
}
