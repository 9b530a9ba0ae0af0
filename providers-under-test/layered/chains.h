/*
 * Chains: what is below this layer, for each catalog entry that it was started with.
 *
 * A chain is made by its first start and stays for the life of the DLL, so pointers to it never become invalid; a start
 * after the last cleanup looks its next provider up afresh. Until then that one's DLL stays loaded: a thread may still
 * be on its way out of it when the last cleanup has returned. Inside is one lock, held during starts of the next
 * provider; any thread.
 *
 * Documents: WSPStartup, WPUGetProviderPath and the overview of layered protocols and chains.
 */
#ifndef WSPLAYER_CHAINS_H
#define WSPLAYER_CHAINS_H

#include <stdbool.h>
#include <stddef.h>

#include <winsock2.h>
#include <ws2spi.h>

struct chain {
    WSAPROTOCOL_INFOW entry;       /* as it was given to WSPStartup */
    DWORD identity;                /* the catalog id that this layer has in the chain */
    bool passes_handles;           /* pass-through: the lower provider's descriptors are given out */
    bool over_base;                /* the next provider is the base, not a layer */
    WSAPROTOCOL_INFOW lower_entry; /* the base's own entry, or the same entry for a next layer */
    HMODULE library;               /* the next provider's DLL */
    LPWSPSTARTUP startup;
    WSPPROC_TABLE lower;
    unsigned int starts; /* of the next provider, not cleaned up yet */
    struct chain *next;
};

/* Starts the next provider of an entry's chain with the library's own table, finding and loading it first. 0 with the
 * chain and what the next provider says about itself, or a Winsock code: the next provider's own, or
 * WSAEPROVIDERFAILEDINIT where it cannot be found or loaded or where the entry is no chain with this layer in it. */
int chains_start(const WSAPROTOCOL_INFOW *entry, WORD version, const WSPUPCALLTABLE *upcalls, struct chain **chain,
                 WSPDATA *data);

/* The started chain of a catalog id, NULL when there is none. */
struct chain *chains_find(DWORD id);

/* The chain that comes after another one, or the first; for walks over all of them. Chains that are not started are
 * passed over. */
struct chain *chains_next(const struct chain *chain);

/* Cleans up every start of every next provider. 0, or SOCKET_ERROR with the code of the last one that failed. */
int chains_cleanup(int *error);

/* Puts the chain's identity into a structure that the next provider filled. */
void chains_label(const struct chain *chain, WSAPROTOCOL_INFOW *info);

/* What to pass to the next provider for a structure of the client: the base's entry, with what a duplicate carries, or
 * the same for a next layer. */
void chains_lower_entry(const struct chain *chain, const WSAPROTOCOL_INFOW *info, WSAPROTOCOL_INFOW *lower);

#endif
