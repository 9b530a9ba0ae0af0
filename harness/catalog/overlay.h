/*
 * The overlay: catalog entries that exist for this run only. A DLL that is not in the catalog gets its entries from a
 * protocols file, or by calling its DllRegisterServer with WSCInstallProvider redirected here. Nothing is written to
 * the system.
 */
#ifndef WSPCHECK_CATALOG_OVERLAY_H
#define WSPCHECK_CATALOG_OVERLAY_H

#include "catalog/catalog.h"

/* Adds the entries of a protocols file (the JSON that "wspcheck list --json" prints) for a DLL. */
enum status overlay_from_file(struct catalog *catalog, const wchar_t *dll, const wchar_t *file, struct error *error);

/* What a redirected WSCInstallProvider does: all entries of one call share one GUID. Returns 0 or SOCKET_ERROR with a
 * Winsock code in *wsa_error (WSANO_RECOVERY for a GUID that is taken, WSAEFAULT, WSAEINVAL). Entry ids are written
 * nowhere: as on Windows, installers read them back by WSCEnumProtocols. */
int overlay_install(struct catalog *catalog, const GUID *provider, const wchar_t *dll, const WSAPROTOCOL_INFOW *entries,
                    DWORD count, int *wsa_error);
int overlay_deinstall(struct catalog *catalog, const GUID *provider, int *wsa_error);

/* WSCEnumProtocols and WSCGetProviderPath over the whole catalog, with the documented codes and sizes. */
int catalog_enumerate(const struct catalog *catalog, const int *protocols, WSAPROTOCOL_INFOW *buffer, DWORD *length,
                      int *wsa_error);
int catalog_provider_path(const struct catalog *catalog, const GUID *provider, wchar_t *path, int *length,
                          int *wsa_error);

#endif
