/*
 * A provider: one DLL loaded for one catalog entry, and the procedure table that its WSPStartup filled. The harness
 * knows no other door into a transport.
 *
 * The holder owns the struct; the catalog entry is borrowed and has to stay. provider_load and provider_unload on one
 * thread, after redirect_start; the procedure table may be used by any. Starting and cleaning up are counted by the
 * provider itself; provider_start and provider_cleanup are thin.
 *
 * Documents: WSPStartup, WSPCleanup, WSPPROC_TABLE, WSPDATA.
 */
#ifndef WSPCHECK_PROVIDER_PROVIDER_H
#define WSPCHECK_PROVIDER_PROVIDER_H

#include <stdbool.h>

#include "base/text.h"
#include "catalog/catalog.h"

#define PROVIDER_PROCEDURES 30

extern const char *const procedure_names[PROVIDER_PROCEDURES]; /* "WSPAccept", ... in the table's order */

struct provider {
    const struct catalog_entry *entry;
    wchar_t *path; /* expanded; owned */
    HMODULE module;
    LPWSPSTARTUP startup;
    WSPPROC_TABLE table; /* filled by the last successful provider_start */
    WSPDATA data;
};

/* Loads the DLL and resolves WSPStartup. Sentences for: no path, file missing, wrong bitness, an import that does not
 * exist, no WSPStartup (or only the decorated name). On failure nothing stays loaded and the struct is {0}. */
enum status provider_load(struct provider *provider, const struct catalog_entry *entry, struct error *error);
void provider_unload(struct provider *provider); /* {0} is allowed */

/* WSPStartup 2.2 with recorder A, for ordinary use: verifies the return value, the negotiated version and that all
 * thirty entries are present, executable code and not the poison they were filled with. STATUS_FAILED names what is
 * wrong; a provider that had started nevertheless is cleaned up, if it has the procedure for that. */
enum status provider_start(struct provider *provider, struct error *error);
/* WSPCleanup once. STATUS_FAILED names the code. */
enum status provider_cleanup(struct provider *provider, struct error *error);

/* Looks at a filled table: appends "WSPListen is NULL; WSPSend is not code" and returns false when an entry is unfit. A
 * pointer of GUARD_POISON bytes counts as "was left untouched". */
bool provider_table_complete(const WSPPROC_TABLE *table, struct text *complaint);

/* The pointer in slot i of a table, for tests and for layered comparisons. */
void *provider_table_slot(const WSPPROC_TABLE *table, size_t slot);

#endif
