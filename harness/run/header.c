#include "run/header.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cjson/cJSON.h>

#include "catalog/protocols.h"
#include "run/options.h"
#include "run/plan.h"
#include "run/version.h"
#include "scenario/library.h"
#include "scenario/packed.h"

#define SCHEMA "wspcheck-journal/1"

static const char *const level_words[] = {[LEVEL_MUST] = "must", [LEVEL_SHOULD] = "should", [LEVEL_MAY] = "may"};

static void add_owned(cJSON *object, const char *key, char *string) {
    cJSON_AddStringToObject(object, key, string);
    free(string);
}

static void add_tool(cJSON *header, const struct library *library) {
    cJSON *tool = cJSON_AddObjectToObject(header, "tool");
    cJSON_AddStringToObject(tool, "version", WSPCHECK_VERSION);
    cJSON_AddStringToObject(tool, "suite_version", library_version(library));
}

static void add_host(cJSON *header) {
    cJSON *host = cJSON_AddObjectToObject(header, "host");
    add_owned(host, "os", version_of_system());
    add_owned(host, "wine", version_of_wine());
    cJSON_AddStringToObject(host, "arch", version_of_architecture());
}

static void add_started(cJSON *header) {
    time_t now = time(NULL);
    struct tm utc = {0};
    char words[32] = "";
    if (gmtime_s(&utc, &now) == 0) {
        strftime(words, sizeof words, "%Y-%m-%dT%H:%M:%SZ", &utc);
    }
    cJSON_AddStringToObject(header, "started", words);
}

/* The catalog's own words for an entry, as "list --json" prints them. */
static cJSON *entry_to_object(const struct catalog_entry *entry) {
    struct catalog_entry *entries[] = {(struct catalog_entry *)(uintptr_t)entry};
    struct catalog catalog = {.entries = entries, .count = 1};
    const struct catalog *catalogs[] = {&catalog};
    char *printed = protocols_document(catalogs, 1);
    cJSON *document = cJSON_Parse(printed);
    cJSON *object = cJSON_DetachItemFromArray(cJSON_GetObjectItemCaseSensitive(document, "entries"), 0);
    cJSON_Delete(document);
    free(printed);
    return object;
}

static void add_providers(cJSON *header, const struct plan *plan) {
    cJSON *list = cJSON_AddArrayToObject(header, "providers");
    for (size_t i = 0; i < plan->provider_count; i++) {
        const struct plan_provider *provider = &plan->providers[i];
        cJSON *object = entry_to_object(provider->entry);
        cJSON_AddNumberToObject(object, "index", (double)i);
        cJSON_DeleteItemFromObjectCaseSensitive(object, "dll");
        cJSON_AddStringToObject(object, "dll", provider->dll == NULL ? "" : provider->dll);
        cJSON_AddStringToObject(object, "sha256", provider->sha256);
        cJSON_AddStringToObject(object, "dll_version", provider->dll_version);
        cJSON_AddItemToArray(list, object);
    }
}

static void add_scenarios(cJSON *header, const struct plan *plan) {
    cJSON *list = cJSON_AddArrayToObject(header, "scenarios");
    for (size_t i = 0; i < plan->scenario_count; i++) {
        cJSON_AddItemToArray(list, packed_scenario(plan->scenarios[i].info));
    }
}

static void add_text(cJSON *object, const char *key, const char *string) {
    cJSON_AddStringToObject(object, key, string == NULL ? "" : string);
}

static void add_requirements(cJSON *header, const struct library *library) {
    cJSON *list = cJSON_AddArrayToObject(header, "requirements");
    for (size_t i = 0; i < library_requirements(library); i++) {
        const struct requirement *requirement = library_requirement(library, i);
        cJSON *object = cJSON_CreateObject();
        add_text(object, "id", requirement->id);
        add_text(object, "title", requirement->title);
        add_text(object, "statement", requirement->statement);
        add_text(object, "level", level_words[requirement->level]);
        add_text(object, "source", requirement->source);
        add_text(object, "applies", requirement->applies);
        add_text(object, "observe", requirement->observe);
        add_text(object, "traps", requirement->traps);
        cJSON_AddItemToArray(list, object);
    }
}

cJSON *header_make(const struct plan *plan, const struct run_options *options, const struct library *library,
                   cJSON *expectations) {
    cJSON *header = cJSON_CreateObject();
    cJSON_AddStringToObject(header, "record", "header");
    cJSON_AddStringToObject(header, "schema", SCHEMA);
    add_tool(header, library);
    add_host(header);
    add_started(header);
    cJSON_AddItemToObject(header, "options", run_options_to_json(options));
    cJSON_AddNumberToObject(header, "rounds", plan->rounds);
    cJSON_AddNumberToObject(header, "seed", (double)plan->seed);
    if (plan->shard.total != 0) {
        add_owned(header, "shard", text_make("%u/%u", plan->shard.index, plan->shard.total));
    }
    if (expectations != NULL) {
        cJSON_AddItemToObject(header, "expectations", expectations);
    }
    add_providers(header, plan);
    add_scenarios(header, plan);
    add_requirements(header, library);
    return header;
}

static const cJSON *member(const cJSON *object, const char *key) {
    return cJSON_GetObjectItemCaseSensitive(object, key);
}

static const char *string_of(const cJSON *object, const char *key) {
    const char *string = cJSON_GetStringValue(member(object, key));
    return string == NULL ? "" : string;
}

static enum status compare_tool(const cJSON *before, const cJSON *now, struct error *error) {
    const char *old_version = string_of(member(before, "tool"), "version");
    const char *old_suite = string_of(member(before, "tool"), "suite_version");
    const char *suite = string_of(member(now, "tool"), "suite_version");
    if (strcmp(old_version, WSPCHECK_VERSION) != 0) {
        return error_set(error, STATUS_USAGE, "the run was begun by wspcheck %s, and this is %s", old_version,
                         WSPCHECK_VERSION);
    }
    if (strcmp(old_suite, suite) != 0) {
        return error_set(error, STATUS_USAGE,
                         "the suites have changed since the run was begun (version %s then, %s now)", old_suite, suite);
    }
    return STATUS_OK;
}

static enum status compare_provider(const cJSON *before, const cJSON *now, struct error *error) {
    const char *name = string_of(before, "name");
    if (strcmp(string_of(before, "sha256"), string_of(now, "sha256")) != 0 &&
        strcmp(string_of(before, "dll"), string_of(now, "dll")) == 0) {
        return error_set(error, STATUS_USAGE, "the DLL of the provider \"%s\" has changed since the run was begun",
                         name);
    }
    if (!cJSON_Compare(before, now, true)) {
        return error_set(error, STATUS_USAGE, "the provider \"%s\" is not what it was when the run was begun", name);
    }
    return STATUS_OK;
}

static enum status compare_providers(const cJSON *before, const cJSON *now, struct error *error) {
    int count = cJSON_GetArraySize(before);
    if (count != cJSON_GetArraySize(now)) {
        return error_set(error, STATUS_USAGE, "the run was begun with %d providers, and now there are %d", count,
                         cJSON_GetArraySize(now));
    }
    for (int i = 0; i < count; i++) {
        if (compare_provider(cJSON_GetArrayItem(before, i), cJSON_GetArrayItem(now, i), error) != STATUS_OK) {
            return error->status;
        }
    }
    return STATUS_OK;
}

enum status header_compare(const cJSON *before, const cJSON *now, struct error *error) {
    static const char *const whole[] = {"schema", "options", "rounds", "seed", "shard", "scenarios", "requirements"};
    if (compare_tool(before, now, error) != STATUS_OK ||
        compare_providers(member(before, "providers"), member(now, "providers"), error) != STATUS_OK) {
        return error->status;
    }
    for (size_t i = 0; i < sizeof whole / sizeof whole[0]; i++) {
        const cJSON *old = member(before, whole[i]), *new = member(now, whole[i]);
        if ((old != NULL || new != NULL) && !cJSON_Compare(old, new, true)) {
            return error_set(error, STATUS_USAGE, "the %s of the run are not what they were when it was begun",
                             whole[i]);
        }
    }
    return STATUS_OK;
}
