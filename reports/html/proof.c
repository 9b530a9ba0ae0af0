#include "html/proof.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "results/files.h"

static char *member(const cJSON *object, const char *key) {
    const char *string = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));
    return memory_string(string == NULL ? "" : string);
}

static char *join(const cJSON *array) {
    struct text text = {0};
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, array) {
        if (cJSON_IsString(item)) {
            text_append(&text, text.length == 0 ? "" : ", ");
            text_append(&text, item->valuestring);
        }
    }
    return text_release(&text);
}

static void read_faults(struct proof *proof, const cJSON *array) {
    const cJSON *item = NULL;
    proof->faults = memory_zeroed((size_t)cJSON_GetArraySize(array), sizeof *proof->faults);
    cJSON_ArrayForEach(item, array) {
        struct fault *fault = &proof->faults[proof->count++];
        fault->name = member(item, "fault");
        fault->title = member(item, "title");
        fault->requirement = member(item, "requirement");
        const char *family = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(item, "family"));
        fault->layered = family != NULL && strcmp(family, "layered") == 0;
        fault->caught = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(item, "caught"));
        fault->by = join(cJSON_GetObjectItemCaseSensitive(item, "by"));
        proof->caught += fault->caught;
    }
}

void proof_of_results(struct proof *proof, const struct results *results) {
    *proof = (struct proof){.faults = memory_zeroed(results->fault_count, sizeof *proof->faults)};
    for (size_t i = 0; i < results->fault_count; i++) {
        const struct known_fault *known = &results->faults[i];
        proof->faults[proof->count++] = (struct fault){.name = memory_string(known->name),
                                                       .title = memory_string(known->title),
                                                       .requirement = memory_string(known->requirement),
                                                       .by = memory_string(known->by),
                                                       .caught = known->caught};
        proof->caught += known->caught;
    }
}

enum status proof_read(struct proof *proof, const char *path, struct error *error) {
    struct text text = {0};
    *proof = (struct proof){0};
    enum status status = files_read(path, &text, error);
    if (status == STATUS_OK) {
        cJSON *tree = cJSON_ParseWithLength(text_string(&text), text.length);
        const cJSON *faults = cJSON_GetObjectItemCaseSensitive(tree, "faults");
        if (cJSON_IsArray(faults)) {
            read_faults(proof, faults);
        } else {
            status = error_set(error, STATUS_USAGE, "%s is not what \"wspcheck mutants --json\" prints", path);
        }
        cJSON_Delete(tree);
    }
    text_free(&text);
    return status;
}

void proof_free(struct proof *proof) {
    for (size_t i = 0; i < proof->count; i++) {
        free(proof->faults[i].name);
        free(proof->faults[i].title);
        free(proof->faults[i].requirement);
        free(proof->faults[i].by);
    }
    free(proof->faults);
    *proof = (struct proof){0};
}

const struct fault *proof_of(const struct proof *proof, const char *requirement) {
    const struct fault *found = NULL;
    for (size_t i = 0; proof != NULL && i < proof->count; i++) {
        const struct fault *fault = &proof->faults[i];
        if (strcmp(fault->requirement, requirement) == 0 && (found == NULL || (fault->caught && !found->caught))) {
            found = fault;
        }
    }
    return found;
}
