/* What reaches the provider below, as a spying base sees it. */
#include <string.h>

#include "provider/redirect.h"
#include "stage.h"
#include "unit.h"

static int start_again(void) {
    WSAPROTOCOL_INFOW info = provider.entry->info;
    return provider.startup(MAKEWORD(2, 2), &provider.data, &info, upcalls_table('B'), &provider.table);
}

static void the_base_gets_its_own_entry_and_the_same_table(void) {
    wchar_t text[] = L"x";
    DWORD size = 1;
    int error = 0, length = 0;
    stage_start(OWN SPY);
    const struct spy_state *spy = stage_spy();
    DWORD base_id = stage_entry(SPY)->info.dwCatalogEntryId;
    WSPUPCALLTABLE table = upcalls_table('A');
    WSAPROTOCOL_INFOW info = provider.entry->info;
    CU_ASSERT_EQUAL(spy->startup_entry.dwCatalogEntryId, base_id);
    CU_ASSERT_EQUAL(memcmp(&spy->upcalls, &table, sizeof table), 0);
    SOCKET s = stage_socket();
    CU_ASSERT_EQUAL(spy->socket_entry.dwCatalogEntryId, base_id);
    CU_ASSERT_EQUAL(spy->socket_entry.ProtocolChain.ChainLen, BASE_PROTOCOL);
    CU_ASSERT_EQUAL(provider.table.lpWSPAddressToString(NULL, 0, &info, text, &size, &error), 0);
    CU_ASSERT_EQUAL(spy->address_entry.dwCatalogEntryId, base_id);
    stage_spy()->address_entry.dwCatalogEntryId = 0;
    CU_ASSERT_EQUAL(provider.table.lpWSPStringToAddress(text, AF_INET, &info, NULL, &length, &error), 0);
    CU_ASSERT_EQUAL(spy->address_entry.dwCatalogEntryId, base_id);
    stage_close(&s, 1);
    stage_stop();
}

static void a_next_layer_gets_the_chains_entry(void) {
    stage_start(OWN OWN SPY);
    const struct spy_state *spy = stage_spy();
    CU_ASSERT_EQUAL(spy->startup_entry.dwCatalogEntryId, stage_entry(SPY)->info.dwCatalogEntryId);
    unsigned long before = upcalls_sequence();
    struct upcall_record records[2];
    SOCKET s = stage_socket();
    CU_ASSERT_EQUAL(upcalls_records(before, records, 2), 2);
    CU_ASSERT_EQUAL(records[0].slot, UPCALL_CREATE_SOCKET_HANDLE);
    CU_ASSERT_EQUAL(records[0].arguments[0], provider.entry->info.ProtocolChain.ChainEntries[1]);
    CU_ASSERT_EQUAL(records[1].slot, UPCALL_CREATE_SOCKET_HANDLE);
    CU_ASSERT_EQUAL(records[1].arguments[0], provider.entry->info.dwCatalogEntryId);
    CU_ASSERT_EQUAL(records[1].result, s);
    CU_ASSERT_EQUAL(spy->socket_entry.dwCatalogEntryId, stage_entry(SPY)->info.dwCatalogEntryId);
    stage_close(&s, 1);
    CU_ASSERT_FALSE(upcalls_knows_handle(s));
    stage_stop();
}

static void the_latest_table_is_used(void) {
    stage_start(OWN SPY);
    unsigned long first = upcalls_count(UPCALL_CREATE_SOCKET_HANDLE, 'A');
    unsigned long second = upcalls_count(UPCALL_CREATE_SOCKET_HANDLE, 'B');
    CU_ASSERT_EQUAL(start_again(), 0);
    WSPUPCALLTABLE table = upcalls_table('B');
    CU_ASSERT_EQUAL(memcmp(&stage_spy()->upcalls, &table, sizeof table), 0);
    SOCKET s = stage_socket();
    CU_ASSERT_EQUAL(upcalls_count(UPCALL_CREATE_SOCKET_HANDLE, 'A'), first);
    CU_ASSERT_EQUAL(upcalls_count(UPCALL_CREATE_SOCKET_HANDLE, 'B'), second + 1);
    stage_close(&s, 1);
    stage_stop();
}

static void every_start_is_matched_by_a_cleanup(void) {
    int error = UNTOUCHED;
    stage_start(OWN SPY);
    const struct spy_state *spy = stage_spy();
    unsigned int starts = spy->starts, cleanups = spy->cleanups;
    CU_ASSERT_EQUAL(start_again(), 0);
    CU_ASSERT_EQUAL(spy->starts, starts + 1);
    CU_ASSERT_EQUAL(provider.table.lpWSPCleanup(&error), 0);
    SOCKET s = stage_socket();
    stage_close(&s, 1);
    CU_ASSERT_EQUAL(provider.table.lpWSPCleanup(&error), 0);
    CU_ASSERT_EQUAL(spy->cleanups, cleanups + 2);
    CU_ASSERT_EQUAL(provider.table.lpWSPCleanup(&error), SOCKET_ERROR);
    CU_ASSERT_EQUAL(error, WSANOTINITIALISED);
    CU_ASSERT_EQUAL(spy->cleanups, cleanups + 2);
    stage_stop();
}

static void a_base_that_does_not_start_fails_the_layer(void) {
    int error = 0;
    stage_start(OWN SPY);
    struct spy_state *spy = stage_spy();
    unsigned int cleanups = spy->cleanups;
    spy->startup_code = WSASYSNOTREADY;
    CU_ASSERT_EQUAL(start_again(), WSASYSNOTREADY);
    spy->startup_code = 0;
    CU_ASSERT_EQUAL(provider.table.lpWSPCleanup(&error), 0);
    CU_ASSERT_EQUAL(provider.table.lpWSPCleanup(&error), SOCKET_ERROR);
    CU_ASSERT_EQUAL(spy->cleanups, cleanups + 1);
    stage_stop();
}

static void a_base_that_cannot_be_found_fails_the_layer(void) {
    struct error error = {0};
    WSPDATA data;
    WSPPROC_TABLE table;
    stage_prepare();
    CU_ASSERT_EQUAL_FATAL(provider_load(&provider, stage_entry(OWN SPY), &error), STATUS_OK);
    WSAPROTOCOL_INFOW info = provider.entry->info;
    upcalls_fail_next(UPCALL_GET_PROVIDER_PATH, WSAEINVAL);
    CU_ASSERT_EQUAL(provider.startup(MAKEWORD(2, 2), &data, &info, upcalls_table('A'), &table), WSAEPROVIDERFAILEDINIT);
    info = catalog_find_id(&catalog, provider.entry->info.ProtocolChain.ChainEntries[0])->info;
    CU_ASSERT_EQUAL(provider.startup(MAKEWORD(2, 2), &data, &info, upcalls_table('A'), &table), WSAEPROVIDERFAILEDINIT);
    info = stage_entry(SPY)->info;
    CU_ASSERT_EQUAL(provider.startup(MAKEWORD(2, 2), &data, &info, upcalls_table('A'), &table), WSAEPROVIDERFAILEDINIT);
    CU_ASSERT_EQUAL(provider.startup(MAKEWORD(2, 2), NULL, &info, upcalls_table('A'), &table), WSAEFAULT);
    CU_ASSERT_EQUAL(provider.startup(MAKEWORD(2, 2), &data, &info, upcalls_table('A'), NULL), WSAEFAULT);
    unsigned long asked = upcalls_count(UPCALL_GET_PROVIDER_PATH, 'A');
    CU_ASSERT_EQUAL(provider_start(&provider, &error), STATUS_OK);
    CU_ASSERT_EQUAL(upcalls_count(UPCALL_GET_PROVIDER_PATH, 'A'), asked + 1);
    stage_stop();
}

static void failures_come_up_unchanged(void) {
    static const int codes[] = {WSAEHOSTDOWN, WSAEDQUOT, WSAESTALE, 12345};
    stage_start(OWN SPY);
    struct spy_state *spy = stage_spy();
    SOCKET s = stage_socket();
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        int error = UNTOUCHED;
        spy->code = codes[i];
        CU_ASSERT_EQUAL(provider.table.lpWSPListen(s, 1, &error), SOCKET_ERROR);
        CU_ASSERT_EQUAL(error, codes[i]);
        error = UNTOUCHED;
        CU_ASSERT_EQUAL(provider.table.lpWSPAccept(s, NULL, NULL, NULL, 0, &error), INVALID_SOCKET);
        CU_ASSERT_EQUAL(error, codes[i]);
        error = UNTOUCHED;
        CU_ASSERT_EQUAL(provider.table.lpWSPConnect(s, NULL, 0, NULL, NULL, NULL, NULL, &error), SOCKET_ERROR);
        CU_ASSERT_EQUAL(error, codes[i]);
        error = UNTOUCHED;
        CU_ASSERT_EQUAL(provider.table.lpWSPCancelBlockingCall(&error), SOCKET_ERROR);
        CU_ASSERT_EQUAL(error, codes[i]);
        CU_ASSERT_EQUAL(provider.table.lpWSPCloseSocket(s, &error), SOCKET_ERROR);
    }
    spy->code = 0;
    stage_close(&s, 1);
    stage_stop();
}

static void arguments_go_down_unchanged(void) {
    int error = 0;
    struct sockaddr name = {0};
    WSABUF caller = {0}, callee = {0};
    QOS sqos, gqos;
    DWORD sent;
    WSAOVERLAPPED overlapped = {0};
    WSATHREADID thread = {0};
    stage_start(OWN SPY);
    const struct spy_state *spy = stage_spy();
    SOCKET s = stage_socket();
    SOCKET lower = 0x600000 + 4 * (SOCKET)spy->sockets;
    const void *connect_pointers[] = {&name, &caller, &callee, &sqos, &gqos};
    CU_ASSERT_EQUAL(provider.table.lpWSPConnect(s, &name, sizeof name, &caller, &callee, &sqos, &gqos, &error), 0);
    CU_ASSERT_EQUAL(memcmp(spy->pointers, connect_pointers, sizeof connect_pointers), 0);
    CU_ASSERT_EQUAL(spy->last_socket, lower);
    const void *send_pointers[] = {&caller, &sent, &overlapped, NULL, &thread};
    CU_ASSERT_EQUAL(provider.table.lpWSPSend(s, &caller, 1, &sent, 0, &overlapped, NULL, &thread, &error), 0);
    CU_ASSERT_EQUAL(memcmp(spy->pointers, send_pointers, sizeof send_pointers), 0);
    stage_close(&s, 1);
    stage_stop();
}

static DWORD_PTR seen_callback_data;
static GROUP seen_group;
static bool seen_data, seen_absences;

static int CALLBACK decide(LPWSABUF caller_id, LPWSABUF caller_data, LPQOS sqos, LPQOS gqos, LPWSABUF callee_id,
                           LPWSABUF callee_data, GROUP *group, DWORD_PTR callback_data) {
    (void)callee_id, (void)caller_id;
    seen_data = caller_data->len == sizeof SPY_CALLER_DATA && strcmp(caller_data->buf, SPY_CALLER_DATA) == 0;
    seen_absences = sqos == NULL && gqos == NULL && callee_data == NULL;
    seen_group = *group;
    seen_callback_data = callback_data;
    *group = 99;
    return 4711;
}

static void the_condition_function_is_asked_as_below(void) {
    int error = 0, addrlen = 0;
    struct sockaddr addr;
    stage_start(OWN SPY);
    const struct spy_state *spy = stage_spy();
    SOCKET listener = stage_socket();
    DWORD_PTR data = (DWORD_PTR)0x1234567890abcdefULL;
    SOCKET accepted = provider.table.lpWSPAccept(listener, &addr, &addrlen, decide, data, &error);
    CU_ASSERT_NOT_EQUAL(accepted, INVALID_SOCKET);
    CU_ASSERT_NOT_EQUAL(accepted, listener);
    CU_ASSERT_EQUAL(spy->decision, 4711);
    CU_ASSERT_EQUAL(spy->group, 99);
    CU_ASSERT_TRUE(seen_data);
    CU_ASSERT_TRUE(seen_absences);
    CU_ASSERT_EQUAL(seen_group, SPY_GROUP);
    CU_ASSERT_EQUAL(seen_callback_data, data);
    CU_ASSERT_PTR_EQUAL(spy->pointers[0], &addr);
    CU_ASSERT_PTR_EQUAL(spy->pointers[1], &addrlen);
    stage_close((SOCKET[]){listener, accepted}, 2);
    stage_stop();
}

static void a_refused_descriptor_closes_the_lower_socket(void) {
    int error = UNTOUCHED;
    stage_start(OWN SPY);
    const struct spy_state *spy = stage_spy();
    SOCKET listener = stage_socket();
    unsigned int closes = spy->closes;
    upcalls_fail_next(UPCALL_CREATE_SOCKET_HANDLE, WSAENOBUFS);
    CU_ASSERT_EQUAL(provider.table.lpWSPAccept(listener, NULL, NULL, NULL, 0, &error), INVALID_SOCKET);
    CU_ASSERT_EQUAL(error, WSAENOBUFS);
    CU_ASSERT_EQUAL(spy->closes, closes + 1);
    CU_ASSERT_EQUAL(spy->last_socket, 0x600000 + 4 * (SOCKET)spy->sockets);
    stage_close(&listener, 1);
    stage_stop();
}

static void pass_through_publishes_the_bases_procedures(void) {
    stage_start(PASS HANDLE_SPY);
    const struct spy_state *spy = stage_spy();
    size_t same = 0;
    for (size_t i = 0; i < PROVIDER_PROCEDURES; i++) {
        same += provider_table_slot(&provider.table, i) == provider_table_slot(&spy->table, i);
    }
    CU_ASSERT_EQUAL(same, 21);
    CU_ASSERT_TRUE(provider.table.lpWSPSend == spy->table.lpWSPSend);
    CU_ASSERT_TRUE(provider.table.lpWSPRecv == spy->table.lpWSPRecv);
    CU_ASSERT_TRUE(provider.table.lpWSPGetOverlappedResult == spy->table.lpWSPGetOverlappedResult);
    unsigned long before = upcalls_sequence();
    struct upcall_record record;
    SOCKET s = stage_socket();
    CU_ASSERT_EQUAL(upcalls_records(before, &record, 1), 1);
    CU_ASSERT_EQUAL(record.slot, UPCALL_MODIFY_IFS_HANDLE);
    CU_ASSERT_EQUAL(record.arguments[0], provider.entry->info.dwCatalogEntryId);
    CU_ASSERT_EQUAL(record.arguments[1], 0x600000 + 4 * (SOCKET)spy->sockets);
    CU_ASSERT_EQUAL(s, record.result);
    stage_close(&s, 1);
    stage_stop();
}

static const struct unit_case cases[] = {
    {"the base gets its own entry and the library's table", the_base_gets_its_own_entry_and_the_same_table},
    {"a next layer gets the chain's entry, and each layer registers its own identity",
     a_next_layer_gets_the_chains_entry},
    {"the latest upcall table is used and passed on", the_latest_table_is_used},
    {"every start of the base is matched by a cleanup", every_start_is_matched_by_a_cleanup},
    {"a base that does not start fails the layer with its code", a_base_that_does_not_start_fails_the_layer},
    {"a base that cannot be found fails the layer", a_base_that_cannot_be_found_fails_the_layer},
    {"failures come up unchanged", failures_come_up_unchanged},
    {"arguments go down unchanged", arguments_go_down_unchanged},
    {"the condition function is asked and answers as it would below", the_condition_function_is_asked_as_below},
    {"a refused descriptor closes the lower socket", a_refused_descriptor_closes_the_lower_socket},
    {"pass-through publishes the base's procedures and handles", pass_through_publishes_the_bases_procedures},
};

UNIT_MAIN("layered: what reaches the provider below", cases)
