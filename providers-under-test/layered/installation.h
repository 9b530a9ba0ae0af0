/*
 * What the entries of this layer look like, and how they come into the catalog: the hidden ones first, whose ids the
 * chains then name. All but the last two return 0 or the Winsock code of the catalog function.
 *
 * Documents: WSCInstallProvider, WSAPROTOCOLCHAIN.
 */
#ifndef WSPLAYER_INSTALLATION_H
#define WSPLAYER_INSTALLATION_H

#include <stdbool.h>

#include <winsock2.h>

#include <windows.h>

struct entries;

HRESULT installation_result(int error);

/* Installs one or two entries of this DLL under one provider id. */
int installation_add(const GUID *id, const WSAPROTOCOL_INFOW *entries, DWORD count);
/* The two hidden entries, which otherwise look like some entry that the layer stands over. */
int installation_add_hidden(const WSAPROTOCOL_INFOW *like);

/* The hidden entry of a flavour; NULL when it is not installed. */
const WSAPROTOCOL_INFOW *installation_find_hidden(const struct entries *entries, bool passes_handles);
/* The chain that stands over a base or another chain, ready to be installed. */
void installation_make_chain(WSAPROTOCOL_INFOW *entry, const WSAPROTOCOL_INFOW *hidden, const WSAPROTOCOL_INFOW *over);

#endif
