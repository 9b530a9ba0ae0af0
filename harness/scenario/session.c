#include "scenario/session.h"

#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "base/memory.h"
#include "catalog/catalog.h"
#include "provider/codes.h"
#include "provider/provider.h"
#include "scenario/calls.h"
#include "scenario/conductor.h"
#include "scenario/records.h"
#include "scenario/rendezvous.h"
#include "scenario/trap.h"
#include "scenario/waits.h"

struct session *session_open(struct engine *engine, const struct scenario_info *scenario, int round) {
    struct session *session = memory_zeroed(1, sizeof *session);
    session->engine = engine;
    session->scenario = scenario;
    session->scenario_id = scenario == NULL ? NULL : memory_string(scenario->id);
    session->round = round;
    session->hook_function = LUA_NOREF;
    session->table = engine->options.provider->table;
    size_t verifies = scenario == NULL ? 0 : scenario->verifies_count;
    session->tally.decided = memory_zeroed(verifies + 1, sizeof(bool));
    trap_reset();
    AcquireSRWLockExclusive(&engine->lock);
    engine->session = session;
    ReleaseSRWLockExclusive(&engine->lock);
    return session;
}

void session_force(struct session *session, const char *verdict, char *reason, char *last_call) {
    if (session->forced != NULL) {
        free(reason);
        free(last_call);
        return;
    }
    session->forced = verdict;
    session->forced_reason = reason;
    session->last_call = last_call;
}

void session_add_socket(struct session *session, SOCKET socket) {
    session->sockets =
        memory_grow(session->sockets, session->socket_count, &session->socket_capacity, sizeof *session->sockets);
    session->sockets[session->socket_count++] = socket;
}

void session_remove_socket(struct session *session, SOCKET socket) {
    for (size_t i = 0; i < session->socket_count; i++) {
        if (session->sockets[i] == socket) {
            session->sockets[i] = session->sockets[--session->socket_count];
            return;
        }
    }
}

/* How many WSPStartup calls are not balanced yet, the engine's own included. */
static int open_starts(const struct session *session) { return session->starts + (session->engine->started ? 1 : 0); }

void session_count_start(struct session *session, int change) {
    session->starts += change;
    if (open_starts(session) <= 0) {
        session->socket_count = 0;
    }
}

/* By the names of their pages. Entries of the catalog are numbers that people know as decimal ones. */
static void put_upcall_arguments(const struct upcall_record *upcall, struct text *words) {
    static const char *const parameters[UPCALL_SLOTS][5] = {
        [UPCALL_CLOSE_EVENT] = {"hEvent"},
        [UPCALL_CLOSE_SOCKET_HANDLE] = {"s"},
        [UPCALL_CREATE_SOCKET_HANDLE] = {"dwCatalogEntryId", "dwContext"},
        [UPCALL_FD_IS_SET] = {"s", "fdset"},
        [UPCALL_GET_PROVIDER_PATH] = {"lpProviderId", "lpszProviderDllPath", "lpProviderDllPathLen"},
        [UPCALL_MODIFY_IFS_HANDLE] = {"dwCatalogEntryId", "ProposedHandle"},
        [UPCALL_POST_MESSAGE] = {"hWnd", "Msg", "wParam", "lParam"},
        [UPCALL_QUERY_BLOCKING_CALLBACK] = {"dwCatalogEntryId", "lplpfnCallback", "lpdwContext"},
        [UPCALL_QUERY_SOCKET_HANDLE_CONTEXT] = {"s", "lpContext"},
        [UPCALL_QUEUE_APC] = {"lpThreadId", "lpfnUserApc", "dwContext"},
        [UPCALL_RESET_EVENT] = {"hEvent"},
        [UPCALL_SET_EVENT] = {"hEvent"},
        [UPCALL_OPEN_CURRENT_THREAD] = {"lpThreadId"},
        [UPCALL_CLOSE_THREAD] = {"lpThreadId"},
    };
    const char *const *names = parameters[upcall->slot];
    for (int i = 0; i < 5 && names[i] != NULL; i++) {
        bool entry = strcmp(names[i], "dwCatalogEntryId") == 0;
        text_format(words, entry ? "%s%s=%llu" : "%s%s=0x%llx", i == 0 ? "" : ", ", names[i],
                    (unsigned long long)upcall->arguments[i]);
    }
}

static void emit_upcall(struct session *session, const struct upcall_record *upcall) {
    struct text words = {0};
    struct text thread = {0};
    put_upcall_arguments(upcall, &words);
    thread_name(session->engine, upcall->thread, &thread);
    struct record record = record_begin(session, "upcall");
    record_text(&record, "function", upcall_names[upcall->slot]);
    record_text(&record, "arguments", text_string(&words));
    text_clear(&words);
    text_format(&words, "0x%llx", (unsigned long long)upcall->result);
    record_text(&record, "result", text_string(&words));
    if (upcall->error != 0) {
        text_clear(&words);
        code_describe(&words, upcall->error);
        record_text(&record, "error", text_string(&words));
    }
    record_text(&record, "thread", text_string(&thread));
    record_end(&record);
    text_free(&words);
    text_free(&thread);
}

/* Scripts count upcalls in the order in which they came to be known, so that "all after this one" misses none. */
void session_observe_upcall(void *context, const struct upcall_record *record) {
    struct engine *engine = context;
    AcquireSRWLockExclusive(&engine->lock);
    struct session *session = engine->session;
    if (session != NULL) {
        session->observers++;
        session->upcalls =
            memory_grow(session->upcalls, session->upcall_count, &session->upcall_capacity, sizeof *session->upcalls);
        session->upcalls[session->upcall_count] = *record;
        session->upcall_count++;
        session->upcalls[session->upcall_count - 1].sequence = (unsigned long)session->upcall_count;
        conductor_notify(engine);
    }
    ReleaseSRWLockExclusive(&engine->lock);
    if (session != NULL) {
        emit_upcall(session, record);
        AcquireSRWLockExclusive(&engine->lock);
        session->observers--;
        conductor_notify(engine);
        ReleaseSRWLockExclusive(&engine->lock);
    }
}

bool session_copy_upcall(struct session *session, size_t index, struct upcall_record *record) {
    AcquireSRWLockShared(&session->engine->lock);
    bool there = index < session->upcall_count;
    if (there) {
        *record = session->upcalls[index];
    }
    ReleaseSRWLockShared(&session->engine->lock);
    return there;
}

const struct catalog_entry *session_find_entry(const struct session *session, DWORD id) {
    const struct engine_options *options = &session->engine->options;
    const struct catalog_entry *own = options->provider->entry;
    if (own->info.dwCatalogEntryId == id || options->catalog == NULL) {
        return own->info.dwCatalogEntryId == id ? own : NULL;
    }
    return catalog_find_id(options->catalog, id);
}

/* A pending call that hinders the end: begun and not settled. The lock is held. */
static struct call *unsettled(const struct session *session) {
    struct call *oldest = NULL;
    for (struct call *call = session->calls; call != NULL; call = call->next) {
        if (call->begun && !call_settled(call)) {
            oldest = call;
        }
    }
    return oldest;
}

static bool all_settled(void *context) {
    const struct session *session = context;
    return unsettled(session) == NULL && session->observers == 0;
}

static bool wait_for_all(struct session *session) {
    struct wait wait = {.ready = all_settled, .context = session, .limit_us = session->engine->limit_us};
    return conductor_wait(session->engine, NULL, &wait);
}

static void time_out(struct session *session) {
    struct engine *engine = session->engine;
    struct text reason = {0};
    struct text words = {0};
    AcquireSRWLockExclusive(&engine->lock);
    const struct call *call = unsettled(session);
    if (call == NULL) {
        text_append(&reason, "an upcall did not return");
    } else {
        call_describe(call, false, &reason);
        call_describe(call, true, &words);
        text_append(&reason, " did not return, although the sockets were closed");
    }
    ReleaseSRWLockExclusive(&engine->lock);
    engine->spent = true;
    session_force(session, "timeout", text_release(&reason), text_release(&words));
}

/* The latest socket first: what was accepted goes before its listener. */
static bool take_socket(struct session *session, SOCKET *socket) {
    AcquireSRWLockExclusive(&session->engine->lock);
    bool taken = session->socket_count > 0;
    if (taken) {
        *socket = session->sockets[--session->socket_count];
    }
    ReleaseSRWLockExclusive(&session->engine->lock);
    return taken;
}

/* Closing a listener may make a pending accept return with one more socket, so this goes on until all is quiet. */
static void close_sockets(struct session *session) {
    SOCKET socket;
    do {
        while (take_socket(session, &socket)) {
            struct call *call = call_begin_close(session, socket);
            struct wait wait = {.ready = call_settled, .context = call, .limit_us = session->engine->limit_us};
            if (call == NULL || !conductor_wait(session->engine, NULL, &wait)) {
                time_out(session);
                return;
            }
            call_free(call);
        }
        if (!wait_for_all(session)) {
            time_out(session);
            return;
        }
    } while (session->socket_count > 0);
}

struct balance {
    struct provider *provider;
    int missing; /* WSPStartup calls, or when negative WSPCleanup calls, to make */
    WSPPROC_TABLE table;
    struct error error;
};

static void restore_balance(void *context) {
    struct balance *balance = context;
    for (; balance->missing < 0; balance->missing++) {
        int code;
        balance->table.lpWSPCleanup(&code);
    }
    for (; balance->missing > 0 && balance->error.status == STATUS_OK; balance->missing--) {
        provider_start(balance->provider, &balance->error);
    }
}

/* Brings the provider back to the state it was handed over in: started once, or never. */
static void balance_starts(struct session *session) {
    struct engine *engine = session->engine;
    int missing = open_starts(session) < 0 && !engine->started ? 0 : -session->starts;
    if (missing == 0) {
        return;
    }
    struct balance *balance = memory_zeroed(1, sizeof *balance);
    balance->provider = engine->options.provider;
    balance->missing = missing;
    balance->table = session->table;
    if (!conductor_run_apart(engine, restore_balance, balance)) {
        session_force(
            session, "timeout",
            text_make("%s did not return at the end of the scenario", missing > 0 ? "WSPStartup" : "WSPCleanup"), NULL);
        return;
    }
    if (balance->error.status != STATUS_OK) {
        session_force(session, "broken", text_make("the provider cannot be started again: %s", balance->error.message),
                      NULL);
        engine->spent = true;
        engine->started = false;
    }
    error_clear(&balance->error);
    free(balance);
}

void session_wind_up(struct session *session) {
    upcalls_disarm();
    meetings_dismiss(session);
    if (session->engine->spent) {
        return;
    }
    upcalls_tripwire(false);
    if (open_starts(session) > 0) {
        close_sockets(session);
    } else if (!wait_for_all(session)) {
        time_out(session);
    }
    if (!session->engine->spent) {
        balance_starts(session);
    }
    /* All are settled; what they wrote behind buffers until now is known with this. */
    while (!session->engine->spent && session->calls != NULL) {
        call_free(session->calls);
    }
}

static void release_hung(struct session *session) {
    AcquireSRWLockExclusive(&session->engine->emit_lock);
    session->muted = true;
    ReleaseSRWLockExclusive(&session->engine->emit_lock);
}

void session_close(struct session *session) {
    struct engine *engine = session->engine;
    AcquireSRWLockExclusive(&engine->lock);
    engine->session = NULL;
    ReleaseSRWLockExclusive(&engine->lock);
    if (engine->spent) {
        release_hung(session);
        return;
    }
    /* An observer that found the session just before is still emitting. */
    wait_for_all(session);
    waits_close_events(session);
    for (size_t i = 0; i < session->hook_fault_count; i++) {
        free(session->hook_faults[i].text);
    }
    free(session->hook_faults);
    free(session->cancels);
    free(session->strays);
    free(session->upcalls);
    free(session->sockets);
    free(session->tally.decided);
    free(session->tally.first_failure);
    free(session->tally.first_warning);
    free(session->tally.first_undecided);
    free(session->scenario_id);
    free(session->forced_reason);
    free(session->last_call);
    text_free(&session->overruns);
    free(session);
}
