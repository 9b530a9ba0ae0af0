/* What a script could do to its host, and does not get to do. */
#include "bench.h"

#define PASS_CHECK "spi.check { requirement = \"TEST-01\", held = true, expected = \"a\", observed = \"a\" }\n"

static void test_absent(void) {
    struct bench bench;
    bench_open(&bench);
    /* Reached in ways that no reading of the file sees. */
    CU_ASSERT_PLAYS(&bench, "local s = ('x'):rep(1)\n"
                            "for _, name in ipairs { 'dump' } do assert(string[name] == nil) end\n"
                            "assert(math.random == nil and math.floor(1.5) == 1)\n" PASS_CHECK);
    CU_ASSERT(contains(bench_play(&bench, "local s = 'x'; s.dump(function() end)"), "broken: "));
    bench_close(&bench);
}

static void test_endless_loop(void) {
    struct bench bench;
    bench_open(&bench);
    const char *outcome = bench_play_with(&bench, "verifies = { 'TEST-01' }", "while true do end", 0.1);
    CU_ASSERT(contains(outcome, "broken: suites/play/one.lua:4: endless loop"));
    CU_ASSERT(!engine_spent(bench.engine));
    bench_close(&bench);
}

static void test_memory(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT(contains(bench_play(&bench, "local s = 'x'\nwhile true do s = s .. s end"), "broken: not enough memory"));
    CU_ASSERT(contains(bench_play(&bench, "local t = {}\nfor i = 1, 1e9 do t[i] = {} end"), "not enough memory"));
    CU_ASSERT_PLAYS(&bench, PASS_CHECK);
    bench_close(&bench);
}

static void test_memory_in_condition(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT(contains(bench_play(&bench, "wsp.call { fn = 'WSPAccept', socket = 5, condition = function()\n"
                                          "  local s = 'x'\n  while true do s = s .. s end\nend }"),
                       "broken: not enough memory"));
    CU_ASSERT_EQUAL(fake.open_sockets, 0);
    bench_close(&bench);
}

static void test_error_line(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_STRING_EQUAL(bench_play(&bench, "\nerror('this is wrong')"),
                           "broken: suites/play/one.lua:5: this is wrong");
    CU_ASSERT(contains(bench.records.string, "stack traceback"));
    CU_ASSERT_STRING_EQUAL(bench_play(&bench, "\nerror('without a place', 0)"),
                           "broken: suites/play/one.lua:5: without a place");
    CU_ASSERT(contains(bench_play(&bench, "local t\n t.x = 1"), "broken: suites/play/one.lua:5: attempt to index"));
    CU_ASSERT(contains(bench_play(&bench, "error({})"), "broken: suites/play/one.lua:4: table: "));
    CU_ASSERT(contains(bench_play(&bench, "error()"), "broken: suites/play/one.lua:4: nil"));
    bench_close(&bench);
}

static void test_deep_recursion(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT(contains(bench_play(&bench, "local function f() return 1 + f() end\nf()"), "broken: "));
    CU_ASSERT(contains(bench_play(&bench, "local function f(s) return (s:gsub('.', f)) end\nf('x')"), "broken: "));
    CU_ASSERT_PLAYS(&bench, PASS_CHECK);
    bench_close(&bench);
}

static void test_fresh_state(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench, "assert(math.pi ~= 4)\nmath.pi = 4\n" PASS_CHECK);
    bench_close(&bench);
}

static void test_facts(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_PLAYS(&bench,
                    "local e = spi.entry\n"
                    "assert(e.name == 'Fake' and e.catalog_id == 4242 and e.af == spi.constants.AF_INET)\n"
                    "assert(e.flags.XP1_CONNECT_DATA and not e.flags.XP1_CONNECTIONLESS)\n"
                    "assert(#e.info == 628 and e.max_address == 16 and #spi.entries == 1)\n"
                    "assert(spi.codes.WSATRY_AGAIN == 11002 and spi.codes.WSAENOPE == nil)\n"
                    "assert(spi.code_name(11002) == 'WSATRY_AGAIN' and spi.code_name(9999) == '9999 (0x270f)')\n"
                    "assert(spi.constants.XP1_IFS_HANDLES == 0x20000 and spi.constants.FD_ACCEPT == 8)\n"
                    "assert(spi.constants.FIONBIO == 0x8004667e and spi.constants.INVALID_SOCKET == -1)\n"
                    "assert(type(spi.is_64bit) == 'boolean')\n" PASS_CHECK);
    bench_close(&bench);
}

static const struct unit_case cases[] = {
    {"nothing leads to files, code or chance", test_absent},
    {"an endless loop is stopped", test_endless_loop},
    {"memory is limited", test_memory},
    {"memory is limited inside of a condition function too", test_memory_in_condition},
    {"an error names its line in the script", test_error_line},
    {"endless recursion is stopped", test_deep_recursion},
    {"each run has a state of its own", test_fresh_state},
    {"scripts are told about the provider", test_facts},
};

UNIT_MAIN("sandbox", cases)
