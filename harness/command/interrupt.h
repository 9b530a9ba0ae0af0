/*
 * Ctrl-C, Ctrl-Break, the console's end: each sets the stop event, so that the run ends in order, with reports. A
 * second Ctrl-C ends the process at once.
 */
#ifndef WSPCHECK_COMMAND_INTERRUPT_H
#define WSPCHECK_COMMAND_INTERRUPT_H

#include <winsock2.h>

#include <windows.h>

/* The stop event: a manual one, for the process's life. Once per process. */
HANDLE interrupt_watch(void);

/* Everything is written: a console that is closing need not wait any longer. */
void interrupt_done(void);

#endif
