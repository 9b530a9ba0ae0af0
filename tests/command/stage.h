/*
 * wspcheck.exe as a user has it: started with words, judged by its exit code and by what it prints. A stage has a
 * scratch folder and in it a small suite: tiny.one to tiny.six, each a connection, of which the last has a process of
 * its own.
 *
 * One stage per program. Nothing here waits for a time: programs are waited for until they end, or until they print
 * what a case waits for.
 */
#ifndef WSPCHECK_TESTS_STAGE_H
#define WSPCHECK_TESTS_STAGE_H

#include <stdbool.h>

#include <winsock2.h>

#include <windows.h>

#include <cjson/cJSON.h>

#include "base/text.h"

extern char *stage_folder; /* the scratch folder */
extern char *stage_suites; /* the small suite */
extern char *stage_dlls;   /* where wspcheck.exe and the provider DLLs are */

void stage_open(const char *name);
void stage_close(void);

/* A path below the scratch folder; for free(). */
char *stage_path(const char *name);

struct show {
    HANDLE process;
    HANDLE output; /* of the program: both streams */
    struct text printed;
    DWORD exit_code;
};

/* Starts wspcheck.exe with the words of a format, to which "--suites" is added when they begin with "run". */
void show_start(struct show *show, const char *format, ...) PRINTF_LIKE(2, 3);
/* Reads until it has printed these words so many times; false when it ended before. */
bool show_wait_for(struct show *show, const char *words, int times);
void show_kill(struct show *show);
/* Waits for the end; printed and exit_code are complete then. */
void show_finish(struct show *show);
void show_free(struct show *show);

/* Starts, finishes, and asserts exit code and words; says what there is instead. */
void show_expect(struct show *show, DWORD exit_code, const char *words, const char *format, ...) PRINTF_LIKE(4, 5);

/* DIR/results.json, for cJSON_Delete. */
cJSON *stage_results(const char *folder);
/* How many scenarios of the first provider have a verdict there. */
int stage_count(const cJSON *results, const char *verdict);

#endif
