/*
 * A prepared run on the console: progress, last record, reports, summary, exit code. For "run" and "resume".
 */
#ifndef WSPCHECK_COMMAND_CONDUCT_H
#define WSPCHECK_COMMAND_CONDUCT_H

#include "run/run.h"

/* Prints what is going to be run, runs it, writes the reports, and says what came of it. Returns the exit code. */
int conduct(struct run *run);

/* The reports and the summary of a run that is over; the run's own exit code is given in, the one to exit with comes
 * out: 5 when a report cannot be written. */
int conduct_report(const char *folder, const struct run_options *options, int exit_code);

/* STATUS_USAGE when --baseline names no run: said before hours have gone, not after. */
enum status conduct_verify_baseline(const struct run_options *options, struct error *error);

/* STATUS_USAGE when --format names what there is not. */
enum status conduct_verify_formats(const struct run_options *options, struct error *error);

#endif
