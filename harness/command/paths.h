/*
 * Paths as users give and see them. Under Wine users think in Unix paths; everything behind the command line works with
 * full Windows paths. Results are owned by the caller, for free().
 */
#ifndef WSPCHECK_COMMAND_PATHS_H
#define WSPCHECK_COMMAND_PATHS_H

#include <wchar.h>

/* The full Windows path for what a user gave: a Windows path, full or relative to the current directory, or under Wine
 * a Unix path. The file need not exist. */
wchar_t *path_from_user(const char *utf8);

/* The path as its user would write it: a Unix path under Wine, otherwise the Windows path as it is. */
char *path_for_user(const wchar_t *path);

#endif
