#define _POSIX_C_SOURCE 200809L
#define _DEFAULT_SOURCE
#define _FILE_OFFSET_BITS 64

#include "results/files_system.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

struct file {
    int descriptor;
    char *path;
    uint64_t end; /* where the next write goes */
};

static enum status failure(struct error *error, const char *doing, const char *path) {
    return error_set(error, STATUS_FAILED, "cannot %s %s: %s", doing, path, strerror(errno));
}

static int open_flags(enum file_mode mode) {
    switch (mode) {
    case FILES_READ:
        return O_RDONLY;
    case FILES_CREATE:
        return O_RDWR | O_CREAT | O_EXCL;
    case FILES_EXTEND:
        return O_RDWR;
    case FILES_REPLACE:
        break;
    }
    return O_RDWR | O_CREAT | O_TRUNC;
}

enum status file_open(struct file **file, const char *path, enum file_mode mode, struct error *error) {
    *file = NULL;
    int descriptor = open(path, open_flags(mode) | O_CLOEXEC, 0666);
    if (descriptor < 0) {
        return failure(error, "open", path);
    }
    if ((mode == FILES_CREATE || mode == FILES_EXTEND) && flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        close(descriptor);
        return error_set(error, STATUS_FAILED, "cannot open %s: another process is writing to it", path);
    }
    struct file *opened = memory_zeroed(1, sizeof *opened);
    opened->descriptor = descriptor;
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
        close(file->descriptor);
        free(file->path);
        free(file);
    }
}

enum status file_read(struct file *file, uint64_t offset, void *buffer, size_t size, size_t *got, struct error *error) {
    *got = 0;
    while (*got < size) {
        ssize_t part = pread(file->descriptor, (char *)buffer + *got, size - *got, (off_t)(offset + *got));
        if (part < 0 && errno == EINTR) {
            continue;
        }
        if (part < 0) {
            return failure(error, "read", file->path);
        }
        if (part == 0) {
            break;
        }
        *got += (size_t)part;
    }
    return STATUS_OK;
}

enum status file_write(struct file *file, const void *bytes, size_t size, struct error *error) {
    size_t done = 0;
    while (done < size) {
        ssize_t part = pwrite(file->descriptor, (const char *)bytes + done, size - done, (off_t)(file->end + done));
        if (part < 0 && errno == EINTR) {
            continue;
        }
        if (part < 0) {
            return failure(error, "write to", file->path);
        }
        done += (size_t)part;
    }
    file->end += size;
    return STATUS_OK;
}

enum status file_size(struct file *file, uint64_t *size, struct error *error) {
    struct stat state;
    if (fstat(file->descriptor, &state) != 0) {
        return failure(error, "find the size of", file->path);
    }
    *size = (uint64_t)state.st_size;
    return STATUS_OK;
}

enum status file_cut(struct file *file, uint64_t size, struct error *error) {
    if (ftruncate(file->descriptor, (off_t)size) != 0) {
        return failure(error, "cut", file->path);
    }
    file->end = size;
    return STATUS_OK;
}

enum status file_sync(struct file *file, struct error *error) {
    return fsync(file->descriptor) == 0 ? STATUS_OK : failure(error, "flush", file->path);
}

bool files_exists(const char *path) {
    struct stat state;
    return lstat(path, &state) == 0;
}

bool files_is_folder(const char *path) {
    struct stat state;
    return stat(path, &state) == 0 && S_ISDIR(state.st_mode);
}

enum status files_make_one_folder(const char *path, struct error *error) {
    if (mkdir(path, 0777) == 0 || (errno == EEXIST && files_is_folder(path))) {
        return STATUS_OK;
    }
    return failure(error, "make the folder", path);
}

enum status files_rename(const char *from, const char *to, struct error *error) {
    if (rename(from, to) != 0) {
        return error_set(error, STATUS_FAILED, "cannot rename %s to %s: %s", from, to, strerror(errno));
    }
    return STATUS_OK;
}

enum status files_remove(const char *path, struct error *error) {
    return unlink(path) == 0 || errno == ENOENT ? STATUS_OK : failure(error, "remove", path);
}

enum status files_remove_folder(const char *path, struct error *error) {
    return rmdir(path) == 0 ? STATUS_OK : failure(error, "remove the folder", path);
}

enum status files_list(const char *folder, struct file_names *names, struct error *error) {
    DIR *stream = opendir(folder);
    if (stream == NULL) {
        return failure(error, "list", folder);
    }
    for (struct dirent *entry = readdir(stream); entry != NULL; entry = readdir(stream)) {
        file_names_add(names, memory_string(entry->d_name));
    }
    closedir(stream);
    file_names_sort(names);
    return STATUS_OK;
}

char *files_environment(const char *name) {
    const char *value = getenv(name);
    return value == NULL || value[0] == '\0' ? NULL : memory_string(value);
}
