/*
 * Runs single scenarios in this process and prints their journal records, for work on the vocabulary and for debuggers:
 *
 *     test-run-one [--quiet] [--scale X] [--repeat N] DLL ENTRY-GLOB SUITES-FOLDER SCENARIO-GLOB...
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/wide.h"
#include "provider/guard.h"
#include "provider/redirect.h"
#include "provider/upcalls.h"
#include "scenario/engine.h"

struct setting {
    bool quiet;
    double scale;
    long rounds;
    struct catalog catalog;
    struct provider provider;
    struct library *library;
    struct engine *engine;
};

static void print_line(void *context, const char *line, size_t length) {
    const struct setting *setting = context;
    if (!setting->quiet) {
        printf("%.*s\n", (int)length, line);
    }
}

static const struct catalog_entry *find_entry(const struct catalog *catalog, const char *pattern) {
    for (size_t i = 0; i < catalog->count; i++) {
        const struct catalog_entry *entry = catalog->entries[i];
        if (entry->origin == CATALOG_OVERLAY && catalog_matches(entry, pattern)) {
            return entry;
        }
    }
    return NULL;
}

static enum status load_provider(struct setting *setting, const char *dll, const char *pattern, struct error *error) {
    wchar_t *path = wide_from_utf8(dll);
    redirect_start(&setting->catalog);
    enum status status = guard_start(error);
    status = status == STATUS_OK ? catalog_read(&setting->catalog, error) : status;
    status = status == STATUS_OK ? upcalls_start(&setting->catalog, error) : status;
    status = status == STATUS_OK ? redirect_register(path, error) : status;
    free(path);
    if (status != STATUS_OK) {
        return status;
    }
    const struct catalog_entry *entry = find_entry(&setting->catalog, pattern);
    if (entry == NULL) {
        return error_set(error, STATUS_NOTHING, "no entry of %s matches %s", dll, pattern);
    }
    return provider_load(&setting->provider, entry, error);
}

static enum status open_engine(struct setting *setting, const char *folder, struct error *error) {
    wchar_t *wide = wide_from_utf8(folder);
    enum status status = library_load(&setting->library, wide, error);
    free(wide);
    struct engine_options options = {.provider = &setting->provider,
                                     .catalog = &setting->catalog,
                                     .library = setting->library,
                                     .timeout_scale = setting->scale,
                                     .started_us = clock_us(),
                                     .emit = print_line,
                                     .context = setting};
    status = status == STATUS_OK ? engine_open(&setting->engine, &options, error) : status;
    struct cJSON *traits = NULL;
    status = status == STATUS_OK ? engine_probe(setting->engine, &traits, error) : status;
    char *text = traits == NULL ? NULL : cJSON_PrintUnformatted(traits);
    if (text != NULL && !setting->quiet) {
        printf("traits: %s\n", text);
    }
    cJSON_free(text);
    cJSON_Delete(traits);
    return status;
}

static bool chosen(const struct scenario_info *scenario, int count, char **patterns) {
    for (int i = 0; i < count; i++) {
        if (text_matches(patterns[i], scenario->id)) {
            return true;
        }
    }
    return false;
}

static enum status run(struct setting *setting, const struct scenario_info *scenario, int round, struct error *error) {
    struct engine_result result;
    if (scenario->isolated && engine_finish(setting->engine, error) != STATUS_OK) {
        return error->status;
    }
    engine_run(setting->engine, scenario, round, &result);
    printf("%s: %s: %s (%llu us)\n", scenario->id, result.verdict, result.reason, result.duration_us);
    fflush(stdout);
    engine_result_free(&result);
    if (scenario->isolated && !engine_spent(setting->engine)) {
        struct cJSON *traits = NULL;
        engine_probe(setting->engine, &traits, error);
        cJSON_Delete(traits);
    }
    return error->status;
}

static enum status run_round(struct setting *setting, int round, int count, char **patterns, struct error *error) {
    enum status status = STATUS_OK;
    for (size_t i = 0; i < library_scenarios(setting->library) && status == STATUS_OK; i++) {
        const struct scenario_info *scenario = library_scenario(setting->library, i);
        if (chosen(scenario, count, patterns)) {
            status = run(setting, scenario, round, error);
            if (status == STATUS_OK && engine_spent(setting->engine)) {
                status = error_set(error, STATUS_INCOMPLETE, "a call did not return: no more scenarios");
            }
        }
    }
    return status;
}

static enum status run_all(struct setting *setting, int count, char **patterns, struct error *error) {
    enum status status = STATUS_OK;
    for (long round = 1; round <= setting->rounds && status == STATUS_OK; round++) {
        status = run_round(setting, (int)round, count, patterns, error);
    }
    return status == STATUS_OK ? engine_finish(setting->engine, error) : status;
}

int main(int argc, char **argv) {
    static struct setting setting = {.scale = 1, .rounds = 1};
    int at = 1;
    for (; at < argc && strncmp(argv[at], "--", 2) == 0; at++) {
        setting.quiet = setting.quiet || strcmp(argv[at], "--quiet") == 0;
        if (strcmp(argv[at], "--scale") == 0 && at + 1 < argc) {
            setting.scale = strtod(argv[++at], NULL);
        } else if (strcmp(argv[at], "--repeat") == 0 && at + 1 < argc) {
            setting.rounds = strtol(argv[++at], NULL, 10);
        }
    }
    if (argc - at < 4) {
        fputs("test-run-one [--quiet] [--scale X] [--repeat N] DLL ENTRY-GLOB SUITES-FOLDER SCENARIO-GLOB...\n",
              stderr);
        return 2;
    }
    struct error error = {0};
    enum status status = load_provider(&setting, argv[at], argv[at + 1], &error);
    status = status == STATUS_OK ? open_engine(&setting, argv[at + 2], &error) : status;
    status = status == STATUS_OK ? run_all(&setting, argc - at - 3, argv + at + 3, &error) : status;
    if (status != STATUS_OK) {
        fprintf(stderr, "%s\n", error.message);
    }
    bool spent = setting.engine != NULL && engine_spent(setting.engine);
    engine_close(setting.engine);
    library_free(setting.library);
    if (!spent) {
        provider_unload(&setting.provider);
        catalog_free(&setting.catalog);
    }
    error_clear(&error);
    /* With a hung thread nothing but this ends the process. */
    fflush(stdout);
    TerminateProcess(GetCurrentProcess(), status == STATUS_OK ? 0 : 1);
    return 0;
}
