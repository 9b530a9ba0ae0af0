/* WSPStartup and WSPCleanup. */
#include "scenario/procedures.h"

#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "base/memory.h"
#include "base/wide.h"
#include "provider/provider.h"
#include "provider/upcalls.h"
#include "scenario/marshal.h"
#include "scenario/session.h"
#include "scenario/trap.h"

void startup_prepare(struct request *request) {
    struct call *call = request->call;
    struct arguments *a = &call->arguments;
    a->version = (DWORD)field_integer(request, "version", 0x0202);
    const char *recorder = field_text(request, "recorder", NULL);
    a->recorder = recorder == NULL ? 'A' : recorder[0];
    if (a->recorder != 'A' && a->recorder != 'B') {
        luaL_error(request->lua, "WSPStartup: the recorder is \"A\" or \"B\"");
    }
    a->buffer = field_room(request, "data", sizeof(WSPDATA), "lpWSPData");
    a->record = field_room(request, "table", sizeof(WSPPROC_TABLE), "lpProcTable");
    a->info = field_entry(request, "entry", "lpProtocolInfo");
    a->spoil_table = field_boolean(request, "spoil_table", false);
    a->keep_table = field_boolean(request, "keep_table", false);
    say(call, "wVersionRequested=%lu.%lu, upcall table %c", a->version & 0xFF, a->version >> 8, a->recorder);
}

#if defined(_WIN64)
/* As the calling convention really passes a structure of this size: by a reference to the caller's storage, which is
 * what a careless provider keeps a pointer to. */
typedef int(WSPAPI *startup_function)(WORD version, LPWSPDATA data, LPWSAPROTOCOL_INFOW info, WSPUPCALLTABLE *upcalls,
                                      LPWSPPROC_TABLE table);

static int start_provider(const struct call *call) {
    const struct arguments *a = &call->arguments;
    static WSPUPCALLTABLE ordinary[2];
    WSPUPCALLTABLE *upcalls = &ordinary[a->recorder - 'A'];
    if (a->spoil_table) {
        /* Never released: a provider that keeps the address goes on calling the traps. */
        upcalls = memory_zeroed(1, sizeof *upcalls);
    }
    *upcalls = upcalls_table(a->recorder);
    LPWSPSTARTUP declared = call->session->engine->options.provider->startup;
    startup_function actual;
    memcpy(&actual, &declared, sizeof actual);
    int code = actual((WORD)a->version, a->buffer.pointer, a->info.pointer, upcalls, a->record.pointer);
    if (a->spoil_table) {
        trap_spoil(upcalls);
    }
    return code;
}
#else
static int start_provider(const struct call *call) {
    const struct arguments *a = &call->arguments;
    LPWSPSTARTUP startup = call->session->engine->options.provider->startup;
    return startup((WORD)a->version, a->buffer.pointer, a->info.pointer, upcalls_table(a->recorder), a->record.pointer);
}
#endif

void startup_invoke(struct call *call) {
    struct session *session = call->session;
    const struct arguments *a = &call->arguments;
    call->returned = start_provider(call);
    AcquireSRWLockExclusive(&session->engine->lock);
    session->startup_tried = true;
    session->startup_code = (int)call->returned;
    if (call->returned == 0) {
        session_count_start(session, 1);
    }
    if (call->returned == 0 && !a->keep_table && a->record.guard != NULL) {
        memcpy(&session->table, a->record.pointer, sizeof session->table);
    }
    ReleaseSRWLockExclusive(&session->engine->lock);
}

static void report_data(lua_State *lua, const WSPDATA *data) {
    WSPDATA poison;
    memset(&poison, GUARD_POISON, sizeof poison);
    if (data->wVersion != poison.wVersion) {
        result_integer(lua, "version", data->wVersion);
    }
    if (data->wHighVersion != poison.wHighVersion) {
        result_integer(lua, "high_version", data->wHighVersion);
    }
    if (data->szDescription[0] == poison.szDescription[0]) {
        return;
    }
    const size_t room = sizeof data->szDescription / sizeof data->szDescription[0];
    char *description = wide_to_utf8_limited(data->szDescription, room);
    lua_pushstring(lua, description);
    free(description);
    lua_setfield(lua, -2, "description");
    result_boolean(lua, "description_terminated", wmemchr(data->szDescription, L'\0', room) != NULL);
}

void startup_report(lua_State *lua, struct call *call) {
    struct arguments *a = &call->arguments;
    if (a->buffer.guard != NULL) {
        report_data(lua, a->buffer.pointer);
    }
    if (!call->ok || a->record.guard == NULL) {
        return;
    }
    struct text complaint = {0};
    if (!provider_table_complete(a->record.pointer, &complaint)) {
        lua_pushstring(lua, text_string(&complaint));
        lua_setfield(lua, -2, "table_complaint");
    }
    text_free(&complaint);
}

void cleanup_invoke(struct call *call) {
    struct session *session = call->session;
    call->returned = call->table.lpWSPCleanup(guard_bytes(call->error_cell));
    if (call->returned == 0) {
        AcquireSRWLockExclusive(&session->engine->lock);
        session_count_start(session, -1);
        ReleaseSRWLockExclusive(&session->engine->lock);
    }
}
