/*
 * Import redirection: a loaded provider DLL, and every DLL that it loads in turn, asks the harness's catalog instead of
 * the system's.
 *
 * Rewritten in a module's import table, and in what it gets from GetProcAddress: WSCEnumProtocols, WSCGetProviderPath,
 * WSCInstallProvider (and the 64_32 forms), WSCDeinstallProvider, WSCWriteProviderOrder, WSCUpdateProvider,
 * WPUCompleteOverlappedRequest, WPUGetProviderPath, GetProcAddress, LoadLibrary(Ex)A/W. While installation is not
 * permitted the installing ones fail with WSANO_RECOVERY.
 */
#ifndef WSPCHECK_PROVIDER_REDIRECT_H
#define WSPCHECK_PROVIDER_REDIRECT_H

#include <stdbool.h>

#include <winsock2.h>

#include "base/error.h"

struct catalog;

void redirect_start(struct catalog *catalog);
void redirect_permit_installation(bool permitted);
enum status redirect_module(HMODULE module, struct error *error);

/* Loads a DLL with its directory searched for its own imports, redirects it and what came with it. Sentences for: not
 * there, wrong bitness, an import DLL missing, DllMain refusing. */
enum status redirect_load(const wchar_t *path, HMODULE *module, struct error *error);

/* Calls the DLL's DllRegisterServer with installation permitted, so that its entries land in the overlay. The DLL stays
 * loaded until *module is freed by the caller. */
enum status redirect_register(const wchar_t *path, struct error *error);

#endif
