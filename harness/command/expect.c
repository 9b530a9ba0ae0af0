/* An expectation file brought up to date with a run. */
#include <stdlib.h>
#include <string.h>

#include "command/command.h"
#include "command/documents.h"
#include "results/expectations_update.h"
#include "results/files.h"

static const char usage[] = "wspcheck expect update FILE DIR";

static enum status update(const char *file, const char *folder, struct error *error) {
    struct results *results = NULL;
    struct text old = {0};
    struct text now = {0};
    struct expectations_changes changes = {0};
    enum status status = files_exists(file) ? files_read(file, &old, error) : STATUS_OK;
    if (status == STATUS_OK) {
        status = arguments_load(&results, folder, error);
    }
    if (status == STATUS_OK) {
        status = expectations_update(text_string(&old), file, results, &now, &changes, error);
    }
    if (status == STATUS_OK) {
        status = files_write(file, text_string(&now), now.length, error);
    }
    if (status == STATUS_OK) {
        text_clear(&now);
        text_format(&now, "%zu kept, %zu with another verdict, %zu removed, %zu added\n", changes.kept, changes.changed,
                    changes.removed, changes.added);
        arguments_print(&now);
    }
    results_free(results);
    text_free(&old);
    text_free(&now);
    return status;
}

int command_expect(int argc, char **argv) {
    struct arguments arguments = {0};
    struct error error = {0};
    const struct argument table[] = {{.name = NULL}};
    enum status status = STATUS_OK;
    if (argc < 2 || strcmp(argv[1], "update") != 0) {
        status = error_set(&error, STATUS_USAGE, "usage: %s", usage);
    } else {
        status = arguments_parse(&arguments, argc - 1, argv + 1, table, 2, 2, usage, &error);
    }
    if (status == STATUS_OK) {
        status = update(arguments.folders[0], arguments.folders[1], &error);
    }
    arguments_free(&arguments);
    return status == STATUS_OK ? 0 : command_fail(&error);
}
