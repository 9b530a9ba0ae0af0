#include "run/worker.h"
#include "command/command.h"

int command_worker(int argc, char **argv) {
    struct error error = {0};
    return worker_run(argc - 1, argv + 1, &error) == STATUS_OK ? 0 : command_fail(&error);
}
