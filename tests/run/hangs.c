/* Workers that hang, and processes that will not die. */
#include "fake.h"

#include <stdlib.h>
#include <string.h>

#include "scratch.h"
#include "unit.h"

/* For workers that say nothing before they hang: nothing that is asserted depends on how long it is. */
#define SHORT_US 200000

static void a_hang_is_a_timeout_that_names_the_call(void) {
    struct fake fake;
    fake_prepare(&fake, "fake.first fake.hang fake.after");
    fake_run(&fake);
    fake_expect(&fake, "fake.first", "pass", "");
    fake_expect(&fake, "fake.hang", "timeout", "did not answer within 300.0 s");
    fake_expect(&fake, "fake.hang", "timeout", "in WSPAccept(listener)");
    fake_expect(&fake, "fake.after", "pass", "");
    CU_ASSERT_EQUAL(fake_count(&fake, "worker", "event", "killed"), 1);
    fake_free(&fake);
}

static void flooding_output_saves_no_worker_that_hangs(void) {
    struct fake fake;
    fake_prepare(&fake, "fake.flood fake.after");
    fake_run(&fake);
    fake_expect(&fake, "fake.flood", "timeout", "");
    fake_expect(&fake, "fake.after", "pass", "");
    fake_free(&fake);
}

static void a_long_scenario_within_its_limit_is_left_alone(void) {
    struct fake fake;
    fake_prepare(&fake, "fake.ponders fake.after");
    fake_run(&fake);
    fake_expect(&fake, "fake.ponders", "pass", "");
    fake_expect(&fake, "fake.after", "pass", "");
    fake_free(&fake);
}

static void what_floods_is_killed_before_the_disk_is_full(void) {
    static const char *const ids[] = {"fake.chatter", "fake.prints-without-end"};
    for (size_t i = 0; i < 2; i++) {
        struct fake fake;
        char *both = text_make("%s fake.after", ids[i]);
        char *logs = scratch_make("floods");
        fake_prepare(&fake, both);
        fake.options.limits.records = 100000;
        fake.options.world.output = 100000;
        fake.options.logs = logs;
        fake_run(&fake);
        fake_expect(&fake, ids[i], "timeout", "printed or recorded more than it may");
        fake_expect(&fake, "fake.after", "pass", "");
        fake_free(&fake);
        scratch_remove(logs);
        free(logs);
        free(both);
    }
}

static void a_worker_that_ignores_the_end_is_killed(void) {
    static const char *const habits[] = {"quit-ignored", "quit-then-hang"};
    for (size_t i = 0; i < 2; i++) {
        struct fake fake;
        fake_prepare(&fake, "fake.first fake.last");
        fake.habits[0] = habits[i];
        fake.options.limits.end_us = SHORT_US;
        fake_run(&fake);
        fake_expect(&fake, "fake.first", "pass", "");
        fake_expect(&fake, "fake.last", "timeout", "when it was told to end");
        CU_ASSERT_EQUAL(fake_count(&fake, "end", NULL, NULL), 0);
        fake_free(&fake);
    }
}

static void a_hang_in_the_probe_ends_the_provider(void) {
    struct fake fake;
    fake_prepare(&fake, "fake.first");
    fake.habits[0] = "begin-hang";
    fake.options.limits.ready_us = SHORT_US;
    fake_run(&fake);
    fake_expect(&fake, "fake.first", "notrun", "while it loaded, started and probed the provider");
    CU_ASSERT_EQUAL(fake.report.given_up, 1);
    fake_free(&fake);
}

static void a_worker_that_gave_up_a_thread_is_replaced(void) {
    struct fake fake;
    fake_prepare(&fake, "fake.spent fake.after");
    fake_run(&fake);
    fake_expect(&fake, "fake.spent", "timeout", "WSPAccept did not return");
    fake_expect(&fake, "fake.after", "pass", "");
    CU_ASSERT_EQUAL(fake_count(&fake, "end", NULL, NULL), 2);
    fake_free(&fake);
}

static void timeouts_in_a_row_end_the_provider(void) {
    struct fake fake;
    fake_prepare(&fake, "fake.hang fake.spent");
    fake.plan.rounds = 3;
    fake_run(&fake);
    CU_ASSERT_EQUAL(fake.report.given_up, 1);
    CU_ASSERT_PTR_NOT_NULL(fake_result_of(&fake, 0, "fake.hang", 3));
    CU_ASSERT_PTR_NULL(fake_result_of(&fake, 0, "fake.spent", 3));
    fake_free(&fake);
}

static BOOL WINAPI refuse_to_terminate(HANDLE job, UINT exit_code) {
    (void)job;
    (void)exit_code;
    return FALSE;
}

static void what_will_not_die_aborts_the_run(void) {
    struct fake fake;
    fake_prepare(&fake, "fake.hang fake.after");
    fake.options.world.terminate = refuse_to_terminate;
    fake.options.limits.kill_us = SHORT_US;
    fake_run(&fake);
    CU_ASSERT_EQUAL(fake.status, STATUS_INCOMPLETE);
    CU_ASSERT_TRUE(fake.report.unkillable);
    fake_expect(&fake, "fake.hang", "timeout", "");
    CU_ASSERT_PTR_NULL(fake_result(&fake, "fake.after"));
    CU_ASSERT_PTR_NOT_NULL(strstr(fake.error.message, "could not be ended"));
    fake_free(&fake);
}

static const struct unit_case cases[] = {
    {"a hang is a timeout that names the call", a_hang_is_a_timeout_that_names_the_call},
    {"flooding output saves no worker that hangs", flooding_output_saves_no_worker_that_hangs},
    {"a long scenario within its limit is left alone", a_long_scenario_within_its_limit_is_left_alone},
    {"what floods is killed before the disk is full", what_floods_is_killed_before_the_disk_is_full},
    {"a worker that ignores the end is killed", a_worker_that_ignores_the_end_is_killed},
    {"a hang in the probe ends the provider", a_hang_in_the_probe_ends_the_provider},
    {"a worker that gave up a thread is replaced", a_worker_that_gave_up_a_thread_is_replaced},
    {"timeouts in a row end the provider", timeouts_in_a_row_end_the_provider},
    {"what will not die aborts the run", what_will_not_die_aborts_the_run},
};

UNIT_MAIN("run: workers that hang", cases)
