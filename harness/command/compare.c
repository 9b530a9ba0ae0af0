/* What changed between two runs. */
#include <stdlib.h>
#include <string.h>

#include "command/command.h"
#include "command/documents.h"
#include "compare/changes.h"
#include "reports.h"
#include "results/files.h"

static const char usage[] = "wspcheck compare OLD NEW [--json] [--html DIR]";

struct request {
    struct arguments arguments;
    bool json;
    char *html;
};

static enum status show(const struct request *request, const struct results *before, const struct results *after,
                        int *code, struct error *error) {
    struct changes changes;
    struct text text = {0};
    enum status status = STATUS_OK;
    changes_find(&changes, before, after);
    if (request->json) {
        changes_json(&changes, &text);
    } else {
        changes_text(&changes, &text);
    }
    arguments_print(&text);
    if (request->html != NULL) {
        struct report_options options = {.out = request->html, .formats = REPORT_HTML, .baseline = before};
        status = reports_write(after, &options, error);
    }
    *code = changes.counts[CHANGE_WORSE] != 0;
    text_free(&text);
    changes_free(&changes);
    return status;
}

int command_compare(int argc, char **argv) {
    struct request request = {0};
    struct error error = {0};
    struct results *before = NULL;
    struct results *after = NULL;
    int code = 0;
    const struct argument table[] = {
        {.name = "json", .flag = &request.json}, {.name = "html", .path = &request.html}, {.name = NULL}};
    enum status status = arguments_parse(&request.arguments, argc, argv, table, 2, 2, usage, &error);
    if (status == STATUS_OK) {
        status = arguments_load(&before, request.arguments.folders[0], &error);
    }
    if (status == STATUS_OK) {
        status = arguments_load(&after, request.arguments.folders[1], &error);
    }
    if (status == STATUS_OK) {
        status = show(&request, before, after, &code, &error);
    }
    results_free(before);
    results_free(after);
    arguments_free(&request.arguments);
    free(request.html);
    return status == STATUS_OK ? code : command_fail(&error);
}
