/* The journal's first record: who ran what. */
#include <cjson/cJSON.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "results/expectations.h"
#include "results/names.h"
#include "results/store.h"

#define SCHEMA "wspcheck-journal/"
#define SCHEMA_NUMBER 1
#define ATTEMPT_LIMIT 10000000u

static const cJSON *member(const cJSON *object, const char *key) {
    return cJSON_GetObjectItemCaseSensitive(object, key);
}

static enum status read_schema(const cJSON *header, struct error *error) {
    const char *schema = cJSON_GetStringValue(member(header, "schema"));
    if (schema == NULL || strncmp(schema, SCHEMA, strlen(SCHEMA)) != 0) {
        return error_set(error, STATUS_FAILED, "the header's schema is \"%.40s\", expected " SCHEMA "%d",
                         schema == NULL ? "" : schema, SCHEMA_NUMBER);
    }
    long number = strtol(schema + strlen(SCHEMA), NULL, 10);
    if (number != SCHEMA_NUMBER) {
        return error_set(error, STATUS_FAILED,
                         "the journal has schema %.40s, this wspcheck knows " SCHEMA
                         "%d; use the version that wrote it, or a newer one",
                         schema, SCHEMA_NUMBER);
    }
    return STATUS_OK;
}

static const char **read_words(struct results *results, const cJSON *object, const char *key, size_t *count) {
    const cJSON *array = member(object, key);
    const char **words = memory_zeroed((size_t)cJSON_GetArraySize(array) + 1, sizeof *words);
    const cJSON *item = NULL;
    *count = 0;
    cJSON_ArrayForEach(item, array) {
        if (cJSON_IsString(item)) {
            words[(*count)++] = strings_keep_string(&results->store->strings, item->valuestring);
        }
    }
    return words;
}

static void read_chain(struct provider *provider, const cJSON *object) {
    const cJSON *array = member(object, "chain");
    const cJSON *item = NULL;
    provider->chain = memory_zeroed((size_t)cJSON_GetArraySize(array) + 1, sizeof *provider->chain);
    cJSON_ArrayForEach(item, array) {
        if (cJSON_IsNumber(item) && item->valuedouble >= 0 && item->valuedouble <= 4294967295.0) {
            provider->chain[provider->chain_length++] = (unsigned long)item->valuedouble;
        }
    }
}

static void read_provider(struct results *results, struct provider *provider, const cJSON *object) {
    provider->name = store_string(results, object, "name");
    provider->guid = store_string(results, object, "guid");
    provider->catalog_id = (unsigned long)(store_number(object, "catalog_id") & 0xFFFFFFFFu);
    provider->af = store_string(results, object, "af");
    provider->type = store_string(results, object, "type");
    provider->protocol = store_string(results, object, "protocol");
    provider->service_flags = read_words(results, object, "service_flags", &provider->service_flag_count);
    provider->provider_flags = read_words(results, object, "provider_flags", &provider->provider_flag_count);
    provider->dll = store_string(results, object, "dll");
    provider->sha256 = store_string(results, object, "sha256");
    provider->origin = store_string(results, object, "origin");
    provider->dll_version = store_string(results, object, "dll_version");
    provider->unfit = "";
    read_chain(provider, object);
}

static enum status read_providers(struct results *results, const cJSON *array, struct error *error) {
    const cJSON *item = NULL;
    size_t index = 0;
    struct lookup ids = {0};
    results->providers = memory_zeroed((size_t)cJSON_GetArraySize(array) + 1, sizeof *results->providers);
    cJSON_ArrayForEach(item, array) {
        const cJSON *number = member(item, "index");
        if (number != NULL && (!cJSON_IsNumber(number) || number->valuedouble != (double)index)) {
            lookup_free(&ids);
            return error_set(error, STATUS_FAILED, "the header's provider %zu does not have that index", index);
        }
        struct provider *provider = &results->providers[index];
        read_provider(results, provider, item);
        struct text id = {0};
        names_append_plain(&id, provider->name);
        size_t plain = id.length;
        for (unsigned n = 2; lookup_find(&ids, id.string, id.length) != SIZE_MAX; n++) {
            id.length = plain;
            text_format(&id, "-%u", n);
        }
        provider->id = strings_keep(&results->store->strings, id.string, id.length);
        lookup_add(&ids, provider->id, index++);
        text_free(&id);
    }
    lookup_free(&ids);
    results->provider_count = index;
    return STATUS_OK;
}

static const char *part(struct results *results, const char *id, char separator) {
    const char *end = strrchr(id, separator);
    return strings_keep(&results->store->strings, id, end == NULL || end == id ? strlen(id) : (size_t)(end - id));
}

static void read_scenario(struct results *results, struct scenario *scenario, const cJSON *object) {
    const char *dot = NULL;
    scenario->id = store_string(results, object, "id");
    dot = strchr(scenario->id, '.');
    scenario->area = strings_keep(&results->store->strings, scenario->id,
                                  dot == NULL ? strlen(scenario->id) : (size_t)(dot - scenario->id));
    scenario->title = store_string(results, object, "title");
    scenario->file = store_string(results, object, "file");
    scenario->line = (unsigned)(store_number(object, "line") & 0x7FFFFFFFu);
    scenario->verifies = read_words(results, object, "verifies", &scenario->verify_count);
    scenario->needs = read_words(results, object, "needs", &scenario->need_count);
    scenario->isolated = cJSON_IsTrue(member(object, "isolated"));
}

static void read_requirement(struct results *results, struct requirement *requirement, const cJSON *object) {
    requirement->id = store_string(results, object, "id");
    requirement->area = part(results, requirement->id, '-');
    requirement->title = store_string(results, object, "title");
    requirement->statement = store_string(results, object, "statement");
    requirement->source = store_string(results, object, "source");
    requirement->applies = store_string(results, object, "applies");
    requirement->observe = store_string(results, object, "observe");
    requirement->traps = store_string(results, object, "traps");
    requirement->level = LEVEL_MUST;
    level_from_name(store_string(results, object, "level"), &requirement->level);
}

/* Ids become file names, so two that differ by case only are as bad as two that are the same. */
static enum status add_id(struct results *results, struct lookup *lookup, struct lookup *folded, const char *id,
                          size_t index, struct error *error) {
    char *lower = memory_string(id);
    for (char *at = lower; *at != '\0'; at++) {
        *at = (char)tolower((unsigned char)*at);
    }
    const char *kept = strings_keep_string(&results->store->strings, lower);
    free(lower);
    lookup_add(lookup, id, index);
    if (id[0] == '\0' || lookup_add(folded, kept, index) != SIZE_MAX) {
        return error_set(error, STATUS_FAILED, "the header has the id \"%.80s\" twice, or by another case, or empty",
                         id);
    }
    return STATUS_OK;
}

static enum status read_scenarios(struct results *results, const cJSON *array, struct error *error) {
    const cJSON *item = NULL;
    struct lookup folded = {0};
    enum status status = STATUS_OK;
    results->scenarios = memory_zeroed((size_t)cJSON_GetArraySize(array) + 1, sizeof *results->scenarios);
    cJSON_ArrayForEach(item, array) {
        size_t index = results->scenario_count++;
        read_scenario(results, &results->scenarios[index], item);
        status = add_id(results, &results->store->scenarios, &folded, results->scenarios[index].id, index, error);
        if (status != STATUS_OK) {
            break;
        }
    }
    lookup_free(&folded);
    return status;
}

static enum status read_requirements(struct results *results, const cJSON *array, struct error *error) {
    const cJSON *item = NULL;
    struct lookup folded = {0};
    enum status status = STATUS_OK;
    results->requirements = memory_zeroed((size_t)cJSON_GetArraySize(array) + 1, sizeof *results->requirements);
    cJSON_ArrayForEach(item, array) {
        size_t index = results->requirement_count++;
        read_requirement(results, &results->requirements[index], item);
        status = add_id(results, &results->store->requirements, &folded, results->requirements[index].id, index, error);
        if (status != STATUS_OK) {
            break;
        }
    }
    lookup_free(&folded);
    return status;
}

static const char *join(struct results *results, const cJSON *array) {
    struct text text = {0};
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, array) {
        if (cJSON_IsString(item)) {
            text_format(&text, "%s%s", text.length == 0 ? "" : ", ", item->valuestring);
        }
    }
    const char *joined = strings_keep_string(&results->store->strings, text_string(&text));
    text_free(&text);
    return joined;
}

static void read_proof(struct results *results, const cJSON *array) {
    const cJSON *item = NULL;
    results->faults = memory_zeroed((size_t)cJSON_GetArraySize(array) + 1, sizeof *results->faults);
    cJSON_ArrayForEach(item, array) {
        if (!cJSON_IsObject(item)) {
            continue;
        }
        struct known_fault *fault = &results->faults[results->fault_count++];
        fault->name = store_string(results, item, "fault");
        fault->title = store_string(results, item, "title");
        fault->requirement = store_string(results, item, "requirement");
        fault->by = join(results, member(item, "by"));
        fault->caught = cJSON_IsTrue(member(item, "caught"));
    }
}

static bool is_given(const cJSON *options, const char *key) {
    const cJSON *item = member(options, key);
    return cJSON_IsString(item) || cJSON_GetArraySize(item) > 0;
}

/* Whether only some providers were asked for. */
static bool has_chosen(const cJSON *options) {
    const cJSON *pattern = NULL;
    cJSON_ArrayForEach(pattern, member(options, "provider")) {
        if (cJSON_IsString(pattern) && strcmp(pattern->valuestring, "all") == 0) {
            return false;
        }
    }
    return is_given(options, "provider") || is_given(options, "dll");
}

static void read_run(struct results *results, const cJSON *header) {
    const cJSON *tool = member(header, "tool");
    const cJSON *host = member(header, "host");
    const cJSON *options = member(header, "options");
    results->tool_version = store_string(results, tool, "version");
    results->suite_version = store_string(results, tool, "suite_version");
    results->host_os = store_string(results, host, "os");
    results->host_wine = store_string(results, host, "wine");
    results->host_arch = store_string(results, host, "arch");
    results->started = store_string(results, header, "started");
    results->shard = store_string(results, header, "shard");
    results->seed = store_number(header, "seed");
    char *text = options == NULL ? NULL : cJSON_PrintUnformatted(options);
    results->options = strings_keep_string(&results->store->strings, text == NULL ? "{}" : text);
    cJSON_free(text);
    results->narrowed = results->shard[0] != '\0' || is_given(options, "scenario") || is_given(options, "requirement");
    results->chosen = has_chosen(options);
}

static enum status make_room(struct results *results, const cJSON *header, struct error *error) {
    uint64_t rounds = store_number(header, "rounds");
    uint64_t cells = (uint64_t)results->provider_count * results->scenario_count;
    results->rounds = rounds == 0 ? 1 : rounds > ATTEMPT_LIMIT ? ATTEMPT_LIMIT : (unsigned)rounds;
    if (cells > ATTEMPT_LIMIT || cells * results->rounds > ATTEMPT_LIMIT) {
        return error_set(error, STATUS_FAILED, "the header announces more than %u results", ATTEMPT_LIMIT);
    }
    results->attempts = memory_zeroed((size_t)cells * results->rounds, sizeof *results->attempts);
    results->outcomes = memory_zeroed((size_t)cells, sizeof *results->outcomes);
    for (size_t i = 0; i < cells * results->rounds; i++) {
        results->attempts[i].verdict = VERDICT_NOTRUN;
        results->attempts[i].reason = "";
        results->attempts[i].exception = "";
        results->attempts[i].last_call = "";
    }
    for (size_t i = 0; i < results->provider_count; i++) {
        results->providers[i].requirements =
            memory_zeroed(results->requirement_count, sizeof *results->providers[i].requirements);
    }
    return STATUS_OK;
}

enum status header_read(struct results *results, const cJSON *header, struct error *error) {
    const char *kind = cJSON_GetStringValue(member(header, "record"));
    if (kind == NULL || strcmp(kind, "header") != 0) {
        return error_set(error, STATUS_FAILED,
                         "the journal does not start with a header: it is no journal, or damaged");
    }
    enum status status = read_schema(header, error);
    if (status != STATUS_OK) {
        return status;
    }
    read_run(results, header);
    status = read_providers(results, member(header, "providers"), error);
    if (status == STATUS_OK) {
        status = read_scenarios(results, member(header, "scenarios"), error);
    }
    if (status == STATUS_OK) {
        status = read_requirements(results, member(header, "requirements"), error);
    }
    read_proof(results, member(header, "proof"));
    const cJSON *expectations = member(header, "expectations");
    if (status == STATUS_OK && expectations != NULL) {
        status = expectations_from_json(&results->expectations, expectations, error);
    }
    return status == STATUS_OK ? make_room(results, header, error) : status;
}
