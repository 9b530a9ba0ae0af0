/*
 * The keys and values of the registry catalog, one by one; registry.c makes reading and writing as a whole of them.
 * Handles are the caller's; nothing here waits or takes the writer's lock.
 */
#ifndef WSPCHECK_CATALOG_REGISTRY_KEYS_H
#define WSPCHECK_CATALOG_REGISTRY_KEYS_H

#include "catalog/registry.h"

#define REGISTRY_FIRST_ID 1001
#define REGISTRY_FIRST_SERIAL 1

extern const wchar_t *const registry_list_names[2];  /* "Catalog_Entries", ... by enum registry_list */
extern const wchar_t *const registry_count_names[2]; /* "Num_Catalog_Entries", ... */
extern const wchar_t registry_next_id_name[];
extern const wchar_t registry_serial_name[];
extern const wchar_t registry_version_name[];

/* The numbers of a list's entries, ascending; starts as {0}, released with registry_numbers_free. */
struct registry_numbers {
    DWORD *values;
    size_t count;
    size_t capacity;
};

/* The protocol catalog's path below the hive (owned by the caller), as Current_Protocol_Catalog has it. */
wchar_t *registry_catalog_path(const struct registry_place *place);

/* Opens the protocol catalog's key; *key is NULL when there is none. */
enum status registry_open(const struct registry_place *place, REGSAM access, HKEY *key, struct error *error);
/* Opens it for writing, makes it where it is missing, and the version and the catalog's name in the root. */
enum status registry_create(const struct registry_place *place, HKEY *key, struct error *error);
/* Makes what a new catalog has: no entries, first id, first serial. Leaves what is there. */
enum status registry_make_skeleton(HKEY key, enum registry_list list, struct error *error);

struct registry_value registry_number(HKEY key, const wchar_t *name);
enum status registry_set_number(HKEY key, const wchar_t *name, DWORD number, struct error *error);
wchar_t *registry_string(HKEY key, const wchar_t *name); /* owned by the caller; NULL where there is none */

/* Which entries a list has; other subkeys are complained about where a catalog is given. */
enum status registry_list_numbers(HKEY list, struct registry_numbers *numbers, struct catalog *complaints,
                                  struct error *error);
void registry_numbers_free(struct registry_numbers *numbers);

/* One entry; *dll is owned by the caller and set only on success. */
enum status registry_read_item(HKEY list, DWORD number, WSAPROTOCOL_INFOW *info, wchar_t **dll, struct error *error);
/* Adds what a list has to a catalog, damaged entries as complaints. */
enum status registry_read_list(HKEY key, enum registry_list list, struct catalog *catalog, struct error *error);
enum status registry_write_item(HKEY list, DWORD number, const unsigned char *bytes, const WSAPROTOCOL_INFOW *info,
                                struct error *error);
enum status registry_delete_item(HKEY list, DWORD number, struct error *error);
/* Gives an entry another number, with all it has. */
enum status registry_move_item(HKEY list, DWORD from, DWORD to, struct error *error);

#endif
