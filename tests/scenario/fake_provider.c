#include "fake_provider.h"

#include <string.h>
#include <wchar.h>

#include <ws2tcpip.h>

#include "provider/guard.h"

enum { FIRST_SOCKET = 0x1000 };

struct fake_state fake;

static WSPUPCALLTABLE upcalls;
static HANDLE released, closed_socket;
static volatile LONG next_socket = FIRST_SOCKET;
static LPCONDITIONPROC latest_condition;

static const struct sockaddr_in peer = {
    .sin_family = AF_INET, .sin_port = 0x6712 /* 4711 */, .sin_addr.S_un.S_addr = 0x0100007F};

static int fails(LPINT code, int value) {
    *code = value;
    return SOCKET_ERROR;
}

static SOCKET new_socket(void) {
    InterlockedIncrement(&fake.open_sockets);
    return (SOCKET)InterlockedExchangeAdd(&next_socket, 4);
}

static SOCKET WSPAPI fake_socket(int af, int type, int protocol, LPWSAPROTOCOL_INFOW info, GROUP group, DWORD flags,
                                 LPINT code) {
    (void)type;
    (void)protocol;
    (void)info;
    (void)group;
    (void)flags;
    if (af != AF_INET) {
        return (SOCKET)fails(code, WSAEAFNOSUPPORT);
    }
    return new_socket();
}

static int WSPAPI fake_close(SOCKET socket, LPINT code) {
    if (socket < FIRST_SOCKET) {
        return fails(code, WSAENOTSOCK);
    }
    InterlockedDecrement(&fake.open_sockets);
    SetEvent(closed_socket);
    return 0;
}

static int WSPAPI fake_bind(SOCKET socket, const struct sockaddr *name, int length, LPINT code) {
    (void)socket;
    if (name == guard_inaccessible()) {
        return fails(code, WSAEACCES); /* a code of its own, to tell it from NULL */
    }
    return name == NULL || length < (int)sizeof peer ? fails(code, WSAEFAULT) : 0;
}

static int WSPAPI fake_listen(SOCKET socket, int backlog, LPINT code) {
    (void)socket;
    switch (backlog) {
    case FAKE_FAILS_SILENTLY:
        return SOCKET_ERROR;
    case FAKE_FAILS_ODDLY:
        return fails(code, 9999);
    case FAKE_HANGS:
        WaitForSingleObject(released, INFINITE);
        return 0;
    case FAKE_WAITS_FOR_CLOSE:
        WaitForSingleObject(closed_socket, INFINITE);
        return fails(code, WSAEINTR);
    case FAKE_CALLS_CONDITION:
        return latest_condition(NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0) == CF_REJECT ? 0 : fails(code, WSAEINVAL);
    case FAKE_CLOSES_UNKNOWN:
    case FAKE_LEAVES_ERRNO:
        upcalls.lpWPUCloseSocketHandle(socket, backlog == FAKE_LEAVES_ERRNO ? NULL : code);
        return 0;
    default:
        return 0;
    }
}

struct condition_errand {
    LPCONDITIONPROC condition;
    DWORD_PTR callback_data;
    int decision;
};

/* A caller at 127.0.0.1:4711 that sends "ping", with room for eight bytes of reply. */
static DWORD WINAPI present(void *context) {
    struct condition_errand *errand = context;
    char name[sizeof peer];
    char data[] = "ping";
    char reply[8] = "";
    GROUP group = 0;
    memcpy(name, &peer, sizeof peer);
    QOS qos = {.SendingFlowspec = {.TokenRate = 7}, .ReceivingFlowspec = {.MaxSduSize = 9}};
    WSABUF caller_id = {sizeof name, name};
    WSABUF caller_data = {4, data};
    WSABUF callee_data = {sizeof reply, reply};
    errand->decision = errand->condition(&caller_id, &caller_data, &qos, NULL, &caller_id, &callee_data, &group,
                                         errand->callback_data);
    fake.group_after_condition = group;
    fake.reply_length = callee_data.len;
    memcpy(fake.reply, reply, sizeof reply);
    return 0;
}

static void present_oddly(struct condition_errand *errand) {
    WSABUF bad = {4, (char *)1};
    WSABUF empty = {0, NULL};
    errand->decision = errand->condition(&bad, &empty, NULL, (QOS *)1, NULL, &bad, (GROUP *)1, errand->callback_data);
}

static void present_elsewhere(struct condition_errand *errand) {
    HANDLE thread = CreateThread(NULL, 0, present, errand, 0, NULL);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
}

static int ask_hook(BOOL wrong_context, LPINT code) {
    LPBLOCKINGCALLBACK callback = NULL;
    DWORD_PTR context = 0;
    if (upcalls.lpWPUQueryBlockingCallback(FAKE_CATALOG_ID, &callback, &context, code) != 0 || callback == NULL) {
        return fails(code, callback == NULL ? WSAENETDOWN : *code);
    }
    for (int i = 0; i < 3; i++) {
        if (!callback(context + (wrong_context ? 1 : 0))) {
            return fails(code, WSAEINTR);
        }
    }
    return fails(code, WSAETIMEDOUT);
}

static SOCKET answer(int decision, struct sockaddr *address, LPINT length, LPINT code) {
    static const int codes[] = {0, WSAECONNREFUSED, WSATRY_AGAIN};
    if (decision != CF_ACCEPT) {
        return (SOCKET)fails(code, decision > 0 && decision < 3 ? codes[decision] : WSAEINVAL);
    }
    if (address != NULL && length != NULL) {
        memcpy(address, &peer, (size_t)*length < sizeof peer ? (size_t)*length : sizeof peer);
        *length = sizeof peer;
    }
    return new_socket();
}

static SOCKET WSPAPI fake_accept(SOCKET socket, struct sockaddr *address, LPINT length, LPCONDITIONPROC condition,
                                 DWORD_PTR callback_data, LPINT code) {
    (void)socket;
    struct condition_errand errand = {.condition = condition, .callback_data = callback_data};
    if (callback_data == FAKE_ASKS_FOR_HOOK || callback_data == FAKE_WRONG_CONTEXT) {
        return (SOCKET)ask_hook(callback_data == FAKE_WRONG_CONTEXT, code);
    }
    if (condition == NULL) {
        return answer(CF_ACCEPT, address, length, code);
    }
    latest_condition = condition;
    if (callback_data == FAKE_ON_ANOTHER_THREAD) {
        present_elsewhere(&errand);
    } else if (callback_data == FAKE_ODD_PARAMETERS) {
        present_oddly(&errand);
    } else {
        int left = callback_data == FAKE_CALLS_TWICE ? 5 : 1;
        do {
            present(&errand);
        } while (errand.decision != CF_ACCEPT && --left > 0);
    }
    return answer(errand.decision, address, length, code);
}

static int WSPAPI fake_connect(SOCKET socket, const struct sockaddr *name, int length, LPWSABUF caller_data,
                               LPWSABUF callee_data, LPQOS sqos, LPQOS gqos, LPINT code) {
    (void)socket;
    (void)length;
    (void)caller_data;
    (void)sqos;
    (void)gqos;
    (void)code;
    fake.name = (const char *)name;
    if (callee_data != NULL) {
        memcpy(callee_data->buf, "pong", callee_data->len < 4 ? callee_data->len : 4);
        callee_data->len = 4;
    }
    return 0;
}

static SOCKET WSPAPI fake_join(SOCKET socket, const struct sockaddr *name, int length, LPWSABUF caller_data,
                               LPWSABUF callee_data, LPQOS sqos, LPQOS gqos, DWORD flags, LPINT code) {
    (void)flags;
    fake_connect(socket, name, length, caller_data, callee_data, sqos, gqos, code);
    return new_socket();
}

/* A careless one: writes the whole name whatever room there is, unless the room is half of it. */
static int WSPAPI fake_name(SOCKET socket, struct sockaddr *name, LPINT length, LPINT code) {
    (void)socket;
    if (name == NULL || length == NULL || *length == sizeof peer / 2) {
        return fails(code, WSAEFAULT);
    }
    memcpy(name, &peer, sizeof peer);
    *length = sizeof peer;
    return 0;
}

static int WSPAPI fake_get_option(SOCKET socket, int level, int option, char *value, LPINT length, LPINT code) {
    (void)socket;
    (void)level;
    if (option == SO_ERROR) {
        return fails(code, WSAENOPROTOOPT);
    }
    memcpy(value, "\x2A\0\0\0", 4);
    *length = 4;
    return 0;
}

static int WSPAPI fake_set_option(SOCKET socket, int level, int option, const char *value, int length, LPINT code) {
    (void)socket;
    (void)level;
    (void)option;
    return value == NULL || length != 4 ? fails(code, WSAEFAULT) : 0;
}

static int WSPAPI fake_ioctl(SOCKET socket, DWORD control, LPVOID input, DWORD input_length, LPVOID output,
                             DWORD output_length, LPDWORD returned, LPWSAOVERLAPPED overlapped,
                             LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread, LPINT code) {
    (void)socket;
    (void)control;
    (void)overlapped;
    (void)routine;
    (void)thread;
    (void)code;
    DWORD count = input_length < output_length ? input_length : output_length;
    if (count > 0) {
        memcpy(output, input, count);
    }
    *returned = count;
    return 0;
}

static int WSPAPI fake_send(SOCKET socket, LPWSABUF buffers, DWORD buffer_count, LPDWORD sent, DWORD flags,
                            LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                            LPWSATHREADID thread, LPINT code) {
    (void)socket;
    (void)buffer_count;
    (void)flags;
    (void)overlapped;
    (void)routine;
    (void)thread;
    (void)code;
    *sent = buffers->len;
    return 0;
}

static int WSPAPI fake_send_to(SOCKET socket, LPWSABUF buffers, DWORD buffer_count, LPDWORD sent, DWORD flags,
                               const struct sockaddr *to, int to_length, LPWSAOVERLAPPED overlapped,
                               LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread, LPINT code) {
    (void)to;
    (void)to_length;
    return fake_send(socket, buffers, buffer_count, sent, flags, overlapped, routine, thread, code);
}

struct completion {
    LPWSAOVERLAPPED_COMPLETION_ROUTINE routine;
    LPWSAOVERLAPPED overlapped;
} latest_completion;

static void CALLBACK complete(DWORD_PTR context) {
    struct completion *completion = (struct completion *)context;
    completion->routine(0, 5, completion->overlapped, 0);
}

/* Overlapped receives are pending for a moment and then done. */
static int WSPAPI fake_receive(SOCKET socket, LPWSABUF buffers, DWORD buffer_count, LPDWORD received, LPDWORD flags,
                               LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                               LPWSATHREADID thread, LPINT code) {
    (void)socket;
    (void)buffer_count;
    memcpy(buffers->buf, "hello", buffers->len < 5 ? buffers->len : 5);
    if (overlapped == NULL) {
        *received = 5;
        *flags = 0;
        return 0;
    }
    overlapped->Internal = 0;
    overlapped->InternalHigh = 5;
    if (routine != NULL) {
        int ignored;
        latest_completion = (struct completion){routine, overlapped};
        upcalls.lpWPUQueueApc(thread, complete, (DWORD_PTR)&latest_completion, &ignored);
    } else {
        int ignored;
        upcalls.lpWPUSetEvent(overlapped->hEvent, &ignored);
    }
    return fails(code, WSA_IO_PENDING);
}

static int WSPAPI fake_receive_from(SOCKET socket, LPWSABUF buffers, DWORD buffer_count, LPDWORD received,
                                    LPDWORD flags, struct sockaddr *from, LPINT from_length, LPWSAOVERLAPPED overlapped,
                                    LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread, LPINT code) {
    fake_name(socket, from, from_length, code);
    return fake_receive(socket, buffers, buffer_count, received, flags, overlapped, routine, thread, code);
}

static BOOL WSPAPI fake_overlapped_result(SOCKET socket, LPWSAOVERLAPPED overlapped, LPDWORD count, BOOL wait,
                                          LPDWORD flags, LPINT code) {
    (void)socket;
    (void)wait;
    (void)code;
    *count = (DWORD)overlapped->InternalHigh;
    *flags = 0;
    return TRUE;
}

static int WSPAPI fake_shutdown(SOCKET socket, int how, LPINT code) {
    (void)socket;
    return how > SD_BOTH ? fails(code, WSAEINVAL) : 0;
}

static int WSPAPI fake_send_disconnect(SOCKET socket, LPWSABUF data, LPINT code) {
    (void)socket;
    return data == NULL ? 0 : fails(code, WSAENOPROTOOPT);
}

static int WSPAPI fake_receive_disconnect(SOCKET socket, LPWSABUF data, LPINT code) {
    (void)socket;
    (void)code;
    if (data != NULL) {
        memcpy(data->buf, "bye", 3);
        data->len = 3;
    }
    return 0;
}

static int WSPAPI fake_event_select(SOCKET socket, WSAEVENT event, long mask, LPINT code) {
    (void)socket;
    if (event != NULL && mask != 0 && !SetEvent(event)) {
        return fails(code, WSAEINVAL);
    }
    return 0;
}

static int WSPAPI fake_async_select(SOCKET socket, HWND window, unsigned message, long mask, LPINT code) {
    (void)code;
    if (mask != 0) {
        upcalls.lpWPUPostMessage(window, message, socket, MAKELONG(mask, WSAECONNRESET));
    }
    return 0;
}

static int WSPAPI fake_enumerate(SOCKET socket, WSAEVENT event, LPWSANETWORKEVENTS events, LPINT code) {
    (void)socket;
    if (events == NULL) {
        return fails(code, WSAEFAULT);
    }
    if (event != NULL) {
        ResetEvent(event);
    }
    events->lNetworkEvents = FD_ACCEPT | FD_CLOSE;
    events->iErrorCode[FD_CLOSE_BIT] = WSAECONNRESET;
    return 0;
}

/* Only the first socket of the first set is ever ready. */
static int WSPAPI fake_select(int count, fd_set *reads, fd_set *writes, fd_set *excepts, const PTIMEVAL timeout,
                              LPINT code) {
    (void)count;
    (void)timeout;
    (void)code;
    if (writes != NULL) {
        writes->fd_count = 0;
    }
    if (excepts != NULL) {
        excepts->fd_count = 0;
    }
    if (reads != NULL && reads->fd_count > 0) {
        reads->fd_count = 1;
        return 1;
    }
    return 0;
}

static int WSPAPI fake_cancel(LPINT code) {
    InterlockedIncrement(&fake.cancels);
    return fails(code, WSAEOPNOTSUPP);
}

static int WSPAPI fake_duplicate(SOCKET socket, DWORD process, LPWSAPROTOCOL_INFOW info, LPINT code) {
    (void)socket;
    (void)process;
    (void)code;
    memset(info, 0, sizeof *info);
    return 0;
}

static BOOL WSPAPI fake_qos_by_name(SOCKET socket, LPWSABUF name, LPQOS qos, LPINT code) {
    (void)socket;
    (void)name;
    (void)qos;
    *code = WSAEOPNOTSUPP;
    return FALSE;
}

static INT WSPAPI fake_to_string(LPSOCKADDR address, DWORD length, LPWSAPROTOCOL_INFOW info, LPWSTR string,
                                 LPDWORD string_length, LPINT code) {
    (void)address;
    (void)length;
    (void)info;
    if (*string_length < 15) {
        return fails(code, WSAEFAULT);
    }
    wcscpy(string, L"127.0.0.1:4711");
    *string_length = 15;
    return 0;
}

static INT WSPAPI fake_from_string(LPWSTR string, INT family, LPWSAPROTOCOL_INFOW info, LPSOCKADDR address,
                                   LPINT length, LPINT code) {
    (void)family;
    (void)info;
    return string == NULL || wcscmp(string, L"127.0.0.1:4711") != 0 ? fails(code, WSAEINVAL)
                                                                    : fake_name(0, address, length, code);
}

static int WSPAPI fake_cleanup(LPINT code) {
    if (InterlockedDecrement(&fake.starts) < 0) {
        InterlockedIncrement(&fake.starts);
        return fails(code, WSANOTINITIALISED);
    }
    InterlockedIncrement(&fake.cleanups);
    return 0;
}

static int WSPAPI fake_startup(WORD version, LPWSPDATA data, LPWSAPROTOCOL_INFOW info, WSPUPCALLTABLE table,
                               LPWSPPROC_TABLE procedures) {
    static const WSPPROC_TABLE all = {
        fake_accept,
        fake_to_string,
        fake_async_select,
        fake_bind,
        fake_cancel,
        fake_cleanup,
        fake_close,
        fake_connect,
        fake_duplicate,
        fake_enumerate,
        fake_event_select,
        fake_overlapped_result,
        fake_name,
        fake_name,
        fake_get_option,
        fake_qos_by_name,
        fake_ioctl,
        fake_join,
        fake_listen,
        fake_receive,
        fake_receive_disconnect,
        fake_receive_from,
        fake_select,
        fake_send,
        fake_send_disconnect,
        fake_send_to,
        fake_set_option,
        fake_shutdown,
        fake_socket,
        fake_from_string,
    };
    (void)info;
    if (version < 0x0202) {
        return WSAVERNOTSUPPORTED;
    }
    upcalls = table;
    *procedures = all;
    data->wVersion = 0x0202;
    data->wHighVersion = 0x0202;
    wcscpy(data->szDescription, L"fake");
    InterlockedIncrement(&fake.starts);
    InterlockedIncrement(&fake.startups);
    return 0;
}

struct provider *fake_provider(void) {
    static char name[] = "Fake";
    static struct catalog_entry entry = {.info = {.dwCatalogEntryId = FAKE_CATALOG_ID,
                                                  .dwServiceFlags1 = XP1_CONNECT_DATA | XP1_GUARANTEED_ORDER,
                                                  .iAddressFamily = AF_INET,
                                                  .iSocketType = SOCK_STREAM,
                                                  .iProtocol = 99,
                                                  .iMaxSockAddr = sizeof peer,
                                                  .iMinSockAddr = sizeof peer,
                                                  .ProtocolChain = {.ChainLen = BASE_PROTOCOL},
                                                  .szProtocol = L"Fake"},
                                         .name = name,
                                         .origin = CATALOG_OVERLAY};
    static struct provider provider;
    provider = (struct provider){.entry = &entry, .startup = fake_startup};
    return &provider;
}

void fake_release(void) { SetEvent(released); }

void fake_reset(void) {
    fake = (struct fake_state){0};
    released = CreateEventW(NULL, TRUE, FALSE, NULL);
    closed_socket = CreateEventW(NULL, TRUE, FALSE, NULL);
}
