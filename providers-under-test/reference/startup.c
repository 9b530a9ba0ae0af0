/* WSPStartup's count and version, and what the last WSPCleanup undoes. */
#include <string.h>

#include "memory_check.h"
#include "procedures.h"
#include "reference.h"
#include "startup.h"

/* Starting and cleaning up exclude each other as wholes; the model's lock only guards the numbers. */
static SRWLOCK lifecycle = SRWLOCK_INIT;
static int starts;
static const struct personality *latest; /* of the entry that the latest WSPStartup named */

bool started(void) { return starts != 0; }

const struct personality *started_personality(void) { return latest; }

bool started_without_ifs_handles(void) { return latest != NULL && !personality_has_ifs_handles(latest); }

/* Version words carry the major number in the low byte. */
static int rank(WORD version) { return LOBYTE(version) << 8 | HIBYTE(version); }

static WORD negotiated_version(const struct personality *personality, WORD requested) {
    if (FAULT_IN(personality, VERSION_IS_ALWAYS_THE_LOWEST)) {
        return personality->lowest_version;
    }
    if (FAULT_IN(personality, LOWER_VERSION_IS_RAISED)) {
        return personality->highest_version;
    }
    if (FAULT_IN(personality, MINOR_VERSIONS_ARE_NOT_COMPARED) && LOBYTE(requested) == 2) {
        return requested;
    }
    if (FAULT_IN(personality, VERSIONS_ARE_COMPARED_AS_NUMBERS)) {
        return requested < personality->highest_version ? requested : personality->highest_version;
    }
    return rank(requested) < rank(personality->highest_version) ? requested : personality->highest_version;
}

static void describe(const struct personality *personality, WORD requested, LPWSPDATA data) {
    data->wVersion = negotiated_version(personality, requested);
    data->wHighVersion = personality->highest_version;
    if (!FAULT_IN(personality, DESCRIPTION_IS_LEFT_ALONE)) {
        memset(data->szDescription, 0, sizeof data->szDescription);
        wcsncpy(data->szDescription, provider_description, WSPDESCRIPTION_LEN);
    }
}

static bool offers_version(const struct personality *personality, WORD requested) {
    if (FAULT_IN(personality, TOO_NEW_A_VERSION_IS_REFUSED) && rank(requested) > rank(personality->highest_version)) {
        return false;
    }
    if (FAULT_IN(personality, MAJOR_VERSION_IS_READ_FROM_THE_HIGH_BYTE)) {
        return HIBYTE(requested) >= 2;
    }
    return rank(requested) >= rank(personality->lowest_version) || FAULT_IN(personality, TOO_OLD_A_VERSION_IS_TAKEN);
}

int startup_begin(WORD requested, LPWSPDATA data, const WSAPROTOCOL_INFOW *info, const WSPUPCALLTABLE *upcalls) {
    if (!memory_readable(info, sizeof *info)) {
        return WSAEFAULT;
    }
    const struct personality *personality = personality_of(info);
    FAULT_AT(fault_before_startup(personality, requested, data, &starts));
    if (!memory_writable(data, sizeof *data)) {
        return FAULT_IN(personality, UNUSABLE_DATA_GIVES_WSAEINVAL) ? WSAEINVAL : WSAEFAULT;
    }
    if (personality == NULL) {
        return WSASYSNOTREADY;
    }
    if (!offers_version(personality, requested)) {
        return FAULT_IN(personality, FAILED_STARTUP_RETURNS_SOCKET_ERROR) ? SOCKET_ERROR : WSAVERNOTSUPPORTED;
    }
    if ((FAULT_IN(personality, SECOND_STARTUP_IS_REFUSED) && starts != 0) ||
        (FAULT_IN(personality, RESTART_IS_REFUSED) && starts == 0 && latest != NULL)) {
        return WSAEPROCLIM;
    }
    if (!FAULT_IN(personality, SECOND_STARTUP_LEAVES_THE_DATA) || starts == 0) {
        describe(personality, requested, data);
    }
    FAULT_AT(fault_when_described(personality, requested, starts, data));
    AcquireSRWLockExclusive(&lifecycle);
    model_lock();
    starts++;
    if (!FAULT_IN(personality, FIRST_UPCALL_TABLE_IS_KEPT) || latest == NULL) {
        upcall_use_table(upcalls);
    }
    latest = personality;
    model_unlock();
    ReleaseSRWLockExclusive(&lifecycle);
    return 0;
}

/* Nobody shall be told of what the cleanup does to sockets (CLEANUP-04, -05), so registrations and overlapped requests
 * go first. */
static void silence_everything(void) {
    for (struct socket *socket = socket_first_live(); socket != NULL; socket = socket->next) {
        FAULT_AT(fault_before_silence_at_cleanup(socket));
        notify_forget(socket);
        transfers_abort(socket, true);
    }
    outgoing_discard();
}

/* Closes what is open, then releases the handles one by one. */
static void close_everything(void) {
    struct socket *closed = NULL;
    model_lock();
    silence_everything();
    for (struct socket *socket = socket_first_live(); socket != NULL; socket = socket_first_live()) {
        FAULT_AT(fault_when_left_open(socket));
        socket_reference(socket);
        socket_close(socket, true);
        socket->next = closed;
        closed = socket;
    }
    completions_forget();
    while (closed != NULL) {
        struct socket *socket = closed;
        closed = socket->next;
        model_unlock();
        bool kept = FAULT(socket, CLEANUP_KEEPS_DESCRIPTORS) ||
                    (FAULT(socket, CLEANUP_KEEPS_LISTENERS) && socket->backlog != 0);
        if (!kept) {
            socket_drop_handle(socket);
        }
        model_lock();
        socket_release(socket);
    }
    model_unlock();
}

int WSPAPI spi_cleanup(LPINT error) {
    int code = WSANOTINITIALISED;
    AcquireSRWLockExclusive(&lifecycle);
    model_lock();
    bool last = starts == 1 || (FAULT_IN(latest, FIRST_CLEANUP_CLOSES_EVERYTHING) && starts > 1);
    if (starts != 0) {
        starts--;
        code = 0;
        FAULT_AT(fault_when_start_is_undone());
    } else if (FAULT_IN(latest, SURPLUS_CLEANUP_SUCCEEDS)) {
        code = 0;
    } else if (FAULT_IN(latest, SURPLUS_CLEANUP_IS_COUNTED)) {
        starts--;
    }
    int left = FAULT_IN(latest, CLEANUP_RETURNS_THE_COUNT) ? starts : 0;
    model_unlock();
    if (last) {
        close_everything();
        errand_stop();
    }
    ReleaseSRWLockExclusive(&lifecycle);
    return left != 0 ? left : procedure_result(code, error);
}
