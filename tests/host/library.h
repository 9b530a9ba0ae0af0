/*
 * The library's side for tests of wsphost: loads the DLL, owns an upcall table that records what comes in, and makes
 * the few sockets that most cases begin with.
 *
 * A case starts with library_start and ends with library_stop. Upcalls may come from any thread; what they leave behind
 * is behind one lock and read through the functions here. One case runs at a time.
 */
#ifndef WSPCHECK_TESTS_HOST_LIBRARY_H
#define WSPCHECK_TESTS_HOST_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

#include <winsock2.h>
#include <ws2spi.h>
#include <ws2tcpip.h>

struct post { /* one WPUPostMessage as it was */
    HWND window;
    UINT message;
    SOCKET socket;
    int event;
    int error;
};

struct provider_case {
    HMODULE module;
    LPWSPSTARTUP startup;
    WSPDATA data;
    WSPPROC_TABLE table;
};

extern struct provider_case provider;

/* A descriptor's worth of poison: no Winsock code. */
#define UNTOUCHED (-559038737)

/* Catalog ids of the entries made here. */
#define TCP4_ID 7001u
#define TCP6_ID 7002u

/* Where the DLL lies in the build folder that this program was built in: two folders up, then down again. The path has
 * room for size characters and as many again. */
void library_path(wchar_t *path, size_t size);

/* Loads the DLL and starts it once; asserts success. library_stop cleans up what is left of the starts, unloads. */
void library_start(void);
void library_stop(void);
int library_startup(WORD version, char recorder); /* another WSPStartup, with upcall table 'A' or 'B' */

/* A copy of the host's TCP entry of a family, under an id of ours. */
const WSAPROTOCOL_INFOW *library_entry(int family);

unsigned int library_presented(char recorder); /* WPUModifyIFSHandle calls that succeeded */
DWORD library_last_entry_id(void);             /* their latest dwCatalogEntryId */
SOCKET library_last_given(void);               /* and their latest return */
void library_refuse_next(int code);            /* the next one fails with this code */
void library_mark_handles(bool mark);          /* give out values with bit 0 set, which the system ignores */

/* Waits until so many messages were posted since the start and copies them; false when they do not come. */
bool library_wait_posts(size_t count, struct post *posts);
size_t library_post_count(void);
/* Runs in every later WPUPostMessage, on the provider's thread, after the post was recorded; NULL for nothing. */
void library_on_post(void (*action)(const struct post *post));

/* Waits for an event object with the limit that only a failing test uses up. */
bool library_wait(HANDLE event);

SOCKET make_socket(int family);
/* A socket bound to a free port of the loopback address, listening. */
SOCKET make_listener(int family, struct sockaddr_storage *name, int *namelen);
/* A blocking connect to that name through the provider. */
SOCKET make_connected(int family, const struct sockaddr_storage *name, int namelen);
void close_all(const SOCKET *sockets, size_t count);

#endif
