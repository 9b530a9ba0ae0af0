#include "scenario/packed.h"

#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/memory.h"
#include "scenario/library_parts.h"

static cJSON *write_requirement(const struct requirement *requirement) {
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "id", requirement->id);
    cJSON_AddNumberToObject(object, "level", requirement->level);
    return object;
}

static void write_words(cJSON *object, const char *key, char *const *words, size_t count) {
    cJSON_AddItemToObject(object, key, cJSON_CreateStringArray((const char *const *)words, (int)count));
}

cJSON *packed_scenario(const struct scenario_info *info) {
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "id", info->id);
    cJSON_AddStringToObject(object, "title", info->title);
    cJSON_AddStringToObject(object, "file", info->file);
    cJSON_AddNumberToObject(object, "line", info->line);
    write_words(object, "verifies", info->verifies, info->verifies_count);
    write_words(object, "needs", info->needs, info->needs_count);
    cJSON_AddBoolToObject(object, "isolated", info->isolated);
    return object;
}

static cJSON *write_scenario(const struct library *library, const struct stored_scenario *stored) {
    const struct suite_file *file = &library->files.files[stored->file];
    cJSON *object = packed_scenario(&stored->info);
    cJSON_AddStringToObject(object, "suite", file->suite);
    cJSON_AddStringToObject(object, "name", file->name);
    cJSON_AddStringToObject(object, "source", file->source);
    return object;
}

char *packed_write(const struct library *library) {
    cJSON *root = cJSON_CreateObject();
    cJSON_AddStringToObject(root, "version", library->version);
    cJSON *requirements = cJSON_AddArrayToObject(root, "requirements");
    for (size_t i = 0; i < library->requirement_count; i++) {
        cJSON_AddItemToArray(requirements, write_requirement(&library->requirements[i]));
    }
    cJSON *scenarios = cJSON_AddArrayToObject(root, "scenarios");
    for (size_t i = 0; i < library->scenario_count; i++) {
        cJSON_AddItemToArray(scenarios, write_scenario(library, &library->scenarios[i]));
    }
    char *printed = cJSON_PrintUnformatted(root);
    char *packed = memory_string(printed);
    cJSON_free(printed);
    cJSON_Delete(root);
    return packed;
}

/* Reading: what is missing makes the whole text a damaged one. */

static char *read_text(const cJSON *object, const char *key, bool *whole) {
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));
    *whole = *whole && text != NULL;
    return memory_string(text == NULL ? "" : text);
}

static int read_number(const cJSON *object, const char *key, bool *whole) {
    const cJSON *number = cJSON_GetObjectItemCaseSensitive(object, key);
    *whole = *whole && cJSON_IsNumber(number);
    return cJSON_IsNumber(number) ? number->valueint : 0;
}

/* An empty list is not written. */
static char **read_words(const cJSON *object, const char *key, size_t *count, bool *whole) {
    const cJSON *array = cJSON_GetObjectItemCaseSensitive(object, key);
    const cJSON *word;
    char **words = NULL;
    size_t capacity = 0;
    *whole = *whole && (array == NULL || cJSON_IsArray(array));
    cJSON_ArrayForEach(word, array) {
        *whole = *whole && cJSON_IsString(word);
        words = memory_grow(words, *count, &capacity, sizeof *words);
        words[(*count)++] = memory_string(cJSON_IsString(word) ? word->valuestring : "");
    }
    return words;
}

static void read_requirement(struct library *library, const cJSON *object, bool *whole) {
    library->requirements = memory_grow(library->requirements, library->requirement_count,
                                        &library->requirement_capacity, sizeof *library->requirements);
    struct requirement *requirement = &library->requirements[library->requirement_count++];
    *requirement = (struct requirement){.id = read_text(object, "id", whole),
                                        .level = (enum requirement_level)read_number(object, "level", whole)};
}

static void read_file(struct library *library, const cJSON *object, bool *whole) {
    struct suite_files *files = &library->files;
    files->files = memory_grow(files->files, files->count, &files->capacity, sizeof *files->files);
    struct suite_file *file = &files->files[files->count++];
    *file = (struct suite_file){.suite = read_text(object, "suite", whole),
                                .name = read_text(object, "name", whole),
                                .path = read_text(object, "file", whole),
                                .source = read_text(object, "source", whole)};
    file->length = strlen(file->source);
}

static void read_scenario(struct library *library, const cJSON *object, bool *whole) {
    library->scenarios = memory_grow(library->scenarios, library->scenario_count, &library->scenario_capacity,
                                     sizeof *library->scenarios);
    struct stored_scenario *stored = &library->scenarios[library->scenario_count++];
    *stored = (struct stored_scenario){.file = library->files.count};
    stored->info = (struct scenario_info){
        .id = read_text(object, "id", whole),
        .title = read_text(object, "title", whole),
        .file = read_text(object, "file", whole),
        .line = read_number(object, "line", whole),
        .isolated = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(object, "isolated")),
    };
    stored->info.verifies = read_words(object, "verifies", &stored->info.verifies_count, whole);
    stored->info.needs = read_words(object, "needs", &stored->info.needs_count, whole);
    read_file(library, object, whole);
}

enum status packed_read(const char *packed, struct library *library, struct error *error) {
    cJSON *root = cJSON_Parse(packed);
    const cJSON *object;
    bool whole = true;
    char *version = read_text(root, "version", &whole);
    whole = whole && strlen(version) < sizeof library->version;
    if (whole) {
        strcpy(library->version, version);
    }
    free(version);
    cJSON_ArrayForEach(object, cJSON_GetObjectItemCaseSensitive(root, "requirements")) {
        read_requirement(library, object, &whole);
    }
    cJSON_ArrayForEach(object, cJSON_GetObjectItemCaseSensitive(root, "scenarios")) {
        read_scenario(library, object, &whole);
    }
    cJSON_Delete(root);
    return whole ? STATUS_OK : error_set(error, STATUS_FAILED, "the packed suites are damaged");
}
