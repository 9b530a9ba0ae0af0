#include <string.h>

#include "chains.h"
#include "entries.h"

static const WSAPROTOCOL_INFOW *last_link(const struct chain *chain, const struct entries *entries) {
    const WSAPROTOCOLCHAIN *links = &chain->entry.ProtocolChain;
    return entries_find(entries, links->ChainEntries[links->ChainLen - 1]);
}

void fault_when_next_is_looked_up(const struct chain *chain, const struct entries *entries,
                                  const WSAPROTOCOL_INFOW **next) {
    if (FAULT(chain, LAYER_CHAIN_NAMES_NOBODY)) {
        *next = last_link(chain, entries);
    }
    for (size_t i = 0; i < entries->count && FAULT(chain, LAYER_TAKES_ANOTHER_BASE); i++) {
        if (entries->list[i].ProtocolChain.ChainLen == BASE_PROTOCOL &&
            entries->list[i].iAddressFamily == chain->entry.iAddressFamily &&
            memcmp(&entries->list[i].ProviderId, &(*next)->ProviderId, sizeof(GUID)) == 0) {
            *next = &entries->list[i];
            return;
        }
    }
}

void fault_when_described(struct chain *chain, const struct entries *entries, const WSAPROTOCOL_INFOW **next) {
    if (FAULT(chain, LAYER_HANDS_THE_BASES_ENTRY_TO_A_LAYER)) {
        chain->lower_entry = *last_link(chain, entries);
    }
    if (FAULT(chain, LAYER_STARTS_THE_BASE_WITH_THE_CHAIN)) {
        chain->lower_entry = chain->entry;
    }
    if (FAULT(chain, LAYER_PRESENTS_HANDLES_AS_THE_BASE)) {
        chain->identity = (*next)->dwCatalogEntryId;
    }
    if (FAULT(chain, LAYER_DOES_NOT_KEEP_THE_BASES_HANDLE)) {
        chain->passes_handles = false;
    }
}

static LPWPUPOSTMESSAGE real_post;

static BOOL WSPAPI post_for_the_base(HWND window, UINT message, WPARAM wparam, LPARAM lparam) {
    return real_post(window, message, wparam, lparam);
}

static LPWSPSTARTUP real_startup;

static int WSPAPI start_once(WORD version, LPWSPDATA data, LPWSAPROTOCOL_INFOW info, WSPUPCALLTABLE upcalls,
                             LPWSPPROC_TABLE table) {
    static WSPPROC_TABLE first;
    if (first.lpWSPCleanup != NULL) {
        *data = (WSPDATA){.wVersion = version, .wHighVersion = version};
        *table = first;
        return 0;
    }
    int code = real_startup(version, data, info, upcalls, table);
    if (code == 0) {
        first = *table;
    }
    return code;
}

/* Once the provider below has failed to start it is not tried again. */
static int WSPAPI start_until_it_fails(WORD version, LPWSPDATA data, LPWSAPROTOCOL_INFOW info, WSPUPCALLTABLE upcalls,
                                       LPWSPPROC_TABLE table) {
    static int failure;
    if (failure == 0) {
        failure = real_startup(version, data, info, upcalls, table);
    }
    return failure;
}

static struct chain *latest; /* that was started */

void fault_when_found(struct chain **chain) {
    if (*chain != NULL && FAULT(*chain, LAYER_HAS_ONE_PROVIDER_BELOW)) {
        *chain = latest;
    }
}

void fault_before_start(struct chain *chain, WSPUPCALLTABLE *upcalls) {
    latest = chain;
    if (FAULT(chain, LAYER_FAILED_START_IS_FINAL) && chain->startup != start_until_it_fails) {
        real_startup = chain->startup;
        chain->startup = start_until_it_fails;
    }
    if (FAULT(chain, LAYER_RESTART_SKIPS_THE_BASE)) {
        real_startup = chain->startup;
        chain->startup = start_once;
    }
    if (FAULT(chain, LAYER_CHANGES_THE_UPCALL_TABLE)) {
        real_post = upcalls->lpWPUPostMessage;
        upcalls->lpWPUPostMessage = post_for_the_base;
    }
}

void fault_when_starts_are_taken(const struct chain *chain, unsigned int *starts) {
    if (FAULT(chain, LAYER_NEVER_CLEANS_UP_BELOW)) {
        *starts = 0;
    }
    if (FAULT(chain, LAYER_CLEANS_UP_ONCE_FOR_ALL_STARTS) && *starts > 1) {
        *starts = 1;
    }
}

void fault_before_name(const struct chain *chain, WSAPROTOCOL_INFOW *lower) {
    if (FAULT(chain, LAYER_READS_NAMES_WITH_THE_CHAIN)) {
        *lower = chain->entry;
    }
}

void fault_when_table_is_filled(const struct chain *chain, WSPPROC_TABLE *table) {
    if (FAULT(chain, LAYER_REPUBLISHES_A_FUNCTION_OF_THE_BASE)) {
        table->lpWSPGetPeerName = chain->lower.lpWSPGetPeerName;
    }
    if (FAULT(chain, LAYER_REPUBLISHES_SENDING_TO_A_NAME)) {
        table->lpWSPSendTo = chain->lower.lpWSPSendTo;
    }
    if (FAULT(chain, LAYER_REPUBLISHES_DUPLICATION)) {
        table->lpWSPDuplicateSocket = chain->lower.lpWSPDuplicateSocket;
    }
}

void fault_before_sending(const struct chain *chain, LPWSABUF buffers, DWORD count) {
    if (FAULT(chain, LAYER_CHANGES_WHAT_IS_SENT) && count != 0 && buffers[0].len != 0) {
        buffers[0].buf[0] ^= 1;
    }
}
