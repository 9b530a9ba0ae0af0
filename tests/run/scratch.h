/*
 * A folder that belongs to one test program, and is gone with all that is in it when the program ends well.
 */
#ifndef WSPCHECK_TESTS_SCRATCH_H
#define WSPCHECK_TESTS_SCRATCH_H

/* Makes the folder; owned by the caller. */
char *scratch_make(const char *name);
/* Removes a folder and everything below it. */
void scratch_remove(const char *folder);

#endif
