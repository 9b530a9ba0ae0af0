/* Local and remote names: WSPBind, WSPConnect's destination, names as text, and descriptors that are none. */
#include "bench.h"

#include <string.h>
#include <ws2tcpip.h>

static int bind_to(SOCKET s, const struct bench_name *name, int length) {
    int error = POISON;
    return provider.lpWSPBind(s, (const struct sockaddr *)&name->storage, length, &error) == 0 ? 0 : error;
}

static void bad_names_are_refused(void) {
    SOCKET s = bench_socket();
    struct bench_name name = bench_any_name();
    int error = POISON, length = sizeof(SOCKADDR_STORAGE);
    SOCKADDR_STORAGE room;
    CU_ASSERT_EQUAL(provider.lpWSPGetSockName(s, (struct sockaddr *)&room, &length, &error), SOCKET_ERROR);
    CU_ASSERT_EQUAL(error, WSAEINVAL);
    CU_ASSERT_EQUAL(bind_to(s, &name, name.length - 1), WSAEFAULT);
    CU_ASSERT_EQUAL(bind_to(s, &name, 0), WSAEFAULT);
    CU_ASSERT_EQUAL(provider.lpWSPBind(s, NULL, name.length, &error), SOCKET_ERROR);
    CU_ASSERT_EQUAL(error, WSAEFAULT);
    name.storage.ss_family ^= 0x55;
    CU_ASSERT_EQUAL(bind_to(s, &name, name.length), WSAEFAULT);
    CU_ASSERT_EQUAL(bench_connect(s, &name), WSAEAFNOSUPPORT);
    name.length--;
    CU_ASSERT_EQUAL(bench_connect(s, &name), WSAEFAULT);
    bench_close(s);
}

static void bad_names(void) { bench_for_each_stream(bad_names_are_refused); }

static void a_name_is_given_once(void) {
    SOCKET first = bench_bound(), second = bench_bound(), third = bench_socket();
    struct bench_name one = bench_local_name(first), other = bench_local_name(second), free_name = bench_any_name();
    BOOL on = TRUE;
    int error = POISON;
    CU_ASSERT_FALSE(bench_same_name(&one, &other));
    CU_ASSERT_FALSE(bench_same_name(&one, &free_name));
    CU_ASSERT_EQUAL(bind_to(first, &free_name, free_name.length), WSAEINVAL);
    CU_ASSERT_EQUAL(bind_to(third, &one, one.length), WSAEADDRINUSE);
    CU_ASSERT_EQUAL(provider.lpWSPSetSockOpt(third, SOL_SOCKET, SO_REUSEADDR, (char *)&on, sizeof on, &error), 0);
    CU_ASSERT_EQUAL(bind_to(third, &one, one.length), 0);
    bench_close(first);
    bench_close(third);
    third = bench_socket();
    CU_ASSERT_EQUAL(bind_to(third, &one, one.length), 0);
    bench_close(second);
    bench_close(third);
}

static void names_in_use(void) { bench_for_each_stream(a_name_is_given_once); }

static void wildcards_collide(const wchar_t *name, int at_bind, int at_listen) {
    int error = 0;
    bench_start(name);
    SOCKET specific = bench_bound(), wild = bench_socket();
    struct bench_name everywhere = bench_local_name(specific);
    ((struct sockaddr_in *)&everywhere.storage)->sin_addr.s_addr = 0;
    CU_ASSERT_EQUAL(bind_to(wild, &everywhere, everywhere.length), at_bind);
    if (at_bind == 0) {
        provider.lpWSPListen(wild, 1, &error);
        CU_ASSERT_EQUAL(error, at_listen);
    }
    bench_stop();
}

static void wildcard_collisions(void) {
    wildcards_collide(L"stream", WSAEADDRINUSE, 0);
    wildcards_collide(L"variant slow", 0, WSAEADDRINUSE);
    wildcards_collide(L"variant large", 0, 0);
}

static void destinations_are_checked(void) {
    bench_start(L"stream");
    SOCKET listener = bench_listener(1), s = bench_socket();
    struct bench_name live = bench_local_name(listener), name = live;
    struct sockaddr_in *address = (struct sockaddr_in *)&name.storage;
    address->sin_addr.s_addr = 0;
    CU_ASSERT_EQUAL(bench_connect(s, &name), WSAEADDRNOTAVAIL);
    name = live;
    address->sin_port = 0;
    CU_ASSERT_EQUAL(bench_connect(s, &name), WSAEADDRNOTAVAIL);
    name = live;
    address->sin_addr.s_addr = htonl(0xC0000201);
    CU_ASSERT_EQUAL(bench_connect(s, &name), WSAENETUNREACH);
    CU_ASSERT_EQUAL(bind_to(s, &name, name.length), WSAEADDRNOTAVAIL);
    CU_ASSERT_EQUAL(bench_connect(listener, &live), WSAEINVAL);
    bench_close(listener);
    CU_ASSERT_EQUAL(bench_connect(s, &live), WSAECONNREFUSED);
    bench_stop();
}

static void connecting_binds(const wchar_t *entry_name, int bind_code) {
    bench_start(entry_name);
    struct bench_name free_name = bench_any_name();
    SOCKET bound = bench_bound(), s = bench_socket();
    struct bench_name nobody = bench_local_name(bound);
    CU_ASSERT_EQUAL(bench_connect(s, &nobody), WSAECONNREFUSED);
    CU_ASSERT_EQUAL(bind_to(s, &free_name, free_name.length), bind_code);
    bench_stop();
}

static void implicit_names(void) {
    connecting_binds(L"stream", WSAEINVAL);
    connecting_binds(L"variant slow", 0);
}

static void equal_pairs_are_refused(void) {
    int error = POISON, codes[2];
    BOOL on = TRUE;
    bench_start(L"stream");
    SOCKET listener = bench_listener(2), first = bench_socket(), second = bench_socket();
    struct bench_name to = bench_local_name(listener), from = bench_any_name();
    SOCKET both[] = {first, second};
    for (int i = 0; i < 2; i++) {
        provider.lpWSPSetSockOpt(both[i], SOL_SOCKET, SO_REUSEADDR, (char *)&on, sizeof on, &error);
        CU_ASSERT_EQUAL(bind_to(both[i], &from, from.length), 0);
        from = bench_local_name(both[i]);
        bench_set_non_blocking(both[i]);
        codes[i] = bench_connect(both[i], &to);
    }
    CU_ASSERT_EQUAL(codes[0], WSAEWOULDBLOCK);
    CU_ASSERT_EQUAL(codes[1], WSAEADDRINUSE);
    bench_stop();
}

static void unknown_descriptors_are_no_sockets(const wchar_t *name) {
    bench_start(name);
    SOCKET closed = bench_socket();
    bench_close(closed);
    const SOCKET none[] = {INVALID_SOCKET, 0, 0x5EED5EEC, closed};
    struct bench_name any = bench_any_name();
    char byte;
    DWORD length;
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        int error = POISON;
        CU_ASSERT_EQUAL(bind_to(none[i], &any, any.length), WSAENOTSOCK);
        CU_ASSERT_EQUAL(bench_connect(none[i], &any), WSAENOTSOCK);
        CU_ASSERT_EQUAL(bench_send(none[i], "x", 1), WSAENOTSOCK);
        CU_ASSERT_EQUAL(bench_receive(none[i], &byte, 1, &length), WSAENOTSOCK);
        bench_accept(none[i], &error);
        CU_ASSERT_EQUAL(error, WSAENOTSOCK);
        CU_ASSERT_EQUAL(provider.lpWSPCloseSocket(none[i], &error), SOCKET_ERROR);
        CU_ASSERT_EQUAL(error, WSAENOTSOCK);
        CU_ASSERT_EQUAL(provider.lpWSPJoinLeaf(none[i], NULL, 0, NULL, NULL, NULL, NULL, 0, &error), INVALID_SOCKET);
        CU_ASSERT_EQUAL(error, WSAENOTSOCK);
        CU_ASSERT_EQUAL(provider.lpWSPEventSelect(none[i], NULL, 0, &error), SOCKET_ERROR);
        CU_ASSERT_EQUAL(error, WSAENOTSOCK);
    }
    CU_ASSERT_EQUAL(bench_context_queries() == 0, personality_has_ifs_handles(started_as));
    bench_stop();
}

static void unknown_descriptors(void) {
    unknown_descriptors_are_no_sockets(L"stream");
    unknown_descriptors_are_no_sockets(L"message large");
}

static void names_survive_as_text(void) {
    wchar_t text[64];
    DWORD text_length = 64, short_length = 3;
    int error = POISON;
    SOCKET s = bench_bound();
    struct bench_name name = bench_local_name(s), back = {.length = sizeof back.storage};
    CU_ASSERT_EQUAL(provider.lpWSPAddressToString((struct sockaddr *)&name.storage, (DWORD)name.length, &entry, text,
                                                  &text_length, &error),
                    0);
    CU_ASSERT_EQUAL(text_length, wcslen(text) + 1);
    CU_ASSERT_EQUAL(provider.lpWSPAddressToString((struct sockaddr *)&name.storage, (DWORD)name.length, NULL, text,
                                                  &short_length, &error),
                    SOCKET_ERROR);
    CU_ASSERT_EQUAL(error, WSAEFAULT);
    CU_ASSERT_EQUAL(short_length, text_length);
    CU_ASSERT_EQUAL(provider.lpWSPStringToAddress(text, entry.iAddressFamily, &entry, (struct sockaddr *)&back.storage,
                                                  &back.length, &error),
                    0);
    CU_ASSERT_TRUE(bench_same_name(&back, &name));
    wcscpy(text, L"nonsense");
    CU_ASSERT_EQUAL(provider.lpWSPStringToAddress(text, entry.iAddressFamily, &entry, (struct sockaddr *)&back.storage,
                                                  &back.length, &error),
                    SOCKET_ERROR);
    CU_ASSERT_EQUAL(error, WSAEINVAL);
    bench_close(s);
}

static void texts(void) { bench_for_each_stream(names_survive_as_text); }

static const struct unit_case cases[] = {
    {"names that are short, unreadable or foreign are refused", bad_names},
    {"a name is given once, unless its reuse is asked for", names_in_use},
    {"wildcards collide when the entry says so", wildcard_collisions},
    {"destinations are checked", destinations_are_checked},
    {"connecting binds, and a failure keeps the name or not", implicit_names},
    {"two connections do not have the same two names", equal_pairs_are_refused},
    {"unknown descriptors are no sockets", unknown_descriptors},
    {"names survive as text", texts},
};

UNIT_MAIN("reference: names", cases)
