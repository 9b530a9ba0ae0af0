/*
 * The functions that stand in for imports of a provider DLL: the catalog part of ws2_32 answered from the harness's
 * catalog, and the loader calls by which a DLL could get at the system's own.
 *
 * hooks_start once, before any module is rewritten; the catalog stays the caller's. The functions may be called by any
 * thread: the catalog is behind a lock of its own, since an installer adds to it.
 */
#ifndef WSPCHECK_PROVIDER_HOOKS_H
#define WSPCHECK_PROVIDER_HOOKS_H

#include <stdbool.h>
#include <stddef.h>

#include <winsock2.h>

#include <windows.h>

struct catalog;

void hooks_start(struct catalog *catalog);
bool hooks_started(void);
/* Returns what was permitted before. */
bool hooks_permit_installation(bool permitted);

/* How many entries the catalog has. */
size_t hooks_catalog_count(void);

/* What an import is to be replaced by: found by its name, or where that is NULL by the address that the loader put
 * there. NULL for an import that stays as it is. */
void *hooks_replacement(const char *name, const void *address);

/* How often WPUCompleteOverlappedRequest was called. */
unsigned long hooks_completions(void);

/* The name of the latest installing function that was refused although installation was permitted, because the overlay
 * has nothing like it; NULL when there was none since the last call. */
const char *hooks_take_refused(void);

#endif
