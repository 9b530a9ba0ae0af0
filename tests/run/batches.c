/* Providers, jobs, rounds, isolated scenarios: who runs what. */
#include "fake.h"

#include <stdlib.h>
#include <string.h>

#include "results/files.h"
#include "run/ending.h"
#include "scratch.h"
#include "unit.h"

static double worker_of(const struct fake *fake, const char *id) { return fake_number(fake, id, "worker"); }

static void one_worker_serves_many_scenarios(void) {
    struct fake fake;
    fake_prepare(&fake, "fake.a fake.b fake.c");
    fake_run(&fake);
    CU_ASSERT_EQUAL(worker_of(&fake, "fake.a"), 1);
    CU_ASSERT_EQUAL(worker_of(&fake, "fake.c"), 1);
    CU_ASSERT_EQUAL(fake_count(&fake, "traits", NULL, NULL), 1);
    fake_free(&fake);
}

static void isolated_scenarios_have_workers_of_their_own(void) {
    struct fake fake;
    fake_prepare(&fake, "!fake.a fake.b !fake.c fake.d");
    fake_run(&fake);
    CU_ASSERT_EQUAL(worker_of(&fake, "fake.b"), 1);
    CU_ASSERT_EQUAL(worker_of(&fake, "fake.d"), 1);
    CU_ASSERT_EQUAL(worker_of(&fake, "fake.a"), 2);
    CU_ASSERT_EQUAL(worker_of(&fake, "fake.c"), 3);
    CU_ASSERT_EQUAL(fake_count(&fake, "traits", NULL, NULL), 1);
    CU_ASSERT_EQUAL(fake_count(&fake, "result", "verdict", "pass"), 4);
    fake_free(&fake);
}

static void isolated_scenarios_alone_need_no_probe(void) {
    struct fake fake;
    fake_prepare(&fake, "!fake.a !fake.c");
    fake_run(&fake);
    CU_ASSERT_EQUAL(fake_count(&fake, "traits", NULL, NULL), 0);
    CU_ASSERT_EQUAL(fake_count(&fake, "result", "verdict", "pass"), 2);
    fake_free(&fake);
}

static void inapplicable_scenarios_need_no_worker_of_their_own(void) {
    struct fake fake;
    fake_prepare(&fake, "!fake.a fake.b !fake.c");
    fake.habits[0] = "begin-inapplicable";
    fake_run(&fake);
    CU_ASSERT_EQUAL(worker_of(&fake, "fake.a"), 1);
    CU_ASSERT_EQUAL(worker_of(&fake, "fake.b"), 1);
    CU_ASSERT_EQUAL(worker_of(&fake, "fake.c"), 2);
    CU_ASSERT_EQUAL(fake_count(&fake, "result", "verdict", "pass"), 3);
    fake_free(&fake);
}

static void isolated_scenarios_that_crash_count_as_deaths(void) {
    struct fake fake;
    fake_prepare(&fake, "!fake.exit-1 !fake.exit-2 !fake.exit-3 !fake.exit-4 !fake.exit-5 !fake.six");
    fake_run(&fake);
    fake_expect(&fake, "fake.exit-5", "crash", "");
    fake_expect(&fake, "fake.six", "notrun", "5 workers in a row");
    fake_free(&fake);
}

static void every_round_of_every_provider_is_run_once(void) {
    for (int jobs = 1; jobs <= 6; jobs += 5) {
        struct fake fake;
        fake_prepare(&fake, "fake.a fake.exit-1 !fake.c fake.fail fake.garbage");
        fake.plan.provider_count = 3;
        fake.plan.rounds = 2;
        fake.options.jobs = jobs;
        fake_run(&fake);
        CU_ASSERT_EQUAL(fake.status, STATUS_OK);
        CU_ASSERT_EQUAL(ledger_count(&fake.ledger, CELL_DONE), 30);
        CU_ASSERT_EQUAL(fake_count(&fake, "result", NULL, NULL), 30);
        CU_ASSERT_EQUAL(fake_count(&fake, "result", "verdict", "pass"), 12);
        CU_ASSERT_EQUAL(fake_count(&fake, "result", "verdict", "crash"), 6);
        CU_ASSERT_EQUAL(fake_count(&fake, "result", "verdict", "fail"), 6);
        CU_ASSERT_EQUAL(fake_count(&fake, "result", "verdict", "broken"), 6);
        CU_ASSERT_PTR_NOT_NULL(fake_result_of(&fake, 2, "fake.c", 2));
        CU_ASSERT_EQUAL(fake_count(&fake, "traits", NULL, NULL), 3);
        fake_free(&fake);
    }
}

static void a_provider_that_cannot_be_started_leaves_the_others_alone(void) {
    static const struct {
        const char *habit, *reason;
    } starts[] = {
        {"begin-unfit", "there is no WSPStartup"},
        {"begin-crash", "exception 0xC0000005 access violation"},
        {"begin-reported-crash", "access violation in WSPStartup"},
        {"begin-exit", "code 0"},
    };
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        struct fake fake;
        fake_prepare(&fake, "fake.a !fake.b");
        fake.plan.provider_count = 2;
        fake.habits[0] = starts[i].habit;
        fake.options.jobs = 2;
        fake_run(&fake);
        CU_ASSERT_EQUAL(fake.report.given_up, 1);
        fake_expect(&fake, "fake.a", "notrun", starts[i].reason);
        fake_expect(&fake, "fake.b", "notrun", "the provider could not be tested");
        CU_ASSERT_EQUAL(fake_count(&fake, "result", "verdict", "pass"), 2);
        fake_free(&fake);
    }
}

static void a_provider_that_starts_only_once_is_given_up(void) {
    struct fake fake;
    fake_prepare(&fake, "fake.a fake.exit-1 fake.b");
    fake.habits[0] = "second-crash";
    fake_run(&fake);
    fake_expect(&fake, "fake.a", "pass", "");
    fake_expect(&fake, "fake.exit-1", "crash", "");
    fake_expect(&fake, "fake.b", "notrun", "5 workers in a row");
    fake_free(&fake);
}

static void what_the_ledger_has_as_done_is_not_run_again(void) {
    struct fake fake;
    fake_prepare(&fake, "fake.a fake.b fake.c fake.d");
    ledger_make(&fake.ledger, 1, 4, 1);
    fake.ledger_given = true;
    ledger_set(&fake.ledger, &(struct item){0, 0, 1}, CELL_DONE);
    ledger_set(&fake.ledger, &(struct item){0, 2, 1}, CELL_STARTED);
    fake.options.last_worker = 7;
    fake_run(&fake);
    CU_ASSERT_PTR_NULL(fake_result(&fake, "fake.a"));
    CU_ASSERT_PTR_NULL(fake_result(&fake, "fake.c"));
    fake_expect(&fake, "fake.b", "pass", "");
    fake_expect(&fake, "fake.d", "pass", "");
    CU_ASSERT_EQUAL(worker_of(&fake, "fake.d"), 8);
    fake_free(&fake);
}

struct taste {
    const struct plan *plan;
    bool enough[2]; /* for each provider, once its fake.b has started */
};

static void taste(void *context, const struct item *item) {
    struct taste *taste = context;
    taste->enough[item->provider] |= strcmp(taste->plan->scenarios[item->scenario].id, "fake.b") == 0;
}

static bool is_enough(void *context, size_t provider) { return ((struct taste *)context)->enough[provider]; }

static void of_what_is_known_enough_the_rest_is_not_run(void) {
    struct fake fake;
    fake_prepare(&fake, "fake.a fake.b fake.c !fake.d");
    struct taste context = {.plan = &fake.plan};
    fake.options.watcher = (struct watcher){.started = taste, .has_enough = is_enough, .context = &context};
    fake.plan.provider_count = 2;
    fake_run(&fake);
    CU_ASSERT_EQUAL(fake.status, STATUS_OK);
    CU_ASSERT_EQUAL(fake_count(&fake, "result", "verdict", "pass"), 4);
    CU_ASSERT_PTR_NOT_NULL(fake_result_of(&fake, 1, "fake.b", 1));
    CU_ASSERT_PTR_NULL(fake_result_of(&fake, 0, "fake.c", 1));
    CU_ASSERT_PTR_NULL(fake_result_of(&fake, 1, "fake.d", 1));
    fake_free(&fake);
}

static void nothing_to_do_starts_no_worker(void) {
    struct fake fake;
    fake_prepare(&fake, "fake.a");
    ledger_make(&fake.ledger, 1, 1, 1);
    fake.ledger_given = true;
    ledger_set(&fake.ledger, &(struct item){0, 0, 1}, CELL_DONE);
    fake_run(&fake);
    CU_ASSERT_EQUAL(fake.status, STATUS_OK);
    CU_ASSERT_EQUAL(fake.journal.length, 0);
    fake_free(&fake);
}

static void what_workers_print_is_kept_apart(void) {
    struct fake fake;
    char *logs = scratch_make("logs");
    fake_prepare(&fake, "fake.prints !fake.pass");
    fake.options.logs = logs;
    fake_run(&fake);
    fake_expect(&fake, "fake.prints", "pass", "");
    struct text printed = {0};
    char *path = files_join(logs, "worker-1.log");
    CU_ASSERT_EQUAL(files_read(path, &printed, NULL), STATUS_OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(text_string(&printed), "\"verdict\":\"fail\""));
    CU_ASSERT_PTR_NULL(strstr(fake.journal.string, "\"verdict\":\"fail\""));
    text_free(&printed);
    free(path);
    fake_free(&fake);
    scratch_remove(logs);
    free(logs);
}

/* Tried one by one, because Wine does not count a process's handles. */
static size_t open_handles(void) {
    size_t count = 0;
    for (uintptr_t value = 4; value < 0x8000; value += 4) {
        DWORD flags;
        count += GetHandleInformation((HANDLE)value, &flags) != 0;
    }
    return count;
}

static void many_workers_leave_no_handle_behind(void) {
    size_t before = 0;
    for (int i = 0; i < 4; i++) {
        struct fake fake;
        fake_prepare(&fake, "fake.exit-0 fake.exit-1 fake.a !fake.b fake.hang !fake.exit-2");
        fake.plan.provider_count = 2;
        fake.habits[1] = "begin-crash";
        fake.options.jobs = 2;
        fake_run(&fake);
        fake_free(&fake);
        before = i == 0 ? open_handles() : before;
    }
    CU_ASSERT_EQUAL(open_handles(), before);
}

static void a_probe_finds_traits_or_a_reason(void) {
    static const char *const habits[] = {"", "begin-unfit", "begin-crash"};
    for (size_t i = 0; i < 3; i++) {
        struct fake fake;
        char *traits = NULL;
        fake_prepare(&fake, "fake.a");
        fake.habits[0] = habits[i];
        fake_probe(&fake, &traits);
        CU_ASSERT_EQUAL(fake.status, i == 0 ? STATUS_OK : STATUS_FAILED);
        CU_ASSERT_EQUAL(traits != NULL, i == 0);
        CU_ASSERT_TRUE(i != 0 || strcmp(traits, "{\"probed_by\":1}") == 0);
        free(traits);
        fake_free(&fake);
    }
}

static size_t started, finished;

static void count_started(void *context, const struct item *item) {
    (void)context;
    started += item->round;
}

static void count_finished(void *context, const struct item *item, const struct ending *ending) {
    (void)context;
    finished += item->round * (ending->verdict == VERDICT_PASS);
}

static void the_watcher_sees_every_start_and_end(void) {
    struct fake fake;
    fake_prepare(&fake, "fake.a !fake.b fake.exit-0");
    fake.plan.provider_count = 2;
    fake.options.jobs = 3;
    fake.options.watcher = (struct watcher){.started = count_started, .finished = count_finished};
    fake_run(&fake);
    CU_ASSERT_EQUAL(started, 6);
    CU_ASSERT_EQUAL(finished, 4);
    fake_free(&fake);
}

static const struct unit_case cases[] = {
    {"one worker serves many scenarios", one_worker_serves_many_scenarios},
    {"isolated scenarios have workers of their own", isolated_scenarios_have_workers_of_their_own},
    {"isolated scenarios alone need no probe", isolated_scenarios_alone_need_no_probe},
    {"inapplicable scenarios need no worker of their own", inapplicable_scenarios_need_no_worker_of_their_own},
    {"isolated scenarios that crash count as deaths", isolated_scenarios_that_crash_count_as_deaths},
    {"every round of every provider is run once", every_round_of_every_provider_is_run_once},
    {"a provider that cannot be started leaves the others alone",
     a_provider_that_cannot_be_started_leaves_the_others_alone},
    {"a provider that starts only once is given up", a_provider_that_starts_only_once_is_given_up},
    {"what the ledger has as done is not run again", what_the_ledger_has_as_done_is_not_run_again},
    {"of what is known enough the rest is not run", of_what_is_known_enough_the_rest_is_not_run},
    {"nothing to do starts no worker", nothing_to_do_starts_no_worker},
    {"what workers print is kept apart", what_workers_print_is_kept_apart},
    {"many workers leave no handle behind", many_workers_leave_no_handle_behind},
    {"a probe finds traits, or a reason", a_probe_finds_traits_or_a_reason},
    {"the watcher sees every start and end", the_watcher_sees_every_start_and_end},
};

UNIT_MAIN("run: who runs what", cases)
