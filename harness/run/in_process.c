#include "run/in_process.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/memory.h"
#include "catalog/catalog.h"
#include "run/bench.h"
#include "run/ending.h"
#include "run/worker.h"

struct here {
    const struct in_process_options *options;
    struct ledger *ledger;
    struct recorder *recorder;
    struct supervisor_report *report;
    struct bench *bench;
    size_t results;
};

static size_t count_isolated(const struct plan *plan) {
    size_t count = 0;
    for (size_t i = 0; i < plan->scenario_count; i++) {
        count += plan->scenarios[i].isolated;
    }
    return count;
}

enum status in_process_verify(const struct plan *plan, struct error *error) {
    if (plan->provider_count != 1) {
        return error_set(error, STATUS_USAGE,
                         "--in-process is for one provider, and %zu were chosen; choose one with --provider",
                         plan->provider_count);
    }
    if (count_isolated(plan) != 0 && (plan->scenario_count != 1 || plan->rounds != 1)) {
        return error_set(error, STATUS_USAGE,
                         "--in-process cannot run scenarios that need a process of their own together with others; %zu "
                         "of the %zu chosen ones do, so choose a single one with --scenario",
                         count_isolated(plan), plan->scenario_count);
    }
    return STATUS_OK;
}

static void emit(void *context, const char *line, size_t length) {
    recorder_line(((struct here *)context)->recorder, line, length);
}

static cJSON *record_of(const char *name) {
    cJSON *record = cJSON_CreateObject();
    cJSON_AddStringToObject(record, "record", name);
    return record;
}

static cJSON *scenario_record(const struct here *here, const char *name, const struct item *item) {
    cJSON *record = record_of(name);
    cJSON_AddNumberToObject(record, "provider", (double)item->provider);
    cJSON_AddStringToObject(record, "scenario", here->options->plan->scenarios[item->scenario].id);
    cJSON_AddNumberToObject(record, "round", item->round);
    cJSON_AddNumberToObject(record, "worker", (double)here->options->worker);
    return record;
}

static void settle(struct here *here, const struct item *item, const struct bench_result *result) {
    struct ending ending = {.verdict = VERDICT_BROKEN, .duration_us = result->duration_us};
    verdict_from_name(result->verdict, &ending.verdict);
    ending.reason = memory_string(result->reason);
    ending.last_call = memory_string(result->last_call);
    cJSON *record = scenario_record(here, "result", item);
    ending_to_json(&ending, record);
    if (recorder_record(here->recorder, record) && recorder_sync(here->recorder)) {
        ledger_set(here->ledger, item, CELL_DONE);
        here->results++;
        if (here->options->watcher.finished != NULL) {
            here->options->watcher.finished(here->options->watcher.context, item, &ending);
        }
    }
    ending_free(&ending);
}

/* False when this process can run no further scenario. */
static bool run_item(struct here *here, const struct item *item) {
    const struct in_process_options *options = here->options;
    const char *id = options->plan->scenarios[item->scenario].id;
    if (!recorder_record(here->recorder, scenario_record(here, "start", item)) || !recorder_sync(here->recorder)) {
        return false;
    }
    ledger_set(here->ledger, item, CELL_STARTED);
    if (options->watcher.started != NULL) {
        options->watcher.started(options->watcher.context, item);
    }
    if (options->break_at != NULL && strcmp(options->break_at, id) == 0) {
        if (options->watcher.waiting != NULL) {
            options->watcher.waiting(options->watcher.context, GetCurrentProcessId());
        }
        worker_wait_for_debugger();
    }
    struct bench_result result;
    bench_run(here->bench, id, (int)item->round, &result);
    settle(here, item, &result);
    bool well = !result.spent;
    bench_result_free(&result);
    return well;
}

static bool stopped(const struct here *here) { return WaitForSingleObject(here->recorder->stop, 0) == WAIT_OBJECT_0; }

static enum status run_items(struct here *here, struct error *error) {
    struct item item;
    size_t position = 0;
    while (ledger_walk(here->ledger, 0, &position, &item)) {
        if (ledger_get(here->ledger, &item) != CELL_OPEN) {
            continue;
        }
        if (stopped(here)) {
            here->report->stopped = true;
            return error_set(error, STATUS_INCOMPLETE, "the run was stopped");
        }
        if (!run_item(here, &item)) {
            return error_set(error, STATUS_INCOMPLETE,
                             "a call into the provider did not return, so that this process can run nothing more; run "
                             "without --in-process to get past it");
        }
    }
    return STATUS_OK;
}

static void record_worker(const struct here *here, const char *event) {
    cJSON *record = record_of("worker");
    cJSON_AddNumberToObject(record, "worker", (double)here->options->worker);
    cJSON_AddNumberToObject(record, "provider", 0);
    cJSON_AddStringToObject(record, "event", event);
    cJSON_AddStringToObject(record, "reason", "in this process");
    recorder_record(here->recorder, record);
}

static void record_end(const struct here *here) {
    cJSON *record = record_of("end");
    cJSON_AddNumberToObject(record, "worker", (double)here->options->worker);
    cJSON_AddNumberToObject(record, "results", (double)here->results);
    recorder_record(here->recorder, record);
}

bool in_process_wants_traits(const struct plan *plan) { return count_isolated(plan) != 0; }

static enum status get_ready(struct here *here, struct error *error) {
    const struct in_process_options *options = here->options;
    struct bench_options bench_options = {.catalog = options->catalog,
                                          .library = options->library,
                                          .catalog_id = options->plan->providers[0].entry->info.dwCatalogEntryId,
                                          .worker = (int)options->worker,
                                          .timeout_scale = options->timeout_scale,
                                          .started_us = here->recorder->started_us,
                                          .emit = emit,
                                          .context = here};
    if (bench_open(&here->bench, &bench_options, error) != STATUS_OK) {
        return error->status;
    }
    cJSON *traits = NULL;
    enum status status = STATUS_OK;
    if (options->traits != NULL) {
        traits = cJSON_Parse(options->traits);
        status = bench_use_traits(here->bench, traits, false, error);
        cJSON_Delete(traits);
    } else if ((status = bench_probe(here->bench, &traits, error)) == STATUS_OK) {
        cJSON *record = record_of("traits");
        cJSON_AddNumberToObject(record, "provider", 0);
        cJSON_AddItemToObject(record, "traits", traits);
        recorder_record(here->recorder, record);
    }
    return status;
}

static void give_up(struct here *here, const char *reason) {
    cJSON *record = record_of("unfit");
    cJSON_AddNumberToObject(record, "provider", 0);
    cJSON_AddStringToObject(record, "reason", reason);
    recorder_record(here->recorder, record);
    here->report->given_up = 1;
    if (here->options->watcher.given_up != NULL) {
        here->options->watcher.given_up(here->options->watcher.context, 0, reason);
    }
}

enum status in_process_run(const struct in_process_options *options, struct ledger *ledger, struct recorder *recorder,
                           struct supervisor_report *report, struct error *error) {
    struct here here = {.options = options, .ledger = ledger, .recorder = recorder, .report = report};
    struct error failure = {0};
    enum status status = STATUS_OK;
    record_worker(&here, "start");
    if (get_ready(&here, &failure) == STATUS_OK) {
        status = run_items(&here, error);
    } else {
        give_up(&here, failure.message);
    }
    error_clear(&failure);
    if (status == STATUS_OK && here.bench != NULL) {
        bool hung;
        struct error unclean = {0};
        if (bench_close(here.bench, &hung, &unclean) != STATUS_OK) {
            fprintf(stderr, "wspcheck: %s\n", unclean.message);
            error_clear(&unclean);
        }
        record_end(&here);
        record_worker(&here, "exit");
    }
    return recorder_failure(recorder, error) == STATUS_OK ? status : error->status;
}
