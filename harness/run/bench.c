#include "run/bench.h"

#include <stdlib.h>
#include <string.h>

#include <CUnit/CUnit.h>
#include <CUnit/TestDB.h>
#include <CUnit/TestRun.h>

#include "base/memory.h"
#include "catalog/catalog.h"
#include "provider/below.h"
#include "provider/guard.h"
#include "provider/provider.h"
#include "provider/redirect.h"
#include "provider/upcalls.h"
#include "scenario/engine.h"
#include "scenario/library.h"

struct bench {
    const struct library *library;
    struct provider provider;
    struct engine *engine;
    struct engine_result result; /* of the scenario that CUnit runs */
    const struct scenario_info *scenario;
    int round;
};

/* CUnit's tests are functions without arguments. */
static struct bench *the_bench;

static void count_check(void *context, bool held, const char *text, const char *file, int line) {
    (void)context;
    CU_assertImplementation(held ? CU_TRUE : CU_FALSE, (unsigned)line, text, file, "", CU_FALSE);
}

static void run_body(void) { engine_run(the_bench->engine, the_bench->scenario, the_bench->round, &the_bench->result); }

/* One suite for each area, one test for each scenario. */
static enum status fill_registry(const struct library *library, struct error *error) {
    bool filled = CU_initialize_registry() == CUE_SUCCESS;
    for (size_t i = 0; filled && i < library_scenarios(library); i++) {
        const char *id = library_scenario(library, i)->id;
        char *area = text_make("%.*s", (int)strcspn(id, "."), id);
        CU_pSuite suite = CU_get_suite(area);
        suite = suite == NULL ? CU_add_suite(area, NULL, NULL) : suite;
        filled = suite != NULL && CU_add_test(suite, id, run_body) != NULL;
        free(area);
    }
    return filled ? STATUS_OK : error_set(error, STATUS_BROKEN, "CUnit: %s", CU_get_error_msg());
}

/* The provider below a chain's first layer. */
static void expect_below(const struct catalog *catalog, const struct catalog_entry *entry) {
    const WSAPROTOCOLCHAIN *chain = &entry->info.ProtocolChain;
    const struct catalog_entry *next =
        catalog_chain_length(entry) > BASE_PROTOCOL ? catalog_find_id(catalog, chain->ChainEntries[1]) : NULL;
    wchar_t *path = next == NULL ? NULL : catalog_expand_path(next);
    below_expect(path);
    free(path);
}

static enum status load(struct bench *bench, const struct bench_options *options, struct error *error) {
    const struct catalog_entry *entry = catalog_find_id(options->catalog, options->catalog_id);
    if (entry == NULL) {
        return error_set(error, STATUS_FAILED, "the catalog has no entry %lu any more", options->catalog_id);
    }
    redirect_start(options->catalog);
    expect_below(options->catalog, entry);
    if (upcalls_start(options->catalog, error) != STATUS_OK || guard_start(error) != STATUS_OK ||
        provider_load(&bench->provider, entry, error) != STATUS_OK) {
        return error->status;
    }
    struct engine_options engine_options = {.provider = &bench->provider,
                                            .catalog = options->catalog,
                                            .library = options->library,
                                            .provider_index = options->provider_index,
                                            .worker = options->worker,
                                            .timeout_scale = options->timeout_scale,
                                            .started_us = options->started_us,
                                            .emit = options->emit,
                                            .check = count_check,
                                            .context = options->context};
    return engine_open(&bench->engine, &engine_options, error);
}

enum status bench_open(struct bench **bench, const struct bench_options *options, struct error *error) {
    struct bench *made = memory_zeroed(1, sizeof *made);
    made->library = options->library;
    *bench = made;
    the_bench = made;
    enum status status = fill_registry(options->library, error);
    return status == STATUS_OK ? load(made, options, error) : status;
}

enum status bench_probe(struct bench *bench, struct cJSON **traits, struct error *error) {
    return engine_probe(bench->engine, traits, error);
}

enum status bench_inapplicable(struct bench *bench, struct cJSON **ids, struct error *error) {
    return engine_inapplicable(bench->engine, ids, error);
}

enum status bench_use_traits(struct bench *bench, const struct cJSON *traits, bool start, struct error *error) {
    return engine_use_traits(bench->engine, traits, start, error);
}

static void copy_result(struct bench_result *result, const struct engine_result *from) {
    result->verdict = from->verdict;
    result->reason = memory_string(from->reason == NULL ? "" : from->reason);
    result->last_call = memory_string(from->last_call);
    result->duration_us = from->duration_us;
}

void bench_run(struct bench *bench, const char *id, int round, struct bench_result *result) {
    char *area = text_make("%.*s", (int)strcspn(id, "."), id);
    CU_pSuite suite = CU_get_suite(area);
    CU_pTest test = suite == NULL ? NULL : CU_get_test(suite, id);
    free(area);
    *result = (struct bench_result){.verdict = "broken"};
    bench->scenario = library_find_scenario(bench->library, id);
    bench->round = round;
    if (bench->scenario == NULL || test == NULL) {
        result->reason = text_make("the worker's suites have no scenario %s", id);
        return;
    }
    CU_ErrorCode code = CU_run_test(suite, test);
    if (code == CUE_SUCCESS) {
        copy_result(result, &bench->result);
        engine_result_free(&bench->result);
    } else {
        result->reason = text_make("CUnit did not run the scenario: %s", CU_get_error_msg());
    }
    result->asserts = CU_get_number_of_asserts();
    result->spent = engine_spent(bench->engine);
}

void bench_result_free(struct bench_result *result) {
    free(result->reason);
    free(result->last_call);
    *result = (struct bench_result){0};
}

enum status bench_close(struct bench *bench, bool *hung, struct error *error) {
    enum status status = STATUS_OK;
    *hung = false;
    if (bench->engine != NULL) {
        status = engine_finish(bench->engine, error);
        *hung = engine_spent(bench->engine);
        if (*hung) {
            return status;
        }
        engine_close(bench->engine);
    }
    provider_unload(&bench->provider);
    CU_cleanup_registry();
    the_bench = NULL;
    free(bench);
    return status;
}

const char *bench_current(const struct bench *bench, int *round) {
    const struct scenario_info *scenario = bench->engine == NULL ? NULL : engine_current(bench->engine, round);
    return scenario == NULL ? NULL : scenario->id;
}

void bench_describe_thread(const struct bench *bench, unsigned long thread, struct text *text) {
    if (bench->engine != NULL) {
        engine_describe_thread(bench->engine, thread, text);
    }
}
