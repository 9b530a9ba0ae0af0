/* Condition functions and blocking callbacks: from the provider's thread to the script and back. */
#include "bench.h"

#include <string.h>

#define PASS_CHECK "spi.check { requirement = \"TEST-01\", held = true, expected = \"a\", observed = \"a\" }\n"
#define ACCEPT "wsp.call { fn = 'WSPAccept', socket = 5, condition = "

static void test_parameters(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench, "local seen\n"
                            "local accepted = wsp.call { fn = 'WSPAccept', socket = 5, callback_data = -2,\n"
                            "  condition = function(record) seen = record; return 0 end }\n"
                            "assert(accepted.ok and #accepted.address == 16 and accepted.conditions[1] == seen)\n"
                            "assert(seen.own_thread and seen.inside and seen.thread_id == accepted.thread_id)\n"
                            "assert(seen.call == accepted.call)\n"
                            "assert(seen.callback_data == -2 or not spi.is_64bit)\n"
                            "assert(seen.caller_id_form == 'filled' and #seen.caller_id == 16)\n"
                            "assert(seen.caller_data == 'ping' and seen.callee_room == 8 and seen.callee_writable)\n"
                            "assert(seen.sqos.sending[1] == 7 and seen.sqos.receiving[7] == 9)\n"
                            "assert(seen.gqos_form == 'null' and seen.gqos == nil)\n"
                            "assert(seen.group_value == 0 and seen.group_writable)\n" PASS_CHECK);
    const char *records = bench.records.string;
    CU_ASSERT(contains(records, "\"lpCallerId\":\"127.0.0.1:4711\",\"lpCallerData\":\"4 bytes: 70 69 6e 67\""));
    CU_ASSERT(contains(records, "\"lpCalleeData\":\"room for 8\",\"g\":\"0\""));
    CU_ASSERT(contains(records, "\"decision\":\"CF_ACCEPT\""));
    bench_close(&bench);
}

static void test_odd_parameters(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench, "local refused = wsp.call { fn = 'WSPAccept', socket = 5, callback_data = 0x200,\n"
                            "  condition = 1 }\n"
                            "local seen = refused.conditions[1]\n"
                            "assert(refused.error == 'WSAECONNREFUSED')\n"
                            "assert(seen.caller_id_form == 'bad' and seen.caller_id == nil)\n"
                            "assert(seen.caller_data_form == 'empty' and seen.caller_data == nil)\n"
                            "assert(seen.sqos_form == 'null' and seen.gqos_form == 'bad')\n"
                            "assert(seen.callee_id_form == 'null' and seen.callee_data_form == 'bad')\n"
                            "assert(seen.callee_room == 4 and not seen.callee_writable)\n"
                            "assert(seen.group_form == 'bad' and not seen.group_writable)\n" PASS_CHECK);
    bench_close(&bench);
}

static void test_decisions(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench, "assert(" ACCEPT "function() return 0 end }.ok)\n"
                            "assert(" ACCEPT "function() return 1 end }.error == 'WSAECONNREFUSED')\n"
                            "assert(" ACCEPT "function() return 2 end }.error == 'WSATRY_AGAIN')\n"
                            "assert(" ACCEPT "function() return 77 end }.error == 'WSAEINVAL')\n"
                            "assert(" ACCEPT "2 }.error == 'WSATRY_AGAIN')\n"
                            "assert(" ACCEPT "nil }.ok and " ACCEPT "false }.ok)\n" PASS_CHECK);
    CU_ASSERT(contains(bench.records.string, "\"decision\":\"77\""));
    bench_close(&bench);
}

static void test_list_of_decisions(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench, "local accepted = wsp.call { fn = 'WSPAccept', socket = 5, callback_data = 0x500,\n"
                            "  condition = { 2, 1, 0 } }\n"
                            "assert(accepted.ok and #accepted.conditions == 3)\n"
                            "local refused = wsp.call { fn = 'WSPAccept', socket = 5, callback_data = 0x500,\n"
                            "  condition = { 2, 1 } }\n"
                            "assert(refused.error == 'WSAECONNREFUSED' and #refused.conditions == 5)\n" PASS_CHECK);
    bench_close(&bench);
}

static void test_writing(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench, ACCEPT "function(record)\n"
                                   "  record:write_reply('abc')\n"
                                   "  record:set_group(77)\n"
                                   "  record:set_qos { sending = {1,2,3,4,5,6,7,8}, receiving = {1,1,1,1,1,1,1,1} }\n"
                                   "  assert(record:snapshot().sqos.sending[3] == 3)\n"
                                   "  assert(record:snapshot().group_value == 77)\n"
                                   "  assert(record:scribble_caller_id())\n"
                                   "  assert(record:snapshot().caller_id ~= record.caller_id)\n"
                                   "  assert(record:snapshot().caller_data == record.caller_data)\n"
                                   "  return 0\nend }\n" PASS_CHECK);
    CU_ASSERT_EQUAL(fake.group_after_condition, 77);
    CU_ASSERT_EQUAL(fake.reply_length, 3);
    CU_ASSERT_EQUAL(memcmp(fake.reply, "abc", 3), 0);
    CU_ASSERT_PLAYS(&bench, ACCEPT "function(record)\n"
                                   "  record:fill_reply('much too long')\n"
                                   "  record:set_reply_length(99)\n"
                                   "  return 0\nend }\n" PASS_CHECK);
    CU_ASSERT_EQUAL(fake.reply_length, 99);
    CU_ASSERT_EQUAL(memcmp(fake.reply, "much too", 8), 0);
    bench_close(&bench);
}

static void test_record_afterwards(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT(contains(bench_play(&bench, "local kept\n" ACCEPT "function(record) kept = record; return 0 end }\n"
                                          "assert(kept.caller_data == 'ping')\n"
                                          "kept:write_reply('late')\n"),
                       "broken: suites/play/one.lua:7: the condition call is over: its parameters are gone"));
    CU_ASSERT(contains(bench_play(&bench, ACCEPT "1 }.conditions[1]:set_group(5)\n"), "the condition call is over"));
    bench_close(&bench);
}

static void test_nested_calls(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(
        &bench, "local inner, beside, deeper\n"
                "local outer = " ACCEPT "function(record)\n"
                "  inner = wsp.call { fn = 'WSPSocket', thread = 'inside' }\n"
                "  beside = wsp.call { fn = 'WSPSocket' }\n"
                "  deeper = wsp.call { fn = 'WSPAccept', socket = 6, thread = 'inside', condition = function(second)\n"
                "    assert(second.call == deeper or second.call > record.call)\n"
                "    wsp.call { fn = 'WSPSocket', thread = 'inside' }\n"
                "    return 2\n"
                "  end }\n"
                "  return 0\nend }\n"
                "assert(inner.thread_id == outer.thread_id and beside.thread_id ~= outer.thread_id)\n"
                "assert(deeper.thread_id == outer.thread_id and deeper.error == 'WSATRY_AGAIN')\n"
                "assert(#deeper.conditions == 1 and #outer.conditions == 1 and outer.ok)\n" PASS_CHECK);
    bench_close(&bench);
}

static void test_serving_while_waiting_for_another(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench, "local order = {}\n"
                            "local all = {}\n"
                            "for i = 1, 20 do\n"
                            "  all[i] = wsp.begin { fn = 'WSPAccept', socket = 5, condition = function()\n"
                            "    order[#order + 1] = i\n"
                            "    return i % 3\n"
                            "  end }\n"
                            "end\n"
                            "for i = 20, 1, -1 do assert(wsp.wait(all[i]).ok == (i % 3 == 0)) end\n"
                            "assert(#order == 20)\n" PASS_CHECK);
    bench_close(&bench);
}

static void test_other_thread(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench, "local accepted = wsp.call { fn = 'WSPAccept', socket = 5, callback_data = 0x100,\n"
                            "  condition = function(record)\n"
                            "    local inner = wsp.call { fn = 'WSPSocket', thread = 'inside' }\n"
                            "    assert(inner.thread_id == record.thread_id)\n"
                            "    return 0\n"
                            "  end }\n"
                            "local seen = accepted.conditions[1]\n"
                            "assert(accepted.ok and not seen.own_thread and seen.thread_id ~= accepted.thread_id)\n"
                            "assert(#spi.stray_conditions() == 0)\n" PASS_CHECK);
    CU_ASSERT(contains(bench.records.string, "\"record\":\"condition\",\"provider\":0,\"scenario\":\"play.one\","
                                             "\"round\":1,\"call\":1,\"thread\":\"provider\""));
    bench_close(&bench);
}

static void test_stray(void) {
    struct bench bench;
    bench_open(&bench);
    const char *outcome = bench_play(&bench, ACCEPT "0 }\n"
                                                    "wsp.call { fn = 'WSPListen', socket = 5, backlog = -5 }\n"
                                                    "assert(#spi.stray_conditions() == 1)\n" PASS_CHECK);
    CU_ASSERT_STRING_EQUAL(outcome, "fail: COND-02: expected condition calls only inside of WSPAccept, observed a "
                                    "condition call outside of any WSPAccept (1 in all)");
    /* An accept that has returned does not count, even while the script has not looked at its result. */
    outcome = bench_play(&bench, "local accept = wsp.begin { fn = 'WSPAccept', socket = 5, condition = 0 }\n"
                                 "assert(wsp.wait_until(function() return wsp.finished(accept) end))\n"
                                 "wsp.call { fn = 'WSPListen', socket = 5, backlog = -5 }\n"
                                 "assert(#spi.stray_conditions() == 1)\n" PASS_CHECK);
    CU_ASSERT(contains(outcome, "fail: COND-02"));
    bench_close(&bench);
}

static void test_error_in_condition(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_STRING_EQUAL(bench_play(&bench, "wsp.call { fn = 'WSPAccept', socket = 5, condition = function()\n"
                                              "  local t\n"
                                              "  return t.x\n"
                                              "end }"),
                           "broken: suites/play/one.lua:6: attempt to index a nil value (local 't')");
    CU_ASSERT_EQUAL(fake.open_sockets, 0);
    CU_ASSERT(contains(bench.records.string, "\"decision\":\"CF_REJECT\""));
    CU_ASSERT(contains(bench_play(&bench, ACCEPT "function() return 'accept' end }"),
                       "a condition function returns a decision as an integer, not a string"));
    CU_ASSERT(contains(bench_play(&bench, ACCEPT "function() end }"), "not a nil"));
    bench_close(&bench);
}

static void test_nobody_waits(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench,
                    "wsp.begin { fn = 'WSPAccept', socket = 5, condition = function() error('no') end }\n" PASS_CHECK);
    CU_ASSERT(!engine_spent(bench.engine));
    CU_ASSERT_EQUAL(fake.open_sockets, 0);
    bench_close(&bench);
}

static void test_timeout_inside(void) {
    struct bench bench;
    bench_open(&bench);
    const char *outcome = bench_play_with(&bench, "verifies = { 'TEST-01' }",
                                          ACCEPT "function()\n"
                                                 "  wsp.call { fn = 'WSPListen', socket = 5, backlog = -3, "
                                                 "thread = 'inside', actor = 'listener' }\n"
                                                 "  return 0\nend }\n",
                                          0.1);
    CU_ASSERT_STRING_EQUAL(outcome, "timeout: WSPListen(listener) did not return within 1 s");
    CU_ASSERT(engine_spent(bench.engine));
    bench_close(&bench);
    fake_release();
}

static void test_hook(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench, "local runs, thread = {}, nil\n"
                            "spi.blocking_hook(function(record)\n"
                            "  runs[#runs + 1] = record.runs\n"
                            "  thread = record.thread_id\n"
                            "  return record.runs < 2\n"
                            "end)\n"
                            "local cut = wsp.call { fn = 'WSPAccept', socket = 5, callback_data = 0x300 }\n"
                            "assert(cut.error == 'WSAEINTR' and cut.hooks == 2 and #runs == 2)\n"
                            "assert(thread == cut.thread_id and #spi.hook_faults() == 0)\n"
                            "spi.blocking_hook(function() return true end)\n"
                            "local timed = wsp.call { fn = 'WSPAccept', socket = 5, callback_data = 0x300 }\n"
                            "assert(timed.error == 'WSAETIMEDOUT' and timed.hooks == 3)\n"
                            "spi.blocking_hook(nil)\n"
                            "local none = wsp.call { fn = 'WSPAccept', socket = 5, callback_data = 0x300 }\n"
                            "assert(none.error == 'WSAENETDOWN' and none.hooks == 0)\n" PASS_CHECK);
    bench_close(&bench);
}

static void test_hook_taken_away(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench, "spi.blocking_hook(function()\n"
                            "  spi.blocking_hook(nil)\n"
                            "  return true\n"
                            "end)\n"
                            "local timed = wsp.call { fn = 'WSPAccept', socket = 5, callback_data = 0x300 }\n"
                            "assert(timed.error == 'WSAETIMEDOUT' and timed.hooks == 1)\n" PASS_CHECK);
    bench_close(&bench);
}

static void test_hook_that_cancels(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench, "spi.blocking_hook(function() return 'cancel' end)\n"
                            "local cut = wsp.call { fn = 'WSPAccept', socket = 5, callback_data = 0x300 }\n"
                            "local results = spi.cancel_results()\n"
                            "assert(cut.error == 'WSAEINTR' and #results == 1)\n"
                            "assert(results[1].returned == -1 and results[1].errno == 10045)\n" PASS_CHECK);
    CU_ASSERT_EQUAL(fake.cancels, 1);
    bench_close(&bench);
}

static void test_hook_context(void) {
    struct bench bench;
    bench_open(&bench);
    const char *outcome = bench_play(&bench, "spi.blocking_hook(function() return false end)\n"
                                             "wsp.call { fn = 'WSPAccept', socket = 5, callback_data = 0x400 }\n"
                                             "assert(#spi.hook_faults() == 1)\n" PASS_CHECK);
    CU_ASSERT(contains(outcome, "fail: UPCALL-11: expected the blocking callback is called as it was delivered"));
    bench_close(&bench);
}

static void test_upcall_findings(void) {
    struct bench bench;
    bench_open(&bench);
    const char *outcome = bench_play(&bench, "wsp.call { fn = 'WSPListen', socket = 4711, backlog = -6 }\n" PASS_CHECK);
    CU_ASSERT_STRING_EQUAL(outcome, "fail: UPCALL-06: expected every handle is closed once, observed "
                                    "WPUCloseSocketHandle for a handle that is not open (1 in all)");
    outcome = bench_play(&bench, "wsp.call { fn = 'WSPListen', socket = 4711, backlog = -7 }\n" PASS_CHECK);
    CU_ASSERT(contains(outcome, "fail: UPCALL-06"));
    CU_ASSERT(contains(bench.records.string, "expected\":\"every upcall gets an lpErrno"));
    bench_close(&bench);
}

static void test_hook_that_fails(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench, "spi.blocking_hook('fail')\n"
                            "local failed = wsp.call { fn = 'WSPAccept', socket = 5, callback_data = 0x300 }\n"
                            "assert(failed.error == 'WSAENETDOWN')\n" PASS_CHECK);
    bench_close(&bench);
}

static const struct unit_case cases[] = {
    {"a condition call has its parameters", test_parameters},
    {"bad parameters are told apart and not touched", test_odd_parameters},
    {"every decision reaches the provider", test_decisions},
    {"decisions can be listed beforehand", test_list_of_decisions},
    {"a script can write to the live parameters", test_writing},
    {"the live parameters end with the condition call", test_record_afterwards},
    {"calls can be made inside of a condition call, and beside it", test_nested_calls},
    {"any wait serves any condition call", test_serving_while_waiting_for_another},
    {"a condition call on another thread belongs to its accept", test_other_thread},
    {"an upcall that no provider may make is found", test_upcall_findings},
    {"a condition call outside of any accept is found", test_stray},
    {"an error in a condition function rejects and breaks the scenario", test_error_in_condition},
    {"a condition call that nobody waits for is rejected at the end", test_nobody_waits},
    {"a hang inside of a condition call is a timeout", test_timeout_inside},
    {"the blocking callback goes on or gives up", test_hook},
    {"a call goes on when its blocking callback was taken away", test_hook_taken_away},
    {"the blocking callback can cancel on its own thread", test_hook_that_cancels},
    {"a wrong context is found", test_hook_context},
    {"asking for the blocking callback can fail", test_hook_that_fails},
};

UNIT_MAIN("meetings", cases)
