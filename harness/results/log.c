#include "results/log.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "results/store.h"

static const char *keep(struct log *log, const cJSON *object, const char *key) {
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    if (item == NULL || cJSON_IsNull(item)) {
        return "";
    }
    if (cJSON_IsString(item)) {
        return strings_keep_string(&log->strings, item->valuestring);
    }
    char *written = cJSON_PrintUnformatted(item);
    const char *kept = strings_keep_string(&log->strings, written);
    cJSON_free(written);
    return kept;
}

static bool find_kind(const char *word, enum event_kind *kind) {
    static const char *const kinds[EVENT_KINDS] = {"enter",    "leave",      "upcall", "condition",
                                                   "decision", "indication", "note",   "check"};
    for (size_t i = 0; i < EVENT_KINDS; i++) {
        if (strcmp(word, kinds[i]) == 0) {
            *kind = (enum event_kind)i;
            return true;
        }
    }
    return false;
}

static const char *join_names(struct log *log, const cJSON *array) {
    struct text text = {0};
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, array) {
        if (cJSON_IsString(item)) {
            text_append(&text, text.length == 0 ? "" : " ");
            text_append(&text, item->valuestring);
        }
    }
    const char *kept = strings_keep_string(&log->strings, text.string);
    text_free(&text);
    return kept;
}

static void read_parameters(struct log *log, struct event *event, const cJSON *object) {
    const cJSON *item = NULL;
    event->parameters = memory_zeroed((size_t)cJSON_GetArraySize(object) + 1, sizeof *event->parameters);
    cJSON_ArrayForEach(item, object) {
        if (item->string != NULL) {
            event->parameters[event->parameter_count++] =
                (struct parameter){strings_keep_string(&log->strings, item->string), keep(log, object, item->string)};
        }
    }
}

static void read_check(struct log *log, struct event *event, const cJSON *tree) {
    event->check.requirement = keep(log, tree, "requirement");
    event->check.expected = keep(log, tree, "expected");
    event->check.observed = keep(log, tree, "observed");
    event->check.file = keep(log, tree, "file");
    event->check.line = (unsigned)(store_number(tree, "line") & 0x7FFFFFFFu);
    check_verdict_from_name(keep(log, tree, "verdict"), &event->check.verdict);
}

static void read_event(struct log *log, const struct attempt *attempt, const cJSON *tree) {
    enum event_kind kind = EVENT_NOTE;
    if (!find_kind(keep(log, tree, "record"), &kind)) {
        return;
    }
    log->events = memory_grow(log->events, log->count, &log->capacity, sizeof *log->events);
    struct event *event = &log->events[log->count];
    uint64_t at_us = store_number(tree, "at_us");
    *event =
        (struct event){.kind = kind, .order = log->count++, .partner = SIZE_MAX, .call = store_number(tree, "call")};
    event->at_us = at_us > attempt->at_us ? at_us - attempt->at_us : 0;
    event->thread = keep(log, tree, "thread");
    event->actor = keep(log, tree, "actor");
    event->function = keep(log, tree, "function");
    event->arguments = keep(log, tree, "arguments");
    event->result = keep(log, tree, "result");
    event->error = keep(log, tree, "error");
    event->text = keep(log, tree,
                       kind == EVENT_DECISION     ? "decision"
                       : kind == EVENT_INDICATION ? "mechanism"
                                                  : "text");
    event->names = join_names(log, cJSON_GetObjectItemCaseSensitive(tree, "events"));
    if (kind == EVENT_CONDITION) {
        read_parameters(log, event, cJSON_GetObjectItemCaseSensitive(tree, "parameters"));
    } else if (kind == EVENT_CHECK) {
        read_check(log, event, tree);
    }
}

/* Threads write on their own, so lines can be out of order by a little; equal times stay as the file has them. */
static int compare_times(const void *left, const void *right) {
    const struct event *a = left;
    const struct event *b = right;
    if (a->at_us != b->at_us) {
        return a->at_us < b->at_us ? -1 : 1;
    }
    return a->order < b->order ? -1 : a->order > b->order;
}

/* Where calls began: a hash table from their numbers to events, twice as large as it need be. */
struct calls {
    size_t *events;
    size_t size;
};

static size_t *find_call(const struct log *log, const struct calls *calls, uint64_t number) {
    size_t slot = (size_t)(number * 0x9E3779B97F4A7C15u % calls->size);
    while (calls->events[slot] != SIZE_MAX && log->events[calls->events[slot]].call != number) {
        slot = (slot + 1) % calls->size;
    }
    return &calls->events[slot];
}

static void join(struct log *log, size_t index, size_t enter_index) {
    struct event *event = &log->events[index];
    struct event *enter = &log->events[enter_index];
    event->actor = enter->actor;
    event->thread = event->thread[0] == '\0' ? enter->thread : event->thread;
    event->function = enter->function;
    event->partner = enter_index;
    if (event->kind == EVENT_LEAVE) {
        enter->partner = index;
    }
}

/* Pairs each leave with its enter, and gives the leave, and what happened inside, the enter's actor. */
static void pair(struct log *log) {
    struct calls calls = {.size = log->count * 2 + 1};
    calls.events = memory_zeroed(calls.size, sizeof *calls.events);
    for (size_t i = 0; i < calls.size; i++) {
        calls.events[i] = SIZE_MAX;
    }
    for (size_t i = 0; i < log->count; i++) {
        struct event *event = &log->events[i];
        if (event->call == 0) {
            continue;
        }
        size_t *entered = find_call(log, &calls, event->call);
        if (event->kind == EVENT_ENTER) {
            *entered = i;
        } else if (*entered != SIZE_MAX) {
            join(log, i, *entered);
        }
    }
    free(calls.events);
}

enum status results_log(const struct results *results, const struct attempt *attempt, struct log *log,
                        struct error *error) {
    struct lines lines;
    enum line_kind kind = LINE_END;
    enum status status = STATUS_OK;
    *log = (struct log){0};
    if (attempt->line_count == 0) {
        return STATUS_OK;
    }
    lines_start(&lines, results->store->journal);
    for (size_t i = 0; i < attempt->line_count && status == STATUS_OK; i++) {
        status = lines_at(&lines, attempt->lines[i], &kind, error);
        cJSON *tree =
            status == STATUS_OK && kind == LINE_WHOLE ? cJSON_ParseWithLength(lines.line, lines.length) : NULL;
        if (tree != NULL) {
            read_event(log, attempt, tree);
        }
        cJSON_Delete(tree);
    }
    lines_finish(&lines);
    if (log->count > 1) {
        qsort(log->events, log->count, sizeof *log->events, compare_times);
    }
    pair(log);
    return status;
}

void log_free(struct log *log) {
    for (size_t i = 0; i < log->count; i++) {
        free(log->events[i].parameters);
    }
    free(log->events);
    strings_free(&log->strings);
    *log = (struct log){0};
}
