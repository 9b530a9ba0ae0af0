/* Ending connections: shutdown, disconnect data, abortive and graceful closing. */
#include "bench.h"

#include <string.h>

static const char words[] =
    "with\0zero bytes inside, and more of them than one would think, up to the limit of 128 bytes "
    "and a little beyond that for good measure, which makes one hundred and sixty or so";

static int send_disconnect(SOCKET s, const char *bytes, ULONG length) {
    int error = POISON;
    WSABUF data = {.len = length, .buf = (char *)bytes};
    return provider.lpWSPSendDisconnect(s, bytes == NULL ? NULL : &data, &error) == 0 ? 0 : error;
}

static int receive_disconnect(SOCKET s, char *bytes, ULONG *length) {
    int error = POISON;
    WSABUF data = {.len = length == NULL ? 0 : *length, .buf = bytes};
    int result = provider.lpWSPRecvDisconnect(s, bytes == NULL ? NULL : &data, &error);
    if (length != NULL) {
        *length = data.len;
    }
    return result == 0 ? 0 : error;
}

static int end_mark(void) { return personality_is_message_oriented(started_as) ? WSAEDISCON : 0; }

static void both_sides_end_in_an_orderly_way(void) {
    char byte = 0;
    DWORD length = POISON;
    SOCKET pair[2];
    bench_pair(pair);
    CU_ASSERT_EQUAL(bench_send(pair[0], "a", 1), 0);
    CU_ASSERT_EQUAL(send_disconnect(pair[0], NULL, 0), 0);
    CU_ASSERT_EQUAL(bench_send(pair[0], "b", 1), WSAESHUTDOWN);
    CU_ASSERT_EQUAL(send_disconnect(pair[0], NULL, 0), started_as->second_disconnect_code);
    CU_ASSERT_EQUAL(bench_receive(pair[1], &byte, 1, &length), 0);
    CU_ASSERT_EQUAL(byte, 'a');
    CU_ASSERT_EQUAL(bench_receive(pair[1], &byte, 1, &length), end_mark());
    CU_ASSERT_EQUAL(bench_send(pair[1], "c", 1), 0);
    CU_ASSERT_EQUAL(bench_receive(pair[0], &byte, 1, &length), 0);
    CU_ASSERT_EQUAL(byte, 'c');
    CU_ASSERT_EQUAL(send_disconnect(pair[1], NULL, 0), 0);
    CU_ASSERT_EQUAL(bench_receive(pair[0], &byte, 1, &length), end_mark());
    bench_close(pair[0]);
    bench_close(pair[1]);
}

static void orderly(void) { bench_for_each_stream(both_sides_end_in_an_orderly_way); }

static void disconnect_data_is_delivered(void) {
    const ULONG limit = started_as->disconnect_data;
    char room[256], byte;
    DWORD length;
    ULONG size = sizeof room;
    SOCKET pair[2];
    bench_pair(pair);
    if (limit == 0) {
        CU_ASSERT_EQUAL(send_disconnect(pair[0], words, 4), WSAENOPROTOOPT);
        CU_ASSERT_EQUAL(bench_send(pair[0], "x", 1), 0);
        CU_ASSERT_EQUAL(receive_disconnect(pair[1], room, &size), WSAENOPROTOOPT);
    } else {
        const ULONG some = limit < sizeof words ? limit : sizeof words;
        CU_ASSERT_EQUAL(send_disconnect(pair[0], words, limit + 1), WSAEFAULT);
        CU_ASSERT_EQUAL(send_disconnect(pair[0], words, some), 0);
        CU_ASSERT_EQUAL(bench_receive(pair[1], &byte, 1, &length), end_mark());
        size = 4;
        CU_ASSERT_EQUAL(receive_disconnect(pair[1], room, &size), WSAEFAULT);
        size = sizeof room;
        CU_ASSERT_EQUAL(receive_disconnect(pair[1], room, &size), 0);
        CU_ASSERT_EQUAL(size, some);
        CU_ASSERT_EQUAL(memcmp(room, words, some), 0);
        CU_ASSERT_EQUAL(bench_receive(pair[1], &byte, 1, &length), WSAESHUTDOWN);
        CU_ASSERT_EQUAL(send_disconnect(pair[1], NULL, 0), 0);
        size = sizeof room;
        CU_ASSERT_EQUAL(receive_disconnect(pair[0], room, &size), 0);
        CU_ASSERT_EQUAL(size, 0);
    }
    bench_close(pair[0]);
    bench_close(pair[1]);
}

static void farewells(void) { bench_for_each_stream(disconnect_data_is_delivered); }

static void sockets_without_a_connection_are_refused(void) {
    int error = POISON;
    SOCKET sockets[] = {bench_socket(), bench_bound(), bench_listener(1)};
    for (size_t i = 0; i < sizeof sockets / sizeof sockets[0]; i++) {
        CU_ASSERT_EQUAL(send_disconnect(sockets[i], NULL, 0), WSAENOTCONN);
        CU_ASSERT_EQUAL(receive_disconnect(sockets[i], NULL, NULL), WSAENOTCONN);
        CU_ASSERT_EQUAL(provider.lpWSPShutdown(sockets[i], SD_BOTH, &error), SOCKET_ERROR);
        CU_ASSERT_EQUAL(error, WSAENOTCONN);
        bench_close(sockets[i]);
    }
    CU_ASSERT_EQUAL(send_disconnect(sockets[0], NULL, 0), WSAENOTSOCK);
}

static void unconnected(void) { bench_for_each_stream(sockets_without_a_connection_are_refused); }

static void receiving_ends_without_the_peer_noticing(void) {
    char byte;
    DWORD length;
    SOCKET pair[2];
    bench_pair(pair);
    CU_ASSERT_EQUAL(receive_disconnect(pair[1], NULL, NULL), 0);
    CU_ASSERT_EQUAL(bench_receive(pair[1], &byte, 1, &length), WSAESHUTDOWN);
    CU_ASSERT_EQUAL(bench_send(pair[0], "x", 1), 0);
    CU_ASSERT_EQUAL(bench_send(pair[1], "y", 1), 0);
    CU_ASSERT_EQUAL(bench_receive(pair[0], &byte, 1, &length), 0);
    bench_close(pair[0]);
    bench_close(pair[1]);
}

static void one_way(void) { bench_for_each_stream(receiving_ends_without_the_peer_noticing); }

static void an_abortive_close_discards_and_resets(void) {
    int error = POISON;
    char byte;
    DWORD length;
    SOCKET pair[2];
    LINGER linger = {.l_onoff = 1, .l_linger = 0};
    bench_pair(pair);
    CU_ASSERT_EQUAL(bench_send(pair[0], "x", 1), 0);
    provider.lpWSPSetSockOpt(pair[0], SOL_SOCKET, SO_LINGER, (char *)&linger, sizeof linger, &error);
    bench_close(pair[0]);
    CU_ASSERT_EQUAL(bench_receive(pair[1], &byte, 1, &length), WSAECONNRESET);
    CU_ASSERT_EQUAL(bench_send(pair[1], "y", 1), WSAECONNRESET);
    CU_ASSERT_EQUAL(receive_disconnect(pair[1], NULL, NULL), 0);
    bench_close(pair[1]);
}

static void abortive(void) { bench_for_each_stream(an_abortive_close_discards_and_resets); }

static void a_graceful_close_delivers_first(void) {
    static char block[65536];
    DWORD length;
    SOCKET pair[2];
    bench_pair(pair);
    CU_ASSERT_EQUAL(bench_send(pair[0], block, 30000), 0);
    bench_close(pair[0]);
    CU_ASSERT_EQUAL(bench_receive(pair[1], block, sizeof block, &length), 0);
    CU_ASSERT_EQUAL(length, 30000);
    CU_ASSERT_EQUAL(bench_receive(pair[1], block, sizeof block, &length), end_mark());
    CU_ASSERT_EQUAL(bench_send(pair[1], "y", 1), WSAECONNRESET);
    bench_close(pair[1]);
}

static void graceful(void) { bench_for_each_stream(a_graceful_close_delivers_first); }

static void early_data_waits_for_the_accept(void) {
    int code;
    char byte = 0;
    DWORD length;
    bench_start(L"handshake-first");
    SOCKET listener = bench_listener(1);
    SOCKET caller = bench_caller(listener);
    CU_ASSERT_EQUAL(bench_send(caller, "early", 5), 0);
    bench_close(caller);
    SOCKET accepted = bench_accept(listener, &code);
    CU_ASSERT_EQUAL(bench_receive(accepted, &byte, 1, &length), 0);
    CU_ASSERT_EQUAL(byte, 'e');
    bench_stop();
}

static const struct unit_case cases[] = {
    {"both sides can end in an orderly way", orderly},
    {"disconnect data is delivered where the entry has it", farewells},
    {"sockets without a connection are refused", unconnected},
    {"receiving ends without the peer noticing", one_way},
    {"an abortive close discards what is on its way", abortive},
    {"a graceful close delivers what is on its way", graceful},
    {"data sent before the accept waits for it", early_data_waits_for_the_accept},
};

UNIT_MAIN("reference: disconnect", cases)
