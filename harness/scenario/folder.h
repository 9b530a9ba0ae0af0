/*
 * The files of a suites folder: names and contents, in the order of their names.
 */
#ifndef WSPCHECK_SCENARIO_FOLDER_H
#define WSPCHECK_SCENARIO_FOLDER_H

#include <stddef.h>

#include "base/error.h"
#include "scenario/metadata.h"

struct suite_file {
    char *suite; /* the folder's name */
    char *name;  /* without .lua */
    char *path;  /* as it stands in reports: suites/defer/x.lua */
    char *source;
    size_t length;
};

struct suite_files {
    struct suite_file *files; /* owned, as is everything in them; by path */
    size_t count, capacity;
};

/* Reads every .lua file one folder below. What is named or placed wrongly becomes mistakes. STATUS_USAGE when the
 * folder or a file in it cannot be read. */
enum status folder_read(const wchar_t *folder, struct suite_files *files, struct mistakes *mistakes,
                        struct error *error);
void folder_free(struct suite_files *files);

#endif
