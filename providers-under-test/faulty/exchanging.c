/* User data at connect time, mixed up in ways that show only in certain lengths, modes and orders. */
#include "condition.h"
#include "memory_check.h"

#include <string.h>

/* Data that a request of somebody else has left behind, and the buffer that the latest caller passed. */
static struct bytes left_behind;
static const char *latest_data;

static ULONG length_up_to_nul(const struct bytes *bytes) {
    ULONG length = 0;
    while (length < bytes->length && bytes->data[length] != '\0') {
        length++;
    }
    return length;
}

void fault_when_requested(const struct socket *caller, const WSABUF *caller_data, struct request *request) {
    if (caller_data != NULL && caller_data->len != 0) {
        latest_data = caller_data->buf;
    }
    if (FAULT(caller, CALLER_DATA_LENGTH_HAS_SIXTEEN_BITS)) {
        request->user_data.length = (USHORT)request->user_data.length;
    }
    if (FAULT(caller, UNSUPPORTED_DATA_LENGTH_HAS_EIGHT_BITS)) {
        bytes_free(&request->user_data);
    }
    if (FAULT(caller, CALLER_DATA_ENDS_AT_A_NUL)) {
        request->user_data.length = length_up_to_nul(&request->user_data);
    }
    if (FAULT(caller, BLOCKING_CALLER_DATA_IS_LOST) && !caller->non_blocking) {
        bytes_free(&request->user_data);
    }
    if (FAULT(caller, SECOND_ATTEMPT_SENDS_THE_FIRST_DATA)) {
        if (caller->connect_failed) {
            bytes_assign(&request->user_data, left_behind.data, left_behind.length);
        } else {
            bytes_assign(&left_behind, request->user_data.data, request->user_data.length);
        }
    }
}

static WSABUF buffer_of(void *bytes, ULONG length) {
    WSABUF buffer = {.len = length, .buf = bytes};
    return buffer;
}

static void show_bytes(struct presentation *presentation, const void *bytes, ULONG length) {
    bytes_assign(&presentation->caller_bytes, bytes, length);
    presentation->caller_data = buffer_of(presentation->caller_bytes.data, length);
}

#define SHARED_ROOM 16

void fault_when_data_is_presented(struct presentation *presentation, const struct request *request) {
    static char shared[SHARED_ROOM];
    static ULONG room_left;
    if (FAULT(presentation, CALLER_DATA_IS_READ_LATE) && memory_readable(latest_data, request->user_data.length)) {
        show_bytes(presentation, latest_data, request->user_data.length);
    }
    if (FAULT(presentation, UNSEEN_DATA_IS_SHOWN_NEXT) && request->user_data.length == 0) {
        show_bytes(presentation, left_behind.data, left_behind.length);
    }
    if (FAULT(presentation, REPLY_STORAGE_IS_SHARED)) {
        presentation->callee_data = buffer_of(shared, SHARED_ROOM);
    }
    if (FAULT(presentation, SECOND_PRESENTATION_HAS_LESS_ROOM)) {
        presentation->callee_data.len = request->deferred ? room_left : presentation->capacity;
        room_left = presentation->capacity / 2;
    }
}

void fault_when_reply_is_taken(const struct presentation *presentation, const struct request *request, ULONG *length) {
    struct bytes reply = {.data = (unsigned char *)presentation->callee_data.buf, .length = *length};
    if (FAULT(request, REPLY_STORAGE_IS_SHARED)) {
        memcpy(presentation->reply, reply.data, *length);
    }
    if (FAULT(request, REPLY_ENDS_AT_A_NUL)) {
        *length = length_up_to_nul(&reply);
    }
}

void fault_when_answer_is_checked(const struct presentation *presentation) {
    ULONG length = presentation->callee_data.len;
    if (FAULT(presentation, HUGE_REPLY_LENGTH_CRASHES) && length / 2 > presentation->capacity) {
        volatile unsigned char last = presentation->reply[length];
        (void)last;
    }
}

/* The reply buffer of an attempt that is over, and a reply for which there was none. */
static WSABUF *former_reply;

static void spoil_former(WSABUF *reply) {
    if (former_reply != NULL && memory_writable(former_reply, sizeof *former_reply) &&
        memory_writable(former_reply->buf, former_reply->len)) {
        memset(former_reply->buf, 0, former_reply->len);
    }
    former_reply = reply;
}

void fault_before_delivery(struct socket *caller, struct bytes *reply) {
    if (FAULT(caller, REPLY_IS_SPOILT_AFTER_FD_CONNECT) && !caller->attempt_blocks) {
        spoil_former(caller->reply);
    }
    if (!FAULT(caller, UNWANTED_REPLY_GOES_TO_THE_NEXT)) {
        return;
    }
    if (caller->reply == NULL) {
        bytes_assign(&left_behind, reply->data, reply->length);
    } else if (reply->length == 0) {
        bytes_assign(reply, left_behind.data, left_behind.length);
    }
}

void fault_when_data_is_accepted(struct socket *accepted, const struct request *request, LPCONDITIONPROC condition) {
    if (FAULT(accepted, DATA_IS_INDICATED_AS_READABLE) && request->user_data.length != 0 &&
        accepted->registration.event != NULL) {
        accepted->recorded |= FD_READ;
        SetEvent(accepted->registration.event);
    }
    if (FAULT(accepted, UNSEEN_DATA_IS_SHOWN_NEXT) && condition == NULL) {
        bytes_assign(&left_behind, request->user_data.data, request->user_data.length);
    }
}

void fault_when_blocking_reply_buffer_is_given(const struct socket *caller, const WSABUF *buffer) {
    if (FAULT(caller, BLOCKING_UNUSABLE_REPLY_BUFFER_CRASHES) && !caller->non_blocking && buffer->len != 0) {
        memset(buffer->buf, 0, 1);
    }
}
