/* Runs from start to end, and runs that are cut short and gone on with. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/wide.h"
#include "results/files.h"
#include "stage.h"
#include "unit.h"

#define SCENARIOS 6
#define STREAM "--provider \"wspcheck reference stream\""

static bool has(const char *folder, const char *name) {
    char *path = files_join(folder, name);
    bool there = files_exists(path);
    free(path);
    return there;
}

static void a_run_leaves_everything_behind(void) {
    struct show show;
    char *folder = stage_path("whole");
    show_expect(&show, 0, "index.html", "run " STREAM " --out \"%s\"", folder);
    CU_ASSERT_PTR_NOT_NULL(strstr(show.printed.string, "6 scenarios on"));
    CU_ASSERT_PTR_NOT_NULL(strstr(show.printed.string, "(exit code 0)"));
    static const char *const files[] = {"journal.jsonl", "results.json", "junit.xml", "results.tap", "index.html"};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        CU_ASSERT_TRUE(has(folder, files[i]));
    }
    CU_ASSERT_FALSE(has(folder, "run.lock"));
    CU_ASSERT_FALSE(has(folder, "worker-1.log"));
    cJSON *results = stage_results(folder);
    CU_ASSERT_EQUAL(stage_count(results, "pass"), SCENARIOS);
    cJSON_Delete(results);
    show_free(&show);
    show_expect(&show, 0, "nothing is left to do", "resume \"%s\"", folder);
    show_free(&show);
    show_expect(&show, 2, "is not empty", "run " STREAM " --out \"%s\"", folder);
    show_free(&show);
    free(folder);
}

static void order_jobs_and_rounds_change_no_verdict(void) {
    static const char *const variants[] = {"--jobs 1 --quiet", "--jobs 4 --shuffle --repeat 2", "--shuffle=5 --jobs 2"};
    for (int i = 0; i < 3; i++) {
        struct show show;
        char *folder = text_make("%s\\variant-%d", stage_folder, i);
        show_expect(&show, 0, "", "run " STREAM " --out \"%s\" %s", folder, variants[i]);
        cJSON *results = stage_results(folder);
        CU_ASSERT_EQUAL(stage_count(results, "pass"), SCENARIOS);
        cJSON_Delete(results);
        show_free(&show);
        free(folder);
    }
}

static void a_run_may_stay_in_one_process(void) {
    struct show show;
    char *folder = stage_path("in-process");
    show_expect(&show, 0, "", "run " STREAM " --in-process --out \"%s\" --scenario tiny.t* --scenario tiny.one",
                folder);
    cJSON *results = stage_results(folder);
    CU_ASSERT_EQUAL(stage_count(results, "pass"), 3);
    cJSON_Delete(results);
    show_free(&show);
    free(folder);
    folder = stage_path("in-process-isolated");
    show_expect(&show, 0, "", "run " STREAM " --in-process --out \"%s\" --scenario tiny.six", folder);
    show_free(&show);
    free(folder);
}

static void a_worker_waits_for_a_debugger_where_it_was_told_to(void) {
    struct show show;
    char *folder = stage_path("break");
    show_start(&show, "run " STREAM " --out \"%s\" --break tiny.four", folder);
    CU_ASSERT_TRUE(show_wait_for(&show, "waits for a debugger", 1));
    show_kill(&show);
    show_free(&show);
    free(folder);
}

/* Kills the harness when so many scenarios have passed, and goes on with its run. */
static void kill_and_resume(int passed) {
    struct show show;
    char *folder = text_make("%s\\killed-%d", stage_folder, passed);
    show_start(&show, "run " STREAM " --out \"%s\" --jobs 1 --verbose", folder);
    CU_ASSERT_TRUE(show_wait_for(&show, passed == 0 ? "scenarios on" : "pass   ", passed == 0 ? 1 : passed));
    show_kill(&show);
    show_free(&show);
    show_start(&show, "resume \"%s\" --retry-incomplete", folder);
    show_finish(&show);
    CU_ASSERT_EQUAL(show.exit_code, 0);
    cJSON *results = stage_results(folder);
    CU_ASSERT_EQUAL(stage_count(results, "pass"), SCENARIOS);
    cJSON_Delete(results);
    show_free(&show);
    free(folder);
}

static void a_killed_run_can_be_gone_on_with_at_any_point(void) {
    for (int passed = 0; passed <= SCENARIOS; passed += 2) {
        kill_and_resume(passed);
    }
}

/* A run in whose journal a scenario has begun and nothing more. */
static char *make_cut_run(const char *name) {
    struct show show;
    char *folder = stage_path(name);
    show_start(&show, "run " STREAM " --out \"%s\" --break tiny.four", folder);
    CU_ASSERT_TRUE(show_wait_for(&show, "waits for a debugger", 1));
    show_kill(&show);
    show_free(&show);
    return folder;
}

static void what_was_running_is_incomplete_and_retried_once(void) {
    struct show show;
    char *folder = make_cut_run("incomplete");
    show_expect(&show, 4, "(exit code 4)", "resume \"%s\"", folder);
    show_free(&show);
    cJSON *results = stage_results(folder);
    CU_ASSERT_EQUAL(stage_count(results, "pass"), SCENARIOS - 1);
    CU_ASSERT_EQUAL(stage_count(results, "incomplete"), 1);
    cJSON_Delete(results);
    show_start(&show, "resume \"%s\" --retry-incomplete", folder);
    CU_ASSERT_TRUE(show_wait_for(&show, "waits for a debugger", 1));
    show_kill(&show);
    show_free(&show);
    show_expect(&show, 4, "(exit code 4)", "resume \"%s\" --retry-incomplete", folder);
    show_free(&show);
    free(folder);
}

static void two_harnesses_do_not_share_a_folder(void) {
    struct show show;
    char *folder = make_cut_run("locked");
    char *lock = files_join(folder, "run.lock");
    wchar_t *wide = wide_from_utf8(lock);
    HANDLE other = CreateFileW(wide, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
    show_expect(&show, 1, "another wspcheck is at work", "resume \"%s\"", folder);
    show_free(&show);
    CloseHandle(other);
    DeleteFileW(wide);
    show_expect(&show, 4, "", "resume \"%s\"", folder);
    show_free(&show);
    free(wide);
    free(lock);
    free(folder);
}

static void a_changed_suite_is_not_gone_on_with(void) {
    struct show show;
    char *folder = make_cut_run("changed");
    char *file = stage_path("suites\\tiny\\one.lua");
    struct text before = {0};
    files_read(file, &before, NULL);
    char *after = text_make("%s-- changed\n", before.string);
    files_write(file, after, strlen(after), NULL);
    show_expect(&show, 2, "the suites have changed since the run was begun", "resume \"%s\"", folder);
    show_free(&show);
    files_write(file, before.string, before.length, NULL);
    show_expect(&show, 4, "", "resume \"%s\"", folder);
    show_free(&show);
    free(after);
    text_free(&before);
    free(file);
    free(folder);
}

/* Replaces words in a run's journal. */
static void edit_journal(const char *folder, const char *from, const char *to) {
    char *path = files_join(folder, "journal.jsonl");
    struct text before = {0}, after = {0};
    files_read(path, &before, NULL);
    const char *at = strstr(before.string, from);
    CU_ASSERT_PTR_NOT_NULL_FATAL(at);
    text_append_bytes(&after, before.string, (size_t)(at - before.string));
    text_append(&after, to);
    text_append(&after, at + strlen(from));
    files_write(path, after.string, after.length, NULL);
    text_free(&before);
    text_free(&after);
    free(path);
}

static void a_changed_plan_is_not_gone_on_with(void) {
    static const struct {
        const char *from, *to, *words;
    } edits[] = {
        {"\"rounds\":1", "\"rounds\":2", "the rounds of the run are not what they were"},
        {"\"title\":\"Connection two\"", "\"title\":\"Other\"", "the scenarios of the run"},
        {"\"sha256\":\"", "\"sha256\":\"0", "the DLL of the provider \"wspcheck reference stream\" has changed"},
        {"\"type\":\"SOCK_STREAM\"", "\"type\":\"SOCK_DGRAM\"", "is not what it was when the run was begun"},
        {"\"provider\":[\"wspcheck reference stream\"]", "\"provider\":[\"*reference*\"]", "the run was begun with 1 "},
    };
    for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
        struct show show;
        char *name = text_make("edited-%zu", i);
        char *folder = make_cut_run(name);
        edit_journal(folder, edits[i].from, edits[i].to);
        show_expect(&show, 2, edits[i].words, "resume \"%s\"", folder);
        show_free(&show);
        free(folder);
        free(name);
    }
}

static void paths_may_be_long_and_in_any_script(void) {
    struct text name = {0};
    text_append(&name, "\xC3\xBC\xE4\xB8\xAD \xD0\x96");
    for (int i = 0; i < 6; i++) {
        text_format(&name, "\\a-folder-with-a-name-that-takes-fifty-characters-%d", i);
    }
    struct show show;
    char *folder = stage_path(name.string);
    CU_ASSERT_TRUE(strlen(folder) > 300);
    show_expect(&show, 0, "(exit code 0)", "run " STREAM " --scenario tiny.t* --out \"%s\"", folder);
    cJSON *results = stage_results(folder);
    CU_ASSERT_EQUAL(stage_count(results, "pass"), 2);
    cJSON_Delete(results);
    show_free(&show);
    free(folder);
    text_free(&name);
}

static void a_run_without_out_is_found_by_its_date(void) {
    struct show show;
    show_expect(&show, 0, "", "run " STREAM " --scenario tiny.one");
    struct text latest = {0};
    char *file = stage_path("reports\\out\\latest.txt");
    CU_ASSERT_EQUAL(files_read(file, &latest, NULL), STATUS_OK);
    char *run = text_make("%s\\reports\\out\\%.*s", stage_folder, (int)strcspn(text_string(&latest), "\n"),
                          text_string(&latest));
    CU_ASSERT_TRUE(has(run, "journal.jsonl"));
    free(run);
    free(file);
    text_free(&latest);
    show_free(&show);
}

static const struct unit_case cases[] = {
    {"a run leaves everything behind", a_run_leaves_everything_behind},
    {"order, jobs and rounds change no verdict", order_jobs_and_rounds_change_no_verdict},
    {"a run may stay in one process", a_run_may_stay_in_one_process},
    {"a worker waits for a debugger where it was told to", a_worker_waits_for_a_debugger_where_it_was_told_to},
    {"a killed run can be gone on with at any point", a_killed_run_can_be_gone_on_with_at_any_point},
    {"what was running is incomplete, and retried once", what_was_running_is_incomplete_and_retried_once},
    {"two harnesses do not share a folder", two_harnesses_do_not_share_a_folder},
    {"a changed suite is not gone on with", a_changed_suite_is_not_gone_on_with},
    {"a changed plan is not gone on with", a_changed_plan_is_not_gone_on_with},
    {"paths may be long and in any script", paths_may_be_long_and_in_any_script},
    {"a run without --out is found by its date", a_run_without_out_is_found_by_its_date},
};

int main(void) {
    stage_open("runs");
    int code = unit_main("command: runs", cases, sizeof cases / sizeof cases[0]);
    stage_close();
    return code;
}
