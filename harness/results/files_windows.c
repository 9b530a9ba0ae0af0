#include "results/files_system.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <windows.h>

#include "base/memory.h"
#include "base/wide.h"

struct file {
    HANDLE handle;
    char *path;
    uint64_t end; /* where the next write goes */
};

static enum status failure(struct error *error, const char *doing, const char *path) {
    DWORD code = GetLastError();
    char *words = wide_system_message(code);
    enum status status = error_set(error, STATUS_FAILED, "cannot %s %s: %s (%lu)", doing, path, words, code);
    free(words);
    return status;
}

/* The path in full with the prefix that lifts the limit of MAX_PATH; short paths stay as they are, since the prefix
 * also switches off what callers may rely on, such as "NUL" or a trailing dot. */
static wchar_t *system_path(const char *path) {
    wchar_t *wide = wide_from_utf8(path);
    for (wchar_t *unit = wide; *unit != L'\0'; unit++) {
        *unit = *unit == L'/' ? L'\\' : *unit;
    }
    DWORD length = GetFullPathNameW(wide, 0, NULL, NULL);
    if (length < MAX_PATH - 12 || wcsncmp(wide, L"\\\\", 2) == 0) {
        return wide;
    }
    wchar_t *full = memory_zeroed((size_t)length + 8, sizeof *full);
    wcscpy(full, L"\\\\?\\");
    GetFullPathNameW(wide, length, full + 4, NULL);
    free(wide);
    return full;
}

/* Frees a path without disturbing the error code of the call it was for. */
static void release(wchar_t *path) {
    DWORD code = GetLastError();
    free(path);
    SetLastError(code);
}

static HANDLE open_handle(const wchar_t *path, enum file_mode mode) {
    const DWORD both = GENERIC_READ | GENERIC_WRITE;
    switch (mode) {
    case FILES_READ:
        return CreateFileW(path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                           OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
    case FILES_CREATE:
        return CreateFileW(path, both, FILE_SHARE_READ, NULL, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, NULL);
    case FILES_EXTEND:
        return CreateFileW(path, both, FILE_SHARE_READ, NULL, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
    case FILES_REPLACE:
        break;
    }
    return CreateFileW(path, both, FILE_SHARE_READ, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
}

enum status file_open(struct file **file, const char *path, enum file_mode mode, struct error *error) {
    *file = NULL;
    wchar_t *wide = system_path(path);
    HANDLE handle = open_handle(wide, mode);
    release(wide);
    if (handle == INVALID_HANDLE_VALUE && GetLastError() == ERROR_SHARING_VIOLATION) {
        return error_set(error, STATUS_FAILED, "cannot open %s: another process is writing to it", path);
    }
    if (handle == INVALID_HANDLE_VALUE) {
        return failure(error, "open", path);
    }
    struct file *opened = memory_zeroed(1, sizeof *opened);
    opened->handle = handle;
    opened->path = memory_string(path);
    enum status status = mode == FILES_EXTEND ? file_size(opened, &opened->end, error) : STATUS_OK;
    if (status != STATUS_OK) {
        file_close(opened);
        return status;
    }
    *file = opened;
    return STATUS_OK;
}

void file_close(struct file *file) {
    if (file != NULL) {
        CloseHandle(file->handle);
        free(file->path);
        free(file);
    }
}

static OVERLAPPED at(uint64_t offset) {
    OVERLAPPED position = {0};
    position.Offset = (DWORD)(offset & 0xFFFFFFFFu);
    position.OffsetHigh = (DWORD)(offset >> 32);
    return position;
}

enum status file_read(struct file *file, uint64_t offset, void *buffer, size_t size, size_t *got, struct error *error) {
    *got = 0;
    while (*got < size) {
        size_t left = size - *got;
        DWORD part = 0;
        OVERLAPPED position = at(offset + *got);
        BOOL read =
            ReadFile(file->handle, (char *)buffer + *got, left > 1u << 30 ? 1u << 30 : (DWORD)left, &part, &position);
        if (!read && GetLastError() != ERROR_HANDLE_EOF) {
            return failure(error, "read", file->path);
        }
        if (!read || part == 0) {
            break;
        }
        *got += part;
    }
    return STATUS_OK;
}

enum status file_write(struct file *file, const void *bytes, size_t size, struct error *error) {
    size_t done = 0;
    while (done < size) {
        size_t left = size - done;
        DWORD part = 0;
        OVERLAPPED position = at(file->end + done);
        if (!WriteFile(file->handle, (const char *)bytes + done, left > 1u << 30 ? 1u << 30 : (DWORD)left, &part,
                       &position) ||
            part == 0) {
            return failure(error, "write to", file->path);
        }
        done += part;
    }
    file->end += size;
    return STATUS_OK;
}

enum status file_size(struct file *file, uint64_t *size, struct error *error) {
    LARGE_INTEGER value;
    if (!GetFileSizeEx(file->handle, &value)) {
        return failure(error, "find the size of", file->path);
    }
    *size = (uint64_t)value.QuadPart;
    return STATUS_OK;
}

enum status file_cut(struct file *file, uint64_t size, struct error *error) {
    LARGE_INTEGER position;
    position.QuadPart = (LONGLONG)size;
    if (!SetFilePointerEx(file->handle, position, NULL, FILE_BEGIN) || !SetEndOfFile(file->handle)) {
        return failure(error, "cut", file->path);
    }
    file->end = size;
    return STATUS_OK;
}

enum status file_sync(struct file *file, struct error *error) {
    return FlushFileBuffers(file->handle) ? STATUS_OK : failure(error, "flush", file->path);
}

static DWORD attributes_of(const char *path) {
    wchar_t *wide = system_path(path);
    DWORD attributes = GetFileAttributesW(wide);
    release(wide);
    return attributes;
}

bool files_exists(const char *path) { return attributes_of(path) != INVALID_FILE_ATTRIBUTES; }

bool files_is_folder(const char *path) {
    DWORD attributes = attributes_of(path);
    return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
}

enum status files_make_one_folder(const char *path, struct error *error) {
    wchar_t *wide = system_path(path);
    BOOL made = CreateDirectoryW(wide, NULL);
    release(wide);
    if (made) {
        return STATUS_OK;
    }
    DWORD code = GetLastError();
    if (code == ERROR_ALREADY_EXISTS && files_is_folder(path)) {
        return STATUS_OK;
    }
    SetLastError(code);
    return failure(error, "make the folder", path);
}

enum status files_rename(const char *from, const char *to, struct error *error) {
    wchar_t *wide_from = system_path(from);
    wchar_t *wide_to = system_path(to);
    BOOL moved = MoveFileExW(wide_from, wide_to, MOVEFILE_REPLACE_EXISTING);
    release(wide_from);
    release(wide_to);
    return moved ? STATUS_OK : failure(error, "replace", to);
}

enum status files_remove(const char *path, struct error *error) {
    wchar_t *wide = system_path(path);
    BOOL removed = DeleteFileW(wide);
    release(wide);
    return removed || GetLastError() == ERROR_FILE_NOT_FOUND || GetLastError() == ERROR_PATH_NOT_FOUND
               ? STATUS_OK
               : failure(error, "remove", path);
}

enum status files_remove_folder(const char *path, struct error *error) {
    wchar_t *wide = system_path(path);
    BOOL removed = RemoveDirectoryW(wide);
    release(wide);
    return removed ? STATUS_OK : failure(error, "remove the folder", path);
}

enum status files_list(const char *folder, struct file_names *names, struct error *error) {
    char *pattern = files_join(folder, "*");
    wchar_t *wide = system_path(pattern);
    WIN32_FIND_DATAW found;
    HANDLE search = FindFirstFileW(wide, &found);
    release(wide);
    free(pattern);
    if (search == INVALID_HANDLE_VALUE) {
        return failure(error, "list", folder);
    }
    do {
        file_names_add(names, wide_to_utf8(found.cFileName));
    } while (FindNextFileW(search, &found));
    FindClose(search);
    file_names_sort(names);
    return STATUS_OK;
}

char *files_environment(const char *name) {
    wchar_t *wide = wide_from_utf8(name);
    DWORD size = GetEnvironmentVariableW(wide, NULL, 0);
    wchar_t *value = memory_zeroed((size_t)size + 1, sizeof *value);
    DWORD length = size == 0 ? 0 : GetEnvironmentVariableW(wide, value, size);
    char *result = length == 0 ? NULL : wide_to_utf8(value);
    free(value);
    free(wide);
    return result;
}
