/* Runs that are cut short: by the user, by a disk that is full, by a program that cannot be started. */
#include "fake.h"

#include <string.h>

#include "unit.h"

static void a_stop_kills_the_worker_and_leaves_the_rest_open(void) {
    struct fake fake;
    fake_prepare(&fake, "fake.a fake.hang fake.b");
    fake.stop_at = "\"text\":\"hanging\"";
    fake_run(&fake);
    CU_ASSERT_EQUAL(fake.status, STATUS_INCOMPLETE);
    CU_ASSERT_TRUE(fake.report.stopped);
    fake_expect(&fake, "fake.a", "pass", "");
    CU_ASSERT_PTR_NULL(fake_result(&fake, "fake.hang"));
    CU_ASSERT_PTR_NULL(fake_result(&fake, "fake.b"));
    CU_ASSERT_EQUAL(ledger_get(&fake.ledger, &(struct item){0, 1, 1}), CELL_STARTED);
    CU_ASSERT_EQUAL(ledger_get(&fake.ledger, &(struct item){0, 2, 1}), CELL_OPEN);
    CU_ASSERT_EQUAL(fake_count(&fake, "worker", "event", "killed"), 1);
    fake_free(&fake);
}

static void a_stop_before_the_start_runs_nothing(void) {
    struct fake fake;
    fake_prepare(&fake, "fake.a");
    SetEvent(fake.stop);
    fake_run(&fake);
    CU_ASSERT_EQUAL(fake.status, STATUS_INCOMPLETE);
    CU_ASSERT_EQUAL(fake.journal.length, 0);
    fake_free(&fake);
}

/* Fails the first write, then the second, ... until a run gets through. */
static void a_full_disk_stops_the_run_at_any_write(void) {
    bool failed = true;
    for (size_t n = 1; failed; n++) {
        struct fake fake;
        fake_prepare(&fake, "fake.a !fake.b fake.exit-1 fake.c");
        fake.plan.provider_count = 2;
        fake.options.jobs = 2;
        fake.fail_at = n;
        fake_run(&fake);
        failed = fake.appends >= n;
        CU_ASSERT_EQUAL(fake.status, failed ? STATUS_BROKEN : STATUS_OK);
        CU_ASSERT_EQUAL(failed, fake.error.message != NULL && strstr(fake.error.message, "the disk is full") != NULL);
        CU_ASSERT_TRUE(!failed || fake.appends == n);
        CU_ASSERT_EQUAL(ledger_count(&fake.ledger, CELL_DONE), fake_count(&fake, "result", NULL, NULL));
        fake_free(&fake);
    }
}

static void a_program_that_is_not_there_breaks_the_run(void) {
    struct fake fake;
    fake_prepare(&fake, "fake.a");
    fake.options.world.program = L"C:\\there is no such.exe";
    fake_run(&fake);
    CU_ASSERT_EQUAL(fake.status, STATUS_BROKEN);
    CU_ASSERT_PTR_NOT_NULL(strstr(fake.error.message, "a worker could not be started: creating the process failed"));
    fake_free(&fake);
}

static const struct unit_case cases[] = {
    {"a stop kills the worker and leaves the rest open", a_stop_kills_the_worker_and_leaves_the_rest_open},
    {"a stop before the start runs nothing", a_stop_before_the_start_runs_nothing},
    {"a full disk stops the run at any write", a_full_disk_stops_the_run_at_any_write},
    {"a program that is not there breaks the run", a_program_that_is_not_there_breaks_the_run},
};

UNIT_MAIN("run: runs that are cut short", cases)
