/* What the layer puts into the catalog, and takes away again. */
#include <string.h>
#include <windows.h>

#include "provider/redirect.h"
#include "stage.h"
#include "unit.h"

static bool has_entry(const char *name) {
    for (size_t i = 0; i < catalog.count; i++) {
        if (strcmp(catalog.entries[i]->name, name) == 0) {
            return true;
        }
    }
    return false;
}

static void check_chain(const char *name, const char *hidden, const char *over, bool handles) {
    struct error error = {0};
    const struct catalog_entry *entry = stage_entry(name);
    const WSAPROTOCOLCHAIN *chain = &entry->info.ProtocolChain;
    const WSAPROTOCOL_INFOW *base = &stage_entry(over)->info;
    CU_ASSERT_EQUAL(catalog_verify(&catalog, entry, &error), STATUS_OK);
    CU_ASSERT_EQUAL(chain->ChainLen, 2);
    CU_ASSERT_EQUAL(chain->ChainEntries[1], base->dwCatalogEntryId);
    CU_ASSERT_EQUAL((entry->info.dwServiceFlags1 & XP1_IFS_HANDLES) != 0, handles);
    CU_ASSERT_EQUAL(entry->info.dwServiceFlags1 | XP1_IFS_HANDLES, base->dwServiceFlags1 | XP1_IFS_HANDLES);
    const struct catalog_entry *top = catalog_find_id(&catalog, chain->ChainEntries[0]);
    CU_ASSERT_PTR_NOT_NULL_FATAL(top);
    CU_ASSERT_STRING_EQUAL(top->name, hidden);
    CU_ASSERT_EQUAL(top->info.ProtocolChain.ChainLen, LAYERED_PROTOCOL);
    CU_ASSERT_NOT_EQUAL(top->info.dwProviderFlags & PFL_HIDDEN, 0);
    CU_ASSERT_NOT_EQUAL(memcmp(&top->info.ProviderId, &entry->info.ProviderId, sizeof(GUID)), 0);
    CU_ASSERT_EQUAL(wcscmp(top->dll, entry->dll), 0);
}

static void both_flavours_stand_over_the_stream_bases(void) {
    struct error error = {0};
    CU_ASSERT_EQUAL_FATAL(catalog_read(&catalog, &error), STATUS_OK);
    redirect_start(&catalog);
    CU_ASSERT_EQUAL(stage_register(L"providers-under-test\\layered\\wsplayer.dll", NULL), STATUS_FAILED);
    CU_ASSERT_EQUAL_FATAL(stage_register(L"providers-under-test\\host\\wsphost.dll", NULL), STATUS_OK);
    size_t before = catalog.count;
    CU_ASSERT_EQUAL_FATAL(stage_register(L"providers-under-test\\layered\\wsplayer.dll", NULL), STATUS_OK);
    CU_ASSERT_EQUAL(catalog.count, before + 2 + 4);
    check_chain(OWN "host TCP/IP", "layered own handles", "host TCP/IP", false);
    check_chain(PASS "host TCP/IP", "layered pass-through", "host TCP/IP", true);
    check_chain(OWN "host TCP/IPv6", "layered own handles", "host TCP/IPv6", false);
    check_chain(PASS "host TCP/IPv6", "layered pass-through", "host TCP/IPv6", true);
}

static void the_environment_names_other_entries(void) {
    size_t before = catalog.count;
    CU_ASSERT_EQUAL(stage_register(L"providers-under-test\\layered\\wsplayer.dll", L"*udp/ip"), STATUS_OK);
    CU_ASSERT_EQUAL(catalog.count, before + 2);
    check_chain(OWN "host UDP/IP", "layered own handles", "host UDP/IP", false);
    check_chain(PASS "host UDP/IP", "layered pass-through", "host UDP/IP", true);
    CU_ASSERT_EQUAL(stage_register(L"providers-under-test\\layered\\wsplayer.dll", L"no such name"), STATUS_FAILED);
    CU_ASSERT_EQUAL(catalog.count, before + 2);
}

static void another_layer_stands_over_a_chain(void) {
    struct error error = {0};
    CU_ASSERT_EQUAL(stage_register(L"tests\\layered\\layered-second.dll", L"" OWN "host TCP/IP"), STATUS_OK);
    const struct catalog_entry *entry = stage_entry(OWN OWN "host TCP/IP");
    const WSAPROTOCOLCHAIN *below = &stage_entry(OWN "host TCP/IP")->info.ProtocolChain;
    CU_ASSERT_EQUAL(catalog_verify(&catalog, entry, &error), STATUS_OK);
    CU_ASSERT_EQUAL(entry->info.ProtocolChain.ChainLen, 3);
    CU_ASSERT_EQUAL(memcmp(&entry->info.ProtocolChain.ChainEntries[1], below->ChainEntries, 2 * sizeof(DWORD)), 0);
    CU_ASSERT_FALSE(has_entry(PASS OWN "host TCP/IP"));
}

static HRESULT unregister(const wchar_t *file) {
    wchar_t path[MAX_PATH * 2];
    HMODULE module;
    HRESULT(WINAPI * function)(void) = NULL;
    struct error error = {0};
    stage_path(file, path);
    CU_ASSERT_EQUAL_FATAL(redirect_load(path, &module, &error), STATUS_OK);
    FARPROC address = GetProcAddress(module, "DllUnregisterServer");
    memcpy(&function, &address, sizeof address);
    redirect_permit_installation(true);
    HRESULT result = function();
    redirect_permit_installation(false);
    FreeLibrary(module);
    return result;
}

static void unregistering_leaves_the_others(void) {
    size_t before = catalog.count;
    CU_ASSERT_EQUAL(unregister(L"tests\\layered\\layered-second.dll"), S_OK);
    CU_ASSERT_EQUAL(catalog.count, before - 3);
    CU_ASSERT_FALSE(has_entry(OWN OWN "host TCP/IP"));
    CU_ASSERT_EQUAL(unregister(L"providers-under-test\\layered\\wsplayer.dll"), S_OK);
    CU_ASSERT_FALSE(has_entry(OWN "host TCP/IP"));
    CU_ASSERT_FALSE(has_entry("layered pass-through"));
    CU_ASSERT_TRUE(has_entry("host TCP/IP"));
    CU_ASSERT_NOT_EQUAL(unregister(L"providers-under-test\\layered\\wsplayer.dll"), S_OK);
}

static const struct unit_case cases[] = {
    {"without a word both flavours stand over the connection-oriented bases",
     both_flavours_stand_over_the_stream_bases},
    {"WSPLAYER_OVER names other entries", the_environment_names_other_entries},
    {"another layer stands over a chain", another_layer_stands_over_a_chain},
    {"unregistering takes this DLL's entries and no others", unregistering_leaves_the_others},
};

UNIT_MAIN("layered: catalog entries", cases)
