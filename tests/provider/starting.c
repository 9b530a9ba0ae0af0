#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "fixtures/startup.h"
#include "provider/provider.h"
#include "provider/redirect.h"
#include "provider/upcalls.h"
#include "support.h"
#include "unit.h"

static struct catalog catalog;
static struct catalog_entry entry;
static struct provider provider;

static void *exported(const char *name) { return (void *)GetProcAddress(provider.module, name); }

static void behave(enum startup_behaviour behaviour) {
    *(int *)exported("behaviour") = (int)behaviour;
    *(int *)exported("cleanups") = 0;
}

/* Starts the fixture in one of its ways and expects a sentence; a start that returned 0 is to be cleaned up. */
static void expect_failure(enum startup_behaviour behaviour, const char *sentence, int cleanups) {
    struct error error = {0};
    WSPPROC_TABLE before = provider.table;
    behave(behaviour);
    CU_ASSERT_EQUAL(provider_start(&provider, &error), STATUS_FAILED);
    CU_ASSERT_PTR_NOT_NULL_FATAL(error.message);
    CU_ASSERT_TRUE(contains(error.message, sentence));
    CU_ASSERT_TRUE(contains(error.message, "A provider: "));
    CU_ASSERT_EQUAL(*(int *)exported("cleanups"), cleanups);
    CU_ASSERT_EQUAL(memcmp(&before, &provider.table, sizeof before), 0);
    error_clear(&error);
}

static void starts_and_cleans_up(void) {
    behave(STARTUP_WELL);
    CU_ASSERT_EQUAL_FATAL(provider_start(&provider, NULL), STATUS_OK);
    WSPUPCALLTABLE upcalls = upcalls_table('A');
    CU_ASSERT_EQUAL(*(WORD *)exported("latest_version"), MAKEWORD(2, 2));
    CU_ASSERT_EQUAL(memcmp(exported("latest_info"), &entry.info, sizeof entry.info), 0);
    CU_ASSERT_EQUAL(memcmp(exported("latest_upcalls"), &upcalls, sizeof upcalls), 0);
    CU_ASSERT_EQUAL(provider.data.wVersion, MAKEWORD(2, 2));
    CU_ASSERT_TRUE(provider_table_complete(&provider.table, NULL));
    CU_ASSERT_EQUAL(provider_cleanup(&provider, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(*(int *)exported("cleanups"), 1);
}

static void names_the_code(void) {
    expect_failure(STARTUP_RETURNS_CODE, "WSPStartup returned WSAEPROVIDERFAILEDINIT", 0);
}

static void refuses_wrong_versions(void) {
    expect_failure(STARTUP_OLD_VERSION, "negotiated version 1.1, expected 2.x", 1);
    expect_failure(STARTUP_FUTURE_VERSION, "negotiated version 2.3, higher than the 2.2 asked for", 1);
    expect_failure(STARTUP_LOW_HIGH_VERSION, "wHighVersion 2.1 is lower than its wVersion 2.2", 1);
    expect_failure(STARTUP_UNTOUCHED_VERSION, "but wVersion was left untouched", 1);
    expect_failure(STARTUP_UNTOUCHED_HIGH_VERSION, "but wHighVersion was left untouched", 1);
}

static void refuses_unfit_entries(void) {
    expect_failure(STARTUP_NULL_ENTRY, "but WSPListen is NULL", 1);
    expect_failure(STARTUP_DATA_ENTRY, "but WSPSend is not code", 1);
    expect_failure(STARTUP_UNTOUCHED_ENTRY, "but WSPStringToAddress was left untouched", 1);
    expect_failure(STARTUP_NO_CLEANUP, "but WSPCleanup is NULL", 0);
}

static void names_the_code_of_a_cleanup(void) {
    struct error error = {0};
    behave(STARTUP_FAILS_CLEANUP);
    CU_ASSERT_EQUAL_FATAL(provider_start(&provider, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(provider_cleanup(&provider, &error), STATUS_FAILED);
    CU_ASSERT_TRUE(contains(error.message, "WSPCleanup failed with WSANOTINITIALISED"));
    error_clear(&error);
}

static void names_all_unfit_entries(void) {
    WSPPROC_TABLE table;
    struct text complaint = {0};
    behave(STARTUP_WELL);
    CU_ASSERT_EQUAL_FATAL(provider_start(&provider, NULL), STATUS_OK);
    table = provider.table;
    table.lpWSPListen = NULL;
    table.lpWSPSend = (LPWSPSEND)(void *)&table;
    CU_ASSERT_FALSE(provider_table_complete(&table, &complaint));
    CU_ASSERT_STRING_EQUAL(text_string(&complaint), "WSPListen is NULL; WSPSend is not code");
    text_free(&complaint);
    provider_cleanup(&provider, NULL);
}

static void has_the_documented_order(void) {
    static const struct {
        size_t offset;
        const char *name;
    } documented[] = {
        {offsetof(WSPPROC_TABLE, lpWSPAccept), "WSPAccept"},
        {offsetof(WSPPROC_TABLE, lpWSPAddressToString), "WSPAddressToString"},
        {offsetof(WSPPROC_TABLE, lpWSPAsyncSelect), "WSPAsyncSelect"},
        {offsetof(WSPPROC_TABLE, lpWSPBind), "WSPBind"},
        {offsetof(WSPPROC_TABLE, lpWSPCancelBlockingCall), "WSPCancelBlockingCall"},
        {offsetof(WSPPROC_TABLE, lpWSPCleanup), "WSPCleanup"},
        {offsetof(WSPPROC_TABLE, lpWSPCloseSocket), "WSPCloseSocket"},
        {offsetof(WSPPROC_TABLE, lpWSPConnect), "WSPConnect"},
        {offsetof(WSPPROC_TABLE, lpWSPDuplicateSocket), "WSPDuplicateSocket"},
        {offsetof(WSPPROC_TABLE, lpWSPEnumNetworkEvents), "WSPEnumNetworkEvents"},
        {offsetof(WSPPROC_TABLE, lpWSPEventSelect), "WSPEventSelect"},
        {offsetof(WSPPROC_TABLE, lpWSPGetOverlappedResult), "WSPGetOverlappedResult"},
        {offsetof(WSPPROC_TABLE, lpWSPGetPeerName), "WSPGetPeerName"},
        {offsetof(WSPPROC_TABLE, lpWSPGetSockName), "WSPGetSockName"},
        {offsetof(WSPPROC_TABLE, lpWSPGetSockOpt), "WSPGetSockOpt"},
        {offsetof(WSPPROC_TABLE, lpWSPGetQOSByName), "WSPGetQOSByName"},
        {offsetof(WSPPROC_TABLE, lpWSPIoctl), "WSPIoctl"},
        {offsetof(WSPPROC_TABLE, lpWSPJoinLeaf), "WSPJoinLeaf"},
        {offsetof(WSPPROC_TABLE, lpWSPListen), "WSPListen"},
        {offsetof(WSPPROC_TABLE, lpWSPRecv), "WSPRecv"},
        {offsetof(WSPPROC_TABLE, lpWSPRecvDisconnect), "WSPRecvDisconnect"},
        {offsetof(WSPPROC_TABLE, lpWSPRecvFrom), "WSPRecvFrom"},
        {offsetof(WSPPROC_TABLE, lpWSPSelect), "WSPSelect"},
        {offsetof(WSPPROC_TABLE, lpWSPSend), "WSPSend"},
        {offsetof(WSPPROC_TABLE, lpWSPSendDisconnect), "WSPSendDisconnect"},
        {offsetof(WSPPROC_TABLE, lpWSPSendTo), "WSPSendTo"},
        {offsetof(WSPPROC_TABLE, lpWSPSetSockOpt), "WSPSetSockOpt"},
        {offsetof(WSPPROC_TABLE, lpWSPShutdown), "WSPShutdown"},
        {offsetof(WSPPROC_TABLE, lpWSPSocket), "WSPSocket"},
        {offsetof(WSPPROC_TABLE, lpWSPStringToAddress), "WSPStringToAddress"},
    };
    CU_ASSERT_EQUAL_FATAL(sizeof documented / sizeof documented[0], PROVIDER_PROCEDURES);
    for (size_t i = 0; i < PROVIDER_PROCEDURES; i++) {
        CU_ASSERT_EQUAL(documented[i].offset, i * sizeof(void *));
        CU_ASSERT_STRING_EQUAL(procedure_names[i], documented[i].name);
    }
}

static void gives_slots(void) {
    WSPPROC_TABLE table = {.lpWSPAccept = (LPWSPACCEPT)(void *)&table, .lpWSPStringToAddress = (LPWSPSTRINGTOADDRESS)1};
    CU_ASSERT_PTR_EQUAL(provider_table_slot(&table, 0), (void *)&table);
    CU_ASSERT_PTR_EQUAL(provider_table_slot(&table, 29), (void *)1);
    CU_ASSERT_PTR_NULL(provider_table_slot(&table, 15));
}

static const struct unit_case cases[] = {
    {"a provider starts with version 2.2, its entry and recorder A, and is cleaned up", starts_and_cleans_up},
    {"the code of a failed start is named", names_the_code},
    {"versions that cannot be are refused", refuses_wrong_versions},
    {"entries that are NULL, untouched or no code are refused", refuses_unfit_entries},
    {"the code of a failed cleanup is named", names_the_code_of_a_cleanup},
    {"every unfit entry is named", names_all_unfit_entries},
    {"the procedures have the documented order and names", has_the_documented_order},
    {"slots are given by number", gives_slots},
};

int main(void) {
    redirect_start(&catalog);
    upcalls_start(&catalog, NULL);
    const wchar_t *path = beside_program(L"startup.dll");
    entry.name = memory_string("A provider");
    entry.dll = memory_copy(path, (wcslen(path) + 1) * sizeof *path);
    entry.info.dwCatalogEntryId = 4711;
    entry.info.ProtocolChain.ChainLen = 2;
    wcscpy(entry.info.szProtocol, L"A provider");
    if (provider_load(&provider, &entry, NULL) != STATUS_OK) {
        return 1;
    }
    return unit_main("starting a provider", cases, sizeof cases / sizeof cases[0]);
}
