#include "scenario/engine.h"

#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/clock.h"
#include "base/memory.h"
#include "scenario/calls.h"
#include "scenario/checks.h"
#include "scenario/conductor.h"
#include "scenario/play.h"
#include "scenario/pool.h"
#include "scenario/rendezvous.h"
#include "scenario/session.h"
#include "scenario/waits.h"

/* The two durations of the whole suite, and how often a poll looks; microseconds before scaling. */
#define LIMIT_US 10000000.0
#define SHORT_US 50000.0
#define POLL_US 5000.0

static struct engine *volatile the_engine;

struct engine *engine_of_process(void) {
    return the_engine;
}

static unsigned long long scaled(double us, double scale) {
    double product = us * scale;
    return product < 1000 ? 1000 : (unsigned long long)product;
}

enum status engine_open(struct engine **opened, const struct engine_options *options, struct error *error) {
    if (the_engine != NULL) {
        return error_set(error, STATUS_BROKEN, "a second engine was opened in one process");
    }
    struct engine *engine = memory_zeroed(1, sizeof *engine);
    double scale = options->timeout_scale > 0 ? options->timeout_scale : 1;
    engine->options = *options;
    engine->conductor = GetCurrentThreadId();
    engine->limit_us = scaled(LIMIT_US, scale);
    /* A machine does not get faster by asking it to hurry. */
    engine->short_us = scaled(SHORT_US, scale < 1 ? 1 : scale);
    engine->poll_us = scaled(POLL_US, scale);
    InitializeSRWLock(&engine->lock);
    InitializeSRWLock(&engine->emit_lock);
    InitializeConditionVariable(&engine->changed);
    engine->wake = CreateEventW(NULL, FALSE, FALSE, NULL);
    if (engine->wake == NULL) {
        free(engine);
        return error_set(error, STATUS_BROKEN, "no event object can be made (error %lu)", GetLastError());
    }
    the_engine = engine;
    upcalls_observe(session_observe_upcall, engine);
    upcalls_set_blocking_source(rendezvous_blocking_source, engine);
    *opened = engine;
    return STATUS_OK;
}

void engine_close(struct engine *engine) {
    if (engine == NULL) {
        return;
    }
    upcalls_observe(NULL, NULL);
    upcalls_set_blocking_source(NULL, NULL);
    the_engine = NULL;
    message_window_close(&engine->window);
    pool_end(engine);
    cJSON_Delete(engine->traits);
    engine->traits = NULL;
    /* The engine itself stays: a hung thread still has it, and an upcall that is on its way may still look at it. */
}

/* WSPStartup and WSPCleanup on a pool thread, so that a provider that hangs in them is seen to. */
struct errand {
    struct provider *provider;
    enum status (*function)(struct provider *provider, struct error *error);
    enum status status;
    struct error error;
};

static void run_errand(void *context) {
    struct errand *errand = context;
    errand->status = errand->function(errand->provider, &errand->error);
}

static enum status run_apart(struct engine *engine, enum status (*function)(struct provider *, struct error *),
                             const char *name, struct error *error) {
    struct errand *errand = memory_zeroed(1, sizeof *errand);
    errand->provider = engine->options.provider;
    errand->function = function;
    if (!conductor_run_apart(engine, run_errand, errand)) {
        return error_set(error, STATUS_FAILED, "%s did not return within %g s", name, (double)engine->limit_us / 1e6);
    }
    enum status status = errand->status;
    if (status != STATUS_OK) {
        error_set(error, status, "%s", errand->error.message);
    }
    error_clear(&errand->error);
    free(errand);
    return status;
}

static enum status start_provider(struct engine *engine, struct error *error) {
    if (engine->started) {
        return STATUS_OK;
    }
    enum status status = run_apart(engine, provider_start, "WSPStartup", error);
    engine->started = status == STATUS_OK;
    return status;
}

enum status engine_finish(struct engine *engine, struct error *error) {
    if (!engine->started || engine->spent) {
        return STATUS_OK;
    }
    engine->started = false;
    return run_apart(engine, provider_cleanup, "WSPCleanup", error);
}

static enum status probe(struct engine *engine, struct error *error) {
    struct session *session = session_open(engine, NULL, 0);
    struct cJSON *traits = NULL;
    enum status status = play_probe(session, &traits, error);
    session_wind_up(session);
    if (status == STATUS_OK && session->forced != NULL) {
        status = error_set(error, STATUS_FAILED, "the provider cannot be probed: %s", session->forced_reason);
        cJSON_Delete(traits);
        traits = NULL;
    }
    session_close(session);
    cJSON_Delete(engine->traits);
    engine->traits = traits;
    return status;
}

enum status engine_probe(struct engine *engine, struct cJSON **traits, struct error *error) {
    enum status status = start_provider(engine, error);
    if (status == STATUS_OK) {
        status = probe(engine, error);
    }
    *traits = status == STATUS_OK ? cJSON_Duplicate(engine->traits, 1) : NULL;
    return status;
}

enum status engine_inapplicable(struct engine *engine, struct cJSON **ids, struct error *error) {
    struct session *session = session_open(engine, NULL, 0);
    *ids = cJSON_CreateArray();
    enum status status = play_inapplicable(session, *ids, error);
    session_close(session);
    return status;
}

enum status engine_use_traits(struct engine *engine, const struct cJSON *traits, bool start, struct error *error) {
    cJSON_Delete(engine->traits);
    engine->traits = cJSON_Duplicate(traits, 1);
    return start ? start_provider(engine, error) : STATUS_OK;
}

void engine_run(struct engine *engine, const struct scenario_info *scenario, int round, struct engine_result *result) {
    unsigned long long began = clock_us();
    *result = (struct engine_result){.verdict = "broken"};
    if (engine->spent) {
        result->reason = memory_string("the engine was used after a call that did not return");
        return;
    }
    struct session *session = session_open(engine, scenario, round);
    play_scenario(session);
    session_wind_up(session);
    checks_add_findings(session);
    checks_judge(session, result);
    session_close(session);
    result->duration_us = clock_us() - began;
}

void engine_result_free(struct engine_result *result) {
    free(result->reason);
    free(result->last_call);
    *result = (struct engine_result){0};
}

bool engine_spent(const struct engine *engine) { return engine->spent; }

void engine_describe_thread(const struct engine *engine, unsigned long thread, struct text *text) {
    const struct pool_thread *found = pool_find(engine, thread);
    if (found != NULL && found->innermost != NULL) {
        call_describe(found->innermost, true, text);
    } else if (found != NULL) {
        text_append(text, "nothing: between two calls");
    } else {
        text_append(text, thread == engine->conductor ? "the scenario's script" : "a thread of the provider's own");
    }
}

const struct scenario_info *engine_current(const struct engine *engine, int *round) {
    const struct session *session = engine->session;
    if (session == NULL || session->scenario == NULL) {
        return NULL;
    }
    *round = session->round;
    return session->scenario;
}
