/*
 * What a host's Winsock does, asked through the plain API without a line of wspcheck: the counter-check for what the
 * suite finds on the host provider (docs/findings-wine-8.md). Prints one line for each question, "ID: what was seen".
 */
#include <stdio.h>
#include <string.h>

#include <winsock2.h>
#include <ws2tcpip.h>

#define ROOM_POISON 64
#define A_MOMENT 200
#define LONG_ENOUGH 2000 /* milliseconds, both */

static struct sockaddr_in loopback(u_short port) {
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_port = port};
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return name;
}

static struct sockaddr_in name_of(SOCKET socket) {
    struct sockaddr_in name;
    int length = sizeof name;
    getsockname(socket, (struct sockaddr *)&name, &length);
    return name;
}

static SOCKET bound(void) {
    SOCKET s = WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, NULL, 0, WSA_FLAG_OVERLAPPED);
    struct sockaddr_in name = loopback(0);
    bind(s, (struct sockaddr *)&name, sizeof name);
    return s;
}

static SOCKET listening(void) {
    SOCKET s = bound();
    listen(s, 5);
    return s;
}

static SOCKET calling(SOCKET listener) {
    SOCKET s = bound();
    struct sockaddr_in name = name_of(listener);
    connect(s, (struct sockaddr *)&name, sizeof name);
    return s;
}

static void report(const char *id, const char *what, int result) {
    if (result == SOCKET_ERROR) {
        printf("%s: %s fails with %d\n", id, what, WSAGetLastError());
    } else {
        printf("%s: %s succeeds\n", id, what);
    }
}

static void report_socket(const char *id, const char *what, SOCKET s) {
    report(id, what, s == INVALID_SOCKET ? SOCKET_ERROR : 0);
}

struct answer {
    int decision;
    GROUP group;
    const char *seen_for; /* print what the condition function saw under this id; NULL for not */
};

static int CALLBACK decide(LPWSABUF caller_id, LPWSABUF caller_data, LPQOS sqos, LPQOS gqos, LPWSABUF callee_id,
                           LPWSABUF callee_data, GROUP *group, DWORD_PTR context) {
    const struct answer *answer = (const struct answer *)context;
    (void)caller_id;
    (void)sqos;
    (void)gqos;
    if (answer->seen_for != NULL) {
        printf("%s: lpCallerData is %s, lpCalleeId has %lu bytes of family %d, lpCalleeData->len is %s\n",
               answer->seen_for,
               caller_data == NULL     ? "NULL"
               : caller_data->len == 0 ? "a structure of length 0"
                                       : "filled",
               callee_id->len, ((struct sockaddr *)callee_id->buf)->sa_family,
               callee_data == NULL     ? "absent"
               : callee_data->len == 0 ? "0"
                                       : "not 0");
    }
    if (answer->group != 0) {
        *group = answer->group;
    }
    return answer->decision;
}

static SOCKET accepting(SOCKET listener, int decision, GROUP group, const char *seen_for) {
    struct answer answer = {decision, group, seen_for};
    return WSAAccept(listener, NULL, NULL, decide, (DWORD_PTR)&answer);
}

static void ask_decisions(void) {
    SOCKET listener = listening();
    calling(listener);
    report_socket("ACCEPT-21", "WSAAccept with decision 3", accepting(listener, 3, 0, NULL));
    calling(listener);
    report_socket("GROUP-05", "WSAAccept with an invalid group", accepting(listener, CF_ACCEPT, 0x7FFF0001, NULL));
    calling(listener);
    accepting(listener, CF_ACCEPT, 0, "COND-11, COND-16");
    closesocket(listener);
}

static void ask_callee_of_ipv6(void) {
    SOCKET listener = socket(AF_INET6, SOCK_STREAM, IPPROTO_TCP);
    struct sockaddr_in6 name = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    int length = sizeof name;
    if (bind(listener, (struct sockaddr *)&name, sizeof name) != 0) {
        puts("COND-14: no IPv6 here");
        closesocket(listener);
        return;
    }
    listen(listener, 5);
    getsockname(listener, (struct sockaddr *)&name, &length);
    SOCKET caller = socket(AF_INET6, SOCK_STREAM, IPPROTO_TCP);
    connect(caller, (struct sockaddr *)&name, sizeof name);
    accepting(listener, CF_ACCEPT, 0, "COND-14 (AF_INET6 is 23)");
    closesocket(caller);
    closesocket(listener);
}

static void ask_withdrawal(void) {
    SOCKET listener = listening();
    SOCKET caller = calling(listener);
    struct linger at_once = {1, 0};
    setsockopt(caller, SOL_SOCKET, SO_LINGER, (const char *)&at_once, sizeof at_once);
    closesocket(caller);
    closesocket(calling(listener)); /* a later connection has come and gone: the reset has been seen */
    struct sockaddr_in from;
    int length = sizeof from;
    report_socket("ACCEPT-23", "accept with addr of a request that was reset",
                  accept(listener, (struct sockaddr *)&from, &length));
    closesocket(listener);
}

/* Two requests, both deferred by overlapping calls: the second from inside the first one's condition function. */
static SOCKET overlapping_listener;

static int CALLBACK defer_within(LPWSABUF caller_id, LPWSABUF caller_data, LPQOS sqos, LPQOS gqos, LPWSABUF callee_id,
                                 LPWSABUF callee_data, GROUP *group, DWORD_PTR context) {
    (void)caller_id, (void)caller_data, (void)sqos, (void)gqos, (void)callee_id, (void)callee_data, (void)group;
    (void)context;
    report_socket("ACCEPT-32", "the inner deferral", accepting(overlapping_listener, CF_DEFER, 0, NULL));
    return CF_DEFER;
}

static void ask_two_deferrals(void) {
    SOCKET listener = overlapping_listener = listening();
    calling(listener);
    calling(listener);
    report_socket("ACCEPT-32", "the outer deferral", WSAAccept(listener, NULL, NULL, defer_within, 0));
    u_long non_blocking = 1;
    ioctlsocket(listener, (long)FIONBIO, &non_blocking);
    report_socket("ACCEPT-32", "the first accept afterwards", accepting(listener, CF_ACCEPT, 0, NULL));
    report_socket("ACCEPT-32", "the second accept afterwards", accepting(listener, CF_ACCEPT, 0, NULL));
    closesocket(listener);
}

/* One request, which is deferred while another thread's WSAAccept waits for one. */
static HANDLE other_thread;

static DWORD WINAPI defer_too(LPVOID unused) {
    (void)unused;
    accepting(overlapping_listener, CF_DEFER, 0, NULL);
    return 0;
}

static int CALLBACK defer_meanwhile(LPWSABUF caller_id, LPWSABUF caller_data, LPQOS sqos, LPQOS gqos,
                                    LPWSABUF callee_id, LPWSABUF callee_data, GROUP *group, DWORD_PTR context) {
    (void)caller_id, (void)caller_data, (void)sqos, (void)gqos, (void)callee_id, (void)callee_data, (void)group;
    (void)context;
    other_thread = CreateThread(NULL, 0, defer_too, NULL, 0, NULL);
    WaitForSingleObject(other_thread, A_MOMENT);
    return CF_DEFER;
}

static void ask_deferral_on_two_threads(void) {
    SOCKET listener = overlapping_listener = listening();
    calling(listener);
    WSAAccept(listener, NULL, NULL, defer_meanwhile, 0);
    printf("DEFER-20: WSAAccept on another thread, once the only request is deferred: %s\n",
           WaitForSingleObject(other_thread, LONG_ENOUGH) == WAIT_OBJECT_0 ? "returns" : "still waits");
    closesocket(listener);
    WaitForSingleObject(other_thread, LONG_ENOUGH);
    CloseHandle(other_thread);
}

static int indications(SOCKET s, WSAEVENT event) {
    WSANETWORKEVENTS events = {0};
    return WSAEnumNetworkEvents(s, event, &events) == 0 && (events.lNetworkEvents & FD_ACCEPT) != 0;
}

static void ask_silence(void) {
    SOCKET listener = listening();
    WSAEVENT event = WSACreateEvent();
    WSAEventSelect(listener, event, FD_ACCEPT);
    calling(listener);
    WSAWaitForMultipleEvents(1, &event, TRUE, WSA_INFINITE, FALSE);
    indications(listener, event);
    accepting(listener, CF_DEFER, 0, NULL);
    calling(listener);
    printf("DEFER-06: FD_ACCEPT for a newcomer while a deferral is at the head: %s\n",
           indications(listener, event) ? "indicated" : "silent");
    WSACloseEvent(event);
    closesocket(listener);
}

static void ask_connect_data(void) {
    SOCKET listener = listening();
    struct sockaddr_in name = name_of(listener);
    char reply[ROOM_POISON];
    char sent[] = "data";
    WSABUF data = {sizeof sent - 1, sent};
    WSABUF room = {sizeof reply, reply};
    SOCKET caller = bound();
    report("CONNDATA-11", "WSAConnect with caller data",
           WSAConnect(caller, (struct sockaddr *)&name, sizeof name, &data, &room, NULL, NULL));
    printf("CONNDATA-06: lpCalleeData->len afterwards is %lu\n", room.len);
    closesocket(caller);
    closesocket(listener);
}

static void ask_bad_names(void) {
    SOCKET listener = listening();
    struct sockaddr_in name = name_of(listener);
    struct sockaddr_in zero = name;
    zero.sin_addr.s_addr = 0;
    report("CONNECT-09", "connect to the zero address", connect(bound(), (struct sockaddr *)&zero, sizeof zero));
    struct sockaddr_in foreign = name;
    foreign.sin_family = 0x6A;
    report("CONNECT-11", "connect to a foreign family", connect(bound(), (struct sockaddr *)&foreign, sizeof foreign));
    report("CONNECT-12", "connect with namelen 0", connect(bound(), (struct sockaddr *)&name, 0));
    report("CONNECT-12", "connect with namelen 15", connect(bound(), (struct sockaddr *)&name, 15));
    closesocket(listener);
}

static void ask_refusal(void) {
    SOCKET silent = bound();
    SOCKET caller = bound();
    struct sockaddr_in name = name_of(silent);
    report("CONNECT-15", "connect where nobody listens", connect(caller, (struct sockaddr *)&name, sizeof name));
    listen(silent, 2);
    report("CONNECT-15", "connect again with the same socket", connect(caller, (struct sockaddr *)&name, sizeof name));
    SOCKET other = bound();
    SOCKET mute = bound();
    u_long non_blocking = 1;
    ioctlsocket(other, (long)FIONBIO, &non_blocking);
    name = name_of(mute);
    connect(other, (struct sockaddr *)&name, sizeof name);
    fd_set failed;
    FD_ZERO(&failed);
    FD_SET(other, &failed);
    select(0, NULL, NULL, &failed, NULL);
    int first = 0, second = 0, length = sizeof first;
    getsockopt(other, SOL_SOCKET, SO_ERROR, (char *)&first, &length);
    getsockopt(other, SOL_SOCKET, SO_ERROR, (char *)&second, &length);
    printf("CONNECT-23: SO_ERROR reads %d, then %d\n", first, second);
}

static void ask_unconnected(void) {
    SOCKET fresh = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    report("CONNECT-25", "send on a fresh socket", send(fresh, "x", 1, 0));
    report("CONNECT-25", "send on a bound socket", send(bound(), "x", 1, 0));
    SOCKET listener = listening();
    SOCKET caller = calling(listener);
    SOCKET callee = accept(listener, NULL, NULL);
    report("LISTEN-03", "listen on a connected socket", listen(caller, 5));
    report("LISTEN-03", "listen on an accepted socket", listen(callee, 5));
    report_socket("GROUP-02", "WSASocketW with an unknown group",
                  WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, NULL, 0x7FFF0001, 0));
}

static void ask_null_name(void) {
    const struct sockaddr *volatile nothing = NULL;
    report("CONNECT-13", "connect with a NULL name", connect(bound(), nothing, 16));
}

static void ask_negative_length(void) {
    SOCKET listener = listening();
    struct sockaddr_in name = name_of(listener);
    report("CONNECT-12", "connect with namelen -1", connect(bound(), (struct sockaddr *)&name, -1));
}

/* What may end the program is asked last, or alone: "bare-winsock negative-length". */
int main(int argc, char **argv) {
    WSADATA data;
    setvbuf(stdout, NULL, _IONBF, 0);
    if (WSAStartup(MAKEWORD(2, 2), &data) != 0) {
        puts("WSAStartup failed");
        return 1;
    }
    if (argc > 1 && strcmp(argv[1], "negative-length") == 0) {
        ask_negative_length();
        return 0;
    }
    ask_decisions();
    ask_callee_of_ipv6();
    ask_withdrawal();
    ask_two_deferrals();
    ask_deferral_on_two_threads();
    ask_silence();
    ask_connect_data();
    ask_bad_names();
    ask_refusal();
    ask_unconnected();
    ask_null_name();
    WSACleanup();
    return 0;
}
