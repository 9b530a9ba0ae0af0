/* Calls that go on while the script does: waiting, time limits, and engines that are spent. */
#include "bench.h"

#include <stdlib.h>
#include <string.h>

#define PASS_CHECK "spi.check { requirement = \"TEST-01\", held = true, expected = \"a\", observed = \"a\" }\n"

/* The limit of calls that hang is waited for, so it is short: but calls that do not hang must keep it on a busy
 * machine. */
#define SMALL_SCALE 0.1

static void test_begin_and_wait(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench,
                    "local pending = wsp.begin { fn = 'WSPSocket' }\n"
                    "local result = wsp.wait(pending)\n"
                    "assert(result.ok and wsp.finished(pending) and wsp.entered(pending))\n"
                    "assert(wsp.wait(pending) == result and wsp.wait(pending, 'short') == result)\n" PASS_CHECK);
    bench_close(&bench);
}

static void test_in_progress(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench, "local socket = wsp.call { fn = 'WSPSocket' }.socket\n"
                            "local pending = wsp.begin { fn = 'WSPListen', socket = socket, backlog = -4 }\n"
                            "assert(wsp.wait_until(function() return wsp.entered(pending) end, 'limit'))\n"
                            "assert(not wsp.finished(pending) and wsp.wait(pending, 'zero') == nil)\n"
                            "assert(wsp.wait(pending, 'short') == nil)\n"
                            "wsp.call { fn = 'WSPCloseSocket', socket = socket }\n"
                            "assert(wsp.wait(pending).error == 'WSAEINTR')\n" PASS_CHECK);
    bench_close(&bench);
}

static void test_many_at_once(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench, "local socket = wsp.call { fn = 'WSPSocket' }.socket\n"
                            "local all, threads = {}, {}\n"
                            "for i = 1, 40 do\n"
                            "  all[i] = wsp.begin { fn = 'WSPListen', socket = socket, backlog = -4 }\n"
                            "end\n"
                            "wsp.call { fn = 'WSPCloseSocket', socket = socket }\n"
                            "for i = 1, 40 do\n"
                            "  local id = wsp.wait(all[i]).thread_id\n"
                            "  assert(not threads[id])\n"
                            "  threads[id] = true\n"
                            "end\n" PASS_CHECK);
    bench_close(&bench);
}

static void test_busy_thread(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT(contains(bench_play(&bench, "wsp.begin { fn = 'WSPListen', socket = 5, backlog = -4, thread = 2 }\n"
                                          "wsp.call { fn = 'WSPSocket' }\n"
                                          "wsp.call { fn = 'WSPSocket', thread = 2 }\n"),
                       "broken: suites/play/one.lua:6: thread 2 is in another call"));
    bench_close(&bench);
}

static void test_left_pending(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench, "wsp.call { fn = 'WSPSocket' }\n"
                            "wsp.begin { fn = 'WSPListen', socket = 5, backlog = -4 }\n" PASS_CHECK);
    CU_ASSERT(!engine_spent(bench.engine));
    CU_ASSERT_EQUAL(fake.open_sockets, 0);
    bench_close(&bench);
}

static void test_overrun_of_what_was_left(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT(contains(bench_play(&bench, "wsp.begin { fn = 'WSPGetSockName', socket = 5, room = 12 }\n" PASS_CHECK),
                       "fail: SOCKET-11"));
    bench_close(&bench);
}

static void test_limit_of_a_call(void) {
    struct bench bench;
    bench_open(&bench);
    const char *outcome = bench_play_with(
        &bench, "verifies = { 'TEST-01' }",
        "wsp.call { fn = 'WSPListen', socket = 5, backlog = -3, actor = 'listener' }\nerror('not reached')",
        SMALL_SCALE);
    CU_ASSERT_STRING_EQUAL(outcome, "timeout: WSPListen(listener) did not return within 1 s");
    CU_ASSERT(engine_spent(bench.engine));
    struct engine_result result;
    engine_run(bench.engine, library_find_scenario(bench.library, "play.one"), 2, &result);
    CU_ASSERT_STRING_EQUAL(result.verdict, "broken");
    engine_result_free(&result);
    /* Closing must not wait for the hung thread, nor must that thread hurt anybody when it comes back. */
    bench_close(&bench);
    fake_release();
}

static void test_limit_of_a_pending_call(void) {
    struct bench bench;
    bench_open(&bench);
    const char *outcome = bench_play_with(&bench, "verifies = { 'TEST-01' }",
                                          "local pending = wsp.begin { fn = 'WSPListen', socket = 5, backlog = -3 }\n"
                                          "wsp.wait(pending)\n",
                                          SMALL_SCALE);
    CU_ASSERT_STRING_EQUAL(outcome, "timeout: WSPListen() did not return within 1 s");
    CU_ASSERT(engine_spent(bench.engine));
    bench_close(&bench);
    fake_release();
}

static void test_never_returns(void) {
    struct bench bench;
    bench_open(&bench);
    const char *outcome =
        bench_play_with(&bench, "verifies = { 'TEST-01' }",
                        "wsp.call { fn = 'WSPSocket' }\n"
                        "wsp.begin { fn = 'WSPListen', socket = 5, backlog = -3, actor = 'listener' }\n" PASS_CHECK,
                        SMALL_SCALE);
    CU_ASSERT_STRING_EQUAL(outcome, "timeout: WSPListen(listener) did not return, although the sockets were closed");
    CU_ASSERT(engine_spent(bench.engine));
    bench_close(&bench);
    fake_release();
}

static void test_last_call(void) {
    struct bench bench;
    bench_open(&bench);
    bench_play_with(&bench, "verifies = { 'TEST-01' }", PASS_CHECK, SMALL_SCALE);
    const char *script = "scenario \"Two\" { verifies = { 'TEST-01' }, run = function(wsp)\n"
                         "wsp.call { fn = 'WSPListen', socket = 5, backlog = -3, actor = 'listener' } end }";
    bench_write(&bench, "play/two.lua", script, strlen(script));
    bench_play_with(&bench, "verifies = { 'TEST-01' }", PASS_CHECK, SMALL_SCALE);
    struct engine_result result;
    engine_run(bench.engine, library_find_scenario(bench.library, "play.two"), 1, &result);
    CU_ASSERT_STRING_EQUAL(result.verdict, "timeout");
    CU_ASSERT_STRING_EQUAL(result.last_call, "WSPListen(listener, backlog=-3)");
    engine_result_free(&result);
    bench_close(&bench);
    fake_release();
}

/* Looks at the engine as a crash filter does; the script puts the thread's id where a check has its line. */
static void describe_now(struct bench *bench, int line) {
    int round = 0;
    struct text text = {0};
    const struct scenario_info *scenario = engine_current(bench->engine, &round);
    CU_ASSERT_PTR_NOT_NULL_FATAL(scenario);
    CU_ASSERT_STRING_EQUAL(scenario->id, "play.one");
    CU_ASSERT_EQUAL(round, 1);
    engine_describe_thread(bench->engine, (unsigned long)line, &text);
    CU_ASSERT_STRING_EQUAL(text_string(&text), "WSPListen(listener, backlog=-4)");
    text_clear(&text);
    engine_describe_thread(bench->engine, GetCurrentThreadId(), &text);
    CU_ASSERT_STRING_EQUAL(text_string(&text), "the scenario's script");
    text_free(&text);
}

static void test_describing(void) {
    struct bench bench;
    bench_open(&bench);
    bench.on_check = describe_now;
    CU_ASSERT_PLAYS(&bench, "local id = wsp.call { fn = 'WSPSocket', thread = 2 }.thread_id\n"
                            "local pending = wsp.begin { fn = 'WSPListen', socket = 5, backlog = -4, "
                            "actor = 'listener', thread = 2 }\n"
                            "wsp.wait_until(function() return wsp.entered(pending) end, 'limit')\n"
                            "spi.check { requirement = 'TEST-01', held = true, expected = 'a', observed = 'a', "
                            "line = id }\n");
    int round;
    CU_ASSERT_PTR_NULL(engine_current(bench.engine, &round));
    bench_close(&bench);
}

static const struct unit_case cases[] = {
    {"a call can be begun and waited for, more than once", test_begin_and_wait},
    {"a call in progress is not finished", test_in_progress},
    {"many calls can be pending, each on a thread of its own", test_many_at_once},
    {"a thread that is in a call takes no other", test_busy_thread},
    {"what is left pending returns when its socket is closed", test_left_pending},
    {"overruns of calls that nobody waited for are found", test_overrun_of_what_was_left},
    {"a call that hangs is a timeout, and the engine is spent", test_limit_of_a_call},
    {"so is a pending call that the script waits for", test_limit_of_a_pending_call},
    {"so is a call that is still pending at the end", test_never_returns},
    {"a timeout tells the last call", test_last_call},
    {"the crash filter can tell what a thread is doing", test_describing},
};

UNIT_MAIN("pending", cases)
