#include "synthetic.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "document/members.h"

struct sample_requirement {
    const char *id;
    const char *title;
    const char *statement;
    const char *level;
    const char *source;
};

static const struct sample_requirement requirements[] = {
    {"ACCEPT-01", "An accepted request gives a connected socket",
     "When the condition function answers CF_ACCEPT, WSPAccept returns a new socket that is connected to the caller.",
     "must", "WSPAccept, Remarks"},
    {"ACCEPT-19", "A short addrlen gives WSAEFAULT",
     "An address buffer smaller than the caller's address makes the call fail with WSAEFAULT.", "must",
     "WSPAccept, Error codes"},
    {"BACKLOG-04", "A full queue refuses",
     "When the queue of a listener is full, a further request is refused with WSAECONNREFUSED.", "should",
     "WSPListen, Remarks"},
    {"COND-05", "dwCallbackData reaches the condition function",
     "The value given to WSPAccept is handed to the condition function unchanged, at full pointer size.", "must",
     "WSPAccept, Parameters; Conditional acceptance"},
    {"CONNDATA-08", "Reply data reaches the caller",
     "Bytes that the condition function stores in lpCalleeData arrive in the caller's buffer when its connect "
     "completes.",
     "must", "WSPConnect, Remarks"},
    {"CONNDATA-15", "A provider does not touch the WSABUF after the connect",
     "Once the connect has completed, the provider leaves the caller's WSABUF and its bytes alone.", "should",
     "WSPConnect, Parameters (derived)"},
    {"DEFER-01", "A deferred request fails the accept with WSATRY_AGAIN",
     "When the condition function answers CF_DEFER, no connection is made and WSPAccept fails with WSATRY_AGAIN.",
     "must", "WSPAccept, Return value"},
    {"DEFER-03", "The deferred request stays at the head of the queue",
     "The next WSPAccept on the same listener offers the same request again, before any other.", "must",
     "Conditional acceptance, Deferring"},
    {"GROUP-02", "Zero asks for no group", "A group parameter of zero is accepted and no group operation takes place.",
     "may", "Socket groups (reserved)"},
    {"INHERIT-02", "Options set on the listener hold on the accepted socket",
     "A socket option set on the listener before the request arrived has the same value on the accepted socket.",
     "must", "WSPAccept, Remarks"},
    {"NOTIFY-06", "A failing accept re-enables FD_ACCEPT",
     "FD_ACCEPT is indicated again after WSPAccept was called while a request is waiting, except after WSATRY_AGAIN.",
     "must", "WSPEventSelect, Remarks"},
    {"REJECT-02", "A rejected caller learns of it",
     "After CF_REJECT the caller's connect fails with WSAECONNREFUSED, or its connection is reset on a stack that "
     "completed the handshake before.",
     "must", "Conditional acceptance; WSPConnect, Error codes"},
};

#define REQUIREMENTS (sizeof requirements / sizeof requirements[0])

struct sample_scenario {
    const char *id;
    const char *title;
    unsigned verifies[3]; /* indices into requirements */
};

static const struct sample_scenario scenarios[] = {
    {"accept.connects-both-ends", "An accepted request connects caller and callee", {0, 9, 0}},
    {"accept.short-address-buffer", "An address buffer that is too short is refused", {1, 0, 0}},
    {"backlog.refuses-when-full", "The request after the last place is refused", {2, 2, 2}},
    {"condition.callback-data", "The condition function gets dwCallbackData in all its bits", {3, 3, 3}},
    {"connect-data.buffer-left-alone", "The caller's buffer is left alone once the connect is over", {5, 4, 5}},
    {"connect-data.reply-arrives", "Reply data given in the condition function reaches the caller", {4, 3, 4}},
    {"defer.keeps-its-place", "A deferred request keeps its place at the head of the queue", {6, 7, 0}},
    {"defer.two-callers", "Two callers, the first deferred, are offered in their order", {7, 6, 7}},
    {"group.zero-is-no-group", "A group of zero is taken for no group", {8, 8, 8}},
    {"inherit.options", "An accepted socket has its listener's options", {9, 0, 9}},
    {"notify.accept-again", "FD_ACCEPT comes again after a failing accept", {10, 10, 10}},
    {"reject.caller-learns", "A rejected caller learns of it", {11, 11, 11}},
};

#define SCENARIOS (sizeof scenarios / sizeof scenarios[0])

static const char hostile_text[] = "<b>&amp;\"'` ]]> %0A::error::x \\ # \033[31m\x01 \xE2\x80\xAE"
                                   "dnert \xEF\xBF\xBE \xFF {{x}} </script><!-- | * _ [x](y) $(x)\r\nnext line";

struct state {
    struct text *journal;
    const struct synthetic_plan *plan;
    uint64_t clock;
    unsigned long call;
    size_t provider;
    const char *scenario;
    unsigned round;
    const char *file;
};

static uint32_t mix(uint32_t a, uint32_t b, uint32_t c) {
    uint32_t value = (a * 0x9E3779B1u) ^ (b * 0x85EBCA77u) ^ (c * 0xC2B2AE3Du) ^ 0x165667B1u;
    value ^= value >> 15;
    value *= 0x2C1B3C6Du;
    value ^= value >> 12;
    value *= 0x297A2D39u;
    return value ^ value >> 15;
}

/* Words of a plan that is hostile are followed by all that formats trip over. */
static void put_words(struct state *state, const char *key, const char *words) {
    if (!state->plan->hostile) {
        members_string(state->journal, key, words);
        return;
    }
    /* As a harness would write it: bad UTF-8 goes through as it is. */
    struct text all = {0};
    text_format(&all, "%s %s", words, hostile_text);
    members_key(state->journal, key);
    text_append_char(state->journal, '"');
    for (const char *at = all.string; *at != '\0'; at++) {
        if (*at == '"' || *at == '\\') {
            text_append_char(state->journal, '\\');
        }
        if ((unsigned char)*at < 0x20) {
            text_format(state->journal, "\\u%04x", (unsigned)(unsigned char)*at);
        } else {
            text_append_char(state->journal, *at);
        }
    }
    text_append_char(state->journal, '"');
    text_free(&all);
}

static void open_record(struct state *state, const char *record) {
    text_append_char(state->journal, '{');
    members_string(state->journal, "record", record);
    if (state->scenario != NULL) {
        members_number(state->journal, "provider", state->provider);
        members_string(state->journal, "scenario", state->scenario);
        members_number(state->journal, "round", state->round);
    }
}

static void close_record(struct state *state) {
    state->clock += 137;
    members_number(state->journal, "at_us", state->clock);
    text_append(state->journal, "}\n");
}

static unsigned long put_enter(struct state *state, const char *actor, const char *thread, const char *function,
                               const char *arguments) {
    open_record(state, "enter");
    members_number(state->journal, "call", ++state->call);
    members_string(state->journal, "thread", thread);
    members_string(state->journal, "actor", actor);
    members_string(state->journal, "function", function);
    put_words(state, "arguments", arguments);
    close_record(state);
    return state->call;
}

static void put_leave(struct state *state, unsigned long call, const char *result, const char *error) {
    open_record(state, "leave");
    members_number(state->journal, "call", call);
    put_words(state, "result", result);
    if (error != NULL) {
        members_string(state->journal, "error", error);
    }
    close_record(state);
}

static void put_call(struct state *state, const char *actor, const char *function, const char *arguments,
                     const char *result) {
    put_leave(state, put_enter(state, actor, "conductor", function, arguments), result, NULL);
}

static void put_condition(struct state *state, unsigned long call, const char *decision) {
    open_record(state, "condition");
    members_number(state->journal, "call", call);
    members_string(state->journal, "thread", "worker 2");
    text_append(state->journal, ", \"parameters\": {");
    put_words(state, "lpCallerId", "127.0.0.1:49731, 16 bytes");
    members_string(state->journal, "lpCallerData", "NULL");
    members_string(state->journal, "lpSQOS", "NULL");
    members_string(state->journal, "lpGQOS", "NULL");
    members_string(state->journal, "lpCalleeId", "127.0.0.1:49730, 16 bytes");
    members_string(state->journal, "lpCalleeData", "len 0");
    members_string(state->journal, "g", "0");
    members_string(state->journal, "dwCallbackData", "0xA5A5A5A5DEADBEEF");
    text_append(state->journal, "}");
    close_record(state);
    open_record(state, "decision");
    members_number(state->journal, "call", call);
    members_string(state->journal, "decision", decision);
    close_record(state);
}

static void put_accept(struct state *state, const char *decision, const char *result, const char *error) {
    unsigned long call =
        put_enter(state, "listener", "worker 2", "WSPAccept",
                  "s=listener, addr=16 bytes, addrlen=16, condition, dwCallbackData=0xA5A5A5A5DEADBEEF");
    put_condition(state, call, decision);
    put_leave(state, call, result, error);
}

static void put_indication(struct state *state, const char *actor, const char *name) {
    open_record(state, "indication");
    members_string(state->journal, "actor", actor);
    members_string(state->journal, "mechanism", "event");
    members_strings(state->journal, "events", &name, 1);
    close_record(state);
}

static void put_check(struct state *state, unsigned requirement, const char *verdict) {
    open_record(state, "check");
    members_string(state->journal, "requirement", requirements[requirement].id);
    members_string(state->journal, "verdict", verdict);
    put_words(state, "expected", "WSPAccept fails with WSATRY_AGAIN");
    put_words(state, "observed",
              verdict[0] == 'p' ? "WSPAccept fails with WSATRY_AGAIN" : "WSPAccept fails with WSAEWOULDBLOCK");
    members_string(state->journal, "file", state->file);
    members_number(state->journal, "line", 14 + requirement);
    close_record(state);
}

static void put_calls(struct state *state) {
    put_call(state, "listener", "WSPSocket", "AF_INET, SOCK_STREAM, IPPROTO_TCP, g=0", "0x7F000004");
    put_call(state, "listener", "WSPBind", "s=listener, 127.0.0.1:0", "0");
    put_call(state, "listener", "WSPListen", "s=listener, backlog=5", "0");
    put_call(state, "caller", "WSPSocket", "AF_INET, SOCK_STREAM, IPPROTO_TCP, g=0", "0x7F000008");
    open_record(state, "upcall");
    members_string(state->journal, "function", "WPUCreateSocketHandle");
    members_string(state->journal, "arguments", "catalog id 1001, context 0x1C8");
    members_string(state->journal, "result", "0x7F000008");
    members_string(state->journal, "thread", "conductor");
    close_record(state);
    unsigned long connect =
        put_enter(state, "caller", "worker 1", "WSPConnect", "s=caller, 127.0.0.1:49730, callee data 64 bytes");
    put_indication(state, "listener", "FD_ACCEPT");
    put_accept(state, "CF_DEFER", "INVALID_SOCKET", "WSAEWOULDBLOCK");
    open_record(state, "note");
    put_words(state, "text", "the same request has to be offered again");
    close_record(state);
    put_accept(state, "CF_ACCEPT", "0x7F00000C", NULL);
    put_leave(state, connect, "0", NULL);
    put_indication(state, "caller", "FD_CONNECT");
}

static const char *check_verdict_of(const char *verdict) {
    return strcmp(verdict, "fail") == 0 || strcmp(verdict, "warn") == 0 ? verdict : "pass";
}

static void put_result(struct state *state, const char *verdict, uint64_t began) {
    open_record(state, "result");
    members_number(state->journal, "worker", state->provider + 1);
    members_string(state->journal, "verdict", verdict);
    bool ended_itself = strcmp(verdict, "crash") != 0 && strcmp(verdict, "timeout") != 0;
    if (strcmp(verdict, "not-applicable") == 0) {
        put_words(state, "reason", "XP1_CONNECT_DATA is clear in dwServiceFlags1 (0x20066)");
    } else if (strcmp(verdict, "broken") == 0) {
        put_words(state, "reason", "the script called a method that a listener does not have");
    } else {
        members_string(state->journal, "reason", "");
    }
    if (!ended_itself) {
        put_words(state, "exception",
                  verdict[0] == 'c' ? "0xC0000005 access violation writing 0x10" : "no answer within its limit");
        put_words(state, "last_call", "WSPAccept(s=listener, addr=16 bytes, addrlen=16, condition)");
        members_number(state->journal, "exit_code", 3221225477u);
    }
    members_number(state->journal, "duration_us", state->clock - began);
    close_record(state);
}

static const char *verdict_of(const struct state *state, size_t index) {
    static const char *const troubles[] = {"fail",           "warn",           "not-applicable", "fail",    "crash",
                                           "not-applicable", "not-applicable", "warn",           "timeout", "broken"};
    const struct synthetic_plan *plan = state->plan;
    uint32_t base = mix((uint32_t)state->provider, (uint32_t)index, 1);
    uint32_t tonight = mix((uint32_t)index, plan->night, (uint32_t)state->provider + state->round * 1000);
    bool changed = (plan->night != 0 || state->round > 1) && tonight % 23 == 0;
    bool trouble = (base % 100 < plan->trouble) != changed;
    return trouble && plan->trouble != 0 ? troubles[base / 100 % (sizeof troubles / sizeof troubles[0])] : "pass";
}

static void put_scenario_run(struct state *state, size_t index) {
    const struct sample_scenario *sample = &scenarios[index % SCENARIOS];
    const char *verdict = verdict_of(state, index);
    uint64_t began = state->clock;
    bool runs = strcmp(verdict, "not-applicable") != 0;
    if (runs) {
        open_record(state, "start");
        members_number(state->journal, "worker", state->provider + 1);
        close_record(state);
        state->call = 0;
        put_calls(state);
    }
    for (unsigned i = 0; i < 3 && runs && strcmp(verdict, "broken") != 0; i++) {
        put_check(state, sample->verifies[i], i == 1 ? check_verdict_of(verdict) : "pass");
    }
    put_result(state, verdict, began);
}

static void put_provider(struct state *state, size_t index) {
    static const char *const names[] = {"wspcheck reference", "MSAFD Tcpip [TCP/IP]", "MSAFD Tcpip [TCP/IPv6]",
                                        "Vendor fabric [stream]"};
    static const char *const flags[] = {"XP1_GUARANTEED_DELIVERY", "XP1_GUARANTEED_ORDER", "XP1_CONNECT_DATA"};
    uint64_t chain = 1001 + index;
    text_append_char(state->journal, '{');
    members_number(state->journal, "index", index);
    put_words(state, "name", names[index % 4]);
    text_format(state->journal, ", \"guid\": \"{e70f1aa0-ab8b-11cf-8ca3-00805f48a1%02x}\"", (unsigned)index & 0xFF);
    members_number(state->journal, "catalog_id", chain);
    members_string(state->journal, "af", index % 4 == 2 ? "AF_INET6" : "AF_INET");
    members_string(state->journal, "type", "SOCK_STREAM");
    members_string(state->journal, "protocol", "6");
    members_strings(state->journal, "service_flags", flags, index % 4 == 1 ? 2 : 3);
    members_strings(state->journal, "provider_flags", flags, 0);
    text_append(state->journal, ", \"chain\": []");
    members_string(state->journal, "dll", "C:\\windows\\system32\\provider.dll");
    members_string(state->journal, "sha256", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    members_string(state->journal, "origin", "overlay");
    members_string(state->journal, "dll_version", "6.1.7600.16385");
    text_append_char(state->journal, '}');
}

/* "defer.two-callers", and beyond the samples "defer.two-callers-2", ... */
static char *scenario_id(size_t index) {
    size_t turn = index / SCENARIOS;
    return turn == 0 ? text_make("%s", scenarios[index].id)
                     : text_make("%s-%zu", scenarios[index % SCENARIOS].id, turn + 1);
}

static char *scenario_file(size_t index) {
    char *id = scenario_id(index);
    char *file = text_make("suites/%s.lua", id);
    file[7 + strcspn(id, ".")] = '/';
    free(id);
    return file;
}

static bool is_mine(const struct synthetic_plan *plan, size_t index) {
    return plan->shards == 0 || mix((uint32_t)index, 7, 7) % plan->shards + 1 == plan->shard;
}

static void put_scenario(struct state *state, size_t index) {
    const struct sample_scenario *sample = &scenarios[index % SCENARIOS];
    const char *verifies[3] = {requirements[sample->verifies[0]].id, requirements[sample->verifies[1]].id,
                               requirements[sample->verifies[2]].id};
    const char *need = "connection-oriented";
    char *id = scenario_id(index);
    char *file = scenario_file(index);
    text_append_char(state->journal, '{');
    members_string(state->journal, "id", id);
    put_words(state, "title", sample->title);
    members_string(state->journal, "file", file);
    members_number(state->journal, "line", 1);
    members_strings(state->journal, "verifies", verifies, 3);
    members_strings(state->journal, "needs", &need, 1);
    members_bool(state->journal, "isolated", false);
    text_append_char(state->journal, '}');
    free(file);
    free(id);
}

static void put_requirement(struct state *state, size_t index) {
    const struct sample_requirement *requirement = &requirements[index];
    text_append_char(state->journal, '{');
    members_string(state->journal, "id", requirement->id);
    put_words(state, "title", requirement->title);
    put_words(state, "statement", requirement->statement);
    members_string(state->journal, "level", requirement->level);
    put_words(state, "source", requirement->source);
    members_string(state->journal, "applies", "connection-oriented");
    put_words(state, "observe", "Call WSPAccept with a condition function and look at its return value and lpErrno.");
    put_words(state, "traps", index % 2 == 0 ? "" : "The pages of the API level say less than those of the SPI.");
    text_append_char(state->journal, '}');
}

static void put_list(struct state *state, const char *key, size_t count,
                     void (*put)(struct state *state, size_t index)) {
    text_format(state->journal, ", \"%s\": [", key);
    bool some = false;
    for (size_t i = 0; i < count; i++) {
        if (put == put_scenario && !is_mine(state->plan, i)) {
            continue;
        }
        text_append(state->journal, some ? ", " : "");
        put(state, i);
        some = true;
    }
    text_append_char(state->journal, ']');
}

static void put_header(struct state *state) {
    const struct synthetic_plan *plan = state->plan;
    struct text *journal = state->journal;
    text_append(journal, "{\"record\": \"header\", \"schema\": \"wspcheck-journal/1\", "
                         "\"tool\": {\"version\": \"0.1.0\", \"suite_version\": \"2024.1\"}, "
                         "\"host\": {\"os\": \"Windows 10.0.18362\", \"wine\": \"8.0\", \"arch\": \"x86_64\"}");
    text_format(journal, ", \"started\": \"2024-03-%02uT02:00:00Z\", \"options\": {}, \"seed\": 42", plan->night + 1);
    members_number(journal, "rounds", state->plan->rounds);
    if (plan->shards != 0) {
        text_format(journal, ", \"shard\": \"%u/%u\"", plan->shard, plan->shards);
    }
    if (plan->expectations != NULL) {
        members_raw(journal, "expectations", plan->expectations);
    }
    put_list(state, "providers", plan->providers, put_provider);
    put_list(state, "scenarios", plan->scenarios, put_scenario);
    put_list(state, "requirements", REQUIREMENTS, put_requirement);
    text_append(journal, "}\n");
}

static void put_worker(struct state *state, const struct synthetic_plan *plan) {
    size_t sent = 0;
    text_format(state->journal,
                "{\"record\": \"traits\", \"provider\": %zu, \"traits\": {\"decision-reporting\": false, "
                "\"queue-depth\": 5, \"connect-data\": \"none\"}}\n",
                state->provider);
    for (state->round = 1; state->round <= plan->rounds; state->round++) {
        for (size_t i = 0; i < plan->scenarios; i++) {
            if (is_mine(plan, i)) {
                char *id = scenario_id(i);
                char *file = scenario_file(i);
                state->scenario = id;
                state->file = file;
                put_scenario_run(state, i);
                sent++;
                free(file);
                free(id);
            }
        }
    }
    state->scenario = NULL;
    text_format(state->journal, "{\"record\": \"end\", \"worker\": %zu, \"results\": %zu}\n", state->provider + 1,
                sent);
}

void synthetic_journal(struct text *journal, const struct synthetic_plan *plan) {
    struct synthetic_plan whole = *plan;
    whole.rounds = plan->rounds == 0 ? 1 : plan->rounds;
    struct state state = {.journal = journal, .plan = &whole};
    put_header(&state);
    for (state.provider = 0; state.provider < plan->providers; state.provider++) {
        put_worker(&state, &whole);
    }
    open_record(&state, "finish");
    members_number(journal, "exit_code", 0);
    members_bool(journal, "complete", true);
    close_record(&state);
}
