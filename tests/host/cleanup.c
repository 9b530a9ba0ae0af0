/* The last cleanup: what is still open is closed, nobody is told, and the DLL can go. The peers here are sockets of the
 * system itself, which the provider knows nothing of. */
#include <string.h>

#include "library.h"
/* After winsock2.h, which comes with the above. */
#include <tlhelp32.h>

#include "unit.h"

#define WINDOW ((HWND)(UINT_PTR)0x5a0042)

static SOCKET connect_from_outside(const struct sockaddr_storage *name, int namelen) {
    SOCKET s = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    CU_ASSERT_EQUAL_FATAL(connect(s, (const struct sockaddr *)name, namelen), 0);
    return s;
}

static bool sees_an_end(SOCKET s) {
    char byte;
    int result = recv(s, &byte, 1, 0);
    return result == 0 || (result == SOCKET_ERROR && WSAGetLastError() == WSAECONNRESET);
}

static void open_sockets_are_closed(void) {
    struct sockaddr_storage name;
    int namelen, error = 0;
    library_start();
    SOCKET listener = make_listener(AF_INET, &name, &namelen);
    SOCKET accepted_by_us = connect_from_outside(&name, namelen);
    CU_ASSERT_NOT_EQUAL(provider.table.lpWSPAccept(listener, NULL, NULL, NULL, 0, &error), INVALID_SOCKET);
    SOCKET still_queued = connect_from_outside(&name, namelen);
    CU_ASSERT_EQUAL(provider.table.lpWSPCleanup(&error), 0);
    CU_ASSERT_TRUE(sees_an_end(accepted_by_us));
    CU_ASSERT_TRUE(sees_an_end(still_queued));
    SOCKET late = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    CU_ASSERT_EQUAL(connect(late, (struct sockaddr *)&name, namelen), SOCKET_ERROR);
    CU_ASSERT_EQUAL(WSAGetLastError(), WSAECONNREFUSED);
    closesocket(accepted_by_us);
    closesocket(still_queued);
    closesocket(late);
    library_stop();
}

static void nothing_is_posted_by_the_last_cleanup(void) {
    struct sockaddr_storage name;
    struct post posts[1];
    int namelen, error = 0;
    WSAEVENT event = WSACreateEvent();
    library_start();
    SOCKET listener = make_listener(AF_INET, &name, &namelen);
    CU_ASSERT_EQUAL(provider.table.lpWSPAsyncSelect(listener, WINDOW, WM_USER, FD_ACCEPT | FD_CLOSE, &error), 0);
    SOCKET outside = connect_from_outside(&name, namelen);
    CU_ASSERT_TRUE(library_wait_posts(1, posts));
    SOCKET accepted = provider.table.lpWSPAccept(listener, NULL, NULL, NULL, 0, &error);
    CU_ASSERT_EQUAL(provider.table.lpWSPEventSelect(accepted, event, FD_CLOSE, &error), 0);
    CU_ASSERT_EQUAL(provider.table.lpWSPCleanup(&error), 0);
    CU_ASSERT_TRUE(sees_an_end(outside));
    CU_ASSERT_EQUAL(WaitForSingleObject(event, 0), WAIT_TIMEOUT);
    CU_ASSERT_EQUAL(library_post_count(), 1);
    closesocket(outside);
    library_stop();
    WSACloseEvent(event);
}

static size_t threads_of_this_process(void) {
    THREADENTRY32 thread = {.dwSize = sizeof thread};
    HANDLE snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0);
    size_t count = 0;
    for (BOOL more = Thread32First(snapshot, &thread); more; more = Thread32Next(snapshot, &thread)) {
        count += thread.th32OwnerProcessID == GetCurrentProcessId();
    }
    CloseHandle(snapshot);
    return count;
}

static void the_dll_leaves_and_comes_back(void) {
    struct sockaddr_storage name;
    int namelen, error;
    size_t threads = threads_of_this_process();
    for (int round = 0; round < 3; round++) {
        library_start();
        SOCKET listener = make_listener(AF_INET, &name, &namelen);
        CU_ASSERT_EQUAL(provider.table.lpWSPAsyncSelect(listener, WINDOW, WM_USER, FD_ACCEPT, &error), 0);
        CU_ASSERT_EQUAL(threads_of_this_process(), threads + 1);
        library_stop();
        CU_ASSERT_PTR_NULL(GetModuleHandleW(L"wsphost.dll"));
        CU_ASSERT_EQUAL(threads_of_this_process(), threads);
    }
}

static const struct unit_case cases[] = {
    {"sockets that are still open are closed", open_sockets_are_closed},
    {"the last cleanup posts and signals nothing", nothing_is_posted_by_the_last_cleanup},
    {"after the last cleanup the DLL can be unloaded, its thread is gone", the_dll_leaves_and_comes_back},
};

UNIT_MAIN("host: the last cleanup", cases)
