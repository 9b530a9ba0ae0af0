/*
 * "wspcheck list": the catalog as this run would see it, as a table or as JSON on stdout; what was damaged on stderr.
 */
#ifndef WSPCHECK_COMMAND_LIST_H
#define WSPCHECK_COMMAND_LIST_H

#include "catalog/catalog.h"

/* argv[0] is the subcommand's name. Returns the exit code: 0, 1 failed, 2 usage, 3 the catalog is empty. */
int command_list(int argc, char **argv);

/* The catalog's complaints on stderr, a line each. */
void list_print_complaints(const struct catalog *catalog);

#endif
