/* The harness between a layer and the provider below it, seen from the layer's table and from the spying base. */
#include <string.h>

#include "provider/below.h"
#include "stage.h"
#include "unit.h"

#define SPY_DLL L"tests\\layered\\layered-spy.dll"

static void expect(const wchar_t *dll) {
    wchar_t path[MAX_PATH * 2];
    stage_path(dll, path);
    below_expect(path);
}

static void nothing_is_changed_while_nobody_watches(void) {
    struct below_seen seen;
    stage_prepare();
    expect(SPY_DLL);
    stage_start(PASS HANDLE_SPY);
    CU_ASSERT_TRUE(provider.table.lpWSPListen == stage_spy()->table.lpWSPListen);
    below_read(&seen);
    CU_ASSERT_EQUAL(seen.attempts, 0);
    stage_stop();
}

static void what_a_layer_passes_down_is_seen(void) {
    struct below_seen seen;
    WSPUPCALLTABLE table = upcalls_table('A');
    DWORD base = stage_entry(SPY)->info.dwCatalogEntryId;
    below_watch();
    stage_start(OWN SPY);
    SOCKET sockets[2] = {stage_socket()};
    sockets[1] = stage_accepted(sockets[0]);
    below_read(&seen);
    CU_ASSERT_EQUAL(seen.attempts, 1);
    CU_ASSERT_EQUAL(seen.starts, 1);
    CU_ASSERT_EQUAL(memcmp(&seen.upcalls, &table, sizeof table), 0);
    CU_ASSERT_TRUE(seen.has_entry[BELOW_STARTUP] && seen.has_entry[BELOW_SOCKET]);
    CU_ASSERT_FALSE(seen.has_entry[BELOW_ADDRESS_TO_STRING]);
    CU_ASSERT_EQUAL(seen.entries[BELOW_STARTUP].dwCatalogEntryId, base);
    CU_ASSERT_EQUAL(seen.entries[BELOW_SOCKET].dwCatalogEntryId, base);
    CU_ASSERT_EQUAL(seen.opened, 2);
    CU_ASSERT_EQUAL(seen.latest, 0x600000 + 4 * (SOCKET)stage_spy()->sockets);
    stage_close(sockets, 2);
    below_read(&seen);
    CU_ASSERT_EQUAL(seen.closed, 2);
    CU_ASSERT_EQUAL(seen.cleanups, 0);
    stage_stop();
    below_read(&seen);
    CU_ASSERT_EQUAL(seen.cleanups, 1);
}

static void what_is_below_can_be_made_to_fail(void) {
    WSAPROTOCOL_INFOW info = stage_entry(OWN SPY)->info;
    WSPDATA data;
    WSPPROC_TABLE table;
    int error = 0;
    below_watch();
    stage_start(OWN SPY);
    unsigned starts = stage_spy()->starts;
    below_fail_next(BELOW_STARTUP, WSASYSNOTREADY);
    CU_ASSERT_EQUAL(provider.startup(MAKEWORD(2, 2), &data, &info, upcalls_table('A'), &table), WSASYSNOTREADY);
    CU_ASSERT_EQUAL(stage_spy()->starts, starts);
    SOCKET s = stage_socket();
    below_fail_next(BELOW_LISTEN, WSAEHOSTDOWN);
    CU_ASSERT_EQUAL(provider.table.lpWSPListen(s, 1, &error), SOCKET_ERROR);
    CU_ASSERT_EQUAL(error, WSAEHOSTDOWN);
    CU_ASSERT_EQUAL(provider.table.lpWSPListen(s, 1, &error), 0);
    below_fail_next(BELOW_CONNECT, WSAEHOSTDOWN);
    CU_ASSERT_TRUE(below_disarm());
    CU_ASSERT_FALSE(below_disarm());
    CU_ASSERT_EQUAL(provider.table.lpWSPConnect(s, NULL, 0, NULL, NULL, NULL, NULL, &error), 0);
    stage_close(&s, 1);
    stage_stop();
}

static void another_dll_is_not_the_one_below(void) {
    struct below_seen seen;
    expect(L"providers-under-test\\reference\\wspref.dll");
    below_watch();
    stage_start(OWN SPY);
    below_read(&seen);
    CU_ASSERT_EQUAL(seen.attempts, 0);
    stage_stop();
}

/* In a chain of two layers, the one in the middle starts the base through the same GetProcAddress. */
static void only_the_next_provider_is_watched(void) {
    struct below_seen seen;
    expect(L"providers-under-test\\layered\\wsplayer.dll");
    below_watch();
    stage_start(OWN OWN SPY);
    below_read(&seen);
    CU_ASSERT_EQUAL(seen.attempts, 1);
    CU_ASSERT_EQUAL(seen.entries[BELOW_STARTUP].dwCatalogEntryId, provider.entry->info.dwCatalogEntryId);
    SOCKET s = stage_socket();
    below_read(&seen);
    CU_ASSERT_EQUAL(seen.opened, 1);
    stage_close(&s, 1);
    stage_stop();
}

static const struct unit_case cases[] = {
    {"nothing is changed while nobody watches", nothing_is_changed_while_nobody_watches},
    {"what a layer passes down is seen", what_a_layer_passes_down_is_seen},
    {"what is below can be made to fail", what_is_below_can_be_made_to_fail},
    {"another DLL is not the one below", another_dll_is_not_the_one_below},
    {"only the next provider is watched", only_the_next_provider_is_watched},
};

UNIT_MAIN("layered: the harness between a layer and its base", cases)
