#include "compare/trend.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "results/files.h"

#define LONGEST 30
#define ENOUGH ((size_t)256 * 1024) /* what comes before the providers is far shorter */

static void add(struct trend *trend, const char *started, const size_t counts[VERDICTS]) {
    trend->points = memory_grow(trend->points, trend->count, &trend->capacity, sizeof *trend->points);
    struct trend_point *point = &trend->points[trend->count++];
    point->started = memory_string(started);
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
static void add_file(struct trend *trend, const struct text *text, const struct results *results) {
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
        add(trend, started, numbers);
    }
    cJSON_Delete(tree);
}

static int compare(const void *left, const void *right) {
    return strcmp(((const struct trend_point *)left)->started, ((const struct trend_point *)right)->started);
}

static void keep_latest(struct trend *trend) {
    if (trend->count > 1) {
        qsort(trend->points, trend->count, sizeof *trend->points, compare);
    }
    size_t surplus = trend->count > LONGEST - 1 ? trend->count - (LONGEST - 1) : 0;
    for (size_t i = 0; i < surplus; i++) {
        free(trend->points[i].started);
    }
    if (surplus != 0) {
        memmove(trend->points, trend->points + surplus, (trend->count - surplus) * sizeof *trend->points);
        trend->count -= surplus;
    }
}

enum status trend_read(struct trend *trend, const char *folder, const struct results *results, struct error *error) {
    struct file_names names = {0};
    *trend = (struct trend){0};
    enum status status = files_list(folder, &names, error);
    for (size_t i = 0; i < names.count; i++) {
        struct text text = {0};
        char *path = text_make("%s/%s/results.json", folder, names.names[i]);
        if (files_exists(path)) {
            read_beginning(path, &text);
            add_file(trend, &text, results);
        }
        text_free(&text);
        free(path);
    }
    file_names_free(&names);
    keep_latest(trend);
    add(trend, results->started, results->counts);
    return status;
}

void trend_free(struct trend *trend) {
    for (size_t i = 0; i < trend->count; i++) {
        free(trend->points[i].started);
    }
    free(trend->points);
    *trend = (struct trend){0};
}
