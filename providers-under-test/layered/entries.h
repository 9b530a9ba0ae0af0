/*
 * The catalog as this layer sees it: what is in it, and which entries are its own.
 *
 * The layer has one hidden entry for each flavour, both under one provider id, and an entry for each chain, each under
 * an id of its own. All ids are made from the DLL's file name, so that a copy of the DLL under another name is another
 * layer and both can stand in one chain. A pass-through entry has XP1_IFS_HANDLES, one with own handles has not.
 *
 * Documents: WSCEnumProtocols, WSAPROTOCOL_INFOW, WSAPROTOCOLCHAIN.
 */
#ifndef WSPLAYER_ENTRIES_H
#define WSPLAYER_ENTRIES_H

#include <stdbool.h>
#include <stddef.h>

#include <winsock2.h>

struct entries {
    WSAPROTOCOL_INFOW *list; /* owned */
    size_t count;
};

/* Reads the whole catalog; 0, or the Winsock code of WSCEnumProtocols. Ends with entries_free in either case. */
int entries_read(struct entries *entries);
void entries_free(struct entries *entries);

const WSAPROTOCOL_INFOW *entries_find(const struct entries *entries, DWORD id);
const WSAPROTOCOL_INFOW *entries_find_provider(const struct entries *entries, const GUID *provider);

/* The provider id of the hidden entries, and that of the chain of a flavour over a base or chain of this name. */
void entries_hidden_id(GUID *id);
void entries_chain_id(GUID *id, bool passes_handles, const wchar_t *over);

/* Whether an entry is one of this DLL's: a hidden one, or a chain that begins with a hidden one. */
bool entries_is_own(const struct entries *entries, const WSAPROTOCOL_INFOW *entry);

/* Whether an entry's descriptors are handles of the system. */
bool entries_has_handles(const WSAPROTOCOL_INFOW *entry);

#endif
