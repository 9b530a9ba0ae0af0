#include "scenario/records.h"

#include <string.h>

#include "base/clock.h"
#include "scenario/pool.h"

/* The length of the well-formed UTF-8 sequence at bytes, 0 when there is none. */
static size_t sequence_length(const unsigned char *bytes) {
    unsigned char lead = bytes[0];
    size_t length = lead < 0x80 ? 1 : lead >= 0xC2 && lead < 0xE0 ? 2 : lead >= 0xE0 && lead < 0xF0 ? 3 : 4;
    if ((lead >= 0x80 && lead < 0xC2) || lead > 0xF4) {
        return 0;
    }
    for (size_t i = 1; i < length; i++) {
        if ((bytes[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    bool overlong = (lead == 0xE0 && bytes[1] < 0xA0) || (lead == 0xF0 && bytes[1] < 0x90);
    bool beyond = (lead == 0xED && bytes[1] > 0x9F) || (lead == 0xF4 && bytes[1] > 0x8F);
    return overlong || beyond ? 0 : length;
}

void json_append_string(struct text *text, const char *value) {
    text_append_char(text, '"');
    const unsigned char *at = (const unsigned char *)value;
    while (*at != 0) {
        size_t length = sequence_length(at);
        if (length == 0) {
            text_append(text, "\xEF\xBF\xBD");
            length = 1;
        } else if (*at == '"' || *at == '\\') {
            text_append_char(text, '\\');
            text_append_char(text, (char)*at);
        } else if (*at == '\n') {
            text_append(text, "\\n");
        } else if (*at < 0x20 || *at == 0x7F) {
            text_format(text, "\\u%04x", *at);
        } else {
            text_append_bytes(text, (const char *)at, length);
        }
        at += length;
    }
    text_append_char(text, '"');
}

static void append_key(struct record *record, const char *key) {
    text_append(&record->line, ",\"");
    text_append(&record->line, key);
    text_append(&record->line, "\":");
}

struct record record_begin(struct session *session, const char *kind) {
    struct record record = {.session = session};
    text_format(&record.line, "{\"record\":\"%s\",\"provider\":%d", kind, session->engine->options.provider_index);
    if (session->scenario_id != NULL) {
        record_text(&record, "scenario", session->scenario_id);
    }
    record_integer(&record, "round", session->round);
    return record;
}

void record_text(struct record *record, const char *key, const char *value) {
    append_key(record, key);
    json_append_string(&record->line, value);
}

void record_integer(struct record *record, const char *key, long long value) {
    append_key(record, key);
    text_format(&record->line, "%lld", value);
}

void record_raw(struct record *record, const char *key, const char *json) {
    append_key(record, key);
    text_append(&record->line, json);
}

void record_end(struct record *record) {
    struct engine *engine = record->session->engine;
    AcquireSRWLockExclusive(&engine->emit_lock);
    if (record->session->scenario_id != NULL && !record->session->muted) {
        record_integer(record, "at_us", (long long)(clock_us() - engine->options.started_us));
        text_append_char(&record->line, '}');
        engine->options.emit(engine->options.context, record->line.string, record->line.length);
    }
    ReleaseSRWLockExclusive(&engine->emit_lock);
    text_free(&record->line);
}

void thread_name(const struct engine *engine, DWORD id, struct text *name) {
    const struct pool_thread *thread = pool_find(engine, id);
    if (thread != NULL) {
        text_format(name, "worker %u", thread->number);
    } else {
        text_append(name, id == engine->conductor ? "conductor" : "provider");
    }
}
