#include "command/conduct.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "command/bazel.h"
#include "command/command.h"
#include "command/documents.h"
#include "command/interrupt.h"
#include "command/progress.h"
#include "reports.h"
#include "results/files.h"

static enum status choose_formats(struct report_options *chosen, const struct run_options *options,
                                  struct error *error) {
    *chosen = (struct report_options){0};
    for (size_t i = 0; i < options->formats.count; i++) {
        if (report_options_add_format(chosen, options->formats.items[i], error) != STATUS_OK) {
            return error_prefix(error, "--format");
        }
    }
    return STATUS_OK;
}

enum status conduct_verify_formats(const struct run_options *options, struct error *error) {
    struct report_options chosen;
    return choose_formats(&chosen, options, error);
}

static void print_pages(const char *folder) {
    static const char *const pages[] = {"index.html", "report.html", "results.json", "journal.jsonl"};
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
        char *path = files_join(folder, pages[i]);
        bool there = files_exists(path);
        if (there) {
            char *words = arguments_shown(path);
            printf("%s\n", words);
            free(words);
        }
        free(path);
        if (there) {
            return;
        }
    }
}

enum status conduct_verify_baseline(const struct run_options *options, struct error *error) {
    struct results *baseline = NULL;
    enum status status = options->baseline == NULL ? STATUS_OK : arguments_load(&baseline, options->baseline, error);
    results_free(baseline);
    return status == STATUS_OK ? STATUS_OK : error_prefix(error, "--baseline");
}

int conduct_report(const char *folder, const struct run_options *options, int exit_code) {
    struct error error = {0};
    struct results *results = NULL;
    struct telling telling = {.summary = {.colours = progress_terminal() != 0, .verbose = options->verbose},
                              .baseline = options->baseline,
                              .to_ci = true};
    if (results_load(&results, folder, &error) != STATUS_OK) {
        command_fail(&error);
        return 5;
    }
    choose_formats(&telling.options, options, NULL);
    telling.options.history = options->history;
    enum status status = telling_of(results, &telling, &error);
    if (bazel_end(results, status == STATUS_OK ? &error : NULL) != STATUS_OK || status != STATUS_OK) {
        command_fail(&error);
        exit_code = 5;
    }
    results_free(results);
    print_pages(folder);
    fflush(stdout);
    return exit_code;
}

static void print_lines(const struct text *lines) {
    if (lines->length != 0) {
        fprintf(stderr, "wspcheck: %s", lines->string);
    }
}

static void print_plan(const struct run *run) {
    const struct plan *plan = &run->plan;
    printf("%zu scenario%s", plan->scenario_count, plan->scenario_count == 1 ? "" : "s");
    if (plan->rounds > 1) {
        printf(", %u times", plan->rounds);
    }
    if (plan->shard.total != 0) {
        printf(" (shard %u/%u)", plan->shard.index, plan->shard.total);
    }
    if (plan->shuffled) {
        printf(", shuffled with the seed %lu", plan->seed);
    } else if (run->options->reverse) {
        printf(", the last one first");
    }
    puts(" on");
    for (size_t i = 0; i < plan->provider_count; i++) {
        char *dll = plan->providers[i].dll == NULL ? memory_string("") : arguments_shown(plan->providers[i].dll);
        printf("  %s  %s\n", plan->providers[i].name, dll);
        free(dll);
    }
    fflush(stdout);
}

int conduct(struct run *run) {
    struct progress progress;
    struct run_end end;
    struct error error = {0};
    if (!run->options->quiet) {
        print_plan(run);
    }
    print_lines(&run->roster.notes);
    print_lines(&run->plan.notes);
    progress_start(&progress, &run->plan, &run->ledger, run->options->quiet, run->options->verbose);
    struct watcher watcher = progress_watcher(&progress);
    enum status status = run_go(run, &watcher, &end, &error);
    progress_finish(&progress);
    int exit_code = end.exit_code;
    if (status != STATUS_OK) {
        int code = command_fail(&error);
        exit_code = code == 5 ? 5 : exit_code;
    }
    exit_code = conduct_report(run->folder.path, run->options, exit_code);
    print_lines(&end.remarks);
    text_free(&end.remarks);
    interrupt_done();
    return exit_code;
}
