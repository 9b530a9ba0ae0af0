/*
 * Catalog entries on their way from one process to another, as JSON: the supervisor, its workers, and the process in
 * which a DLL registers itself must all see the same overlay, with the same catalog ids. Stateless.
 */
#ifndef WSPCHECK_RUN_ENTRIES_H
#define WSPCHECK_RUN_ENTRIES_H

#include "catalog/catalog.h"

struct cJSON;

/* {"info": a WSAPROTOCOL_INFOW in hexadecimal without the zeros at its end, "dll": path}; for cJSON_Delete. */
struct cJSON *entry_to_json(const struct catalog_entry *entry);
/* Adds the entry to the overlay, catalog id included. STATUS_FAILED when the object is none, or the id is taken. */
enum status entry_from_json(struct catalog *catalog, const struct cJSON *object, struct error *error);

/* All overlay entries of a catalog as an array, and back. */
struct cJSON *entries_to_json(const struct catalog *catalog);
enum status entries_from_json(struct catalog *catalog, const struct cJSON *array, struct error *error);

#endif
