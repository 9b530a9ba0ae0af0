/*
 * Journal records about a scenario in flight (docs/journal.md), as lines of JSON handed to the engine's emit callback.
 *
 * Any thread; lines leave one at a time and at_us never goes back from one to the next. Nothing is emitted between
 * scenarios, while probing, or once the engine is muted.
 */
#ifndef WSPCHECK_SCENARIO_RECORDS_H
#define WSPCHECK_SCENARIO_RECORDS_H

#include "scenario/parts.h"

struct record {
    struct session *session;
    struct text line;
};

/* A record with the keys that all have; the session's storage must outlast it. */
struct record record_begin(struct session *session, const char *kind);
void record_text(struct record *record, const char *key, const char *value);
void record_integer(struct record *record, const char *key, long long value);
/* A value that is JSON already, such as an object under construction by the caller. */
void record_raw(struct record *record, const char *key, const char *json);
/* Adds at_us, emits and releases. */
void record_end(struct record *record);

/* Appends a JSON string; bytes that are no UTF-8 become U+FFFD. */
void json_append_string(struct text *text, const char *value);

/* "worker 3" for a thread of the pool, "conductor", "provider" for any other. */
void thread_name(const struct engine *engine, DWORD id, struct text *name);

#endif
