/*
 * Files by UTF-8 path, natively on Linux and by the wide API on Windows, where paths longer than MAX_PATH work too.
 *
 * A struct file belongs to one thread at a time. Strings handed out are the caller's, for free(). Errors are sentences
 * that name the path and the system's own reason.
 */
#ifndef WSPCHECK_RESULTS_FILES_H
#define WSPCHECK_RESULTS_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

struct file;

enum file_mode {
    FILES_READ,   /* others may write to it meanwhile */
    FILES_CREATE, /* for writing; fails when the file exists; refuses every other writer */
    FILES_EXTEND, /* an existing file for reading and writing; refuses every other writer */
    FILES_REPLACE /* for writing; what was there is lost */
};

enum status file_open(struct file **file, const char *path, enum file_mode mode, struct error *error);
void file_close(struct file *file); /* NULL is allowed */

/* Reads at most size bytes at an offset; *got is less only at the end of the file. */
enum status file_read(struct file *file, uint64_t offset, void *buffer, size_t size, size_t *got, struct error *error);
/* Writes all bytes behind what was written before (FILES_EXTEND starts at the end). */
enum status file_write(struct file *file, const void *bytes, size_t size, struct error *error);
enum status file_size(struct file *file, uint64_t *size, struct error *error);
/* Cuts the file to a size and goes on writing there. */
enum status file_cut(struct file *file, uint64_t size, struct error *error);
/* Returns when the bytes are on the disk. */
enum status file_sync(struct file *file, struct error *error);

/* A whole file, appended to text. */
enum status files_read(const char *path, struct text *text, struct error *error);
/* A whole file, replaced at once: readers see the old bytes or the new ones. */
enum status files_write(const char *path, const char *bytes, size_t size, struct error *error);

bool files_exists(const char *path);
bool files_is_folder(const char *path);
/* Makes a folder and those above it; one that exists is no error. */
enum status files_make_folder(const char *path, struct error *error);
enum status files_rename(const char *from, const char *to, struct error *error);
/* Removes one file; that there is none is no error. */
enum status files_remove(const char *path, struct error *error);
/* Removes one empty folder. */
enum status files_remove_folder(const char *path, struct error *error);

struct file_names {
    char **names; /* sorted by byte values, without "." and ".."; owned */
    size_t count;
    size_t capacity;
};

/* What a folder holds, files and folders, not what is below. */
enum status files_list(const char *folder, struct file_names *names, struct error *error);
void file_names_free(struct file_names *names);

/* An environment variable in UTF-8, for free(); NULL when it is not set or empty. */
char *files_environment(const char *name);

/* "folder/name" for free(); an absolute name stands alone. */
char *files_join(const char *folder, const char *name);

#endif
