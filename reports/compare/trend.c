#include "compare/trend.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "results/files.h"

#define LONGEST 30
#define ENOUGH ((size_t)256 * 1024) /* what comes before the providers is far shorter */

/* The run's folder becomes the point's own. */
static void add(struct trend *trend, const char *started, char *run, const size_t counts[VERDICTS]) {
    trend->points = memory_grow(trend->points, trend->count, &trend->capacity, sizeof *trend->points);
    struct trend_point *point = &trend->points[trend->count++];
    point->started = memory_string(started);
    point->run = run;
    memcpy(point->counts, counts, sizeof point->counts);
}

/* The beginning of a results.json, made an object of its own by leaving the providers out: a night of ten thousand
 * results need not be read for ten numbers. */
static void read_beginning(const char *path, struct text *text) {
    struct file *file = NULL;
    size_t got = 0;
    char *bytes = memory_zeroed(ENOUGH + 1, 1);
    if (file_open(&file, path, FILES_READ, NULL) == STATUS_OK &&
        file_read(file, 0, bytes, ENOUGH, &got, NULL) == STATUS_OK) {
        char *providers = strstr(bytes, ",\n \"providers\": [");
        if (providers != NULL) {
            *providers = '\0';
            text_format(text, "%s}", bytes);
        }
    }
    file_close(file);
    free(bytes);
}

/* Takes a point from the text of a results.json; what is none is passed over, old folders may hold anything. */
static void add_file(struct trend *trend, const char *run, const struct text *text, const struct results *results) {
    cJSON *tree = cJSON_ParseWithLength(text_string(text), text->length);
    const cJSON *counts = cJSON_GetObjectItemCaseSensitive(tree, "counts");
    const char *schema = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(tree, "schema"));
    const char *started = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(tree, "started"));
    /* The run at hand may lie in the same folder, and is the last point anyway. */
    if (counts != NULL && started != NULL && schema != NULL && strncmp(schema, "wspcheck-results/", 17) == 0 &&
        strcmp(started, results->started) < 0) {
        size_t numbers[VERDICTS] = {0};
        for (size_t i = 0; i < VERDICTS; i++) {
            const cJSON *number = cJSON_GetObjectItemCaseSensitive(counts, verdict_names[i]);
            numbers[i] = cJSON_IsNumber(number) && number->valuedouble >= 0 ? (size_t)number->valueint : 0;
        }
        add(trend, started, memory_string(run), numbers);
    }
    cJSON_Delete(tree);
}

static int compare(const void *left, const void *right) {
    const struct trend_point *a = left;
    const struct trend_point *b = right;
    int order = strcmp(a->started, b->started);
    return order != 0 ? order : strcmp(a->run, b->run);
}

static void drop(struct trend *trend, size_t from, size_t count) {
    for (size_t i = from; i < from + count; i++) {
        free(trend->points[i].started);
        free(trend->points[i].run);
    }
    memmove(trend->points + from, trend->points + from + count, (trend->count - from - count) * sizeof *trend->points);
    trend->count -= count;
}

static void keep_latest(struct trend *trend) {
    if (trend->count > 1) {
        qsort(trend->points, trend->count, sizeof *trend->points, compare);
    }
    /* A run and its copy are one night. */
    for (size_t i = trend->count; i-- > 1;) {
        if (strcmp(trend->points[i].started, trend->points[i - 1].started) == 0) {
            drop(trend, i, 1);
        }
    }
    if (trend->count > LONGEST - 1) {
        drop(trend, 0, trend->count - (LONGEST - 1));
    }
}

enum status trend_read(struct trend *trend, const char *folder, const struct results *results, struct error *error) {
    struct file_names names = {0};
    *trend = (struct trend){0};
    enum status status = files_exists(folder) ? files_list(folder, &names, error) : STATUS_OK;
    for (size_t i = 0; i < names.count; i++) {
        struct text text = {0};
        char *run = files_join(folder, names.names[i]);
        char *path = files_join(run, "results.json");
        if (files_exists(path)) {
            read_beginning(path, &text);
            add_file(trend, run, &text, results);
        }
        text_free(&text);
        free(path);
        free(run);
    }
    file_names_free(&names);
    keep_latest(trend);
    add(trend, results->started, NULL, results->counts);
    return status;
}

void trend_free(struct trend *trend) {
    for (size_t i = 0; i < trend->count; i++) {
        free(trend->points[i].started);
        free(trend->points[i].run);
    }
    free(trend->points);
    *trend = (struct trend){0};
}
