/* The catalog entries of the faulty layered family: a chain for each fault. */
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <windows.h>
#include <ws2spi.h>

#include "chains.h"
#include "entries.h"
#include "installation.h"

/* An identifier that no catalog gives away. */
#define NOBODY 0x7FFFFFFE

HRESULT WINAPI DllRegisterServer(void);

static const struct {
    const wchar_t *name;
    bool passes_handles;
} bases[] = {
    [OVER_MESSAGE] = {L"wspcheck reference message", false},
    [OVER_HANDLES] = {L"wspcheck reference message large", true},
    [OVER_LAYER] = {L"layered own handles over wspcheck reference message", false},
};

static const WSAPROTOCOL_INFOW *find_base(const struct entries *entries, enum base base) {
    for (size_t i = 0; i < entries->count; i++) {
        if (wcscmp(entries->list[i].szProtocol, bases[base].name) == 0) {
            return &entries->list[i];
        }
    }
    return NULL;
}

/* Puts a link in front of the base's. */
static void add_link(WSAPROTOCOLCHAIN *chain, DWORD id) {
    chain->ChainEntries[chain->ChainLen] = chain->ChainEntries[chain->ChainLen - 1];
    chain->ChainEntries[chain->ChainLen - 1] = id;
    chain->ChainLen++;
}

static void spoil_chain(enum fault fault, WSAPROTOCOLCHAIN *chain) {
    if (fault == FAULT_LAYER_CHAIN_NAMES_NOBODY) {
        add_link(chain, NOBODY);
    } else if (fault == FAULT_LAYER_CHAIN_NAMES_THE_BASE_TWICE) {
        add_link(chain, chain->ChainEntries[chain->ChainLen - 1]);
    }
}

static int install_fault(const struct entries *entries, enum fault fault) {
    enum base base = fault_base(fault);
    const WSAPROTOCOL_INFOW *over = find_base(entries, base);
    const WSAPROTOCOL_INFOW *hidden = installation_find_hidden(entries, bases[base].passes_handles);
    if (over == NULL || hidden == NULL) {
        return WSAEPROTONOSUPPORT;
    }
    WSAPROTOCOL_INFOW entry;
    installation_make_chain(&entry, hidden, over);
    wchar_t *name = fault_entry_name(fault);
    memcpy(entry.szProtocol, name, sizeof entry.szProtocol);
    entries_chain_id(&entry.ProviderId, bases[base].passes_handles, name);
    free(name);
    spoil_chain(fault, &entry.ProtocolChain);
    return installation_add(&entry.ProviderId, &entry, 1);
}

static int install_hidden(void) {
    struct entries entries;
    int error = entries_read(&entries);
    const WSAPROTOCOL_INFOW *like = find_base(&entries, OVER_MESSAGE);
    if (error == 0) {
        error = like == NULL ? WSAEPROTONOSUPPORT : installation_add_hidden(like);
    }
    entries_free(&entries);
    return error;
}

/* Needs the reference's entries in the catalog, and the transparent layer's over them. */
HRESULT WINAPI DllRegisterServer(void) {
    struct entries entries;
    int error = install_hidden();
    error = error == 0 ? entries_read(&entries) : error;
    if (error != 0) {
        return installation_result(error);
    }
    for (int fault = 0; fault < FAULT_COUNT && error == 0; fault++) {
        error = install_fault(&entries, (enum fault)fault);
    }
    entries_free(&entries);
    return installation_result(error);
}
