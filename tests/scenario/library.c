/* The library: what is read from a suites folder, and every mistake that can be in one. */
#include "bench.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

static const char good_scenario[] = "scenario \"A title\" { verifies = { \"TEST-01\" }, run = function() end }";

/* The mistakes of a folder that has one more file; "" when it is fine. */
static const char *load_with(struct bench *bench, const char *path, const char *text, size_t length) {
    static char message[8192];
    struct error error = {0};
    bench_write(bench, path, text, length);
    library_free(bench->library);
    bench->library = NULL;
    enum status status = bench_load(bench, &error);
    snprintf(message, sizeof message, "%s", status == STATUS_OK ? "" : error.message);
    CU_ASSERT(status == STATUS_OK || (status == STATUS_USAGE && bench->library == NULL));
    error_clear(&error);
    return message;
}

static const char *load_scenario(struct bench *bench, const char *text) {
    return load_with(bench, "play/one.lua", text, strlen(text));
}

static const char *load_requirement(struct bench *bench, const char *text) {
    return load_with(bench, "requirements/test.lua", text, strlen(text));
}

static void test_contents(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_STRING_EQUAL(load_with(&bench, "b-suite/two.lua", good_scenario, strlen(good_scenario)), "");
    CU_ASSERT_STRING_EQUAL(load_scenario(&bench, "-- a comment\nscenario \"First\" {\n"
                                                 "  verifies = { \"TEST-02\", \"TEST-01\" },\n"
                                                 "  needs = { \"always\" },\n  isolated = true,\n"
                                                 "  run = function(wsp) helper(wsp) end,\n}\n"),
                           "");
    CU_ASSERT_EQUAL(library_scenarios(bench.library), 2);
    CU_ASSERT_STRING_EQUAL(library_scenario(bench.library, 0)->id, "b-suite.two");
    const struct scenario_info *first = library_find_scenario(bench.library, "play.one");
    CU_ASSERT_PTR_NOT_NULL_FATAL(first);
    CU_ASSERT_STRING_EQUAL(first->title, "First");
    CU_ASSERT_STRING_EQUAL(first->file, "suites/play/one.lua");
    CU_ASSERT_EQUAL(first->line, 2);
    CU_ASSERT(first->isolated);
    CU_ASSERT_EQUAL(first->verifies_count, 2);
    CU_ASSERT_STRING_EQUAL(first->verifies[0], "TEST-02");
    CU_ASSERT_EQUAL(first->needs_count, 1);
    size_t length;
    CU_ASSERT_EQUAL(strncmp(library_source(bench.library, first, &length), "-- a comment", 12), 0);
    CU_ASSERT_PTR_NULL(library_find_scenario(bench.library, "play.none"));
    bench_close(&bench);
}

static void test_requirements(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_STRING_EQUAL(load_scenario(&bench, good_scenario), "");
    CU_ASSERT_EQUAL(library_requirements(bench.library), 8);
    CU_ASSERT_STRING_EQUAL(library_requirement(bench.library, 0)->id, "COND-02");
    const struct requirement *may = library_find_requirement(bench.library, "TEST-03");
    CU_ASSERT_PTR_NOT_NULL_FATAL(may);
    CU_ASSERT_EQUAL(may->level, LEVEL_MAY);
    CU_ASSERT_STRING_EQUAL(may->statement, "A statement.");
    CU_ASSERT_STRING_EQUAL(may->traps, "");
    CU_ASSERT_PTR_NULL(library_find_requirement(bench.library, "TEST-04"));
    bench_close(&bench);
}

static void test_version(void) {
    struct bench bench;
    bench_open(&bench);
    char before[17];
    load_scenario(&bench, good_scenario);
    snprintf(before, sizeof before, "%s", library_version(bench.library));
    CU_ASSERT_EQUAL(strlen(before), 16);
    load_scenario(&bench, good_scenario);
    CU_ASSERT_STRING_EQUAL(library_version(bench.library), before);
    load_scenario(&bench, "scenario \"A title\" { verifies = { \"TEST-01\" }, run = function() return end }");
    CU_ASSERT_STRING_NOT_EQUAL(library_version(bench.library), before);
    bench_close(&bench);
}

static void test_scenario_mistakes(void) {
    static const struct {
        const char *text, *mistake;
    } samples[] = {
        {"", "suites/play/one.lua:1: declares no scenario"},
        {"scenario \"A\" { verifies = { \"TEST-01\" }, run = function() end }\n"
         "scenario \"B\" { verifies = { \"TEST-01\" }, run = function() end }",
         "suites/play/one.lua:2: a file has one scenario; this is another"},
        {"\n\nscenario \"A\" { verify = { \"TEST-01\" }, run = function() end }",
         "suites/play/one.lua:3: a scenario has no field 'verify'"},
        {"scenario \"A\" { verifies = { \"TEST-01\" }, 5, run = function() end }",
         "a scenario has named fields only, not [1]"},
        {"scenario \"A\" { run = function() end }", "'verifies' names no requirement"},
        {"scenario \"A\" { verifies = {}, run = function() end }", "'verifies' names no requirement"},
        {"scenario \"A\" { verifies = \"TEST-01\", run = function() end }",
         "'verifies' is a list of strings, not a string"},
        {"scenario \"A\" { verifies = { \"TEST-01\", 5 }, run = function() end }",
         "'verifies' has strings only; number 2 is a number"},
        {"scenario \"A\" { verifies = { \"TEST-01\", [3] = \"TEST-02\" }, run = function() end }",
         "'verifies' is a list without gaps"},
        {"scenario \"A\" { verifies = { \"TEST-01\", x = 1 }, run = function() end }",
         "'verifies' is a list without gaps"},
        {"scenario \"A\" { verifies = { \"TEST-01\", \"TEST-01\" }, run = function() end }",
         "'verifies' names TEST-01 twice"},
        {"scenario \"A\" { verifies = { \"TEST-99\" }, run = function() end }",
         "'verifies': there is no requirement TEST-99"},
        {"scenario \"A\" { verifies = { \"TEST-01\" }, needs = { \"luck\" }, run = function() end }",
         "'needs': there is no need 'luck'"},
        {"scenario \"A\" { verifies = { \"TEST-01\" }, needs = \"always\", run = function() end }",
         "'needs' is a list of strings, not a string"},
        {"scenario \"A\" { verifies = { \"TEST-01\" }, isolated = 1, run = function() end }",
         "'isolated' is true or false, not a number"},
        {"scenario \"A\" { verifies = { \"TEST-01\" } }", "'run' is a function, not a nil"},
        {"scenario \"A\" { verifies = { \"TEST-01\" }, run = 5 }", "'run' is a function, not a number"},
        {"scenario \"\" { verifies = { \"TEST-01\" }, run = function() end }", "the title is one line of words"},
        {"scenario \"A\\nB\" { verifies = { \"TEST-01\" }, run = function() end }", "the title is one line of words"},
        {"scenario \"A\"", "scenario \"A\" is followed by a table of fields"},
        {"scenario \"A\" \"B\"", "scenario \"A\" is followed by a table of fields"},
        {"scenario (5) { verifies = { \"TEST-01\" }, run = function() end }", "scenario is followed by a string"},
        {"scenario \"A\" { verifies = ", "suites/play/one.lua:1: unexpected symbol near <eof>"},
        {"helper().x = 1", "suites/play/one.lua:1: attempt to index a nil value"},
        {"spi.call { fn = \"WSPSocket\" }",
         "suites/play/one.lua:1: there is no provider while a scenario is being read"},
        {"while true do end", "endless loop"},
    };
    struct bench bench;
    bench_open(&bench);
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        CU_ASSERT(contains(load_scenario(&bench, samples[i].text), samples[i].mistake));
    }
    bench_close(&bench);
}

static void test_long_title(void) {
    struct bench bench;
    bench_open(&bench);
    struct text text = {0};
    text_append(&text, "scenario \"");
    for (int i = 0; i < 101; i++) {
        text_append_char(&text, 'x');
    }
    text_append(&text, "\" { verifies = { \"TEST-01\" }, run = function() end }");
    CU_ASSERT(contains(load_scenario(&bench, text.string), "the title has 101 bytes, more than 100"));
    text_free(&text);
    bench_close(&bench);
}

static void test_requirement_mistakes(void) {
#define REST "source = \"S\", applies = \"all\", observe = \"O\""
    static const struct {
        const char *text, *mistake;
    } samples[] = {
        {"", "suites/requirements/test.lua:1: declares no requirement"},
        {"\nrequirement \"TEST-01\" { title = \"T\", level = \"must\", " REST " }",
         "suites/requirements/test.lua:2: 'statement' is missing"},
        {"requirement \"TEST-01\" { title = \"T\", statement = \"\", level = \"must\", " REST " }",
         "'statement' is empty"},
        {"requirement \"TEST-01\" { title = 5, statement = \"S\", level = \"must\", " REST " }",
         "'title' is a string, not a number"},
        {"requirement \"TEST-01\" { title = \"T\", statement = \"S\", level = \"shall\", " REST " }",
         "'level' is \"must\", \"should\" or \"may\", not \"shall\""},
        {"requirement \"TEST-01\" { title = \"T\", statement = \"S\", " REST " }", "'level' is missing"},
        {"requirement \"TEST-01\" { title = \"T\", statement = \"S\", level = \"may\", note = \"\", " REST " }",
         "a requirement has no field 'note'"},
        {"requirement \"TEST-1\" { title = \"T\", statement = \"S\", level = \"may\", " REST " }",
         "the id 'TEST-1' is not that of an area and two digits"},
        {"requirement \"OTHER-01\" { title = \"T\", statement = \"S\", level = \"may\", " REST " }",
         "the id 'OTHER-01' is not that of an area and two digits"},
        {"requirement \"TEST-01\" { title = \"T\", statement = \"S\", level = \"may\", " REST " }\n"
         "requirement \"TEST-01\" { title = \"T\", statement = \"S\", level = \"may\", " REST " }",
         "suites/requirements/test.lua:2: TEST-01 is declared twice"},
        {"requirement \"TEST-01\"", "requirement \"TEST-01\" is followed by a table of fields"},
        {"scenario \"TEST-01\" {}", "there is no global 'scenario'"},
    };
#undef REST
    struct bench bench;
    bench_open(&bench);
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        CU_ASSERT(contains(load_requirement(&bench, samples[i].text), samples[i].mistake));
    }
    bench_close(&bench);
}

static void test_bytecode(void) {
    struct bench bench;
    bench_open(&bench);
    static const char compiled[] = "\x1BLua\x54";
    CU_ASSERT(contains(load_with(&bench, "play/one.lua", compiled, sizeof compiled),
                       "suites/play/one.lua:1: this is compiled Lua; a scenario is text"));
    bench_close(&bench);
}

static void test_file_names(void) {
    static const struct {
        const char *path, *mistake;
    } samples[] = {
        {"play/Upper.lua", "suites/play/Upper.lua:1: a file's name has lower-case letters, digits and '-'"},
        {"play/under_score.lua", "a file's name has lower-case letters, digits and '-'"},
        {"play/other.LUA", "a file's name has lower-case letters, digits and '-'"},
        {"play/-dash.lua", "a file's name has lower-case letters, digits and '-'"},
        {"loose.lua", "suites/loose.lua:1: a scenario lies in the folder of its suite"},
        {"play two/x.lua", "suites/play two:1: a suite's name has lower-case letters, digits and '-'"},
    };
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        struct bench bench;
        bench_open(&bench);
        CU_ASSERT(
            contains(load_with(&bench, samples[i].path, good_scenario, strlen(good_scenario)), samples[i].mistake));
        bench_close(&bench);
    }
}

static void test_other_files(void) {
    struct bench bench;
    bench_open(&bench);
    CU_ASSERT_STRING_EQUAL(load_with(&bench, "play/README.md", "not Lua", 7), "");
    CU_ASSERT_EQUAL(library_scenarios(bench.library), 0);
    bench_write(&bench, "play/inner/x.lua", good_scenario, strlen(good_scenario));
    CU_ASSERT(contains(load_scenario(&bench, good_scenario), "suites/play/inner:1: a suite has no folders in it"));
    bench_close(&bench);
}

static void test_all_mistakes_at_once(void) {
    struct bench bench;
    bench_open(&bench);
    const char *first = "scenario \"A\" { verifies = { \"TEST-98\", \"TEST-99\" }, run = 5 }";
    bench_write(&bench, "early/one.lua", first, strlen(first));
    const char *message = load_scenario(&bench, "scenario \"A\" { verifies = {");
    CU_ASSERT(contains(message, "suites/early/one.lua:1: 'verifies': there is no requirement TEST-98\n"));
    CU_ASSERT(contains(message, "TEST-99\nsuites/play/one.lua:1: "));
    bench_close(&bench);
}

static void test_no_folder(void) {
    struct library *library;
    struct error error = {0};
    CU_ASSERT_EQUAL(library_load_with(&library, L"no such folder", &vocabulary_of_tests, &error), STATUS_USAGE);
    CU_ASSERT(contains(error.message, "there is no suites folder no such folder"));
    CU_ASSERT_PTR_NULL(library);
    error_clear(&error);
}

static void test_packed(void) {
    struct bench bench;
    struct library *packed = NULL, *plain = NULL;
    struct error error = {0};
    bench_open(&bench);
    bench_write(&bench, "play/one.lua", good_scenario, strlen(good_scenario));
    CU_ASSERT_EQUAL_FATAL(library_load(&plain, bench.folder, &error), STATUS_OK);
    char *text = library_pack(plain);
    CU_ASSERT_EQUAL_FATAL(library_unpack(&packed, text, &error), STATUS_OK);
    CU_ASSERT_STRING_EQUAL(library_version(packed), library_version(plain));
    CU_ASSERT_EQUAL_FATAL(library_requirements(packed), library_requirements(plain));
    for (size_t i = 0; i < library_requirements(plain); i++) {
        CU_ASSERT_STRING_EQUAL(library_requirement(packed, i)->id, library_requirement(plain, i)->id);
        CU_ASSERT_EQUAL(library_requirement(packed, i)->level, library_requirement(plain, i)->level);
    }
    const struct scenario_info *scenario = library_find_scenario(packed, "play.one");
    CU_ASSERT_PTR_NOT_NULL_FATAL(scenario);
    size_t length;
    CU_ASSERT_STRING_EQUAL(library_source(packed, scenario, &length), good_scenario);
    CU_ASSERT_EQUAL(length, strlen(good_scenario));
    library_free(packed);
    text[strlen(text) / 2] = '\0';
    CU_ASSERT_EQUAL(library_unpack(&packed, text, &error), STATUS_FAILED);
    CU_ASSERT_PTR_NULL(packed);
    error_clear(&error);
    free(text);
    library_free(plain);
    bench_close(&bench);
}

static const struct unit_case cases[] = {
    {"scenarios are read in the order of their ids", test_contents},
    {"requirements are read with their levels", test_requirements},
    {"the version changes with any content", test_version},
    {"every mistake in a scenario is named with its line", test_scenario_mistakes},
    {"a title has a length", test_long_title},
    {"every mistake in a requirement is named with its line", test_requirement_mistakes},
    {"compiled Lua is refused", test_bytecode},
    {"file names are plain", test_file_names},
    {"other files are passed over, other folders are not", test_other_files},
    {"all mistakes of all files are told at once", test_all_mistakes_at_once},
    {"a folder that is not there is a usage error", test_no_folder},
    {"packed suites are the suites", test_packed},
};

UNIT_MAIN("library", cases)
