/* The catalog entries that the DLL installs, and what is made through each of them. */
#include <string.h>
#include <wchar.h>

#include "catalog/catalog.h"
#include "library.h"
#include "provider/provider.h"
#include "provider/redirect.h"
#include "provider/upcalls.h"
#include "unit.h"

static const struct expected {
    const char *name;
    int family, type, protocol;
} expected[] = {
    {"host TCP/IP", AF_INET, SOCK_STREAM, IPPROTO_TCP},
    {"host TCP/IPv6", AF_INET6, SOCK_STREAM, IPPROTO_TCP},
    {"host UDP/IP", AF_INET, SOCK_DGRAM, IPPROTO_UDP},
    {"host UDP/IPv6", AF_INET6, SOCK_DGRAM, IPPROTO_UDP},
};

static struct catalog catalog;
static wchar_t path[MAX_PATH * 2];

static void prepare(void) {
    static bool prepared;
    struct error error = {0};
    if (!prepared) {
        CU_ASSERT_EQUAL_FATAL(catalog_read(&catalog, &error), STATUS_OK);
        CU_ASSERT_EQUAL_FATAL(upcalls_start(&catalog, &error), STATUS_OK);
        redirect_start(&catalog);
        library_path(path, MAX_PATH);
        CU_ASSERT_EQUAL_FATAL(redirect_register(path, &error), STATUS_OK);
        prepared = true;
    }
}

static const struct catalog_entry *only_entry(const char *name) {
    const struct catalog_entry *found = NULL;
    for (size_t i = 0; i < catalog.count; i++) {
        if (catalog_matches(catalog.entries[i], name)) {
            CU_ASSERT_PTR_NULL(found);
            found = catalog.entries[i];
        }
    }
    CU_ASSERT_PTR_NOT_NULL_FATAL(found);
    return found;
}

static const WSAPROTOCOL_INFOW *system_entry(const struct expected *like) {
    for (size_t i = 0; i < catalog.count; i++) {
        const WSAPROTOCOL_INFOW *info = &catalog.entries[i]->info;
        if (catalog.entries[i]->origin == CATALOG_SYSTEM && info->iAddressFamily == like->family &&
            info->iSocketType == like->type && info->iProtocol == like->protocol) {
            return info;
        }
    }
    return NULL;
}

static void each_protocol_of_the_host_has_one_entry(void) {
    prepare();
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        const struct catalog_entry *entry = only_entry(expected[i].name);
        const WSAPROTOCOL_INFOW *system = system_entry(&expected[i]);
        CU_ASSERT_PTR_NOT_NULL_FATAL(system);
        CU_ASSERT_EQUAL(entry->origin, CATALOG_OVERLAY);
        CU_ASSERT_EQUAL(entry->info.dwServiceFlags1, system->dwServiceFlags1);
        CU_ASSERT_EQUAL(entry->info.iAddressFamily, expected[i].family);
        CU_ASSERT_EQUAL(entry->info.iSocketType, expected[i].type);
        CU_ASSERT_EQUAL(entry->info.iProtocol, expected[i].protocol);
        CU_ASSERT_EQUAL(entry->info.ProtocolChain.ChainLen, BASE_PROTOCOL);
        CU_ASSERT_EQUAL(memcmp(&entry->info.ProviderId, &only_entry(expected[0].name)->info.ProviderId, sizeof(GUID)),
                        0);
        CU_ASSERT_NOT_EQUAL(memcmp(&entry->info.ProviderId, &system->ProviderId, sizeof(GUID)), 0);
    }
}

static void check_socket(const struct provider *started, const struct catalog_entry *entry) {
    WSAPROTOCOL_INFOW info = entry->info, shown;
    int error, length = sizeof shown;
    unsigned long before = upcalls_sequence();
    struct upcall_record record;
    SOCKET s =
        started->table.lpWSPSocket(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, &info, 0, 0, &error);
    CU_ASSERT_NOT_EQUAL_FATAL(s, INVALID_SOCKET);
    CU_ASSERT_EQUAL(upcalls_records(before, &record, 1), 1);
    CU_ASSERT_EQUAL(record.slot, UPCALL_MODIFY_IFS_HANDLE);
    CU_ASSERT_EQUAL(record.arguments[0], info.dwCatalogEntryId);
    int result = started->table.lpWSPGetSockOpt(s, SOL_SOCKET, SO_PROTOCOL_INFOW, (char *)&shown, &length, &error);
    CU_ASSERT_EQUAL(result, 0);
    CU_ASSERT_EQUAL(shown.dwCatalogEntryId, info.dwCatalogEntryId);
    CU_ASSERT_EQUAL(shown.iAddressFamily, info.iAddressFamily);
    CU_ASSERT_EQUAL(shown.iSocketType, info.iSocketType);
    CU_ASSERT_EQUAL(shown.iProtocol, info.iProtocol);
    CU_ASSERT_EQUAL(started->table.lpWSPCloseSocket(s, &error), 0);
}

static void one_start_serves_every_entry(void) {
    struct provider started = {0};
    struct error error = {0};
    prepare();
    CU_ASSERT_EQUAL_FATAL(provider_load(&started, only_entry(expected[0].name), &error), STATUS_OK);
    CU_ASSERT_EQUAL_FATAL(provider_start(&started, &error), STATUS_OK);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        check_socket(&started, only_entry(expected[i].name));
    }
    CU_ASSERT_EQUAL(provider_cleanup(&started, &error), STATUS_OK);
    provider_unload(&started);
}

static void unregistering_takes_the_entries_away(void) {
    HMODULE module;
    HRESULT(WINAPI * unregister)(void) = NULL;
    struct error error = {0};
    prepare();
    size_t before = catalog.count;
    CU_ASSERT_EQUAL_FATAL(redirect_load(path, &module, &error), STATUS_OK);
    FARPROC address = GetProcAddress(module, "DllUnregisterServer");
    memcpy(&unregister, &address, sizeof address);
    redirect_permit_installation(true);
    CU_ASSERT_EQUAL(unregister(), S_OK);
    CU_ASSERT_EQUAL(catalog.count, before - 4);
    CU_ASSERT_NOT_EQUAL(unregister(), S_OK);
    redirect_permit_installation(false);
    FreeLibrary(module);
}

static const struct unit_case cases[] = {
    {"each protocol of the host has one entry with the host's flags", each_protocol_of_the_host_has_one_entry},
    {"one start serves every entry", one_start_serves_every_entry},
    {"unregistering takes the entries away", unregistering_takes_the_entries_away},
};

UNIT_MAIN("host: catalog entries", cases)
