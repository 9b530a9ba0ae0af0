/* Shards as each CI system starts them: its variables, a run for each, and the whole put together again. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "results/files.h"
#include "stage.h"
#include "unit.h"

#define SHARDS 3
#define SCENARIOS 6
#define STREAM "--provider \"wspcheck reference stream\" --quiet"

struct system {
    const char *name;
    const char *index; /* NULL: it has no variables of its own, and passes --shard I/N */
    const char *total;
    const char *status_file;
    int first; /* what it calls the first shard */
};

static const struct system systems[] = {
    {"bazel", "TEST_SHARD_INDEX", "TEST_TOTAL_SHARDS", "TEST_SHARD_STATUS_FILE", 0},
    {"gtest", "GTEST_SHARD_INDEX", "GTEST_TOTAL_SHARDS", "GTEST_SHARD_STATUS_FILE", 0},
    {"gitlab", "CI_NODE_INDEX", "CI_NODE_TOTAL", NULL, 1},
    {"kubernetes", "JOB_COMPLETION_INDEX", "WSPCHECK_SHARD_TOTAL", NULL, 0},
    {"github and jenkins", NULL, NULL, NULL, 1},
};

static char *undivided; /* the folder of the run that was not divided */

static void set_number(const char *variable, int number) {
    char *word = text_make("%d", number);
    SetEnvironmentVariableA(variable, word);
    free(word);
}

static bool exists(const char *path) { return path != NULL && files_exists(path); }

/* Runs one shard in the system's environment; returns the run's folder. */
static char *run_shard(const struct system *system, int shard) {
    struct show show;
    char *folder = text_make("%s\\%s-%d", stage_folder, system->name, shard);
    char *status_file = system->status_file == NULL ? NULL : text_make("%s.status", folder);
    char *word = system->index == NULL ? text_make("%d/%d", shard, SHARDS) : text_make("auto");
    if (system->index != NULL) {
        set_number(system->index, shard - 1 + system->first);
        set_number(system->total, SHARDS);
    }
    if (status_file != NULL) {
        SetEnvironmentVariableA(system->status_file, status_file);
    }
    show_expect(&show, 0, "", "run " STREAM " --shard %s --out \"%s\"", word, folder);
    if (system->index != NULL) {
        CU_ASSERT_PTR_NOT_NULL(strstr(show.printed.string, system->index));
        SetEnvironmentVariableA(system->index, NULL);
        SetEnvironmentVariableA(system->total, NULL);
    }
    if (status_file != NULL) {
        CU_ASSERT_TRUE(exists(status_file));
        SetEnvironmentVariableA(system->status_file, NULL);
    }
    show_free(&show);
    free(word);
    free(status_file);
    return folder;
}

/* What two runs of the same may differ in. */
static void forget_times(cJSON *node) {
    static const char *const volatile_keys[] = {"duration_us", "started", "options"};
    for (size_t i = 0; i < sizeof volatile_keys / sizeof volatile_keys[0]; i++) {
        cJSON_DeleteItemFromObjectCaseSensitive(node, volatile_keys[i]);
    }
    cJSON *child;
    cJSON_ArrayForEach(child, node) { forget_times(child); }
}

static void expect_same_results(const char *merged) {
    cJSON *one = stage_results(undivided);
    cJSON *other = stage_results(merged);
    CU_ASSERT_EQUAL(stage_count(other, "pass"), SCENARIOS);
    forget_times(one);
    forget_times(other);
    CU_ASSERT_TRUE(cJSON_Compare(one, other, true));
    cJSON_Delete(one);
    cJSON_Delete(other);
    struct text left = {0};
    struct text right = {0};
    char *left_path = files_join(undivided, "results.tap");
    char *right_path = files_join(merged, "results.tap");
    CU_ASSERT_EQUAL(files_read(left_path, &left, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(files_read(right_path, &right, NULL), STATUS_OK);
    CU_ASSERT_STRING_EQUAL(text_string(&left), text_string(&right));
    text_free(&left);
    text_free(&right);
    free(left_path);
    free(right_path);
}

/* No shard has everything, and together they have it once: merge refuses what overlaps or is missing. */
static void act_out(const struct system *system) {
    struct show show;
    char *folders[SHARDS];
    char *out = text_make("%s\\%s-merged", stage_folder, system->name);
    for (int shard = 1; shard <= SHARDS; shard++) {
        folders[shard - 1] = run_shard(system, shard);
        cJSON *results = stage_results(folders[shard - 1]);
        CU_ASSERT_TRUE(stage_count(results, "pass") < SCENARIOS);
        cJSON_Delete(results);
    }
    show_expect(&show, 2, "shard 3 of 3 is missing", "merge \"%s\" \"%s\" --out \"%s\"", folders[0], folders[1], out);
    show_free(&show);
    show_expect(&show, 0, "(exit code 0)", "merge \"%s\" \"%s\" \"%s\" --out \"%s\"", folders[2], folders[0],
                folders[1], out);
    show_free(&show);
    expect_same_results(out);
    for (int i = 0; i < SHARDS; i++) {
        free(folders[i]);
    }
    free(out);
}

/* The first case also makes the run that all merged ones are compared with. */
static void bazel_s_shards_make_the_whole(void) {
    struct show show;
    undivided = stage_path("undivided");
    show_expect(&show, 0, "", "run " STREAM " --out \"%s\"", undivided);
    show_free(&show);
    act_out(&systems[0]);
}

static void gtest_s_shards_make_the_whole(void) { act_out(&systems[1]); }

static void gitlab_s_shards_make_the_whole(void) { act_out(&systems[2]); }

static void kubernetes_s_shards_make_the_whole(void) { act_out(&systems[3]); }

static void numbered_shards_make_the_whole(void) { act_out(&systems[4]); }

static void bazel_gets_the_files_that_it_asks_for(void) {
    struct show show;
    char *folder = stage_path("asked");
    char *document = stage_path("test.xml");
    char *premature = stage_path("premature");
    char *own = files_join(folder, "junit.xml");
    struct text left = {0};
    struct text right = {0};
    SetEnvironmentVariableA("XML_OUTPUT_FILE", document);
    SetEnvironmentVariableA("TEST_PREMATURE_EXIT_FILE", premature);
    show_expect(&show, 0, "", "run " STREAM " --out \"%s\"", folder);
    show_free(&show);
    CU_ASSERT_FALSE(files_exists(premature));
    CU_ASSERT_EQUAL(files_read(document, &left, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(files_read(own, &right, NULL), STATUS_OK);
    CU_ASSERT_TRUE(left.length > 0);
    CU_ASSERT_STRING_EQUAL(text_string(&left), text_string(&right));
    free(folder);
    folder = stage_path("killed");
    show_start(&show, "run " STREAM " --out \"%s\" --break tiny.four", folder);
    CU_ASSERT_TRUE(show_wait_for(&show, "waits for a debugger", 1));
    show_kill(&show);
    show_free(&show);
    CU_ASSERT_TRUE(files_exists(premature));
    SetEnvironmentVariableA("XML_OUTPUT_FILE", NULL);
    SetEnvironmentVariableA("TEST_PREMATURE_EXIT_FILE", NULL);
    text_free(&left);
    text_free(&right);
    free(own);
    free(premature);
    free(document);
    free(folder);
}

static void a_merge_says_what_changed_since_the_last_night(void) {
    struct show show;
    char *history = stage_path("nights");
    char *first = files_join(history, "1");
    char *out = stage_path("tonight");
    show_expect(&show, 2, "--baseline: ", "run " STREAM " --baseline \"%s\" --out \"%s\"", history, first);
    show_free(&show);
    show_expect(&show, 0, "", "run " STREAM " --history \"%s\" --out \"%s\"", history, first);
    CU_ASSERT_PTR_NULL(strstr(show.printed.string, "since the run of"));
    show_free(&show);
    show_expect(
        &show, 0, "6 the same",
        "merge \"%s\\gitlab-1\" \"%s\\gitlab-2\" \"%s\\gitlab-3\" --baseline \"%s\" --history \"%s\" --out \"%s\"",
        stage_folder, stage_folder, stage_folder, first, history, out);
    show_free(&show);
    char *changes = files_join(out, "changes.html");
    CU_ASSERT_TRUE(files_exists(changes));
    free(changes);
    free(out);
    free(first);
    free(history);
}

static const struct unit_case cases[] = {
    {"Bazel's shards make the whole", bazel_s_shards_make_the_whole},
    {"GoogleTest's shards make the whole", gtest_s_shards_make_the_whole},
    {"GitLab's shards make the whole", gitlab_s_shards_make_the_whole},
    {"Kubernetes' shards make the whole", kubernetes_s_shards_make_the_whole},
    {"shards by number, as for GitHub and Jenkins, make the whole", numbered_shards_make_the_whole},
    {"Bazel gets the files that it asks for", bazel_gets_the_files_that_it_asks_for},
    {"a merge says what changed since the last night", a_merge_says_what_changed_since_the_last_night},
};

int main(void) {
    stage_open("command-shards");
    int code = unit_main("shards from end to end", cases, sizeof cases / sizeof cases[0]);
    free(undivided);
    stage_close();
    return code;
}
