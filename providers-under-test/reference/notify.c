/* Indications: WSPAsyncSelect, WSPEventSelect, WSPEnumNetworkEvents, and the rules for when which event is told. */
#include "memory_check.h"
#include "procedures.h"
#include "reference.h"

#define ARMED_BY_REGISTERING (FD_READ | FD_WRITE | FD_ACCEPT | FD_CONNECT | FD_CLOSE | FD_QOS)

static int bit_number(long event) {
    int number = 0;
    while ((event >> number & 1) == 0) {
        number++;
    }
    return number;
}

static bool wanted(const struct socket *socket, long event) {
    return (socket->registration.mask & socket->armed & event) != 0;
}

static void record(struct socket *socket, long event, int error) {
    socket->recorded |= event;
    socket->recorded_error[bit_number(event)] = error;
    SetEvent(socket->registration.event);
}

static void post(struct socket *socket, long event, int error) {
    bool nameless = FAULT(socket, ACCEPT_MESSAGE_NAMES_NO_SOCKET) && event == FD_ACCEPT;
    struct outgoing message = {.socket = socket,
                               .window = socket->registration.window,
                               .message = socket->registration.message,
                               .wparam = nameless ? 0 : (WPARAM)socket->handle,
                               .lparam = WSAMAKESELECTREPLY(event, error)};
    outgoing_add(&message);
}

static void indicate(struct socket *socket, long event, int error) {
    socket->armed &= ~event;
    FAULT_AT(fault_before_indication(socket, event, &error));
    if (socket->registration.event != NULL) {
        record(socket, event, error);
    } else {
        post(socket, event, error);
    }
}

/* A deferred request at the head silences the listener (DEFER-06), and so does one that is being decided on. */
static bool head_is_indicated(const struct socket *listener) {
    const struct request *head = listener->first_request;
    if (head == NULL || head->deciding) {
        return false;
    }
    return !head->deferred || (listener->just_registered && listener->personality->registration_shows_deferred);
}

static void evaluate_accept(struct socket *listener) {
    bool silent = FAULT(listener, DEFERRAL_SILENCES_OTHER_LISTENERS);
    FAULT_AT(silent = silent && fault_somebody_defers(listener));
    if (wanted(listener, FD_ACCEPT) && head_is_indicated(listener) && !silent) {
        listener->first_request->announced = true;
        indicate(listener, FD_ACCEPT, 0);
    }
    listener->just_registered = false;
}

static void evaluate_connect(struct socket *socket) {
    if (socket->outcome_due && wanted(socket, FD_CONNECT)) {
        socket->outcome_due = false;
        FAULT_AT(fault_before_outcome(socket));
        indicate(socket, FD_CONNECT, socket->attempt_outcome);
    }
}

static void evaluate_read(struct socket *socket, const struct pipe *inbound) {
    if (wanted(socket, FD_READ) && pipe_readable(inbound) && !socket->receive_ended) {
        indicate(socket, FD_READ, 0);
    }
}

static void evaluate_write(struct socket *socket) {
    if (wanted(socket, FD_WRITE) && send_obstacle(socket, 1) == 0) {
        indicate(socket, FD_WRITE, 0);
    }
}

/* The end of a graceful close is told when everything was read (NOTIFY-28). */
static void evaluate_close(struct socket *socket, const struct pipe *inbound) {
    int code = connection_error(socket);
    if (wanted(socket, FD_CLOSE) && (code != 0 || (inbound->ended && !pipe_readable(inbound)))) {
        indicate(socket, FD_CLOSE, code);
    }
}

/* FD_QOS is edge-triggered: a change that comes while it is disabled is not told later (QOS-13). */
static void evaluate_qos(struct socket *socket) {
    if (socket->qos_changed && wanted(socket, FD_QOS)) {
        indicate(socket, FD_QOS, 0);
    }
    socket->qos_changed = false;
}

static void evaluate_connection(struct socket *socket) {
    const struct pipe *inbound = connection_inbound(socket);
    evaluate_read(socket, inbound);
    evaluate_write(socket);
    evaluate_qos(socket);
    evaluate_close(socket, inbound);
}

void notify_evaluate(struct socket *socket) {
    if (socket->closed || socket->registration.mask == 0) {
        return;
    }
    if (socket->state == STATE_LISTENING) {
        evaluate_accept(socket);
    }
    evaluate_connect(socket);
    if (socket->state == STATE_CONNECTED) {
        evaluate_connection(socket);
    } else if (socket_is_connectionless(socket)) {
        evaluate_read(socket, &socket->datagrams);
        evaluate_write(socket);
    }
}

void notify_arm(struct socket *socket, long events) { socket->armed |= events; }

void notify_forget(struct socket *socket) {
    if (socket->registration.event != NULL) {
        CloseHandle(socket->registration.event);
    }
    socket->registration = (struct registration){0};
    socket->recorded = 0;
}

void notify_cancel(struct socket *socket) {
    notify_forget(socket);
    outgoing_cancel_messages(socket);
}

/* The client may close its handle as it likes; the provider keeps one of its own. NULL for what is no handle. */
static HANDLE duplicate(HANDLE event) {
    HANDLE copy = NULL;
    HANDLE process = GetCurrentProcess();
    if (event != NULL && event != INVALID_HANDLE_VALUE) {
        DuplicateHandle(process, event, process, &copy, 0, FALSE, DUPLICATE_SAME_ACCESS);
    }
    return copy;
}

bool notify_inherit(struct socket *socket, const struct socket *listener) {
    struct registration registration = listener->registration;
    if (registration.event != NULL) {
        registration.event = duplicate(registration.event);
        if (registration.event == NULL) {
            return false;
        }
    }
    if ((FAULT(socket, EVENTS_ARE_NOT_INHERITED) && registration.event != NULL) ||
        (FAULT(socket, MESSAGES_ARE_NOT_INHERITED) && registration.window != NULL)) {
        registration.mask = 0;
    }
    FAULT_AT(fault_when_registration_is_inherited(socket, listener, &registration));
    notify_forget(socket);
    socket->registration = registration;
    socket->armed = ARMED_BY_REGISTERING;
    return true;
}

/* A registration replaces the one before, of either kind, and makes the socket non-blocking (NOTIFY-09, -12). */
static void register_for(struct socket *socket, const struct registration *registration) {
    notify_cancel(socket);
    FAULT_AT(fault_when_registered(socket));
    socket->registration = *registration;
    socket->non_blocking = true;
    socket->armed |= ARMED_BY_REGISTERING;
    socket->just_registered = true;
    socket_changed(socket);
}

int WSPAPI spi_async_select(SOCKET s, HWND window, unsigned int message, long events, LPINT error) {
    int code;
    struct socket *socket = socket_enter(s, &code);
    if (socket == NULL) {
        return procedure_result(code, error);
    }
    struct registration registration = {.mask = events, .window = window, .message = message};
    if (events != 0 && window == NULL) {
        code = WSAEINVAL;
    } else {
        register_for(socket, &registration);
    }
    socket_leave(socket);
    return procedure_result(code, error);
}

int WSPAPI spi_event_select(SOCKET s, WSAEVENT event, long events, LPINT error) {
    int code;
    struct socket *socket = socket_enter(s, &code);
    if (socket == NULL) {
        return procedure_result(code, error);
    }
    struct registration registration = {.mask = events};
    if (events != 0) {
        registration.event = duplicate(event);
    }
    if ((events != 0 && registration.event == NULL) ||
        (FAULT(socket, RESERVED_GROUP_EVENT_IS_REFUSED) && (events & FD_GROUP_QOS) != 0)) {
        code = WSAEINVAL;
    } else {
        register_for(socket, &registration);
    }
    socket_leave(socket);
    return procedure_result(code, error);
}

/* Only the slots of recorded events are written (NOTIFY-17). */
static void hand_out_record(struct socket *socket, LPWSANETWORKEVENTS events) {
    events->lNetworkEvents = socket->recorded;
    for (int bit = 0; bit < FD_MAX_EVENTS; bit++) {
        if ((socket->recorded >> bit & 1) != 0) {
            events->iErrorCode[bit] = socket->recorded_error[bit];
            if (bit == FD_CONNECT_BIT && socket->personality->record_takes_the_error) {
                socket->error = 0;
            }
        }
    }
    socket->recorded = 0;
    FAULT_AT(fault_when_record_is_taken(socket));
}

int WSPAPI spi_enum_network_events(SOCKET s, WSAEVENT event, LPWSANETWORKEVENTS events, LPINT error) {
    int code;
    struct socket *socket = socket_enter(s, &code);
    if (socket == NULL) {
        return procedure_result(code, error);
    }
    if (!memory_writable(events, sizeof *events)) {
        code = WSAEFAULT;
    } else if (event != NULL && !ResetEvent(event)) {
        code = WSAEINVAL;
    } else {
        hand_out_record(socket, events);
    }
    socket_leave(socket);
    return procedure_result(code, error);
}
