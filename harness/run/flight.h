/*
 * A flight: one scenario as it runs in a worker, seen from the supervisor. It reads every line that the worker sends,
 * lets through to the journal what is a record of this scenario, and remembers what the verdict may need: the calls
 * that have not returned, how many checks came, the result, and anything that the worker had no business to send.
 *
 * A struct flight belongs to the thread that reads from the worker.
 */
#ifndef WSPCHECK_RUN_FLIGHT_H
#define WSPCHECK_RUN_FLIGHT_H

#include <stdbool.h>
#include <stddef.h>

#include "run/ending.h"
#include "run/ledger.h"
#include "run/splitter.h"

#define FLIGHT_CALLS 64 /* open calls remembered, the latest ones */

struct flight_call {
    double number;
    char *text;
};

struct flight {
    struct item item;
    const char *scenario; /* its id */
    bool started;
    bool finished; /* a result came: ending is what it says */
    bool spent;    /* the worker cannot run another one */
    struct ending ending;
    struct flight_call calls[FLIGHT_CALLS];
    size_t call_count;
    size_t checks;
    size_t ignored; /* lines that came too late, or twice */
    size_t offences;
    struct text offence; /* the first one, in words */
};

enum flight_line {
    FLIGHT_RECORD,  /* belongs into the journal as it is */
    FLIGHT_STARTED, /* the worker has begun, and waits to be told to go on */
    FLIGHT_RESULT,  /* the result is in ending */
    FLIGHT_IGNORED, /* too late or twice: remembered in ignored */
    FLIGHT_OFFENCE, /* not to be kept: remembered in offence */
    FLIGHT_OTHER    /* a record that is not about a scenario */
};

struct cJSON;

void flight_begin(struct flight *flight, const struct item *item, const char *scenario);

/* A line as a record, for cJSON_Delete. NULL, and an offence, for what is no JSON object in UTF-8 with a "record". */
struct cJSON *flight_parse(struct flight *flight, const struct line *line);
/* Whether a record is about this scenario, provider and round. */
bool flight_is_about(const struct flight *flight, const struct cJSON *record);
enum flight_line flight_take(struct flight *flight, const struct cJSON *record);

/* Remembers something that the worker should not have done. */
void flight_offend(struct flight *flight, const char *format, ...) PRINTF_LIKE(2, 3);

/* When the worker is lost: puts the innermost call that has not returned into the ending, unless it knows one. */
void flight_last_call(struct flight *flight);

/* When nothing more can come: makes the ending broken where the worker offended or its counts do not agree. */
void flight_judge(struct flight *flight);
void flight_free(struct flight *flight);

#endif
