/* The connectionless entry. */
#include "bench.h"

#include <string.h>
#include <ws2tcpip.h>

static int send_to(SOCKET s, const char *bytes, const struct bench_name *to) {
    int error = POISON;
    DWORD sent;
    WSABUF buffer = {.len = (ULONG)strlen(bytes), .buf = (char *)bytes};
    int result = provider.lpWSPSendTo(s, &buffer, 1, &sent, 0, (const struct sockaddr *)&to->storage, to->length, NULL,
                                      NULL, NULL, &error);
    return result == 0 ? 0 : error;
}

static int receive_from(SOCKET s, char *bytes, ULONG room, struct bench_name *from) {
    int error = POISON;
    DWORD length = 0, flags = 0;
    WSABUF buffer = {.len = room, .buf = bytes};
    from->length = sizeof from->storage;
    memset(bytes, 0, room);
    int result = provider.lpWSPRecvFrom(s, &buffer, 1, &length, &flags, (struct sockaddr *)&from->storage,
                                        &from->length, NULL, NULL, NULL, &error);
    return result == 0 ? 0 : error;
}

static void a_datagram_has_its_senders_name(void) {
    char room[16];
    struct bench_name from;
    bench_start(L"datagram");
    SOCKET receiver = bench_bound(), sender = bench_bound();
    struct bench_name to = bench_local_name(receiver), expected = bench_local_name(sender);
    CU_ASSERT_EQUAL(send_to(sender, "datagram", &to), 0);
    CU_ASSERT_EQUAL(receive_from(receiver, room, 4, &from), WSAEMSGSIZE);
    CU_ASSERT_EQUAL(memcmp(room, "data", 4), 0);
    CU_ASSERT_TRUE(bench_same_name(&from, &expected));
    bench_set_non_blocking(receiver);
    CU_ASSERT_EQUAL(receive_from(receiver, room, 4, &from), WSAEWOULDBLOCK);
    bench_stop();
}

static void the_default_peer_filters(void) {
    char room[16], ignored[4] = "abc";
    int error = POISON;
    WSABUF data = {.len = 3, .buf = ignored};
    struct bench_name from;
    bench_start(L"datagram");
    SOCKET s = bench_bound(), peer = bench_bound(), other = bench_bound();
    struct bench_name here = bench_local_name(s), peer_name = bench_local_name(peer),
                      other_name = bench_local_name(other);
    CU_ASSERT_EQUAL(bench_send(s, "x", 1), WSAENOTCONN);
    CU_ASSERT_EQUAL(send_to(other, "before", &here), 0);
    CU_ASSERT_EQUAL(provider.lpWSPConnect(s, (struct sockaddr *)&peer_name.storage, peer_name.length, &data, &data,
                                          NULL, NULL, &error),
                    0);
    CU_ASSERT_EQUAL(send_to(other, "after", &here), 0);
    CU_ASSERT_EQUAL(send_to(peer, "peer", &here), 0);
    CU_ASSERT_EQUAL(receive_from(s, room, sizeof room, &from), 0);
    CU_ASSERT_STRING_EQUAL(room, "peer");
    CU_ASSERT_EQUAL(bench_send(s, "hello", 5), 0);
    CU_ASSERT_EQUAL(receive_from(peer, room, sizeof room, &from), 0);
    CU_ASSERT_STRING_EQUAL(room, "hello");
    CU_ASSERT_EQUAL(send_to(peer, "stale", &here), 0);
    CU_ASSERT_EQUAL(bench_connect(s, &other_name), 0);
    CU_ASSERT_EQUAL(send_to(other, "new", &here), 0);
    CU_ASSERT_EQUAL(receive_from(s, room, sizeof room, &from), 0);
    CU_ASSERT_STRING_EQUAL(room, "new");
    bench_stop();
}

static void a_zero_name_dissolves_the_association(void) {
    char room[16];
    struct bench_name from, zero;
    bench_start(L"datagram");
    SOCKET s = bench_bound(), peer = bench_bound();
    struct bench_name here = bench_local_name(s), peer_name = bench_local_name(peer);
    zero = bench_any_name();
    ((struct sockaddr_in *)&zero.storage)->sin_addr.s_addr = 0;
    CU_ASSERT_EQUAL(bench_connect(s, &peer_name), 0);
    CU_ASSERT_EQUAL(bench_connect(s, &zero), 0);
    CU_ASSERT_EQUAL(bench_send(s, "x", 1), WSAENOTCONN);
    CU_ASSERT_EQUAL(send_to(s, "named", &peer_name), 0);
    CU_ASSERT_EQUAL(receive_from(peer, room, sizeof room, &from), 0);
    SOCKET third = bench_socket();
    CU_ASSERT_EQUAL(send_to(third, "third", &here), 0);
    CU_ASSERT_EQUAL(receive_from(s, room, sizeof room, &from), 0);
    CU_ASSERT_STRING_EQUAL(room, "third");
    bench_stop();
}

static void broadcast_needs_the_option(void) {
    char room[16];
    BOOL on = TRUE;
    int error = POISON;
    struct bench_name from;
    bench_start(L"datagram");
    SOCKET s = bench_socket(), receiver = bench_bound();
    struct bench_name all = bench_local_name(receiver);
    ((struct sockaddr_in *)&all.storage)->sin_addr.s_addr = INADDR_BROADCAST;
    CU_ASSERT_EQUAL(bench_connect(s, &all), WSAEACCES);
    CU_ASSERT_EQUAL(send_to(s, "x", &all), WSAEACCES);
    CU_ASSERT_EQUAL(provider.lpWSPSetSockOpt(s, SOL_SOCKET, SO_BROADCAST, (char *)&on, sizeof on, &error), 0);
    CU_ASSERT_EQUAL(bench_connect(s, &all), 0);
    CU_ASSERT_EQUAL(bench_send(s, "to all", 6), 0);
    CU_ASSERT_EQUAL(receive_from(receiver, room, sizeof room, &from), 0);
    CU_ASSERT_STRING_EQUAL(room, "to all");
    bench_stop();
}

static void events_tell_of_datagrams(void) {
    int error = POISON;
    char room[4];
    struct bench_name from;
    bench_start(L"datagram");
    HANDLE event = CreateEventW(NULL, TRUE, FALSE, NULL);
    SOCKET s = bench_bound(), peer = bench_bound();
    struct bench_name here = bench_local_name(s), peer_name = bench_local_name(peer);
    CU_ASSERT_EQUAL(provider.lpWSPEventSelect(s, event, FD_CONNECT | FD_READ | FD_WRITE, &error), 0);
    CU_ASSERT_EQUAL(bench_events(s, 0, NULL), FD_WRITE);
    CU_ASSERT_EQUAL(bench_connect(s, &peer_name), 0);
    CU_ASSERT_EQUAL(bench_events(s, FD_CONNECT, &error), FD_CONNECT);
    CU_ASSERT_EQUAL(error, 0);
    send_to(peer, "1", &here);
    send_to(peer, "2", &here);
    CU_ASSERT_EQUAL(bench_events(s, 0, NULL), FD_READ);
    CU_ASSERT_EQUAL(receive_from(s, room, sizeof room, &from), 0);
    CU_ASSERT_EQUAL(bench_events(s, 0, NULL), FD_READ);
    CU_ASSERT_EQUAL(receive_from(s, room, sizeof room, &from), 0);
    CU_ASSERT_EQUAL(bench_events(s, 0, NULL), 0);
    bench_stop();
    CloseHandle(event);
}

static const struct unit_case cases[] = {
    {"a datagram has its sender's name, and loses what does not fit", a_datagram_has_its_senders_name},
    {"the default peer is the only sender heard", the_default_peer_filters},
    {"a zero name dissolves the association", a_zero_name_dissolves_the_association},
    {"broadcasting needs the option", broadcast_needs_the_option},
    {"events tell of datagrams", events_tell_of_datagrams},
};

UNIT_MAIN("reference: datagram", cases)
