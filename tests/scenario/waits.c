/* What scripts wait for besides calls: events, messages, anything that happens; and upcalls as they are seen. */
#include "bench.h"

#define PASS_CHECK "spi.check { requirement = \"TEST-01\", held = true, expected = \"a\", observed = \"a\" }\n"

static void test_events(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench,
                    "local event = spi.event_create()\n"
                    "assert(not spi.event_wait(event, 'zero') and not spi.event_wait(event, 'short'))\n"
                    "spi.event_set(event)\n"
                    "assert(spi.event_wait(event, 'limit') and spi.event_wait(event, 'zero'))\n"
                    "spi.event_reset(event)\n"
                    "assert(not spi.event_wait(event, 'zero'))\n"
                    "wsp.call { fn = 'WSPEventSelect', socket = 5, event = event, mask = 8 }\n"
                    "assert(spi.event_wait(event))\n"
                    "local found = wsp.call { fn = 'WSPEnumNetworkEvents', socket = 5, event = event }\n"
                    "assert(found.events == 0x28 and found.errors[6] == 10054 and found.slots_written == 0x20)\n"
                    "assert(not spi.event_wait(event, 'zero'))\n"
                    "spi.event_close(event)\n" PASS_CHECK);
    CU_ASSERT(
        contains(bench.records.string, "\"arguments\":\"s=0x5, hEventObject=event 1, lNetworkEvents=FD_ACCEPT\""));
    bench_close(&bench);
}

static void test_bad_events(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT(contains(bench_play(&bench, "spi.event_wait(1, 'zero')"), "there is no event object 1"));
    CU_ASSERT(contains(bench_play(&bench, "local e = spi.event_create()\nspi.event_close(e)\nspi.event_set(e)"),
                       "there is no event object 1"));
    CU_ASSERT(contains(bench_play(&bench, "spi.event_wait(spi.event_create(), 'soon')"), "invalid option 'soon'"));
    CU_ASSERT_PLAYS(&bench, "local bad = wsp.call { fn = 'WSPEventSelect', socket = 5, event = 'closed', mask = 8 }\n"
                            "assert(bad.error == 'WSAEINVAL')\n"
                            "assert(wsp.call { fn = 'WSPEventSelect', socket = 5, event = 0, mask = 0 }.ok)\n"
                            "local null = wsp.call { fn = 'WSPEnumNetworkEvents', socket = 5, record = 'null' }\n"
                            "assert(null.error == 'WSAEFAULT' and null.events == nil)\n" PASS_CHECK);
    bench_close(&bench);
}

/* A condition call comes while the script waits for an event that its condition function sets. */
static void test_event_serves(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench, "for _ = 1, 50 do\n"
                            "  local event = spi.event_create()\n"
                            "  local pending = wsp.begin { fn = 'WSPAccept', socket = 5, condition = function()\n"
                            "    spi.event_set(event)\n"
                            "    return 0\n"
                            "  end }\n"
                            "  assert(spi.event_wait(event, 'limit'))\n"
                            "  assert(wsp.wait(pending).ok)\n"
                            "  spi.event_close(event)\n"
                            "end\n" PASS_CHECK);
    bench_close(&bench);
}

static void test_messages(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench,
                    "local window, after = spi.window(), spi.upcall_sequence()\n"
                    "assert(window ~= 0 and window == spi.window() and #spi.messages(0) == 0)\n"
                    "assert(spi.wait_message(after, window, 1025, 5, -1, 'short') == nil)\n"
                    "wsp.call { fn = 'WSPAsyncSelect', socket = 5, window = window, message = 1025, mask = 8 }\n"
                    "local message = spi.wait_message(after, window, 1025, 5, 8, 'limit')\n"
                    "assert(message.event == 8 and message.error == 10054 and message.wparam == 5)\n"
                    "assert(message.sequence > after and #spi.messages(after) == 1)\n"
                    "assert(#spi.messages(message.sequence) == 0)\n"
                    "assert(spi.wait_message(message.sequence, window, 1025, 5, -1, 'zero') == nil)\n"
                    "assert(spi.wait_message(after, window, 1025, 5, 16, 'zero') == nil)\n"
                    "assert(math.type(spi.window_received()) == 'integer')\n" PASS_CHECK);
    bench_close(&bench);
}

static void test_wait_until(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench, "local count = 0\n"
                            "assert(spi.wait_until(function() count = count + 1; return count == 5 end, 'limit'))\n"
                            "assert(count == 5)\n"
                            "assert(not spi.wait_until(function() return false end, 'short'))\n"
                            "count = 0\n"
                            "assert(not spi.wait_until(function() count = count + 1 end, 'zero') and count == 1)\n"
                            "local pending = wsp.begin { fn = 'WSPSocket' }\n"
                            "assert(spi.wait_until(function() return wsp.finished(pending) end))\n" PASS_CHECK);
    bench_close(&bench);
}

static void test_select(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench,
                    "local found = wsp.call { fn = 'WSPSelect', read = { 5, 6 }, write = { 7 }, timeout = 'zero' }\n"
                    "assert(found.count == 1 and #found.read == 1 and found.read[1] == 5 and #found.write == 0)\n"
                    "assert(found.except == nil and found.timeout_changed == false)\n"
                    "assert(wsp.call { fn = 'WSPSelect', write = { 7 }, timeout = 'limit' }.count == 0)\n"
                    "assert(wsp.call { fn = 'WSPSelect', timeout = 'null' }.timeout_changed == nil)\n" PASS_CHECK);
    CU_ASSERT(contains(bench_play(&bench, "wsp.call { fn = 'WSPSelect', read = { 5 } }"),
                       "WSPSelect: timeout is \"zero\", \"limit\" or \"null\""));
    bench_close(&bench);
}

static void test_upcalls(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(
        &bench, "local before = spi.upcall_sequence()\n"
                "local call = wsp.call { fn = 'WSPAsyncSelect', socket = 5, window = 77, message = 1030, mask = 8 }\n"
                "local seen = spi.upcalls(before)\n"
                "assert(#seen == 1 and spi.upcall_sequence() == before + 1)\n"
                "assert(seen[1].name == 'WPUPostMessage' and seen[1].recorder == 'A')\n"
                "assert(seen[1].arguments[1] == 77 and seen[1].arguments[3] == 5)\n"
                "assert(seen[1].thread_id == call.thread_id and not seen[1].after_cleanup)\n"
                "assert(#spi.upcalls(spi.upcall_sequence()) == 0)\n"
                "spi.tripwire(true)\n"
                "wsp.call { fn = 'WSPAsyncSelect', socket = 5, window = 77, message = 1030, mask = 8 }\n"
                "assert(spi.upcalls(before)[2].after_cleanup)\n"
                "assert(not spi.knows_handle(spi.unknown_handle()) and spi.open_handles() == 0)\n" PASS_CHECK);
    CU_ASSERT(contains(bench.records.string,
                       "\"record\":\"upcall\",\"provider\":0,\"scenario\":\"play.one\",\"round\":1,"
                       "\"function\":\"WPUPostMessage\",\"arguments\":\"hWnd=0x4d, Msg=0x406, wParam=0x5, lParam="));
    /* The tripwire is gone with the scenario that set it. */
    CU_ASSERT_PLAYS(&bench, "wsp.call { fn = 'WSPAsyncSelect', socket = 5, window = 77, message = 1030, mask = 8 }\n"
                            "assert(not spi.upcalls(0)[1].after_cleanup)\n" PASS_CHECK);
    bench_close(&bench);
}

static void test_failing_upcalls(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench, "spi.fail_upcall('WPUPostMessage', 'WSAENETDOWN')\n"
                            "wsp.call { fn = 'WSPAsyncSelect', socket = 5, window = 77, message = 1030, mask = 8 }\n"
                            "assert(spi.upcalls(0)[1].result == 0)\n"
                            "assert(not spi.disarm())\n"
                            "spi.fail_upcall('WPUPostMessage', 'WSAENETDOWN')\n"
                            "assert(spi.disarm())\n"
                            "spi.fail_upcall('WPUPostMessage', 'WSAENETDOWN')\n" PASS_CHECK);
    /* What is left armed does not reach the next scenario. */
    CU_ASSERT_PLAYS(&bench, "assert(not spi.disarm())\n" PASS_CHECK);
    CU_ASSERT(contains(bench_play(&bench, "spi.fail_upcall('WPUNothing', 'WSAENETDOWN')"),
                       "there is no upcall 'WPUNothing'"));
    CU_ASSERT(contains(bench_play(&bench, "spi.fail_upcall('WPUPostMessage', 'WSAENOPE')"), "no error code"));
    bench_close(&bench);
}

static const struct unit_case cases[] = {
    {"events are waited for, set and reset", test_events},
    {"bad events are mistakes, unless they are meant", test_bad_events},
    {"waiting for an event serves condition calls", test_event_serves},
    {"posted messages are seen and waited for", test_messages},
    {"anything can be polled for", test_wait_until},
    {"WSPSelect takes and returns sets", test_select},
    {"upcalls are seen in their order", test_upcalls},
    {"upcalls can be made to fail", test_failing_upcalls},
};

UNIT_MAIN("waits", cases)
