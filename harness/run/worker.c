#include "run/worker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/clock.h"
#include "base/wide.h"
#include "catalog/catalog.h"
#include "provider/redirect.h"
#include "results/files.h"
#include "run/bench.h"
#include "run/channel.h"
#include "run/crash.h"
#include "run/entries.h"
#include "run/protocol.h"
#include "scenario/library.h"

/* How often a process that waits for a debugger looks whether there is one: the system has no event for that. */
#define DEBUGGER_LOOK_MS 100

struct worker {
    struct channel channel;
    struct crash_scene scene;
    struct catalog catalog;
    struct library *library;
    struct bench *bench;
    int provider;
    int number;
    int results;
    unsigned long long started_us; /* of the run */
};

static const char *string_of(const cJSON *object, const char *key) {
    const char *string = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));
    return string == NULL ? "" : string;
}

static double number_of(const cJSON *object, const char *key) {
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    return cJSON_IsNumber(item) ? item->valuedouble : 0;
}

static bool is_true(const cJSON *object, const char *key) {
    return cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(object, key));
}

static cJSON *record_of(const char *name) {
    cJSON *record = cJSON_CreateObject();
    cJSON_AddStringToObject(record, "record", name);
    return record;
}

static cJSON *scenario_record(const struct worker *worker, const char *name, const char *scenario, int round) {
    cJSON *record = record_of(name);
    cJSON_AddNumberToObject(record, "provider", worker->provider);
    cJSON_AddStringToObject(record, "scenario", scenario);
    cJSON_AddNumberToObject(record, "round", round);
    cJSON_AddNumberToObject(record, "worker", worker->number);
    cJSON_AddNumberToObject(record, "at_us", (double)(clock_us() - worker->started_us));
    return record;
}

static void send_failed(struct worker *worker, const struct error *error) {
    cJSON *record = record_of(RECORD_FAILED);
    cJSON_AddStringToObject(record, "reason", error->message);
    channel_send_record(&worker->channel, record);
}

static cJSON *end_record(const struct worker *worker) {
    cJSON *record = record_of(RECORD_END);
    cJSON_AddNumberToObject(record, "worker", worker->number);
    cJSON_AddNumberToObject(record, "results", worker->results);
    return record;
}

static void end_spent(struct worker *worker, cJSON *record) {
    channel_send_record(&worker->channel, record);
    fflush(NULL);
    TerminateProcess(GetCurrentProcess(), WORKER_SPENT);
}

static void emit(void *context, const char *line, size_t length) {
    channel_keep(&((struct worker *)context)->channel, line, length);
}

/* Both the system's and the C runtime's copy, since a provider may read either. */
static void set_environment(const cJSON *environment) {
    const cJSON *variable;
    cJSON_ArrayForEach(variable, environment) {
        wchar_t *name = wide_from_utf8(variable->string);
        wchar_t *value = wide_from_utf8(cJSON_IsString(variable) ? variable->valuestring : "");
        _wputenv_s(name, value);
        free(name);
        free(value);
    }
}

static enum status read_catalog(struct worker *worker, const cJSON *command, struct error *error) {
    set_environment(cJSON_GetObjectItemCaseSensitive(command, "environment"));
    enum status status = catalog_read(&worker->catalog, error);
    return status == STATUS_OK
               ? entries_from_json(&worker->catalog, cJSON_GetObjectItemCaseSensitive(command, "overlay"), error)
               : status;
}

/* Lets a DLL register itself and sends what it added. */
static enum status describe(struct worker *worker, const cJSON *command, struct error *error) {
    if (read_catalog(worker, command, error) != STATUS_OK) {
        return error->status;
    }
    size_t before = worker->catalog.count;
    wchar_t *dll = wide_from_utf8(string_of(command, "dll"));
    redirect_start(&worker->catalog);
    enum status status = redirect_register(dll, error);
    free(dll);
    for (size_t i = before; status == STATUS_OK && i < worker->catalog.count; i++) {
        cJSON *record = entry_to_json(worker->catalog.entries[i]);
        cJSON_AddStringToObject(record, "record", RECORD_ENTRY);
        channel_send_record(&worker->channel, record);
    }
    if (status == STATUS_OK) {
        channel_send_record(&worker->channel, end_record(worker));
    }
    return status;
}

/* From the one file with everything in it where that is there, else from the folder. */
static enum status read_suites(struct worker *worker, const cJSON *command, struct error *error) {
    struct text packed = {0};
    const char *path = string_of(command, "packed");
    if (*path != '\0' && files_read(path, &packed, NULL) == STATUS_OK) {
        enum status status = library_unpack(&worker->library, text_string(&packed), error);
        text_free(&packed);
        return status;
    }
    wchar_t *suites = wide_from_utf8(string_of(command, "suites"));
    enum status status = library_load(&worker->library, suites, error);
    free(suites);
    return status;
}

static enum status load_library(struct worker *worker, const cJSON *command, struct error *error) {
    enum status status = read_suites(worker, command, error);
    if (status == STATUS_OK && strcmp(library_version(worker->library), string_of(command, "suite_version")) != 0) {
        status = error_set(error, STATUS_FAILED, "the suites have changed since the run was begun");
    }
    return status;
}

static enum status open_bench(struct worker *worker, const cJSON *command, struct error *error) {
    struct bench_options options = {.catalog = &worker->catalog,
                                    .library = worker->library,
                                    .catalog_id = (unsigned long)number_of(command, "catalog_id"),
                                    .provider_index = worker->provider,
                                    .worker = worker->number,
                                    .timeout_scale = number_of(command, "timeout_scale"),
                                    .started_us = worker->started_us,
                                    .emit = emit,
                                    .context = worker};
    enum status status = bench_open(&worker->bench, &options, error);
    worker->scene.bench = worker->bench;
    return status;
}

/* Sends the traits, and says in the word that it is ready what they mean for isolated scenarios. */
static enum status probe(struct worker *worker, cJSON *ready, struct error *error) {
    cJSON *traits = NULL;
    cJSON *inapplicable = NULL;
    if (bench_probe(worker->bench, &traits, error) != STATUS_OK) {
        return error->status;
    }
    enum status status = bench_inapplicable(worker->bench, &inapplicable, error);
    cJSON_AddItemToObject(ready, "inapplicable", inapplicable);
    cJSON *record = record_of(RECORD_TRAITS);
    cJSON_AddNumberToObject(record, "provider", worker->provider);
    cJSON_AddItemToObject(record, "traits", traits);
    channel_send_record(&worker->channel, record);
    return status;
}

static enum status begin(struct worker *worker, const cJSON *command, struct error *error) {
    worker->provider = worker->scene.provider = (int)number_of(command, "provider");
    worker->number = worker->scene.worker = (int)number_of(command, "worker");
    worker->started_us = (unsigned long long)number_of(command, "started_us");
    if (read_catalog(worker, command, error) != STATUS_OK || load_library(worker, command, error) != STATUS_OK ||
        open_bench(worker, command, error) != STATUS_OK) {
        return error->status;
    }
    const cJSON *traits = cJSON_GetObjectItemCaseSensitive(command, "traits");
    cJSON *ready = record_of(RECORD_READY);
    enum status status = traits == NULL ? probe(worker, ready, error)
                                        : bench_use_traits(worker->bench, traits, is_true(command, "start"), error);
    if (status == STATUS_OK) {
        channel_send_record(&worker->channel, ready);
    } else {
        cJSON_Delete(ready);
    }
    return status;
}

void worker_wait_for_debugger(void) {
    while (!IsDebuggerPresent()) {
        WaitForSingleObject(GetCurrentProcess(), DEBUGGER_LOOK_MS);
    }
    DebugBreak();
}

static void note_filter(struct worker *worker, const char *scenario, int round) {
    cJSON *record = scenario_record(worker, "note", scenario, round);
    cJSON_AddStringToObject(record, "text",
                            "something in this process had replaced the filter for unhandled exceptions");
    channel_send_record(&worker->channel, record);
}

static void send_result(struct worker *worker, const char *scenario, int round, const struct bench_result *result) {
    cJSON *record = scenario_record(worker, RECORD_RESULT, scenario, round);
    cJSON_AddStringToObject(record, "verdict", result->verdict);
    cJSON_AddStringToObject(record, "reason", result->reason);
    cJSON_AddNumberToObject(record, "duration_us", (double)result->duration_us);
    if (result->last_call != NULL) {
        cJSON_AddStringToObject(record, "last_call", result->last_call);
    }
    cJSON_AddNumberToObject(record, "asserts", result->asserts);
    cJSON_AddBoolToObject(record, "spent", result->spent);
    channel_send_record(&worker->channel, record);
    worker->results++;
}

/* Nothing of the scenario happens before its start is on disk. */
static bool wait_for_go(struct worker *worker) {
    cJSON *command = channel_read(&worker->channel);
    bool go = strcmp(string_of(command, "command"), COMMAND_GO) == 0;
    cJSON_Delete(command);
    return go;
}

static bool run_scenario(struct worker *worker, const cJSON *command) {
    const char *scenario = string_of(command, "scenario");
    int round = (int)number_of(command, "round");
    channel_send_record(&worker->channel, scenario_record(worker, RECORD_START, scenario, round));
    if (!wait_for_go(worker)) {
        return false;
    }
    if (crash_watch_again()) {
        note_filter(worker, scenario, round);
    }
    if (is_true(command, "break")) {
        worker_wait_for_debugger();
    }
    struct bench_result result;
    bench_run(worker->bench, scenario, round, &result);
    send_result(worker, scenario, round, &result);
    bool spent = result.spent;
    bench_result_free(&result);
    if (spent) {
        end_spent(worker, end_record(worker));
    }
    return true;
}

static void quit(struct worker *worker) {
    struct error error = {0};
    bool hung;
    bool clean = bench_close(worker->bench, &hung, &error) == STATUS_OK;
    cJSON *record = end_record(worker);
    if (!clean) {
        cJSON_AddStringToObject(record, "complaint", error.message);
        cJSON_AddBoolToObject(record, "hung", hung);
        error_clear(&error);
    }
    if (hung) {
        end_spent(worker, record);
    }
    worker->bench = NULL;
    worker->scene.bench = NULL;
    channel_send_record(&worker->channel, record);
}

/* False when there is no more to do. */
static bool obey(struct worker *worker, const cJSON *command, struct error *error) {
    const char *word = string_of(command, "command");
    if (strcmp(word, COMMAND_DESCRIBE) == 0) {
        describe(worker, command, error);
        return false;
    }
    if (strcmp(word, COMMAND_BEGIN) == 0) {
        return begin(worker, command, error) == STATUS_OK;
    }
    if (strcmp(word, COMMAND_RUN) == 0 && worker->bench != NULL) {
        return run_scenario(worker, command);
    }
    if (strcmp(word, COMMAND_QUIT) == 0 && worker->bench != NULL) {
        quit(worker);
    }
    return false;
}

enum status worker_run(int count, char *const *arguments, struct error *error) {
    static struct worker worker; /* the crash report needs it to the last */
    if (channel_open(&worker.channel, count, arguments, error) != STATUS_OK) {
        return error->status;
    }
    worker.scene.channel = &worker.channel;
    setvbuf(stdout, NULL, _IONBF, 0);
    setvbuf(stderr, NULL, _IONBF, 0);
    struct error failure = {0};
    bool more = crash_watch(&worker.scene, &failure) == STATUS_OK;
    while (more) {
        cJSON *command = channel_read(&worker.channel);
        more = command != NULL && obey(&worker, command, &failure);
        cJSON_Delete(command);
    }
    if (failure.status != STATUS_OK) {
        send_failed(&worker, &failure);
        error_clear(&failure);
    }
    return STATUS_OK;
}
