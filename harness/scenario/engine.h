/*
 * The engine: runs scenarios of a library against one provider, in this process.
 *
 * One engine per process. The thread that opens it is the conductor: Lua runs on it and nowhere else. Provider calls
 * run on the engine's pooled threads; condition functions and blocking callbacks run on the provider's calling thread,
 * hand their parameters to the conductor and wait for its answer. Records (see docs/journal.md) go to the emit callback
 * as finished JSON lines, from any thread, one call at a time; checks also go to the check callback, on the conductor.
 *
 * A call that does not return within the limit leaves a thread inside the provider: the scenario ends as a timeout and
 * the engine is spent (engine_spent): the process must not run another scenario.
 */
#ifndef WSPCHECK_SCENARIO_ENGINE_H
#define WSPCHECK_SCENARIO_ENGINE_H

#include <stdbool.h>
#include <stddef.h>

#include "provider/provider.h"
#include "scenario/library.h"

struct cJSON;
struct catalog;

struct engine_options {
    struct provider *provider;     /* loaded, not started; stays the holder's */
    const struct catalog *catalog; /* for the entries of the same provider; NULL: the provider has but its own */
    const struct library *library;
    int provider_index; /* goes into every record */
    int worker;         /* likewise, where records name the worker */
    double timeout_scale;
    unsigned long long started_us; /* clock_us() value that at_us counts from */
    void (*emit)(void *context, const char *line, size_t length);
    void (*check)(void *context, bool held, const char *text, const char *file, int line); /* may be NULL */
    void *context;
};

struct engine_result {
    const char *verdict; /* "pass", "warn", "fail", "timeout", "broken", "not-applicable" */
    char *reason;        /* owned; "" for a pass */
    unsigned long long duration_us;
    char *last_call; /* owned; NULL unless timeout */
};

struct engine;

/* guard_start, redirect_start and upcalls_start come first, then provider_load. */
enum status engine_open(struct engine **engine, const struct engine_options *options, struct error *error);
void engine_close(struct engine *engine); /* does not wait for a hung thread; NULL is allowed */

/* Starts the provider and finds its traits; *traits is owned by the caller (cJSON_Delete). Takes part in no verdict: a
 * provider that cannot be started gives STATUS_FAILED and the sentence. */
enum status engine_probe(struct engine *engine, struct cJSON **traits, struct error *error);
/* The ids of the isolated scenarios that do not apply to the probed provider: a worker in which it was started can
 * settle them as well. An array for cJSON_Delete. */
enum status engine_inapplicable(struct engine *engine, struct cJSON **ids, struct error *error);
/* Uses traits found by another worker and starts the provider (unless the scenario to come is isolated). */
enum status engine_use_traits(struct engine *engine, const struct cJSON *traits, bool start, struct error *error);

/* Runs one scenario; emits everything between "start" and "result" except those two. */
void engine_run(struct engine *engine, const struct scenario_info *scenario, int round, struct engine_result *result);
void engine_result_free(struct engine_result *result);

bool engine_spent(const struct engine *engine);

/* What the thread that crashed was doing, for the crash filter: appends "WSPAccept(listener, ...)"; safe in a filter.
 */
void engine_describe_thread(const struct engine *engine, unsigned long thread, struct text *text);
/* The scenario in flight and its round; NULL between scenarios. Safe in a filter. */
const struct scenario_info *engine_current(const struct engine *engine, int *round);

/* Cleans the provider up at the end of a worker's batch. */
enum status engine_finish(struct engine *engine, struct error *error);

#endif
