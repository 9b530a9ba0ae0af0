/* Sockets: how they are made, which value is given out, which entry they show. */
#include <string.h>
#include <wchar.h>

#include "library.h"
#include "unit.h"

static SOCKET create(int af, int type, int protocol, WSAPROTOCOL_INFOW *info, int *error) {
    *error = UNTOUCHED;
    return provider.table.lpWSPSocket(af, type, protocol, info, 0, 0, error);
}

static void zero_and_from_protocol_info_mean_the_entry(void) {
    static const int afs[] = {0, FROM_PROTOCOL_INFO, AF_INET};
    static const int types[] = {0, FROM_PROTOCOL_INFO, SOCK_STREAM};
    static const int protocols[] = {0, FROM_PROTOCOL_INFO, IPPROTO_TCP};
    library_start();
    WSAPROTOCOL_INFOW entry = *library_entry(AF_INET);
    for (size_t i = 0; i < 27; i++) {
        int error, type = 0, length = sizeof type;
        SOCKET s = create(afs[i % 3], types[i / 3 % 3], protocols[i / 9], &entry, &error);
        CU_ASSERT_NOT_EQUAL_FATAL(s, INVALID_SOCKET);
        CU_ASSERT_EQUAL(provider.table.lpWSPGetSockOpt(s, SOL_SOCKET, SO_TYPE, (char *)&type, &length, &error), 0);
        CU_ASSERT_EQUAL(type, SOCK_STREAM);
        close_all(&s, 1);
    }
    library_stop();
}

static void the_value_given_out_is_the_librarys(void) {
    struct sockaddr_storage name;
    struct timeval at_once = {0, 0};
    int namelen, error;
    library_start();
    library_mark_handles(true);
    SOCKET listener = make_listener(AF_INET, &name, &namelen);
    CU_ASSERT_EQUAL(listener, library_last_given());
    CU_ASSERT_EQUAL(listener & 1, 1);
    CU_ASSERT_EQUAL(library_presented('A'), 1);
    CU_ASSERT_EQUAL(library_last_entry_id(), TCP4_ID);
    SOCKET caller = make_connected(AF_INET, &name, namelen);
    fd_set readable = {2, {caller, listener}}, writable = {1, {caller}};
    CU_ASSERT_EQUAL(provider.table.lpWSPSelect(0, &readable, &writable, NULL, &at_once, &error), 2);
    CU_ASSERT_EQUAL(readable.fd_count, 1);
    CU_ASSERT_EQUAL(readable.fd_array[0], listener);
    CU_ASSERT_EQUAL(writable.fd_count, 1);
    CU_ASSERT_EQUAL(writable.fd_array[0], caller);
    close_all((SOCKET[]){listener, caller}, 2);
    library_stop();
}

static void a_refused_handle_fails_the_socket(void) {
    int error;
    library_start();
    WSAPROTOCOL_INFOW entry = *library_entry(AF_INET);
    library_refuse_next(WSAENOBUFS);
    CU_ASSERT_EQUAL(create(AF_INET, SOCK_STREAM, IPPROTO_TCP, &entry, &error), INVALID_SOCKET);
    CU_ASSERT_EQUAL(error, WSAENOBUFS);
    SOCKET s = create(AF_INET, SOCK_STREAM, IPPROTO_TCP, &entry, &error);
    CU_ASSERT_NOT_EQUAL(s, INVALID_SOCKET);
    close_all(&s, 1);
    library_stop();
}

static void impossible_sockets_fail_with_the_hosts_code(void) {
    int error;
    library_start();
    WSAPROTOCOL_INFOW entry = *library_entry(AF_INET);
    CU_ASSERT_EQUAL(create(AF_INET, SOCK_STREAM, IPPROTO_TCP, NULL, &error), INVALID_SOCKET);
    CU_ASSERT_EQUAL(error, WSAEFAULT);
    CU_ASSERT_EQUAL(create(AF_INET, SOCK_STREAM, 255, &entry, &error), INVALID_SOCKET);
    SOCKET direct = WSASocketW(AF_INET, SOCK_STREAM, 255, NULL, 0, 0);
    CU_ASSERT_EQUAL(direct, INVALID_SOCKET);
    CU_ASSERT_EQUAL(error, WSAGetLastError());
    CU_ASSERT_EQUAL(library_presented('A'), 0);
    library_stop();
}

static void check_shows_entry(SOCKET s, const WSAPROTOCOL_INFOW *entry) {
    WSAPROTOCOL_INFOW shown;
    int error, length = sizeof shown;
    CU_ASSERT_EQUAL(provider.table.lpWSPGetSockOpt(s, SOL_SOCKET, SO_PROTOCOL_INFOW, (char *)&shown, &length, &error),
                    0);
    CU_ASSERT_EQUAL(length, sizeof shown);
    CU_ASSERT_EQUAL(shown.dwCatalogEntryId, entry->dwCatalogEntryId);
    CU_ASSERT_EQUAL(memcmp(&shown.ProviderId, &entry->ProviderId, sizeof shown.ProviderId), 0);
    CU_ASSERT_EQUAL(shown.iAddressFamily, entry->iAddressFamily);
    CU_ASSERT_EQUAL(wcscmp(shown.szProtocol, entry->szProtocol), 0);
}

static void sockets_show_their_own_entry(void) {
    struct sockaddr_storage name;
    int namelen, error = UNTOUCHED;
    char small[sizeof(WSAPROTOCOL_INFOW) - 1];
    int length = sizeof small;
    library_start();
    SOCKET other = make_socket(AF_INET);
    SOCKET listener = make_listener(AF_INET6, &name, &namelen);
    SOCKET caller = make_connected(AF_INET6, &name, namelen);
    SOCKET accepted = provider.table.lpWSPAccept(listener, NULL, NULL, NULL, 0, &error);
    check_shows_entry(other, library_entry(AF_INET));
    check_shows_entry(listener, library_entry(AF_INET6));
    check_shows_entry(accepted, library_entry(AF_INET6));
    CU_ASSERT_EQUAL(provider.table.lpWSPGetSockOpt(other, SOL_SOCKET, SO_PROTOCOL_INFOW, small, &length, &error),
                    SOCKET_ERROR);
    CU_ASSERT_EQUAL(error, WSAEFAULT);
    close_all((SOCKET[]){other, listener, caller, accepted}, 4);
    library_stop();
}

static void a_duplicate_is_the_same_socket(void) {
    struct sockaddr_storage name, shown;
    int namelen, shown_length = sizeof shown, error;
    WSAPROTOCOL_INFOW info;
    library_start();
    SOCKET listener = make_listener(AF_INET, &name, &namelen);
    CU_ASSERT_EQUAL(provider.table.lpWSPDuplicateSocket(listener, GetCurrentProcessId(), &info, &error), 0);
    CU_ASSERT_EQUAL(info.dwCatalogEntryId, TCP4_ID);
    CU_ASSERT_NOT_EQUAL(info.dwProviderReserved, 0);
    SOCKET duplicate = create(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, &info, &error);
    CU_ASSERT_NOT_EQUAL_FATAL(duplicate, INVALID_SOCKET);
    CU_ASSERT_NOT_EQUAL(duplicate, listener);
    CU_ASSERT_EQUAL(library_presented('A'), 2);
    int result = provider.table.lpWSPGetSockName(duplicate, (struct sockaddr *)&shown, &shown_length, &error);
    CU_ASSERT_EQUAL(result, 0);
    CU_ASSERT_EQUAL(shown_length, namelen);
    CU_ASSERT_EQUAL(memcmp(&shown, &name, (size_t)namelen), 0);
    close_all((SOCKET[]){listener, duplicate}, 2);
    library_stop();
}

static void names_are_text_and_back(void) {
    wchar_t text[] = L"127.0.0.1:80", back[64];
    struct sockaddr_in name = {0};
    int length = sizeof name, error;
    DWORD size = sizeof back / sizeof back[0];
    library_start();
    WSAPROTOCOL_INFOW entry = *library_entry(AF_INET);
    int result = provider.table.lpWSPStringToAddress(text, AF_INET, &entry, (SOCKADDR *)&name, &length, &error);
    CU_ASSERT_EQUAL(result, 0);
    CU_ASSERT_EQUAL(ntohs(name.sin_port), 80);
    result = provider.table.lpWSPAddressToString((SOCKADDR *)&name, sizeof name, &entry, back, &size, &error);
    CU_ASSERT_EQUAL(result, 0);
    CU_ASSERT_EQUAL(wcscmp(back, text), 0);
    library_stop();
}

static const struct unit_case cases[] = {
    {"zero and FROM_PROTOCOL_INFO mean the entry's value", zero_and_from_protocol_info_mean_the_entry},
    {"the value given out is the one that the library returned", the_value_given_out_is_the_librarys},
    {"a refused handle fails the call with the library's code", a_refused_handle_fails_the_socket},
    {"impossible sockets fail with the host's code", impossible_sockets_fail_with_the_hosts_code},
    {"sockets show the entry they were made through", sockets_show_their_own_entry},
    {"a duplicate is the same socket under another descriptor", a_duplicate_is_the_same_socket},
    {"names become text and come back", names_are_text_and_back},
};

UNIT_MAIN("host: sockets", cases)
