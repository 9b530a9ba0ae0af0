#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "provider/exceptions.h"

static const wchar_t *program_path(void) {
    static wchar_t path[32768];
    if (path[0] == L'\0') {
        GetModuleFileNameW(NULL, path, 32767);
    }
    return path;
}

const wchar_t *beside_program(const wchar_t *name) {
    const wchar_t *program = program_path();
    size_t folder = (size_t)(wcsrchr(program, L'\\') - program) + 1;
    wchar_t *path = memory_zeroed(folder + wcslen(name) + 1, sizeof *path);
    memcpy(path, program, folder * sizeof *path);
    wcscpy(path + folder, name);
    return path;
}

wchar_t *make_file(const void *bytes, size_t size) {
    static int number;
    wchar_t name[64];
    swprintf(name, 64, L"made-%lu-%d.dll", GetCurrentProcessId(), number++);
    const wchar_t *path = beside_program(name);
    HANDLE file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
    DWORD written = 0;
    if (file == INVALID_HANDLE_VALUE || !WriteFile(file, bytes, (DWORD)size, &written, NULL)) {
        fprintf(stderr, "cannot write %ls\n", path);
        abort();
    }
    CloseHandle(file);
    return memory_copy(path, (wcslen(path) + 1) * sizeof *path);
}

void remove_file(wchar_t *path) {
    DeleteFileW(path);
    free(path);
}

unsigned char *read_file(const wchar_t *path, size_t *size) {
    HANDLE file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
    DWORD length = GetFileSize(file, NULL);
    unsigned char *bytes = memory_zeroed(length, 1);
    if (!ReadFile(file, bytes, length, &length, NULL)) {
        fprintf(stderr, "cannot read %ls\n", path);
        abort();
    }
    CloseHandle(file);
    *size = length;
    return bytes;
}

static void read_all(HANDLE pipe, struct text *output) {
    char chunk[512];
    DWORD length;
    while (ReadFile(pipe, chunk, sizeof chunk, &length, NULL) && length != 0) {
        text_append_bytes(output, chunk, length);
    }
}

DWORD run_child(const wchar_t *role, struct text *output) {
    SECURITY_ATTRIBUTES inherited = {.nLength = sizeof inherited, .bInheritHandle = TRUE};
    HANDLE reading;
    HANDLE writing;
    wchar_t command[64];
    swprintf(command, 64, L"child %ls", role);
    if (!CreatePipe(&reading, &writing, &inherited, 0)) {
        abort();
    }
    SetHandleInformation(reading, HANDLE_FLAG_INHERIT, 0);
    STARTUPINFOW startup = {.cb = sizeof startup, .dwFlags = STARTF_USESTDHANDLES};
    startup.hStdInput = GetStdHandle(STD_INPUT_HANDLE);
    startup.hStdOutput = writing;
    startup.hStdError = GetStdHandle(STD_ERROR_HANDLE);
    PROCESS_INFORMATION process;
    if (!CreateProcessW(program_path(), command, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process)) {
        fprintf(stderr, "cannot start the test program again: %lu\n", GetLastError());
        abort();
    }
    CloseHandle(writing);
    read_all(reading, output);
    WaitForSingleObject(process.hProcess, INFINITE);
    DWORD code = 0;
    GetExitCodeProcess(process.hProcess, &code);
    CloseHandle(process.hThread);
    CloseHandle(process.hProcess);
    CloseHandle(reading);
    return code;
}

static LONG WINAPI die(EXCEPTION_POINTERS *pointers) {
    static char storage[1024];
    struct text words = {.string = storage, .capacity = sizeof storage};
    provider_describe_exception(pointers->ExceptionRecord, &words);
    DWORD written;
    WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), words.string, (DWORD)words.length, &written, NULL);
    TerminateProcess(GetCurrentProcess(), pointers->ExceptionRecord->ExceptionCode);
    return EXCEPTION_CONTINUE_SEARCH;
}

void die_by_exceptions(void) { SetUnhandledExceptionFilter(die); }

int contains(const char *text, const char *part) {
    int found = text != NULL && strstr(text, part) != NULL;
    if (!found) {
        printf("#   \"%s\" is not in: %s\n", part, text == NULL ? "(nothing)" : text);
    }
    return found;
}
