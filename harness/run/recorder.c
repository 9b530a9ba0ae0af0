#include "run/recorder.h"

#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

void recorder_open(struct recorder *recorder, const struct sink *sink, unsigned long long (*clock)(void),
                   unsigned long long elapsed_us, HANDLE stop) {
    *recorder = (struct recorder){.sink = *sink, .clock = clock, .started_us = clock() - elapsed_us, .stop = stop};
    InitializeCriticalSection(&recorder->lock);
}

void recorder_close(struct recorder *recorder) {
    DeleteCriticalSection(&recorder->lock);
    error_clear(&recorder->failure);
}

unsigned long long recorder_now(const struct recorder *recorder) { return recorder->clock() - recorder->started_us; }

/* Called with the lock held. */
static bool settle(struct recorder *recorder, enum status status) {
    if (status != STATUS_OK && recorder->stop != NULL) {
        SetEvent(recorder->stop);
    }
    return status == STATUS_OK;
}

bool recorder_line(struct recorder *recorder, const char *line, size_t length) {
    EnterCriticalSection(&recorder->lock);
    bool kept = recorder->failure.status == STATUS_OK;
    if (kept) {
        kept = settle(recorder, recorder->sink.append(recorder->sink.context, line, length, &recorder->failure));
    }
    LeaveCriticalSection(&recorder->lock);
    return kept;
}

bool recorder_record(struct recorder *recorder, cJSON *record) {
    cJSON_AddNumberToObject(record, "at_us", (double)recorder_now(recorder));
    char *line = cJSON_PrintUnformatted(record);
    cJSON_Delete(record);
    bool kept = recorder_line(recorder, line, strlen(line));
    cJSON_free(line);
    return kept;
}

bool recorder_sync(struct recorder *recorder) {
    EnterCriticalSection(&recorder->lock);
    bool kept = recorder->failure.status == STATUS_OK;
    if (kept) {
        kept = settle(recorder, recorder->sink.sync(recorder->sink.context, &recorder->failure));
    }
    LeaveCriticalSection(&recorder->lock);
    return kept;
}

enum status recorder_failure(const struct recorder *recorder, struct error *error) {
    if (recorder->failure.status == STATUS_OK) {
        return STATUS_OK;
    }
    return error_set(error, STATUS_BROKEN, "the journal could not be written: %s", recorder->failure.message);
}
