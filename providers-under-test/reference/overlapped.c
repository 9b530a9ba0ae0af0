/* Overlapped requests: the lines of pending ones, their completion, and its query. */
#include <stdlib.h>
#include <string.h>

#include "completion.h"
#include "memory_check.h"
#include "procedures.h"
#include "transfer.h"

#define PENDING 0x103 /* what WSAOVERLAPPED.Internal holds meanwhile; HasOverlappedIoCompleted looks at it */

int vector_take(struct vector *vector, WSABUF *buffers, DWORD count, bool writable) {
    size_t total = 0;
    if (!memory_readable(buffers, count * sizeof *buffers)) {
        return WSAEFAULT;
    }
    for (DWORD i = 0; i < count; i++) {
        bool usable = writable ? memory_writable(buffers[i].buf, buffers[i].len)
                               : memory_readable(buffers[i].buf, buffers[i].len);
        total += buffers[i].len;
        if (!usable || total > INT_MAX) {
            return WSAEFAULT;
        }
    }
    *vector = (struct vector){.buffers = buffers, .count = count, .length = (ULONG)total};
    return 0;
}

int request_take(struct overlapped_request *request, const struct socket *socket, LPWSAOVERLAPPED overlapped,
                 LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread) {
    memset(request, 0, sizeof *request);
    if (overlapped == NULL || !socket->overlapped) {
        return 0;
    }
    if (!memory_writable(overlapped, sizeof *overlapped) ||
        (routine != NULL && (thread == NULL || !memory_readable(thread, sizeof *thread)))) {
        return WSAEFAULT;
    }
    request->overlapped = overlapped;
    request->routine = routine;
    if (routine != NULL) {
        request->thread = *thread;
    }
    return 0;
}

static struct transfer *copy_transfer(const struct transfer *transfer) {
    size_t list = transfer->vector.count * sizeof(WSABUF);
    struct transfer *copy = malloc(sizeof *copy + list);
    if (copy != NULL) {
        *copy = *transfer;
        copy->next = NULL;
        copy->vector.buffers = (WSABUF *)(copy + 1);
        memcpy(copy->vector.buffers, transfer->vector.buffers, list);
    }
    return copy;
}

int transfer_postpone(struct transfer **line, const struct transfer *transfer) {
    struct transfer *copy = copy_transfer(transfer);
    if (copy == NULL) {
        return WSAENOBUFS;
    }
    while (*line != NULL) {
        line = &(*line)->next;
    }
    *line = copy;
    if (copy->request.routine == NULL && copy->request.overlapped->hEvent != NULL) {
        ResetEvent(copy->request.overlapped->hEvent);
    }
    copy->request.overlapped->InternalHigh = 0;
    copy->request.overlapped->Internal = PENDING;
    return WSA_IO_PENDING;
}

static bool store_result(LPWSAOVERLAPPED overlapped, int code, ULONG transferred, DWORD flags) {
    if (!memory_writable(overlapped, sizeof *overlapped)) {
        return false;
    }
    overlapped->InternalHigh = transferred;
    overlapped->Offset = flags;
    overlapped->OffsetHigh = (DWORD)code;
    overlapped->Internal = (DWORD)code;
    return true;
}

static void send_routine(struct socket *socket, const struct overlapped_request *request, int code, ULONG transferred,
                         DWORD flags) {
    struct completion *completion = calloc(1, sizeof *completion);
    if (completion == NULL) {
        return;
    }
    completion->routine = request->routine;
    completion->thread = request->thread;
    completion->error = (DWORD)code;
    completion->transferred = transferred;
    completion->overlapped = request->overlapped;
    completion->flags = flags;
    completion_send(completion, socket);
}

void request_finish(struct socket *socket, const struct overlapped_request *request, int code, ULONG transferred,
                    DWORD flags) {
    if (request->overlapped == NULL || !store_result(request->overlapped, code, transferred, flags)) {
        return;
    }
    if (request->untold) {
        return;
    }
    if (request->routine != NULL) {
        send_routine(socket, request, code, transferred, flags);
    } else if (request->overlapped->hEvent != NULL) {
        SetEvent(request->overlapped->hEvent);
    }
    WakeAllConditionVariable(&socket->changed);
}

static void complete_first(struct socket *socket, struct transfer **line, int code) {
    struct transfer *transfer = *line;
    *line = transfer->next;
    request_finish(socket, &transfer->request, code, transfer->done, transfer->flags);
    free(transfer);
}

bool transfers_pump_receives(struct socket *socket) {
    bool progress = false;
    while (socket->receives != NULL && receive_obstacle(socket) != WSAEWOULDBLOCK) {
        complete_first(socket, &socket->receives, transfer_receive(socket, socket->receives));
        progress = true;
    }
    return progress;
}

static bool send_on(struct socket *socket, struct transfer *transfer, int *code) {
    ULONG before = transfer->done;
    *code = path_obstacle(socket, transfer->vector.length - transfer->done);
    if (*code == 0) {
        *code = transfer_send(socket, transfer);
    }
    return transfer->done != before;
}

bool transfers_pump_sends(struct socket *socket) {
    bool progress = false;
    while (socket->sends != NULL) {
        int code;
        progress |= send_on(socket, socket->sends, &code);
        if (code == WSAEWOULDBLOCK || (code == 0 && socket->sends->done < socket->sends->vector.length)) {
            return progress;
        }
        complete_first(socket, &socket->sends, code);
        progress = true;
        sending_finished(socket);
    }
    return progress;
}

static void abort_line(struct socket *socket, struct transfer **line, bool silently) {
    while (*line != NULL) {
        (*line)->request.untold = silently;
        complete_first(socket, line, WSA_OPERATION_ABORTED);
    }
}

void transfers_abort(struct socket *socket, bool silently) {
    abort_line(socket, &socket->receives, silently);
    abort_line(socket, &socket->sends, silently);
}

static bool is_complete(void *context) {
    const WSAOVERLAPPED *overlapped = context;
    return overlapped->Internal != PENDING;
}

static int await_completion(struct socket *socket, LPWSAOVERLAPPED overlapped, bool wait) {
    struct waiting waiting = {.socket = socket,
                              .variable = &socket->changed,
                              .ready = is_complete,
                              .context = overlapped,
                              .milliseconds = INFINITE};
    if (is_complete(overlapped)) {
        return 0;
    }
    int code = wait ? blocking_wait(&waiting) : WSA_IO_INCOMPLETE;
    return is_complete(overlapped) ? 0 : code;
}

static int result_of(struct socket *socket, LPWSAOVERLAPPED overlapped, LPDWORD transferred, bool wait, LPDWORD flags) {
    if (!memory_readable(overlapped, sizeof *overlapped) || !memory_writable(transferred, sizeof *transferred) ||
        !memory_writable(flags, sizeof *flags)) {
        return WSAEFAULT;
    }
    int code = await_completion(socket, overlapped, wait);
    if (code != 0) {
        return code;
    }
    *transferred = (DWORD)overlapped->InternalHigh;
    *flags = overlapped->Offset;
    return (int)overlapped->OffsetHigh;
}

WINBOOL WSPAPI spi_get_overlapped_result(SOCKET s, LPWSAOVERLAPPED overlapped, LPDWORD transferred, WINBOOL wait,
                                         LPDWORD flags, LPINT error) {
    int code;
    struct socket *socket = socket_enter(s, &code);
    if (socket != NULL) {
        code = result_of(socket, overlapped, transferred, wait, flags);
        socket_leave(socket);
    }
    return procedure_result(code, error) == 0;
}
