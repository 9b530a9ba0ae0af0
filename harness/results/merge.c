#include "results/merge.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "results/journal.h"
#include "results/lines.h"
#include "results/model.h"
#include "results/record.h"

struct shard {
    const char *folder; /* as given */
    char *path;
    cJSON *header;
    unsigned index;
    unsigned total;
    bool finished;
};

struct merge {
    struct shard *shards; /* by index */
    size_t count;
    struct journal *journal;
    uint64_t workers; /* numbers given out so far */
    uint64_t at_us;   /* the latest time */
};

static const cJSON *member(const cJSON *object, const char *key) {
    return cJSON_GetObjectItemCaseSensitive(object, key);
}

static enum status read_header(struct shard *shard, struct error *error) {
    struct file *file = NULL;
    struct lines lines;
    enum line_kind kind = LINE_END;
    enum status status = file_open(&file, shard->path, FILES_READ, error);
    if (status != STATUS_OK) {
        return status;
    }
    lines_start(&lines, file);
    status = lines_next(&lines, &kind, error);
    if (status == STATUS_OK && kind == LINE_WHOLE) {
        shard->header = cJSON_ParseWithLength(lines.line, lines.length);
    }
    lines_finish(&lines);
    file_close(file);
    return status;
}

static enum status read_index(struct shard *shard, struct error *error) {
    const char *word = cJSON_GetStringValue(member(shard->header, "shard"));
    char end = '\0';
    if (word == NULL || sscanf(word, "%u/%u%c", &shard->index, &shard->total, &end) != 2 || shard->index == 0 ||
        shard->index > shard->total) {
        return error_set(error, STATUS_USAGE, "%s is no shard: its run had no --shard I/N", shard->folder);
    }
    return STATUS_OK;
}

/* Everything that makes a journal unfit for reports makes it unfit to be merged. */
static enum status read_shard(struct shard *shard, const char *folder, bool partial, struct error *error) {
    struct results *results = NULL;
    shard->folder = folder;
    shard->path = files_join(folder, "journal.jsonl");
    enum status status = results_load(&results, folder, error);
    if (status == STATUS_OK && (results->damaged_lines != 0 || results->worker_faults != 0)) {
        status = error_set(error, STATUS_BROKEN, "%s: %s", shard->path, results->complaints[0]);
    }
    if (status == STATUS_OK) {
        shard->finished = results->finished;
        if (!shard->finished && !partial) {
            status = error_set(error, STATUS_INCOMPLETE,
                               "the shard in %s did not reach its end; resume it, or merge with --partial", folder);
        }
    }
    results_free(results);
    if (status == STATUS_OK) {
        status = read_header(shard, error);
    }
    return status == STATUS_OK ? read_index(shard, error) : status;
}

static int compare_index(const void *left, const void *right) {
    const struct shard *a = left;
    const struct shard *b = right;
    return a->index < b->index ? -1 : a->index > b->index;
}

static enum status check_indices(const struct merge *merge, bool partial, struct error *error) {
    for (size_t i = 0; i < merge->count; i++) {
        const struct shard *shard = &merge->shards[i];
        if (shard->total != merge->shards[0].total) {
            return error_set(error, STATUS_USAGE, "%s is one of %u shards, %s one of %u", merge->shards[0].folder,
                             merge->shards[0].total, shard->folder, shard->total);
        }
        if (i > 0 && shard->index == shard[-1].index) {
            return error_set(error, STATUS_USAGE, "%s and %s are both shard %u", shard[-1].folder, shard->folder,
                             shard->index);
        }
    }
    if (merge->count < merge->shards[0].total && !partial) {
        unsigned missing = 1;
        for (size_t i = 0; i < merge->count && merge->shards[i].index == missing; i++) {
            missing++;
        }
        return error_set(error, STATUS_USAGE, "shard %u of %u is missing; add its folder, or merge with --partial",
                         missing, merge->shards[0].total);
    }
    return STATUS_OK;
}

/* The options without those that may differ between the machines of one run; what DLLs and expectations they name is
 * compared by content. */
static cJSON *comparable_options(const cJSON *header) {
    static const char *const local[] = {"shard",  "out",    "jobs",      "quiet", "verbose",  "format",
                                        "suites", "expect", "protocols", "dll",   "baseline", "history"};
    cJSON *options = cJSON_Duplicate(member(header, "options"), 1);
    for (size_t i = 0; i < sizeof local / sizeof local[0]; i++) {
        cJSON_DeleteItemFromObjectCaseSensitive(options, local[i]);
    }
    return options;
}

/* The providers without where their files lie. */
static cJSON *comparable_providers(const cJSON *header) {
    cJSON *providers = cJSON_Duplicate(member(header, "providers"), 1);
    cJSON *provider = NULL;
    cJSON_ArrayForEach(provider, providers) { cJSON_DeleteItemFromObjectCaseSensitive(provider, "dll"); }
    return providers;
}

static bool same_part(const struct shard *one, const struct shard *other, cJSON *(*part)(const cJSON *header)) {
    cJSON *left = part(one->header);
    cJSON *right = part(other->header);
    bool same = (left == NULL && right == NULL) || cJSON_Compare(left, right, 1);
    cJSON_Delete(left);
    cJSON_Delete(right);
    return same;
}

static enum status check_same(const struct merge *merge, struct error *error) {
    static const struct {
        const char *key;
        const char *words;
    } parts[] = {{"tool", "version of the suite or the harness"},
                 {"requirements", "list of requirements"},
                 {"rounds", "number of rounds"},
                 {"expectations", "list of expectations"}};
    const struct shard *first = &merge->shards[0];
    for (size_t i = 1; i < merge->count; i++) {
        const struct shard *shard = &merge->shards[i];
        for (size_t j = 0; j < sizeof parts / sizeof parts[0]; j++) {
            const cJSON *left = member(first->header, parts[j].key);
            const cJSON *right = member(shard->header, parts[j].key);
            if ((left != NULL || right != NULL) && !cJSON_Compare(left, right, 1)) {
                return error_set(error, STATUS_USAGE, "%s has another %s than %s", shard->folder, parts[j].words,
                                 first->folder);
            }
        }
        if (!same_part(first, shard, comparable_providers)) {
            return error_set(error, STATUS_USAGE, "%s has other providers than %s, or another DLL behind one",
                             shard->folder, first->folder);
        }
        if (!same_part(first, shard, comparable_options)) {
            return error_set(error, STATUS_USAGE, "%s was run with other options than %s", shard->folder,
                             first->folder);
        }
    }
    return STATUS_OK;
}

static const char *scenario_id(const cJSON *scenario) {
    const char *id = cJSON_GetStringValue(member(scenario, "id"));
    return id == NULL ? "" : id;
}

struct placed {
    cJSON *scenario;
    size_t order; /* as gathered */
};

static int compare_ids(const void *left, const void *right) {
    const struct placed *a = left;
    const struct placed *b = right;
    int order = strcmp(scenario_id(a->scenario), scenario_id(b->scenario));
    return order != 0 ? order : a->order < b->order ? -1 : 1;
}

/* All shards' scenarios in the order of their ids, which is the order of a run that was not shuffled. */
static enum status gather_scenarios(const struct merge *merge, cJSON *all, struct error *error) {
    struct placed *placed = NULL;
    size_t count = 0;
    size_t capacity = 0;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < merge->count; i++) {
        const cJSON *scenario = NULL;
        cJSON_ArrayForEach(scenario, member(merge->shards[i].header, "scenarios")) {
            placed = memory_grow(placed, count, &capacity, sizeof *placed);
            placed[count] = (struct placed){cJSON_Duplicate(scenario, 1), count};
            count++;
        }
    }
    if (count > 1) {
        qsort(placed, count, sizeof *placed, compare_ids);
    }
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && strcmp(scenario_id(placed[i].scenario), scenario_id(placed[i - 1].scenario)) == 0) {
            status =
                error_set(error, STATUS_USAGE, "the scenario %s is in two shards", scenario_id(placed[i].scenario));
        }
        cJSON_AddItemToArray(all, placed[i].scenario);
    }
    free(placed);
    return status;
}

static const char *earliest_start(const struct merge *merge) {
    const char *earliest = NULL;
    for (size_t i = 0; i < merge->count; i++) {
        const char *started = cJSON_GetStringValue(member(merge->shards[i].header, "started"));
        if (started != NULL && (earliest == NULL || strcmp(started, earliest) < 0)) {
            earliest = started;
        }
    }
    return earliest == NULL ? "" : earliest;
}

static enum status append(struct merge *merge, const cJSON *record, struct error *error) {
    char *line = cJSON_PrintUnformatted(record);
    enum status status = journal_append(merge->journal, line, strlen(line), error);
    cJSON_free(line);
    return status;
}

static enum status write_header(struct merge *merge, struct error *error) {
    cJSON *header = cJSON_Duplicate(merge->shards[0].header, 1);
    cJSON *scenarios = cJSON_CreateArray();
    enum status status = gather_scenarios(merge, scenarios, error);
    cJSON_ReplaceItemInObjectCaseSensitive(header, "scenarios", scenarios);
    cJSON_ReplaceItemInObjectCaseSensitive(header, "started", cJSON_CreateString(earliest_start(merge)));
    cJSON_DeleteItemFromObjectCaseSensitive(header, "shard");
    cJSON_DeleteItemFromObjectCaseSensitive(cJSON_GetObjectItemCaseSensitive(header, "options"), "shard");
    if (status == STATUS_OK) {
        status = append(merge, header, error);
    }
    cJSON_Delete(header);
    return status;
}

/* Worker numbers are unique in a journal, so each shard's are moved behind those before. */
static enum status append_renumbered(struct merge *merge, const struct lines *lines, uint64_t base,
                                     struct error *error) {
    cJSON *record = cJSON_ParseWithLength(lines->line, lines->length);
    const cJSON *worker = member(record, "worker");
    if (!cJSON_IsNumber(worker)) {
        cJSON_Delete(record);
        return journal_append(merge->journal, lines->line, lines->length, error);
    }
    uint64_t number = base + (uint64_t)worker->valuedouble;
    merge->workers = number > merge->workers ? number : merge->workers;
    cJSON_ReplaceItemInObjectCaseSensitive(record, "worker", cJSON_CreateNumber((double)number));
    enum status status = append(merge, record, error);
    cJSON_Delete(record);
    return status;
}

static enum status copy_line(struct merge *merge, const struct lines *lines, uint64_t base, struct error *error) {
    struct record record;
    uint64_t number = 0;
    size_t length = 0;
    const char *kind =
        record_read(&record, lines->line, lines->length) ? record_string(&record, "record", &length) : NULL;
    if (record_number(&record, "at_us", &number) && number > merge->at_us) {
        merge->at_us = number;
    }
    /* The merged run has one finish of its own. */
    if (kind != NULL && length == strlen("finish") && memcmp(kind, "finish", length) == 0) {
        return STATUS_OK;
    }
    if (record_number(&record, "worker", &number)) {
        return append_renumbered(merge, lines, base, error);
    }
    return journal_append(merge->journal, lines->line, lines->length, error);
}

static enum status copy_events(struct merge *merge, const struct shard *shard, struct error *error) {
    struct file *file = NULL;
    struct lines lines;
    enum line_kind kind = LINE_WHOLE;
    uint64_t base = merge->workers;
    enum status status = file_open(&file, shard->path, FILES_READ, error);
    if (status != STATUS_OK) {
        return status;
    }
    lines_start(&lines, file);
    while (status == STATUS_OK && kind == LINE_WHOLE) {
        status = lines_next(&lines, &kind, error);
        if (status == STATUS_OK && kind == LINE_WHOLE && lines.number > 1) {
            status = copy_line(merge, &lines, base, error);
        }
    }
    lines_finish(&lines);
    file_close(file);
    return status;
}

static enum status write_finish(struct merge *merge, const char *out, struct error *error) {
    struct results *results = NULL;
    bool complete = merge->count == merge->shards[0].total;
    for (size_t i = 0; i < merge->count; i++) {
        complete = complete && merge->shards[i].finished;
    }
    enum status status = results_load(&results, out, error);
    if (status == STATUS_OK) {
        int code = results_exit_code_of_verdicts(results);
        char *line = text_make("{\"record\":\"finish\",\"exit_code\":%d,\"complete\":%s,\"at_us\":%llu}",
                               !complete && (code == 0 || code == 3) ? 4 : code, complete ? "true" : "false",
                               (unsigned long long)merge->at_us);
        status = journal_append(merge->journal, line, strlen(line), error);
        free(line);
    }
    results_free(results);
    return status;
}

static enum status write_journal(struct merge *merge, const char *out, struct error *error) {
    char *path = files_join(out, "journal.jsonl");
    enum status status = files_make_folder(out, error);
    if (status == STATUS_OK) {
        status = journal_create(&merge->journal, path, error);
    }
    if (status != STATUS_OK) {
        free(path);
        return status;
    }
    status = write_header(merge, error);
    for (size_t i = 0; i < merge->count && status == STATUS_OK; i++) {
        status = copy_events(merge, &merge->shards[i], error);
    }
    if (status == STATUS_OK) {
        status = write_finish(merge, out, error);
    }
    journal_close(merge->journal);
    if (status != STATUS_OK) {
        files_remove(path, NULL);
    }
    free(path);
    return status;
}

enum status results_merge(const char *const *folders, size_t count, const char *out, bool partial,
                          struct error *error) {
    struct merge merge = {.count = count};
    enum status status =
        count == 0 ? error_set(error, STATUS_USAGE, "merge needs the folders of all shards") : STATUS_OK;
    merge.shards = memory_zeroed(count, sizeof *merge.shards);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        status = read_shard(&merge.shards[i], folders[i], partial, error);
    }
    if (status == STATUS_OK) {
        qsort(merge.shards, count, sizeof *merge.shards, compare_index);
        status = check_indices(&merge, partial, error);
    }
    if (status == STATUS_OK) {
        status = check_same(&merge, error);
    }
    if (status == STATUS_OK) {
        status = write_journal(&merge, out, error);
    }
    for (size_t i = 0; i < count; i++) {
        cJSON_Delete(merge.shards[i].header);
        free(merge.shards[i].path);
    }
    free(merge.shards);
    return status;
}
