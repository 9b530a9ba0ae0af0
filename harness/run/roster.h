/*
 * The roster: every provider that this run could be about: the catalog, the DLLs that come with wspcheck, and those the
 * user names. Provider code never runs in this process: a DLL that is not in the catalog registers itself in a child,
 * which sends back the entries that it made.
 *
 * The holder owns a struct roster, which starts as {0} and ends with roster_free. It is filled on one thread and only
 * read after that.
 */
#ifndef WSPCHECK_RUN_ROSTER_H
#define WSPCHECK_RUN_ROSTER_H

#include "base/text.h"
#include "catalog/catalog.h"
#include "run/child.h"
#include "run/durations.h"

struct run_options;

struct roster {
    struct catalog catalog;
    wchar_t *own[2]; /* wspref.dll and wsphost.dll beside the program; NULL where there is none */
    wchar_t **dlls;  /* the user's, full paths */
    size_t dll_count;
    struct text notes; /* what went wrong without being an error: a line each */
};

enum own_provider { OWN_REFERENCE, OWN_HOST };

/* Reads the catalog and adds what is not in it. STATUS_USAGE for a --dll that does not exist or a protocols file with
 * mistakes, STATUS_FAILED for a DLL that cannot be loaded or registered, or that dies or hangs while it registers. */
enum status roster_fill(struct roster *roster, const struct run_options *options, const struct child_world *world,
                        const struct limits *limits, struct error *error);
void roster_free(struct roster *roster);

/* Adds one DLL, as roster_fill does for each --dll. over, which may be NULL, is what --over says. */
enum status roster_register(struct roster *roster, const wchar_t *dll, const char *over,
                            const struct child_world *world, const struct limits *limits, struct error *error);

/* What has changed in the catalog outside of the overlay since the roster was filled: sentences, a line each; nothing
 * when nothing has. */
void roster_compare(const struct roster *roster, struct text *changes);

/* What a child's environment is to have for --over, as a JSON object, for cJSON_Delete. */
struct cJSON *roster_environment(const char *over);

#endif
