#include "provider/below.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

const char *const below_names[BELOW_PROCEDURES] = {
    [BELOW_STARTUP] = "WSPStartup",
    [BELOW_ACCEPT] = "WSPAccept",
    [BELOW_ADDRESS_TO_STRING] = "WSPAddressToString",
    [BELOW_CLEANUP] = "WSPCleanup",
    [BELOW_CLOSE_SOCKET] = "WSPCloseSocket",
    [BELOW_CONNECT] = "WSPConnect",
    [BELOW_LISTEN] = "WSPListen",
    [BELOW_SOCKET] = "WSPSocket",
    [BELOW_STRING_TO_ADDRESS] = "WSPStringToAddress",
};

static wchar_t *expected; /* the lower DLL's path */
static LPWSPSTARTUP real_startup;

static SRWLOCK lock = SRWLOCK_INIT;
static bool watched;
static DWORD starting; /* the thread that is in the lower WSPStartup, 0 when none is */
static struct below_seen seen;
static WSPPROC_TABLE lower; /* the lower provider's own procedures */
static int failures[BELOW_PROCEDURES];

void below_expect(const wchar_t *dll) {
    free(expected);
    expected = dll == NULL ? NULL : memory_copy(dll, (wcslen(dll) + 1) * sizeof *dll);
}

void below_watch(void) {
    AcquireSRWLockExclusive(&lock);
    watched = true;
    seen = (struct below_seen){.latest = INVALID_SOCKET};
    memset(failures, 0, sizeof failures);
    ReleaseSRWLockExclusive(&lock);
}

void below_read(struct below_seen *copy) {
    AcquireSRWLockShared(&lock);
    *copy = seen;
    ReleaseSRWLockShared(&lock);
}

void below_fail_next(enum below_procedure procedure, int code) {
    AcquireSRWLockExclusive(&lock);
    failures[procedure] = code;
    ReleaseSRWLockExclusive(&lock);
}

bool below_disarm(void) {
    bool armed = false;
    AcquireSRWLockExclusive(&lock);
    for (size_t i = 0; i < BELOW_PROCEDURES; i++) {
        armed |= failures[i] != 0;
        failures[i] = 0;
    }
    ReleaseSRWLockExclusive(&lock);
    return armed;
}

/* At the beginning of a call: remembers the entry, which may be NULL, and returns the code to fail with, or 0. */
static int enter(enum below_procedure procedure, const WSAPROTOCOL_INFOW *entry, WSPPROC_TABLE *table) {
    AcquireSRWLockExclusive(&lock);
    int code = failures[procedure];
    failures[procedure] = 0;
    if (entry != NULL) {
        seen.entries[procedure] = *entry;
        seen.has_entry[procedure] = true;
    }
    *table = lower;
    ReleaseSRWLockExclusive(&lock);
    return code;
}

static SOCKET note_opened(SOCKET s) {
    if (s != INVALID_SOCKET) {
        AcquireSRWLockExclusive(&lock);
        seen.opened++;
        seen.latest = s;
        ReleaseSRWLockExclusive(&lock);
    }
    return s;
}

static int count_success(unsigned *count, int result) {
    if (result == 0) {
        AcquireSRWLockExclusive(&lock);
        ++*count;
        ReleaseSRWLockExclusive(&lock);
    }
    return result;
}

static SOCKET WSPAPI below_accept(SOCKET s, struct sockaddr *addr, LPINT addrlen, LPCONDITIONPROC condition,
                                  DWORD_PTR callback_data, LPINT error) {
    WSPPROC_TABLE table;
    int code = enter(BELOW_ACCEPT, NULL, &table);
    if (code != 0) {
        *error = code;
        return INVALID_SOCKET;
    }
    return note_opened(table.lpWSPAccept(s, addr, addrlen, condition, callback_data, error));
}

static INT WSPAPI below_address_to_string(LPSOCKADDR address, DWORD length, LPWSAPROTOCOL_INFOW info, LPWSTR string,
                                          LPDWORD string_length, LPINT error) {
    WSPPROC_TABLE table;
    enter(BELOW_ADDRESS_TO_STRING, info, &table);
    return table.lpWSPAddressToString(address, length, info, string, string_length, error);
}

static int WSPAPI below_cleanup(LPINT error) {
    WSPPROC_TABLE table;
    enter(BELOW_CLEANUP, NULL, &table);
    return count_success(&seen.cleanups, table.lpWSPCleanup(error));
}

static int WSPAPI below_close_socket(SOCKET s, LPINT error) {
    WSPPROC_TABLE table;
    enter(BELOW_CLOSE_SOCKET, NULL, &table);
    return count_success(&seen.closed, table.lpWSPCloseSocket(s, error));
}

static int WSPAPI below_connect(SOCKET s, const struct sockaddr *name, int namelen, LPWSABUF caller_data,
                                LPWSABUF callee_data, LPQOS sqos, LPQOS gqos, LPINT error) {
    WSPPROC_TABLE table;
    int code = enter(BELOW_CONNECT, NULL, &table);
    if (code != 0) {
        *error = code;
        return SOCKET_ERROR;
    }
    return table.lpWSPConnect(s, name, namelen, caller_data, callee_data, sqos, gqos, error);
}

static int WSPAPI below_listen(SOCKET s, int backlog, LPINT error) {
    WSPPROC_TABLE table;
    int code = enter(BELOW_LISTEN, NULL, &table);
    if (code != 0) {
        *error = code;
        return SOCKET_ERROR;
    }
    return table.lpWSPListen(s, backlog, error);
}

static SOCKET WSPAPI below_socket(int af, int type, int protocol, LPWSAPROTOCOL_INFOW info, GROUP group, DWORD flags,
                                  LPINT error) {
    WSPPROC_TABLE table;
    enter(BELOW_SOCKET, info, &table);
    return note_opened(table.lpWSPSocket(af, type, protocol, info, group, flags, error));
}

static INT WSPAPI below_string_to_address(LPWSTR string, INT family, LPWSAPROTOCOL_INFOW info, LPSOCKADDR address,
                                          LPINT length, LPINT error) {
    WSPPROC_TABLE table;
    enter(BELOW_STRING_TO_ADDRESS, info, &table);
    return table.lpWSPStringToAddress(string, family, info, address, length, error);
}

/* After a successful start: what the layer gets is the lower provider's table with the stand-ins in it. */
static void stand_between(WSPPROC_TABLE *table) {
    AcquireSRWLockExclusive(&lock);
    lower = *table;
    table->lpWSPAccept = below_accept;
    table->lpWSPAddressToString = below_address_to_string;
    table->lpWSPCleanup = below_cleanup;
    table->lpWSPCloseSocket = below_close_socket;
    table->lpWSPConnect = below_connect;
    table->lpWSPListen = below_listen;
    table->lpWSPSocket = below_socket;
    table->lpWSPStringToAddress = below_string_to_address;
    seen.table = *table;
    seen.starts++;
    ReleaseSRWLockExclusive(&lock);
}

/* False where nobody watches, and where a call comes from inside the lower WSPStartup: the same DLL may stand once more
 * further down, and that is not the layer's doing. */
static bool begin_start(const WSAPROTOCOL_INFOW *entry, const WSPUPCALLTABLE *upcalls, int *code) {
    AcquireSRWLockExclusive(&lock);
    bool mine = watched && starting != GetCurrentThreadId();
    if (mine) {
        starting = GetCurrentThreadId();
        seen.attempts++;
        seen.upcalls = *upcalls;
        seen.has_entry[BELOW_STARTUP] = entry != NULL;
        if (entry != NULL) {
            seen.entries[BELOW_STARTUP] = *entry;
        }
        *code = failures[BELOW_STARTUP];
        failures[BELOW_STARTUP] = 0;
    }
    ReleaseSRWLockExclusive(&lock);
    return mine;
}

static void end_start(void) {
    AcquireSRWLockExclusive(&lock);
    starting = 0;
    ReleaseSRWLockExclusive(&lock);
}

static int WSPAPI start_below(WORD version, LPWSPDATA data, LPWSAPROTOCOL_INFOW info, WSPUPCALLTABLE upcalls,
                              LPWSPPROC_TABLE table) {
    int code = 0;
    if (!begin_start(info, &upcalls, &code)) {
        return real_startup(version, data, info, upcalls, table);
    }
    if (code == 0) {
        code = real_startup(version, data, info, upcalls, table);
        if (code == 0) {
            stand_between(table);
        }
    }
    end_start();
    return code;
}

FARPROC below_startup(HMODULE module, FARPROC real) {
    LPWSPSTARTUP stand_in = start_below;
    FARPROC given;
    if (real == NULL || expected == NULL || GetModuleHandleW(expected) != module) {
        return real;
    }
    memcpy(&real_startup, &real, sizeof real);
    memcpy(&given, &stand_in, sizeof given);
    return given;
}
