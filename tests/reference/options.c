/* Socket options, WSPSocket's arguments, groups, and conditional acceptance. */
#include "bench.h"

#include <string.h>

#define UNKNOWN_OPTION 0x7ABC
#define UNKNOWN_LEVEL 0x1234

static int get(SOCKET s, int level, int option, void *value, int *length) {
    int error = POISON;
    return provider.lpWSPGetSockOpt(s, level, option, value, length, &error) == 0 ? 0 : error;
}

static int set(SOCKET s, int option, const void *value, int length) {
    int error = POISON;
    return provider.lpWSPSetSockOpt(s, SOL_SOCKET, option, value, length, &error) == 0 ? 0 : error;
}

static int number_of(SOCKET s, int option) {
    int value = POISON, length = sizeof value;
    CU_ASSERT_EQUAL(get(s, SOL_SOCKET, option, &value, &length), 0);
    CU_ASSERT_EQUAL(length, sizeof value);
    return value;
}

static void unset_options_read_as_their_defaults(void) {
    static const int rows[][2] = {{SO_BROADCAST, FALSE},  {SO_DEBUG, FALSE},     {SO_DONTROUTE, FALSE},
                                  {SO_KEEPALIVE, FALSE},  {SO_OOBINLINE, FALSE}, {SO_REUSEADDR, FALSE},
                                  {SO_ACCEPTCONN, FALSE}, {SO_DONTLINGER, TRUE}, {SO_ERROR, 0}};
    SOCKET s = bench_socket();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        CU_ASSERT_EQUAL(number_of(s, rows[i][0]), rows[i][1]);
    }
    CU_ASSERT_EQUAL(number_of(s, SO_TYPE), entry.iSocketType);
    bench_close(s);
}

static void defaults(void) { bench_for_each_stream(unset_options_read_as_their_defaults); }

static void buffers_are_checked(void) {
    int value = POISON, length = 3;
    char room[700];
    bench_start(L"stream");
    SOCKET s = bench_socket();
    CU_ASSERT_EQUAL(get(s, SOL_SOCKET, SO_TYPE, &value, &length), WSAEFAULT);
    CU_ASSERT_EQUAL(value, POISON);
    CU_ASSERT_EQUAL(get(s, SOL_SOCKET, SO_TYPE, &value, NULL), WSAEFAULT);
    length = 4;
    CU_ASSERT_EQUAL(get(s, SOL_SOCKET, SO_TYPE, NULL, &length), WSAEFAULT);
    CU_ASSERT_EQUAL(get(s, SOL_SOCKET, UNKNOWN_OPTION, &value, &length), WSAENOPROTOOPT);
    CU_ASSERT_EQUAL(get(s, UNKNOWN_LEVEL, SO_TYPE, &value, &length), WSAEINVAL);
    CU_ASSERT_EQUAL(set(s, UNKNOWN_OPTION, &value, 4), WSAENOPROTOOPT);
    CU_ASSERT_EQUAL(set(s, SO_RCVBUF, &value, 3), WSAEFAULT);
    CU_ASSERT_EQUAL(set(s, SO_RCVBUF, NULL, 4), WSAEFAULT);
    length = sizeof(WSAPROTOCOL_INFOW) - 1;
    CU_ASSERT_EQUAL(get(s, SOL_SOCKET, SO_PROTOCOL_INFOW, room, &length), WSAEFAULT);
    length = sizeof room;
    CU_ASSERT_EQUAL(get(s, SOL_SOCKET, SO_PROTOCOL_INFOW, room, &length), 0);
    CU_ASSERT_EQUAL(length, sizeof entry);
    CU_ASSERT_EQUAL(memcmp(room, &entry, sizeof entry), 0);
    bench_stop();
}

static void read_only_options_stay(const wchar_t *name, int expected) {
    static const int options[] = {SO_TYPE, SO_ERROR, SO_ACCEPTCONN};
    bench_start(name);
    SOCKET s = bench_socket();
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
        int value = number_of(s, options[i]);
        CU_ASSERT_EQUAL(set(s, options[i], &value, sizeof value), expected);
    }
    CU_ASSERT_EQUAL(set(s, SO_PROTOCOL_INFOW, &entry, sizeof entry), expected);
    bench_stop();
}

static void read_only(void) {
    read_only_options_stay(L"stream", WSAENOPROTOOPT);
    read_only_options_stay(L"variant silent", WSAEINVAL);
}

static void lingering_has_two_names(void) {
    LINGER linger = {.l_onoff = 1, .l_linger = 42}, read = {0};
    int length = sizeof read, off = FALSE, on = TRUE;
    bench_start(L"stream");
    SOCKET s = bench_socket();
    CU_ASSERT_EQUAL(set(s, SO_LINGER, &linger, sizeof linger), 0);
    CU_ASSERT_EQUAL(number_of(s, SO_DONTLINGER), FALSE);
    CU_ASSERT_EQUAL(set(s, SO_DONTLINGER, &on, sizeof on), 0);
    CU_ASSERT_EQUAL(get(s, SOL_SOCKET, SO_LINGER, &read, &length), 0);
    CU_ASSERT_EQUAL(read.l_onoff, 0);
    CU_ASSERT_EQUAL(set(s, SO_DONTLINGER, &off, sizeof off), 0);
    CU_ASSERT_EQUAL(get(s, SOL_SOCKET, SO_LINGER, &read, &length), 0);
    CU_ASSERT_NOT_EQUAL(read.l_onoff, 0);
    CU_ASSERT_EQUAL(read.l_linger, 42);
    bench_stop();
}

static void connect_time(const wchar_t *name, int expected) {
    DWORD seconds = POISON;
    int length = sizeof seconds;
    SOCKET pair[2];
    bench_start(name);
    SOCKET s = bench_socket();
    CU_ASSERT_EQUAL(get(s, SOL_SOCKET, 0x700C, &seconds, &length), expected);
    CU_ASSERT_EQUAL(seconds, expected == 0 ? 0xFFFFFFFF : POISON);
    if (expected != WSAENOPROTOOPT) {
        bench_pair(pair);
        CU_ASSERT_EQUAL(get(pair[1], SOL_SOCKET, 0x700C, &seconds, &length), 0);
        CU_ASSERT_NOT_EQUAL(seconds, 0xFFFFFFFF);
    }
    bench_stop();
}

static void connect_times(void) {
    connect_time(L"stream", 0);
    connect_time(L"variant silent", WSAENOTCONN);
    connect_time(L"private family", WSAENOPROTOOPT);
}

static SOCKET create(int family, int type, int protocol, GROUP group, DWORD flags, int *code) {
    *code = POISON;
    SOCKET s = provider.lpWSPSocket(family, type, protocol, &entry, group, flags, code);
    if (s != INVALID_SOCKET) {
        *code = 0;
        bench_close(s);
    }
    return s;
}

static void arguments_of_socket_are_checked(void) {
    static const int any[] = {0, FROM_PROTOCOL_INFO};
    int code;
    bench_start(L"message large");
    for (int i = 0; i < 2; i++) {
        create(any[i], entry.iSocketType, entry.iProtocol, 0, 0, &code);
        CU_ASSERT_EQUAL(code, 0);
        create(entry.iAddressFamily, any[i], entry.iProtocol, 0, 0, &code);
        CU_ASSERT_EQUAL(code, 0);
    }
    create(0, 0, FROM_PROTOCOL_INFO, 0, 0, &code);
    CU_ASSERT_EQUAL(code, 0);
    create(0, 0, entry.iProtocol + entry.iProtocolMaxOffset, 0, 0, &code);
    CU_ASSERT_EQUAL(code, 0);
    create(0, 0, entry.iProtocol + entry.iProtocolMaxOffset + 1, 0, 0, &code);
    CU_ASSERT_EQUAL(code, WSAEPROTONOSUPPORT);
    create(0, 0, 0, 0, 0, &code);
    CU_ASSERT_EQUAL(code, WSAEPROTONOSUPPORT);
    create(AF_APPLETALK, 0, entry.iProtocol, 0, 0, &code);
    CU_ASSERT_EQUAL(code, WSAEAFNOSUPPORT);
    create(0, SOCK_RDM, entry.iProtocol, 0, 0, &code);
    CU_ASSERT_EQUAL(code, WSAESOCKTNOSUPPORT);
    create(0, 0, entry.iProtocol, 0, WSA_FLAG_MULTIPOINT_C_LEAF | WSA_FLAG_MULTIPOINT_D_LEAF, &code);
    CU_ASSERT_EQUAL(code, WSAEINVAL);
    bench_refuse_next_handle();
    create(0, 0, entry.iProtocol, 0, 0, &code);
    CU_ASSERT_EQUAL(code, WSAENOBUFS);
    bench_stop();
    bench_start(L"variant silent");
    create(AF_APPLETALK, SOCK_RDM, 1, 0, 0, &code);
    CU_ASSERT_EQUAL(code, 0);
    bench_stop();
    bench_start(L"stream");
    create(0, 0, 0, 0, 0, &code);
    CU_ASSERT_EQUAL(code, 0);
    bench_refuse_next_handle();
    create(0, 0, 0, 0, 0, &code);
    CU_ASSERT_EQUAL(code, WSAENOBUFS);
    bench_stop();
}

static void groups_are_as_the_entry_says(void) {
    int code, length = sizeof(GROUP);
    GROUP group = POISON;
    SOCKET s = bench_socket();
    bool unsupported = started_as->groups == GROUPS_UNSUPPORTED, honoured = started_as->groups == GROUPS_HONOURED;
    CU_ASSERT_EQUAL(get(s, SOL_SOCKET, SO_GROUP_ID, &group, &length), unsupported ? WSAENOPROTOOPT : 0);
    CU_ASSERT_EQUAL(group, unsupported ? POISON : 0);
    create(0, 0, entry.iProtocol, 0x7FFF0001, 0, &code);
    CU_ASSERT_EQUAL(code, WSAEINVAL);
    create(0, 0, entry.iProtocol, SG_UNCONSTRAINED_GROUP, 0, &code);
    CU_ASSERT_EQUAL(code, unsupported || honoured ? 0 : WSAEINVAL);
    if (honoured) {
        SOCKET member = provider.lpWSPSocket(0, 0, entry.iProtocol, &entry, SG_CONSTRAINED_GROUP, 0, &code);
        CU_ASSERT_EQUAL(get(member, SOL_SOCKET, SO_GROUP_ID, &group, &length), 0);
        CU_ASSERT_NOT_EQUAL(group, 0);
        create(0, 0, entry.iProtocol, group, 0, &code);
        CU_ASSERT_EQUAL(code, 0);
        bench_close(member);
    }
    bench_close(s);
}

static void groups(void) { bench_for_each_stream(groups_are_as_the_entry_says); }

static SOCKET asking;
static bool connected_inside;

static void look_at_caller(void) { connected_inside = bench_selected(asking, 'w'); }

static void conditional_acceptance_postpones_the_connection(void) {
    static const int decisions[] = {CF_ACCEPT, CF_REJECT};
    int code;
    BOOL on = TRUE;
    bench_start(L"stream IPv6");
    for (int i = 0; i < 4; i++) {
        bool conditional = i >= 2;
        SOCKET listener = bench_bound();
        CU_ASSERT_EQUAL(number_of(listener, SO_CONDITIONAL_ACCEPT), FALSE);
        if (conditional) {
            CU_ASSERT_EQUAL(set(listener, SO_CONDITIONAL_ACCEPT, &on, 3), WSAEFAULT);
            CU_ASSERT_EQUAL(set(listener, SO_CONDITIONAL_ACCEPT, &on, sizeof on), 0);
        }
        CU_ASSERT_EQUAL(provider.lpWSPListen(listener, 2, &code), 0);
        CU_ASSERT_EQUAL(set(listener, SO_CONDITIONAL_ACCEPT, &on, sizeof on), WSAEINVAL);
        asking = bench_caller(listener);
        condition_plan.meanwhile = look_at_caller;
        bench_decide(listener, decisions[i % 2], &code);
        CU_ASSERT_EQUAL(connected_inside, !conditional);
        CU_ASSERT_EQUAL(bench_selected(asking, 'x'), conditional && decisions[i % 2] == CF_REJECT);
        bench_close(asking);
        bench_close(listener);
    }
    bench_stop();
    bench_start(L"stream");
    CU_ASSERT_EQUAL(set(bench_socket(), SO_CONDITIONAL_ACCEPT, &on, sizeof on), WSAENOPROTOOPT);
    bench_stop();
}

static const struct unit_case cases[] = {
    {"unset options read as their documented defaults", defaults},
    {"buffers, names and levels of options are checked", buffers_are_checked},
    {"read-only options cannot be set", read_only},
    {"SO_LINGER and SO_DONTLINGER mirror each other", lingering_has_two_names},
    {"SO_CONNECT_TIME is as the entry says", connect_times},
    {"WSPSocket's arguments are checked", arguments_of_socket_are_checked},
    {"groups are as the entry says", groups},
    {"conditional acceptance postpones the connection", conditional_acceptance_postpones_the_connection},
};

UNIT_MAIN("reference: options", cases)
