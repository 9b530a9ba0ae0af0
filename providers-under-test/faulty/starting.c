#include "memory_check.h"
#include "reference.h"

#include <string.h>
#include <wchar.h>

/* While it runs a failing WSPStartup has not counted anything. */
void fault_before_startup(const struct personality *personality, WORD requested, LPWSPDATA data, int *starts) {
    bool usable = memory_writable(data, sizeof *data);
    if ((FAULT_IN(personality, UNUSABLE_STARTUP_IS_COUNTED) && !usable) ||
        (FAULT_IN(personality, REFUSED_STARTUP_IS_COUNTED) && LOBYTE(requested) < 2)) {
        ++*starts;
    }
}

static void change_version(const struct personality *personality, WORD requested, int starts, LPWSPDATA data) {
    static WORD first;
    if (FAULT_IN(personality, HIGHEST_VERSION_FOLLOWS_THE_REQUEST) && LOBYTE(requested) > 2) {
        data->wVersion = data->wHighVersion = requested;
    }
    if (starts == 0) {
        first = data->wVersion;
    }
    if (FAULT_IN(personality, LATER_VERSIONS_ARE_THE_FIRST)) {
        data->wVersion = first;
    }
}

void fault_when_described(const struct personality *personality, WORD requested, int starts, LPWSPDATA data) {
    change_version(personality, requested, starts, data);
    if (FAULT_IN(personality, DESCRIPTION_HAS_A_FORMATTING_CHARACTER)) {
        wcscat(data->szDescription, L"\x202E");
    }
    if (FAULT_IN(personality, DESCRIPTION_IS_NOT_TERMINATED)) {
        wmemset(data->szDescription, L'x', sizeof data->szDescription / sizeof data->szDescription[0]);
    }
    if (FAULT_IN(personality, DESCRIPTION_HAS_A_LINE_END)) {
        wcscat(data->szDescription, L"\r\n");
    }
}

void fault_when_table_is_filled(LPWSAPROTOCOL_INFOW info, LPWSPPROC_TABLE table) {
    if (FAULT_IN(personality_of(info), NULL_ENTRY_IN_THE_TABLE)) {
        table->lpWSPGetQOSByName = NULL;
    }
}

void fault_when_table_is_unusable(LPWSAPROTOCOL_INFOW info, LPWSPPROC_TABLE table) {
    if (FAULT_IN(personality_of(info), UNUSABLE_TABLE_CRASHES)) {
        table->lpWSPAccept = NULL;
    }
}

void fault_when_created(struct socket *socket) {
    if (FAULT(socket, UNGROUPED_SOCKET_IS_GROUPED)) {
        socket->group = SG_CONSTRAINED_GROUP;
    }
}

/* The first upcall table, and where the latest one came from. */
static WSPUPCALLTABLE first_table;
static const WSPUPCALLTABLE *table_argument;
static bool undone; /* a start, by a cleanup */
static ULONGLONG undone_at;

void fault_before_table(const WSPUPCALLTABLE *former, const WSPUPCALLTABLE *table) {
    first_table = former->lpWPUCloseEvent == NULL ? *table : *former;
    table_argument = table;
}

void fault_when_table_is_looked_at(WSPUPCALLTABLE *table) {
    if (FAULT_IN(started_personality(), UPCALL_TABLE_IS_KEPT_BY_ADDRESS)) {
        *table = *table_argument;
    }
    if (FAULT_IN(started_personality(), CLEANUP_BRINGS_THE_FIRST_TABLE_BACK) && undone) {
        *table = first_table;
    }
}

void fault_before_posting(LPWPUPOSTMESSAGE *post) {
    if (FAULT_IN(started_personality(), MESSAGES_ARE_POSTED_THROUGH_THE_FIRST_TABLE)) {
        *post = first_table.lpWPUPostMessage;
    }
}

void fault_before_query_for_the_hook(WSPUPCALLTABLE *table) {
    if (FAULT_IN(started_personality(), HOOK_IS_ASKED_FOR_THROUGH_THE_FIRST_TABLE)) {
        *table = first_table;
    }
}

void fault_when_start_is_undone(void) {
    undone = true;
    undone_at = GetTickCount64();
    for (struct socket *socket = socket_first_live(); socket != NULL; socket = socket->next) {
        socket_changed(socket);
    }
}

void fault_when_wait_goes_on(const struct waiting *waiting, ULONGLONG since, bool *cancelled) {
    while (FAULT(waiting->socket, LAST_CLEANUP_LEAVES_WAITING_CALLS) && !started()) {
        model_wait(waiting->variable, INFINITE);
    }
    if (FAULT(waiting->socket, EVERY_CLEANUP_CANCELS_BLOCKED_CALLS) && undone && since <= undone_at) {
        *cancelled = true;
    }
}

/* The upcall does not come back into the provider. */
void fault_before_silence_at_cleanup(const struct socket *socket) {
    const struct registration *registration = &socket->registration;
    if (socket->state != STATE_CONNECTING) {
        return;
    }
    if (FAULT(socket, LAST_CLEANUP_SETS_THE_EVENTS_OF_ATTEMPTS) && registration->event != NULL) {
        SetEvent(registration->event);
    }
    if (FAULT(socket, LAST_CLEANUP_POSTS_THE_END_OF_ATTEMPTS) && registration->window != NULL) {
        upcall_table()->lpWPUPostMessage(registration->window, registration->message, (WPARAM)socket->handle,
                                         WSAMAKESELECTREPLY(FD_CONNECT, WSAECONNABORTED));
    }
}

/* What sockets were called that a cleanup closed. */
static struct name left[16];
static size_t left_count;

void fault_when_left_open(const struct socket *socket) {
    if (socket->bound) {
        left[left_count++ % (sizeof left / sizeof left[0])] = socket->local;
    }
}

bool fault_name_was_left(const struct name *name) {
    for (size_t i = 0; i < sizeof left / sizeof left[0]; i++) {
        if (left[i].endpoint != 0 && name_equal(&left[i], name)) {
            return true;
        }
    }
    return false;
}

void fault_before_closing_a_handle(WSPUPCALLTABLE *table) {
    if (FAULT_IN(started_personality(), DESCRIPTORS_ARE_CLOSED_THROUGH_THE_FIRST_TABLE)) {
        *table = first_table;
    }
}
