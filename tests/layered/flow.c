/* Connections over the host's TCP through each flavour and through two layers: the client sees one provider. */
#include <string.h>
#include <windows.h>

#include "stage.h"
#include "unit.h"

#define WINDOW ((HWND)(UINT_PTR)0x5a0042) /* no window: nothing but the upcall may be asked to deliver to it */
#define MESSAGE (WM_USER + 77)

static const char *const layers[] = {
    OWN "host TCP/IP", PASS "host TCP/IP", OWN OWN "host TCP/IP", OWN PASS "host TCP/IP", PASS PASS "host TCP/IP",
};

#define LAYERS (sizeof layers / sizeof layers[0])

static int decision;
static int decisions;
static DWORD_PTR seen_callback_data;

static int CALLBACK decide(LPWSABUF caller_id, LPWSABUF caller_data, LPQOS sqos, LPQOS gqos, LPWSABUF callee_id,
                           LPWSABUF callee_data, GROUP *group, DWORD_PTR callback_data) {
    (void)caller_id, (void)caller_data, (void)sqos, (void)gqos, (void)callee_id, (void)callee_data, (void)group;
    decisions++;
    seen_callback_data = callback_data;
    return decision;
}

static SOCKET accept_with(SOCKET listener, int wanted, int *error) {
    decision = wanted;
    *error = UNTOUCHED;
    return provider.table.lpWSPAccept(listener, NULL, NULL, decide, (DWORD_PTR)&decision, error);
}

static void check_data_passes(SOCKET from, SOCKET to) {
    char sent[] = "through the layers", received[sizeof sent] = {0};
    WSABUF out = {sizeof sent, sent}, in = {sizeof received, received};
    DWORD count = 0, flags = 0;
    int error = 0;
    CU_ASSERT_EQUAL(provider.table.lpWSPSend(from, &out, 1, &count, 0, NULL, NULL, NULL, &error), 0);
    CU_ASSERT_EQUAL(provider.table.lpWSPRecv(to, &in, 1, &count, &flags, NULL, NULL, NULL, &error), 0);
    CU_ASSERT_EQUAL(count, sizeof sent);
    CU_ASSERT_STRING_EQUAL(received, sent);
}

static void check_shows_chain(SOCKET s) {
    WSAPROTOCOL_INFOW shown;
    const WSAPROTOCOL_INFOW *info = &provider.entry->info;
    int error, length = sizeof shown;
    int result = provider.table.lpWSPGetSockOpt(s, SOL_SOCKET, SO_PROTOCOL_INFOW, (char *)&shown, &length, &error);
    CU_ASSERT_EQUAL(result, 0);
    CU_ASSERT_EQUAL(shown.dwCatalogEntryId, info->dwCatalogEntryId);
    CU_ASSERT_EQUAL(shown.dwServiceFlags1, info->dwServiceFlags1);
    CU_ASSERT_EQUAL(memcmp(&shown.ProtocolChain, &info->ProtocolChain, sizeof shown.ProtocolChain), 0);
    CU_ASSERT_EQUAL(wcscmp(shown.szProtocol, info->szProtocol), 0);
}

static void decisions_are_carried_out(void) {
    for (size_t i = 0; i < LAYERS; i++) {
        struct sockaddr_in name;
        int error;
        stage_start(layers[i]);
        SOCKET listener = stage_listener(&name), first = stage_connected(&name);
        CU_ASSERT_EQUAL(accept_with(listener, CF_DEFER, &error), INVALID_SOCKET);
        CU_ASSERT_EQUAL(error, WSATRY_AGAIN);
        SOCKET accepted = accept_with(listener, CF_ACCEPT, &error);
        CU_ASSERT_NOT_EQUAL_FATAL(accepted, INVALID_SOCKET);
        CU_ASSERT_EQUAL(seen_callback_data, (DWORD_PTR)&decision);
        check_shows_chain(listener);
        check_shows_chain(accepted);
        check_data_passes(first, accepted);
        check_data_passes(accepted, first);
        SOCKET second = stage_connected(&name);
        CU_ASSERT_EQUAL(accept_with(listener, CF_REJECT, &error), INVALID_SOCKET);
        CU_ASSERT_EQUAL(error, WSAECONNREFUSED);
        stage_close((SOCKET[]){listener, first, accepted, second}, 4);
        stage_stop();
    }
}

static bool last_upcall_names(SOCKET s, enum upcall_slot slot, DWORD id) {
    static struct upcall_record records[UPCALL_LOG];
    size_t count = upcalls_records(0, records, UPCALL_LOG);
    for (size_t i = count; i-- > 0;) {
        if (records[i].result == s) {
            return records[i].slot == slot && records[i].arguments[0] == id;
        }
    }
    return false;
}

static void descriptors_carry_the_layers_identity(void) {
    for (size_t i = 0; i < LAYERS; i++) {
        struct sockaddr_in name;
        stage_start(layers[i]);
        const WSAPROTOCOL_INFOW *info = &provider.entry->info;
        bool handles = (info->dwServiceFlags1 & XP1_IFS_HANDLES) != 0;
        enum upcall_slot slot = handles ? UPCALL_MODIFY_IFS_HANDLE : UPCALL_CREATE_SOCKET_HANDLE;
        SOCKET listener = stage_listener(&name), caller = stage_connected(&name);
        SOCKET accepted = stage_accepted(listener);
        CU_ASSERT_TRUE(last_upcall_names(listener, slot, info->dwCatalogEntryId));
        CU_ASSERT_TRUE(last_upcall_names(accepted, slot, info->dwCatalogEntryId));
        CU_ASSERT_EQUAL(upcalls_made_handle(accepted), !handles);
        stage_close((SOCKET[]){listener, caller, accepted}, 3);
        CU_ASSERT_FALSE(upcalls_made_handle(accepted));
        stage_stop();
    }
}

static void an_event_object_is_signalled(void) {
    for (size_t i = 0; i < LAYERS; i++) {
        struct sockaddr_in name;
        WSANETWORKEVENTS events;
        int error = 0;
        WSAEVENT event = WSACreateEvent();
        stage_start(layers[i]);
        SOCKET listener = stage_listener(&name);
        CU_ASSERT_EQUAL(provider.table.lpWSPEventSelect(listener, event, FD_ACCEPT, &error), 0);
        SOCKET caller = stage_connected(&name);
        CU_ASSERT_TRUE(stage_wait(event));
        CU_ASSERT_EQUAL(provider.table.lpWSPEnumNetworkEvents(listener, event, &events, &error), 0);
        CU_ASSERT_EQUAL(events.lNetworkEvents, FD_ACCEPT);
        CU_ASSERT_EQUAL(events.iErrorCode[FD_ACCEPT_BIT], 0);
        stage_close((SOCKET[]){listener, caller}, 2);
        stage_stop();
        WSACloseEvent(event);
    }
}

static void a_set_is_the_clients(void) {
    for (size_t i = 0; i < LAYERS; i++) {
        struct sockaddr_in name;
        struct timeval at_once = {0, 0};
        int error = UNTOUCHED;
        stage_start(layers[i]);
        SOCKET listener = stage_listener(&name), caller = stage_connected(&name);
        fd_set readable = {2, {caller, listener}}, writable = {2, {listener, caller}}, failed = {1, {caller}};
        CU_ASSERT_EQUAL(provider.table.lpWSPSelect(0, &readable, NULL, NULL, NULL, &error), 1);
        CU_ASSERT_EQUAL(readable.fd_count, 1);
        CU_ASSERT_EQUAL(readable.fd_array[0], listener);
        CU_ASSERT_EQUAL(provider.table.lpWSPSelect(0, NULL, &writable, &failed, &at_once, &error), 1);
        CU_ASSERT_EQUAL(writable.fd_count, 1);
        CU_ASSERT_EQUAL(writable.fd_array[0], caller);
        CU_ASSERT_EQUAL(failed.fd_count, 0);
        fd_set bad = {2, {listener, upcalls_unknown_handle()}};
        CU_ASSERT_EQUAL(provider.table.lpWSPSelect(0, &bad, NULL, NULL, &at_once, &error), SOCKET_ERROR);
        CU_ASSERT_EQUAL(error, WSAENOTSOCK);
        CU_ASSERT_EQUAL(bad.fd_count, 2);
        CU_ASSERT_EQUAL(provider.table.lpWSPSelect(0, NULL, NULL, NULL, &at_once, &error), SOCKET_ERROR);
        CU_ASSERT_EQUAL(error, WSAEINVAL);
        stage_close((SOCKET[]){listener, caller}, 2);
        stage_stop();
    }
}

static void closed_descriptors_are_no_sockets(void) {
    for (size_t i = 0; i < LAYERS; i++) {
        int error = UNTOUCHED;
        stage_start(layers[i]);
        SOCKET s = stage_socket();
        stage_close(&s, 1);
        CU_ASSERT_EQUAL(provider.table.lpWSPListen(s, 1, &error), SOCKET_ERROR);
        CU_ASSERT_EQUAL(error, WSAENOTSOCK);
        error = UNTOUCHED;
        CU_ASSERT_EQUAL(provider.table.lpWSPCloseSocket(s, &error), SOCKET_ERROR);
        CU_ASSERT_EQUAL(error, WSAENOTSOCK);
        error = UNTOUCHED;
        CU_ASSERT_EQUAL(provider.table.lpWSPAccept(s, NULL, NULL, NULL, 0, &error), INVALID_SOCKET);
        CU_ASSERT_EQUAL(error, WSAENOTSOCK);
        stage_stop();
    }
}

static void a_duplicate_is_the_same_socket(void) {
    for (size_t i = 0; i < LAYERS; i++) {
        struct sockaddr_in name, shown;
        WSAPROTOCOL_INFOW info;
        int error, shown_length = sizeof shown;
        stage_start(layers[i]);
        SOCKET listener = stage_listener(&name);
        CU_ASSERT_EQUAL(provider.table.lpWSPDuplicateSocket(listener, GetCurrentProcessId(), &info, &error), 0);
        CU_ASSERT_EQUAL(info.dwCatalogEntryId, provider.entry->info.dwCatalogEntryId);
        SOCKET duplicate =
            provider.table.lpWSPSocket(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, &info, 0, 0, &error);
        CU_ASSERT_NOT_EQUAL_FATAL(duplicate, INVALID_SOCKET);
        int result = provider.table.lpWSPGetSockName(duplicate, (struct sockaddr *)&shown, &shown_length, &error);
        CU_ASSERT_EQUAL(result, 0);
        CU_ASSERT_EQUAL(shown.sin_port, name.sin_port);
        stage_close((SOCKET[]){listener, duplicate}, 2);
        stage_stop();
    }
}

static void the_last_cleanup_ends_connections_and_descriptors(void) {
    for (size_t i = 0; i < LAYERS; i++) {
        struct sockaddr_in name;
        char byte;
        int error = 0;
        stage_start(layers[i]);
        SOCKET listener = stage_listener(&name);
        SOCKET outside = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
        CU_ASSERT_EQUAL_FATAL(connect(outside, (struct sockaddr *)&name, sizeof name), 0);
        SOCKET accepted = stage_accepted(listener);
        CU_ASSERT_EQUAL(provider.table.lpWSPAsyncSelect(accepted, WINDOW, MESSAGE, FD_CLOSE, &error), 0);
        CU_ASSERT_EQUAL(provider.table.lpWSPCleanup(&error), 0);
        CU_ASSERT_TRUE(recv(outside, &byte, 1, 0) <= 0);
        CU_ASSERT_EQUAL(stage_post_count(), 0);
        CU_ASSERT_FALSE(upcalls_made_handle(listener));
        CU_ASSERT_FALSE(upcalls_made_handle(accepted));
        closesocket(outside);
        stage_stop();
    }
}

static const struct unit_case cases[] = {
    {"decisions are carried out and data passes", decisions_are_carried_out},
    {"descriptors carry the layer's identity, by the upcall of its flavour", descriptors_carry_the_layers_identity},
    {"an event object is signalled and the record read", an_event_object_is_signalled},
    {"a set has the client's descriptors before and after", a_set_is_the_clients},
    {"closed descriptors are no sockets", closed_descriptors_are_no_sockets},
    {"a duplicate is the same socket under another descriptor", a_duplicate_is_the_same_socket},
    {"the last cleanup ends connections and descriptors, and tells nobody",
     the_last_cleanup_ends_connections_and_descriptors},
};

UNIT_MAIN("layered: connections over the host's TCP", cases)
