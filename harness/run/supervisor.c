#include "run/supervisor.h"

#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/memory.h"
#include "run/stint.h"

static void lock(struct supervision *shared) { EnterCriticalSection(&shared->lock); }

static void unlock(struct supervision *shared) { LeaveCriticalSection(&shared->lock); }

static bool stopped(const struct supervision *shared) {
    HANDLE stop = shared->options->world.stop;
    return WaitForSingleObject(stop, 0) == WAIT_OBJECT_0;
}

static cJSON *result_record(const struct supervision *shared, const struct item *item, const struct ending *ending,
                            unsigned long worker) {
    cJSON *record = cJSON_CreateObject();
    cJSON_AddStringToObject(record, "record", "result");
    cJSON_AddNumberToObject(record, "provider", (double)item->provider);
    cJSON_AddStringToObject(record, "scenario", shared->options->plan->scenarios[item->scenario].id);
    cJSON_AddNumberToObject(record, "round", item->round);
    if (worker != 0) {
        cJSON_AddNumberToObject(record, "worker", (double)worker);
    }
    ending_to_json(ending, record);
    return record;
}

void supervision_settle(struct supervision *shared, const struct item *item, const struct ending *ending,
                        unsigned long worker) {
    if (!recorder_record(shared->recorder, result_record(shared, item, ending, worker)) ||
        !recorder_sync(shared->recorder)) {
        return;
    }
    lock(shared);
    ledger_set(shared->ledger, item, CELL_DONE);
    const struct watcher *watcher = &shared->options->watcher;
    if (watcher->finished != NULL) {
        watcher->finished(watcher->context, item, ending);
    }
    unlock(shared);
}

void supervision_mark(struct supervision *shared, const struct item *item, enum cell cell) {
    lock(shared);
    ledger_set(shared->ledger, item, cell);
    const struct watcher *watcher = &shared->options->watcher;
    if (cell == CELL_STARTED && watcher->started != NULL) {
        watcher->started(watcher->context, item);
    }
    unlock(shared);
    if (cell == CELL_OPEN) {
        WakeAllConditionVariable(&shared->changed);
    }
}

static void stop_all(struct supervision *shared) {
    SetEvent(shared->options->world.stop);
    WakeAllConditionVariable(&shared->changed);
}

void supervision_fail(struct supervision *shared, const struct error *error) {
    lock(shared);
    if (shared->failure.status == STATUS_OK) {
        error_set(&shared->failure, error->status, "%s", error->message);
    }
    unlock(shared);
    stop_all(shared);
}

void supervision_abort(struct supervision *shared) {
    lock(shared);
    shared->report.unkillable = true;
    unlock(shared);
    stop_all(shared);
}

/* Takes the next open scenario of a provider. Isolated ones come last: they have workers of their own, to which the
 * order means nothing. Called with the lock held. */
static bool find_open(const struct supervision *shared, size_t provider, bool alone, struct item *item) {
    const struct watcher *watcher = &shared->options->watcher;
    size_t position = 0;
    if (watcher->has_enough != NULL && watcher->has_enough(watcher->context, provider)) {
        return false;
    }
    while (ledger_walk(shared->ledger, provider, &position, item)) {
        if (ledger_get(shared->ledger, item) == CELL_OPEN && shared->lanes[provider].alone[item->scenario] == alone) {
            return true;
        }
    }
    return false;
}

static bool take(struct supervision *shared, size_t provider, bool alone, struct item *item) {
    lock(shared);
    bool found = shared->lanes[provider].state != LANE_GIVEN_UP && find_open(shared, provider, alone, item);
    if (found) {
        ledger_set(shared->ledger, item, CELL_TAKEN);
    }
    unlock(shared);
    return found;
}

static bool has_work(const struct supervision *shared, size_t provider) {
    struct item item;
    return find_open(shared, provider, false, &item) || find_open(shared, provider, true, &item);
}

/* What has not started on this provider is not going to be run. */
static void give_up(struct supervision *shared, size_t provider, const char *reason) {
    lock(shared);
    struct lane *lane = &shared->lanes[provider];
    bool first = lane->state != LANE_GIVEN_UP;
    lane->state = LANE_GIVEN_UP;
    shared->report.given_up += first;
    const struct watcher *watcher = &shared->options->watcher;
    if (first && watcher->given_up != NULL) {
        watcher->given_up(watcher->context, provider, reason);
    }
    unlock(shared);
    if (first) {
        cJSON *record = cJSON_CreateObject();
        cJSON_AddStringToObject(record, "record", "unfit");
        cJSON_AddNumberToObject(record, "provider", (double)provider);
        cJSON_AddStringToObject(record, "reason", reason);
        recorder_record(shared->recorder, record);
        recorder_sync(shared->recorder);
    }
    WakeAllConditionVariable(&shared->changed);
}

/* A worker is gone. Counts those that die one after the other without having been of use. */
static void count_loss(struct supervision *shared, const struct stint *stint) {
    lock(shared);
    struct lane *lane = &shared->lanes[stint->provider];
    lane->deaths = stint->useful ? 0 : lane->deaths + 1;
    bool enough = lane->deaths >= DEATHS_AT_MOST && lane->state != LANE_GIVEN_UP;
    unlock(shared);
    if (enough) {
        char *reason = text_make("%d workers in a row were lost without bringing a scenario to its end; the last: %s",
                                 DEATHS_AT_MOST, stint->reason == NULL ? "a timeout" : stint->reason);
        give_up(shared, stint->provider, reason);
        free(reason);
    }
}

/* An isolated scenario that does not apply ends before its body: any worker can say so. */
static void let_in(struct supervision *shared, struct lane *lane, const cJSON *inapplicable) {
    const struct plan *plan = shared->options->plan;
    const cJSON *id;
    cJSON_ArrayForEach(id, inapplicable) {
        for (size_t i = 0; cJSON_IsString(id) && i < plan->scenario_count; i++) {
            if (strcmp(plan->scenarios[i].id, id->valuestring) == 0) {
                lane->alone[i] = false;
            }
        }
    }
}

/* The first worker of a provider has found its traits, or has not. */
static void settle_probe(struct supervision *shared, struct stint *stint, enum stint_state state) {
    if (state == STINT_WELL && stint->traits == NULL) {
        stint->traits = memory_string("{}");
    }
    if (state != STINT_WELL && state != STINT_STOPPED && state != STINT_FAILED) {
        char *reason = text_make("the provider could not be tested: %s", stint->reason);
        give_up(shared, stint->provider, reason);
        free(reason);
        return;
    }
    lock(shared);
    struct lane *lane = &shared->lanes[stint->provider];
    lane->state = state == STINT_WELL ? LANE_READY : LANE_NEW;
    lane->traits = stint->traits;
    stint->traits = NULL;
    let_in(shared, lane, stint->inapplicable);
    unlock(shared);
    WakeAllConditionVariable(&shared->changed);
}

static enum stint_state open_stint(struct supervision *shared, struct stint *stint, size_t provider, bool probes,
                                   bool start) {
    const struct lane *lane = &shared->lanes[provider];
    const char *traits = probes ? NULL : lane->traits == NULL ? "{}" : lane->traits;
    enum stint_state state = stint_open(stint, shared, provider, traits, start);
    if (probes) {
        settle_probe(shared, stint, state);
    } else if (state == STINT_UNFIT) {
        give_up(shared, provider, stint->reason);
    } else if (state == STINT_DIED || state == STINT_HUNG) {
        count_loss(shared, stint);
    }
    return state;
}

/* Runs scenarios in one worker until there are no more, or the worker is lost. */
static void serve_shared(struct supervision *shared, size_t provider, bool probes) {
    struct stint stint;
    struct item item;
    enum stint_state state = open_stint(shared, &stint, provider, probes, true);
    if (state == STINT_WELL) {
        while (state == STINT_WELL && !stint.spent && take(shared, provider, false, &item)) {
            state = stint_run(&stint, &item);
        }
        if (state == STINT_WELL) {
            state = stint_end(&stint);
        }
        if (state != STINT_STOPPED && (state != STINT_ENDED || stint.spent)) {
            count_loss(shared, &stint);
        }
    }
    stint_close(&stint);
}

/* Runs one scenario in a worker of its own. */
static void serve_isolated(struct supervision *shared, const struct item *item) {
    struct stint stint;
    enum stint_state state = open_stint(shared, &stint, item->provider, false, false);
    if (state == STINT_WELL) {
        state = stint_run(&stint, item);
        if (state == STINT_WELL) {
            state = stint_end(&stint);
        }
        if (state != STINT_STOPPED) {
            count_loss(shared, &stint);
        }
    } else {
        supervision_mark(shared, item, CELL_OPEN);
    }
    stint_close(&stint);
}

/* Works on a provider until nothing is open there. */
static void serve(struct supervision *shared, size_t provider, bool probes) {
    struct item item;
    bool more = true;
    while (more && !stopped(shared)) {
        lock(shared);
        bool any = shared->lanes[provider].state != LANE_GIVEN_UP && find_open(shared, provider, false, &item);
        unlock(shared);
        if (probes || any) {
            serve_shared(shared, provider, probes);
            probes = false;
        } else if (take(shared, provider, true, &item)) {
            serve_isolated(shared, &item);
        } else {
            more = false;
        }
    }
}

/* Chooses the provider with work that has the fewest threads. Waits while the only work is being probed. A provider
 * with nothing but isolated scenarios is not probed: these start it themselves. False when there is nothing left to do.
 */
static bool choose(struct supervision *shared, size_t *provider, bool *probes) {
    const struct plan *plan = shared->options->plan;
    lock(shared);
    bool found = false, wait = true;
    while (!found && wait && !stopped(shared)) {
        wait = false;
        for (size_t i = 0; i < plan->provider_count; i++) {
            struct lane *lane = &shared->lanes[i];
            if (lane->state == LANE_GIVEN_UP || !has_work(shared, i)) {
                continue;
            }
            if (lane->state == LANE_PROBING) {
                wait = true;
            } else if (!found || lane->threads < shared->lanes[*provider].threads) {
                found = true;
                *provider = i;
            }
        }
        if (!found && wait) {
            SleepConditionVariableCS(&shared->changed, &shared->lock, INFINITE);
        }
    }
    if (found) {
        struct lane *lane = &shared->lanes[*provider];
        struct item item;
        *probes = lane->state == LANE_NEW && find_open(shared, *provider, false, &item);
        lane->state = *probes ? LANE_PROBING : lane->state;
        lane->threads++;
    }
    unlock(shared);
    return found;
}

static DWORD WINAPI work(void *context) {
    struct supervision *shared = context;
    size_t provider = 0;
    bool probes = false;
    while (choose(shared, &provider, &probes)) {
        serve(shared, provider, probes);
        lock(shared);
        shared->lanes[provider].threads--;
        unlock(shared);
    }
    WakeAllConditionVariable(&shared->changed);
    return 0;
}

/* The caller's thread is the first; the others help it. */
static void work_together(struct supervision *shared, int jobs) {
    HANDLE *threads = memory_zeroed((size_t)jobs, sizeof *threads);
    for (int i = 1; i < jobs; i++) {
        threads[i] = CreateThread(NULL, 0, work, shared, 0, NULL);
    }
    work(shared);
    for (int i = 1; i < jobs; i++) {
        if (threads[i] != NULL) {
            WaitForSingleObject(threads[i], INFINITE);
            CloseHandle(threads[i]);
        }
    }
    free(threads);
}

static enum status conclude(struct supervision *shared, struct error *error) {
    shared->report.stopped = stopped(shared);
    if (recorder_failure(shared->recorder, error) != STATUS_OK) {
        return error->status;
    }
    if (shared->failure.status != STATUS_OK) {
        return error_set(error, shared->failure.status, "%s", shared->failure.message);
    }
    if (shared->report.unkillable) {
        return error_set(error, STATUS_INCOMPLETE,
                         "a worker process could not be ended, and may hold on to what the next one needs; the run was "
                         "aborted. End the process, or restart the machine, and go on with \"wspcheck resume\"");
    }
    if (shared->report.stopped) {
        return error_set(error, STATUS_INCOMPLETE, "the run was stopped; \"wspcheck resume\" goes on with it");
    }
    return STATUS_OK;
}

static void open_supervision(struct supervision *shared, const struct supervisor_options *options,
                             struct ledger *ledger, struct recorder *recorder) {
    *shared = (struct supervision){.options = options, .recorder = recorder, .ledger = ledger};
    shared->last_worker = (LONG)options->last_worker;
    shared->lanes = memory_zeroed(options->plan->provider_count, sizeof *shared->lanes);
    for (size_t i = 0; i < options->plan->provider_count; i++) {
        shared->lanes[i].alone = memory_zeroed(options->plan->scenario_count, sizeof *shared->lanes[i].alone);
        for (size_t k = 0; k < options->plan->scenario_count; k++) {
            shared->lanes[i].alone[k] = options->plan->scenarios[k].isolated;
        }
    }
    InitializeCriticalSection(&shared->lock);
    InitializeConditionVariable(&shared->changed);
}

static void close_supervision(struct supervision *shared) {
    for (size_t i = 0; i < shared->options->plan->provider_count; i++) {
        free(shared->lanes[i].traits);
        free(shared->lanes[i].alone);
    }
    free(shared->lanes);
    DeleteCriticalSection(&shared->lock);
    error_clear(&shared->failure);
}

enum status supervise(const struct supervisor_options *options, struct ledger *ledger, struct recorder *recorder,
                      struct supervisor_report *report, struct error *error) {
    struct supervision shared;
    open_supervision(&shared, options, ledger, recorder);
    work_together(&shared, options->jobs);
    enum status status = conclude(&shared, error);
    *report = shared.report;
    close_supervision(&shared);
    return status;
}

enum status supervisor_probe(const struct supervisor_options *options, struct recorder *recorder, size_t provider,
                             char **traits, struct error *error) {
    struct supervision shared;
    struct stint stint;
    open_supervision(&shared, options, NULL, recorder);
    enum stint_state state = stint_open(&stint, &shared, provider, NULL, true);
    if (state == STINT_WELL) {
        *traits = stint.traits == NULL ? memory_string("{}") : stint.traits;
        stint.traits = NULL;
        stint_end(&stint);
    } else {
        error_set(error, STATUS_FAILED, "the provider could not be tested: %s",
                  stint.reason == NULL ? "no worker could be started" : stint.reason);
    }
    stint_close(&stint);
    close_supervision(&shared);
    return state == STINT_WELL ? STATUS_OK : error->status;
}
