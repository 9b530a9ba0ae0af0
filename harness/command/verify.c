/* Whether anything in a statement was altered. */
#include <stdlib.h>

#include "command/command.h"
#include "command/documents.h"
#include "statement/statement.h"

static const char usage[] = "wspcheck verify DIR";

int command_verify(int argc, char **argv) {
    struct arguments arguments;
    struct error error = {0};
    struct text findings = {0};
    char digest[SHA256_DIGITS + 1];
    const struct argument table[] = {{.name = NULL}};
    enum status status = arguments_parse(&arguments, argc, argv, table, 1, 1, usage, &error);
    if (status == STATUS_OK) {
        status = statement_verify(arguments.folders[0], &findings, digest, &error);
    }
    int code = findings.length == 0 ? 0 : 1;
    if (status == STATUS_OK && code == 0) {
        text_format(&findings, "nothing was altered; the manifest's hash is\n%s\n", digest);
    }
    arguments_print(&findings);
    if (status != STATUS_OK) {
        code = command_fail(&error);
    }
    text_free(&findings);
    arguments_free(&arguments);
    return code;
}
