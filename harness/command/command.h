/*
 * The subcommands. Each is a function like main: argv[0] is the subcommand's name, the result is the exit code, errors
 * are one sentence on stderr. main.c has the table.
 *
 * Exit codes: 0 as expected, 1 something unexpected, 2 usage, 3 nothing ran, 4 incomplete, 5 the harness is broken.
 */
#ifndef WSPCHECK_COMMAND_COMMAND_H
#define WSPCHECK_COMMAND_COMMAND_H

#include "base/error.h"

int command_run(int argc, char **argv);
int command_resume(int argc, char **argv);
int command_lint(int argc, char **argv);
int command_explain(int argc, char **argv);
int command_mutants(int argc, char **argv);
int command_doctor(int argc, char **argv);
int command_worker(int argc, char **argv);

/* Prints the sentence on stderr, releases it, and returns the exit code that belongs to the status. */
int command_fail(struct error *error);

/* What "help run" and its like print below the line of usage: the options, one a line. */
void command_run_help(void);

#endif
