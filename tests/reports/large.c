/*
 * Ten thousand results: "large make FOLDER" writes the journal, "large report FOLDER" loads it and writes every
 * document, and says how long that took of the processor and how much memory it had at most. "large check FOLDER" fails
 * when that was more than the project promises, two seconds and 64 MiB.
 */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "reports.h"
#include "results/files.h"
#include "synthetic.h"

static enum status make(const char *folder, struct error *error) {
    static const struct synthetic_plan plan = {.providers = 5, .scenarios = 2000, .trouble = 15};
    struct text journal = {0};
    char *path = files_join(folder, "journal.jsonl");
    synthetic_journal(&journal, &plan);
    enum status status = files_make_folder(folder, error);
    if (status == STATUS_OK) {
        status = files_write(path, journal.string, journal.length, error);
    }
    text_free(&journal);
    free(path);
    return status;
}

static enum status report(const char *folder, struct error *error) {
    struct results *results = NULL;
    struct report_options options = {0};
    enum status status = results_load(&results, folder, error);
    if (status == STATUS_OK) {
        status = reports_write(results, &options, error);
    }
    results_free(results);
    return status;
}

/* Returns 1 when the limits were passed. */
static int print_usage(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    double seconds = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                     (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
    double mebibytes = (double)usage.ru_maxrss / 1024;
    printf("# %.2f s, %.1f MiB\n", seconds, mebibytes);
    return seconds >= 2 || mebibytes >= 64;
}

int main(int argc, char **argv) {
    struct error error = {0};
    enum status status = STATUS_USAGE;
    int code = 0;
    if (argc == 3 && strcmp(argv[1], "make") == 0) {
        status = make(argv[2], &error);
    } else if (argc == 3) {
        status = report(argv[2], &error);
        code = print_usage();
    }
    if (status != STATUS_OK) {
        fprintf(stderr, "large: %s\n", error.message == NULL ? "usage: large make|report|check FOLDER" : error.message);
        error_clear(&error);
        return 1;
    }
    return argc == 3 && strcmp(argv[1], "check") == 0 ? code : 0;
}
