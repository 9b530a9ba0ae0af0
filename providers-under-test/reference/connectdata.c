/* User data at connect time, on the caller's side. */
#include "memory_check.h"
#include "reference.h"

#include <string.h>

static ULONG length_of_caller_data(const struct socket *socket, const WSABUF *data) {
    if (FAULT(socket, CALLER_DATA_LENGTH_HAS_SIXTEEN_BITS)) {
        return (USHORT)data->len;
    }
    return FAULT(socket, UNSUPPORTED_DATA_LENGTH_HAS_EIGHT_BITS) ? (BYTE)data->len : data->len;
}

static int check_caller_data(const struct socket *socket, const WSABUF *data) {
    if (data == NULL) {
        return 0;
    }
    if (!memory_readable(data, sizeof *data)) {
        return WSAEFAULT;
    }
    FAULT_AT(fault_before_caller_data_is_checked(socket, data));
    ULONG length = length_of_caller_data(socket, data);
    bool empty_counts = socket->personality->empty_data_is_data && socket->personality->connect_data == 0;
    if (length == 0 && !empty_counts) {
        return FAULT(socket, EMPTY_CALLER_DATA_IS_REFUSED) ? WSAEFAULT : 0;
    }
    if (socket->personality->connect_data == 0) {
        bool taken = FAULT(socket, UNSUPPORTED_CALLER_DATA_IS_TAKEN) ||
                     (FAULT(socket, BLOCKING_CALLER_DATA_IS_TAKEN) && !socket->non_blocking);
        return taken ? 0 : WSAEPROTONOSUPPORT;
    }
    if (length > socket->personality->connect_data) {
        bool wrong = FAULT(socket, TOO_MUCH_CALLER_DATA_GIVES_WSAEMSGSIZE) ||
                     (FAULT(socket, TOO_MUCH_BLOCKING_DATA_GIVES_WSAEMSGSIZE) && !socket->non_blocking);
        return wrong ? WSAEMSGSIZE : WSAEFAULT;
    }
    return memory_readable(data->buf, length) ? 0 : WSAEFAULT;
}

/* Where nothing can come back the buffer behind the descriptor is of no interest. */
static int check_reply_buffer(const struct socket *socket, WSABUF *data) {
    if (data == NULL) {
        return 0;
    }
    if (!memory_writable(data, sizeof *data)) {
        return WSAEFAULT;
    }
    FAULT_AT(fault_when_reply_buffer_is_given(socket, data));
    if (socket->personality->small_reply_room_is_refused && data->len < socket->personality->connect_data) {
        return WSAEFAULT;
    }
    bool comes_back = socket->personality->connect_data != 0 && !socket->personality->carries_no_reply;
    return comes_back && !memory_writable(data->buf, data->len) ? WSAEFAULT : 0;
}

int connectdata_check(const struct socket *socket, const WSABUF *caller_data, WSABUF *callee_data) {
    int code = check_caller_data(socket, caller_data);
    return code != 0 ? code : check_reply_buffer(socket, callee_data);
}

static bool reply_is_late(const struct socket *caller) {
    return FAULT(caller, REPLY_IS_LOST) || (FAULT(caller, REPLY_IS_LATE_FOR_FD_CONNECT) && !caller->attempt_blocks) ||
           (FAULT(caller, REPLY_IS_LATE_FOR_THE_MESSAGE) && caller->registration.window != NULL);
}

static bool keeps_the_length(const struct socket *caller, const struct bytes *reply) {
    bool none = reply->length == 0;
    return FAULT(caller, REPLY_LENGTH_STAYS_THE_ROOM) || (FAULT(caller, NO_REPLY_LEAVES_THE_LENGTH) && none) ||
           (FAULT(caller, NO_REPLY_LEAVES_A_BLOCKING_CALLERS_LENGTH) && none && caller->attempt_blocks);
}

/* The descriptor and the bytes belong to the caller all the while; they may have gone since they were checked. */
static int store_reply(struct socket *caller, const struct bytes *reply) {
    WSABUF *descriptor = caller->reply;
    if (descriptor == NULL || !memory_writable(descriptor, sizeof *descriptor)) {
        bool fails = FAULT(caller, REPLY_WITHOUT_ROOM_FAILS_THE_CALLER) ||
                     (FAULT(caller, REPLY_WITHOUT_ROOM_FAILS_A_BLOCKING_CALLER) && caller->attempt_blocks);
        return fails && reply->length != 0 ? WSAEFAULT : 0;
    }
    if (reply_is_late(caller)) {
        return 0;
    }
    FAULT_AT(fault_before_reply(caller, reply));
    if (FAULT(caller, LONG_REPLY_IS_CUT) && reply->length > caller->reply_room) {
        return 0;
    }
    bool tight = FAULT(caller, REPLY_THAT_FILLS_A_BLOCKING_CALLERS_ROOM_FAILS) && caller->attempt_blocks &&
                 reply->length == caller->reply_room && reply->length != 0;
    if (tight || reply->length > caller->reply_room || !memory_writable(descriptor->buf, reply->length)) {
        return WSAEFAULT;
    }
    if (reply->length != 0) {
        memcpy(descriptor->buf, reply->data, reply->length);
    }
    if (!keeps_the_length(caller, reply)) {
        descriptor->len = reply->length;
    }
    return 0;
}

int connectdata_deliver(struct socket *caller, struct bytes *reply) {
    FAULT_AT(fault_before_delivery(caller, reply));
    int code = store_reply(caller, reply);
    if (code == 0) {
        bytes_assign(&caller->reply_data, reply->data, reply->length);
    }
    caller->reply = NULL;
    return code;
}

void connectdata_fail(struct socket *caller, const struct bytes *reply) {
    if (reply->length != 0 || caller->personality->failure_zeroes_reply) {
        store_reply(caller, reply);
    }
    caller->reply = NULL;
}
