/*
 * "wspcheck catalog install DLL", "catalog uninstall DLL-or-GUID", "catalog dump": changing the catalog that outlives
 * a run. On Windows that is the system's, under Wine the registry catalog.
 */
#ifndef WSPCHECK_COMMAND_CATALOG_COMMAND_H
#define WSPCHECK_COMMAND_CATALOG_COMMAND_H

/* argv[0] is the subcommand's name. Returns the exit code: 0, 1 failed, 2 usage, 3 nothing is installed there. */
int command_catalog(int argc, char **argv);

#endif
