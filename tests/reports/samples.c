/*
 * "samples FOLDER": runs that never happened, with all their reports, for validators by other authors and for people
 * who want to see what a report looks like. FOLDER/NAME holds each run.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reports.h"
#include "results/files.h"
#include "statement/statement.h"
#include "synthetic.h"

struct sample {
    const char *name;
    struct synthetic_plan plan;
    const char *baseline; /* another sample's name */
    bool history;
    bool single;
};

static const char expectations[] =
    "[{\"provider\": \"MSAFD*\", \"scenario\": \"notify.*\", \"verdict\": \"fail\", "
    "\"reason\": \"https://bugs.winehq.org/show_bug.cgi?id=1&x=2\", \"until\": \"2030-12-31\", \"line\": 3}, "
    "{\"provider\": \"*\", \"scenario\": \"nothing.*\", \"verdict\": \"fail\", \"reason\": \"left over\", "
    "\"until\": \"\", \"line\": 4}]";

static const struct sample samples[] = {
    {"earlier/night-1", {.providers = 3, .scenarios = 24, .trouble = 22}, NULL, false, false},
    {"earlier/night-2", {.providers = 3, .scenarios = 24, .trouble = 22, .night = 1}, "earlier/night-1", false, false},
    {"earlier/one", {.providers = 1, .scenarios = 1}, NULL, false, false},
    {"all-pass", {.providers = 2, .scenarios = 12}, NULL, false, false},
    {"hostile", {.providers = 2, .scenarios = 12, .trouble = 60, .hostile = true}, NULL, false, false},
    {"mail", {.providers = 3, .scenarios = 12, .trouble = 22, .night = 1}, "earlier/night-1", false, true},
    {"night",
     {.providers = 4, .scenarios = 24, .trouble = 22, .night = 2, .rounds = 2, .expectations = expectations},
     "earlier/night-2",
     true,
     false},
    {"none", {.providers = 1, .scenarios = 0}, NULL, false, false},
};

static const char proof[] =
    "{\"faults\": [{\"fault\": \"defer-loses-place\", \"title\": \"Puts a deferred request last\", "
    "\"requirement\": \"DEFER-03\", \"caught\": true, \"by\": [\"defer.two-callers\"]},"
    "{\"fault\": \"group-nonzero\", \"title\": \"Invents a group\", "
    "\"requirement\": \"GROUP-02\", \"caught\": false, \"by\": []}]}";

static enum status write_journal(const char *folder, const struct synthetic_plan *plan, struct error *error) {
    struct text journal = {0};
    char *path = files_join(folder, "journal.jsonl");
    synthetic_journal(&journal, plan);
    enum status status = files_make_folder(folder, error);
    if (status == STATUS_OK) {
        status = files_write(path, journal.string, journal.length, error);
    }
    text_free(&journal);
    free(path);
    return status;
}

static enum status write_sample(const char *root, const struct sample *sample, struct error *error) {
    struct results *results = NULL;
    char *folder = files_join(root, sample->name);
    struct results *baseline = NULL;
    char *before = sample->baseline == NULL ? NULL : files_join(root, sample->baseline);
    char *proof_path = files_join(root, "proof.json");
    char *history = files_join(root, "earlier");
    struct report_options options = {.history = sample->history ? history : NULL,
                                     .proof = sample->history ? proof_path : NULL,
                                     .single_file = sample->single};
    enum status status = write_journal(folder, &sample->plan, error);
    if (status == STATUS_OK) {
        status = results_load(&results, folder, error);
    }
    if (status == STATUS_OK) {
        status = reports_find_baseline(&baseline, results, before, NULL, error);
    }
    options.baseline = baseline;
    if (status == STATUS_OK) {
        status = reports_write(results, &options, error);
    }
    results_free(baseline);
    results_free(results);
    free(folder);
    free(before);
    free(proof_path);
    free(history);
    return status;
}

/* The statement of one of the runs. */
static enum status write_statement(const char *root, const char *run, struct error *error) {
    struct results *results = NULL;
    char *folder = files_join(root, run);
    char *out = files_join(root, "statement");
    enum status status = results_load(&results, folder, error);
    if (status == STATUS_OK) {
        char digest[SHA256_DIGITS + 1];
        status = statement_write(results, out, digest, error);
    }
    results_free(results);
    free(folder);
    free(out);
    return status;
}

int main(int argc, char **argv) {
    struct error error = {0};
    enum status status = argc == 2 ? files_make_folder(argv[1], &error) : STATUS_USAGE;
    char *path = argc == 2 ? files_join(argv[1], "proof.json") : NULL;
    if (status == STATUS_OK) {
        status = files_write(path, proof, strlen(proof), &error);
    }
    for (size_t i = 0; i < sizeof samples / sizeof samples[0] && status == STATUS_OK; i++) {
        status = write_sample(argv[1], &samples[i], &error);
    }
    if (status == STATUS_OK) {
        status = write_statement(argv[1], "all-pass", &error);
    }
    if (status != STATUS_OK) {
        fprintf(stderr, "samples: %s\n", error.message == NULL ? "usage: samples FOLDER" : error.message);
    }
    error_clear(&error);
    free(path);
    return status == STATUS_OK ? 0 : 1;
}
