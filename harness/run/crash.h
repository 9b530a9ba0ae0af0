/*
 * The crash report: an exception that nobody handles becomes a record, and then the end of the process, with the
 * exception's code as its exit code.
 *
 * The filter runs on the thread that crashed, which may have no stack left and may hold any lock: it only wakes a
 * thread that waits for nothing else, and gives it a limited time to write the report. Without a report the exit code
 * still says what happened.
 */
#ifndef WSPCHECK_RUN_CRASH_H
#define WSPCHECK_RUN_CRASH_H

#include <stdbool.h>

#include "run/bench.h"
#include "run/channel.h"

/* What the report is about: members may be filled in as they become known. */
struct crash_scene {
    struct channel *channel;
    const struct bench *bench; /* NULL until there is one */
    int provider;
    int worker;
};

/* Once per process, on its main thread. The scene is borrowed for the process's life. Also turns off everything that
 * would show a dialog or start a debugger, and turns abort() and the C runtime's parameter errors into ends of the
 * process. */
enum status crash_watch(const struct crash_scene *scene, struct error *error);

/* Installs the filter again, in case a provider has put its own in its place; true when it had. */
bool crash_watch_again(void);

#endif
