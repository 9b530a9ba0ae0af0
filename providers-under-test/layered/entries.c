#include "entries.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>
#include <ws2spi.h>

#include "base/memory.h"
#include "layer.h"

int entries_read(struct entries *entries) {
    DWORD size = 0;
    int error = 0;
    int count = WSCEnumProtocols(NULL, NULL, &size, &error);
    *entries = (struct entries){0};
    while (count == SOCKET_ERROR && error == WSAENOBUFS) {
        free(entries->list);
        entries->list = memory_zeroed(1, size);
        count = WSCEnumProtocols(NULL, entries->list, &size, &error);
    }
    if (count == SOCKET_ERROR) {
        return error;
    }
    entries->count = (size_t)count;
    return 0;
}

void entries_free(struct entries *entries) {
    free(entries->list);
    *entries = (struct entries){0};
}

const WSAPROTOCOL_INFOW *entries_find(const struct entries *entries, DWORD id) {
    for (size_t i = 0; i < entries->count; i++) {
        if (entries->list[i].dwCatalogEntryId == id) {
            return &entries->list[i];
        }
    }
    return NULL;
}

static bool same_id(const GUID *first, const GUID *second) { return memcmp(first, second, sizeof *first) == 0; }

const WSAPROTOCOL_INFOW *entries_find_provider(const struct entries *entries, const GUID *provider) {
    for (size_t i = 0; i < entries->count; i++) {
        if (same_id(&entries->list[i].ProviderId, provider)) {
            return &entries->list[i];
        }
    }
    return NULL;
}

/* FNV-1a over the lower-case letters, terminator included. */
static uint64_t hash_words(uint64_t hash, const wchar_t *words) {
    do {
        hash = (hash ^ (uint64_t)towlower(*words)) * UINT64_C(0x100000001b3);
    } while (*words++ != L'\0');
    return hash;
}

/* A version 8 identifier, the one that is free for private schemes, from the DLL's name and what it stands for. */
static void make_id(GUID *id, const wchar_t *role, const wchar_t *over) {
    static const uint64_t seeds[2] = {UINT64_C(0xcbf29ce484222325), UINT64_C(0x9e3779b97f4a7c15)};
    wchar_t path[MAX_PATH] = L"";
    uint64_t halves[2];
    GetModuleFileNameW(layer_module(), path, MAX_PATH - 1);
    const wchar_t *slash = wcsrchr(path, L'\\');
    for (size_t i = 0; i < 2; i++) {
        halves[i] = hash_words(hash_words(hash_words(seeds[i], slash == NULL ? path : slash + 1), role), over);
    }
    memcpy(id, halves, sizeof *id);
    id->Data3 = (unsigned short)((id->Data3 & 0x0fff) | 0x8000);
    id->Data4[0] = (unsigned char)((id->Data4[0] & 0x3f) | 0x80);
}

void entries_hidden_id(GUID *id) { make_id(id, L"layer", L""); }

void entries_chain_id(GUID *id, bool passes_handles, const wchar_t *over) {
    make_id(id, passes_handles ? L"pass-through" : L"own handles", over);
}

static bool is_hidden_own(const WSAPROTOCOL_INFOW *entry) {
    GUID hidden;
    entries_hidden_id(&hidden);
    return entry != NULL && entry->ProtocolChain.ChainLen == LAYERED_PROTOCOL && same_id(&entry->ProviderId, &hidden);
}

bool entries_is_own(const struct entries *entries, const WSAPROTOCOL_INFOW *entry) {
    if (entry->ProtocolChain.ChainLen <= BASE_PROTOCOL) {
        return is_hidden_own(entry);
    }
    return is_hidden_own(entries_find(entries, entry->ProtocolChain.ChainEntries[0]));
}

bool entries_has_handles(const WSAPROTOCOL_INFOW *entry) { return (entry->dwServiceFlags1 & XP1_IFS_HANDLES) != 0; }
