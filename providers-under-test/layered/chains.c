#include "chains.h"

#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include "base/memory.h"
#include "entries.h"
#include "fault.h"

static SRWLOCK lock = SRWLOCK_INIT;
static struct chain *chains;

/* Where this layer stands in a chain. -1 when it is not there, or twice: then the DLL would call itself for ever. */
static int own_position(const struct entries *entries, const WSAPROTOCOLCHAIN *chain) {
    int position = -1;
    for (int i = 0; i < chain->ChainLen && i < MAX_PROTOCOL_CHAIN; i++) {
        const WSAPROTOCOL_INFOW *link = entries_find(entries, chain->ChainEntries[i]);
        if (link != NULL && entries_is_own(entries, link)) {
            if (position != -1) {
                return -1;
            }
            position = i;
        }
    }
    return position;
}

/* The chain without its lower provider; false when the entry is not one that this layer can serve. *next gets the entry
 * of the provider below. */
static bool describe(struct chain *chain, const struct entries *entries, const WSAPROTOCOL_INFOW *entry,
                     const WSAPROTOCOL_INFOW **next) {
    const WSAPROTOCOLCHAIN *links = &entry->ProtocolChain;
    chain->entry = *entry;
    int position = own_position(entries, links);
    if (position == -1 || position + 1 >= links->ChainLen) {
        return false;
    }
    *next = entries_find(entries, links->ChainEntries[position + 1]);
    FAULT_AT(fault_when_next_is_looked_up(chain, entries, next));
    if (*next == NULL) {
        return false;
    }
    DWORD own_link = links->ChainEntries[position];
    chain->identity = position == 0 ? entry->dwCatalogEntryId : own_link;
    chain->passes_handles = entries_has_handles(entries_find(entries, own_link));
    chain->over_base = (*next)->ProtocolChain.ChainLen == BASE_PROTOCOL;
    chain->lower_entry = chain->over_base ? **next : *entry;
    FAULT_AT(fault_when_described(chain, entries, next));
    return !chain->passes_handles || entries_has_handles(*next);
}

/* The next provider's path from the library, for free(); NULL when there is none. */
static wchar_t *provider_path(const WSAPROTOCOL_INFOW *next, const WSPUPCALLTABLE *upcalls) {
    GUID id = next->ProviderId;
    int length = MAX_PATH, error = 0;
    wchar_t *path = memory_zeroed((size_t)length, sizeof *path);
    int result = upcalls->lpWPUGetProviderPath(&id, path, &length, &error);
    if (result == SOCKET_ERROR && error == WSAEFAULT && length > 0) {
        /* The buffer was too short, and length says by now what is needed. */
        path = memory_resize(path, (size_t)length, sizeof *path);
        result = upcalls->lpWPUGetProviderPath(&id, path, &length, &error);
    }
    if (result == SOCKET_ERROR) {
        free(path);
        return NULL;
    }
    return path;
}

static bool load(struct chain *chain, const WSAPROTOCOL_INFOW *next, const WSPUPCALLTABLE *upcalls) {
    wchar_t *path = provider_path(next, upcalls);
    if (path == NULL) {
        return false;
    }
    DWORD size = ExpandEnvironmentStringsW(path, NULL, 0);
    wchar_t *expanded = memory_zeroed(size, sizeof *expanded);
    ExpandEnvironmentStringsW(path, expanded, size);
    chain->library = LoadLibraryW(expanded);
    free(expanded);
    free(path);
    FARPROC address = chain->library == NULL ? NULL : GetProcAddress(chain->library, "WSPStartup");
    if (chain->library != NULL && address == NULL) {
        FreeLibrary(chain->library);
    }
    memcpy(&chain->startup, &address, sizeof address);
    return address != NULL;
}

/* Finds and loads what is below an entry; false when there is nothing that could be started. */
static bool look_up(struct chain *chain, const WSAPROTOCOL_INFOW *entry, const WSPUPCALLTABLE *upcalls) {
    struct entries entries;
    const WSAPROTOCOL_INFOW *next;
    bool found = entries_read(&entries) == 0 && describe(chain, &entries, entry, &next) && load(chain, next, upcalls);
    entries_free(&entries);
    return found;
}

/* Called with the lock held; chains that are not started count as well. */
static struct chain *find(DWORD id) {
    struct chain *chain = chains;
    while (chain != NULL && chain->entry.dwCatalogEntryId != id) {
        chain = chain->next;
    }
    return chain;
}

/* Called with the lock held. */
static int start(struct chain *chain, WORD version, const WSPUPCALLTABLE *upcalls, WSPDATA *data) {
    WSAPROTOCOL_INFOW entry = chain->lower_entry;
    WSPUPCALLTABLE passed = *upcalls;
    WSPPROC_TABLE table;
    FAULT_AT(fault_before_start(chain, &passed));
    int code = chain->startup(version, data, &entry, passed, &table);
    if (code != 0) {
        return FAULT(chain, LAYER_HIDES_A_FAILED_START) ? 0 : code;
    }
    /* Other threads may be using the table of an earlier start, which is hardly ever a different one. */
    if (memcmp(&chain->lower, &table, sizeof table) != 0) {
        chain->lower = table;
    }
    chain->starts++;
    return 0;
}

/* The chain of an entry, ready to be started; NULL when it cannot be. Called with the lock held. */
static struct chain *ready_chain(const WSAPROTOCOL_INFOW *entry, const WSPUPCALLTABLE *upcalls) {
    struct chain *chain = find(entry->dwCatalogEntryId);
    if (chain != NULL && chain->starts != 0) {
        return chain;
    }
    struct chain fresh = {.next = chains};
    if (!look_up(&fresh, entry, upcalls)) {
        return NULL;
    }
    if (chain == NULL) {
        chain = memory_zeroed(1, sizeof *chain);
        chains = chain;
    } else {
        fresh.next = chain->next;
        FreeLibrary(chain->library);
    }
    *chain = fresh;
    return chain;
}

int chains_start(const WSAPROTOCOL_INFOW *entry, WORD version, const WSPUPCALLTABLE *upcalls, struct chain **chain,
                 WSPDATA *data) {
    AcquireSRWLockExclusive(&lock);
    *chain = ready_chain(entry, upcalls);
    int code = *chain == NULL ? WSAEPROVIDERFAILEDINIT : start(*chain, version, upcalls, data);
    ReleaseSRWLockExclusive(&lock);
    return code;
}

struct chain *chains_find(DWORD id) {
    AcquireSRWLockShared(&lock);
    struct chain *chain = find(id);
    FAULT_AT(fault_when_found(&chain));
    bool started =
        chain != NULL && chain->starts != 0 && !(FAULT(chain, LAYER_KNOWS_ITS_LATEST_CHAIN_ONLY) && chain != chains);
    ReleaseSRWLockShared(&lock);
    return started ? chain : NULL;
}

struct chain *chains_next(const struct chain *chain) {
    AcquireSRWLockShared(&lock);
    struct chain *next = chain == NULL ? chains : chain->next;
    while (next != NULL && next->starts == 0) {
        next = next->next;
    }
    ReleaseSRWLockShared(&lock);
    return next;
}

static unsigned int take_starts(struct chain *chain) {
    AcquireSRWLockExclusive(&lock);
    unsigned int starts = chain->starts;
    chain->starts = 0;
    ReleaseSRWLockExclusive(&lock);
    FAULT_AT(fault_when_starts_are_taken(chain, &starts));
    return starts;
}

int chains_cleanup(int *error) {
    int result = 0;
    for (struct chain *chain = chains_next(NULL); chain != NULL; chain = chains_next(chain)) {
        for (unsigned int starts = take_starts(chain); starts != 0; starts--) {
            if (chain->lower.lpWSPCleanup(error) == SOCKET_ERROR) {
                result = SOCKET_ERROR;
            }
        }
    }
    return result;
}

void chains_label(const struct chain *chain, WSAPROTOCOL_INFOW *info) {
    info->dwServiceFlags1 = chain->entry.dwServiceFlags1;
    info->dwProviderFlags = chain->entry.dwProviderFlags;
    info->ProviderId = chain->entry.ProviderId;
    info->dwCatalogEntryId = chain->entry.dwCatalogEntryId;
    info->ProtocolChain = chain->entry.ProtocolChain;
    memcpy(info->szProtocol, chain->entry.szProtocol, sizeof info->szProtocol);
}

void chains_lower_entry(const struct chain *chain, const WSAPROTOCOL_INFOW *info, WSAPROTOCOL_INFOW *lower) {
    *lower = chain->over_base && !FAULT(chain, LAYER_OPENS_SOCKETS_WITH_THE_CHAIN) ? chain->lower_entry : *info;
    if (chain->over_base && info->dwProviderReserved != 0) {
        lower->dwServiceFlags2 = info->dwServiceFlags2;
        lower->dwServiceFlags3 = info->dwServiceFlags3;
        lower->dwServiceFlags4 = info->dwServiceFlags4;
        lower->dwProviderReserved = info->dwProviderReserved;
    }
}
