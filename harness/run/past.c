#include "run/past.h"

#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/memory.h"
#include "results/expectations.h"
#include "results/files.h"
#include "results/lines.h"
#include "results/model.h"
#include "results/record.h"

/* What a second reading of the journal finds that a struct results does not keep. */
struct reading {
    struct past *past;
    const struct results *results;
    unsigned char *starts; /* of each cell, 2 at most */
};

static bool is_record(const struct record *record, const char *name) {
    size_t length = 0;
    const char *kind = record_string(record, "record", &length);
    return kind != NULL && strlen(name) == length && memcmp(kind, name, length) == 0;
}

static size_t find_scenario(const struct results *results, const struct record *record) {
    size_t length = 0;
    const char *bytes = record_string(record, "scenario", &length);
    char *id = bytes == NULL ? memory_string("") : text_make("%.*s", (int)length, bytes);
    size_t index = results_find_scenario(results, id);
    free(id);
    return index;
}

static void count_start(struct reading *reading, const struct record *record) {
    const struct results *results = reading->results;
    uint64_t provider = 0, round = 0;
    size_t scenario = find_scenario(results, record);
    if (scenario == SIZE_MAX || !record_number(record, "provider", &provider) ||
        !record_number(record, "round", &round) || provider >= results->provider_count || round < 1 ||
        round > results->rounds) {
        return;
    }
    size_t row = (size_t)provider * results->rounds + (size_t)(round - 1);
    unsigned char *starts = &reading->starts[row * results->scenario_count + scenario];
    *starts = (unsigned char)(*starts < 2 ? *starts + 1 : 2);
}

static void take_line(struct reading *reading, const struct lines *lines) {
    struct record record;
    uint64_t worker = 0;
    if (!record_read(&record, lines->line, lines->length)) {
        return;
    }
    if (record_number(&record, "worker", &worker) && worker > reading->past->last_worker && worker < UINT32_MAX) {
        reading->past->last_worker = (unsigned long)worker;
    }
    if (is_record(&record, "start")) {
        count_start(reading, &record);
    } else if (is_record(&record, "header") && reading->past->header == NULL) {
        reading->past->header = cJSON_ParseWithLength(lines->line, lines->length);
    }
}

static enum status read_lines(struct reading *reading, const char *folder, struct error *error) {
    char *path = files_join(folder, "journal.jsonl");
    struct file *file = NULL;
    enum status status = file_open(&file, path, FILES_READ, error);
    free(path);
    if (status != STATUS_OK) {
        return status;
    }
    struct lines lines;
    enum line_kind kind = LINE_END;
    lines_start(&lines, file);
    while ((status = lines_next(&lines, &kind, error)) == STATUS_OK && kind != LINE_END) {
        if (kind == LINE_WHOLE) {
            take_line(reading, &lines);
        }
    }
    lines_finish(&lines);
    file_close(file);
    return status;
}

static enum cell cell_of(const struct results *results, const struct attempt *attempt, bool retry, unsigned starts) {
    if (attempt->started && !attempt->recorded) {
        return retry && starts < 2 ? CELL_OPEN : CELL_STARTED;
    }
    if (!attempt_is_open(attempt)) {
        return CELL_DONE;
    }
    /* What a run that came to its end has not begun, it had a reason not to begin. */
    return results->finished ? CELL_DONE : CELL_OPEN;
}

static void fill_ledger(struct past *past, const struct reading *reading, bool retry) {
    const struct results *results = reading->results;
    ledger_make(&past->ledger, results->provider_count, results->scenario_count, results->rounds);
    for (size_t provider = 0; provider < results->provider_count; provider++) {
        struct item item;
        size_t position = 0;
        while (ledger_walk(&past->ledger, provider, &position, &item)) {
            const struct attempt *attempt = results_attempt(results, provider, item.scenario, item.round);
            size_t row = provider * results->rounds + (item.round - 1);
            unsigned starts = reading->starts[row * results->scenario_count + item.scenario];
            enum cell cell = cell_of(results, attempt, retry, starts);
            past->retries += cell == CELL_OPEN && attempt->started && !attempt->recorded;
            ledger_set(&past->ledger, &item, cell);
        }
    }
}

enum status past_read(struct past *past, const char *folder, bool retry, struct error *error) {
    struct results *results = NULL;
    *past = (struct past){0};
    if (results_load(&results, folder, error) != STATUS_OK) {
        return error->status;
    }
    struct reading reading = {.past = past, .results = results};
    reading.starts =
        memory_zeroed(results->provider_count * results->rounds * results->scenario_count, sizeof *reading.starts);
    enum status status = read_lines(&reading, folder, error);
    if (status == STATUS_OK) {
        fill_ledger(past, &reading, retry);
        past->elapsed_us = results->duration_us;
        past->finished = results->finished;
        past->exit_code = results_exit_code(results);
    }
    free(reading.starts);
    results_free(results);
    return status;
}

void past_free(struct past *past) {
    cJSON_Delete(past->header);
    ledger_free(&past->ledger);
    *past = (struct past){0};
}

enum status past_exit_code(const char *folder, size_t given_up, int *exit_code, struct error *error) {
    struct results *results = NULL;
    enum status status = results_load(&results, folder, error);
    if (status == STATUS_OK) {
        *exit_code = results_exit_code_of_verdicts(results);
        if (given_up != 0 && *exit_code != 5) {
            *exit_code = 1;
        }
        results_free(results);
    }
    return status;
}

enum status past_expectations(const char *path, cJSON **expectations, struct error *error) {
    struct expectations *loaded = NULL;
    enum status status = expectations_load(&loaded, path, error);
    *expectations = status == STATUS_OK ? expectations_to_json(loaded) : NULL;
    expectations_free(loaded);
    return status;
}
