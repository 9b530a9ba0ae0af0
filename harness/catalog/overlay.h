/*
 * The overlay: catalog entries that exist for this run only. A DLL that is not in the catalog gets its entries from a
 * protocols file, or by calling its DllRegisterServer with WSCInstallProvider redirected here. Nothing is written to
 * the system.
 *
 * The functions that change the catalog run on the thread that prepares the run, while nobody else uses it; the two
 * that answer from it may be called by any thread, for redirected imports. They write to no buffer before they know
 * that everything fits.
 *
 * Documents: WSCInstallProvider, WSCDeinstallProvider, WSCEnumProtocols, WSCGetProviderPath.
 */
#ifndef WSPCHECK_CATALOG_OVERLAY_H
#define WSPCHECK_CATALOG_OVERLAY_H

#include "catalog/catalog.h"

/* Adds the entries of a protocols file (the JSON that "wspcheck list --json" prints) for a DLL. An entry of the file
 * belongs to the DLL when its "dll" has the same file name, or when it has none and does not come from a system's
 * catalog; others are passed over. Keys that are missing get the usual values; a chain may name catalog ids of the
 * file or of the catalog. STATUS_USAGE, and no entry added, for a file that is not such a file, for a wrong type or an
 * unknown flag, for an identifier that is taken, and when no entry is the DLL's. */
enum status overlay_from_file(struct catalog *catalog, const wchar_t *dll, const wchar_t *file, struct error *error);

/* What a redirected WSCInstallProvider does: all entries of one call share one GUID. Returns 0 or SOCKET_ERROR with a
 * Winsock code in *wsa_error (WSANO_RECOVERY for a GUID that is taken, with a complaint that says by whom; WSAEFAULT
 * for a missing argument, WSAEINVAL for no entries, a path without content or above MAX_PATH, a chain length that
 * cannot be). Entry ids are written nowhere: as on Windows, installers read them back by WSCEnumProtocols. */
int overlay_install(struct catalog *catalog, const GUID *provider, const wchar_t *dll, const WSAPROTOCOL_INFOW *entries,
                    DWORD count, int *wsa_error);
/* WSAEINVAL for a GUID that is not there; WSANO_RECOVERY for one that is not the overlay's to remove. */
int overlay_deinstall(struct catalog *catalog, const GUID *provider, int *wsa_error);

/* WSCEnumProtocols and WSCGetProviderPath over the whole catalog, with the documented codes and sizes. The first
 * returns how many entries it wrote; *length is in bytes and receives what is needed. The second's *length is in
 * characters with the terminator; a provider without a DLL is one that is not there (WSAEINVAL). */
int catalog_enumerate(const struct catalog *catalog, const int *protocols, WSAPROTOCOL_INFOW *buffer, DWORD *length,
                      int *wsa_error);
int catalog_provider_path(const struct catalog *catalog, const GUID *provider, wchar_t *path, int *length,
                          int *wsa_error);

#endif
