#include "run/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/wide.h"
#include "command/bazel.h"
#include "command/command.h"
#include "command/conduct.h"
#include "command/interrupt.h"
#include "command/paths.h"
#include "results/files.h"

void command_run_help(void) {
    struct text text = {0};
    run_options_help(&text);
    fputs(text_string(&text), stdout);
    text_free(&text);
}

static void make_full(char **path) {
    if (*path != NULL) {
        wchar_t *full = path_from_user(*path);
        free(*path);
        *path = wide_to_utf8(full);
        free(full);
    }
}

/* From here on paths mean the same wherever they are read: in the journal too. */
static void make_paths_full(struct run_options *options) {
    make_full(&options->suites);
    make_full(&options->expect);
    make_full(&options->out);
    make_full(&options->baseline);
    make_full(&options->history);
    make_full(&options->protocols);
    for (size_t i = 0; i < options->dlls.count; i++) {
        make_full(&options->dlls.items[i]);
    }
}

/* Bazel counts a test as one that understands shards only when it touches this file. */
static enum status touch(char *status_file, struct error *error) {
    make_full(&status_file);
    enum status status = status_file == NULL ? STATUS_OK : files_write(status_file, "", 0, error);
    free(status_file);
    return status;
}

static enum status settle_shard(struct run_options *options, struct error *error) {
    if (options->shard_word == NULL || strcmp(options->shard_word, "auto") != 0) {
        return STATUS_OK;
    }
    const char *source;
    char *status_file;
    if (shard_from_environment(&options->shard, &source, &status_file, error) != STATUS_OK) {
        return error->status;
    }
    free(options->shard_word);
    options->shard_word = text_make("%u/%u", options->shard.index, options->shard.total);
    fprintf(stderr, "wspcheck: this is shard %s, by %s\n", options->shard_word, source);
    return touch(status_file, error);
}

/* A seed that nobody gave is chosen now, so that the journal has it. */
static void settle_seed(struct run_options *options) {
    if (options->shuffle && !options->seed_given) {
        unsigned long long mixed = clock_us() * 2654435761u ^ GetCurrentProcessId();
        options->seed = (unsigned long)((mixed ^ (mixed >> 32)) & 0xFFFFFFFFu);
        options->seed_given = true;
    }
}

static enum status read_options(struct run_options *options, int argc, char **argv, struct error *error) {
    enum status status = run_options_parse(options, argc - 1, argv + 1, error);
    if (status != STATUS_OK || (status = conduct_verify_formats(options, error)) != STATUS_OK ||
        (status = settle_shard(options, error)) != STATUS_OK) {
        return status;
    }
    settle_seed(options);
    make_paths_full(options);
    return conduct_verify_baseline(options, error);
}

static int print_ids(const struct plan *plan) {
    for (size_t i = 0; i < plan->scenario_count; i++) {
        puts(plan->scenarios[i].id);
    }
    return 0;
}

static int prepare_and_run(const struct run_options *options) {
    struct run run = {0};
    struct error error = {0};
    int code;
    if (run_prepare(&run, options, interrupt_watch(), &error) != STATUS_OK) {
        code = command_fail(&error);
    } else if (options->list) {
        code = print_ids(&run.plan);
    } else if (bazel_begin(&error) != STATUS_OK || run_begin(&run, &error) != STATUS_OK) {
        code = command_fail(&error);
    } else {
        code = conduct(&run);
    }
    run_free(&run);
    return code;
}

int command_run(int argc, char **argv) {
    struct run_options options = {0};
    struct error error = {0};
    int code =
        read_options(&options, argc, argv, &error) == STATUS_OK ? prepare_and_run(&options) : command_fail(&error);
    run_options_free(&options);
    return code;
}
