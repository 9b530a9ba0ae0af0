#include "run/stint.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/memory.h"
#include "run/protocol.h"

#define REASON_BYTES 4096

static const struct supervisor_options *options_of(const struct stint *stint) { return stint->shared->options; }

static unsigned long long after(const struct stint *stint, unsigned long long limit_us) {
    unsigned long long now = options_of(stint)->world.clock();
    return limit_us > ULLONG_MAX - now ? ULLONG_MAX : now + limit_us;
}

static void record_worker(const struct stint *stint, const char *event, const char *reason, bool with_code) {
    cJSON *record = cJSON_CreateObject();
    cJSON_AddStringToObject(record, "record", "worker");
    cJSON_AddNumberToObject(record, "worker", (double)stint->number);
    cJSON_AddNumberToObject(record, "provider", (double)stint->provider);
    cJSON_AddStringToObject(record, "event", event);
    if (with_code) {
        cJSON_AddNumberToObject(record, "exit_code", (double)child_exit_code(stint->child));
    }
    cJSON_AddStringToObject(record, "reason", reason);
    recorder_record(stint->shared->recorder, record);
}

static void record_end(const struct stint *stint) {
    cJSON *record = cJSON_CreateObject();
    cJSON_AddStringToObject(record, "record", "end");
    cJSON_AddNumberToObject(record, "worker", (double)stint->number);
    cJSON_AddNumberToObject(record, "results", (double)stint->written);
    recorder_record(stint->shared->recorder, record);
}

/* What was ignored of a scenario is worth a remark, no more. */
static void record_ignored(const struct stint *stint, const struct flight *flight) {
    if (flight->ignored == 0) {
        return;
    }
    char *remark = text_make("%zu records of this scenario came after its result, and were ignored", flight->ignored);
    cJSON *record = cJSON_CreateObject();
    cJSON_AddStringToObject(record, "record", "note");
    cJSON_AddNumberToObject(record, "provider", (double)flight->item.provider);
    cJSON_AddStringToObject(record, "scenario", flight->scenario);
    cJSON_AddNumberToObject(record, "round", flight->item.round);
    cJSON_AddStringToObject(record, "text", remark);
    recorder_record(stint->shared->recorder, record);
    free(remark);
}

/* Writes the result of a flight, which is over. */
static void settle(struct stint *stint, struct flight *flight) {
    if (flight->scenario == NULL) {
        return;
    }
    flight_judge(flight);
    record_ignored(stint, flight);
    supervision_settle(stint->shared, &flight->item, &flight->ending, stint->number);
    stint->written++;
    flight_free(flight);
}

/* A scenario whose worker is gone: in the middle of it, or before the worker was seen to be well after it. */
static void judge_lost(struct flight *flight, enum stint_state state, const char *reason, unsigned long code) {
    struct ending *ending = &flight->ending;
    if (!flight->finished) {
        flight_last_call(flight);
    }
    const char *call = ending->last_call;
    if (flight->finished && ending->verdict == VERDICT_CRASH) {
        ending_died(ending, code);
    } else if (state == STINT_HUNG && flight->finished) {
        ending_set(ending, VERDICT_TIMEOUT, "after this scenario had ended, %s", reason);
    } else if (state == STINT_HUNG) {
        ending_set(ending, VERDICT_TIMEOUT, "%s%s%s", reason, call == NULL ? "" : ", in ", call == NULL ? "" : call);
    } else if (flight->finished) {
        ending_died_after(ending, code, reason);
    } else {
        ending_died(ending, code);
    }
}

/* The worker is gone: the scenario in the air has its end, or, when it had not begun, goes back and the one before it
 * is to blame. */
static void settle_lost(struct stint *stint, enum stint_state state, const char *reason) {
    struct flight *flight = &stint->flight;
    if (flight->scenario != NULL && !flight->started) {
        supervision_mark(stint->shared, &flight->item, CELL_OPEN);
        flight_free(flight);
    }
    if (state == STINT_STOPPED) {
        settle(stint, &stint->held);
        return;
    }
    if (flight->scenario == NULL) {
        flight_free(flight);
        *flight = stint->held;
        stint->held = (struct flight){0};
    }
    if (flight->scenario != NULL) {
        if (!flight->finished || flight->ending.verdict == VERDICT_CRASH) {
            flight->ending.duration_us = options_of(stint)->world.clock() - stint->began_us;
        }
        judge_lost(flight, state, reason, child_exit_code(stint->child));
        settle(stint, flight);
    }
}

static void take_reason(struct stint *stint, const cJSON *record) {
    const char *reason = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(record, "reason"));
    free(stint->reason);
    stint->reason = text_make("%.*s", REASON_BYTES, reason == NULL || *reason == '\0' ? "it gave no reason" : reason);
}

static void take_traits(struct stint *stint, const cJSON *record, const struct line *line) {
    const cJSON *traits = cJSON_GetObjectItemCaseSensitive(record, "traits");
    if (cJSON_IsObject(traits) && stint->traits == NULL) {
        char *printed = cJSON_PrintUnformatted(traits);
        stint->traits = memory_string(printed);
        cJSON_free(printed);
        recorder_line(stint->shared->recorder, line->bytes, line->length);
    }
}

static void take_inapplicable(struct stint *stint, cJSON *record) {
    cJSON_Delete(stint->inapplicable);
    stint->inapplicable = cJSON_DetachItemFromObjectCaseSensitive(record, "inapplicable");
}

static void take_end(struct stint *stint, const cJSON *record) {
    stint->ended = true;
    stint->claimed = cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(record, "results"));
    const char *complaint = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(record, "complaint"));
    if (complaint != NULL && stint->complaint == NULL) {
        stint->complaint = text_make("%.*s", REASON_BYTES, complaint);
        stint->hung = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(record, "hung"));
    }
}

enum word { WORD_NONE, WORD_READY, WORD_FAILED, WORD_TRAITS, WORD_END };

static enum word take_word(struct stint *stint, cJSON *record, const struct line *line) {
    const char *name = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(record, "record"));
    if (strcmp(name, RECORD_READY) == 0) {
        take_inapplicable(stint, record);
        return WORD_READY;
    }
    if (strcmp(name, RECORD_FAILED) == 0) {
        take_reason(stint, record);
        return WORD_FAILED;
    }
    if (strcmp(name, RECORD_TRAITS) == 0) {
        take_traits(stint, record, line);
        return WORD_TRAITS;
    }
    if (strcmp(name, RECORD_END) == 0) {
        take_end(stint, record);
        return WORD_END;
    }
    flight_offend(&stint->flight, "the worker sent a record of a kind that it must not send");
    return WORD_NONE;
}

/* What a line means to the scenario that it is about; records go to the journal. *word: what it means to the stint.
 */
static enum flight_line take_line(struct stint *stint, const struct line *line, enum word *word) {
    *word = WORD_NONE;
    stint->volume += line->length;
    cJSON *record = flight_parse(&stint->flight, line);
    if (record == NULL) {
        return FLIGHT_OFFENCE;
    }
    bool late = stint->held.scenario != NULL && flight_is_about(&stint->held, record);
    enum flight_line kind = flight_take(late ? &stint->held : &stint->flight, record);
    if (kind == FLIGHT_OTHER) {
        *word = take_word(stint, record, line);
    } else if (kind == FLIGHT_RECORD) {
        recorder_line(stint->shared->recorder, line->bytes, line->length);
    }
    cJSON_Delete(record);
    return kind;
}

/* Kills what is left of the worker and settles what it leaves behind. */
static enum stint_state lose(struct stint *stint, enum stint_state state, const char *reason) {
    bool killed = state != STINT_DIED;
    if (!child_kill(stint->child, after(stint, options_of(stint)->limits.kill_us))) {
        supervision_abort(stint->shared);
    }
    struct line line;
    enum word word;
    while (state == STINT_HUNG && child_rest(stint->child, &line)) {
        take_line(stint, &line, &word);
    }
    /* A result without the end of its worker, and without its death either, is what readers call unconfirmed. */
    bool unconfirmed = state == STINT_STOPPED && stint->held.scenario != NULL;
    settle_lost(stint, state, reason);
    if (!unconfirmed) {
        record_worker(stint, killed ? "killed" : "exit", reason, true);
    }
    free(stint->reason);
    stint->reason = memory_string(reason);
    return state;
}

static enum stint_state died(struct stint *stint, const char *where) {
    struct text reason = {0};
    text_format(&reason, "the worker died %s: ", where);
    if (stint->reason != NULL) {
        text_format(&reason, "%s, ", stint->reason);
    }
    exit_code_describe(&reason, child_exit_code(stint->child));
    enum stint_state state = lose(stint, STINT_DIED, reason.string);
    text_free(&reason);
    return state;
}

/* Every way in which a wait for a worker can end, other than by a line. */
static enum stint_state lost(struct stint *stint, enum child_event event, const char *where,
                             unsigned long long limit_us) {
    if (event == CHILD_GONE) {
        return died(stint, where);
    }
    if (event == CHILD_STOPPED) {
        return lose(stint, STINT_STOPPED, "the run was stopped");
    }
    char *reason = event == CHILD_FLOODS
                       ? text_make("the worker printed or recorded more than it may, %s", where)
                       : text_make("the worker did not answer within %.1f s %s", (double)limit_us / 1e6, where);
    enum stint_state state = lose(stint, STINT_HUNG, reason);
    free(reason);
    return state;
}

static char *begin_command(const struct stint *stint, const char *traits, bool start) {
    const struct supervisor_options *options = options_of(stint);
    cJSON *command = cJSON_Parse(options->setups[stint->provider]);
    cJSON_AddStringToObject(command, "command", COMMAND_BEGIN);
    cJSON_AddNumberToObject(command, "worker", (double)stint->number);
    cJSON_AddNumberToObject(command, "provider", (double)stint->provider);
    cJSON_AddNumberToObject(command, "started_us", (double)stint->shared->recorder->started_us);
    cJSON_AddBoolToObject(command, "start", start);
    if (traits != NULL) {
        cJSON_AddRawToObject(command, "traits", traits);
    }
    char *printed = cJSON_PrintUnformatted(command);
    cJSON_Delete(command);
    return printed;
}

static bool send_begin(struct stint *stint, const char *traits, bool start, unsigned long long deadline) {
    char *command = begin_command(stint, traits, start);
    bool sent = child_send(stint->child, command, deadline);
    cJSON_free(command);
    return sent;
}

/* A worker that cannot test its provider says so and exits. */
static enum stint_state wait_for_exit(struct stint *stint) {
    struct line line;
    enum word word;
    unsigned long long limit = options_of(stint)->limits.end_us;
    unsigned long long deadline = after(stint, limit);
    enum child_event event;
    while ((event = child_next(stint->child, deadline, &line)) == CHILD_LINE) {
        take_line(stint, &line, &word);
    }
    if (event != CHILD_GONE || child_exit_code(stint->child) != 0) {
        return lost(stint, event, "while it loaded, started and probed the provider", limit);
    }
    record_worker(stint, "exit", stint->reason, true);
    return STINT_UNFIT;
}

enum stint_state stint_open(struct stint *stint, struct supervision *shared, size_t provider, const char *traits,
                            bool start) {
    const struct supervisor_options *options = shared->options;
    *stint = (struct stint){.shared = shared, .provider = provider};
    stint->number = (unsigned long)InterlockedIncrement(&shared->last_worker);
    char *log = options->logs == NULL ? NULL : text_make("%s/worker-%lu.log", options->logs, stint->number);
    struct error error = {0};
    enum status status = child_start(&stint->child, &options->world, log, &error);
    free(log);
    if (status != STATUS_OK) {
        supervision_fail(shared, &error);
        error_clear(&error);
        return STINT_FAILED;
    }
    record_worker(stint, "start", "", false);
    unsigned long long deadline = after(stint, options->limits.ready_us);
    send_begin(stint, traits, start, deadline);
    struct line line;
    enum child_event event;
    while ((event = child_next(stint->child, deadline, &line)) == CHILD_LINE) {
        enum word word;
        take_line(stint, &line, &word);
        if (word == WORD_READY) {
            return STINT_WELL;
        }
        if (word == WORD_FAILED) {
            return wait_for_exit(stint);
        }
    }
    return lost(stint, event, "while it loaded, started and probed the provider", options->limits.ready_us);
}

static bool send_run(struct stint *stint, const struct item *item, bool breaks, unsigned long long deadline) {
    cJSON *command = cJSON_CreateObject();
    cJSON_AddStringToObject(command, "command", COMMAND_RUN);
    cJSON_AddStringToObject(command, "scenario", options_of(stint)->plan->scenarios[item->scenario].id);
    cJSON_AddNumberToObject(command, "round", item->round);
    cJSON_AddBoolToObject(command, "break", breaks);
    char *printed = cJSON_PrintUnformatted(command);
    bool sent = child_send(stint->child, printed, deadline);
    cJSON_free(printed);
    cJSON_Delete(command);
    return sent;
}

/* The worker has reported the start and waits: it is well, so what it had finished is settled; and the start is on
 * disk before anything happens. */
static void begin_flight(struct stint *stint, const struct line *line, bool breaks, unsigned long long deadline) {
    struct supervision *shared = stint->shared;
    const struct watcher *watcher = &options_of(stint)->watcher;
    settle(stint, &stint->held);
    if (!recorder_line(shared->recorder, line->bytes, line->length) || !recorder_sync(shared->recorder)) {
        return;
    }
    supervision_mark(shared, &stint->flight.item, CELL_STARTED);
    stint->began_us = options_of(stint)->world.clock();
    stint->volume = 0;
    if (breaks && watcher->waiting != NULL) {
        watcher->waiting(watcher->context, stint->child->id);
    }
    child_send(stint->child, "{\"command\":\"" COMMAND_GO "\"}", deadline);
}

static void finish_flight(struct stint *stint) {
    stint->received++;
    stint->spent = stint->flight.spent;
    stint->useful |= stint->flight.ending.verdict != VERDICT_TIMEOUT;
    stint->held = stint->flight;
    stint->flight = (struct flight){0};
}

enum stint_state stint_run(struct stint *stint, const struct item *item) {
    const struct supervisor_options *options = options_of(stint);
    const char *id = options->plan->scenarios[item->scenario].id;
    bool breaks = options->break_at != NULL && strcmp(options->break_at, id) == 0;
    unsigned long long limit = options->limits.ready_us;
    unsigned long long deadline = after(stint, limit);
    flight_begin(&stint->flight, item, id);
    send_run(stint, item, breaks, deadline);
    struct line line;
    enum word word;
    enum child_event event;
    while ((event = child_next(stint->child, deadline, &line)) == CHILD_LINE) {
        enum flight_line kind = take_line(stint, &line, &word);
        if (word != WORD_NONE && stint->flight.started) {
            flight_offend(&stint->flight, "the worker sent a word out of turn in the middle of the scenario");
        } else if (kind == FLIGHT_STARTED) {
            begin_flight(stint, &line, breaks, deadline);
            limit = breaks ? ULLONG_MAX : options->limits.scenario_us;
            deadline = after(stint, limit);
        } else if (kind == FLIGHT_RESULT && stint->flight.ending.verdict == VERDICT_CRASH) {
            deadline = after(stint, options->limits.end_us); /* it is about to die of it */
        } else if (kind == FLIGHT_RESULT) {
            finish_flight(stint);
            return STINT_WELL;
        } else if (stint->volume > options->limits.records) {
            return lost(stint, CHILD_FLOODS, "in the middle of the scenario", limit);
        }
    }
    return lost(stint, event, stint->flight.started ? "in the middle of the scenario" : "when it was given work",
                limit);
}

static void record_cleanup_check(const struct stint *stint) {
    const struct flight *held = &stint->held;
    cJSON *record = cJSON_CreateObject();
    cJSON_AddStringToObject(record, "record", "check");
    cJSON_AddNumberToObject(record, "provider", (double)held->item.provider);
    cJSON_AddStringToObject(record, "scenario", held->scenario);
    cJSON_AddNumberToObject(record, "round", held->item.round);
    cJSON_AddStringToObject(record, "requirement", "CLEANUP-02");
    cJSON_AddStringToObject(record, "verdict", "fail");
    cJSON_AddStringToObject(record, "expected", "the WSPCleanup after the worker's last scenario succeeds");
    cJSON_AddStringToObject(record, "observed", stint->complaint);
    recorder_record(stint->shared->recorder, record);
}

/* The provider was to be cleaned up after the last scenario, and did not do it. */
static void judge_cleanup(struct stint *stint) {
    struct ending *ending = &stint->held.ending;
    if (stint->complaint == NULL || stint->held.scenario == NULL || ending->verdict < VERDICT_FAIL) {
        return;
    }
    if (stint->hung) {
        ending_set(ending, VERDICT_TIMEOUT, "after this scenario had ended, %s", stint->complaint);
    } else {
        record_cleanup_check(stint);
        ending_set(ending, VERDICT_FAIL, "CLEANUP-02: after this scenario had ended, %s", stint->complaint);
    }
}

/* The worker is gone by itself after it was told to end. */
static enum stint_state judge_end(struct stint *stint) {
    DWORD code = child_exit_code(stint->child);
    bool clean = code == 0 || ((stint->spent || stint->hung) && code == WORKER_SPENT);
    if (!stint->ended || !clean) {
        return died(stint, stint->ended ? "after it had ended its batch" : "before it had ended its batch");
    }
    if (stint->held.scenario != NULL && stint->claimed != (double)stint->received) {
        flight_offend(&stint->held, "the worker ended with %.0f results by its own count, and %zu arrived",
                      stint->claimed, stint->received);
    }
    judge_cleanup(stint);
    settle(stint, &stint->held);
    record_end(stint);
    record_worker(stint, "exit", "", true);
    recorder_sync(stint->shared->recorder);
    return STINT_ENDED;
}

enum stint_state stint_end(struct stint *stint) {
    unsigned long long limit = options_of(stint)->limits.end_us;
    unsigned long long deadline = after(stint, limit);
    child_send(stint->child, "{\"command\":\"" COMMAND_QUIT "\"}", deadline);
    child_hang_up(stint->child);
    struct line line;
    enum word word;
    enum child_event event;
    while ((event = child_next(stint->child, deadline, &line)) == CHILD_LINE) {
        take_line(stint, &line, &word);
    }
    if (stint->flight.offences != 0 && stint->held.scenario != NULL) {
        flight_offend(&stint->held, "%s", text_string(&stint->flight.offence));
    }
    flight_free(&stint->flight);
    if (event == CHILD_GONE) {
        return judge_end(stint);
    }
    return lost(stint, event, "when it was told to end", limit);
}

void stint_close(struct stint *stint) {
    child_close(stint->child);
    flight_free(&stint->held);
    flight_free(&stint->flight);
    free(stint->traits);
    cJSON_Delete(stint->inapplicable);
    free(stint->reason);
    free(stint->complaint);
    *stint = (struct stint){0};
}
