#include "run/child.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "base/wide.h"
#include "run/path.h"

#define PIPE_BYTES 0x40000
#define INHERITED 5
#define START_ATTEMPTS 5

/* However far away a deadline is, the clock is looked at this often: it may be another one than the system's waits. */
#define LOOK_MS 250
/* What a dead process has sent is in the pipe; only the end of the pipe may be late while its job is being killed. */
#define DRAIN_MS 5000

struct ends {
    HANDLE ours;
    HANDLE theirs;
};

static HANDLE none(void) { return INVALID_HANDLE_VALUE; }

static void close_handle(HANDLE *handle) {
    if (*handle != NULL && *handle != none()) {
        CloseHandle(*handle);
    }
    *handle = none();
}

static enum status system_failure(struct error *error, const char *what) {
    char *reason = wide_system_message(GetLastError());
    enum status status = error_set(error, STATUS_BROKEN, "a worker could not be started: %s failed (%s)", what, reason);
    free(reason);
    return status;
}

/* An anonymous pipe has no overlapped end, so this is a named one with a name that is used once. */
static enum status make_pipe(struct ends *ends, bool to_child, struct error *error) {
    static volatile LONG counter;
    char *name = text_make("\\\\.\\pipe\\wspcheck-%lu-%ld", GetCurrentProcessId(), InterlockedIncrement(&counter));
    wchar_t *wide = wide_from_utf8(name);
    free(name);
    SECURITY_ATTRIBUTES inheritable = {.nLength = sizeof inheritable, .bInheritHandle = TRUE};
    DWORD direction = to_child ? PIPE_ACCESS_OUTBOUND : PIPE_ACCESS_INBOUND;
    ends->ours =
        CreateNamedPipeW(wide, direction | FILE_FLAG_OVERLAPPED | FILE_FLAG_FIRST_PIPE_INSTANCE,
                         PIPE_TYPE_BYTE | PIPE_WAIT | PIPE_REJECT_REMOTE_CLIENTS, 1, PIPE_BYTES, PIPE_BYTES, 0, NULL);
    ends->theirs = ends->ours == none() ? none()
                                        : CreateFileW(wide, to_child ? GENERIC_READ : GENERIC_WRITE, 0, &inheritable,
                                                      OPEN_EXISTING, 0, NULL);
    free(wide);
    return ends->theirs == none() ? system_failure(error, "making a pipe") : STATUS_OK;
}

static HANDLE make_job(void) {
    HANDLE job = CreateJobObjectW(NULL, NULL);
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {.BasicLimitInformation.LimitFlags =
                                                       JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE |
                                                       JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION};
    if (job != NULL) {
        SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof limits);
    }
    return job;
}

static HANDLE open_inheritable(const wchar_t *path, DWORD access, DWORD disposition) {
    SECURITY_ATTRIBUTES inheritable = {.nLength = sizeof inheritable, .bInheritHandle = TRUE};
    return CreateFileW(path, access, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, &inheritable, disposition,
                       FILE_ATTRIBUTE_NORMAL, NULL);
}

static wchar_t *command_line(const struct child_world *world, const HANDLE *inherited) {
    char *program = wide_to_utf8(world->program);
    char *arguments = wide_to_utf8(world->arguments);
    char *line =
        text_make("\"%s\" %s --channel %llu %llu %llu", program, arguments, (unsigned long long)(uintptr_t)inherited[0],
                  (unsigned long long)(uintptr_t)inherited[1], (unsigned long long)(uintptr_t)inherited[2]);
    wchar_t *wide = wide_from_utf8(line);
    free(line);
    free(arguments);
    free(program);
    return wide;
}

/* Starts the process suspended and with these handles only. */
static BOOL create_process(const struct child_world *world, HANDLE *inherited, PROCESS_INFORMATION *made) {
    SIZE_T size = 0;
    InitializeProcThreadAttributeList(NULL, 1, 0, &size);
    LPPROC_THREAD_ATTRIBUTE_LIST attributes = memory_zeroed(size, 1);
    STARTUPINFOEXW startup = {.StartupInfo = {.cb = sizeof startup,
                                              .dwFlags = STARTF_USESTDHANDLES,
                                              .hStdInput = inherited[3],
                                              .hStdOutput = inherited[4],
                                              .hStdError = inherited[4]},
                              .lpAttributeList = attributes};
    wchar_t *line = command_line(world, inherited);
    BOOL created =
        InitializeProcThreadAttributeList(attributes, 1, 0, &size) &&
        UpdateProcThreadAttribute(attributes, 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, inherited,
                                  INHERITED * sizeof *inherited, NULL, NULL) &&
        CreateProcessW(world->program, line, NULL, NULL, TRUE,
                       CREATE_SUSPENDED | DETACHED_PROCESS | CREATE_NEW_PROCESS_GROUP | EXTENDED_STARTUPINFO_PRESENT,
                       NULL, NULL, &startup.StartupInfo, made);
    DWORD reason = GetLastError();
    DeleteProcThreadAttributeList(attributes);
    free(attributes);
    free(line);
    SetLastError(reason);
    return created;
}

/* Wine loses a process now and then before it has run anything, and answers ERROR_INTERNAL_ERROR: seen once in some
 * thousand starts on a busy machine. Nothing has happened then, so that another attempt repeats nothing. */
static BOOL create_process_at_last(const struct child_world *world, HANDLE *inherited, PROCESS_INFORMATION *made) {
    for (int attempts = 1; attempts < START_ATTEMPTS; attempts++) {
        if (create_process(world, inherited, made)) {
            return TRUE;
        }
        if (GetLastError() != ERROR_INTERNAL_ERROR) {
            return FALSE;
        }
    }
    return create_process(world, inherited, made);
}

static enum status launch(struct child *child, HANDLE *inherited, struct error *error) {
    PROCESS_INFORMATION made = {0};
    child->job = make_job();
    if (child->job == NULL || !create_process_at_last(child->world, inherited, &made)) {
        return system_failure(error, child->job == NULL ? "making a job object" : "creating the process");
    }
    child->process = made.hProcess;
    child->id = made.dwProcessId;
    enum status status = STATUS_OK;
    if (!AssignProcessToJobObject(child->job, made.hProcess)) {
        status = system_failure(error, "putting it into a job object");
        TerminateProcess(made.hProcess, 1);
    } else {
        ResumeThread(made.hThread);
    }
    CloseHandle(made.hThread);
    return status;
}

static enum status open_and_launch(struct child *child, const char *log, struct error *error) {
    struct ends commands = {none(), none()}, records = {none(), none()};
    wchar_t *log_path = path_for_system(log);
    HANDLE input = open_inheritable(L"NUL", GENERIC_READ, OPEN_EXISTING);
    HANDLE output = log == NULL ? open_inheritable(L"NUL", GENERIC_WRITE, OPEN_EXISTING)
                                : open_inheritable(log_path, FILE_APPEND_DATA | SYNCHRONIZE, CREATE_ALWAYS);
    free(log_path);
    enum status status = output == none() ? system_failure(error, "opening its log file") : STATUS_OK;
    if (status == STATUS_OK && !box_create(&child->box)) {
        status = system_failure(error, "making its black box");
    }
    if (status == STATUS_OK && make_pipe(&commands, true, error) == STATUS_OK &&
        make_pipe(&records, false, error) == STATUS_OK) {
        HANDLE inherited[INHERITED] = {commands.theirs, records.theirs, child->box.section, input, output};
        status = launch(child, inherited, error);
    } else {
        status = error->status;
    }
    close_handle(&commands.theirs);
    close_handle(&records.theirs);
    close_handle(&input);
    child->log = output;
    child->commands = commands.ours;
    child->records = records.ours;
    return status;
}

enum status child_start(struct child **child, const struct child_world *world, const char *log, struct error *error) {
    struct child *made = memory_zeroed(1, sizeof *made);
    made->world = world;
    made->commands = made->records = made->log = none();
    made->reading.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL);
    enum status status =
        made->reading.hEvent == NULL ? system_failure(error, "making an event") : open_and_launch(made, log, error);
    if (status != STATUS_OK) {
        child_close(made);
        made = NULL;
    }
    *child = made;
    return status;
}

/* The system's wait for at most this long: until the deadline, but no longer than LOOK_MS. */
static DWORD wait_ms(const struct child *child, unsigned long long deadline) {
    unsigned long long now = child->world->clock();
    unsigned long long left = deadline > now ? (deadline - now) / 1000 + 1 : 0;
    return left < LOOK_MS ? (DWORD)left : LOOK_MS;
}

static bool stopped(const struct child *child) {
    return child->world->stop != NULL && WaitForSingleObject(child->world->stop, 0) == WAIT_OBJECT_0;
}

static bool gone(const struct child *child) { return WaitForSingleObject(child->process, 0) == WAIT_OBJECT_0; }

static bool floods(const struct child *child) {
    LARGE_INTEGER size;
    return child->world->output != 0 && GetFileSizeEx(child->log, &size) &&
           (unsigned long long)size.QuadPart > child->world->output;
}

static void begin_reading(struct child *child) {
    if (child->read_pending || child->records_closed) {
        return;
    }
    ResetEvent(child->reading.hEvent);
    child->read_pending = ReadFile(child->records, child->buffer, sizeof child->buffer, NULL, &child->reading) ||
                          GetLastError() == ERROR_IO_PENDING;
    child->records_closed = !child->read_pending;
}

static void finish_reading(struct child *child) {
    DWORD got = 0;
    child->read_pending = false;
    if (GetOverlappedResult(child->records, &child->reading, &got, TRUE)) {
        splitter_add(&child->splitter, child->buffer, got);
        child->received += got;
    } else {
        child->records_closed = true;
    }
}

static void cancel_reading(struct child *child) {
    if (child->read_pending) {
        CancelIoEx(child->records, &child->reading);
        finish_reading(child);
    }
    child->records_closed = true;
}

/* The process is gone, but something it started may hold its pipe open: that goes too. */
static void drain(struct child *child) {
    TerminateJobObject(child->job, 1);
    if (WaitForSingleObject(child->reading.hEvent, DRAIN_MS) == WAIT_OBJECT_0) {
        finish_reading(child);
    } else {
        cancel_reading(child);
    }
}

/* Waits for bytes, for the end of the process, or for the stop event. */
static void wait_for_news(struct child *child, unsigned long long deadline) {
    HANDLE handles[3];
    DWORD count = 0;
    if (child->read_pending) {
        handles[count++] = child->reading.hEvent;
    }
    handles[count++] = child->process;
    if (child->world->stop != NULL) {
        handles[count++] = child->world->stop;
    }
    DWORD first = WaitForMultipleObjects(count, handles, FALSE, wait_ms(child, deadline));
    if (first == WAIT_OBJECT_0 && child->read_pending) {
        finish_reading(child);
    } else if (child->read_pending && gone(child)) {
        drain(child);
    }
}

bool child_rest(struct child *child, struct line *line) {
    const char *bytes;
    size_t length = box_rest(&child->box, child->received, &bytes);
    if (length != 0) {
        splitter_add(&child->splitter, bytes, length);
        child->received += length;
    }
    return splitter_next(&child->splitter, line);
}

enum child_event child_next(struct child *child, unsigned long long deadline, struct line *line) {
    for (;;) {
        if (splitter_next(&child->splitter, line)) {
            return CHILD_LINE;
        }
        if (stopped(child)) {
            return CHILD_STOPPED;
        }
        if (child->records_closed && gone(child)) {
            return child_rest(child, line) ? CHILD_LINE : CHILD_GONE;
        }
        if (child->world->clock() >= deadline) {
            return CHILD_DEADLINE;
        }
        if (floods(child)) {
            return CHILD_FLOODS;
        }
        begin_reading(child);
        wait_for_news(child, deadline);
    }
}

/* Whether a write that was begun came to its end in time. */
static bool wait_for_write(struct child *child, OVERLAPPED *writing, unsigned long long deadline) {
    HANDLE handles[] = {writing->hEvent, child->process};
    while (!stopped(child) && child->world->clock() < deadline) {
        DWORD first = WaitForMultipleObjects(2, handles, FALSE, wait_ms(child, deadline));
        if (first != WAIT_TIMEOUT) {
            return first == WAIT_OBJECT_0;
        }
    }
    return false;
}

bool child_send(struct child *child, const char *line, unsigned long long deadline) {
    struct text text = {0};
    text_format(&text, "%s\n", line);
    OVERLAPPED writing = {.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL)};
    DWORD sent = 0;
    bool begun = WriteFile(child->commands, text.string, (DWORD)text.length, NULL, &writing) ||
                 GetLastError() == ERROR_IO_PENDING;
    if (begun) {
        if (!wait_for_write(child, &writing, deadline)) {
            CancelIoEx(child->commands, &writing);
        }
        begun = GetOverlappedResult(child->commands, &writing, &sent, TRUE);
    }
    bool whole = begun && sent == text.length;
    CloseHandle(writing.hEvent);
    text_free(&text);
    return whole;
}

void child_hang_up(struct child *child) { close_handle(&child->commands); }

bool child_kill(struct child *child, unsigned long long deadline) {
    child->world->terminate(child->job, 1);
    while (WaitForSingleObject(child->process, wait_ms(child, deadline)) != WAIT_OBJECT_0) {
        if (child->world->clock() >= deadline) {
            return false;
        }
    }
    return true;
}

DWORD child_exit_code(const struct child *child) {
    DWORD code = 0;
    GetExitCodeProcess(child->process, &code);
    return code;
}

void child_close(struct child *child) {
    if (child == NULL) {
        return;
    }
    cancel_reading(child);
    close_handle(&child->commands);
    close_handle(&child->records);
    box_close(&child->box);
    close_handle(&child->log);
    close_handle(&child->job);
    close_handle(&child->process);
    close_handle(&child->reading.hEvent);
    splitter_free(&child->splitter);
    free(child);
}
