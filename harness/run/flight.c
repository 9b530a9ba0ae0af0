#include "run/flight.h"

#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "results/utf8.h"

#define QUOTED_BYTES 80
#define KEPT_BYTES 16384

/* Records that a scenario consists of. */
static const char *const scenario_records[] = {"enter",    "leave",      "upcall", "condition",
                                               "decision", "indication", "note",   "check"};

void flight_begin(struct flight *flight, const struct item *item, const char *scenario) {
    *flight = (struct flight){.item = *item, .scenario = scenario};
}

void flight_offend(struct flight *flight, const char *format, ...) {
    if (flight->offences++ == 0) {
        va_list arguments;
        va_start(arguments, format);
        text_format_list(&flight->offence, format, arguments);
        va_end(arguments);
    }
}

/* The beginning of what a worker sent, with everything that could disturb a report made visible. */
static char *quote(const char *bytes, size_t length) {
    struct text text = {0};
    for (size_t i = 0; i < length && i < QUOTED_BYTES; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (byte >= ' ' && byte < 127) {
            text_append_char(&text, (char)byte);
        } else {
            text_format(&text, "\\x%02x", byte);
        }
    }
    text_append(&text, length > QUOTED_BYTES ? "..." : "");
    return text_release(&text);
}

cJSON *flight_parse(struct flight *flight, const struct line *line) {
    if (line->overlong) {
        flight_offend(flight, "the worker sent a line of more than %zu bytes", SPLITTER_LINE_LIMIT);
        return NULL;
    }
    const char *end = NULL;
    cJSON *record = NULL;
    if (line->length != 0 && memchr(line->bytes, '\0', line->length) == NULL &&
        utf8_is_valid(line->bytes, line->length)) {
        record = cJSON_ParseWithLengthOpts(line->bytes, line->length, &end, 0);
    }
    if (record != NULL && (!cJSON_IsObject(record) || end != line->bytes + line->length ||
                           !cJSON_IsString(cJSON_GetObjectItemCaseSensitive(record, "record")))) {
        cJSON_Delete(record);
        record = NULL;
    }
    if (record == NULL) {
        char *quoted = quote(line->bytes, line->length);
        flight_offend(flight, "the worker sent a line that is no record: %s", quoted);
        free(quoted);
    }
    return record;
}

static const char *string_of(const cJSON *record, const char *key) {
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(record, key));
}

static bool number_is(const cJSON *record, const char *key, size_t number) {
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(record, key);
    return cJSON_IsNumber(item) && item->valuedouble == (double)number;
}

bool flight_is_about(const struct flight *flight, const cJSON *record) {
    const char *scenario = string_of(record, "scenario");
    return flight->scenario != NULL && scenario != NULL && strcmp(scenario, flight->scenario) == 0 &&
           number_is(record, "provider", flight->item.provider) && number_is(record, "round", flight->item.round);
}

/* A worker must not make a record that is too long for the journal: long words are cut, not inside a character. */
static void copy_string(char **to, const cJSON *record, const char *key) {
    const char *string = string_of(record, key);
    size_t length = string == NULL ? 0 : strlen(string);
    if (length > KEPT_BYTES) {
        length = KEPT_BYTES;
        while (((unsigned char)string[length] & 0xC0) == 0x80) {
            length--;
        }
    }
    *to = length == 0 ? NULL : text_make("%.*s%s", (int)length, string, string[length] == '\0' ? "" : "...");
}

static void forget_call(struct flight *flight, size_t index) {
    free(flight->calls[index].text);
    flight->call_count--;
    memmove(&flight->calls[index], &flight->calls[index + 1], (flight->call_count - index) * sizeof flight->calls[0]);
}

static void call_entered(struct flight *flight, const cJSON *record) {
    char *function, *arguments, *actor;
    copy_string(&function, record, "function");
    copy_string(&arguments, record, "arguments");
    copy_string(&actor, record, "actor");
    if (flight->call_count == FLIGHT_CALLS) {
        forget_call(flight, 0);
    }
    flight->calls[flight->call_count++] = (struct flight_call){
        .number = cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(record, "call")),
        .text = text_make("%s(%s)%s%s", function == NULL ? "?" : function, arguments == NULL ? "" : arguments,
                          actor == NULL ? "" : " on ", actor == NULL ? "" : actor)};
    free(function);
    free(arguments);
    free(actor);
}

static void call_left(struct flight *flight, const cJSON *record) {
    double number = cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(record, "call"));
    for (size_t i = flight->call_count; i-- > 0;) {
        if (flight->calls[i].number == number) {
            forget_call(flight, i);
            return;
        }
    }
}

static enum flight_line take_result(struct flight *flight, const cJSON *record) {
    enum verdict verdict;
    const char *word = string_of(record, "verdict");
    if (!verdict_from_name(word, &verdict) || verdict == VERDICT_NOTRUN || verdict == VERDICT_INCOMPLETE ||
        verdict == VERDICT_SKIPPED) {
        char *quoted = quote(word == NULL ? "" : word, word == NULL ? 0 : strlen(word));
        flight_offend(flight, "the worker sent a result with the verdict \"%s\"", quoted);
        free(quoted);
        return FLIGHT_OFFENCE;
    }
    const cJSON *duration = cJSON_GetObjectItemCaseSensitive(record, "duration_us");
    const cJSON *asserts = cJSON_GetObjectItemCaseSensitive(record, "asserts");
    flight->finished = true;
    flight->spent = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(record, "spent"));
    flight->ending.verdict = verdict;
    flight->ending.duration_us =
        cJSON_IsNumber(duration) && duration->valuedouble >= 0 ? (unsigned long long)duration->valuedouble : 0;
    copy_string(&flight->ending.reason, record, "reason");
    copy_string(&flight->ending.exception, record, "exception");
    copy_string(&flight->ending.last_call, record, "last_call");
    if (cJSON_IsNumber(asserts) && asserts->valuedouble != (double)flight->checks) {
        flight_offend(flight, "the worker counted %.0f checks, and the records of %zu arrived", asserts->valuedouble,
                      flight->checks);
    }
    return FLIGHT_RESULT;
}

static bool is_scenario_record(const char *name) {
    for (size_t i = 0; i < sizeof scenario_records / sizeof scenario_records[0]; i++) {
        if (strcmp(scenario_records[i], name) == 0) {
            return true;
        }
    }
    return false;
}

/* A record that comes when its scenario is over. Only a check would have counted. */
static enum flight_line take_late(struct flight *flight, const char *name) {
    if (strcmp(name, "check") == 0) {
        flight_offend(flight, "the worker sent a check after the result");
        return FLIGHT_OFFENCE;
    }
    flight->ignored++;
    return FLIGHT_IGNORED;
}

static enum flight_line take_record(struct flight *flight, const cJSON *record, const char *name) {
    if (strcmp(name, "start") == 0 && !flight->started) {
        flight->started = true;
        return FLIGHT_STARTED;
    }
    if (!flight->started || strcmp(name, "start") == 0) {
        flight_offend(flight, "the worker sent a record \"%s\" %s the scenario's start", name,
                      flight->started ? "after" : "before");
        return FLIGHT_OFFENCE;
    }
    if (flight->finished) {
        return take_late(flight, name);
    }
    if (strcmp(name, "result") == 0) {
        return take_result(flight, record);
    }
    if (strcmp(name, "enter") == 0) {
        call_entered(flight, record);
    } else if (strcmp(name, "leave") == 0) {
        call_left(flight, record);
    }
    flight->checks += strcmp(name, "check") == 0;
    return FLIGHT_RECORD;
}

static void offend_foreign(struct flight *flight, const cJSON *record, const char *name) {
    const char *scenario = string_of(record, "scenario");
    char *quoted = quote(scenario == NULL ? "" : scenario, scenario == NULL ? 0 : strlen(scenario));
    flight_offend(flight, "the worker sent a record \"%s\" of a scenario that was not running (\"%s\")", name, quoted);
    free(quoted);
}

enum flight_line flight_take(struct flight *flight, const cJSON *record) {
    const char *name = string_of(record, "record");
    if (!is_scenario_record(name) && strcmp(name, "start") != 0 && strcmp(name, "result") != 0) {
        return FLIGHT_OTHER;
    }
    if (!flight_is_about(flight, record)) {
        offend_foreign(flight, record, name);
        return FLIGHT_OFFENCE;
    }
    return take_record(flight, record, name);
}

void flight_last_call(struct flight *flight) {
    if (flight->ending.last_call == NULL && flight->call_count != 0) {
        flight->ending.last_call = text_make("%s", flight->calls[flight->call_count - 1].text);
    }
}

void flight_judge(struct flight *flight) {
    if (flight->offences == 0) {
        return;
    }
    char *before = text_make("%s%s%s", verdict_names[flight->ending.verdict], flight->ending.reason == NULL ? "" : ": ",
                             flight->ending.reason == NULL ? "" : flight->ending.reason);
    ending_set(&flight->ending, VERDICT_BROKEN, "%s (%zu such in all); without that it would be: %s",
               text_string(&flight->offence), flight->offences, before);
    free(before);
}

void flight_free(struct flight *flight) {
    while (flight->call_count != 0) {
        forget_call(flight, flight->call_count - 1);
    }
    ending_free(&flight->ending);
    text_free(&flight->offence);
    *flight = (struct flight){0};
}
