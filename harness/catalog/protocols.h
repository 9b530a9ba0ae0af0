/*
 * Catalog entries as JSON: what "wspcheck list --json" prints and "--protocols FILE" reads.
 *
 *     {"entries": [{"name", "catalog_id", "guid", "af", "type", "protocol", "service_flags": [...],
 *                   "provider_flags": [...], "chain": [...], "dll", "origin", "kind", "version", "min_address",
 *                   "max_address", "protocol_max_offset", "network_byte_order", "security_scheme", "message_size"}]}
 *
 * af and type are names, or numbers where there is no name; flags are names, unknown bits one "0x..." text; chain has
 * the catalog ids of a chain, top first, and is empty for the others; kind is "base", "layer" or "chain"; dll is null
 * where there is none. Reading is in overlay.h (overlay_from_file).
 */
#ifndef WSPCHECK_CATALOG_PROTOCOLS_H
#define WSPCHECK_CATALOG_PROTOCOLS_H

#include "catalog/catalog.h"

/* The document for several catalogs in a row, indented; owned by the caller, for free(). */
char *protocols_document(const struct catalog *const *catalogs, size_t count);

#endif
