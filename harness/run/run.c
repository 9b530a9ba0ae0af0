#include "run/run.h"

#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/wide.h"
#include "results/files.h"
#include "results/journal.h"
#include "run/entries.h"
#include "run/header.h"
#include "run/in_process.h"
#include "run/published.h"
#include "scenario/library.h"

#define SUITES_VARIABLE L"WSPCHECK_SUITES"

wchar_t *run_program(void) {
    DWORD units = MAX_PATH;
    wchar_t *path = memory_zeroed(units, sizeof *path);
    while (GetModuleFileNameW(NULL, path, units) >= units) {
        units *= 2;
        path = memory_resize(path, units, sizeof *path);
    }
    return path;
}

static bool is_folder(const wchar_t *path) {
    DWORD attributes = GetFileAttributesW(path);
    return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
}

static wchar_t *suites_variable(void) {
    DWORD units = GetEnvironmentVariableW(SUITES_VARIABLE, NULL, 0);
    if (units <= 1) {
        return NULL;
    }
    wchar_t *value = memory_zeroed(units, sizeof *value);
    GetEnvironmentVariableW(SUITES_VARIABLE, value, units);
    return value;
}

/* The folder "suites" with requirements in it, beside the program, or in a folder above it: an installed tree, or a
 * build folder inside the sources. NULL where there is none. */
static wchar_t *suites_near(const wchar_t *program) {
    static const wchar_t requirements[] = L"\\suites\\requirements";
    wchar_t *path = memory_zeroed(wcslen(program) + sizeof requirements / sizeof requirements[0], sizeof *path);
    wcscpy(path, program);
    wchar_t *slash;
    while ((slash = wcsrchr(path, L'\\')) != NULL) {
        wcscpy(slash, requirements);
        if (is_folder(path)) {
            slash[7] = L'\0';
            return path;
        }
        *slash = L'\0';
    }
    free(path);
    return NULL;
}

enum status run_find_suites(const char *given, wchar_t **suites, struct error *error) {
    *suites = given == NULL ? suites_variable() : wide_from_utf8(given);
    if (*suites == NULL) {
        wchar_t *program = run_program();
        *suites = suites_near(program);
        free(program);
    }
    if (*suites == NULL) {
        return error_set(error, STATUS_USAGE,
                         "there is no folder \"suites\" beside wspcheck or above it; name it with --suites, or in the "
                         "variable WSPCHECK_SUITES");
    }
    if (!is_folder(*suites)) {
        char *path = wide_to_utf8(*suites);
        error_set(error, STATUS_USAGE, "the suites folder %s does not exist", path);
        free(path);
        return error->status;
    }
    return STATUS_OK;
}

static int processors(void) {
    SYSTEM_INFO info;
    GetSystemInfo(&info);
    return info.dwNumberOfProcessors < 1 ? 1 : info.dwNumberOfProcessors > 64 ? 64 : (int)info.dwNumberOfProcessors;
}

/* Without the file everything works too, only more slowly. */
static void pack_suites(struct run *run) {
    wchar_t folder[MAX_PATH + 1], path[MAX_PATH + 1];
    if (GetTempPathW(MAX_PATH + 1, folder) == 0 || GetTempFileNameW(folder, L"wsp", 0, path) == 0) {
        return;
    }
    char *packed = library_pack(run->library);
    run->packed = wide_to_utf8(path);
    if (files_write(run->packed, packed, strlen(packed), NULL) != STATUS_OK) {
        files_remove(run->packed, NULL);
        free(run->packed);
        run->packed = NULL;
    }
    free(packed);
}

enum status run_prepare(struct run *run, const struct run_options *options, HANDLE stop, struct error *error) {
    run->options = options;
    run->program = run_program();
    run->limits = limits_scaled(options->timeout_scale);
    run->world = (struct child_world){.program = run->program,
                                      .arguments = L"worker",
                                      .clock = clock_us,
                                      .terminate = TerminateJobObject,
                                      .stop = stop,
                                      .output = run->limits.output};
    run->jobs = options->break_at != NULL ? 1 : options->jobs == 0 ? processors() : options->jobs;
    if (run_find_suites(options->suites, &run->suites, error) != STATUS_OK ||
        library_load(&run->library, run->suites, error) != STATUS_OK ||
        plan_scenarios(&run->plan, options, run->library, error) != STATUS_OK ||
        roster_fill(&run->roster, options, &run->world, &run->limits, error) != STATUS_OK ||
        plan_providers(&run->plan, options, &run->roster, error) != STATUS_OK) {
        return error->status;
    }
    if (!options->list) {
        pack_suites(run);
    }
    return options->in_process ? in_process_verify(&run->plan, error) : STATUS_OK;
}

static enum status append_object(struct run *run, const cJSON *object, struct error *error) {
    char *line = cJSON_PrintUnformatted(object);
    enum status status = journal_append(run->journal, line, strlen(line), error);
    cJSON_free(line);
    return status == STATUS_OK ? journal_sync(run->journal, error) : status;
}

enum status run_begin(struct run *run, struct error *error) {
    cJSON *expectations = NULL;
    if (run->options->expect != NULL && past_expectations(run->options->expect, &expectations, error) != STATUS_OK) {
        return error->status;
    }
    run->header = header_make(&run->plan, run->options, run->library, expectations);
    published_add(run->header, run->suites);
    ledger_make(&run->ledger, run->plan.provider_count, run->plan.scenario_count, run->plan.rounds);
    if (run_folder_make(&run->folder, run->options->out, error) != STATUS_OK ||
        journal_create(&run->journal, run->folder.journal, error) != STATUS_OK) {
        return error->status;
    }
    return append_object(run, run->header, error) == STATUS_OK ? STATUS_OK : (error->status = STATUS_BROKEN);
}

static enum status append_resume(struct run *run, struct error *error) {
    cJSON *record = cJSON_CreateObject();
    cJSON_AddStringToObject(record, "record", "resume");
    cJSON_AddNumberToObject(record, "at_us", (double)run->past.elapsed_us);
    cJSON_AddItemToObject(record, "started",
                          cJSON_Duplicate(cJSON_GetObjectItemCaseSensitive(run->header, "started"), true));
    enum status status = append_object(run, record, error);
    cJSON_Delete(record);
    return status;
}

enum status run_resume(struct run *run, const char *folder, struct past *past, struct error *error) {
    run->past = *past;
    *past = (struct past){0};
    run->header = header_make(&run->plan, run->options, run->library, NULL);
    if (header_compare(run->past.header, run->header, error) != STATUS_OK) {
        return error->status;
    }
    run->ledger = run->past.ledger;
    run->past.ledger = (struct ledger){0};
    if (run_folder_open(&run->folder, folder, error) != STATUS_OK ||
        journal_reopen(&run->journal, run->folder.journal, error) != STATUS_OK) {
        return error->status;
    }
    return append_resume(run, error);
}

static enum status sink_append(void *context, const char *line, size_t length, struct error *error) {
    return journal_append(((struct run *)context)->journal, line, length, error);
}

static enum status sink_add(void *context, const char *line, size_t length, struct error *error) {
    return journal_add(((struct run *)context)->journal, line, length, error);
}

static enum status sink_sync(void *context, struct error *error) {
    return journal_sync(((struct run *)context)->journal, error);
}

char *run_setup(const struct run *run, const struct plan_provider *provider, const struct catalog *catalog) {
    cJSON *setup = cJSON_CreateObject();
    char *suites = wide_to_utf8(run->suites);
    cJSON_AddStringToObject(setup, "suites", suites);
    free(suites);
    if (run->packed != NULL) {
        cJSON_AddStringToObject(setup, "packed", run->packed);
    }
    cJSON_AddStringToObject(setup, "suite_version", library_version(run->library));
    cJSON_AddNumberToObject(setup, "catalog_id", provider->entry->info.dwCatalogEntryId);
    cJSON_AddNumberToObject(setup, "timeout_scale", run->options->timeout_scale);
    cJSON_AddItemToObject(setup, "environment", roster_environment(run->options->over));
    cJSON_AddItemToObject(setup, "overlay", entries_to_json(catalog));
    char *printed = cJSON_PrintUnformatted(setup);
    cJSON_Delete(setup);
    return printed;
}

static struct supervisor_options make_options(const struct run *run, char *const *setups,
                                              const struct watcher *watcher) {
    return (struct supervisor_options){.plan = &run->plan,
                                       .setups = setups,
                                       .world = run->world,
                                       .limits = run->limits,
                                       .jobs = run->jobs,
                                       .logs = run->folder.path,
                                       .last_worker = run->past.last_worker,
                                       .break_at = run->options->break_at,
                                       .watcher = *watcher};
}

static char **make_setups(const struct run *run) {
    char **setups = memory_zeroed(run->plan.provider_count, sizeof *setups);
    for (size_t i = 0; i < run->plan.provider_count; i++) {
        setups[i] = run_setup(run, &run->plan.providers[i], &run->roster.catalog);
    }
    return setups;
}

static void free_setups(const struct run *run, char **setups) {
    for (size_t i = 0; i < run->plan.provider_count; i++) {
        cJSON_free(setups[i]);
    }
    free(setups);
}

static enum status run_in_workers(struct run *run, struct recorder *recorder, const struct watcher *watcher,
                                  struct supervisor_report *report, struct error *error) {
    char **setups = make_setups(run);
    struct supervisor_options options = make_options(run, setups, watcher);
    enum status status = supervise(&options, &run->ledger, recorder, report, error);
    free_setups(run, setups);
    return status;
}

/* An isolated scenario must find a provider that was not started in its process, so somebody else has to probe it. */
static enum status find_traits(struct run *run, struct recorder *recorder, char **traits, struct error *error) {
    static const struct watcher nobody;
    char **setups = make_setups(run);
    struct supervisor_options options = make_options(run, setups, &nobody);
    enum status status = supervisor_probe(&options, recorder, 0, traits, error);
    free_setups(run, setups);
    return status;
}

static enum status run_here(struct run *run, struct recorder *recorder, const struct watcher *watcher,
                            struct supervisor_report *report, struct error *error) {
    char *traits = NULL;
    if (in_process_wants_traits(&run->plan) && find_traits(run, recorder, &traits, error) != STATUS_OK) {
        report->given_up = 1;
        return error->status;
    }
    struct in_process_options options = {.plan = &run->plan,
                                         .library = run->library,
                                         .catalog = &run->roster.catalog,
                                         .traits = traits,
                                         .timeout_scale = run->options->timeout_scale,
                                         .worker = run->past.last_worker + 2,
                                         .break_at = run->options->break_at,
                                         .watcher = *watcher};
    enum status status = in_process_run(&options, &run->ledger, recorder, report, error);
    free(traits);
    return status;
}

/* Whatever a provider did, the catalog of this machine should be what it was. */
static void compare_catalogs(struct run *run, struct recorder *recorder, struct run_end *end) {
    struct text changes = {0};
    roster_compare(&run->roster, &changes);
    if (changes.length != 0) {
        text_format(&end->remarks, "the catalog of this machine has changed during the run:\n%s", changes.string);
        cJSON *record = cJSON_CreateObject();
        cJSON_AddStringToObject(record, "record", "remark");
        cJSON_AddStringToObject(record, "text", end->remarks.string);
        recorder_record(recorder, record);
    }
    text_free(&changes);
}

static enum status finish(struct run *run, struct recorder *recorder, struct run_end *end, struct error *error) {
    if (past_exit_code(run->folder.path, end->given_up, &end->exit_code, error) != STATUS_OK) {
        return error->status = STATUS_BROKEN;
    }
    if (!end->complete && (end->exit_code == 0 || end->exit_code == 3)) {
        end->exit_code = 4;
    }
    cJSON *record = cJSON_CreateObject();
    cJSON_AddStringToObject(record, "record", "finish");
    cJSON_AddNumberToObject(record, "exit_code", end->exit_code);
    cJSON_AddBoolToObject(record, "complete", end->complete);
    recorder_record(recorder, record);
    recorder_sync(recorder);
    return recorder_failure(recorder, error);
}

enum status run_go(struct run *run, const struct watcher *watcher, struct run_end *end, struct error *error) {
    /* What a worker said last is safe from the worker's end; here, the end of the provider may be that of this process.
     */
    struct sink sink = {.append = run->options->in_process ? sink_append : sink_add, .sync = sink_sync, .context = run};
    struct supervisor_report report = {0};
    struct recorder recorder;
    *end = (struct run_end){0};
    recorder_open(&recorder, &sink, clock_us, run->past.elapsed_us, run->world.stop);
    enum status status =
        (run->options->in_process ? run_here : run_in_workers)(run, &recorder, watcher, &report, error);
    end->given_up = report.given_up;
    end->complete = status == STATUS_OK;
    if (status == STATUS_BROKEN) {
        end->exit_code = 5;
    } else {
        struct error finishing = {0};
        compare_catalogs(run, &recorder, end);
        if (finish(run, &recorder, end, &finishing) != STATUS_OK) {
            end->exit_code = 5;
            status = error_set(error, STATUS_BROKEN, "%s", finishing.message);
        }
        error_clear(&finishing);
    }
    recorder_close(&recorder);
    journal_close(run->journal);
    run->journal = NULL;
    run_folder_tidy(&run->folder);
    return status;
}

void run_free(struct run *run) {
    journal_close(run->journal);
    run_folder_close(&run->folder);
    past_free(&run->past);
    ledger_free(&run->ledger);
    cJSON_Delete(run->header);
    plan_free(&run->plan);
    roster_free(&run->roster);
    if (run->library != NULL) {
        library_free(run->library);
    }
    if (run->packed != NULL) {
        files_remove(run->packed, NULL);
    }
    free(run->packed);
    free(run->suites);
    free(run->program);
    *run = (struct run){0};
}
