/* What the command line takes, what it refuses with which sentence, and the exit codes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "results/files.h"
#include "stage.h"
#include "unit.h"

static const struct {
    const char *line;
    DWORD exit_code;
    const char *words;
} lines[] = {
    {"", 0, "usage: wspcheck COMMAND"},
    {"help", 0, "\"wspcheck help COMMAND\" says more"},
    {"--help", 0, "usage: wspcheck COMMAND"},
    {"--version", 0, "wspcheck "},
    {"help run", 0, "--timeout-scale X"},
    {"resume --help", 0, "usage: wspcheck resume DIR [--retry-incomplete]"},
    {"help nonsense", 2, "there is no command \"nonsense\""},
    {"nonsense", 2, "there is no command \"nonsense\"; \"wspcheck help\" names them all"},
    {"worker", 2, "worker is not for people"},
    {"run --jobs 0", 2, "--jobs expects a whole number"},
    {"run --quiet --verbose", 2, "--quiet means nothing together with --verbose"},
    {"run --format nonsense", 2, "--format"},
    {"run --shard auto", 2, "--shard auto found no CI's variables"},
    {"run --scenario tiny.seven", 2, "there is no scenario tiny.seven"},
    {"run --requirement TINY-02", 2, "there is no requirement TINY-02"},
    {"run --scenario other.*", 3, "none of the 6 scenarios was chosen"},
    {"run --provider nobody", 3, "no provider was chosen; there are: "},
    {"run --provider nobody", 3, "\"wspcheck reference stream\""},
    {"run --dll nowhere.dll", 2, "nowhere.dll: there is no such file"},
    {"run --expect nowhere.txt", 2, "nowhere.txt"},
    {"run --list --scenario t*.t*", 0, "tiny.three\r\ntiny.two\r\n"},
    {"run --in-process", 2, "--in-process is for one provider"},
    {"run --in-process --provider *stream", 2, "--in-process cannot run scenarios that need a process of their own"},
    {"resume", 2, "resume expects the folder of the run"},
    {"resume nowhere", 2, "nowhere"},
    {"resume nowhere --jobs 2", 2, "does not know what to do with \"--jobs\""},
    {"explain", 2, "explain expects the id"},
    {"explain TINY-01", 0, "A request can be accepted."},
    {"explain TINY-01", 0, "tiny.four: Connection four"},
    {"explain tiny.six", 0, "Runs in a process of its own."},
    {"explain tiny.seven", 2, "there is no requirement and no scenario tiny.seven"},
    {"lint", 0, "6 scenarios, 1 requirements in its suites, no mistakes"},
    {"lint suites\\tiny\\one.lua", 0, "no mistakes"},
    {"lint nowhere", 2, "there is no file or folder nowhere"},
    {"lint .", 2, "does not lie in a suites folder"},
    {"doctor", 0, "nothing is missing"},
    {"doctor now", 2, "doctor takes no arguments"},
};

static void every_line_has_its_exit_code_and_its_words(void) {
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        struct show show;
        show_expect(&show, lines[i].exit_code, lines[i].words, "%s", lines[i].line);
        show_free(&show);
    }
}

static void a_list_is_ids_and_nothing_else(void) {
    struct show show;
    show_expect(&show, 0, "", "run --list");
    CU_ASSERT_STRING_EQUAL(show.printed.string,
                           "tiny.five\r\ntiny.four\r\ntiny.one\r\ntiny.six\r\ntiny.three\r\ntiny.two\r\n");
    show_free(&show);
}

static void a_folder_with_something_in_it_is_refused(void) {
    char *folder = stage_path("taken");
    char *file = files_join(folder, "note.txt");
    files_make_folder(folder, NULL);
    files_write(file, "x", 1, NULL);
    struct show show;
    show_expect(&show, 2, "is not empty; name another for --out", "run --out \"%s\"", folder);
    show_free(&show);
    show_expect(&show, 2, "", "run --out \"%s\"", file);
    show_free(&show);
    free(file);
    free(folder);
}

static void mistakes_in_a_scenario_are_linted_where_they_are(void) {
    char *file = stage_path("suites\\tiny\\zero.lua");
    static const char content[] = "scenario \"Zero\" { verifies = { \"TINY-99\" }, run = function(wsp) end }\n";
    files_write(file, content, sizeof content - 1, NULL);
    struct show show;
    show_expect(&show, 1, "suites/tiny/zero.lua:1: ", "lint \"%s\"", file);
    show_free(&show);
    show_expect(&show, 0, "no mistakes here, but the suites it belongs to have some", "lint suites\\tiny\\one.lua");
    show_free(&show);
    show_expect(&show, 2, "suites/tiny/zero.lua:1: ", "run --list");
    show_free(&show);
    files_remove(file, NULL);
    free(file);
}

static void a_shard_may_come_from_the_environment(void) {
    struct show show;
    char *status_file = stage_path("status");
    SetEnvironmentVariableA("TEST_SHARD_INDEX", "1");
    SetEnvironmentVariableA("TEST_TOTAL_SHARDS", "2");
    SetEnvironmentVariableA("TEST_SHARD_STATUS_FILE", status_file);
    show_expect(&show, 0, "this is shard 2/2, by TEST_SHARD_INDEX and TEST_TOTAL_SHARDS", "run --list --shard auto");
    show_free(&show);
    CU_ASSERT_TRUE(files_exists(status_file));
    SetEnvironmentVariableA("TEST_SHARD_INDEX", NULL);
    SetEnvironmentVariableA("TEST_TOTAL_SHARDS", NULL);
    SetEnvironmentVariableA("TEST_SHARD_STATUS_FILE", NULL);
    free(status_file);
}

static const struct unit_case cases[] = {
    {"every line has its exit code and its words", every_line_has_its_exit_code_and_its_words},
    {"a list is ids and nothing else", a_list_is_ids_and_nothing_else},
    {"a folder with something in it is refused", a_folder_with_something_in_it_is_refused},
    {"mistakes in a scenario are linted where they are", mistakes_in_a_scenario_are_linted_where_they_are},
    {"a shard may come from the environment", a_shard_may_come_from_the_environment},
};

int main(void) {
    stage_open("words");
    SetEnvironmentVariableA("WSPCHECK_SUITES", stage_suites);
    int code = unit_main("command: words", cases, sizeof cases / sizeof cases[0]);
    stage_close();
    return code;
}
