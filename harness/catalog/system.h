/*
 * The system's own catalog, through the WSC functions of ws2_32. They are found at run time, because Wine lacks some of
 * them and only 64-bit Windows has the ones that show the catalog of 32-bit programs. One thread at a time.
 *
 * Documents: WSCEnumProtocols, WSCGetProviderPath, WSCInstallProvider, WSCDeinstallProvider and their 32 forms.
 */
#ifndef WSPCHECK_CATALOG_SYSTEM_H
#define WSPCHECK_CATALOG_SYSTEM_H

#include "catalog/catalog.h"

/* What ws2_32 exports; NULL where it does not. */
struct system_functions {
    LPWSCENUMPROTOCOLS enumerate;
    LPWSCGETPROVIDERPATH path;
    LPWSCINSTALLPROVIDER install;
    LPWSCDEINSTALLPROVIDER deinstall;
    LPWSCENUMPROTOCOLS enumerate_32; /* these three on 64-bit Windows only */
    LPWSCGETPROVIDERPATH path_32;
    LPWSCDEINSTALLPROVIDER deinstall_32;
};

struct system_functions system_resolve(void);

/* "8.0" under Wine, NULL on Windows. */
const char *system_wine_version(void);

/* Adds the entries of WSCEnumProtocols, with their paths where WSCGetProviderPath has any. */
enum status system_read(struct catalog *catalog, const struct system_functions *functions, struct error *error);
/* The same for what 32-bit programs see; STATUS_OK and nothing added where the system has no such list. These entries
 * cannot be loaded by a 64-bit harness, and their ids may repeat those of the 64-bit list: use a catalog of its own. */
enum status system_read_32(struct catalog *catalog, const struct system_functions *functions, struct error *error);

/* Installs the overlay entries of a catalog in the system, one WSCInstallProvider for each provider identifier, in
 * their order. Chains that name overlay ids are given the ids that the system assigned to those entries. When one
 * fails, those installed before it are removed again. Needs administrator rights. */
enum status system_install(const struct system_functions *functions, const struct catalog *catalog,
                           struct error *error);

/* Removes a provider from the system's catalog and from that of 32-bit programs where it is there too. STATUS_NOTHING
 * when it is in neither. */
enum status system_deinstall(const struct system_functions *functions, const GUID *provider, struct error *error);

#endif
