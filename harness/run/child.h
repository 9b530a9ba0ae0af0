/*
 * A child process with two private pipes: commands to it, records from it; and a black box for the last records.
 *
 * The child gets the two pipe ends and the box as inherited handles, named on its command line behind its own
 * arguments: "--channel COMMANDS RECORDS BOX". Its standard output and error go to a log file, so that nothing a
 * provider prints can be taken for a record. It lives in a job object, together with all that it starts; killing the
 * job, or the death of this process, ends them all. It has no console, shows no dialogs, and Ctrl-C does not reach it.
 *
 * A struct child belongs to one thread, which starts it, talks to it, and closes it. Nothing here blocks longer than
 * the deadline that is given: all times are values of the clock in struct child_world, in microseconds.
 */
#ifndef WSPCHECK_RUN_CHILD_H
#define WSPCHECK_RUN_CHILD_H

#include <stdbool.h>

#include <winsock2.h>

#include <windows.h>

#include "base/error.h"
#include "run/box.h"
#include "run/splitter.h"

/* What is outside: replaced where tests want another clock, or a system that cannot kill. */
struct child_world {
    const wchar_t *program;
    const wchar_t *arguments; /* of every child, such as L"worker" */
    unsigned long long (*clock)(void);
    BOOL(WINAPI *terminate)(HANDLE job, UINT exit_code);
    HANDLE stop;               /* an event that ends every wait; may be NULL */
    unsigned long long output; /* how many bytes a child may print; 0: no limit */
};

enum child_event {
    CHILD_LINE,     /* a line came */
    CHILD_GONE,     /* the process has ended, and all that it had sent has been handed out */
    CHILD_DEADLINE, /* the deadline has passed */
    CHILD_FLOODS,   /* it has printed more than it may */
    CHILD_STOPPED   /* the stop event is set */
};

struct child {
    const struct child_world *world;
    HANDLE process, job;
    HANDLE commands, records; /* this side of the pipes */
    struct box box;
    HANDLE log; /* what it prints */
    OVERLAPPED reading;
    bool read_pending;
    bool records_closed;
    unsigned long long received; /* bytes through the pipe */
    DWORD id;
    struct splitter splitter;
    char buffer[65536];
};

/* Starts the world's program. log is the file for its output, replaced if it exists; NULL: its output is lost.
 * STATUS_BROKEN with the system's reason when that cannot be done; *child is NULL then. */
enum status child_start(struct child **child, const struct child_world *world, const char *log, struct error *error);

/* After child_kill: the next of the lines that the child had kept to itself. False when there are no more, or when
 * lines are missing before them. */
bool child_rest(struct child *child, struct line *line);

/* Waits for what comes next. Lines that arrive do not move the deadline. */
enum child_event child_next(struct child *child, unsigned long long deadline, struct line *line);

/* Sends a line (the line end is added). False when the child is gone, or did not take it before the deadline. */
bool child_send(struct child *child, const char *line, unsigned long long deadline);

/* Closes the way to the child: it reads the end of its commands. */
void child_hang_up(struct child *child);

/* Ends the process and all that it started; false when the system has not let it go at the deadline. */
bool child_kill(struct child *child, unsigned long long deadline);

/* In full, of a process that is gone. */
DWORD child_exit_code(const struct child *child);

/* Releases everything; a process that still runs is killed with its job. NULL is allowed. */
void child_close(struct child *child);

#endif
