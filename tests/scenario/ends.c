/* The end of a scenario: what its verdict comes to, and that it leaves nothing behind. */
#include "bench.h"

#include <cjson/cJSON.h>
#include <string.h>

#define PASS_CHECK "spi.check { requirement = \"TEST-01\", held = true, expected = \"a\", observed = \"a\" }\n"
#define FAIL_CHECK "spi.check { requirement = \"TEST-01\", held = false, expected = \"a\", observed = \"b\" }\n"

static void test_undecided(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_STRING_EQUAL(bench_play_with(&bench, "verifies = { 'TEST-01', 'TEST-02' }", PASS_CHECK, 1),
                           "broken: suites/play/one.lua:1: declares TEST-02 but did not decide it");
    CU_ASSERT_STRING_EQUAL(bench_play(&bench, ""),
                           "broken: suites/play/one.lua:1: declares TEST-01 but did not decide it");
    CU_ASSERT_STRING_EQUAL(bench_play_with(&bench, "verifies = { 'TEST-01', 'TEST-02' }",
                                           PASS_CHECK "spi.undecided('TEST-02', 'it cannot be seen here')", 1),
                           "pass: ");
    CU_ASSERT(contains(bench.records.string, "TEST-02 is left undecided: it cannot be seen here"));
    CU_ASSERT_STRING_EQUAL(bench_play(&bench, "spi.undecided('TEST-01', 'not here')"),
                           "not-applicable: TEST-01 is left undecided: not here");
    CU_ASSERT_STRING_EQUAL(
        bench_play_with(&bench, "verifies = { 'TEST-01', 'TEST-02' }", "spi.undecided('TEST-01', 'not here')", 1),
        "broken: suites/play/one.lua:1: declares TEST-02 but did not decide it");
    bench_close(&bench);
}

static void test_stopped(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_STRING_EQUAL(bench_play_with(&bench, "verifies = { 'TEST-01', 'TEST-02' }",
                                           FAIL_CHECK "spi.fail('cannot go on')\nerror('not reached')", 1),
                           "fail: TEST-01: expected a, observed b");
    CU_ASSERT(contains(bench.records.string, "cannot go on"));
    CU_ASSERT(contains(bench_play(&bench, PASS_CHECK "spi.fail('cannot go on')"),
                       "broken: suites/play/one.lua: stopped without a check that failed"));
    bench_close(&bench);
}

static void test_error_after_failure(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_STRING_EQUAL(bench_play(&bench, FAIL_CHECK "error('confused')"), "fail: TEST-01: expected a, observed b");
    CU_ASSERT(contains(bench.records.string, "suites/play/one.lua:5: confused"));
    CU_ASSERT(contains(bench_play(&bench, PASS_CHECK "error('confused')"), "broken: suites/play/one.lua:5: confused"));
    bench_close(&bench);
}

static void test_needs(void) {
    struct bench bench;
    bench_open(&bench);
    const char *outcome =
        bench_play_with(&bench, "verifies = { 'TEST-01' }, needs = { 'always', 'never' }", "error('not reached')", 1);
    CU_ASSERT_STRING_EQUAL(outcome, "not-applicable: the need is never met");
    CU_ASSERT_EQUAL(bench.records.length, 0);
    outcome = bench_play_with(&bench, "verifies = { 'TEST-01' }, needs = { 'always' }", PASS_CHECK, 1);
    CU_ASSERT_STRING_EQUAL(outcome, "pass: ");
    bench_close(&bench);
}

static void test_sockets(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench, "for _ = 1, 5 do wsp.call { fn = 'WSPSocket' } end\n"
                            "wsp.call { fn = 'WSPAccept', socket = 5 }\n"
                            "wsp.call { fn = 'WSPJoinLeaf', socket = 5, address = ('n'):rep(16) }\n"
                            "local own = wsp.call { fn = 'WSPSocket' }\n"
                            "wsp.call { fn = 'WSPCloseSocket', socket = own.socket }\n" PASS_CHECK);
    CU_ASSERT_EQUAL(fake.open_sockets, 0);
    CU_ASSERT(contains(bench.records.string, "left open by the scenario"));
    CU_ASSERT(contains(bench_play(&bench, "wsp.call { fn = 'WSPSocket' }\nerror('early')"), "broken: "));
    CU_ASSERT_EQUAL(fake.open_sockets, 0);
    bench_close(&bench);
}

static void test_balance(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench, "assert(wsp.call { fn = 'WSPStartup' }.ok)\n"
                            "assert(wsp.call { fn = 'WSPStartup' }.ok)\n" PASS_CHECK);
    CU_ASSERT_EQUAL(fake.starts, 1);
    CU_ASSERT_PLAYS(&bench, "wsp.call { fn = 'WSPSocket' }\n"
                            "assert(wsp.call { fn = 'WSPCleanup' }.ok)\n" PASS_CHECK);
    CU_ASSERT_EQUAL(fake.starts, 1);
    /* The socket went with the last cleanup: closing it afterwards would be a call to a provider that is not started.
     */
    CU_ASSERT(strstr(bench.records.string, "left open") == NULL);
    CU_ASSERT_PLAYS(&bench, "assert(wsp.call { fn = 'WSPCleanup' }.ok)\n"
                            "local failed = wsp.call { fn = 'WSPCleanup' }\n"
                            "assert(failed.error == 'WSANOTINITIALISED')\n" PASS_CHECK);
    CU_ASSERT_EQUAL(fake.starts, 1);
    bench_close(&bench);
    CU_ASSERT_EQUAL(fake.starts, 0);
}

static void test_isolated(void) {
    struct bench bench;
    bench_open(&bench);
    const char *outcome =
        bench_play_with(&bench, "verifies = { 'TEST-01' }, isolated = true",
                        "local low = wsp.call { fn = 'WSPStartup', version = 0x0101 }\n"
                        "assert(low.error == 'WSAVERNOTSUPPORTED' and low.errno == 10092 and low.version == nil)\n"
                        "local up = wsp.call { fn = 'WSPStartup' }\n"
                        "assert(up.ok and up.version == 0x0202 and up.description == 'fake')\n"
                        "assert(up.description_terminated and up.table_complaint == nil)\n"
                        "wsp.call { fn = 'WSPSocket' }\n" PASS_CHECK,
                        1);
    CU_ASSERT_STRING_EQUAL(outcome, "pass: ");
    CU_ASSERT_EQUAL(fake.starts, 0);
    CU_ASSERT_EQUAL(fake.open_sockets, 0);
    outcome = bench_play_with(&bench, "verifies = { 'TEST-01' }, isolated = true", "wsp.call { fn = 'WSPSocket' }", 1);
    CU_ASSERT(
        contains(outcome, "WSPSocket: there is no procedure table before a WSPStartup succeeds; none was called"));
    outcome = bench_play_with(&bench, "verifies = { 'TEST-01' }, isolated = true",
                              "wsp.call { fn = 'WSPStartup', version = 0x0101 }\nwsp.call { fn = 'WSPSocket' }", 1);
    CU_ASSERT(contains(outcome, "the last one returned WSAVERNOTSUPPORTED"));
    bench_close(&bench);
}

static void test_spoiled_table(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench, "wsp.call { fn = 'WSPStartup', spoil_table = true, recorder = 'B' }\n"
                            "wsp.call { fn = 'WSPAsyncSelect', socket = 5, window = 77, message = 1024, mask = 8 }\n"
                            "assert(spi.trap_hits() == 0)\n"
                            "assert(spi.upcalls(0)[1].recorder == 'B')\n" PASS_CHECK);
    bench_close(&bench);
}

static void test_probe(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench, PASS_CHECK);
    text_clear(&bench.records);
    struct cJSON *traits;
    struct error error = {0};
    CU_ASSERT_EQUAL_FATAL(engine_probe(bench.engine, &traits, &error), STATUS_OK);
    CU_ASSERT(cJSON_IsTrue(cJSON_GetObjectItem(traits, "probed")));
    CU_ASSERT_STRING_EQUAL(cJSON_GetObjectItem(traits, "name")->valuestring, "Fake");
    CU_ASSERT_EQUAL(cJSON_GetObjectItem(traits, "number")->valueint, 5);
    CU_ASSERT_EQUAL(bench.records.length, 0);
    CU_ASSERT_EQUAL(fake.open_sockets, 0);
    cJSON_Delete(traits);
    bench_close(&bench);
}

/* The probe of the tests' vocabulary fails on an entry of this name. */
static void test_failing_probe(void) {
    struct bench bench;
    bench_open(&bench);
    struct catalog_entry *entry = (struct catalog_entry *)fake_provider()->entry;
    char *name = entry->name;
    static char failing[] = "Failing";
    CU_ASSERT_PLAYS(&bench, PASS_CHECK);
    struct cJSON *traits;
    struct error error = {0};
    entry->name = failing;
    CU_ASSERT_EQUAL(engine_probe(bench.engine, &traits, &error), STATUS_FAILED);
    CU_ASSERT_PTR_NULL(traits);
    CU_ASSERT(contains(error.message, "the provider cannot be probed: "));
    CU_ASSERT(contains(error.message, "expected a socket, observed none"));
    entry->name = name;
    error_clear(&error);
    bench_close(&bench);
    CU_ASSERT_EQUAL(fake.open_sockets, 0);
}

/* A run that leaves a handle behind shows as 180 of them; the pool may grow by a thread or two. */
static void test_many_runs(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench, "local event = spi.event_create()\n"
                            "wsp.call { fn = 'WSPSocket' }\n"
                            "wsp.call { fn = 'WSPAccept', socket = 5, condition = function() return 0 end }\n"
                            "wsp.call { fn = 'WSPRecv', socket = 5, room = 8, overlapped = 'event' }\n"
                            "wsp.begin { fn = 'WSPListen', socket = 5 }\n" PASS_CHECK);
    DWORD before = 0;
    DWORD after = 0;
    for (int i = 0; i < 200; i++) {
        struct engine_result result;
        engine_run(bench.engine, library_find_scenario(bench.library, "play.one"), i + 2, &result);
        CU_ASSERT_STRING_EQUAL(result.verdict, "pass");
        engine_result_free(&result);
        if (i == 20) {
            GetProcessHandleCount(GetCurrentProcess(), &before);
        }
    }
    GetProcessHandleCount(GetCurrentProcess(), &after);
    CU_ASSERT(after < before + 20);
    CU_ASSERT_EQUAL(fake.open_sockets, 0);
    bench_close(&bench);
}

/* Whether the one scenario is among the isolated ones that do not apply. */
static int is_inapplicable(struct bench *bench, const char *fields) {
    struct error error = {0};
    struct cJSON *ids = NULL;
    bench_play_with(bench, fields, "wsp.call { fn = 'WSPStartup' }\n" PASS_CHECK, 1);
    CU_ASSERT_EQUAL(engine_inapplicable(bench->engine, &ids, &error), STATUS_OK);
    int count = cJSON_GetArraySize(ids);
    if (count > 0) {
        CU_ASSERT_STRING_EQUAL(cJSON_GetStringValue(cJSON_GetArrayItem(ids, 0)), "play.one");
    }
    cJSON_Delete(ids);
    return count;
}

static void test_inapplicable(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_EQUAL(is_inapplicable(&bench, "verifies = { 'TEST-01' }, needs = { 'always' }, isolated = true"), 0);
    CU_ASSERT_EQUAL(is_inapplicable(&bench, "verifies = { 'TEST-01' }, needs = { 'never' }, isolated = true"), 1);
    CU_ASSERT_EQUAL(is_inapplicable(&bench, "verifies = { 'TEST-01' }, needs = { 'traits' }, isolated = true"), 1);
    CU_ASSERT_EQUAL(is_inapplicable(&bench, "verifies = { 'TEST-01' }, needs = { 'never' }"), 0);
    bench_close(&bench);
}

static const struct unit_case cases[] = {
    {"what is declared must be decided", test_undecided},
    {"a script may stop after a failed check", test_stopped},
    {"an error breaks the scenario, unless a check had failed", test_error_after_failure},
    {"needs are settled before anything runs", test_needs},
    {"sockets that were left open are closed", test_sockets},
    {"startups and cleanups are balanced", test_balance},
    {"an isolated scenario starts the provider itself", test_isolated},
    {"isolated scenarios that do not apply are known beforehand", test_inapplicable},
    {"the upcall table's storage can be spoiled", test_spoiled_table},
    {"probing finds traits and leaves no records", test_probe},
    {"a step that fails ends the probe", test_failing_probe},
    {"many runs leave nothing behind", test_many_runs},
};

UNIT_MAIN("ends", cases)
