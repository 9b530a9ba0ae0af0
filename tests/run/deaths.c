/* Workers that die, and what becomes of the scenario that was running, of the one before, and of the next. */
#include "fake.h"

#include <string.h>

#include "unit.h"

struct death {
    const char *id;
    double exit_code;
    const char *reason; /* stands in the reason */
};

static const struct death deaths[] = {
    {"fake.access-violation", 0xC0000005, "access violation"},
    {"fake.terminate-0xC00000FD", 0xC00000FD, "stack overflow"},
    {"fake.terminate-0xC0000374", 0xC0000374, "heap corruption"},
    {"fake.terminate-0xC000001D", 0xC000001D, "illegal instruction"},
    {"fake.terminate-0xE06D7363", 0xE06D7363, "uncaught C++ exception"},
    {"fake.terminate-0x80000003", 0x80000003, "breakpoint"},
    {"fake.terminate-0x80000100", 0x80000100, "call of a function that does not exist"},
    {"fake.terminate-0xC0001234", 0xC0001234, "0xC0001234"},
    {"fake.exit-0", 0, "premature exit: the worker exited with code 0"},
    {"fake.terminate-0", 0, "premature exit: the worker exited with code 0"},
    {"fake.exit-77", 77, "code 77"},
    {"fake.exit-99", 99, "code 99"},
    {"fake.exit-256", 256, "code 256"},
    {"fake.exit-258", 258, "code 258"},
    {"fake.exit-259", 259, "code 259"},
    {"fake.exit-333", 333, "code 333"},
    {"fake.exit-0xFFFFFFFF", 0xFFFFFFFF, "code 4294967295"},
    {"fake.abort", 3, "code 3"},
    {"fake.half-a-line", 0xC0000005, "access violation"},
};

static void death_is_a_crash(const struct death *death) {
    struct fake fake;
    char *ids = text_make("fake.pass %s fake.after", death->id);
    fake_prepare(&fake, ids);
    fake_run(&fake);
    CU_ASSERT_EQUAL(fake.status, STATUS_OK);
    fake_expect(&fake, "fake.pass", "pass", "");
    fake_expect(&fake, death->id, "crash", death->reason);
    CU_ASSERT_EQUAL(fake_number(&fake, death->id, "exit_code"), death->exit_code);
    fake_expect(&fake, "fake.after", "pass", "");
    fake_free(&fake);
    free(ids);
}

static void every_death_is_a_crash_with_its_full_exit_code(void) {
    for (size_t i = 0; i < sizeof deaths / sizeof deaths[0]; i++) {
        death_is_a_crash(&deaths[i]);
    }
}

static void the_call_that_had_not_returned_is_named(void) {
    struct fake fake;
    fake_prepare(&fake, "fake.die-in-call");
    fake_run(&fake);
    CU_ASSERT_STRING_EQUAL(fake_text(&fake, "fake.die-in-call", "last_call"), "WSPAccept(listener) on listener");
    CU_ASSERT_STRING_EQUAL(fake_text(&fake, "fake.die-in-call", "reason"),
                           "0xC0000409 fast fail or stack buffer overrun, in WSPAccept(listener) on listener");
    fake_free(&fake);
}

static void what_the_worker_reported_of_its_crash_is_kept(void) {
    struct fake fake;
    fake_prepare(&fake, "fake.crash-with-report");
    fake_run(&fake);
    const char *id = "fake.crash-with-report";
    CU_ASSERT_STRING_EQUAL(fake_verdict(&fake, id), "crash");
    CU_ASSERT_STRING_EQUAL(fake_text(&fake, id, "exception"), "0xC0000005 access violation writing 0x10");
    CU_ASSERT_STRING_EQUAL(fake_text(&fake, id, "last_call"), "WSPListen(listener, 5)");
    CU_ASSERT_EQUAL(fake_number(&fake, id, "exit_code"), 0xC0000005);
    fake_free(&fake);
}

static void death_after_a_result_is_the_finished_scenarios_crash(void) {
    struct fake fake;
    fake_prepare(&fake, "fake.first fake.result-then-death fake.after");
    fake_run(&fake);
    fake_expect(&fake, "fake.first", "pass", "");
    fake_expect(&fake, "fake.result-then-death", "crash", "");
    CU_ASSERT_PTR_NOT_NULL(
        strstr(fake_text(&fake, "fake.result-then-death", "reason"), "after this scenario had ended"));
    fake_expect(&fake, "fake.after", "pass", "");
    fake_free(&fake);
}

static void death_between_scenarios_leaves_the_next_one_alone(void) {
    struct fake fake;
    fake_prepare(&fake, "fake.first fake.second fake.third");
    fake.habits[0] = "run-crash";
    fake_run(&fake);
    fake_expect(&fake, "fake.first", "crash", "");
    fake_expect(&fake, "fake.second", "crash", "");
    fake_expect(&fake, "fake.third", "pass", "");
    CU_ASSERT_EQUAL(fake_count(&fake, "start", NULL, NULL), 3);
    fake_free(&fake);
}

static void a_pass_needs_an_orderly_end(void) {
    static const struct {
        const char *habit, *verdict, *reason;
    } ends[] = {
        {"quit-silently", "crash", "before it had ended its batch: code 0"},
        {"quit-then-crash", "crash", "access violation"},
        {"quit-then-77", "crash", "code 77"},
        {"quit-unclean", "fail", "CLEANUP-02: after this scenario had ended, WSPCleanup failed"},
        {"quit-unclean-and-hung", "timeout", "after this scenario had ended, WSPCleanup did not return"},
        {"quit-miscount", "broken", "3 results by its own count, and 2 arrived"},
        {"", "pass", ""},
    };
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        struct fake fake;
        fake_prepare(&fake, "fake.first fake.last");
        fake.habits[0] = ends[i].habit;
        fake_run(&fake);
        fake_expect(&fake, "fake.first", "pass", "");
        fake_expect(&fake, "fake.last", ends[i].verdict, ends[i].reason);
        fake_free(&fake);
    }
}

static void deaths_in_a_row_end_the_provider(void) {
    struct fake fake;
    fake_prepare(&fake, "fake.exit-1 fake.exit-2 fake.exit-3 fake.exit-4 fake.exit-5 fake.six fake.seven");
    fake_run(&fake);
    CU_ASSERT_EQUAL(fake.status, STATUS_OK);
    CU_ASSERT_EQUAL(fake.report.given_up, 1);
    fake_expect(&fake, "fake.exit-5", "crash", "");
    fake_expect(&fake, "fake.six", "notrun", "");
    fake_expect(&fake, "fake.seven", "notrun", "5 workers in a row");
    fake_free(&fake);
}

static void deaths_with_success_between_do_not_end_it(void) {
    struct fake fake;
    fake_prepare(&fake, "fake.exit-1 fake.exit-2 fake.exit-3 fake.exit-4 fake.a fake.exit-5 fake.exit-6 fake.b");
    fake_run(&fake);
    CU_ASSERT_EQUAL(fake.report.given_up, 0);
    fake_expect(&fake, "fake.b", "pass", "");
    fake_free(&fake);
}

static void a_grandchild_that_holds_the_pipe_does_not_block(void) {
    struct fake fake;
    fake_prepare(&fake, "fake.grandchild fake.after");
    fake_run(&fake);
    fake_expect(&fake, "fake.grandchild", "crash", "");
    CU_ASSERT_EQUAL(fake_number(&fake, "fake.grandchild", "exit_code"), 7);
    fake_expect(&fake, "fake.after", "pass", "");
    fake_free(&fake);
}

static const struct unit_case cases[] = {
    {"every death is a crash with its full exit code", every_death_is_a_crash_with_its_full_exit_code},
    {"the call that had not returned is named", the_call_that_had_not_returned_is_named},
    {"what the worker reported of its crash is kept", what_the_worker_reported_of_its_crash_is_kept},
    {"death after a result is the finished scenario's crash", death_after_a_result_is_the_finished_scenarios_crash},
    {"death between scenarios leaves the next one alone", death_between_scenarios_leaves_the_next_one_alone},
    {"a pass needs an orderly end", a_pass_needs_an_orderly_end},
    {"deaths in a row end the provider", deaths_in_a_row_end_the_provider},
    {"deaths with success between do not end it", deaths_with_success_between_do_not_end_it},
    {"a grandchild that holds the pipe does not block", a_grandchild_that_holds_the_pipe_does_not_block},
};

UNIT_MAIN("run: workers that die", cases)
