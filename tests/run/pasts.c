/* Journals of runs that were cut short, and what a resumed run makes of them. */
#include "run/past.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "results/files.h"
#include "scratch.h"
#include "unit.h"

#define HEADER                                                                                                         \
    "{\"record\":\"header\",\"schema\":\"wspcheck-journal/1\",\"tool\":{\"version\":\"0\",\"suite_version\":\"s\"},"   \
    "\"rounds\":2,\"seed\":0,\"options\":{},\"providers\":[{\"index\":0,\"name\":\"p\"},{\"index\":1,\"name\":\"q\"}]" \
    ","                                                                                                                \
    "\"scenarios\":[{\"id\":\"a.one\"},{\"id\":\"a.two\"}],\"requirements\":[{\"id\":\"R-01\",\"level\":\"must\"}]}\n"
#define ABOUT(scenario, provider, round)                                                                               \
    "\"scenario\":\"" scenario "\",\"provider\":" #provider ",\"round\":" #round ",\"worker\":1"
#define START(scenario, provider, round) "{\"record\":\"start\"," ABOUT(scenario, provider, round) ",\"at_us\":5}\n"
#define CHECK(scenario, provider, round)                                                                               \
    "{\"record\":\"check\"," ABOUT(scenario, provider, round) ",\"requirement\":\"R-01\",\"verdict\":\"pass\"}\n"
#define RESULT(scenario, provider, round)                                                                              \
    "{\"record\":\"result\"," ABOUT(scenario, provider, round) ",\"verdict\":\"pass\",\"at_us\":70}\n"
#define WHOLE(scenario, provider, round)                                                                               \
    START(scenario, provider, round) CHECK(scenario, provider, round) RESULT(scenario, provider, round)
#define END(results) "{\"record\":\"end\",\"worker\":1,\"results\":" #results "}\n"
#define LOST(worker) "{\"record\":\"worker\",\"worker\":" #worker ",\"event\":\"killed\",\"provider\":0}\n"
#define RESUME "{\"record\":\"resume\",\"at_us\":100}\n"
#define FINISH "{\"record\":\"finish\",\"exit_code\":0,\"complete\":true,\"at_us\":100}\n"

/* The cells in the order p round 1, p round 2, q round 1, q round 2; two scenarios each. o open, s started, d done. */
static const struct {
    const char *journal;
    bool retry;
    const char *cells;
    unsigned long last_worker;
    bool finished;
} pasts[] = {
    {HEADER, false, "oooooooo", 0, false},
    {HEADER WHOLE("a.one", 0, 1) WHOLE("a.two", 0, 1) END(2), false, "ddoooooo", 1, false},
    /* Its worker had not ended its batch: the last result does not count yet. */
    {HEADER WHOLE("a.one", 0, 1) WHOLE("a.two", 0, 1), false, "dooooooo", 1, false},
    {HEADER WHOLE("a.one", 0, 1) START("a.two", 0, 1), false, "dsoooooo", 1, false},
    {HEADER WHOLE("a.one", 0, 1) START("a.two", 0, 1), true, "dooooooo", 1, false},
    {HEADER START("a.one", 0, 1) CHECK("a.one", 0, 1) "{\"record\":\"resu", false, "sooooooo", 1, false},
    /* Begun twice, and cut short twice: never again. */
    {HEADER START("a.one", 0, 1) RESUME START("a.one", 0, 1), true, "sooooooo", 1, false},
    {HEADER WHOLE("a.one", 1, 2) END(1) LOST(17), false, "oooooodo", 17, false},
    {HEADER WHOLE("a.one", 0, 1) END(1) FINISH, false, "dddddddd", 1, true},
    {HEADER START("a.one", 0, 1) LOST(1) FINISH, false, "sddddddd", 1, true},
    {HEADER START("a.one", 0, 1) LOST(1) FINISH, true, "oddddddd", 1, true},
};

static char *folder;

static void write_journal(const char *content) {
    char *path = files_join(folder, "journal.jsonl");
    CU_ASSERT_EQUAL(files_write(path, content, strlen(content), NULL), STATUS_OK);
    free(path);
}

static void cells_follow_from_the_journal(void) {
    for (size_t i = 0; i < sizeof pasts / sizeof pasts[0]; i++) {
        struct past past;
        struct error error = {0};
        write_journal(pasts[i].journal);
        CU_ASSERT_EQUAL_FATAL(past_read(&past, folder, pasts[i].retry, &error), STATUS_OK);
        char cells[9] = "";
        CU_ASSERT_EQUAL(ledger_size(&past.ledger), 8);
        for (size_t k = 0; k < 8; k++) {
            unsigned char cell = past.ledger.cells[k];
            cells[k] = cell == CELL_OPEN ? 'o' : cell == CELL_STARTED ? 's' : 'd';
        }
        if (strcmp(cells, pasts[i].cells) != 0) {
            printf("# journal %zu: %s instead of %s\n", i, cells, pasts[i].cells);
        }
        CU_ASSERT_STRING_EQUAL(cells, pasts[i].cells);
        CU_ASSERT_EQUAL(past.last_worker, pasts[i].last_worker);
        CU_ASSERT_EQUAL(past.finished, pasts[i].finished);
        CU_ASSERT_PTR_NOT_NULL(cJSON_GetObjectItem(past.header, "tool"));
        past_free(&past);
    }
}

static void what_is_no_journal_is_refused(void) {
    static const char *const contents[] = {"", "garbage\n", "{\"record\":\"start\"}\n",
                                           "{\"record\":\"header\",\"schema\":\"wspcheck-journal/2\"}\n",
                                           HEADER HEADER};
    for (size_t i = 0; i < sizeof contents / sizeof contents[0]; i++) {
        struct past past;
        struct error error = {0};
        write_journal(contents[i]);
        CU_ASSERT_EQUAL(past_read(&past, folder, false, &error), STATUS_FAILED);
        CU_ASSERT_PTR_NOT_NULL(error.message);
        error_clear(&error);
        past_free(&past);
    }
}

static void the_time_goes_on_where_it_stopped(void) {
    struct past past;
    write_journal(HEADER WHOLE("a.one", 0, 1) END(1));
    CU_ASSERT_EQUAL(past_read(&past, folder, false, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(past.elapsed_us, 70);
    past_free(&past);
}

static void a_provider_that_could_not_be_tested_counts(void) {
    int code = -1;
    write_journal(HEADER FINISH);
    CU_ASSERT_EQUAL(past_exit_code(folder, 0, &code, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(code, 4);
    CU_ASSERT_EQUAL(past_exit_code(folder, 1, &code, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(code, 1);
}

static const struct unit_case cases[] = {
    {"cells follow from the journal", cells_follow_from_the_journal},
    {"what is no journal is refused", what_is_no_journal_is_refused},
    {"the time goes on where it stopped", the_time_goes_on_where_it_stopped},
    {"a provider that could not be tested counts", a_provider_that_could_not_be_tested_counts},
};

int main(void) {
    folder = scratch_make("pasts");
    int code = unit_main("run: what journals say", cases, sizeof cases / sizeof cases[0]);
    scratch_remove(folder);
    free(folder);
    return code;
}
