#include "scenario/play.h"

#include <stdlib.h>

#include <cjson/cJSON.h>
#include <lauxlib.h>

#include "base/memory.h"
#include "scenario/facts.h"
#include "scenario/metadata.h"
#include "scenario/records.h"
#include "scenario/sandbox.h"
#include "scenario/session.h"

static void emit_trace(struct session *session, const struct text *trace) {
    if (trace->length > 0) {
        struct record record = record_begin(session, "note");
        record_text(&record, "text", text_string(trace));
        record_end(&record);
    }
}

/* Calls what is on the stack. A failure is the script's own, unless its end was decided already. */
static bool call_or_break(struct session *session, int arguments, int results) {
    struct text message = {0};
    struct text trace = {0};
    bool fine = sandbox_call(session->sandbox, arguments, results, &message, &trace);
    if (!fine && session->forced == NULL && !session->stopped) {
        emit_trace(session, &trace);
        session_force(session, "broken", text_release(&message), NULL);
    }
    text_free(&message);
    text_free(&trace);
    return fine;
}

/* Runs the file's top level, so that the declaration is at hand. */
static bool declare_scenario(struct session *session) {
    struct sandbox *sandbox = session->sandbox;
    size_t length;
    const char *source = library_source(session->engine->options.library, session->scenario, &length);
    struct text wrong = {0};
    sandbox_push_environment(sandbox, true);
    metadata_allow(sandbox->lua, "scenario");
    sandbox_seal_environment(sandbox);
    if (!sandbox_load(sandbox, session->scenario->file, source, length, &wrong)) {
        session_force(session, "broken", text_release(&wrong), NULL);
        return false;
    }
    sandbox_enter(sandbox);
    return call_or_break(session, 0, 0);
}

/* vocabulary.applies and its arguments needs, entry and traits: nil, or why the scenario cannot be played. */
static void push_question(struct session *session, const struct scenario_info *scenario) {
    lua_State *lua = session->sandbox->lua;
    sandbox_push_word(session->sandbox, "applies");
    lua_createtable(lua, (int)scenario->needs_count, 0);
    for (size_t i = 0; i < scenario->needs_count; i++) {
        lua_pushstring(lua, scenario->needs[i]);
        lua_rawseti(lua, -2, (lua_Integer)i + 1);
    }
    sandbox_push_spi(session->sandbox);
    lua_getfield(lua, -1, "entry");
    lua_getfield(lua, -2, "traits");
    lua_remove(lua, -3);
}

/* Whether the scenario can be played; otherwise the reason is forced. */
static bool settle_needs(struct session *session) {
    lua_State *lua = session->sandbox->lua;
    push_question(session, session->scenario);
    if (!call_or_break(session, 3, 1)) {
        return false;
    }
    bool applies = lua_isnil(lua, -1);
    if (!applies) {
        session_force(session, "not-applicable", memory_string(luaL_tolstring(lua, -1, NULL)), NULL);
        lua_pop(lua, 1);
    }
    lua_pop(lua, 1);
    return applies;
}

static void run_body(struct session *session) {
    lua_State *lua = session->sandbox->lua;
    sandbox_push_word(session->sandbox, "wsp");
    if (!call_or_break(session, 0, 1)) {
        return;
    }
    metadata_push_run(lua);
    lua_insert(lua, -2);
    call_or_break(session, 1, 0);
}

static bool open_sandbox(struct session *session, struct error *error) {
    const struct engine *engine = session->engine;
    return sandbox_open(&session->sandbox, library_vocabulary(engine->options.library), session, engine->limit_us,
                        error) == STATUS_OK;
}

static void close_sandbox(struct session *session) {
    sandbox_close(session->sandbox);
    session->sandbox = NULL;
}

void play_scenario(struct session *session) {
    struct error error = {0};
    if (!open_sandbox(session, &error)) {
        session_force(session, "broken", memory_string(error.message), NULL);
        error_clear(&error);
        return;
    }
    if (declare_scenario(session) && settle_needs(session)) {
        run_body(session);
    }
    close_sandbox(session);
}

enum status play_probe(struct session *session, struct cJSON **traits, struct error *error) {
    if (!open_sandbox(session, error)) {
        return error->status;
    }
    struct text message = {0};
    enum status status;
    sandbox_push_word(session->sandbox, "probe");
    sandbox_push_spi(session->sandbox);
    if (sandbox_call(session->sandbox, 1, 1, &message, NULL)) {
        status = traits_read(session->sandbox->lua, traits, error);
    } else if (session->forced != NULL) {
        status = error_set(error, STATUS_FAILED, "the provider cannot be probed: %s", session->forced_reason);
    } else {
        status = error_set(error, STATUS_FAILED, "the provider cannot be probed: %s", text_string(&message));
    }
    text_free(&message);
    close_sandbox(session);
    return status;
}

enum status play_inapplicable(struct session *session, struct cJSON *ids, struct error *error) {
    const struct library *library = session->engine->options.library;
    if (!open_sandbox(session, error)) {
        return error->status;
    }
    lua_State *lua = session->sandbox->lua;
    struct text message = {0};
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < library_scenarios(library); i++) {
        const struct scenario_info *scenario = library_scenario(library, i);
        if (!scenario->isolated) {
            continue;
        }
        push_question(session, scenario);
        if (!sandbox_call(session->sandbox, 3, 1, &message, NULL)) {
            status = error_set(error, STATUS_BROKEN, "the needs of %s: %s", scenario->id, text_string(&message));
        } else {
            if (!lua_isnil(lua, -1)) {
                cJSON_AddItemToArray(ids, cJSON_CreateString(scenario->id));
            }
            lua_pop(lua, 1);
        }
    }
    text_free(&message);
    close_sandbox(session);
    return status;
}
