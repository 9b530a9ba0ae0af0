#include "run/crash.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "provider/exceptions.h"

/* How long the report may take; used up only when the crash left a lock behind that the report needs. */
#define REPORT_MS 5000
#define REPORT_BYTES 16384
#define ABORT_EXIT_CODE 3 /* what abort() of Microsoft's C runtimes gives */
#define CODE_INVALID_PARAMETER 0xC0000417ul
#define CODE_STACK_OVERFLOW 0xC00000FDul

static struct {
    const struct crash_scene *scene;
    HANDLE crashed, reported, main_thread;
    volatile LONG count;
    EXCEPTION_RECORD *record;
    DWORD thread;
    struct text exception, call, line; /* with room enough, so that no memory is taken */
} watch;

static void append_escaped(struct text *text, const char *string) {
    for (; *string != '\0'; string++) {
        unsigned char byte = (unsigned char)*string;
        if (byte == '"' || byte == '\\') {
            text_append_char(text, '\\');
        }
        text_append_char(text, byte < ' ' ? ' ' : (char)byte);
    }
}

static void append_member(struct text *text, const char *key, const char *string) {
    text_format(text, ",\"%s\":\"", key);
    append_escaped(text, string);
    text_append_char(text, '"');
}

/* A result where a scenario is running, otherwise the reason why the worker fails. */
static void write_report(void) {
    const struct crash_scene *scene = watch.scene;
    int round = 0;
    const char *scenario = scene->bench == NULL ? NULL : bench_current(scene->bench, &round);
    if (scene->bench != NULL) {
        bench_describe_thread(scene->bench, watch.thread, &watch.call);
    }
    struct text *line = &watch.line;
    if (scenario == NULL) {
        text_append(line, "{\"record\":\"failed\"");
        append_member(line, "reason", text_string(&watch.exception));
    } else {
        text_format(line, "{\"record\":\"result\",\"provider\":%d,\"round\":%d,\"worker\":%d", scene->provider, round,
                    scene->worker);
        append_member(line, "scenario", scenario);
        append_member(line, "verdict", "crash");
        append_member(line, "exception", text_string(&watch.exception));
        if (watch.call.length != 0) {
            append_member(line, "last_call", text_string(&watch.call));
        }
    }
    text_append_char(line, '}');
    channel_send(scene->channel, line->string, line->length);
}

/* Wine ends a thread whose stack overflows without an exception. Without its main thread this process would wait for
 * ever. */
static void report_lost_thread(void) {
    DWORD code = CODE_STACK_OVERFLOW;
    if (GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "wine_get_version") == NULL) {
        GetExitCodeThread(watch.main_thread, &code);
    }
    text_format(&watch.exception,
                "0x%08lX the main thread ended without an exception, which under Wine is a stack overflow", code);
    write_report();
    TerminateProcess(GetCurrentProcess(), code);
}

static DWORD WINAPI report(void *context) {
    HANDLE handles[] = {watch.crashed, watch.main_thread};
    (void)context;
    if (WaitForMultipleObjects(2, handles, FALSE, INFINITE) != WAIT_OBJECT_0) {
        report_lost_thread();
    }
    provider_describe_exception(watch.record, &watch.exception);
    write_report();
    SetEvent(watch.reported);
    return 0;
}

static LONG WINAPI take_exception(EXCEPTION_POINTERS *exception) {
    if (InterlockedIncrement(&watch.count) != 1) {
        /* Another thread was faster, and is about to end the process. */
        WaitForSingleObject(GetCurrentProcess(), INFINITE);
    }
    watch.record = exception->ExceptionRecord;
    watch.thread = GetCurrentThreadId();
    SetEvent(watch.crashed);
    WaitForSingleObject(watch.reported, REPORT_MS);
    TerminateProcess(GetCurrentProcess(), exception->ExceptionRecord->ExceptionCode);
    return EXCEPTION_EXECUTE_HANDLER;
}

static void take_abort(int signal_number) {
    (void)signal_number;
    TerminateProcess(GetCurrentProcess(), ABORT_EXIT_CODE);
}

static void take_invalid_parameter(const wchar_t *expression, const wchar_t *function, const wchar_t *file,
                                   unsigned line, uintptr_t reserved) {
    (void)expression, (void)function, (void)file, (void)line, (void)reserved;
    RaiseException(CODE_INVALID_PARAMETER, EXCEPTION_NONCONTINUABLE, 0, NULL);
}

static void make_room(struct text *text) {
    static const char block[REPORT_BYTES];
    text_append_bytes(text, block, sizeof block);
    text_clear(text);
}

enum status crash_watch(const struct crash_scene *scene, struct error *error) {
    watch.scene = scene;
    make_room(&watch.exception);
    make_room(&watch.call);
    make_room(&watch.line);
    watch.crashed = CreateEventW(NULL, TRUE, FALSE, NULL);
    watch.reported = CreateEventW(NULL, TRUE, FALSE, NULL);
    DuplicateHandle(GetCurrentProcess(), GetCurrentThread(), GetCurrentProcess(), &watch.main_thread, 0, FALSE,
                    DUPLICATE_SAME_ACCESS);
    watch.thread = GetCurrentThreadId();
    HANDLE thread = CreateThread(NULL, 0, report, NULL, 0, NULL);
    if (watch.crashed == NULL || watch.reported == NULL || thread == NULL) {
        return error_set(error, STATUS_BROKEN,
                         "the crash report could not be prepared: the system has no events or no "
                         "threads left");
    }
    CloseHandle(thread);
    SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX | SEM_NOOPENFILEERRORBOX);
    signal(SIGABRT, take_abort);
    _set_invalid_parameter_handler(take_invalid_parameter);
    SetUnhandledExceptionFilter(take_exception);
    return STATUS_OK;
}

bool crash_watch_again(void) {
    signal(SIGABRT, take_abort);
    return SetUnhandledExceptionFilter(take_exception) != take_exception;
}
