#include "scenario/packed.h"

#include <string.h>

#include <cjson/cJSON.h>

#include "base/memory.h"

char *packed_write(const struct suite_files *files) {
    cJSON *array = cJSON_CreateArray();
    for (size_t i = 0; i < files->count; i++) {
        const struct suite_file *file = &files->files[i];
        cJSON *object = cJSON_CreateObject();
        cJSON_AddStringToObject(object, "suite", file->suite);
        cJSON_AddStringToObject(object, "name", file->name);
        cJSON_AddStringToObject(object, "path", file->path);
        cJSON_AddStringToObject(object, "source", file->source);
        cJSON_AddItemToArray(array, object);
    }
    char *printed = cJSON_PrintUnformatted(array);
    char *packed = memory_string(printed);
    cJSON_free(printed);
    cJSON_Delete(array);
    return packed;
}

static const char *member(const cJSON *object, const char *key) {
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));
}

static bool add_file(struct suite_files *files, const cJSON *object) {
    const char *suite = member(object, "suite"), *name = member(object, "name");
    const char *path = member(object, "path"), *source = member(object, "source");
    if (suite == NULL || name == NULL || path == NULL || source == NULL) {
        return false;
    }
    files->files = memory_grow(files->files, files->count, &files->capacity, sizeof *files->files);
    files->files[files->count++] = (struct suite_file){.suite = memory_string(suite),
                                                       .name = memory_string(name),
                                                       .path = memory_string(path),
                                                       .source = memory_string(source),
                                                       .length = strlen(source)};
    return true;
}

enum status packed_read(const char *packed, struct suite_files *files, struct error *error) {
    cJSON *array = cJSON_Parse(packed);
    bool whole = cJSON_IsArray(array);
    const cJSON *object;
    cJSON_ArrayForEach(object, array) { whole = whole && add_file(files, object); }
    cJSON_Delete(array);
    return whole ? STATUS_OK : error_set(error, STATUS_FAILED, "the packed suites are damaged");
}
