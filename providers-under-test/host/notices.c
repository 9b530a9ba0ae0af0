/* Events, messages, sets, and cancelling. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "host.h"
#include "messages.h"
#include "sockets.h"

int WSPAPI host_async_select(SOCKET s, HWND window, unsigned int message, long events, LPINT error) {
    return messages_select(s, window, message, events, error);
}

int WSPAPI host_event_select(SOCKET s, WSAEVENT event, long events, LPINT error) {
    return messages_select_event(s, event, events, error);
}

int WSPAPI host_enum_network_events(SOCKET s, WSAEVENT event, LPWSANETWORKEVENTS events, LPINT error) {
    return host_result(WSAEnumNetworkEvents(sockets_host(s), event, events), error);
}

static size_t set_size(unsigned int count) {
    return offsetof(fd_set, fd_array) + (count > FD_SETSIZE ? count : FD_SETSIZE) * sizeof(SOCKET);
}

/* The set in the host's values, for free(); NULL for no set. */
static fd_set *to_host(const fd_set *set) {
    if (set == NULL) {
        return NULL;
    }
    fd_set *translated = memory_zeroed(1, set_size(set->fd_count));
    translated->fd_count = set->fd_count;
    for (unsigned int i = 0; i < set->fd_count; i++) {
        translated->fd_array[i] = sockets_host(set->fd_array[i]);
    }
    return translated;
}

/* Keeps those members whose host socket is still in the answer. */
static void from_host(fd_set *set, const fd_set *answer) {
    unsigned int kept = 0;
    for (unsigned int i = 0; set != NULL && i < set->fd_count; i++) {
        SOCKET host = sockets_host(set->fd_array[i]);
        for (unsigned int j = 0; j < answer->fd_count; j++) {
            if (answer->fd_array[j] == host) {
                set->fd_array[kept++] = set->fd_array[i];
                break;
            }
        }
    }
    if (set != NULL) {
        set->fd_count = kept;
    }
}

static int select_renamed(int nfds, fd_set *sets[3], const PTIMEVAL timeout, LPINT error) {
    fd_set *host_sets[3];
    for (size_t i = 0; i < 3; i++) {
        host_sets[i] = to_host(sets[i]);
    }
    int result = host_result(select(nfds, host_sets[0], host_sets[1], host_sets[2], timeout), error);
    for (size_t i = 0; i < 3; i++) {
        if (result != SOCKET_ERROR) {
            from_host(sets[i], host_sets[i]);
        }
        free(host_sets[i]);
    }
    return result;
}

int WSPAPI host_select(int nfds, fd_set *readfds, fd_set *writefds, fd_set *exceptfds, const PTIMEVAL timeout,
                       LPINT error) {
    if (sockets_any_renamed()) {
        fd_set *sets[3] = {readfds, writefds, exceptfds};
        return select_renamed(nfds, sets, timeout, error);
    }
    return host_result(select(nfds, readfds, writefds, exceptfds, timeout), error);
}

/* The host's function is absent from its documentation and may be absent from its ws2_32. Without it nothing can have
 * been blocked in a way that could be cancelled, and that is what the code says. */
int WSPAPI host_cancel_blocking_call(LPINT error) {
    HMODULE library = GetModuleHandleW(L"ws2_32.dll");
    FARPROC address = library == NULL ? NULL : GetProcAddress(library, "WSACancelBlockingCall");
    if (address == NULL) {
        *error = WSAEINVAL;
        return SOCKET_ERROR;
    }
    int(WSAAPI * cancel)(void) = NULL;
    memcpy(&cancel, &address, sizeof cancel);
    return host_result(cancel(), error);
}
