#include "stage.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <CUnit/CUnit.h>

#include "base/wide.h"
#include "results/files.h"
#include "scratch.h"

char *stage_folder, *stage_suites, *stage_dlls;

static const char *const names[] = {"one", "two", "three", "four", "five", "six"};

static void write_file(const char *folder, const char *name, const char *content) {
    char *path = files_join(folder, name);
    files_make_folder(folder, NULL);
    files_write(path, content, strlen(content), NULL);
    free(path);
}

static void write_suite(void) {
    char *requirements = files_join(stage_suites, "requirements");
    char *scenarios = files_join(stage_suites, "tiny");
    write_file(requirements, "tiny.lua",
               "requirement \"TINY-01\" { title = \"Connections\", statement = \"A request can be accepted.\","
               " level = \"must\", source = \"the test\", applies = \"connection-oriented\", observe = \"accept\","
               " traps = \"\" }\n");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        bool last = i + 1 == sizeof names / sizeof names[0];
        char *name = text_make("%s.lua", names[i]);
        char *content = text_make("scenario \"Connection %s\" {\n"
                                  "  verifies = { \"TINY-01\" },\n"
                                  "  needs = { \"connection-oriented\" },\n"
                                  "%s"
                                  "  run = function(wsp)\n"
                                  "%s"
                                  "    local listener = wsp.listen()\n"
                                  "    local caller = wsp.request(listener, { fence = false })\n"
                                  "    check(\"TINY-01\", listener:accept()):succeeds()\n"
                                  "  end,\n"
                                  "}\n",
                                  names[i], last ? "  isolated = true,\n" : "", last ? "    wsp.startup()\n" : "");
        write_file(scenarios, name, content);
        free(content);
        free(name);
    }
    free(scenarios);
    free(requirements);
}

/* From this program's folder, tests/command in the build folder, to that of wspcheck.exe. */
static char *find_program_folder(void) {
    wchar_t path[MAX_PATH] = L"";
    GetModuleFileNameW(NULL, path, MAX_PATH);
    for (int i = 0; i < 3; i++) {
        *wcsrchr(path, L'\\') = L'\0';
    }
    char *build = wide_to_utf8(path);
    char *folder = text_make("%s\\harness\\command", build);
    free(build);
    return folder;
}

void stage_open(const char *name) {
    stage_folder = scratch_make(name);
    stage_suites = stage_path("suites");
    stage_dlls = find_program_folder();
    SetEnvironmentVariableW(L"WSPCHECK_TERMINAL", NULL);
    write_suite();
}

void stage_close(void) {
    scratch_remove(stage_folder);
    free(stage_folder);
    free(stage_suites);
    free(stage_dlls);
}

char *stage_path(const char *name) { return files_join(stage_folder, name); }

static wchar_t *command_line(const char *words) {
    bool runs = strncmp(words, "run", 3) == 0;
    char *line = text_make("\"%s\\wspcheck.exe\" %s%s%s%s", stage_dlls, words, runs ? " --suites \"" : "",
                           runs ? stage_suites : "", runs ? "\"" : "");
    wchar_t *wide = wide_from_utf8(line);
    free(line);
    return wide;
}

static void start(struct show *show, const char *words) {
    *show = (struct show){0};
    SECURITY_ATTRIBUTES inheritable = {.nLength = sizeof inheritable, .bInheritHandle = TRUE};
    HANDLE theirs;
    CreatePipe(&show->output, &theirs, &inheritable, 0);
    SetHandleInformation(show->output, HANDLE_FLAG_INHERIT, 0);
    STARTUPINFOW startup = {.cb = sizeof startup,
                            .dwFlags = STARTF_USESTDHANDLES,
                            .hStdInput = GetStdHandle(STD_INPUT_HANDLE),
                            .hStdOutput = theirs,
                            .hStdError = theirs};
    PROCESS_INFORMATION made = {0};
    wchar_t *line = command_line(words);
    wchar_t *folder = wide_from_utf8(stage_folder);
    CU_ASSERT_TRUE_FATAL(CreateProcessW(NULL, line, NULL, NULL, TRUE, 0, NULL, folder, &startup, &made));
    free(folder);
    free(line);
    CloseHandle(theirs);
    CloseHandle(made.hThread);
    show->process = made.hProcess;
}

void show_start(struct show *show, const char *format, ...) {
    struct text words = {0};
    va_list arguments;
    va_start(arguments, format);
    text_format_list(&words, format, arguments);
    va_end(arguments);
    start(show, text_string(&words));
    text_free(&words);
}

static bool read_more(struct show *show) {
    char buffer[4096];
    DWORD got = 0;
    if (!ReadFile(show->output, buffer, sizeof buffer, &got, NULL) || got == 0) {
        return false;
    }
    text_append_bytes(&show->printed, buffer, got);
    return true;
}

static int count_words(const char *text, const char *words) {
    int count = 0;
    while ((text = strstr(text, words)) != NULL) {
        text += strlen(words);
        count++;
    }
    return count;
}

bool show_wait_for(struct show *show, const char *words, int times) {
    while (count_words(text_string(&show->printed), words) < times) {
        if (!read_more(show)) {
            return false;
        }
    }
    return true;
}

void show_kill(struct show *show) {
    TerminateProcess(show->process, 9);
    show_finish(show);
}

void show_finish(struct show *show) {
    while (read_more(show)) {
    }
    WaitForSingleObject(show->process, INFINITE);
    GetExitCodeProcess(show->process, &show->exit_code);
}

void show_free(struct show *show) {
    CloseHandle(show->process);
    CloseHandle(show->output);
    text_free(&show->printed);
}

void show_expect(struct show *show, DWORD exit_code, const char *words, const char *format, ...) {
    struct text line = {0};
    va_list arguments;
    va_start(arguments, format);
    text_format_list(&line, format, arguments);
    va_end(arguments);
    start(show, text_string(&line));
    show_finish(show);
    bool right = show->exit_code == exit_code && strstr(text_string(&show->printed), words) != NULL;
    if (!right) {
        printf("# wspcheck %s\n# exit code %lu instead of %lu, expected \"%s\" in:\n", text_string(&line),
               show->exit_code, exit_code, words);
        for (const char *at = text_string(&show->printed); *at != '\0'; at += strcspn(at, "\n"), at += *at == '\n') {
            printf("#   %.*s\n", (int)strcspn(at, "\r\n"), at);
        }
    }
    CU_ASSERT_TRUE(right);
    text_free(&line);
}

cJSON *stage_results(const char *folder) {
    char *path = files_join(folder, "results.json");
    struct text text = {0};
    files_read(path, &text, NULL);
    cJSON *results = cJSON_Parse(text_string(&text));
    text_free(&text);
    free(path);
    return results;
}

int stage_count(const cJSON *results, const char *verdict) {
    const cJSON *provider = cJSON_GetArrayItem(cJSON_GetObjectItem(results, "providers"), 0);
    const cJSON *count = cJSON_GetObjectItem(cJSON_GetObjectItem(provider, "counts"), verdict);
    return cJSON_IsNumber(count) ? count->valueint : -1;
}
