/* Accepting over the loopback: what the host does comes up through the SPI, and every socket is presented once. */
#include <string.h>

#include "library.h"
#include "unit.h"

static const int families[] = {AF_INET, AF_INET6};

struct condition {
    int decision;
    int calls;
    DWORD_PTR callback_data;
    struct sockaddr_storage caller;
    DWORD caller_length;
};

static struct condition condition;

static int CALLBACK decide(LPWSABUF caller_id, LPWSABUF caller_data, LPQOS sqos, LPQOS gqos, LPWSABUF callee_id,
                           LPWSABUF callee_data, GROUP *group, DWORD_PTR callback_data) {
    (void)caller_data, (void)sqos, (void)gqos, (void)callee_id, (void)callee_data, (void)group;
    condition.calls++;
    condition.callback_data = callback_data;
    condition.caller_length = caller_id->len;
    memcpy(&condition.caller, caller_id->buf, caller_id->len);
    return condition.decision;
}

static SOCKET accept_with(SOCKET listener, int decision, int *error) {
    condition = (struct condition){.decision = decision};
    *error = UNTOUCHED;
    return provider.table.lpWSPAccept(listener, NULL, NULL, decide, (DWORD_PTR)&condition, error);
}

/* The caller's name is compared for IPv4 only: over IPv6 Wine 8.0 hands over 16 empty bytes, which the suites judge. */
static void check_condition(SOCKET caller, int family) {
    struct sockaddr_in name;
    int error, namelen = sizeof name;
    CU_ASSERT_EQUAL(condition.calls, 1);
    CU_ASSERT_EQUAL(condition.callback_data, (DWORD_PTR)&condition);
    if (family == AF_INET) {
        CU_ASSERT_EQUAL(provider.table.lpWSPGetSockName(caller, (struct sockaddr *)&name, &namelen, &error), 0);
        CU_ASSERT_EQUAL(condition.caller_length, sizeof name);
        CU_ASSERT_EQUAL(memcmp(&condition.caller, &name, sizeof name), 0);
    }
}

static void check_data_passes(SOCKET from, SOCKET to) {
    char sent[] = "through the host", received[sizeof sent] = {0};
    WSABUF out = {sizeof sent, sent}, in = {sizeof received, received};
    DWORD count = 0, flags = 0;
    int error = 0;
    CU_ASSERT_EQUAL(provider.table.lpWSPSend(from, &out, 1, &count, 0, NULL, NULL, NULL, &error), 0);
    CU_ASSERT_EQUAL(provider.table.lpWSPRecv(to, &in, 1, &count, &flags, NULL, NULL, NULL, &error), 0);
    CU_ASSERT_EQUAL(count, sizeof sent);
    CU_ASSERT_STRING_EQUAL(received, sent);
}

static void decisions_are_carried_out(void) {
    library_start();
    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++) {
        struct sockaddr_storage name;
        int namelen, error;
        SOCKET listener = make_listener(families[i], &name, &namelen);
        SOCKET first = make_connected(families[i], &name, namelen);
        CU_ASSERT_EQUAL(accept_with(listener, CF_DEFER, &error), INVALID_SOCKET);
        CU_ASSERT_EQUAL(error, WSATRY_AGAIN);
        check_condition(first, families[i]);
        SOCKET accepted = accept_with(listener, CF_ACCEPT, &error);
        CU_ASSERT_NOT_EQUAL(accepted, INVALID_SOCKET);
        check_condition(first, families[i]);
        check_data_passes(first, accepted);
        check_data_passes(accepted, first);
        SOCKET second = make_connected(families[i], &name, namelen);
        CU_ASSERT_EQUAL(accept_with(listener, CF_REJECT, &error), INVALID_SOCKET);
        CU_ASSERT_EQUAL(error, WSAECONNREFUSED);
        check_condition(second, families[i]);
        close_all((SOCKET[]){listener, first, accepted, second}, 4);
    }
    library_stop();
}

static void accepted_sockets_are_presented_once(void) {
    struct sockaddr_storage name, addr;
    int namelen, error, addrlen = sizeof addr;
    library_start();
    SOCKET listener = make_listener(AF_INET6, &name, &namelen);
    SOCKET caller = make_connected(AF_INET6, &name, namelen);
    CU_ASSERT_EQUAL(library_presented('A'), 2);
    SOCKET accepted = provider.table.lpWSPAccept(listener, (struct sockaddr *)&addr, &addrlen, NULL, 0, &error);
    CU_ASSERT_EQUAL(library_presented('A'), 3);
    CU_ASSERT_EQUAL(library_last_entry_id(), TCP6_ID);
    CU_ASSERT_EQUAL(accepted, library_last_given());
    CU_ASSERT_EQUAL(addr.ss_family, AF_INET6);
    CU_ASSERT_EQUAL(addrlen, sizeof(struct sockaddr_in6));
    close_all((SOCKET[]){listener, caller, accepted}, 3);
    library_stop();
}

static void a_refused_handle_fails_the_accept(void) {
    struct sockaddr_storage name;
    int namelen, error = 0;
    char byte;
    WSABUF buffer = {1, &byte};
    DWORD count, flags = 0;
    library_start();
    SOCKET listener = make_listener(AF_INET, &name, &namelen);
    SOCKET caller = make_connected(AF_INET, &name, namelen);
    library_refuse_next(WSAEMFILE);
    CU_ASSERT_EQUAL(accept_with(listener, CF_ACCEPT, &error), INVALID_SOCKET);
    CU_ASSERT_EQUAL(error, WSAEMFILE);
    int result = provider.table.lpWSPRecv(caller, &buffer, 1, &count, &flags, NULL, NULL, NULL, &error);
    CU_ASSERT_TRUE(result == SOCKET_ERROR || count == 0);
    SOCKET next = make_connected(AF_INET, &name, namelen);
    SOCKET accepted = accept_with(listener, CF_ACCEPT, &error);
    CU_ASSERT_NOT_EQUAL(accepted, INVALID_SOCKET);
    close_all((SOCKET[]){listener, caller, next, accepted}, 4);
    library_stop();
}

static void refused_connects_carry_the_hosts_code(void) {
    struct sockaddr_storage name;
    int namelen = sizeof name, error = UNTOUCHED;
    library_start();
    SOCKET caller = make_socket(AF_INET);
    SOCKET listener = make_listener(AF_INET, &name, &namelen);
    close_all(&listener, 1);
    int result = provider.table.lpWSPConnect(caller, (struct sockaddr *)&name, namelen, NULL, NULL, NULL, NULL, &error);
    CU_ASSERT_EQUAL(result, SOCKET_ERROR);
    CU_ASSERT_EQUAL(error, WSAECONNREFUSED);
    error = UNTOUCHED;
    CU_ASSERT_EQUAL(provider.table.lpWSPListen(listener, 1, &error), SOCKET_ERROR);
    CU_ASSERT_EQUAL(error, WSAENOTSOCK);
    close_all(&caller, 1);
    library_stop();
}

static int routine_calls;
static DWORD routine_bytes, routine_thread;

static void CALLBACK count_completion(DWORD error, DWORD bytes, LPWSAOVERLAPPED overlapped, DWORD flags) {
    (void)error, (void)overlapped, (void)flags;
    routine_calls++;
    routine_bytes = bytes;
    routine_thread = GetCurrentThreadId();
}

static void completion_routines_run_in_the_calling_thread(void) {
    struct sockaddr_storage name;
    int namelen, error = UNTOUCHED;
    char bytes[4], sent[] = "abc";
    WSABUF in = {sizeof bytes, bytes}, out = {sizeof sent, sent};
    DWORD count, flags = 0;
    WSAOVERLAPPED overlapped = {0};
    library_start();
    routine_calls = 0;
    SOCKET listener = make_listener(AF_INET, &name, &namelen);
    SOCKET caller = make_connected(AF_INET, &name, namelen);
    SOCKET callee = accept_with(listener, CF_ACCEPT, &error);
    error = UNTOUCHED;
    int result = provider.table.lpWSPRecv(callee, &in, 1, &count, &flags, &overlapped, count_completion, NULL, &error);
    CU_ASSERT_EQUAL(result, SOCKET_ERROR);
    CU_ASSERT_EQUAL(error, WSA_IO_PENDING);
    CU_ASSERT_EQUAL(provider.table.lpWSPSend(caller, &out, 1, &count, 0, NULL, NULL, NULL, &error), 0);
    HANDLE never = CreateEventW(NULL, TRUE, FALSE, NULL);
    WaitForSingleObjectEx(never, INFINITE, TRUE);
    CloseHandle(never);
    CU_ASSERT_EQUAL(routine_calls, 1);
    CU_ASSERT_EQUAL(routine_bytes, sizeof sent);
    CU_ASSERT_EQUAL(routine_thread, GetCurrentThreadId());
    CU_ASSERT_TRUE(provider.table.lpWSPGetOverlappedResult(callee, &overlapped, &count, FALSE, &flags, &error));
    CU_ASSERT_EQUAL(count, sizeof sent);
    close_all((SOCKET[]){listener, caller, callee}, 3);
    library_stop();
}

static const struct unit_case cases[] = {
    {"decisions are carried out over IPv4 and IPv6", decisions_are_carried_out},
    {"accepted sockets are presented once, under the listener's entry", accepted_sockets_are_presented_once},
    {"a refused handle fails the accept with the library's code", a_refused_handle_fails_the_accept},
    {"failures carry the host's code", refused_connects_carry_the_hosts_code},
    {"completion routines run in the calling thread", completion_routines_run_in_the_calling_thread},
};

UNIT_MAIN("host: accepting and connecting", cases)
