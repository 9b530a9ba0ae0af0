#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/wide.h"
#include "command/command.h"
#include "command/conduct.h"
#include "command/interrupt.h"
#include "command/paths.h"
#include "run/run.h"

struct request {
    char *folder;
    bool retry;
};

static enum status read_request(struct request *request, int argc, char **argv, struct error *error) {
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--retry-incomplete") == 0) {
            request->retry = true;
        } else if (argv[i][0] == '-' || request->folder != NULL) {
            return error_set(error, STATUS_USAGE,
                             "resume takes the folder of one run and --retry-incomplete, and does not know what to do "
                             "with \"%s\"; all options of the run are in its journal",
                             argv[i]);
        } else {
            wchar_t *full = path_from_user(argv[i]);
            request->folder = wide_to_utf8(full);
            free(full);
        }
    }
    return request->folder != NULL
               ? STATUS_OK
               : error_set(error, STATUS_USAGE, "resume expects the folder of the run to go on with");
}

/* A folder that holds no run is the caller's mistake, and not something unexpected about a provider. */
static enum status read_past(struct past *past, const struct request *request, struct error *error) {
    if (past_read(past, request->folder, request->retry, error) == STATUS_FAILED) {
        error->status = STATUS_USAGE;
    }
    return error->status;
}

/* Whether anything of the run is still to be done. */
static bool is_open(const struct past *past) { return !past->finished || ledger_count(&past->ledger, CELL_OPEN) != 0; }

static int go_on(const struct request *request, struct past *past, const struct run_options *options) {
    struct run run = {0};
    struct error error = {0};
    if (!is_open(past)) {
        puts("this run has come to its end; nothing is left to do");
        return conduct_report(request->folder, options, past->exit_code);
    }
    int code;
    if (run_prepare(&run, options, interrupt_watch(), &error) != STATUS_OK ||
        run_resume(&run, request->folder, past, &error) != STATUS_OK) {
        code = command_fail(&error);
    } else {
        code = conduct(&run);
    }
    run_free(&run);
    return code;
}

int command_resume(int argc, char **argv) {
    struct request request = {0};
    struct past past = {0};
    struct run_options options = {0};
    struct error error = {0};
    int code;
    if (read_request(&request, argc, argv, &error) != STATUS_OK || read_past(&past, &request, &error) != STATUS_OK ||
        run_options_from_json(&options, cJSON_GetObjectItemCaseSensitive(past.header, "options"), &error) !=
            STATUS_OK) {
        code = command_fail(&error);
    } else {
        code = go_on(&request, &past, &options);
    }
    past_free(&past);
    run_options_free(&options);
    free(request.folder);
    return code;
}
