/* The crash report of a worker: exceptions of all kinds, on all kinds of threads, become a record and an exit code. */
#include "run/crash.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/clock.h"
#include "run/child.h"
#include "unit.h"

/* Long enough for any machine: used up only when a case fails. */
#define LIMIT_US 300000000ull

static DWORD WINAPI read_nowhere(void *context) {
    volatile int *nowhere = context;
    return (DWORD)*nowhere;
}

static void crash_elsewhere(void) {
    HANDLE thread = CreateThread(NULL, 0, read_nowhere, NULL, 0, NULL);
    WaitForSingleObject(thread, INFINITE);
}

static int recurse(volatile int *depth) {
    volatile int here[256];
    here[0] = *depth + 1;
    return here[0] < 0 ? 0 : recurse(here) + here[0];
}

static void overflow_stack(void) {
    volatile int depth = 0;
    exit(recurse(&depth));
}

static void crash_here(void) { read_nowhere(NULL); }
static void raise_cpp(void) { RaiseException(0xE06D7363, EXCEPTION_NONCONTINUABLE, 0, NULL); }
static void raise_unknown(void) { RaiseException(0xC0001234, EXCEPTION_NONCONTINUABLE, 0, NULL); }
static void break_here(void) { DebugBreak(); }
static void call_abort(void) { abort(); }

static void divide(void) {
    volatile int zero = 0;
    exit(100 / zero);
}

/* The report needs the heap, which this thread never gives back. */
static void crash_with_the_heap_locked(void) {
    HeapLock(GetProcessHeap());
    read_nowhere(NULL);
}

static LONG WINAPI swallow(EXCEPTION_POINTERS *exception) {
    (void)exception;
    ExitProcess(0);
}

static void replace_the_filter(void) {
    SetUnhandledExceptionFilter(swallow);
    if (crash_watch_again()) {
        read_nowhere(NULL);
    }
}

static void leave_the_filter(void) { exit(crash_watch_again() ? 1 : 42); }

static const struct {
    const char *kind;
    void (*crash)(void);
    DWORD exit_code;
    const char *reason; /* in the record; NULL: no record */
} victims[] = {
    {"here", crash_here, 0xC0000005, "0xC0000005 access violation reading 0x0"},
    {"elsewhere", crash_elsewhere, 0xC0000005, "0xC0000005 access violation reading 0x0"},
    {"overflow", overflow_stack, 0xC00000FD, "0xC00000FD"},
    {"cpp", raise_cpp, 0xE06D7363, "0xE06D7363"},
    {"unknown", raise_unknown, 0xC0001234, "0xC0001234"},
    {"break", break_here, 0x80000003, "0x80000003"},
    {"divide", divide, 0xC0000094, "0xC0000094"},
    {"abort", call_abort, 3, NULL},
    {"heap", crash_with_the_heap_locked, 0xC0000005, NULL},
    {"replaced", replace_the_filter, 0xC0000005, "0xC0000005 access violation reading 0x0"},
    {"left", leave_the_filter, 42, NULL},
};

#define VICTIMS (sizeof victims / sizeof victims[0])

static int be_victim(int count, char **arguments) {
    static struct channel channel;
    static struct crash_scene scene = {.channel = &channel, .provider = 1, .worker = 2};
    if (channel_open(&channel, count, arguments, NULL) != STATUS_OK || crash_watch(&scene, NULL) != STATUS_OK) {
        return 99;
    }
    for (size_t i = 0; i < VICTIMS; i++) {
        if (strcmp(victims[i].kind, arguments[1]) == 0) {
            victims[i].crash();
        }
    }
    return 98;
}

static struct child *start_victim(const char *kind, struct child_world *world, wchar_t *program) {
    static wchar_t arguments[64];
    GetModuleFileNameW(NULL, program, MAX_PATH);
    swprintf(arguments, 64, L"%hs", kind);
    *world = (struct child_world){
        .program = program, .arguments = arguments, .clock = clock_us, .terminate = TerminateJobObject};
    struct child *child = NULL;
    CU_ASSERT_EQUAL(child_start(&child, world, NULL, NULL), STATUS_OK);
    return child;
}

static void judge_victim(size_t index) {
    wchar_t program[MAX_PATH];
    struct child_world world;
    struct child *child = start_victim(victims[index].kind, &world, program);
    struct text reason = {0};
    struct line line;
    enum child_event event;
    while ((event = child_next(child, clock_us() + LIMIT_US, &line)) == CHILD_LINE) {
        cJSON *record = cJSON_ParseWithLength(line.bytes, line.length);
        const char *words = cJSON_GetStringValue(cJSON_GetObjectItem(record, "reason"));
        text_append(&reason, words == NULL ? "?" : words);
        cJSON_Delete(record);
    }
    CU_ASSERT_EQUAL(event, CHILD_GONE);
    bool right = child_exit_code(child) == victims[index].exit_code &&
                 (victims[index].reason == NULL ? reason.length == 0
                                                : strstr(text_string(&reason), victims[index].reason) != NULL);
    if (!right) {
        printf("# %s: exit code 0x%lX, \"%s\"\n", victims[index].kind, child_exit_code(child), text_string(&reason));
    }
    CU_ASSERT_TRUE(right);
    text_free(&reason);
    child_close(child);
}

static void every_exception_is_reported_with_its_code(void) {
    for (size_t i = 0; i < VICTIMS; i++) {
        judge_victim(i);
    }
}

static const struct unit_case cases[] = {
    {"every exception is reported with its code", every_exception_is_reported_with_its_code},
};

int main(int count, char **arguments) {
    return count > 2 ? be_victim(count, arguments) : unit_main("run: crash reports", cases, 1);
}
