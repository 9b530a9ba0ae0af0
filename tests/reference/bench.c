#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ws2tcpip.h>

#include "upcalls.h"

#define FIRST_CATALOG_ID 1001
#define NAME_PREFIX L"wspcheck reference "

WSPPROC_TABLE provider;
LPWSPSTARTUP bench_startup;
WSAPROTOCOL_INFOW entry;
const struct personality *started_as;
struct condition_call condition_seen;
struct condition_plan condition_plan;

static size_t index_of(const wchar_t *name) {
    for (size_t i = 0; i < personality_count(); i++) {
        if (wcscmp(personality_at(i)->name + wcslen(NAME_PREFIX), name) == 0) {
            return i;
        }
    }
    fprintf(stderr, "Bail out! the provider has no entry \"%ls\"\n", name);
    exit(1);
}

WSAPROTOCOL_INFOW bench_entry(const wchar_t *name) {
    WSAPROTOCOL_INFOW info;
    size_t i = index_of(name);
    personality_info(personality_at(i), &info);
    info.dwCatalogEntryId = (DWORD)(FIRST_CATALOG_ID + i);
    return info;
}

static void load(void) {
    const char *path = getenv("WSPCHECK_REFERENCE_DLL");
    HMODULE module = path == NULL ? NULL : LoadLibraryA(path);
    if (module == NULL) {
        puts("Bail out! WSPCHECK_REFERENCE_DLL does not name a DLL that loads");
        exit(1);
    }
    bench_startup = (LPWSPSTARTUP)(void *)GetProcAddress(module, "WSPStartup");
}

void bench_start(const wchar_t *name) {
    WSPDATA data;
    if (bench_startup == NULL) {
        load();
    }
    upcalls_reset();
    memset(&condition_seen, 0, sizeof condition_seen);
    memset(&condition_plan, 0, sizeof condition_plan);
    bench_set_hook(NULL, 0);
    started_as = personality_at(index_of(name));
    entry = bench_entry(name);
    CU_ASSERT_EQUAL_FATAL(bench_startup(MAKEWORD(2, 2), &data, &entry, bench_upcalls(), &provider), 0);
}

void bench_stop(void) {
    int error = POISON;
    CU_ASSERT_EQUAL(provider.lpWSPCleanup(&error), 0);
    CU_ASSERT_EQUAL(bench_handles_out(), 0);
}

void bench_for_each_stream(void (*run)(void)) {
    for (size_t i = 0; i < personality_count(); i++) {
        if (!personality_is_connectionless(personality_at(i))) {
            bench_start(personality_at(i)->name + wcslen(NAME_PREFIX));
            run();
            bench_stop();
        }
    }
}

struct bench_name bench_any_name(void) {
    struct bench_name name = {.length = entry.iMinSockAddr};
    name.storage.ss_family = (short)entry.iAddressFamily;
    if (entry.iAddressFamily == AF_INET) {
        ((struct sockaddr_in *)&name.storage)->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    } else if (entry.iAddressFamily == AF_INET6) {
        ((struct sockaddr_in6 *)&name.storage)->sin6_addr.s6_addr[15] = 1;
    }
    return name;
}

struct bench_name bench_local_name(SOCKET s) {
    int error = POISON;
    struct bench_name name = {.length = sizeof name.storage};
    CU_ASSERT_EQUAL(provider.lpWSPGetSockName(s, (struct sockaddr *)&name.storage, &name.length, &error), 0);
    return name;
}

struct bench_name bench_peer_name(SOCKET s) {
    int error = POISON;
    struct bench_name name = {.length = sizeof name.storage};
    CU_ASSERT_EQUAL(provider.lpWSPGetPeerName(s, (struct sockaddr *)&name.storage, &name.length, &error), 0);
    return name;
}

bool bench_same_name(const struct bench_name *one, const struct bench_name *other) {
    return one->length == other->length && memcmp(&one->storage, &other->storage, (size_t)one->length) == 0;
}

SOCKET bench_socket(void) {
    int error = POISON;
    SOCKET s = provider.lpWSPSocket(entry.iAddressFamily, entry.iSocketType, entry.iProtocol, &entry, 0,
                                    WSA_FLAG_OVERLAPPED, &error);
    CU_ASSERT_NOT_EQUAL(s, INVALID_SOCKET);
    return s;
}

SOCKET bench_bound(void) {
    int error = POISON;
    SOCKET s = bench_socket();
    struct bench_name name = bench_any_name();
    CU_ASSERT_EQUAL(provider.lpWSPBind(s, (struct sockaddr *)&name.storage, name.length, &error), 0);
    return s;
}

SOCKET bench_listener(int backlog) {
    int error = POISON;
    SOCKET s = bench_bound();
    CU_ASSERT_EQUAL(provider.lpWSPListen(s, backlog, &error), 0);
    return s;
}

void bench_close(SOCKET s) {
    int error = POISON;
    CU_ASSERT_EQUAL(provider.lpWSPCloseSocket(s, &error), 0);
}

void bench_set_non_blocking(SOCKET s) {
    int error = POISON;
    u_long on = 1;
    DWORD returned;
    CU_ASSERT_EQUAL(
        provider.lpWSPIoctl(s, (DWORD)FIONBIO, &on, sizeof on, NULL, 0, &returned, NULL, NULL, NULL, &error), 0);
}

int bench_connect(SOCKET s, const struct bench_name *to) {
    int error = POISON;
    int result =
        provider.lpWSPConnect(s, (const struct sockaddr *)&to->storage, to->length, NULL, NULL, NULL, NULL, &error);
    return result == 0 ? 0 : error;
}

/* A request that a thread of the provider delivers has arrived once a later one on a second listener has. */
static void fence(void) {
    if (!started_as->own_thread) {
        return;
    }
    SOCKET control = bench_listener(1);
    struct bench_name to = bench_local_name(control);
    SOCKET caller = bench_socket();
    bench_set_non_blocking(caller);
    bench_connect(caller, &to);
    bench_await_selected(control, 'r');
    bench_close(caller);
    bench_close(control);
}

SOCKET bench_caller_with(SOCKET listener, WSABUF *caller_data, WSABUF *callee_data) {
    int error = POISON;
    struct bench_name to = bench_local_name(listener);
    SOCKET s = bench_socket();
    bench_set_non_blocking(s);
    int result = provider.lpWSPConnect(s, (const struct sockaddr *)&to.storage, to.length, caller_data, callee_data,
                                       NULL, NULL, &error);
    CU_ASSERT_TRUE(result == 0 || error == WSAEWOULDBLOCK);
    fence();
    return s;
}

SOCKET bench_caller(SOCKET listener) { return bench_caller_with(listener, NULL, NULL); }

static SOCKET accept_by(SOCKET listener, LPCONDITIONPROC condition, int *code) {
    *code = POISON;
    SOCKET s = provider.lpWSPAccept(listener, NULL, NULL, condition, 0, code);
    if (s != INVALID_SOCKET) {
        *code = 0;
    }
    return s;
}

SOCKET bench_accept(SOCKET listener, int *code) { return accept_by(listener, NULL, code); }

SOCKET bench_decide(SOCKET listener, int decision, int *code) {
    condition_plan.decision = decision;
    return accept_by(listener, bench_condition, code);
}

static struct bench_name copy_name(const WSABUF *buffer) {
    struct bench_name name = {.length = buffer == NULL ? 0 : (int)buffer->len};
    if (buffer == NULL) {
        return name;
    }
    if (buffer->len <= sizeof name.storage) {
        memcpy(&name.storage, buffer->buf, buffer->len);
    }
    return name;
}

static void answer(WSABUF *callee_data, GROUP *group) {
    if (condition_plan.reply != NULL) {
        ULONG room = callee_data->len;
        memcpy(callee_data->buf, condition_plan.reply,
               condition_plan.reply_length < room ? condition_plan.reply_length : room);
    }
    if (!condition_plan.leave_reply_length) {
        callee_data->len = condition_plan.reply_length;
    }
    if (condition_plan.group != 0) {
        *group = condition_plan.group;
    }
}

bool bench_was_shown(SOCKET caller) {
    struct bench_name expected = bench_local_name(caller);
    return started_as->caller_is_unnamed ? condition_seen.caller.length == 0
                                         : bench_same_name(&condition_seen.caller, &expected);
}

int CALLBACK bench_condition(LPWSABUF caller_id, LPWSABUF caller_data, LPQOS flow, LPQOS group_flow, LPWSABUF callee_id,
                             LPWSABUF callee_data, GROUP *group, DWORD_PTR callback_data) {
    condition_seen.calls++;
    condition_seen.thread = GetCurrentThreadId();
    condition_seen.caller = copy_name(caller_id);
    condition_seen.callee = copy_name(callee_id);
    condition_seen.has_caller_data = caller_data != NULL;
    condition_seen.caller_length = caller_data == NULL ? 0 : caller_data->len;
    if (caller_data != NULL && caller_data->len <= sizeof condition_seen.caller_data) {
        memcpy(condition_seen.caller_data, caller_data->buf, caller_data->len);
    }
    condition_seen.has_flow = flow != NULL;
    if (flow != NULL) {
        condition_seen.flow = *flow;
    }
    condition_seen.has_group_flow = group_flow != NULL;
    condition_seen.reply_room = callee_data->len;
    condition_seen.group_at_entry = *group;
    condition_seen.callback_data = callback_data;
    if (condition_plan.meanwhile != NULL) {
        condition_plan.meanwhile();
    }
    answer(callee_data, group);
    return condition_plan.decision;
}

int bench_send(SOCKET s, const void *bytes, ULONG length) {
    int error = POISON;
    DWORD sent = POISON;
    WSABUF buffer = {.len = length, .buf = (char *)bytes};
    int result = provider.lpWSPSend(s, &buffer, 1, &sent, 0, NULL, NULL, NULL, &error);
    return result == 0 ? 0 : error;
}

int bench_receive(SOCKET s, void *bytes, ULONG room, DWORD *length) {
    int error = POISON;
    DWORD flags = 0;
    WSABUF buffer = {.len = room, .buf = bytes};
    int result = provider.lpWSPRecv(s, &buffer, 1, length, &flags, NULL, NULL, NULL, &error);
    return result == 0 ? 0 : error;
}

void bench_pair(SOCKET pair[2]) {
    int code;
    SOCKET listener = bench_listener(1);
    pair[0] = bench_caller(listener);
    pair[1] = bench_accept(listener, &code);
    CU_ASSERT_EQUAL_FATAL(code, 0);
    bench_await_selected(pair[0], 'w');
    bench_close(listener);
}

static int query(SOCKET s, char kind, const TIMEVAL *timeout) {
    int error = POISON;
    fd_set set = {.fd_count = 1, .fd_array = {s}};
    return provider.lpWSPSelect(0, kind == 'r' ? &set : NULL, kind == 'w' ? &set : NULL, kind == 'x' ? &set : NULL,
                                (const PTIMEVAL)timeout, &error);
}

bool bench_selected(SOCKET s, char set) {
    const TIMEVAL none = {0, 0};
    int result = query(s, set, &none);
    CU_ASSERT_NOT_EQUAL(result, SOCKET_ERROR);
    return result == 1;
}

void bench_await_selected(SOCKET s, char set) { CU_ASSERT_EQUAL(query(s, set, NULL), 1); }

long bench_events(SOCKET s, long event, int *error) {
    int code = POISON;
    WSANETWORKEVENTS events;
    memset(&events, 0xA5, sizeof events);
    CU_ASSERT_EQUAL(provider.lpWSPEnumNetworkEvents(s, NULL, &events, &code), 0);
    for (int bit = 0; bit < FD_MAX_EVENTS; bit++) {
        if (event == 1L << bit && error != NULL) {
            *error = events.iErrorCode[bit];
        }
    }
    return events.lNetworkEvents;
}

static DWORD WINAPI run_thread(LPVOID parameter) {
    struct bench_thread *thread = parameter;
    thread->body(thread->context);
    return 0;
}

void bench_thread_begin(struct bench_thread *thread, void (*body)(void *context), void *context) {
    thread->body = body;
    thread->context = context;
    thread->handle = CreateThread(NULL, 0, run_thread, thread, 0, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(thread->handle);
}

void bench_thread_join(struct bench_thread *thread) {
    WaitForSingleObject(thread->handle, INFINITE);
    CloseHandle(thread->handle);
}
