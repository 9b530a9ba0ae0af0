#include "command/bazel.h"

#include <stdlib.h>

#include "base/wide.h"
#include "command/paths.h"
#include "reports.h"
#include "results/files.h"

/* The path in a variable, for free(); NULL when it is not set. */
static char *path_in(const char *variable) {
    char *given = files_environment(variable);
    char *path = NULL;
    if (given != NULL) {
        wchar_t *wide = path_from_user(given);
        path = wide_to_utf8(wide);
        free(wide);
    }
    free(given);
    return path;
}

enum status bazel_begin(struct error *error) {
    char *path = path_in("TEST_PREMATURE_EXIT_FILE");
    enum status status = path == NULL ? STATUS_OK : files_write(path, "", 0, error);
    free(path);
    return status;
}

enum status bazel_end(const struct results *results, struct error *error) {
    char *document = path_in("XML_OUTPUT_FILE");
    char *premature = path_in("TEST_PREMATURE_EXIT_FILE");
    enum status status = document == NULL ? STATUS_OK : reports_junit(results, document, error);
    if (status == STATUS_OK && premature != NULL) {
        status = files_remove(premature, error);
    }
    free(document);
    free(premature);
    return status;
}
