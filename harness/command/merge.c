/* Shards made one run again, with all its reports. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "command/command.h"
#include "command/documents.h"
#include "reports.h"
#include "results/merge.h"

struct request {
    struct arguments arguments;
    char *out;
    const char *formats;
    char *baseline;
    char *history;
    bool partial;
};

static const char usage[] =
    "wspcheck merge DIR... --out DIR [--partial] [--format LIST] [--baseline DIR] [--history DIR]";

/* The merged run ends as it would have ended undivided, with its summary and its exit code. */
static enum status report(const struct request *request, struct telling *telling, int *code, struct error *error) {
    struct results *results = NULL;
    enum status status = results_load(&results, request->out, error);
    if (status == STATUS_OK) {
        status = telling_of(results, telling, error);
    }
    if (status == STATUS_OK) {
        char *shown = arguments_shown(request->out);
        puts(shown);
        *code = results_exit_code(results);
        free(shown);
    }
    results_free(results);
    return status;
}

int command_merge(int argc, char **argv) {
    struct request request = {0};
    struct error error = {0};
    int code = 0;
    struct telling telling = {.to_ci = true};
    const struct argument table[] = {
        {.name = "out", .path = &request.out},         {.name = "partial", .flag = &request.partial},
        {.name = "format", .value = &request.formats}, {.name = "baseline", .path = &request.baseline},
        {.name = "history", .path = &request.history}, {.name = NULL}};
    enum status status = arguments_parse(&request.arguments, argc, argv, table, 1, SIZE_MAX, usage, &error);
    if (status == STATUS_OK && request.out == NULL) {
        status = error_set(&error, STATUS_USAGE, "merge needs a folder to write to; usage: %s", usage);
    }
    if (status == STATUS_OK) {
        status = arguments_formats(&telling.options, request.formats, &error);
    }
    if (status == STATUS_OK) {
        status = results_merge((const char *const *)request.arguments.folders, request.arguments.count, request.out,
                               request.partial, &error);
    }
    if (status == STATUS_OK) {
        telling.baseline = request.baseline;
        telling.options.history = request.history;
        status = report(&request, &telling, &code, &error);
    }
    arguments_free(&request.arguments);
    free(request.out);
    free(request.baseline);
    free(request.history);
    return status == STATUS_OK ? code : command_fail(&error);
}
