/*
 * Paths for the system's own calls. Stateless; results are owned by the caller, for free().
 */
#ifndef WSPCHECK_RUN_PATH_H
#define WSPCHECK_RUN_PATH_H

#include <wchar.h>

/* A full UTF-8 path as Windows wants it: with backslashes, and for one beyond MAX_PATH with the prefix that lifts that
 * limit. NULL gives NULL. */
wchar_t *path_for_system(const char *path);

#endif
