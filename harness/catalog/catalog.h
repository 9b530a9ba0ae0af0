/*
 * The catalog: the protocol entries that this run can see, whatever their origin.
 *
 * A struct catalog starts as {0} and owns its entries; it is filled once by catalog_read (system, registry) and
 * extended by the overlay before providers are loaded, all on one thread. After that it is only read, by any thread:
 * redirected imports of the DLLs under test answer from it. Entries are addressed by pointer and never move; only
 * catalog_remove and catalog_free end an entry's life.
 *
 * Documents: WSCEnumProtocols, WSCGetProviderPath, WSAPROTOCOL_INFOW, WSAPROTOCOLCHAIN.
 */
#ifndef WSPCHECK_CATALOG_CATALOG_H
#define WSPCHECK_CATALOG_CATALOG_H

#include <stdbool.h>
#include <stddef.h>

#include <winsock2.h>
#include <ws2spi.h>

#include "base/error.h"

enum catalog_origin {
    CATALOG_SYSTEM,    /* WSCEnumProtocols */
    CATALOG_SYSTEM_32, /* WSCEnumProtocols32: what 32-bit programs see on 64-bit Windows; kept in a catalog of its own
                        */
    CATALOG_REGISTRY,  /* the registry layout that Windows uses; under Wine nothing else reads it */
    CATALOG_OVERLAY    /* exists for this run only */
};

struct catalog_entry {
    WSAPROTOCOL_INFOW info;
    char *name;   /* info.szProtocol as UTF-8; owned */
    wchar_t *dll; /* path as the catalog has it, %variables% unexpanded; owned; NULL where there is none */
    enum catalog_origin origin;
};

struct catalog {
    struct catalog_entry **entries; /* owned, as is each entry */
    size_t count;
    size_t capacity;
    DWORD next_overlay_id; /* catalog ids handed out to overlay entries, far above what systems use; 0: none yet */
    char **complaints;     /* sentences about what was damaged and therefore left out; owned, as is each */
    size_t complaint_count;
    size_t complaint_capacity;
};

/* Reads the system's catalog and, where the system does not read it itself (Wine), the registry catalog behind it.
 * STATUS_FAILED with a sentence when WSCEnumProtocols fails for another reason than a short buffer, or when the
 * registry catalog stays locked by a writer. Damaged entries are left out with a complaint. */
enum status catalog_read(struct catalog *catalog, struct error *error);
void catalog_free(struct catalog *catalog);

/* Adds an entry at the end with the catalog id that info has: copies info and dll (which may be NULL), returns it. */
struct catalog_entry *catalog_add(struct catalog *catalog, const WSAPROTOCOL_INFOW *info, const wchar_t *dll,
                                  enum catalog_origin origin);

/* Adds an overlay entry: copies info and dll, gives it a catalog id of its own, and returns it. */
struct catalog_entry *catalog_overlay_add(struct catalog *catalog, const WSAPROTOCOL_INFOW *info, const wchar_t *dll);

/* Takes an entry out and frees it. Only while nobody else uses the catalog. */
void catalog_remove(struct catalog *catalog, const struct catalog_entry *entry);

/* Moves all entries and complaints of one catalog behind those of another; the first is left empty. */
void catalog_append(struct catalog *catalog, struct catalog *more);

/* Remembers a sentence about something that was left out. */
void catalog_complain(struct catalog *catalog, const char *format, ...) PRINTF_LIKE(2, 3);

struct catalog_entry *catalog_find_id(const struct catalog *catalog, DWORD id);
/* The first entry of a provider; NULL for an identifier that is not there. */
struct catalog_entry *catalog_find_provider(const struct catalog *catalog, const GUID *provider);

/* Whether an entry's DLL, with its variables expanded, is this full path; the first entry of which that is true. */
bool catalog_has_dll(const struct catalog_entry *entry, const wchar_t *path);
struct catalog_entry *catalog_find_dll(const struct catalog *catalog, const wchar_t *path);

/* Whether a user's PATTERN (glob on the name, a catalog id, a GUID with or without braces, "all") picks this entry. */
bool catalog_matches(const struct catalog_entry *entry, const char *pattern);

/* Says what is wrong with an entry (chain that does not end in a base, that names itself or an id that is not there,
 * chain length above MAX_PROTOCOL_CHAIN, ...); STATUS_OK when nothing is. */
enum status catalog_verify(const struct catalog *catalog, const struct catalog_entry *entry, struct error *error);

/* The base entry at the end of an entry's chain, the entry itself for a base protocol; NULL for a layer's own hidden
 * entry or a broken chain. */
struct catalog_entry *catalog_base_of(const struct catalog *catalog, const struct catalog_entry *entry);

/* The DLL's path with environment variables expanded; owned by the caller; NULL where the entry has none. */
wchar_t *catalog_expand_path(const struct catalog_entry *entry);

const char *catalog_origin_name(enum catalog_origin origin);      /* "system", "system-32", "registry", "overlay" */
const char *catalog_kind_name(const struct catalog_entry *entry); /* "layer", "base" or "chain", by ChainLen */
int catalog_chain_length(const struct catalog_entry *entry);      /* ChainLen, held within 0..MAX_PROTOCOL_CHAIN */

#endif
