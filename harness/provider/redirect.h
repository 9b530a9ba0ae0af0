/*
 * Import redirection: a loaded provider DLL, and every DLL that it loads in turn, asks the harness's catalog instead of
 * the system's.
 *
 * Rewritten in a module's import table, and in what it gets from GetProcAddress: WSCEnumProtocols, WSCGetProviderPath,
 * WSCInstallProvider (and the 64_32 forms), WSCDeinstallProvider, WSCWriteProviderOrder, WSCUpdateProvider,
 * WPUCompleteOverlappedRequest, WPUGetProviderPath, GetProcAddress, LoadLibrary(Ex)A/W. While installation is not
 * permitted the installing ones fail with WSANO_RECOVERY. So that nothing reaches the system's own catalog, those that
 * the overlay has nothing like are kept from it as well: the functions for chains and for the 32-bit catalog fail,
 * those for name spaces do nothing. Modules of the system's own directories are never rewritten. A DllMain has run
 * before its module can be rewritten; what it asks there it asks the system.
 *
 * redirect_start once per process, before anything is loaded; it borrows the catalog for the process's life. The other
 * functions may be called on any thread, permission and registration on one at a time.
 */
#ifndef WSPCHECK_PROVIDER_REDIRECT_H
#define WSPCHECK_PROVIDER_REDIRECT_H

#include <stdbool.h>

#include <winsock2.h>

#include "base/error.h"

struct catalog;

void redirect_start(struct catalog *catalog);
void redirect_permit_installation(bool permitted);
/* Redirects one module; nothing happens to one that is redirected already, or is the system's. */
enum status redirect_module(HMODULE module, struct error *error);

/* Loads a DLL with its directory searched for its own imports, redirects it and what came with it. The path may be
 * relative, or a bare name for the system's search order. Sentences for: not there, no DLL, wrong bitness, an import
 * missing, DllMain refusing. The caller owns the module (FreeLibrary). */
enum status redirect_load(const wchar_t *path, HMODULE *module, struct error *error);

/* Calls the DLL's DllRegisterServer with installation permitted, so that its entries land in the overlay; the DLL is
 * unloaded again. STATUS_FAILED when it has none, when it fails, or when it adds no entry. */
enum status redirect_register(const wchar_t *path, struct error *error);

/* How often WPUCompleteOverlappedRequest was called, which has no slot in the upcall table. It completes a request as
 * documented: byte count, then status, then the event; WSAEINVAL for a handle that WPUCreateSocketHandle did not make.
 */
unsigned long redirect_completions(void);

#endif
