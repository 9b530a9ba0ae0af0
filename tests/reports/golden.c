/*
 * Every folder below fixtures/ holds one oddity: journal.jsonl and what is to come of it, results.json, junit.xml,
 * results.tap and summary.txt, or refused.txt. "golden FOLDER" compares; "golden FOLDER --write" writes them anew, to
 * be looked at before they are kept.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "junit/junit.h"
#include "reports.h"
#include "results/files.h"
#include "tap/tap.h"
#include "json/results_json.h"

static void summary(const struct results *results, struct output *output) {
    struct summary_options options = {0};
    reports_summary(results, &options, &output->text);
}

static const struct {
    const char *name;
    void (*write)(const struct results *results, struct output *output);
} documents[] = {
    {"results.json", results_json}, {"junit.xml", junit_xml}, {"results.tap", tap_14}, {"summary.txt", summary}};

struct run {
    bool write;
    unsigned points;
    unsigned failures;
};

static void compare(struct run *run, const char *folder, const char *fixture, const char *name, const char *found) {
    struct text expected = {0};
    char *path = files_join(folder, name);
    if (run->write) {
        files_write(path, found, strlen(found), NULL);
    }
    bool same = files_read(path, &expected, NULL) == STATUS_OK && strcmp(text_string(&expected), found) == 0;
    printf("%sok %u - %s: %s\n", same ? "" : "not ", ++run->points, fixture, name);
    run->failures += !same;
    text_free(&expected);
    free(path);
}

static void try_fixture(struct run *run, const char *folder, const char *fixture) {
    struct results *results = NULL;
    struct error error = {0};
    char *journal = files_join(folder, "journal.jsonl");
    char *path = files_join(folder, "README");
    printf("%sok %u - %s: README\n", files_exists(path) ? "" : "not ", ++run->points, fixture);
    run->failures += !files_exists(path);
    if (results_load(&results, journal, &error) != STATUS_OK) {
        /* The path in front of the sentence depends on where the sources are. */
        compare(run, folder, fixture, "refused.txt", strstr(error.message, "journal.jsonl: "));
        error_clear(&error);
    }
    for (size_t i = 0; results != NULL && i < sizeof documents / sizeof documents[0]; i++) {
        struct output output = {0};
        documents[i].write(results, &output);
        compare(run, folder, fixture, documents[i].name, text_string(&output.text));
        text_free(&output.text);
    }
    results_free(results);
    free(path);
    free(journal);
}

int main(int argc, char **argv) {
    struct file_names names = {0};
    struct error error = {0};
    struct run run = {.write = argc == 3 && strcmp(argv[2], "--write") == 0};
    if (argc < 2 || files_list(argv[1], &names, &error) != STATUS_OK) {
        printf("Bail out! %s\n", argc < 2 ? "no folder given" : error.message);
        return 1;
    }
    for (size_t i = 0; i < names.count; i++) {
        char *folder = files_join(argv[1], names.names[i]);
        try_fixture(&run, folder, names.names[i]);
        free(folder);
    }
    printf("1..%u\n", run.points);
    file_names_free(&names);
    return run.failures == 0 && run.points != 0 ? 0 : 1;
}
