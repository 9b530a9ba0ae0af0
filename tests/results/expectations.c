#include "results/expectations.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "results/model.h"
#include "scratch.h"
#include "unit.h"

static void a_file_is_read_line_by_line(void) {
    static const char file[] = "# what is known of Wine\n"
                               "\n"
                               "  # indented comment\n"
                               "\"MSAFD Tcpip [TCP*\" defer.one fail until 2030-06-30 Wine bug 12345 \r\n"
                               "*\tgroup.*\tskipped\treserved # not a comment\n"
                               "1001 x.y not-applicable https://example.org/1";
    struct expectations *read = NULL;
    CU_ASSERT_EQUAL_FATAL(expectations_parse(&read, file, "wine.txt", NULL), STATUS_OK);
    CU_ASSERT_EQUAL_FATAL(read->count, 3);
    const struct expectation *first = &read->entries[0];
    CU_ASSERT_STRING_EQUAL(first->provider, "MSAFD Tcpip [TCP*");
    CU_ASSERT_STRING_EQUAL(first->scenario, "defer.one");
    CU_ASSERT_EQUAL(first->verdict, VERDICT_FAIL);
    CU_ASSERT_STRING_EQUAL(first->until, "2030-06-30");
    CU_ASSERT_STRING_EQUAL(first->reason, "Wine bug 12345");
    CU_ASSERT_EQUAL(first->line, 4);
    CU_ASSERT_STRING_EQUAL(read->entries[1].reason, "reserved # not a comment");
    CU_ASSERT_EQUAL(read->entries[1].verdict, VERDICT_SKIPPED);
    CU_ASSERT_EQUAL(read->entries[2].line, 6);
    CU_ASSERT_STRING_EQUAL(read->entries[2].until, "");
    expectations_free(read);
}

static void faults_are_named_with_file_and_line(void) {
    static const char *const faults[][2] = {
        {"* x.y", "found \"* x.y\""},
        {"* x.y flaky reason", "found \"flaky\""},
        {"* x.y broken reason", "found \"broken\""},
        {"* x.y notrun reason", "found \"notrun\""},
        {"* x.y fail", "expected a reason"},
        {"* x.y fail   ", "expected a reason"},
        {"* x.y fail until", "expected a date"},
        {"* x.y fail until tomorrow bug", "found \"tomorrow\""},
        {"* x.y fail until 2030-13-01 bug", "2030-13-01"},
        {"* x.y fail until 2030-12-32 bug", "2030-12-32"},
        {"* x.y fail until 2030-12-31", "expected a reason"},
        {"\"* x.y fail bug", "expected a provider"},
    };
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        struct expectations *read = NULL;
        struct error error = {0};
        char *file = text_make("# first\n%s\n", faults[i][0]);
        CU_ASSERT_EQUAL(expectations_parse(&read, file, "e.txt", &error), STATUS_USAGE);
        CU_ASSERT_PTR_NULL(read);
        CU_ASSERT_PTR_NOT_NULL_FATAL(error.message);
        CU_ASSERT_EQUAL(strncmp(error.message, "e.txt:2: ", 9), 0);
        CU_ASSERT_PTR_NOT_NULL(strstr(error.message, faults[i][1]));
        error_clear(&error);
        free(file);
    }
}

static void a_missing_file_is_a_usage_error(void) {
    struct expectations *read = NULL;
    struct error error = {0};
    CU_ASSERT_EQUAL(expectations_load(&read, "scratch/nowhere.txt", &error), STATUS_USAGE);
    CU_ASSERT_PTR_NULL(read);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "nowhere.txt"));
    error_clear(&error);
}

static void json_carries_all_of_it(void) {
    struct expectations *read = NULL;
    struct expectations *again = NULL;
    CU_ASSERT_EQUAL_FATAL(expectations_parse(&read, "\n\"a b\" c.d crash until 2031-01-02 why not\n", "e", NULL),
                          STATUS_OK);
    cJSON *array = expectations_to_json(read);
    CU_ASSERT_EQUAL_FATAL(expectations_from_json(&again, array, NULL), STATUS_OK);
    CU_ASSERT_EQUAL_FATAL(again->count, 1);
    CU_ASSERT_STRING_EQUAL(again->entries[0].provider, "a b");
    CU_ASSERT_STRING_EQUAL(again->entries[0].scenario, "c.d");
    CU_ASSERT_STRING_EQUAL(again->entries[0].until, "2031-01-02");
    CU_ASSERT_STRING_EQUAL(again->entries[0].reason, "why not");
    CU_ASSERT_EQUAL(again->entries[0].verdict, VERDICT_CRASH);
    CU_ASSERT_EQUAL(again->entries[0].line, 2);
    cJSON_Delete(array);
    expectations_free(read);
    expectations_free(again);
}

static void json_without_a_verdict_is_refused(void) {
    struct expectations *read = NULL;
    cJSON *array = cJSON_Parse("[{\"provider\":\"*\",\"scenario\":\"*\"}]");
    CU_ASSERT_EQUAL(expectations_from_json(&read, array, NULL), STATUS_FAILED);
    CU_ASSERT_PTR_NULL(read);
    cJSON_Delete(array);
}

static void the_first_line_that_matches_speaks(void) {
    struct expectations *read = NULL;
    struct provider provider = {.name = "Some [TCP/IP]", .guid = "{e70f1aa0-ab8b}", .catalog_id = 1001};
    CU_ASSERT_EQUAL_FATAL(expectations_parse(&read,
                                             "other     a.b  fail r\n"
                                             "1001      a.*  warn r\n"
                                             "{E70F1*   c.d  crash r\n"
                                             "\"* [tcp*\" e.f timeout r\n"
                                             "all       *    fail r\n",
                                             "e", NULL),
                          STATUS_OK);
    CU_ASSERT_EQUAL(expectations_find(read, &provider, "a.b")->line, 2);
    CU_ASSERT_EQUAL(expectations_find(read, &provider, "c.d")->line, 3);
    CU_ASSERT_EQUAL(expectations_find(read, &provider, "e.f")->line, 4);
    CU_ASSERT_EQUAL(expectations_find(read, &provider, "g.h")->line, 5);
    read->count = 4;
    CU_ASSERT_PTR_NULL(expectations_find(read, &provider, "g.h"));
    CU_ASSERT_PTR_NULL(expectations_find(NULL, &provider, "g.h"));
    read->count = 5;
    expectations_free(read);
}

/* The exit code of a run in which everything passes, started on 2024-02-29. */
static int code_of(const char *options, const char *expectation) {
    struct text journal = {0};
    struct error error = {0};
    char *extra = text_make("\"options\":%s,\"expectations\":[%s],", options, expectation);
    scratch_header(&journal, 1, extra);
    scratch_scenario(&journal, "s.one", 1, "pass", "pass");
    scratch_scenario(&journal, "s.two", 1, "pass", "pass");
    scratch_scenario(&journal, "s.three", 1, "pass", "pass");
    scratch_line(&journal, "{'record':'end','worker':1,'results':3}");
    scratch_line(&journal, "{'record':'finish','exit_code':0,'complete':true,'at_us':90}");
    struct results *results = scratch_load("expecting", &journal, &error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(results);
    int code = results_exit_code(results);
    results_free(results);
    text_free(&journal);
    free(extra);
    return code;
}

#define LINE(provider, scenario, verdict, until)                                                                       \
    "{\"provider\":\"" provider "\",\"scenario\":\"" scenario "\",\"verdict\":\"" verdict                              \
    "\",\"reason\":\"r\",\"until\":\"" until "\",\"line\":1}"

static void lines_can_be_at_fault(void) {
    static const struct {
        const char *options;
        const char *line;
        int code;
    } rows[] = {
        {"{}", LINE("P", "s.one", "pass", ""), 0},
        {"{}", LINE("P", "s.one", "pass", "2024-02-29"), 0},
        {"{}", LINE("P", "s.one", "pass", "2024-02-28"), 1},
        {"{}", LINE("P", "s.one", "fail", ""), 1},
        {"{}", LINE("P", "s.nine", "fail", ""), 1},
        {"{}", LINE("Q", "s.one", "fail", ""), 1},
        {"{\"provider\":[\"all\"]}", LINE("Q", "s.one", "fail", ""), 1},
        {"{\"provider\":[\"P\"]}", LINE("Q", "s.one", "fail", ""), 0},
        {"{\"dll\":[\"p.dll\"]}", LINE("Q", "s.one", "fail", ""), 0},
        {"{\"provider\":[\"P\"]}", LINE("P", "s.nine", "fail", ""), 1},
        {"{\"provider\":[\"P\"]}", LINE("Q", "s.one", "fail", "2024-02-28"), 1},
        {"{\"scenario\":[\"s.*\"]}", LINE("P", "s.nine", "fail", ""), 0},
        {"{\"requirement\":[\"REQ-*\"]}", LINE("P", "s.nine", "fail", ""), 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (code_of(rows[i].options, rows[i].line) != rows[i].code) {
            char *words = text_make("%s with %s", rows[i].line, rows[i].options);
            CU_FAIL(words);
            free(words);
        }
    }
}

static const struct unit_case cases[] = {
    {"a file is read line by line", a_file_is_read_line_by_line},
    {"faults are named with file and line", faults_are_named_with_file_and_line},
    {"a missing file is a usage error", a_missing_file_is_a_usage_error},
    {"JSON carries all of it", json_carries_all_of_it},
    {"JSON without a verdict is refused", json_without_a_verdict_is_refused},
    {"the first line that matches speaks", the_first_line_that_matches_speaks},
    {"lines can be at fault", lines_can_be_at_fault},
};

UNIT_MAIN("results: expectations", cases)
