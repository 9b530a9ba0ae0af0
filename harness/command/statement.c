/* A folder that a vendor can hand over. */
#include "statement/statement.h"

#include <stdlib.h>

#include "command/command.h"
#include "command/documents.h"

static const char usage[] = "wspcheck statement DIR [--out DIR]";

int command_statement(int argc, char **argv) {
    struct arguments arguments;
    struct error error = {0};
    struct results *results = NULL;
    char *out = NULL;
    char digest[SHA256_DIGITS + 1];
    const struct argument table[] = {{.name = "out", .path = &out}, {.name = NULL}};
    enum status status = arguments_parse(&arguments, argc, argv, table, 1, 1, usage, &error);
    if (status == STATUS_OK && out == NULL) {
        out = text_make("%s-statement", arguments.folders[0]);
    }
    if (status == STATUS_OK) {
        status = arguments_load(&results, arguments.folders[0], &error);
    }
    if (status == STATUS_OK) {
        status = statement_write(results, out, digest, &error);
    }
    if (status == STATUS_OK) {
        struct text text = {0};
        char *shown = arguments_shown(out);
        text_format(&text, "%s\nPublish the hash of its manifest.sha256, so that nobody can exchange all of it:\n%s\n",
                    shown, digest);
        arguments_print(&text);
        text_free(&text);
        free(shown);
    }
    results_free(results);
    arguments_free(&arguments);
    free(out);
    return status == STATUS_OK ? 0 : command_fail(&error);
}
