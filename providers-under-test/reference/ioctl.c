/* WSPIoctl. */
#include <string.h>

#include "memory_check.h"
#include "procedures.h"
#include "transfer.h"

#include <mswsock.h>

struct ioctl {
    struct socket *socket;
    const void *input;
    DWORD input_length;
    void *output;
    DWORD output_length;
    DWORD size; /* of what was put out */
};

static int put_out(struct ioctl *ioctl, const void *value, DWORD size) {
    if (ioctl->output_length < size || !memory_writable(ioctl->output, size)) {
        return WSAEFAULT;
    }
    memcpy(ioctl->output, value, size);
    ioctl->size = size;
    return 0;
}

/* Blocking mode cannot be had while events are registered (NOTIFY-10). */
static int set_non_blocking(struct ioctl *ioctl) {
    u_long wanted;
    if (ioctl->input_length < sizeof wanted || !memory_readable(ioctl->input, sizeof wanted)) {
        return WSAEFAULT;
    }
    memcpy(&wanted, ioctl->input, sizeof wanted);
    if (wanted == 0 && ioctl->socket->registration.mask != 0) {
        return WSAEINVAL;
    }
    bool kept = FAULT(ioctl->socket, BLOCKING_MODE_DOES_NOT_COME_BACK) && ioctl->socket->non_blocking;
    ioctl->socket->non_blocking = wanted != 0 || kept;
    FAULT_AT(fault_when_mode_is_set(ioctl->socket));
    return 0;
}

static u_long readable_bytes(const struct socket *socket) {
    if (socket_is_connectionless(socket)) {
        const struct chunk *first = socket->datagrams.first;
        return first == NULL ? 0 : first->length;
    }
    return socket->state == STATE_CONNECTED ? connection_inbound(socket)->size : 0;
}

static int tell_readable_bytes(struct ioctl *ioctl) {
    u_long bytes = readable_bytes(ioctl->socket);
    return put_out(ioctl, &bytes, sizeof bytes);
}

/* Without out-of-band data there is never a mark ahead. */
static int tell_mark(struct ioctl *ioctl) {
    BOOL at_mark = TRUE;
    return put_out(ioctl, &at_mark, sizeof at_mark);
}

static int tell_base_handle(struct ioctl *ioctl) {
    return put_out(ioctl, &ioctl->socket->handle, sizeof ioctl->socket->handle);
}

static int set_qos(struct ioctl *ioctl) {
    return qos_set(ioctl->socket, ioctl->input_length < sizeof(QOS) ? NULL : ioctl->input);
}

static int get_qos(struct ioctl *ioctl) {
    return qos_get(ioctl->socket, ioctl->output, ioctl->output_length, &ioctl->size);
}

static int refuse_group_qos(struct ioctl *ioctl) {
    return personality_supports_qos(ioctl->socket->personality) ? WSAEINVAL : WSAENOPROTOOPT;
}

static const struct {
    DWORD code;
    int (*perform)(struct ioctl *ioctl);
} ioctls[] = {
    {(DWORD)FIONBIO, set_non_blocking},
    {FIONREAD, tell_readable_bytes},
    {SIOCATMARK, tell_mark},
    {SIO_BASE_HANDLE, tell_base_handle},
    {SIO_SET_QOS, set_qos},
    {SIO_GET_QOS, get_qos},
    {SIO_SET_GROUP_QOS, refuse_group_qos},
    {SIO_GET_GROUP_QOS, refuse_group_qos},
};

static int perform(struct ioctl *ioctl, DWORD code) {
    for (size_t i = 0; i < sizeof ioctls / sizeof ioctls[0]; i++) {
        if (ioctls[i].code == code) {
            return ioctls[i].perform(ioctl);
        }
    }
    return WSAEOPNOTSUPP;
}

int WSPAPI spi_ioctl(SOCKET s, DWORD code, LPVOID input, DWORD input_length, LPVOID output, DWORD output_length,
                     LPDWORD returned, LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                     LPWSATHREADID thread, LPINT error) {
    int result;
    struct overlapped_request request;
    struct ioctl ioctl = {
        .input = input, .input_length = input_length, .output = output, .output_length = output_length};
    ioctl.socket = socket_enter(s, &result);
    if (ioctl.socket == NULL) {
        return procedure_result(result, error);
    }
    result = request_take(&request, ioctl.socket, overlapped, routine, thread);
    bool counts = returned != NULL || request.overlapped == NULL;
    if (result == 0 && counts && !memory_writable(returned, sizeof *returned)) {
        result = WSAEFAULT;
    }
    if (result == 0) {
        result = perform(&ioctl, code);
    }
    if (result == 0) {
        if (returned != NULL) {
            *returned = ioctl.size;
        }
        request_finish(ioctl.socket, &request, 0, ioctl.size, 0);
    }
    socket_leave(ioctl.socket);
    return procedure_result(result, error);
}
