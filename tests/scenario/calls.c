/* Single calls: what a request may say, what a result tells, and what goes into the journal about them. */
#include "bench.h"

#include <string.h>

#define PASS_CHECK "spi.check { requirement = \"TEST-01\", held = true, expected = \"a\", observed = \"a\" }\n"

static void test_results(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench, "local made = wsp.call { fn = 'WSPSocket' }\n"
                            "assert(made.fn == 'WSPSocket' and made.ok and made.socket == made.returned)\n"
                            "assert(made.error == nil and made.errno == nil and made.overrun == nil)\n"
                            "assert(made.call == 1 and made.thread_id > 0 and #made.conditions == 0)\n" PASS_CHECK);
    CU_ASSERT_PLAYS(&bench, "local refused = wsp.call { fn = 'WSPSocket', af = 77 }\n"
                            "assert(not refused.ok and refused.socket == nil and refused.returned == -1)\n"
                            "assert(refused.error == 'WSAEAFNOSUPPORT' and refused.errno == 10047)\n" PASS_CHECK);
    bench_close(&bench);
}

static void test_error_words(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench, "local silent = wsp.call { fn = 'WSPListen', socket = 5, backlog = -1 }\n"
                            "assert(not silent.ok and silent.error == 'none' and silent.errno == nil)\n"
                            "local odd = wsp.call { fn = 'WSPListen', socket = 5, backlog = -2 }\n"
                            "assert(odd.error == '9999 (0x270f)' and odd.errno == 9999)\n"
                            "local clean = wsp.call { fn = 'WSPListen', socket = 5, backlog = -1, "
                            "poison_errno = false }\n"
                            "assert(clean.errno == 0)\n" PASS_CHECK);
    bench_close(&bench);
}

static void test_overrun(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench, "local whole = wsp.call { fn = 'WSPGetSockName', socket = 5 }\n"
                            "assert(whole.overrun == nil and #whole.address == 16 and whole.address_length == 16)\n"
                            "assert(whole.address_written and not whole.address_tail_written)\n" PASS_CHECK);
    const char *outcome = bench_play_with(
        &bench, "verifies = { 'TEST-01' }",
        "local short = wsp.call { fn = 'WSPGetSockName', socket = 5, room = 12 }\n"
        "assert(short.overrun:find('wrote 4 bytes behind the end of name (12 bytes)', 1, true))\n" PASS_CHECK,
        1);
    CU_ASSERT(contains(outcome, "fail: SOCKET-11: expected no write behind the end of a client buffer, observed "
                                "WSPGetSockName wrote 4 bytes behind the end of name (12 bytes), at offset 12"));
    /* A check of the script's own takes the engine's place. */
    outcome = bench_play_with(&bench, "verifies = { 'SOCKET-11' }",
                              "local short = wsp.call { fn = 'WSPGetSockName', socket = 5, room = 12 }\n"
                              "spi.check { requirement = 'SOCKET-11', held = short.overrun == nil, expected = 'none', "
                              "observed = 'one' }\n",
                              1);
    CU_ASSERT_STRING_EQUAL(outcome, "fail: SOCKET-11: expected none, observed one");
    bench_close(&bench);
}

static void test_pointer_words(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench, "local null = wsp.call { fn = 'WSPGetSockName', socket = 5, address = 'null' }\n"
                            "assert(null.error == 'WSAEFAULT' and not null.address_written)\n"
                            "local length = wsp.call { fn = 'WSPGetSockName', socket = 5, length_pointer = 'null' }\n"
                            "assert(length.error == 'WSAEFAULT' and length.address_length == nil)\n"
                            "local half = wsp.call { fn = 'WSPGetSockName', socket = 5, room = 8 }\n"
                            "assert(half.error == 'WSAEFAULT' and half.address == nil and half.address_length == 8)\n"
                            "local bind = wsp.call { fn = 'WSPBind', socket = 5, address = 'null' }\n"
                            "assert(bind.error == 'WSAEFAULT')\n"
                            "bind = wsp.call { fn = 'WSPBind', socket = 5, address = 'inaccessible' }\n"
                            "assert(bind.error == 'WSAEACCES')\n"
                            "local value = wsp.call { fn = 'WSPSetSockOpt', socket = 5, value = 'null' }\n"
                            "assert(value.error == 'WSAEFAULT')\n" PASS_CHECK);
    CU_ASSERT(contains(bench.records.string, "\"arguments\":\"s=0x5, name=NULL, namelen=16\""));
    bench_close(&bench);
}

static void test_values(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench,
                    "local got = wsp.call { fn = 'WSPGetSockOpt', socket = 5, option = 8 }\n"
                    "assert(got.value == '\\42\\0\\0\\0' and got.length == 4 and got.written)\n"
                    "local failed = wsp.call { fn = 'WSPGetSockOpt', socket = 5, option = spi.constants.SO_ERROR }\n"
                    "assert(not failed.ok and not failed.written)\n"
                    "local set = wsp.call { fn = 'WSPSetSockOpt', socket = 5, option = 8, value = '1234' }\n"
                    "assert(set.ok)\n"
                    "local echo = wsp.call { fn = 'WSPIoctl', socket = 5, code = 1, input = 'abcd', output_room = 4 }\n"
                    "assert(echo.output == 'abcd' and echo.output_length == 4)\n" PASS_CHECK);
    bench_close(&bench);
}

static void test_transfers(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(
        &bench, "local sent = wsp.call { fn = 'WSPSend', socket = 5, data = 'abc' }\n"
                "assert(sent.ok and sent.count == 3)\n"
                "local got = wsp.call { fn = 'WSPRecv', socket = 5, room = 8 }\n"
                "assert(got.data == 'hello' and got.count == 5 and got.flags == 0)\n"
                "local from = wsp.call { fn = 'WSPRecvFrom', socket = 5, room = 8 }\n"
                "assert(from.data == 'hello' and #from.address == 16)\n"
                "local bye = wsp.call { fn = 'WSPRecvDisconnect', socket = 5, room = 8 }\n"
                "assert(bye.data == 'bye' and bye.length == 3 and not bye.tail_written)\n"
                "assert(wsp.call { fn = 'WSPRecvDisconnect', socket = 5 }.data == nil)\n"
                "local refused = wsp.call { fn = 'WSPSendDisconnect', socket = 5, data = 'x' }\n"
                "assert(refused.error == 'WSAENOPROTOOPT')\n"
                "assert(wsp.call { fn = 'WSPSendDisconnect', socket = 5 }.ok)\n"
                "assert(wsp.call { fn = 'WSPSendTo', socket = 5, data = 'ab', address = ('x'):rep(16) }.count == 2)\n"
                "assert(wsp.call { fn = 'WSPShutdown', socket = 5, how = 1 }.ok)\n" PASS_CHECK);
    bench_close(&bench);
}

static void test_overlapped(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench,
                    "local got = wsp.call { fn = 'WSPRecv', socket = 5, room = 8, overlapped = 'event' }\n"
                    "assert(got.error == 'WSA_IO_PENDING' and got.count == nil)\n"
                    "assert(got.operation:wait() and got.operation:finished())\n"
                    "local done = wsp.call { fn = 'WSPGetOverlappedResult', socket = 5, operation = got.operation }\n"
                    "assert(done.ok and done.count == 5)\n"
                    "got = wsp.call { fn = 'WSPRecv', socket = 5, room = 8, overlapped = 'routine', thread = 3 }\n"
                    "assert(got.operation.routine_runs == 0)\n"
                    "spi.alertable(3)\n"
                    "assert(got.operation.routine_runs == 1 and got.operation:wait())\n" PASS_CHECK);
    bench_close(&bench);
}

static void test_connecting(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench,
                    "local made = wsp.call { fn = 'WSPConnect', socket = 5, address = ('n'):rep(16), "
                    "caller_data = 'data', reply_room = 8,\n"
                    "  sqos = { sending = {1,2,3,4,5,6,7,8}, receiving = {1,2,3,4,5,6,7,8}, provider = 'abc' } }\n"
                    "assert(made.ok and made.reply:length() == 4 and made.reply:bytes() == 'pong')\n"
                    "assert(made.reply:raw() == 'pong' .. ('\\xA5'):rep(4) and made.reply:overrun() == nil)\n"
                    "assert(wsp.call { fn = 'WSPConnect', socket = 5, address = ('n'):rep(16) }.reply == nil)\n"
                    "wsp.call { fn = 'WSPConnect', socket = 5, address = ('n'):rep(16), scribble = true }\n"
                    "wsp.call { fn = 'WSPJoinLeaf', socket = 5, address = ('n'):rep(16), flags = 1 }\n" PASS_CHECK);
    bench_close(&bench);
}

static void test_translations(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench,
                    "local text = wsp.call { fn = 'WSPAddressToString', address = ('n'):rep(16) }\n"
                    "assert(text.text == '127.0.0.1:4711' and text.length == 15)\n"
                    "local short = wsp.call { fn = 'WSPAddressToString', address = ('n'):rep(16), room = 3 }\n"
                    "assert(short.error == 'WSAEFAULT' and not short.written)\n"
                    "local back = wsp.call { fn = 'WSPStringToAddress', text = '127.0.0.1:4711' }\n"
                    "assert(back.ok and #back.address == 16)\n"
                    "assert(wsp.call { fn = 'WSPGetQOSByName', socket = 5, name = 'G711' }.error == 'WSAEOPNOTSUPP')\n"
                    "assert(#wsp.call { fn = 'WSPDuplicateSocket', socket = 5 }.info == 628)\n" PASS_CHECK);
    bench_close(&bench);
}

static void test_mistakes_of_requests(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT(contains(bench_play(&bench, "wsp.call { fn = 'WSPListen', socket = 5, backlogg = 1 }"),
                       "broken: suites/play/one.lua:4: WSPListen takes no field 'backlogg'"));
    CU_ASSERT(contains(bench_play(&bench, "wsp.call { fn = 'WSPLissen' }"), "there is no procedure 'WSPLissen'"));
    CU_ASSERT(contains(bench_play(&bench, "wsp.call { fn = 'WSPListen', socket = 5, backlog = '5' }"),
                       "WSPListen: the field 'backlog' is a string, not an integer"));
    CU_ASSERT(contains(bench_play(&bench, "wsp.call { fn = 'WSPListen', backlog = 5 }"),
                       "WSPListen: the field 'socket' is a nil, not a socket handle"));
    CU_ASSERT(contains(bench_play(&bench, "wsp.call { fn = 'WSPCleanup', thread = 17 }"),
                       "threads are numbered from 1 to 16"));
    CU_ASSERT(
        contains(bench_play(&bench, "wsp.call { fn = 'WSPCleanup', thread = 'inside' }"), "nothing is being served"));
    bench_close(&bench);
}

static void test_named_threads(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench, "local one = wsp.call { fn = 'WSPSocket', thread = 1 }.thread_id\n"
                            "local two = wsp.call { fn = 'WSPSocket', thread = 2 }.thread_id\n"
                            "assert(one ~= two)\n"
                            "assert(wsp.call { fn = 'WSPSocket', thread = 1 }.thread_id == one)\n"
                            "assert(wsp.call { fn = 'WSPSocket' }.thread_id ~= one)\n" PASS_CHECK);
    bench_close(&bench);
}

static void test_records(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(
        &bench, "wsp.call { fn = 'WSPListen', actor = 'listener', socket = 5, backlog = 7 }\n"
                "wsp.call { fn = 'WSPSocket', af = 77 }\n"
                "wsp.note('words with \"quotes\" and \\xFF')\n"
                "wsp.indication { actor = 'listener', mechanism = 'event', events = { 'FD_ACCEPT' } }\n" PASS_CHECK);
    const char *records = bench.records.string;
    CU_ASSERT(contains(records, "{\"record\":\"enter\",\"provider\":0,\"scenario\":\"play.one\",\"round\":1,\"call\":1,"
                                "\"thread\":\"worker 1\",\"actor\":\"listener\",\"function\":\"WSPListen\","
                                "\"arguments\":\"backlog=7\",\"at_us\":"));
    CU_ASSERT(contains(records, "\"call\":1,\"result\":\"0\",\"at_us\":"));
    CU_ASSERT(contains(records, "\"call\":2,\"result\":\"INVALID_SOCKET\",\"error\":\"WSAEAFNOSUPPORT\",\"at_us\":"));
    CU_ASSERT(contains(records, "\"text\":\"words with \\\"quotes\\\" and \xEF\xBF\xBD\""));
    CU_ASSERT(contains(records, "\"record\":\"indication\",\"provider\":0,\"scenario\":\"play.one\",\"round\":1,"
                                "\"actor\":\"listener\",\"mechanism\":\"event\",\"events\":[\"FD_ACCEPT\"]"));
    CU_ASSERT(contains(records, "\"record\":\"check\""));
    bench_close(&bench);
}

static void test_symbols(void) {
    static const char *const said[] = {
        "\"af=AF_INET, type=SOCK_STREAM, protocol=IPPROTO_TCP, g=0, dwFlags=WSA_FLAG_OVERLAPPED\"",
        "\"af=AF_INET6, type=SOCK_DGRAM, protocol=22272, g=0, dwFlags=WSA_FLAG_OVERLAPPED | 0x40000000\"",
        "level=SOL_SOCKET, optname=SO_KEEPALIVE, ",
        "level=IPPROTO_TCP, optname=TCP_NODELAY, ",
        "level=77, optname=8, ",
        "dwIoControlCode=FIONBIO, ",
        "dwIoControlCode=SIO_GET_QOS",
        "dwIoControlCode=1, ",
        ", how=SD_SEND\"",
        ", how=9\"",
    };
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench,
                    "local c = spi.constants\n"
                    "wsp.call { fn = 'WSPSocket', af = c.AF_INET, type = c.SOCK_STREAM, protocol = c.IPPROTO_TCP }\n"
                    "wsp.call { fn = 'WSPSocket', af = c.AF_INET6, type = c.SOCK_DGRAM, protocol = 22272,"
                    " flags = 0x40000001 }\n"
                    "wsp.call { fn = 'WSPGetSockOpt', socket = 5, option = c.SO_KEEPALIVE }\n"
                    "wsp.call { fn = 'WSPGetSockOpt', socket = 5, level = c.IPPROTO_TCP, option = c.TCP_NODELAY }\n"
                    "wsp.call { fn = 'WSPGetSockOpt', socket = 5, level = 77, option = 8 }\n"
                    "wsp.call { fn = 'WSPIoctl', socket = 5, code = c.FIONBIO, input = 'abcd', output_room = 4 }\n"
                    "wsp.call { fn = 'WSPIoctl', socket = 5, code = c.SIO_GET_QOS, output_room = 4 }\n"
                    "wsp.call { fn = 'WSPIoctl', socket = 5, code = 1, input = 'abcd', output_room = 4 }\n"
                    "wsp.call { fn = 'WSPShutdown', socket = 5, how = 1 }\n"
                    "wsp.call { fn = 'WSPShutdown', socket = 5, how = 9 }\n" PASS_CHECK);
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        if (!contains(bench.records.string, said[i])) {
            CU_FAIL(said[i]);
        }
    }
    bench_close(&bench);
}

static const struct unit_case cases[] = {
    {"a result tells what was returned", test_results},
    {"an error has its symbol, and poison shows when none was stored", test_error_words},
    {"a write behind the end of a buffer fails the scenario", test_overrun},
    {"pointers can be made bad", test_pointer_words},
    {"option values go in and out", test_values},
    {"data go in and out", test_transfers},
    {"overlapped operations complete", test_overlapped},
    {"connecting passes data and returns the reply", test_connecting},
    {"addresses become text and back", test_translations},
    {"a mistake in a request breaks the scenario with its line", test_mistakes_of_requests},
    {"a numbered thread stays the same", test_named_threads},
    {"calls are in the journal by their names", test_records},
    {"numbers are in the journal as symbols", test_symbols},
};

UNIT_MAIN("calls", cases)
