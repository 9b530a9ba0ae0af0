#include <stdlib.h>
#include <string.h>

#include "memory_check.h"
#include "procedures.h"
#include "reference.h"

#define DEFAULT_BUFFER_SIZE 65536

static struct socket *live_sockets;

struct socket *socket_new(const struct personality *personality, const WSAPROTOCOL_INFOW *info) {
    struct socket *socket = calloc(1, sizeof *socket);
    if (socket == NULL) {
        return NULL;
    }
    socket->references = 1;
    socket->personality = personality;
    socket->info = *info;
    socket->handle = INVALID_SOCKET;
    socket->options.receive_size = DEFAULT_BUFFER_SIZE;
    socket->options.send_size = DEFAULT_BUFFER_SIZE;
    socket->datagrams.capacity = DEFAULT_BUFFER_SIZE;
    socket->datagrams.messages = true;
    return socket;
}

void socket_reference(struct socket *socket) { socket->references++; }

void socket_release(struct socket *socket) {
    if (--socket->references != 0) {
        return;
    }
    bytes_free(&socket->option_data);
    bytes_free(&socket->reply_data);
    flow_free(&socket->flow);
    pipe_free(&socket->datagrams);
    free(socket);
}

struct socket *socket_first_live(void) {
    return live_sockets;
}

void socket_make_live(struct socket *socket) {
    socket_reference(socket);
    socket->next = live_sockets;
    live_sockets = socket;
}

static void take_off_list(struct socket *socket) {
    for (struct socket **place = &live_sockets; *place != NULL; place = &(*place)->next) {
        if (*place == socket) {
            *place = socket->next;
            return;
        }
    }
}

bool socket_is_connectionless(const struct socket *socket) {
    return personality_is_connectionless(socket->personality);
}

/* The upcall's code where it is one that WSPSocket may give for lack of descriptors (SOCKET-09, UPCALL-22). */
static int exhaustion_code(const struct socket *socket, int upcall_code) {
    if (FAULT(socket, NO_DESCRIPTOR_FOR_A_SOCKET_GIVES_A_WIN32_CODE)) {
        return ERROR_TOO_MANY_OPEN_FILES;
    }
    return upcall_code == WSAEMFILE ? WSAEMFILE : WSAENOBUFS;
}

static int make_ifs_handle(struct socket *socket) {
    int error = 0;
    socket->kernel = CreateEventW(NULL, TRUE, FALSE, NULL);
    if (socket->kernel == NULL) {
        return WSAENOBUFS;
    }
    socket->handle = upcall_modify_handle(socket->info.dwCatalogEntryId, socket->kernel, &error);
    if (socket->handle == INVALID_SOCKET) {
        CloseHandle(socket->kernel);
        socket->kernel = NULL;
        return exhaustion_code(socket, error);
    }
    return 0;
}

int socket_make_handle(struct socket *socket) {
    if (personality_has_ifs_handles(socket->personality)) {
        return make_ifs_handle(socket);
    }
    int error = 0;
    socket->handle = upcall_create_handle(socket->info.dwCatalogEntryId, (DWORD_PTR)socket, &error);
    return socket->handle == INVALID_SOCKET ? exhaustion_code(socket, error) : 0;
}

void socket_drop_handle(struct socket *socket) {
    if (socket->kernel != NULL) {
        CloseHandle(socket->kernel);
    } else if (socket->handle != INVALID_SOCKET) {
        upcall_close_handle(socket->handle);
        if (FAULT(socket, HANDLE_IS_CLOSED_TWICE)) {
            upcall_close_handle(socket->handle);
        }
    }
}

/* A handle of the operating system is found by its value, another by the context that the Windows Sockets DLL keeps. */
static struct socket *find(SOCKET handle, const struct socket *context) {
    struct socket *socket = live_sockets;
    while (socket != NULL && (socket->handle != handle || (socket->kernel == NULL && socket != context))) {
        socket = socket->next;
    }
    return socket;
}

static bool any_without_kernel_object(void) {
    struct socket *socket = live_sockets;
    while (socket != NULL && socket->kernel != NULL) {
        socket = socket->next;
    }
    return socket != NULL;
}

/* With the lock held, which it releases to ask the Windows Sockets DLL. */
static struct socket *resolve(SOCKET handle) {
    struct socket *socket = find(handle, NULL);
    if (socket != NULL || !(any_without_kernel_object() || started_without_ifs_handles())) {
        return socket;
    }
    model_unlock();
    DWORD_PTR context = 0;
    bool known = upcall_query_context(handle, &context);
    model_lock();
    return known && started() ? find(handle, (const struct socket *)context) : NULL;
}

struct socket *socket_enter(SOCKET handle, int *code) {
    *code = WSANOTINITIALISED;
    model_lock();
    if (started()) {
        struct socket *socket = resolve(handle);
        bool nested = socket != NULL && socket->personality->refuses_nested_calls && callback_is_around();
        if (socket != NULL && !nested) {
            socket_reference(socket);
            *code = 0;
            return socket;
        }
        *code = nested ? WSAEINPROGRESS : WSAENOTSOCK;
    }
    model_unlock();
    return NULL;
}

void socket_leave(struct socket *socket) {
    socket_release(socket);
    model_leave();
}

void socket_changed(struct socket *socket) {
    WakeAllConditionVariable(&socket->changed);
    bool asleep = (FAULT(socket, REQUEST_DOES_NOT_WAKE_SELECT) && socket->state == STATE_LISTENING) ||
                  (FAULT(socket, REJECTION_DOES_NOT_WAKE_SELECT) && socket->state != STATE_CONNECTED);
    if (selecting != 0 && !asleep) {
        WakeAllConditionVariable(&select_changed);
    }
    if (socket->closed) {
        return;
    }
    if (socket->personality->own_thread) {
        errand_send(ERRAND_EVALUATE, socket);
    } else {
        notify_evaluate(socket);
    }
}

static bool closes_abortively(const struct socket *socket) {
    return socket->options.linger.l_onoff != 0 && socket->options.linger.l_linger == 0;
}

void socket_close(struct socket *socket, bool silently) {
    FAULT_AT(fault_before_close(socket));
    socket->closed = true;
    take_off_list(socket);
    notify_cancel(socket);
    transfers_abort(socket, silently);
    if (socket->state == STATE_LISTENING) {
        queue_dismiss(socket);
    }
    if (socket->attempt != NULL) {
        request_abandon(socket);
    }
    if (socket->connection != NULL) {
        connection_close(socket->connection, socket->side, silently || closes_abortively(socket));
    }
    socket->state = STATE_DEAD;
    socket_changed(socket);
    socket_release(socket);
}

int WSPAPI spi_close_socket(SOCKET s, LPINT error) {
    int code;
    struct socket *socket = socket_enter(s, &code);
    if (socket == NULL) {
        return procedure_result(code, error);
    }
    socket_close(socket, false);
    model_leave();
    socket_drop_handle(socket);
    model_lock();
    socket_leave(socket);
    return 0;
}

static bool names_type(int argument, int value) {
    return argument == 0 || argument == FROM_PROTOCOL_INFO || argument == value;
}

static bool names_protocol(int argument, const WSAPROTOCOL_INFOW *info) {
    if (argument == FROM_PROTOCOL_INFO) {
        return true;
    }
    if (argument == 0) {
        return (info->dwProviderFlags & PFL_MATCHES_PROTOCOL_ZERO) != 0 || info->iProtocol == 0;
    }
    return argument >= info->iProtocol && argument - info->iProtocol <= info->iProtocolMaxOffset;
}

static int check_arguments(const struct personality *personality, int family, int type, int protocol) {
    WSAPROTOCOL_INFOW info;
    if (personality->ignores_socket_arguments) {
        return 0;
    }
    personality_info(personality, &info);
    if (!names_type(family, info.iAddressFamily)) {
        return WSAEAFNOSUPPORT;
    }
    if (!names_type(type, info.iSocketType)) {
        return WSAESOCKTNOSUPPORT;
    }
    return names_protocol(protocol, &info) ? 0 : WSAEPROTONOSUPPORT;
}

static int check_flags(DWORD flags) {
    DWORD multipoint = WSA_FLAG_MULTIPOINT_C_ROOT | WSA_FLAG_MULTIPOINT_C_LEAF | WSA_FLAG_MULTIPOINT_D_ROOT |
                       WSA_FLAG_MULTIPOINT_D_LEAF;
    return (flags & multipoint) != 0 ? WSAEINVAL : 0;
}

static bool group_exists(const struct personality *personality, GROUP group) {
    for (struct socket *socket = live_sockets; socket != NULL; socket = socket->next) {
        if (socket->personality == personality && socket->group == group) {
            return true;
        }
    }
    return false;
}

int socket_join_group(struct socket *socket, GROUP group) {
    static GROUP last_group = SG_CONSTRAINED_GROUP;
    bool constant = group == SG_UNCONSTRAINED_GROUP || group == SG_CONSTRAINED_GROUP;
    if (FAULT(socket, UNKNOWN_GROUP_IS_IGNORED)) {
        return 0;
    }
    if (group == 0 || (constant && socket->personality->groups == GROUPS_UNSUPPORTED)) {
        return 0;
    }
    if (socket->personality->groups != GROUPS_HONOURED) {
        return WSAEINVAL;
    }
    if (!constant && !group_exists(socket->personality, group)) {
        return WSAEINVAL;
    }
    socket->group = constant ? ++last_group : group;
    return 0;
}

/* Without the lock: gives a new socket its handle and makes it known. */
static int publish(struct socket *socket, GROUP group) {
    model_lock();
    int code = socket_join_group(socket, group);
    model_unlock();
    if (code == 0) {
        code = socket_make_handle(socket);
    }
    model_lock();
    if (code == 0) {
        socket_make_live(socket);
    }
    socket_leave(socket);
    return code;
}

static int create(const WSAPROTOCOL_INFOW *info, GROUP group, DWORD flags, SOCKET *handle) {
    struct socket *socket = socket_new(personality_of(info), info);
    if (socket == NULL) {
        return WSAENOBUFS;
    }
    socket->overlapped = (flags & WSA_FLAG_OVERLAPPED) != 0;
    FAULT_AT(fault_when_created(socket));
    socket_reference(socket);
    int code = publish(socket, group);
    model_lock();
    *handle = socket->handle;
    socket_leave(socket);
    return code;
}

static int check_new(int family, int type, int protocol, const WSAPROTOCOL_INFOW *info, DWORD flags) {
    model_lock();
    bool ready = started();
    model_unlock();
    if (!ready) {
        return WSANOTINITIALISED;
    }
    if (info == NULL || !memory_readable(info, sizeof *info)) {
        return WSAEFAULT;
    }
    const struct personality *personality = personality_of(info);
    if (personality == NULL) {
        return WSAEPROTONOSUPPORT;
    }
    int code = check_arguments(personality, family, type, protocol);
    return code != 0 ? code : check_flags(flags);
}

SOCKET WSPAPI spi_socket(int family, int type, int protocol, LPWSAPROTOCOL_INFOW info, GROUP group, DWORD flags,
                         LPINT error) {
    SOCKET handle = INVALID_SOCKET;
    int code = check_new(family, type, protocol, info, flags);
    if (code == 0) {
        code = create(info, group, flags, &handle);
    }
    procedure_result(code, error);
    return code == 0 ? handle : INVALID_SOCKET;
}

/* There is no other process that could see this transport's sockets. */
int WSPAPI spi_duplicate_socket(SOCKET s, DWORD process, LPWSAPROTOCOL_INFOW info, LPINT error) {
    int code;
    (void)process;
    struct socket *socket = socket_enter(s, &code);
    if (socket != NULL) {
        code = memory_writable(info, sizeof *info) ? WSAEINVAL : WSAEFAULT;
        socket_leave(socket);
    }
    return procedure_result(code, error);
}

/* No entry has multipoint support. */
SOCKET WSPAPI spi_join_leaf(SOCKET s, const struct sockaddr *address, int length, LPWSABUF caller_data,
                            LPWSABUF callee_data, LPQOS flow, LPQOS group_flow, DWORD flags, LPINT error) {
    int code;
    (void)address, (void)length, (void)caller_data, (void)callee_data, (void)flow, (void)group_flow, (void)flags;
    struct socket *socket = socket_enter(s, &code);
    if (socket != NULL) {
        code = WSAEOPNOTSUPP;
        socket_leave(socket);
    }
    procedure_result(code, error);
    return INVALID_SOCKET;
}
