/*
 * What files.c and the two implementations under it (files_posix.c, files_windows.c) share; for nobody else.
 */
#ifndef WSPCHECK_RESULTS_FILES_SYSTEM_H
#define WSPCHECK_RESULTS_FILES_SYSTEM_H

#include "results/files.h"

/* Takes the name over; "." and ".." are dropped. */
void file_names_add(struct file_names *names, char *name);
void file_names_sort(struct file_names *names);

/* One folder whose parent exists; that it exists by now is no error. */
enum status files_make_one_folder(const char *path, struct error *error);

#endif
