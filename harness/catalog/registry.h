/*
 * The registry catalog: the layout in which Windows keeps its Winsock catalog. Under Wine nothing else reads or writes
 * it, so there it is where "wspcheck catalog install" puts a provider and where a run finds it again.
 *
 * Below the root (HKLM\SYSTEM\CurrentControlSet\Services\WinSock2\Parameters) the value Current_Protocol_Catalog names
 * a key with
 *     Num_Catalog_Entries, Num_Catalog_Entries64    how many entries the two lists have
 *     Next_Catalog_Entry_ID                         the next catalog id to hand out, shared by both lists
 *     Serial_Access_Num                             raised with every change
 *     Catalog_Entries\000000000001 ...              PackedCatalogItem, see decode.h; numbers without gaps, in order of
 *     Catalog_Entries64\000000000001 ...            priority; the second is the list of 64-bit programs
 *     0000002A                                      the writer's lock: exists while a writer works on that serial
 *
 * Writers of all processes take turns through the lock; readers need none, they look again when the serial has changed
 * or a lock appeared while they read. The functions may be called by any thread at any time; a struct catalog given to
 * them belongs to the caller.
 */
#ifndef WSPCHECK_CATALOG_REGISTRY_H
#define WSPCHECK_CATALOG_REGISTRY_H

#include "catalog/catalog.h"

enum registry_list {
    REGISTRY_LIST_32, /* Catalog_Entries */
    REGISTRY_LIST_64  /* Catalog_Entries64 */
};

/* Where a registry catalog is, and how long to wait there for a writer. */
struct registry_place {
    HKEY hive;
    const wchar_t *root;
    enum registry_list list;
    DWORD patience_ms; /* 0: look once */
};

/* The system's root, or the key of HKEY_CURRENT_USER that the variable WSPCHECK_CATALOG names; the list that programs
 * of this bitness read, and a minute's patience. */
struct registry_place registry_default_place(void);
const char *registry_hive_name(const struct registry_place *place);

/* Adds the entries of the list; none when there is no registry catalog. Damaged entries are left out with a complaint.
 * STATUS_FAILED when a lock stays longer than the patience, or the registry refuses. */
enum status registry_read(struct catalog *catalog, const struct registry_place *place, struct error *error);

/* Installs the overlay entries of a catalog, making the skeleton of the registry catalog where it is missing. Ids come
 * from Next_Catalog_Entry_ID and lie above every id of the given catalog's other entries; chains that name overlay ids
 * are translated. Nothing is changed unless all entries can be written. STATUS_FAILED for an identifier that is
 * installed already, an entry without a DLL, a path that the layout cannot hold, missing rights. */
enum status registry_install(const struct registry_place *place, const struct catalog *catalog, struct error *error);

/* Removes all entries of a provider and closes the gaps. STATUS_NOTHING when it has none there. */
enum status registry_deinstall(const struct registry_place *place, const GUID *provider, struct error *error);

/* The registry catalog as it lies there, for people who look for what is wrong with it. */
struct registry_value {
    bool present;
    DWORD number;
};

struct registry_state {
    bool present;    /* the protocol catalog's key exists; otherwise only path and version mean anything */
    char *path;      /* of that key below the hive; owned, as are the next two */
    char *version;   /* WinSock_Registry_Version; NULL where there is none */
    char *lock_name; /* the name that a lock of this serial has */
    bool locked;
    struct registry_value serial;
    struct registry_value next_id;
    struct registry_value count[2];   /* by enum registry_list */
    struct registry_value subkeys[2]; /* keys really there */
};

enum status registry_describe(const struct registry_place *place, struct registry_state *state, struct error *error);
void registry_state_free(struct registry_state *state);

#endif
