#include "provider/hooks.h"

#include <ws2spi.h>

#include "catalog/catalog.h"
#include "provider/upcalls.h"
#include "unit.h"

typedef int(WSPAPI *order_writer)(LPDWORD ids, DWORD count);
typedef int(WSPAPI *name_space_installer)(LPWSTR name, LPWSTR dll, DWORD name_space, DWORD version, LPGUID provider);

enum { ENTRIES = 3 };

static struct catalog catalog;
static DWORD ids[ENTRIES];

static void expect_order(DWORD first, DWORD second, DWORD third) {
    CU_ASSERT_EQUAL(catalog.entries[0]->info.dwCatalogEntryId, first);
    CU_ASSERT_EQUAL(catalog.entries[1]->info.dwCatalogEntryId, second);
    CU_ASSERT_EQUAL(catalog.entries[2]->info.dwCatalogEntryId, third);
}

static void finds_hooks_by_name_and_address(void) {
    HMODULE winsock = GetModuleHandleW(L"ws2_32.dll");
    HMODULE kernel = GetModuleHandleW(L"kernel32.dll");
    void *enumerate = hooks_replacement("WSCEnumProtocols", NULL);
    CU_ASSERT_PTR_NOT_NULL(enumerate);
    CU_ASSERT_PTR_EQUAL(hooks_replacement(NULL, (void *)GetProcAddress(winsock, "WSCEnumProtocols")), enumerate);
    CU_ASSERT_PTR_EQUAL(hooks_replacement(NULL, (void *)GetProcAddress(kernel, "LoadLibraryW")),
                        hooks_replacement("LoadLibraryW", NULL));
    CU_ASSERT_PTR_NULL(hooks_replacement("WSAStartup", NULL));
    CU_ASSERT_PTR_NULL(hooks_replacement(NULL, (void *)GetProcAddress(winsock, "WSAStartup")));
    CU_ASSERT_PTR_NULL(hooks_replacement(NULL, NULL));
}

static void answers_by_ordinal_and_passes_the_rest_on(void) {
    FARPROC(WINAPI * get)
    (HMODULE, LPCSTR) = (FARPROC(WINAPI *)(HMODULE, LPCSTR))hooks_replacement("GetProcAddress", NULL);
    HMODULE winsock = GetModuleHandleW(L"ws2_32.dll");
    HMODULE kernel = GetModuleHandleW(L"kernel32.dll");
    CU_ASSERT_PTR_EQUAL((void *)get(winsock, "WSAStartup"), (void *)GetProcAddress(winsock, "WSAStartup"));
    CU_ASSERT_PTR_EQUAL((void *)get(winsock, MAKEINTRESOURCEA(115)), (void *)GetProcAddress(winsock, "WSAStartup"));
    CU_ASSERT_PTR_EQUAL((void *)get(kernel, "GetProcAddress"), (void *)get);
    CU_ASSERT_PTR_NULL((void *)get(kernel, "WSCEnumProtocols"));
    SetLastError(0);
    CU_ASSERT_PTR_NULL((void *)get(winsock, "NoSuchFunction"));
    CU_ASSERT_EQUAL(GetLastError(), ERROR_PROC_NOT_FOUND);
}

static void writes_orders_with_permission(void) {
    order_writer write = (order_writer)hooks_replacement("WSCWriteProviderOrder", NULL);
    DWORD order[ENTRIES] = {ids[2], ids[0], ids[1]};
    DWORD twice[ENTRIES] = {ids[1], ids[0], ids[1]};
    CU_ASSERT_EQUAL(write(order, ENTRIES), WSANO_RECOVERY);
    expect_order(ids[0], ids[1], ids[2]);
    CU_ASSERT_FALSE(hooks_permit_installation(true));
    CU_ASSERT_EQUAL(write(order, ENTRIES), 0);
    expect_order(ids[2], ids[0], ids[1]);
    CU_ASSERT_EQUAL(write(twice, ENTRIES), WSAEINVAL);
    CU_ASSERT_EQUAL(write(order, ENTRIES - 1), WSAEINVAL);
    CU_ASSERT_EQUAL(write(NULL, ENTRIES), WSAEINVAL);
    expect_order(ids[2], ids[0], ids[1]);
    CU_ASSERT_EQUAL(write(ids, ENTRIES), 0);
    CU_ASSERT_TRUE(hooks_permit_installation(false));
    expect_order(ids[0], ids[1], ids[2]);
}

static GUID installed_id = {0xabc, 1, 2, {3}};

static void updates_and_removes_with_permission(void) {
    LPWSCINSTALLPROVIDER install = (LPWSCINSTALLPROVIDER)hooks_replacement("WSCInstallProvider", NULL);
    LPWSCUPDATEPROVIDER update = (LPWSCUPDATEPROVIDER)hooks_replacement("WSCUpdateProvider", NULL);
    LPWSCDEINSTALLPROVIDER remove_it = (LPWSCDEINSTALLPROVIDER)hooks_replacement("WSCDeinstallProvider", NULL);
    LPWSCGETPROVIDERPATH get_path = (LPWSCGETPROVIDERPATH)hooks_replacement("WSCGetProviderPath", NULL);
    WSAPROTOCOL_INFOW info = {.ProtocolChain.ChainLen = 1, .szProtocol = L"Installed"};
    wchar_t path[MAX_PATH];
    int length = MAX_PATH;
    int code = 0;
    hooks_permit_installation(true);
    CU_ASSERT_EQUAL(install(&installed_id, L"C:\\old.dll", &info, 1, &code), 0);
    CU_ASSERT_EQUAL(update(&installed_id, L"C:\\new.dll", &info, 1, &code), 0);
    CU_ASSERT_EQUAL(get_path(&installed_id, path, &length, &code), 0);
    CU_ASSERT_EQUAL(wcscmp(path, L"C:\\new.dll"), 0);
    hooks_permit_installation(false);
    CU_ASSERT_EQUAL(remove_it(&installed_id, &code), SOCKET_ERROR);
    CU_ASSERT_EQUAL(code, WSANO_RECOVERY);
    CU_ASSERT_EQUAL(update(&installed_id, L"C:\\newer.dll", &info, 1, &code), SOCKET_ERROR);
    CU_ASSERT_EQUAL(hooks_catalog_count(), ENTRIES + 1);
    hooks_permit_installation(true);
    CU_ASSERT_EQUAL(remove_it(&installed_id, &code), 0);
    hooks_permit_installation(false);
    CU_ASSERT_EQUAL(hooks_catalog_count(), ENTRIES);
    CU_ASSERT_EQUAL(get_path(&installed_id, path, &length, &code), SOCKET_ERROR);
    CU_ASSERT_EQUAL(code, WSAEINVAL);
    CU_ASSERT_EQUAL(get_path(&installed_id, path, &length, NULL), SOCKET_ERROR);
}

static void keeps_name_spaces_from_the_system(void) {
    name_space_installer install = (name_space_installer)hooks_replacement("WSCInstallNameSpace", NULL);
    CU_ASSERT_EQUAL(install(NULL, NULL, 0, 0, NULL), SOCKET_ERROR);
    hooks_permit_installation(true);
    CU_ASSERT_EQUAL(install(NULL, NULL, 0, 0, NULL), 0);
    hooks_permit_installation(false);
}

static void remembers_what_it_refused(void) {
#ifdef _WIN64
    order_writer write = (order_writer)hooks_replacement("WSCWriteProviderOrder32", NULL);
    CU_ASSERT_EQUAL(write(ids, ENTRIES), WSANO_RECOVERY);
    CU_ASSERT_PTR_NULL(hooks_take_refused());
    hooks_permit_installation(true);
    CU_ASSERT_EQUAL(write(ids, ENTRIES), WSANO_RECOVERY);
    hooks_permit_installation(false);
    const char *refused = hooks_take_refused();
    CU_ASSERT_PTR_NOT_NULL_FATAL(refused);
    CU_ASSERT_STRING_EQUAL(refused, "WSCWriteProviderOrder32");
#endif
    CU_ASSERT_PTR_NULL(hooks_take_refused());
}

static void event_handles_may_have_their_lowest_bit_set(void) {
    LPWPUCOMPLETEOVERLAPPEDREQUEST complete =
        (LPWPUCOMPLETEOVERLAPPEDREQUEST)hooks_replacement("WPUCompleteOverlappedRequest", NULL);
    WSPUPCALLTABLE table = upcalls_table('A');
    HANDLE event = CreateEventW(NULL, TRUE, FALSE, NULL);
    int code = 0;
    WSAOVERLAPPED overlapped = {.Internal = 0x103, .hEvent = (HANDLE)((ULONG_PTR)event | 1)};
    CU_ASSERT_EQUAL(complete(table.lpWPUCreateSocketHandle(1, 0, &code), &overlapped, 0, 5, &code), 0);
    CU_ASSERT_EQUAL(WaitForSingleObject(event, 0), WAIT_OBJECT_0);
    CU_ASSERT_EQUAL(overlapped.Internal, 0);
    CloseHandle(event);
}

static const struct unit_case cases[] = {
    {"hooks are found by name, and by the address of the original", finds_hooks_by_name_and_address},
    {"GetProcAddress passes on what has no hook", answers_by_ordinal_and_passes_the_rest_on},
    {"the order of entries is written with permission, whole or not at all", writes_orders_with_permission},
    {"entries are updated and removed with permission", updates_and_removes_with_permission},
    {"name spaces are kept from the system", keeps_name_spaces_from_the_system},
    {"the function that was refused is remembered", remembers_what_it_refused},
    {"a completion's event handle may have its lowest bit set", event_handles_may_have_their_lowest_bit_set},
};

int main(void) {
    for (DWORD i = 0; i < ENTRIES; i++) {
        WSAPROTOCOL_INFOW info = {
            .ProviderId = {i + 1, 0, 0, {0}}, .ProtocolChain.ChainLen = 1, .szProtocol = L"Made up"};
        ids[i] = catalog_overlay_add(&catalog, &info, L"C:\\made-up.dll")->info.dwCatalogEntryId;
    }
    hooks_start(&catalog);
    return unit_main("hooks", cases, sizeof cases / sizeof cases[0]);
}
