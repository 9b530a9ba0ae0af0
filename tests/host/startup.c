/* Starting and cleaning up: versions, the count, the table, the upcall table. */
#include <string.h>
#include <wchar.h>

#include "library.h"
#include "unit.h"

static void versions_are_negotiated(void) {
    static const struct {
        WORD requested;
        int result;
        WORD version;
    } rows[] = {
        {MAKEWORD(2, 2), 0, MAKEWORD(2, 2)},     {MAKEWORD(2, 0), 0, MAKEWORD(2, 0)},
        {MAKEWORD(2, 1), 0, MAKEWORD(2, 1)},     {MAKEWORD(2, 3), 0, MAKEWORD(2, 2)},
        {MAKEWORD(9, 9), 0, MAKEWORD(2, 2)},     {MAKEWORD(3, 0), 0, MAKEWORD(2, 2)},
        {MAKEWORD(1, 1), WSAVERNOTSUPPORTED, 0}, {MAKEWORD(0, 1), WSAVERNOTSUPPORTED, 0},
        {MAKEWORD(1, 9), WSAVERNOTSUPPORTED, 0},
    };
    library_start();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        memset(&provider.data, 0xA5, sizeof provider.data);
        CU_ASSERT_EQUAL(library_startup(rows[i].requested, 'A'), rows[i].result);
        if (rows[i].result == 0) {
            CU_ASSERT_EQUAL(provider.data.wVersion, rows[i].version);
            CU_ASSERT_EQUAL(provider.data.wHighVersion, MAKEWORD(2, 2));
            CU_ASSERT_PTR_NOT_NULL(wmemchr(provider.data.szDescription, L'\0', WSPDESCRIPTION_LEN + 1));
        }
    }
    library_stop();
}

static void unusable_structures_are_refused(void) {
    WSPUPCALLTABLE none = {0};
    int error;
    void *reserved = VirtualAlloc(NULL, sizeof provider.data, MEM_RESERVE, PAGE_NOACCESS);
    library_start();
    WSAPROTOCOL_INFOW entry = *library_entry(AF_INET);
    CU_ASSERT_EQUAL(provider.startup(MAKEWORD(2, 2), NULL, &entry, none, &provider.table), WSAEFAULT);
    CU_ASSERT_EQUAL(provider.startup(MAKEWORD(2, 2), &provider.data, &entry, none, NULL), WSAEFAULT);
    CU_ASSERT_EQUAL(provider.startup(MAKEWORD(2, 2), reserved, &entry, none, &provider.table), WSAEFAULT);
    CU_ASSERT_EQUAL(provider.startup(MAKEWORD(2, 2), &provider.data, &entry, none, reserved), WSAEFAULT);
    CU_ASSERT_EQUAL(provider.table.lpWSPCleanup(&error), 0);
    CU_ASSERT_EQUAL(provider.table.lpWSPCleanup(&error), SOCKET_ERROR);
    library_stop();
    VirtualFree(reserved, 0, MEM_RELEASE);
}

static void all_thirty_entries_are_in_the_dll(void) {
    void *slots[sizeof(WSPPROC_TABLE) / sizeof(void *)];
    library_start();
    memset(&provider.table, 0, sizeof provider.table);
    CU_ASSERT_EQUAL(library_startup(MAKEWORD(2, 2), 'A'), 0);
    memcpy(slots, &provider.table, sizeof slots);
    for (size_t i = 0; i < sizeof slots / sizeof slots[0]; i++) {
        HMODULE owner = NULL;
        GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                           slots[i], &owner);
        CU_ASSERT_PTR_EQUAL(owner, provider.module);
    }
    library_stop();
}

static void only_the_last_cleanup_has_effect(void) {
    struct sockaddr_storage name;
    int namelen, error = UNTOUCHED;
    library_start();
    CU_ASSERT_EQUAL(library_startup(MAKEWORD(2, 2), 'A'), 0);
    CU_ASSERT_EQUAL(library_startup(MAKEWORD(1, 0), 'A'), WSAVERNOTSUPPORTED);
    SOCKET listener = make_listener(AF_INET, &name, &namelen);
    CU_ASSERT_EQUAL(provider.table.lpWSPCleanup(&error), 0);
    SOCKET caller = make_connected(AF_INET, &name, namelen);
    CU_ASSERT_NOT_EQUAL(provider.table.lpWSPAccept(listener, NULL, NULL, NULL, 0, &error), INVALID_SOCKET);
    close_all(&caller, 1);
    CU_ASSERT_EQUAL(provider.table.lpWSPCleanup(&error), 0);
    error = UNTOUCHED;
    CU_ASSERT_EQUAL(provider.table.lpWSPCleanup(&error), SOCKET_ERROR);
    CU_ASSERT_EQUAL(error, WSANOTINITIALISED);
    library_stop();
}

static void the_latest_upcall_table_is_used(void) {
    library_start();
    SOCKET first = make_socket(AF_INET);
    CU_ASSERT_EQUAL(library_startup(MAKEWORD(2, 2), 'B'), 0);
    SOCKET second = make_socket(AF_INET);
    CU_ASSERT_EQUAL(library_presented('A'), 1);
    CU_ASSERT_EQUAL(library_presented('B'), 1);
    close_all((SOCKET[]){first, second}, 2);
    library_stop();
}

static void the_provider_starts_again_after_the_last_cleanup(void) {
    struct sockaddr_storage name;
    int namelen, error;
    library_start();
    CU_ASSERT_EQUAL(provider.table.lpWSPCleanup(&error), 0);
    CU_ASSERT_EQUAL(library_startup(MAKEWORD(2, 2), 'A'), 0);
    SOCKET listener = make_listener(AF_INET, &name, &namelen);
    SOCKET caller = make_connected(AF_INET, &name, namelen);
    close_all((SOCKET[]){listener, caller}, 2);
    library_stop();
}

static const struct unit_case cases[] = {
    {"versions are negotiated by major, then minor number", versions_are_negotiated},
    {"missing and inaccessible structures are refused and start nothing", unusable_structures_are_refused},
    {"all thirty entries are code of the DLL", all_thirty_entries_are_in_the_dll},
    {"only the last cleanup has effect, and one too many is an error", only_the_last_cleanup_has_effect},
    {"the latest upcall table is used", the_latest_upcall_table_is_used},
    {"the provider starts again after the last cleanup", the_provider_starts_again_after_the_last_cleanup},
};

UNIT_MAIN("host: starting and cleaning up", cases)
