/* A folder that a vendor can hand over. */
#include "statement/statement.h"

#include <stdlib.h>

#include "command/command.h"
#include "command/documents.h"

static const char usage[] = "wspcheck statement DIR [--out DIR]";

struct request {
    struct arguments arguments;
    char *out;
};

static void print_result(const char *out, const char *digest) {
    struct text text = {0};
    char *shown = arguments_shown(out);
    text_format(&text, "%s\nPublish the hash of its manifest.sha256, so that nobody can exchange all of it:\n%s\n",
                shown, digest);
    arguments_print(&text);
    text_free(&text);
    free(shown);
}

int command_statement(int argc, char **argv) {
    struct request request = {0};
    struct error error = {0};
    struct results *results = NULL;
    char digest[SHA256_DIGITS + 1];
    const struct argument table[] = {{.name = "out", .path = &request.out}, {.name = NULL}};
    enum status status = arguments_parse(&request.arguments, argc, argv, table, 1, 1, usage, &error);
    if (status == STATUS_OK && request.out == NULL) {
        request.out = text_make("%s-statement", request.arguments.folders[0]);
    }
    if (status == STATUS_OK) {
        status = arguments_load(&results, request.arguments.folders[0], &error);
    }
    if (status == STATUS_OK) {
        status = statement_write(results, request.out, digest, &error);
    }
    if (status == STATUS_OK) {
        print_result(request.out, digest);
    }
    results_free(results);
    arguments_free(&request.arguments);
    free(request.out);
    return status == STATUS_OK ? 0 : command_fail(&error);
}
