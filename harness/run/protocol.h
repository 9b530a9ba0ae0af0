/*
 * What supervisor and worker say to each other, a JSON object a line.
 *
 * Commands, to the worker, have "command":
 *
 *     describe  "dll", "environment", "overlay": register this DLL, send an "entry" for each catalog entry it makes
 *     begin     the setup of the provider ("suites", "packed", "suite_version", "catalog_id", "environment", "overlay",
 *               "timeout_scale"), "worker", "provider", "started_us", "start", and "traits" unless it is to find them
 *     run       "scenario", "round", "break"
 *     go        the start of the scenario is on disk
 *     quit
 *
 * "packed" is a file that holds what was read from the folder "suites"; where it is missing the folder is read.
 *
 * Records, from the worker, are those of docs/journal.md, and these, which go no further:
 *
 *     entry     "info" (a WSAPROTOCOL_INFOW in hexadecimal), "dll"
 *     ready     begin is done; after a probe "inapplicable": the ids of isolated scenarios that do not apply
 *     failed    "reason": begin, or describe, cannot be done; an exit follows
 *
 * A "result" of a worker has two members more: "asserts", how many checks CUnit counted, and "spent", when a thread is
 * left inside the provider and no further scenario can run. A spent worker ends by itself.
 */
#ifndef WSPCHECK_RUN_PROTOCOL_H
#define WSPCHECK_RUN_PROTOCOL_H

#define COMMAND_DESCRIBE "describe"
#define COMMAND_BEGIN "begin"
#define COMMAND_RUN "run"
#define COMMAND_GO "go"
#define COMMAND_QUIT "quit"

#define RECORD_ENTRY "entry"
#define RECORD_READY "ready"
#define RECORD_FAILED "failed"
#define RECORD_TRAITS "traits"
#define RECORD_START "start"
#define RECORD_RESULT "result"
#define RECORD_END "end"

/* How a spent worker exits: at once, past whatever its threads are stuck in. */
#define WORKER_SPENT 75u

#endif
