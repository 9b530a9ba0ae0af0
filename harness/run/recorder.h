/*
 * The recorder: the one way into the journal, for all of the supervisor's threads.
 *
 * It has a lock of its own and may be called by any thread. The first failure to write sticks, is kept as an error, and
 * sets the stop event, since a run whose results cannot be kept must not go on.
 */
#ifndef WSPCHECK_RUN_RECORDER_H
#define WSPCHECK_RUN_RECORDER_H

#include <stdbool.h>
#include <stddef.h>

#include <winsock2.h>

#include <windows.h>

#include "base/error.h"

struct cJSON;

/* Where lines go: a journal, or what a test wants to see of them. */
struct sink {
    enum status (*append)(void *context, const char *line, size_t length, struct error *error);
    enum status (*sync)(void *context, struct error *error); /* returns when all is on the disk */
    void *context;
};

struct recorder {
    struct sink sink;
    CRITICAL_SECTION lock;
    struct error failure;
    HANDLE stop; /* the holder's */
    unsigned long long (*clock)(void);
    unsigned long long started_us; /* what at_us counts from */
};

/* elapsed_us: how long the run had been going already, when it is resumed. */
void recorder_open(struct recorder *recorder, const struct sink *sink, unsigned long long (*clock)(void),
                   unsigned long long elapsed_us, HANDLE stop);
void recorder_close(struct recorder *recorder);

unsigned long long recorder_now(const struct recorder *recorder); /* at_us */

/* False, from the first failure on, when the line is not in the journal. */
bool recorder_line(struct recorder *recorder, const char *line, size_t length);
/* Prints the object, with "at_us" added, as a line; takes the object over. */
bool recorder_record(struct recorder *recorder, struct cJSON *record);
bool recorder_sync(struct recorder *recorder);

/* STATUS_OK, or the first failure in words. */
enum status recorder_failure(const struct recorder *recorder, struct error *error);

#endif
