/* Names in compiled scripts: unknown globals, assignments and methods are found without running anything. */
#include "bench.h"

#include <stdlib.h>
#include <string.h>

/* The mistakes of a scenario with this body of 'run'. */
static const char *mistakes_of(struct bench *bench, const char *body) {
    static char message[4096];
    struct error error = {0};
    char *text = text_make("scenario \"One\" { verifies = { \"TEST-01\" }, run = function(wsp)\n%s\nend }", body);
    bench_write(bench, "play/one.lua", text, strlen(text));
    free(text);
    library_free(bench->library);
    bench->library = NULL;
    bench_load(bench, &error);
    snprintf(message, sizeof message, "%s", error.message == NULL ? "" : error.message);
    error_clear(&error);
    return message;
}

static void test_known(void) {
    static const char *const bodies[] = {
        "helper(math.max(1, 2), string.format('x'), table.concat {}, utf8.char(65), spi.note)",
        "local helper = 5; helper = helper + 1; return tostring(helper)",
        "local t = {}; t.unknown = 1; t.other(t)",
        "for i, v in ipairs {} do assert(i, v) end; for k in pairs {} do error(k) end; return select('#', next, type)",
        "local s = 'x'; return s:rep(3):upper(), ('y'):byte(), tonumber('5')",
        "wsp:known_method(); wsp:write_reply('x')",
    };
    struct bench bench;
    bench_open(&bench);
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        CU_ASSERT_STRING_EQUAL(mistakes_of(&bench, bodies[i]), "");
    }
    bench_close(&bench);
}

static void test_unknown_global(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_STRING_EQUAL(mistakes_of(&bench, "\nhelpr(5)"), "suites/play/one.lua:3: there is no global 'helpr'");
    CU_ASSERT_STRING_EQUAL(mistakes_of(&bench, "local f = function()\n return function() return lost end end"),
                           "suites/play/one.lua:3: there is no global 'lost'");
    CU_ASSERT_STRING_EQUAL(mistakes_of(&bench, "if false then\n\n\n absent() end"),
                           "suites/play/one.lua:5: there is no global 'absent'");
    static const char *const fenced[] = {
        "print",        "pcall",     "xpcall",   "require", "load",           "loadstring", "dofile",
        "io",           "os",        "debug",    "package", "rawset",         "rawget",     "setmetatable",
        "getmetatable", "coroutine", "loadfile", "_G",      "collectgarbage", "requirement"};
    for (size_t i = 0; i < sizeof fenced / sizeof fenced[0]; i++) {
        char body[64];
        char mistake[96];
        snprintf(body, sizeof body, "return %s", fenced[i]);
        snprintf(mistake, sizeof mistake, "there is no global '%s'", fenced[i]);
        CU_ASSERT(contains(mistakes_of(&bench, body), mistake));
    }
    bench_close(&bench);
}

static void test_assignment(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_STRING_EQUAL(mistakes_of(&bench, "count = 5"),
                           "suites/play/one.lua:2: global 'count' is assigned to; make it local");
    CU_ASSERT_STRING_EQUAL(mistakes_of(&bench, "helper = nil"),
                           "suites/play/one.lua:2: global 'helper' is assigned to; make it local");
    CU_ASSERT_STRING_EQUAL(mistakes_of(&bench, "function lost() end"),
                           "suites/play/one.lua:2: global 'lost' is assigned to; make it local");
    bench_close(&bench);
}

static void test_methods(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_STRING_EQUAL(mistakes_of(&bench, "wsp:known_methd()"),
                           "suites/play/one.lua:2: there is no method 'known_methd'");
    CU_ASSERT_STRING_EQUAL(mistakes_of(&bench, "local s = 'x'\nreturn s:uper()"),
                           "suites/play/one.lua:3: there is no method 'uper'");
    bench_close(&bench);
}

static void test_environment(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT(contains(mistakes_of(&bench, "local _ENV = {}; x = 1"), "_ENV is made a local variable"));
    CU_ASSERT(contains(mistakes_of(&bench, "_ENV.x = 1"), "global 'x' is assigned to"));
    CU_ASSERT(contains(mistakes_of(&bench, "local e = _ENV; e.x = 1"), "_ENV is used"));
    bench_close(&bench);
}

static void test_many_lines(void) {
    struct bench bench;
    bench_open(&bench);
    struct text body = {0};
    for (int i = 0; i < 700; i++) {
        text_append(&body, i % 100 == 99 ? "\n\n\n\n" : "local x = helper(1) x = x\n");
        text_append(&body, i % 150 == 149 ? "do local y end\n" : "\n");
        text_append(&body, i % 20 == 19 ? "end do\n" : "");
    }
    char *framed = text_make("do\n%send\nlost()", text_string(&body));
    int line = 1;
    for (const char *at = framed; *at != '\0'; at++) {
        line += *at == '\n';
    }
    char mistake[96];
    snprintf(mistake, sizeof mistake, "suites/play/one.lua:%d: there is no global 'lost'", line + 1);
    CU_ASSERT_STRING_EQUAL(mistakes_of(&bench, framed), mistake);
    free(framed);
    text_clear(&body);
    for (int i = 0; i < 300; i++) {
        text_append(&body, "\n");
    }
    text_append(&body, "lost()");
    CU_ASSERT_STRING_EQUAL(mistakes_of(&bench, body.string), "suites/play/one.lua:302: there is no global 'lost'");
    text_free(&body);
    bench_close(&bench);
}

static void test_too_many_constants(void) {
    struct bench bench;
    bench_open(&bench);
    struct text body = {0};
    for (int i = 0; i < 300; i++) {
        text_format(&body, "helper('constant %d')\n", i);
    }
    CU_ASSERT_STRING_EQUAL(mistakes_of(&bench, body.string), "");
    text_clear(&body);
    text_append(&body, "local t = {\n");
    for (int i = 0; i < 300; i++) {
        text_format(&body, "'constant %d',\n", i);
    }
    text_append(&body, "}\nlost(t)");
    CU_ASSERT(contains(mistakes_of(&bench, body.string), "the function has more than 255 constants"));
    text_free(&body);
    bench_close(&bench);
}

static void test_order(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_STRING_EQUAL(mistakes_of(&bench, "first()\nhelper(function() second() end)\nthird()"),
                           "suites/play/one.lua:2: there is no global 'first'\n"
                           "suites/play/one.lua:3: there is no global 'second'\n"
                           "suites/play/one.lua:4: there is no global 'third'");
    bench_close(&bench);
}

static const struct unit_case cases[] = {
    {"known names are no mistakes", test_known},
    {"an unknown global is found wherever it stands", test_unknown_global},
    {"any assignment to a global is found", test_assignment},
    {"a misspelt method is found", test_methods},
    {"_ENV is no way around", test_environment},
    {"lines are right in long functions", test_many_lines},
    {"what cannot be verified is said", test_too_many_constants},
    {"mistakes come in the order of lines", test_order},
};

UNIT_MAIN("names", cases)
