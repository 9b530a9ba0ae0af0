#include "stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <windows.h>

#include "catalog/overlay.h"
#include "provider/redirect.h"
#include "unit.h"

#define MOST_POSTS 64
#define LIMIT_MS 20000.0 /* for a wait that never comes to an end; WSPCHECK_TIMEOUT_SCALE multiplies it */

struct catalog catalog;
struct provider provider;

static SRWLOCK lock = SRWLOCK_INIT;
static CONDITION_VARIABLE posted = CONDITION_VARIABLE_INIT;
static struct post posts_seen[MOST_POSTS];
static size_t post_count;
static void (*post_action)(const struct post *post);

static void observe(void *context, const struct upcall_record *record) {
    (void)context;
    if (record->slot != UPCALL_POST_MESSAGE) {
        return;
    }
    LPARAM lparam = (LPARAM)record->arguments[3];
    struct post post = {(HWND)record->arguments[0], (UINT)record->arguments[1], (SOCKET)record->arguments[2],
                        WSAGETSELECTEVENT(lparam), WSAGETSELECTERROR(lparam)};
    AcquireSRWLockExclusive(&lock);
    void (*action)(const struct post *) = post_action;
    if (post_count < MOST_POSTS) {
        posts_seen[post_count++] = post;
    }
    ReleaseSRWLockExclusive(&lock);
    WakeAllConditionVariable(&posted);
    if (action != NULL) {
        action(&post);
    }
}

static DWORD limit_ms(void) {
    const char *scale = getenv("WSPCHECK_TIMEOUT_SCALE");
    return (DWORD)(LIMIT_MS * (scale == NULL ? 1.0 : strtod(scale, NULL)));
}

/* The program lies two folders below the build folder. */
void stage_path(const wchar_t *file, wchar_t path[MAX_PATH * 2]) {
    GetModuleFileNameW(NULL, path, MAX_PATH);
    for (int up = 0; up < 3; up++) {
        *wcsrchr(path, L'\\') = L'\0';
    }
    wcscat(path, L"\\");
    wcscat(path, file);
}

enum status stage_register(const wchar_t *file, const wchar_t *over) {
    wchar_t path[MAX_PATH * 2];
    struct error error = {0};
    stage_path(file, path);
    SetEnvironmentVariableW(L"WSPLAYER_OVER", over);
    enum status status = redirect_register(path, &error);
    error_clear(&error);
    return status;
}

static void install_spies(void) {
    static const GUID id = {0x917ef2ba, 0x68df, 0x44d1, {0xb4, 0xb6, 0x02, 0x62, 0x2b, 0xa5, 0xef, 0x1e}};
    wchar_t path[MAX_PATH * 2];
    int error;
    WSAPROTOCOL_INFOW entries[2] = {{.ProviderId = id,
                                     .dwServiceFlags1 = XP1_GUARANTEED_DELIVERY | XP1_CONNECT_DATA,
                                     .ProtocolChain = {.ChainLen = BASE_PROTOCOL},
                                     .iAddressFamily = AF_INET,
                                     .iSocketType = SOCK_STREAM,
                                     .iProtocol = IPPROTO_TCP,
                                     .szProtocol = L"" SPY}};
    entries[1] = entries[0];
    entries[1].dwServiceFlags1 |= XP1_IFS_HANDLES;
    wcscpy(entries[1].szProtocol, L"" HANDLE_SPY);
    stage_path(L"tests\\layered\\layered-spy.dll", path);
    CU_ASSERT_EQUAL_FATAL(overlay_install(&catalog, &id, path, entries, 2, &error), 0);
}

void stage_prepare(void) {
    static bool prepared;
    struct error error = {0};
    if (!prepared) {
        CU_ASSERT_EQUAL_FATAL(catalog_read(&catalog, &error), STATUS_OK);
        CU_ASSERT_EQUAL_FATAL(upcalls_start(&catalog, &error), STATUS_OK);
        redirect_start(&catalog);
        upcalls_observe(observe, NULL);
        install_spies();
        CU_ASSERT_EQUAL_FATAL(stage_register(L"providers-under-test\\host\\wsphost.dll", NULL), STATUS_OK);
        CU_ASSERT_EQUAL_FATAL(stage_register(L"providers-under-test\\reference\\wspref.dll", NULL), STATUS_OK);
        CU_ASSERT_EQUAL_FATAL(stage_register(L"providers-under-test\\layered\\wsplayer.dll", NULL), STATUS_OK);
        CU_ASSERT_EQUAL_FATAL(stage_register(L"tests\\layered\\layered-second.dll", L"layered * over *"), STATUS_OK);
        prepared = true;
    }
}

const struct catalog_entry *stage_entry(const char *name) {
    const struct catalog_entry *found = NULL;
    for (size_t i = 0; i < catalog.count; i++) {
        if (strcmp(catalog.entries[i]->name, name) == 0) {
            CU_ASSERT_PTR_NULL(found);
            found = catalog.entries[i];
        }
    }
    CU_ASSERT_PTR_NOT_NULL_FATAL(found);
    return found;
}

void stage_start(const char *name) {
    struct error error = {0};
    stage_prepare();
    AcquireSRWLockExclusive(&lock);
    post_count = 0;
    ReleaseSRWLockExclusive(&lock);
    CU_ASSERT_EQUAL_FATAL(provider_load(&provider, stage_entry(name), &error), STATUS_OK);
    if (provider_start(&provider, &error) != STATUS_OK) {
        printf("# %s\n", error.message);
        CU_FAIL_FATAL("the provider does not start");
    }
}

void stage_stop(void) {
    int error = 0;
    while (provider.table.lpWSPCleanup(&error) == 0) {
        ;
    }
    CU_ASSERT_EQUAL(error, WSANOTINITIALISED);
    provider_unload(&provider);
}

struct spy_state *stage_spy(void) {
    HMODULE module = GetModuleHandleW(L"layered-spy.dll");
    CU_ASSERT_PTR_NOT_NULL_FATAL(module);
    FARPROC address = GetProcAddress(module, "spy_state");
    spy_state_function function = NULL;
    memcpy(&function, &address, sizeof function);
    return function();
}

bool stage_wait_posts(size_t count, struct post *posts) {
    AcquireSRWLockExclusive(&lock);
    while (post_count < count && SleepConditionVariableSRW(&posted, &lock, limit_ms(), 0)) {
        ;
    }
    bool enough = post_count >= count;
    memcpy(posts, posts_seen, (enough ? count : post_count) * sizeof *posts);
    ReleaseSRWLockExclusive(&lock);
    return enough;
}

size_t stage_post_count(void) {
    AcquireSRWLockExclusive(&lock);
    size_t count = post_count;
    ReleaseSRWLockExclusive(&lock);
    return count;
}

void stage_on_post(void (*action)(const struct post *post)) {
    AcquireSRWLockExclusive(&lock);
    post_action = action;
    ReleaseSRWLockExclusive(&lock);
}

bool stage_wait(HANDLE event) { return WaitForSingleObject(event, limit_ms()) == WAIT_OBJECT_0; }

SOCKET stage_socket(void) {
    WSAPROTOCOL_INFOW info = provider.entry->info;
    int error = 0;
    SOCKET s = provider.table.lpWSPSocket(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, &info, 0,
                                          WSA_FLAG_OVERLAPPED, &error);
    CU_ASSERT_NOT_EQUAL_FATAL(s, INVALID_SOCKET);
    return s;
}

SOCKET stage_listener(struct sockaddr_in *name) {
    int error = 0, namelen = sizeof *name;
    SOCKET s = stage_socket();
    *name = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    CU_ASSERT_EQUAL_FATAL(provider.table.lpWSPBind(s, (struct sockaddr *)name, namelen, &error), 0);
    CU_ASSERT_EQUAL_FATAL(provider.table.lpWSPListen(s, 5, &error), 0);
    CU_ASSERT_EQUAL_FATAL(provider.table.lpWSPGetSockName(s, (struct sockaddr *)name, &namelen, &error), 0);
    return s;
}

SOCKET stage_connected(const struct sockaddr_in *name) {
    int error = 0;
    SOCKET s = stage_socket();
    int result =
        provider.table.lpWSPConnect(s, (const struct sockaddr *)name, sizeof *name, NULL, NULL, NULL, NULL, &error);
    CU_ASSERT_EQUAL_FATAL(result, 0);
    return s;
}

SOCKET stage_accepted(SOCKET listener) {
    int error = 0;
    SOCKET s = provider.table.lpWSPAccept(listener, NULL, NULL, NULL, 0, &error);
    CU_ASSERT_NOT_EQUAL_FATAL(s, INVALID_SOCKET);
    return s;
}

void stage_close(const SOCKET *sockets, size_t count) {
    for (size_t i = 0; i < count; i++) {
        int error = 0;
        CU_ASSERT_EQUAL(provider.table.lpWSPCloseSocket(sockets[i], &error), 0);
    }
}
