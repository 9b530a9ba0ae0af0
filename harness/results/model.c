#include "results/model.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "results/expectations.h"
#include "results/store.h"

#define COMPLAINT_LIMIT 100

void results_complain(struct results *results, const char *format, ...) {
    if (results->complaint_count == COMPLAINT_LIMIT) {
        return;
    }
    struct text text = {0};
    va_list arguments;
    va_start(arguments, format);
    text_format_list(&text, format, arguments);
    va_end(arguments);
    results->complaints = memory_grow(results->complaints, results->complaint_count, &results->complaint_capacity,
                                      sizeof *results->complaints);
    results->complaints[results->complaint_count++] = strings_keep_string(&results->store->strings, text.string);
    text_free(&text);
}

const char *store_string(struct results *results, const cJSON *object, const char *key) {
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    if (cJSON_IsString(item)) {
        return strings_keep_string(&results->store->strings, item->valuestring);
    }
    if (!cJSON_IsNumber(item) && !cJSON_IsBool(item)) {
        return "";
    }
    char *written = cJSON_PrintUnformatted(item);
    const char *kept = strings_keep_string(&results->store->strings, written);
    cJSON_free(written);
    return kept;
}

uint64_t store_number(const cJSON *object, const char *key) {
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    return cJSON_IsNumber(item) && item->valuedouble > 0 && item->valuedouble < 1e18 ? (uint64_t)item->valuedouble : 0;
}

static enum status read_header(struct results *results, struct lines *lines, struct error *error) {
    enum line_kind kind = LINE_END;
    enum status status = lines_next(lines, &kind, error);
    if (status != STATUS_OK) {
        return status;
    }
    if (kind == LINE_END) {
        return error_set(error, STATUS_FAILED, "the journal is empty: its run ended before it wrote the header");
    }
    if (kind == LINE_TORN) {
        return error_set(error, STATUS_FAILED, "the journal's only line is cut short: its run ended in the header");
    }
    cJSON *header = kind == LINE_WHOLE ? cJSON_ParseWithLength(lines->line, lines->length) : NULL;
    status = header_read(results, header, error);
    cJSON_Delete(header);
    return status;
}

static enum status read_events(struct results *results, struct lines *lines, struct error *error) {
    enum line_kind kind = LINE_END;
    enum status status = lines_next(lines, &kind, error);
    while (status == STATUS_OK && kind != LINE_END && kind != LINE_TORN) {
        if (kind == LINE_OVERLONG) {
            results->damaged_lines++;
            results_complain(results, "line %lu is longer than any record", lines->number);
        } else {
            status = events_take(results, lines, error);
        }
        if (status == STATUS_OK) {
            status = lines_next(lines, &kind, error);
        }
    }
    if (status == STATUS_OK && kind == LINE_TORN) {
        results->torn = true;
        results_complain(results, "line %lu, the last, is cut short and was ignored", lines->number);
    }
    return status;
}

static enum status load(struct results *results, struct error *error) {
    struct results_store *store = results->store;
    enum status status = file_open(&store->journal, store->path, FILES_READ, error);
    if (status != STATUS_OK) {
        return status;
    }
    struct lines lines;
    lines_start(&lines, store->journal);
    status = read_header(results, &lines, error);
    if (status == STATUS_OK) {
        status = read_events(results, &lines, error);
    }
    lines_finish(&lines);
    if (status != STATUS_OK) {
        return error_prefix(error, "%s", store->path);
    }
    judge_results(results);
    return STATUS_OK;
}

enum status results_load(struct results **results, const char *folder, struct error *error) {
    struct results *loaded = memory_zeroed(1, sizeof *loaded);
    *results = NULL;
    loaded->store = memory_zeroed(1, sizeof *loaded->store);
    loaded->store->path =
        files_exists(folder) && !files_is_folder(folder) ? memory_string(folder) : files_join(folder, "journal.jsonl");
    size_t end = strlen(loaded->store->path);
    while (end > 0 && loaded->store->path[end - 1] != '/' && loaded->store->path[end - 1] != '\\') {
        end--;
    }
    loaded->folder = end == 0 ? "." : strings_keep(&loaded->store->strings, loaded->store->path, end);
    enum status status = load(loaded, error);
    if (status != STATUS_OK) {
        results_free(loaded);
        return status;
    }
    *results = loaded;
    return STATUS_OK;
}

static void free_lists(struct results *results) {
    for (size_t i = 0; i < results->provider_count; i++) {
        struct provider *provider = &results->providers[i];
        free(provider->service_flags);
        free(provider->provider_flags);
        free(provider->chain);
        free(provider->traits);
        free(provider->requirements);
    }
    for (size_t i = 0; i < results->scenario_count; i++) {
        free(results->scenarios[i].verifies);
        free(results->scenarios[i].needs);
    }
    free(results->providers);
    free(results->scenarios);
    free(results->requirements);
    free(results->faults);
}

static void free_attempts(struct results *results) {
    size_t cells = results->provider_count * results->scenario_count * results->rounds;
    for (size_t i = 0; results->attempts != NULL && i < cells; i++) {
        free(results->attempts[i].checks);
        free(results->attempts[i].lines);
    }
    free(results->attempts);
    free(results->outcomes);
}

void results_free(struct results *results) {
    if (results == NULL) {
        return;
    }
    struct results_store *store = results->store;
    free_attempts(results);
    free_lists(results);
    expectations_free(results->expectations);
    free(results->complaints);
    file_close(store->journal);
    strings_free(&store->strings);
    lookup_free(&store->scenarios);
    lookup_free(&store->requirements);
    free(store->workers);
    free(store->path);
    free(store);
    free(results);
}

struct attempt *results_attempt(const struct results *results, size_t provider, size_t scenario, unsigned round) {
    return &results->attempts[(provider * results->scenario_count + scenario) * results->rounds + round - 1];
}

struct outcome *results_outcome(const struct results *results, size_t provider, size_t scenario) {
    return &results->outcomes[provider * results->scenario_count + scenario];
}

size_t results_find_scenario(const struct results *results, const char *id) {
    return lookup_find(&results->store->scenarios, id, strlen(id));
}

size_t results_find_requirement(const struct results *results, const char *id) {
    return lookup_find(&results->store->requirements, id, strlen(id));
}

bool attempt_is_open(const struct attempt *attempt) {
    return attempt->verdict == VERDICT_NOTRUN || attempt->unconfirmed;
}
