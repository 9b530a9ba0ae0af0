/*
 * Versions: of a DLL, of the system, of Wine. Results are owned by the caller, for free(). Stateless; any thread.
 */
#ifndef WSPCHECK_RUN_VERSION_H
#define WSPCHECK_RUN_VERSION_H

#include <wchar.h>

/* "10.0.19041.1" from the file's version resource; "" without one. Reads the file without running anything of it. */
char *version_of_file(const wchar_t *path);

/* "Windows 10.0.19045"; under Wine "Wine on Linux 6.1.0". */
char *version_of_system(void);

/* "8.0"; "" where this is no Wine. */
char *version_of_wine(void);

const char *version_of_architecture(void); /* "x86_64", "x86" */

#endif
