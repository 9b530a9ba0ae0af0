#include "scenario/checks.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "scenario/bindings.h"
#include "scenario/records.h"
#include "scenario/sandbox.h"

static const char *const level_words[] = {"must", "should", "may", NULL};

struct check {
    const struct requirement *requirement;
    enum requirement_level level;
    bool held;
    const char *expected, *observed, *file;
    int line;
};

static const char *verdict_of(const struct check *check) {
    static const char *const unmet[] = {"fail", "warn", "noted"};
    return check->held ? "pass" : unmet[check->level];
}

static void emit_check(struct session *session, const struct check *check) {
    struct record record = record_begin(session, "check");
    record_text(&record, "requirement", check->requirement->id);
    record_text(&record, "verdict", verdict_of(check));
    record_text(&record, "expected", check->expected);
    record_text(&record, "observed", check->observed);
    record_text(&record, "file", check->file);
    record_integer(&record, "line", check->line);
    record_end(&record);
}

static void keep_first(char **first, const char *words) {
    if (*first == NULL) {
        *first = memory_string(words);
    }
}

/* The one way in for every check, the engine's own included. */
static void decide(struct session *session, const struct check *check) {
    struct tally *tally = &session->tally;
    const struct engine_options *options = &session->engine->options;
    emit_check(session, check);
    char *words = text_make("%s: expected %s, observed %s", check->requirement->id, check->expected, check->observed);
    tally->checks++;
    bool failed = !check->held && check->level == LEVEL_MUST;
    if (failed) {
        tally->failed++;
        keep_first(&tally->first_failure, words);
        tally->overrun_judged = tally->overrun_judged || strcmp(check->requirement->id, "SOCKET-11") == 0;
    } else if (!check->held && check->level == LEVEL_SHOULD) {
        tally->warned++;
        keep_first(&tally->first_warning, words);
    }
    if (options->check != NULL) {
        options->check(options->context, !failed, words, check->file, check->line);
    }
    free(words);
}

/* Marks an id as decided; false when the scenario does not verify it. */
static bool mark_decided(struct session *session, const char *id) {
    const struct scenario_info *scenario = session->scenario;
    for (size_t i = 0; scenario != NULL && i < scenario->verifies_count; i++) {
        if (strcmp(scenario->verifies[i], id) == 0) {
            session->tally.decided[i] = true;
            return true;
        }
    }
    return false;
}

static bool boolean_field(lua_State *lua, const char *name) {
    lua_getfield(lua, 1, name);
    bool value = lua_toboolean(lua, -1);
    lua_pop(lua, 1);
    return value;
}

/* A step that merely sets the situation up is checked when it fails, whatever the scenario verifies. */
static const struct requirement *checked_requirement(lua_State *lua, struct session *session, const char *id) {
    const struct requirement *requirement = library_find_requirement(session->engine->options.library, id);
    if (requirement == NULL) {
        luaL_error(lua, "there is no requirement %s", id);
    }
    if (!mark_decided(session, id) && !boolean_field(lua, "setup")) {
        luaL_error(lua, "%s is not among the requirements that the scenario verifies", id);
    }
    return requirement;
}

static const char *string_field(lua_State *lua, const char *name, const char *otherwise) {
    lua_getfield(lua, 1, name);
    const char *value = lua_isnil(lua, -1) ? otherwise : lua_tostring(lua, -1);
    if (value == NULL) {
        luaL_error(lua, "a check needs the text '%s'", name);
    }
    return value; /* stays on the stack */
}

/* While probing there is nothing to judge: a step that does not succeed ends the probe. */
static int check_while_probing(lua_State *lua, const struct check *check) {
    if (!check->held) {
        return luaL_error(lua, "expected %s, observed %s", check->expected, check->observed);
    }
    lua_pushboolean(lua, 1);
    return 1;
}

static int check(lua_State *lua) {
    struct session *session = binding_session(lua);
    luaL_checktype(lua, 1, LUA_TTABLE);
    const char *own_file = sandbox_of(lua)->file;
    struct check check = {.file = string_field(lua, "file", own_file == NULL ? "" : own_file)};
    const char *id = string_field(lua, "requirement", NULL);
    check.expected = string_field(lua, "expected", NULL);
    check.observed = string_field(lua, "observed", NULL);
    if (lua_getfield(lua, 1, "held") != LUA_TBOOLEAN) {
        luaL_error(lua, "a check needs 'held', true or false");
    }
    check.held = lua_toboolean(lua, -1);
    if (session->scenario == NULL) {
        return check_while_probing(lua, &check);
    }
    check.requirement = checked_requirement(lua, session, id);
    const char *level = string_field(lua, "level_override", level_words[check.requirement->level]);
    check.level = (enum requirement_level)luaL_checkoption(lua, lua_gettop(lua), level, level_words);
    lua_getfield(lua, 1, "line");
    check.line = (int)luaL_optinteger(lua, -1, sandbox_line(lua));
    decide(session, &check);
    lua_pushboolean(lua, check.held);
    return 1;
}

static void emit_note(struct session *session, const char *text) {
    struct record record = record_begin(session, "note");
    record_text(&record, "text", text);
    record_end(&record);
}

static int undecided(lua_State *lua) {
    struct session *session = binding_session(lua);
    const char *id = luaL_checkstring(lua, 1);
    const char *reason = luaL_checkstring(lua, 2);
    if (!mark_decided(session, id)) {
        luaL_error(lua, "%s is not among the requirements that the scenario verifies", id);
    }
    char *words = text_make("%s is left undecided: %s", id, reason);
    emit_note(session, words);
    keep_first(&session->tally.first_undecided, words);
    free(words);
    return 0;
}

static int note(lua_State *lua) {
    emit_note(binding_session(lua), luaL_checkstring(lua, 1));
    return 0;
}

static int fail(lua_State *lua) {
    struct session *session = binding_session(lua);
    const char *reason = luaL_checkstring(lua, 1);
    emit_note(session, reason);
    session->stopped = true;
    return luaL_error(lua, "%s", reason);
}

static void append_words(lua_State *lua, struct text *array) {
    lua_Integer count = luaL_len(lua, -1);
    text_append_char(array, '[');
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(lua, -1, i);
        text_append(array, i == 1 ? "" : ",");
        json_append_string(array, lua_isstring(lua, -1) ? lua_tostring(lua, -1) : "?");
        lua_pop(lua, 1);
    }
    text_append_char(array, ']');
}

static int indication(lua_State *lua) {
    struct session *session = binding_session(lua);
    luaL_checktype(lua, 1, LUA_TTABLE);
    const char *actor = string_field(lua, "actor", "");
    const char *mechanism = string_field(lua, "mechanism", NULL);
    const char *error = string_field(lua, "error", "");
    if (lua_getfield(lua, 1, "events") != LUA_TTABLE) {
        return luaL_error(lua, "an indication has a list of events");
    }
    struct text events = {0};
    append_words(lua, &events);
    struct record record = record_begin(session, "indication");
    record_text(&record, "actor", actor);
    record_text(&record, "mechanism", mechanism);
    record_raw(&record, "events", text_string(&events));
    if (error[0] != '\0') {
        record_text(&record, "error", error);
    }
    record_end(&record);
    text_free(&events);
    return 0;
}

static int where(lua_State *lua) {
    int line = sandbox_line(lua);
    if (line == 0) {
        return 0;
    }
    lua_pushstring(lua, sandbox_of(lua)->file);
    lua_pushinteger(lua, line);
    return 2;
}

static int requirement(lua_State *lua) {
    const char *id = luaL_checkstring(lua, 1);
    const struct requirement *found = library_find_requirement(binding_session(lua)->engine->options.library, id);
    if (found == NULL) {
        return luaL_error(lua, "there is no requirement %s", id);
    }
    lua_createtable(lua, 0, 2);
    lua_pushstring(lua, found->title);
    lua_setfield(lua, -2, "title");
    lua_pushstring(lua, level_words[found->level]);
    lua_setfield(lua, -2, "level");
    return 1;
}

const luaL_Reg check_functions[] = {
    {"check", check}, {"undecided", undecided},     {"note", note}, {"fail", fail}, {"indication", indication},
    {"where", where}, {"requirement", requirement}, {NULL, NULL},
};

static void add_finding(struct session *session, const char *id, const char *expected, const char *observed) {
    struct check finding = {.requirement = library_find_requirement(session->engine->options.library, id),
                            .expected = expected,
                            .observed = observed,
                            .file = session->scenario->file,
                            .line = session->scenario->line};
    if (finding.requirement == NULL) {
        emit_note(session, observed);
        return;
    }
    finding.level = finding.requirement->level;
    decide(session, &finding);
}

/* What no script looks for and no provider may do, in any scenario. */
struct findings {
    struct text overruns;
    struct text hook_fault; /* the first */
    size_t strays;          /* condition calls outside of WSPAccept */
    size_t unknown_closes;  /* WPUCloseSocketHandle for a handle that is not open */
    size_t missing_errnos;  /* upcalls with lpErrno NULL */
};

static struct findings collect_findings(struct session *session) {
    struct findings findings = {0};
    AcquireSRWLockExclusive(&session->engine->lock);
    text_append(&findings.overruns, text_string(&session->overruns));
    if (session->hook_fault_count > 0) {
        text_append(&findings.hook_fault, session->hook_faults[0].text);
    }
    findings.strays = session->stray_count;
    for (size_t i = 0; i < session->upcall_count; i++) {
        const struct upcall_record *upcall = &session->upcalls[i];
        findings.unknown_closes += upcall->slot == UPCALL_CLOSE_SOCKET_HANDLE && upcall->unknown_handle;
        findings.missing_errnos += upcall->errno_missing;
    }
    ReleaseSRWLockExclusive(&session->engine->lock);
    return findings;
}

static void add_counted(struct session *session, const char *id, size_t count, const char *expected,
                        const char *observed) {
    if (count > 0) {
        char *words = text_make("%s (%zu in all)", observed, count);
        add_finding(session, id, expected, words);
        free(words);
    }
}

void checks_add_findings(struct session *session) {
    struct findings findings = collect_findings(session);
    if (findings.overruns.length > 0 && !session->tally.overrun_judged) {
        add_finding(session, "SOCKET-11", "no write behind the end of a client buffer",
                    text_string(&findings.overruns));
    }
    if (findings.hook_fault.length > 0) {
        add_finding(session, "UPCALL-11", "the blocking callback is called as it was delivered",
                    text_string(&findings.hook_fault));
    }
    add_counted(session, "COND-02", findings.strays, "condition calls only inside of WSPAccept",
                "a condition call outside of any WSPAccept");
    add_counted(session, "UPCALL-06", findings.unknown_closes, "every handle is closed once",
                "WPUCloseSocketHandle for a handle that is not open");
    add_counted(session, "UPCALL-19", findings.missing_errnos, "every upcall gets an lpErrno", "lpErrno is NULL");
    text_free(&findings.overruns);
    text_free(&findings.hook_fault);
}

static char *first_and_more(const char *first, size_t count) {
    return count > 1 ? text_make("%s (and %zu more)", first, count - 1) : memory_string(first);
}

/* What is wrong with the scenario itself; NULL when nothing is. One whose checks did not hold may have ended early. */
static char *find_fault(const struct session *session) {
    const struct tally *tally = &session->tally;
    const struct scenario_info *scenario = session->scenario;
    if (session->stopped) {
        return tally->failed > 0 ? NULL : text_make("%s: stopped without a check that failed", scenario->file);
    }
    bool all_held = tally->failed == 0 && tally->warned == 0;
    for (size_t i = 0; all_held && i < scenario->verifies_count; i++) {
        if (!tally->decided[i]) {
            return text_make("%s:%d: declares %s but did not decide it", scenario->file, scenario->line,
                             scenario->verifies[i]);
        }
    }
    bool reasoned = tally->checks > 0 || tally->first_undecided != NULL;
    return reasoned ? NULL : text_make("%s:%d: made no check", scenario->file, scenario->line);
}

/* An error in a script whose checks had failed by then most often comes of what failed: the provider's fault stays its
 * own, and the trace says the rest. */
static bool may_go_by_checks(const struct session *session) {
    return session->forced == NULL || (strcmp(session->forced, "broken") == 0 && session->tally.failed > 0);
}

static void take_forced(struct session *session, struct engine_result *result) {
    result->verdict = session->forced;
    result->reason = session->forced_reason;
    result->last_call = session->last_call;
    session->forced_reason = NULL;
    session->last_call = NULL;
}

void checks_judge(struct session *session, struct engine_result *result) {
    const struct tally *tally = &session->tally;
    bool by_checks = may_go_by_checks(session);
    char *fault = by_checks ? find_fault(session) : NULL;
    if (!by_checks) {
        take_forced(session, result);
    } else if (fault != NULL) {
        result->verdict = "broken";
        result->reason = fault;
    } else if (tally->failed > 0) {
        result->verdict = "fail";
        result->reason = first_and_more(tally->first_failure, tally->failed);
    } else if (tally->warned > 0) {
        result->verdict = "warn";
        result->reason = first_and_more(tally->first_warning, tally->warned);
    } else if (tally->checks == 0) {
        result->verdict = "not-applicable";
        result->reason = memory_string(tally->first_undecided);
    } else {
        result->verdict = "pass";
        result->reason = memory_string("");
    }
}
