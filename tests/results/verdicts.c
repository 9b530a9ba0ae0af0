/* What a journal's records make of scenarios, requirements and the exit code. */
#include <stdlib.h>
#include <string.h>

#include "results/expectations.h"
#include "scratch.h"
#include "unit.h"

#define END "{'record':'end','worker':1,'results':%d}"
#define FINISH "{'record':'finish','exit_code':0,'complete':true,'at_us':900}"

static struct results *load(struct text *journal) {
    struct error error = {0};
    struct results *results = scratch_load("verdicts", journal, &error);
    if (results == NULL) {
        CU_FAIL_FATAL(error.message);
    }
    text_free(journal);
    return results;
}

static enum verdict verdict_of(const struct results *results, const char *id) {
    return results_outcome(results, 0, results_find_scenario(results, id))->verdict;
}

static const char *reason_of(const struct results *results, const char *id) {
    return results_attempt(results, 0, results_find_scenario(results, id), 1)->reason;
}

static void start(struct text *journal, const char *id, unsigned round) {
    scratch_line(journal, "{'record':'start','provider':0,'scenario':'%s','round':%u,'worker':1,'at_us':10}", id,
                 round);
}

static void check(struct text *journal, const char *id, unsigned round, const char *requirement, const char *verdict) {
    scratch_line(journal,
                 "{'record':'check','provider':0,'scenario':'%s','round':%u,'requirement':'%s','verdict':'%s',"
                 "'expected':'a','observed':'b','file':'f','line':1,'at_us':20}",
                 id, round, requirement, verdict);
}

static void result(struct text *journal, const char *id, unsigned round, const char *verdict) {
    scratch_line(journal,
                 "{'record':'result','provider':0,'scenario':'%s','round':%u,'worker':1,'verdict':'%s',"
                 "'reason':'because','duration_us':30}",
                 id, round, verdict);
}

/* Three scenarios that all pass, confirmed and finished. */
static void all_pass(struct text *journal) {
    scratch_header(journal, 1, "");
    scratch_scenario(journal, "s.one", 1, "pass", "pass");
    scratch_scenario(journal, "s.two", 1, "pass", "pass");
    scratch_scenario(journal, "s.three", 1, "pass", "pass");
    scratch_line(journal, END, 3);
    scratch_line(journal, FINISH);
}

static void a_confirmed_run_passes(void) {
    struct text journal = {0};
    all_pass(&journal);
    struct results *results = load(&journal);
    CU_ASSERT_EQUAL(results->counts[VERDICT_PASS], 3);
    CU_ASSERT_EQUAL(results_exit_code(results), 0);
    CU_ASSERT_TRUE(results->finished);
    CU_ASSERT_EQUAL(results->providers[0].requirements[0], REQUIREMENT_PASS);
    CU_ASSERT_EQUAL(results->providers[0].requirements[1], REQUIREMENT_UNTESTED);
    CU_ASSERT_EQUAL(results->complaint_count, 0);
    results_free(results);
}

static void what_never_started_is_notrun(void) {
    struct text journal = {0};
    scratch_header(&journal, 1, "");
    start(&journal, "s.two", 1);
    struct results *results = load(&journal);
    CU_ASSERT_EQUAL(verdict_of(results, "s.one"), VERDICT_NOTRUN);
    CU_ASSERT_EQUAL(verdict_of(results, "s.two"), VERDICT_INCOMPLETE);
    CU_ASSERT_EQUAL(results_exit_code(results), 4);
    CU_ASSERT_TRUE(attempt_is_open(results_attempt(results, 0, 0, 1)));
    CU_ASSERT_FALSE(attempt_is_open(results_attempt(results, 0, 1, 1)));
    results_free(results);
}

struct claim {
    const char *check; /* NULL: none is made */
    const char *record;
    enum verdict verdict;
};

static void verdicts_are_recomputed_from_checks(void) {
    static const struct claim claims[] = {
        {"pass", "pass", VERDICT_PASS},
        {"noted", "pass", VERDICT_PASS},
        {"warn", "warn", VERDICT_WARN},
        {"fail", "fail", VERDICT_FAIL},
        {"fail", "pass", VERDICT_BROKEN},
        {"warn", "pass", VERDICT_BROKEN},
        {"pass", "fail", VERDICT_BROKEN},
        {"fail", "warn", VERDICT_BROKEN},
        {NULL, "pass", VERDICT_BROKEN},
        {NULL, "fail", VERDICT_BROKEN},
        {NULL, "crash", VERDICT_CRASH},
        {"pass", "timeout", VERDICT_TIMEOUT},
        {"fail", "crash", VERDICT_CRASH},
        {"pass", "broken", VERDICT_BROKEN},
        {NULL, "not-applicable", VERDICT_NOT_APPLICABLE},
        {"pass", "not-applicable", VERDICT_BROKEN},
        {"pass", "skipped", VERDICT_BROKEN},
        {"pass", "incomplete", VERDICT_BROKEN},
        {"pass", "splendid", VERDICT_BROKEN},
    };
    for (size_t i = 0; i < sizeof claims / sizeof claims[0]; i++) {
        struct text journal = {0};
        scratch_header(&journal, 1, "");
        start(&journal, "s.one", 1);
        if (claims[i].check != NULL) {
            check(&journal, "s.one", 1, "REQ-01", claims[i].check);
        }
        result(&journal, "s.one", 1, claims[i].record);
        scratch_line(&journal, END, 1);
        struct results *results = load(&journal);
        CU_ASSERT_EQUAL(verdict_of(results, "s.one"), claims[i].verdict);
        results_free(results);
    }
}

static void a_result_without_a_start_is_not_believed(void) {
    struct text journal = {0};
    scratch_header(&journal, 1, "");
    check(&journal, "s.one", 1, "REQ-01", "pass");
    result(&journal, "s.one", 1, "pass");
    result(&journal, "s.two", 1, "not-applicable");
    result(&journal, "s.three", 1, "crash");
    scratch_line(&journal, END, 3);
    struct results *results = load(&journal);
    CU_ASSERT_EQUAL(verdict_of(results, "s.one"), VERDICT_BROKEN);
    CU_ASSERT_PTR_NOT_NULL(strstr(reason_of(results, "s.one"), "never started"));
    CU_ASSERT_EQUAL(verdict_of(results, "s.two"), VERDICT_NOT_APPLICABLE);
    CU_ASSERT_EQUAL(verdict_of(results, "s.three"), VERDICT_CRASH);
    results_free(results);
}

static void the_last_pass_of_a_worker_that_vanished_is_broken(void) {
    struct text journal = {0};
    scratch_header(&journal, 1, "");
    scratch_scenario(&journal, "s.one", 1, "pass", "pass");
    scratch_scenario(&journal, "s.two", 1, "pass", "pass");
    scratch_line(&journal, "{'record':'worker','worker':1,'provider':0,'event':'exit','exit_code':0}");
    struct results *results = load(&journal);
    CU_ASSERT_EQUAL(verdict_of(results, "s.one"), VERDICT_PASS);
    CU_ASSERT_EQUAL(verdict_of(results, "s.two"), VERDICT_BROKEN);
    CU_ASSERT_PTR_NOT_NULL(strstr(reason_of(results, "s.two"), "never confirmed"));
    CU_ASSERT_EQUAL(results_exit_code(results), 5);
    results_free(results);
}

static void a_worker_that_died_in_the_next_scenario_keeps_its_pass(void) {
    struct text journal = {0};
    scratch_header(&journal, 1, "");
    scratch_scenario(&journal, "s.one", 1, "pass", "pass");
    start(&journal, "s.two", 1);
    result(&journal, "s.two", 1, "crash");
    scratch_line(&journal, "{'record':'worker','worker':1,'provider':0,'event':'exit','exit_code':5}");
    struct results *results = load(&journal);
    CU_ASSERT_EQUAL(verdict_of(results, "s.one"), VERDICT_PASS);
    CU_ASSERT_EQUAL(verdict_of(results, "s.two"), VERDICT_CRASH);
    CU_ASSERT_EQUAL(results_exit_code(results), 1);
    results_free(results);
}

static void a_finished_run_has_no_unconfirmed_pass(void) {
    struct text journal = {0};
    scratch_header(&journal, 1, "");
    scratch_scenario(&journal, "s.one", 1, "pass", "pass");
    scratch_line(&journal, FINISH);
    struct results *results = load(&journal);
    CU_ASSERT_EQUAL(verdict_of(results, "s.one"), VERDICT_BROKEN);
    results_free(results);
}

static void cut_short(struct text *journal) {
    scratch_header(journal, 1, "");
    scratch_scenario(journal, "s.one", 1, "pass", "pass");
    scratch_scenario(journal, "s.two", 1, "warn", "warn");
}

static void a_run_cut_short_leaves_its_last_claim_open(void) {
    struct text journal = {0};
    cut_short(&journal);
    struct results *results = load(&journal);
    CU_ASSERT_EQUAL(verdict_of(results, "s.one"), VERDICT_PASS);
    CU_ASSERT_EQUAL(verdict_of(results, "s.two"), VERDICT_INCOMPLETE);
    CU_ASSERT_TRUE(attempt_is_open(results_attempt(results, 0, 1, 1)));
    CU_ASSERT_EQUAL(results_exit_code(results), 4);
    results_free(results);
}

static void resuming_withdraws_the_open_claim(void) {
    struct text journal = {0};
    cut_short(&journal);
    scratch_line(&journal, "{'record':'resume','at_us':500,'started':'2024-02-29T13:00:00Z'}");
    struct results *results = load(&journal);
    CU_ASSERT_EQUAL(verdict_of(results, "s.one"), VERDICT_PASS);
    CU_ASSERT_EQUAL(verdict_of(results, "s.two"), VERDICT_NOTRUN);
    CU_ASSERT_FALSE(results_attempt(results, 0, 1, 1)->started);
    results_free(results);
}

static void resuming_runs_the_open_claim_again(void) {
    struct text journal = {0};
    cut_short(&journal);
    scratch_line(&journal, "{'record':'resume','at_us':500,'started':'2024-02-29T13:00:00Z'}");
    scratch_scenario(&journal, "s.two", 2, "pass", "pass");
    scratch_scenario(&journal, "s.three", 2, "pass", "pass");
    scratch_line(&journal, "{'record':'end','worker':2,'results':2}");
    scratch_line(&journal, FINISH);
    struct results *results = load(&journal);
    CU_ASSERT_EQUAL(results->counts[VERDICT_PASS], 3);
    CU_ASSERT_EQUAL(results->ignored_records, 0);
    CU_ASSERT_EQUAL(results_exit_code(results), 0);
    results_free(results);
}

static void a_retry_of_an_incomplete_scenario_starts_afresh(void) {
    struct text journal = {0};
    scratch_header(&journal, 1, "");
    start(&journal, "s.one", 1);
    check(&journal, "s.one", 1, "REQ-01", "fail");
    scratch_line(&journal, "{'record':'resume','at_us':500,'started':'2024-02-29T13:00:00Z'}");
    scratch_scenario(&journal, "s.one", 2, "pass", "pass");
    scratch_line(&journal, "{'record':'end','worker':2,'results':1}");
    struct results *results = load(&journal);
    CU_ASSERT_EQUAL(verdict_of(results, "s.one"), VERDICT_PASS);
    CU_ASSERT_EQUAL(results->providers[0].requirements[0], REQUIREMENT_PASS);
    results_free(results);
}

static void a_worker_that_sent_more_than_arrived_breaks_the_run(void) {
    struct text journal = {0};
    scratch_header(&journal, 1, "");
    scratch_scenario(&journal, "s.one", 1, "pass", "pass");
    scratch_line(&journal, END, 2);
    struct results *results = load(&journal);
    CU_ASSERT_EQUAL(results->worker_faults, 1);
    CU_ASSERT_EQUAL(results_exit_code(results), 5);
    results_free(results);
}

static void the_worst_round_counts_and_differing_rounds_are_flaky(void) {
    struct text journal = {0};
    scratch_header(&journal, 3, "");
    static const char *const verdicts[] = {"pass", "fail", "pass"};
    for (unsigned round = 1; round <= 3; round++) {
        start(&journal, "s.one", round);
        check(&journal, "s.one", round, "REQ-01", verdicts[round - 1]);
        result(&journal, "s.one", round, verdicts[round - 1]);
    }
    scratch_line(&journal, END, 3);
    struct results *results = load(&journal);
    struct outcome *outcome = results_outcome(results, 0, 0);
    CU_ASSERT_EQUAL(outcome->verdict, VERDICT_FAIL);
    CU_ASSERT_EQUAL(outcome->round, 2);
    CU_ASSERT_TRUE(outcome->flaky);
    CU_ASSERT_EQUAL(outcome->duration_us, 90);
    CU_ASSERT_FALSE(results_outcome(results, 0, 1)->flaky);
    results_free(results);
}

static void requirements_take_the_worst_check(void) {
    struct text journal = {0};
    scratch_header(&journal, 1, "");
    start(&journal, "s.one", 1);
    check(&journal, "s.one", 1, "REQ-01", "pass");
    check(&journal, "s.one", 1, "REQ-01", "fail");
    check(&journal, "s.one", 1, "REQ-01", "pass");
    check(&journal, "s.one", 1, "REQ-02", "noted");
    check(&journal, "s.one", 1, "UNKNOWN-1", "pass");
    result(&journal, "s.one", 1, "fail");
    struct results *results = load(&journal);
    CU_ASSERT_EQUAL(results->providers[0].requirements[0], REQUIREMENT_FAIL);
    CU_ASSERT_EQUAL(results->providers[0].requirements[1], REQUIREMENT_NOTED);
    results_free(results);
}

static void a_crash_or_a_hang_fails_what_it_verifies(void) {
    static const char *const ends[] = {"crash", "timeout"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        struct text journal = {0};
        scratch_header(&journal, 1, "");
        start(&journal, "s.one", 1);
        check(&journal, "s.one", 1, "REQ-01", "pass");
        result(&journal, "s.one", 1, ends[i]);
        struct results *results = load(&journal);
        CU_ASSERT_EQUAL(results->providers[0].requirements[0], REQUIREMENT_FAIL);
        CU_ASSERT_EQUAL(results->providers[0].requirements[1], REQUIREMENT_UNTESTED);
        results_free(results);
    }
}

static void requirements_nobody_can_check_are_not_applicable(void) {
    struct text journal = {0};
    scratch_header(&journal, 1, "");
    result(&journal, "s.one", 1, "not-applicable");
    result(&journal, "s.two", 1, "skipped");
    result(&journal, "s.three", 1, "not-applicable");
    scratch_line(&journal, FINISH);
    struct results *results = load(&journal);
    CU_ASSERT_EQUAL(results->providers[0].requirements[0], REQUIREMENT_UNTESTED);
    CU_ASSERT_EQUAL(results->providers[0].requirements[1], REQUIREMENT_NOT_APPLICABLE);
    CU_ASSERT_EQUAL(results_exit_code(results), 3);
    results_free(results);
}

static void broken_scenarios_decide_no_requirement(void) {
    struct text journal = {0};
    scratch_header(&journal, 1, "");
    start(&journal, "s.one", 1);
    check(&journal, "s.one", 1, "REQ-01", "pass");
    result(&journal, "s.one", 1, "broken");
    struct results *results = load(&journal);
    CU_ASSERT_EQUAL(results->providers[0].requirements[0], REQUIREMENT_UNTESTED);
    results_free(results);
}

static int exit_code_with(const char *expectations, const char *verdict) {
    struct text journal = {0};
    scratch_header(&journal, 1, expectations);
    start(&journal, "s.one", 1);
    check(&journal, "s.one", 1, "REQ-01", verdict);
    result(&journal, "s.one", 1, verdict);
    scratch_scenario(&journal, "s.two", 1, "pass", "pass");
    scratch_scenario(&journal, "s.three", 1, "pass", "pass");
    scratch_line(&journal, END, 3);
    scratch_line(&journal, FINISH);
    struct results *results = load(&journal);
    int code = results_exit_code(results);
    results_free(results);
    return code;
}

#define EXPECT(scenario, verdict, until)                                                                               \
    "\"expectations\":[{\"provider\":\"p\",\"scenario\":\"" scenario "\",\"verdict\":\"" verdict                       \
    "\",\"reason\":\"r\",\"until\":\"" until "\",\"line\":1}],"

static void expectations_decide_what_is_unexpected(void) {
    CU_ASSERT_EQUAL(exit_code_with("", "fail"), 1);
    CU_ASSERT_EQUAL(exit_code_with("", "warn"), 0);
    CU_ASSERT_EQUAL(exit_code_with(EXPECT("s.one", "fail", ""), "fail"), 0);
    CU_ASSERT_EQUAL(exit_code_with(EXPECT("S.O*", "fail", ""), "fail"), 0);
    CU_ASSERT_EQUAL(exit_code_with(EXPECT("s.one", "fail", ""), "pass"), 1);
    CU_ASSERT_EQUAL(exit_code_with(EXPECT("s.one", "crash", ""), "fail"), 1);
    CU_ASSERT_EQUAL(exit_code_with(EXPECT("s.one", "fail", "2024-02-29"), "fail"), 0);
    CU_ASSERT_EQUAL(exit_code_with(EXPECT("s.one", "fail", "2024-02-28"), "fail"), 1);
    CU_ASSERT_EQUAL(exit_code_with(EXPECT("s.ten", "fail", ""), "pass"), 1);
    CU_ASSERT_EQUAL(exit_code_with("\"shard\":\"1/2\"," EXPECT("s.ten", "fail", ""), "pass"), 0);
}

static void a_run_without_its_finish_is_incomplete(void) {
    struct text journal = {0};
    all_pass(&journal);
    journal.length = (size_t)(strstr(journal.string, "{\"record\":\"finish\"") - journal.string);
    struct results *results = load(&journal);
    CU_ASSERT_EQUAL(results_exit_code(results), 4);
    CU_ASSERT_EQUAL(results_exit_code_of_verdicts(results), 0);
    results_free(results);
}

static void a_provider_that_is_unfit_says_why(void) {
    struct text journal = {0};
    scratch_header(&journal, 1, "");
    scratch_line(&journal, "{'record':'unfit','provider':0,'reason':'it has no WSPStartup'}");
    scratch_line(&journal, "{'record':'unfit','provider':7,'reason':'not there'}");
    scratch_line(&journal, FINISH);
    struct results *results = load(&journal);
    CU_ASSERT_STRING_EQUAL(results->providers[0].unfit, "it has no WSPStartup");
    CU_ASSERT_STRING_EQUAL(reason_of(results, "s.two"), "it has no WSPStartup");
    CU_ASSERT_EQUAL(results_exit_code(results), 4);
    results_free(results);
}

static void the_order_of_verdicts_is_total(void) {
    static const char *const worst_first[VERDICTS] = {"broken", "crash", "timeout", "fail",           "incomplete",
                                                      "notrun", "warn",  "pass",    "not-applicable", "skipped"};
    for (size_t i = 0; i < VERDICTS; i++) {
        enum verdict verdict = VERDICTS;
        CU_ASSERT_TRUE(verdict_from_name(worst_first[i], &verdict));
        CU_ASSERT_EQUAL((size_t)verdict, i);
    }
}

static const struct unit_case cases[] = {
    {"a confirmed run passes", a_confirmed_run_passes},
    {"what never started is notrun, what was cut short incomplete", what_never_started_is_notrun},
    {"verdicts are recomputed from checks", verdicts_are_recomputed_from_checks},
    {"a result without a start is not believed", a_result_without_a_start_is_not_believed},
    {"the last pass of a worker that vanished is broken", the_last_pass_of_a_worker_that_vanished_is_broken},
    {"a worker that died in the next scenario keeps its pass", a_worker_that_died_in_the_next_scenario_keeps_its_pass},
    {"a finished run has no unconfirmed pass", a_finished_run_has_no_unconfirmed_pass},
    {"a run cut short leaves its last claim open", a_run_cut_short_leaves_its_last_claim_open},
    {"resuming withdraws the open claim", resuming_withdraws_the_open_claim},
    {"resuming runs the open claim again", resuming_runs_the_open_claim_again},
    {"a retry of an incomplete scenario starts afresh", a_retry_of_an_incomplete_scenario_starts_afresh},
    {"a worker that sent more than arrived breaks the run", a_worker_that_sent_more_than_arrived_breaks_the_run},
    {"the worst round counts, and differing rounds are flaky", the_worst_round_counts_and_differing_rounds_are_flaky},
    {"requirements take the worst check", requirements_take_the_worst_check},
    {"a crash or a hang fails what the scenario verifies", a_crash_or_a_hang_fails_what_it_verifies},
    {"requirements nobody can check are not applicable", requirements_nobody_can_check_are_not_applicable},
    {"broken scenarios decide no requirement", broken_scenarios_decide_no_requirement},
    {"expectations decide what is unexpected", expectations_decide_what_is_unexpected},
    {"a run without its finish is incomplete", a_run_without_its_finish_is_incomplete},
    {"a provider that is unfit says why", a_provider_that_is_unfit_says_why},
    {"the order of verdicts is total", the_order_of_verdicts_is_total},
};

UNIT_MAIN("results: verdicts", cases)
