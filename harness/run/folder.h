/*
 * A run's folder: made or found, and locked against a second harness for as long as it is open. Paths are UTF-8. The
 * holder owns a struct run_folder, which starts as {0} and ends with run_folder_close.
 */
#ifndef WSPCHECK_RUN_FOLDER_H
#define WSPCHECK_RUN_FOLDER_H

#include <winsock2.h>

#include <windows.h>

#include "base/error.h"

struct run_folder {
    char *path;
    char *journal;   /* path of journal.jsonl in it */
    char *collected; /* the folder above, when it is one of wspcheck's own choice and "latest" is kept there */
    HANDLE lock;
};

/* Makes a folder for a new run. path may be NULL: reports\out\<date-time> below the current folder. STATUS_USAGE when
 * there is something in it already, or it cannot be made or written to. */
enum status run_folder_make(struct run_folder *folder, const char *path, struct error *error);

/* Opens that of an earlier run. STATUS_USAGE when there is no journal in it, STATUS_FAILED when another harness is at
 * work there. */
enum status run_folder_open(struct run_folder *folder, const char *path, struct error *error);

/* What is left when the run is over: workers' logs without content are removed, and "latest.txt" names this run. */
void run_folder_tidy(const struct run_folder *folder);

void run_folder_close(struct run_folder *folder);

#endif
