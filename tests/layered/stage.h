/*
 * What the tests of wsplayer stand on: a catalog that has wsphost, wspref, two spying bases, and layers over them from
 * two DLLs (wsplayer.dll and a copy under another name, so that one layer can stand over another), all of it in the
 * overlay.
 *
 * stage_prepare once per program, by the first case; stage_start and stage_stop around the use of one entry. One
 * thread, except for the observer of stage.c.
 */
#ifndef WSPCHECK_TESTS_LAYERED_STAGE_H
#define WSPCHECK_TESTS_LAYERED_STAGE_H

#include <stdbool.h>

#include "catalog/catalog.h"
#include "provider/provider.h"
#include "provider/upcalls.h"
#include "spy.h"

#define SPY "spy"               /* a base without handles of the system */
#define HANDLE_SPY "handle spy" /* one that claims to have them */

/* A descriptor's worth of poison: no Winsock code. */
#define UNTOUCHED (-559038737)

#define OWN "layered own handles over "
#define PASS "layered pass-through over "

struct post { /* one WPUPostMessage as it was */
    HWND window;
    UINT message;
    SOCKET socket;
    int event;
    int error;
};

extern struct catalog catalog;
extern struct provider provider; /* the one that stage_start started */

void stage_prepare(void);
/* The only entry of this name; asserts that there is one. */
const struct catalog_entry *stage_entry(const char *name);
/* Path of a DLL of the build folder, such as "providers-under-test\\layered\\wsplayer.dll". */
void stage_path(const wchar_t *file, wchar_t path[MAX_PATH * 2]);
/* Calls DllRegisterServer with WSPLAYER_OVER set, or unset for NULL. */
enum status stage_register(const wchar_t *file, const wchar_t *over);

void stage_start(const char *name); /* loads and starts, asserting success */
void stage_stop(void);              /* cleans up until there is nothing left, and unloads */
struct spy_state *stage_spy(void);  /* of the loaded spy; its counters and codes start at zero with the DLL */

/* Messages since the latest stage_start. */
bool stage_wait_posts(size_t count, struct post *posts);
size_t stage_post_count(void);
/* Runs in every later WPUPostMessage, on the provider's thread, after the post was recorded; NULL for nothing. */
void stage_on_post(void (*action)(const struct post *post));
bool stage_wait(HANDLE event);

/* Sockets through the started provider, over the loopback. */
SOCKET stage_socket(void);
SOCKET stage_listener(struct sockaddr_in *name);
SOCKET stage_connected(const struct sockaddr_in *name);
SOCKET stage_accepted(SOCKET listener);
void stage_close(const SOCKET *sockets, size_t count);

#endif
