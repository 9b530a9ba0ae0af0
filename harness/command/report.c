/* All reports again, from the journals. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "command/command.h"
#include "command/documents.h"
#include "reports.h"
#include "results/files.h"

static const char usage[] = "wspcheck report DIR... [--out DIR] [--format LIST] [--baseline DIR] [--history DIR] "
                            "[--proof FILE] [--quiet]";

struct request {
    struct arguments arguments;
    char *out;
    const char *formats; /* words with commas between */
    char *baseline;
    char *history;
    char *proof;
    bool quiet;
};

/* With several runs, each gets a folder of its own name under --out. */
static char *folder_for(const struct request *request, size_t index) {
    const char *folder = request->arguments.folders[index];
    if (request->out == NULL) {
        return text_make("%s", folder);
    }
    if (request->arguments.count == 1) {
        return text_make("%s", request->out);
    }
    const char *name = folder;
    for (const char *at = folder; *at != '\0'; at++) {
        name = (*at == '/' || *at == '\\') && at[1] != '\0' ? at + 1 : name;
    }
    return files_join(request->out, name);
}

static enum status report(const struct request *request, size_t index, struct error *error) {
    struct results *results = NULL;
    char *out = folder_for(request, index);
    struct telling telling = {.options = {.out = out, .history = request->history, .proof = request->proof},
                              .baseline = request->baseline,
                              .silent = request->quiet};
    enum status status = arguments_formats(&telling.options, request->formats, error);
    if (status == STATUS_OK) {
        status = arguments_load(&results, request->arguments.folders[index], error);
    }
    if (status == STATUS_OK) {
        status = telling_of(results, &telling, error);
    }
    if (status == STATUS_OK && !request->quiet) {
        char *shown = arguments_shown(out);
        puts(shown);
        free(shown);
    }
    results_free(results);
    free(out);
    return status;
}

/* The exit code says whether the reports could be written, not how the runs went: the reports say that. */
int command_report(int argc, char **argv) {
    struct request request = {0};
    struct error error = {0};
    const struct argument table[] = {{.name = "out", .path = &request.out},
                                     {.name = "format", .value = &request.formats},
                                     {.name = "baseline", .path = &request.baseline},
                                     {.name = "history", .path = &request.history},
                                     {.name = "proof", .path = &request.proof},
                                     {.name = "quiet", .flag = &request.quiet},
                                     {.name = NULL}};
    enum status status = arguments_parse(&request.arguments, argc, argv, table, 1, SIZE_MAX, usage, &error);
    for (size_t i = 0; i < request.arguments.count && status == STATUS_OK; i++) {
        status = report(&request, i, &error);
    }
    arguments_free(&request.arguments);
    free(request.out);
    free(request.baseline);
    free(request.history);
    free(request.proof);
    return status == STATUS_OK ? 0 : command_fail(&error);
}
