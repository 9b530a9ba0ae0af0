/* Shards made one run again, with all its reports. */
#include <stdint.h>
#include <stdlib.h>

#include "command/command.h"
#include "command/documents.h"
#include "reports.h"
#include "results/merge.h"

struct request {
    struct arguments arguments;
    char *out;
    bool partial;
};

static const char usage[] = "wspcheck merge DIR... --out DIR [--partial]";

/* The merged run ends as it would have ended undivided, with its summary and its exit code. */
static enum status report(const char *folder, int *code, struct error *error) {
    struct results *results = NULL;
    struct report_options options = {0};
    enum status status = results_load(&results, folder, error);
    if (status == STATUS_OK) {
        status = reports_write(results, &options, error);
    }
    if (status == STATUS_OK) {
        struct summary_options summary = {0};
        struct text text = {0};
        char *shown = arguments_shown(folder);
        reports_summary(results, &summary, &text);
        text_format(&text, "%s\n", shown);
        arguments_print(&text);
        *code = results_exit_code(results);
        text_free(&text);
        free(shown);
    }
    results_free(results);
    return status;
}

int command_merge(int argc, char **argv) {
    struct request request = {0};
    struct error error = {0};
    int code = 0;
    const struct argument table[] = {
        {.name = "out", .path = &request.out}, {.name = "partial", .flag = &request.partial}, {.name = NULL}};
    enum status status = arguments_parse(&request.arguments, argc, argv, table, 1, SIZE_MAX, usage, &error);
    if (status == STATUS_OK && request.out == NULL) {
        status = error_set(&error, STATUS_USAGE, "merge needs a folder to write to; usage: %s", usage);
    }
    if (status == STATUS_OK) {
        status = results_merge((const char *const *)request.arguments.folders, request.arguments.count, request.out,
                               request.partial, &error);
    }
    if (status == STATUS_OK) {
        status = report(request.out, &code, &error);
    }
    arguments_free(&request.arguments);
    free(request.out);
    return status == STATUS_OK ? code : command_fail(&error);
}
