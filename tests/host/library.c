#include "library.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "unit.h"

#define MOST_POSTS 64
#define LIMIT_MS 20000.0 /* for a wait that never comes to an end; WSPCHECK_TIMEOUT_SCALE multiplies it */

struct provider_case provider;

static CRITICAL_SECTION lock;
static CONDITION_VARIABLE posted = CONDITION_VARIABLE_INIT;
static struct post posts_seen[MOST_POSTS];
static size_t post_count;
static unsigned int presented[2];
static DWORD last_entry_id;
static SOCKET last_given;
static int refusal;
static bool marking;
static void (*post_action)(const struct post *post);

static SOCKET present(size_t recorder, DWORD entry_id, SOCKET proposed, int *error) {
    EnterCriticalSection(&lock);
    SOCKET given = marking ? proposed | 1 : proposed;
    if (refusal != 0) {
        *error = refusal;
        refusal = 0;
        given = INVALID_SOCKET;
    } else {
        presented[recorder]++;
        last_entry_id = entry_id;
        last_given = given;
    }
    LeaveCriticalSection(&lock);
    return given;
}

static SOCKET WSPAPI modify_a(DWORD entry_id, SOCKET proposed, LPINT error) {
    return present(0, entry_id, proposed, error);
}

static SOCKET WSPAPI modify_b(DWORD entry_id, SOCKET proposed, LPINT error) {
    return present(1, entry_id, proposed, error);
}

static BOOL WSPAPI post_message(HWND window, UINT message, WPARAM wparam, LPARAM lparam) {
    struct post post = {window, message, (SOCKET)wparam, WSAGETSELECTEVENT(lparam), WSAGETSELECTERROR(lparam)};
    EnterCriticalSection(&lock);
    void (*action)(const struct post *) = post_action;
    if (post_count < MOST_POSTS) {
        posts_seen[post_count++] = post;
    }
    LeaveCriticalSection(&lock);
    WakeAllConditionVariable(&posted);
    if (action != NULL) {
        action(&post);
    }
    return TRUE;
}

static WSPUPCALLTABLE upcalls(char recorder) {
    return (WSPUPCALLTABLE){.lpWPUModifyIFSHandle = recorder == 'A' ? modify_a : modify_b,
                            .lpWPUPostMessage = post_message};
}

static DWORD limit_ms(void) {
    const char *scale = getenv("WSPCHECK_TIMEOUT_SCALE");
    return (DWORD)(LIMIT_MS * (scale == NULL ? 1.0 : strtod(scale, NULL)));
}

void library_path(wchar_t *path, size_t size) {
    GetModuleFileNameW(NULL, path, (DWORD)size);
    for (int up = 0; up < 3; up++) {
        *wcsrchr(path, L'\\') = L'\0';
    }
    wcscat(path, L"\\providers-under-test\\host\\wsphost.dll");
}

int library_startup(WORD version, char recorder) {
    WSAPROTOCOL_INFOW entry = *library_entry(AF_INET);
    return provider.startup(version, &provider.data, &entry, upcalls(recorder), &provider.table);
}

void library_start(void) {
    WSADATA data;
    wchar_t path[MAX_PATH * 2];
    CU_ASSERT_EQUAL_FATAL(WSAStartup(MAKEWORD(2, 2), &data), 0);
    InitializeCriticalSection(&lock);
    post_count = presented[0] = presented[1] = 0;
    refusal = 0;
    marking = false;
    post_action = NULL;
    library_path(path, MAX_PATH);
    provider.module = LoadLibraryW(path);
    CU_ASSERT_PTR_NOT_NULL_FATAL(provider.module);
    FARPROC address = GetProcAddress(provider.module, "WSPStartup");
    memcpy(&provider.startup, &address, sizeof address);
    CU_ASSERT_TRUE_FATAL(provider.startup != NULL);
    CU_ASSERT_EQUAL_FATAL(library_startup(MAKEWORD(2, 2), 'A'), 0);
}

void library_stop(void) {
    int error;
    while (provider.table.lpWSPCleanup(&error) == 0) {
        ;
    }
    CU_ASSERT_EQUAL(error, WSANOTINITIALISED);
    FreeLibrary(provider.module);
    DeleteCriticalSection(&lock);
    WSACleanup();
}

const WSAPROTOCOL_INFOW *library_entry(int family) {
    static WSAPROTOCOL_INFOW entries[2];
    WSAPROTOCOL_INFOW all[64];
    WSAPROTOCOL_INFOW *entry = &entries[family == AF_INET6];
    DWORD size = sizeof all;
    int count = WSAEnumProtocolsW(NULL, all, &size);
    for (int i = 0; i < count; i++) {
        if (all[i].iAddressFamily == family && all[i].iProtocol == IPPROTO_TCP) {
            *entry = all[i];
        }
    }
    entry->dwCatalogEntryId = family == AF_INET6 ? TCP6_ID : TCP4_ID;
    entry->ProviderId.Data1 = entry->dwCatalogEntryId;
    wcscpy(entry->szProtocol, family == AF_INET6 ? L"host TCP/IPv6" : L"host TCP/IP");
    return entry;
}

unsigned int library_presented(char recorder) { return presented[recorder == 'B']; }

DWORD library_last_entry_id(void) { return last_entry_id; }

SOCKET library_last_given(void) { return last_given; }

void library_refuse_next(int code) { refusal = code; }

void library_mark_handles(bool mark) { marking = mark; }

bool library_wait_posts(size_t count, struct post *posts) {
    EnterCriticalSection(&lock);
    while (post_count < count && SleepConditionVariableCS(&posted, &lock, limit_ms())) {
        ;
    }
    bool enough = post_count >= count;
    memcpy(posts, posts_seen, (enough ? count : post_count) * sizeof *posts);
    LeaveCriticalSection(&lock);
    return enough;
}

size_t library_post_count(void) {
    EnterCriticalSection(&lock);
    size_t count = post_count;
    LeaveCriticalSection(&lock);
    return count;
}

void library_on_post(void (*action)(const struct post *post)) {
    EnterCriticalSection(&lock);
    post_action = action;
    LeaveCriticalSection(&lock);
}

bool library_wait(HANDLE event) { return WaitForSingleObject(event, limit_ms()) == WAIT_OBJECT_0; }

SOCKET make_socket(int family) {
    WSAPROTOCOL_INFOW entry = *library_entry(family);
    int error = 0;
    SOCKET s = provider.table.lpWSPSocket(family, SOCK_STREAM, IPPROTO_TCP, &entry, 0, WSA_FLAG_OVERLAPPED, &error);
    CU_ASSERT_NOT_EQUAL_FATAL(s, INVALID_SOCKET);
    return s;
}

static int loopback(int family, struct sockaddr_storage *name) {
    memset(name, 0, sizeof *name);
    name->ss_family = (short)family;
    if (family == AF_INET6) {
        ((struct sockaddr_in6 *)name)->sin6_addr.s6_addr[15] = 1;
        return sizeof(struct sockaddr_in6);
    }
    ((struct sockaddr_in *)name)->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return sizeof(struct sockaddr_in);
}

SOCKET make_listener(int family, struct sockaddr_storage *name, int *namelen) {
    int error = 0;
    SOCKET s = make_socket(family);
    *namelen = loopback(family, name);
    CU_ASSERT_EQUAL_FATAL(provider.table.lpWSPBind(s, (struct sockaddr *)name, *namelen, &error), 0);
    CU_ASSERT_EQUAL_FATAL(provider.table.lpWSPListen(s, 5, &error), 0);
    *namelen = sizeof *name;
    CU_ASSERT_EQUAL_FATAL(provider.table.lpWSPGetSockName(s, (struct sockaddr *)name, namelen, &error), 0);
    return s;
}

SOCKET make_connected(int family, const struct sockaddr_storage *name, int namelen) {
    int error = 0;
    SOCKET s = make_socket(family);
    int result = provider.table.lpWSPConnect(s, (const struct sockaddr *)name, namelen, NULL, NULL, NULL, NULL, &error);
    CU_ASSERT_EQUAL_FATAL(result, 0);
    return s;
}

void close_all(const SOCKET *sockets, size_t count) {
    for (size_t i = 0; i < count; i++) {
        int error = 0;
        CU_ASSERT_EQUAL(provider.table.lpWSPCloseSocket(sockets[i], &error), 0);
    }
}
