#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <windows.h>

#include <cjson/cJSON.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/wide.h"
#include "provider/guard.h"
#include "provider/upcalls.h"

static const char requirement_format[] = "requirement \"%s\" { title = \"A title\", statement = \"A statement.\", "
                                         "level = \"%s\", source = \"A page\", applies = \"all\", "
                                         "observe = \"Somehow.\", traps = \"\" }\n";

int contains(const char *text, const char *part) {
    if (strstr(text, part) != NULL) {
        return 1;
    }
    printf("# \"%s\" does not contain \"%s\"\n", text, part);
    return 0;
}

static void emit(void *context, const char *line, size_t length) {
    struct bench *bench = context;
    text_append_bytes(&bench->records, line, length);
    text_append_char(&bench->records, '\n');
}

static void note_check(void *context, bool held, const char *text, const char *file, int line) {
    struct bench *bench = context;
    text_format(&bench->checks, "%s %s at %s:%d\n", held ? "held" : "unmet", text, file, line);
    if (bench->on_check != NULL) {
        bench->on_check(bench, line);
    }
}

static void make_folder(const wchar_t *folder) {
    if (!CreateDirectoryW(folder, NULL) && GetLastError() != ERROR_ALREADY_EXISTS) {
        CU_FAIL_FATAL("a folder cannot be made");
    }
}

/* ids is a list of words between blanks. */
static void make_requirements_of_findings(struct bench *bench, const char *area, const char *ids) {
    struct text text = {0};
    char *path = text_make("requirements/%s.lua", area);
    for (const char *id = ids; *id != '\0'; id += strcspn(id, " "), id += strspn(id, " ")) {
        char *word = text_make("%.*s", (int)strcspn(id, " "), id);
        text_format(&text, requirement_format, word, "must");
        free(word);
    }
    bench_write(bench, path, text.string, text.length);
    free(path);
    text_free(&text);
}

static void make_requirements(struct bench *bench) {
    static const char *const test_levels[] = {"must", "should", "may"};
    struct text text = {0};
    for (int i = 0; i < 3; i++) {
        char id[16];
        snprintf(id, sizeof id, "TEST-%02d", i + 1);
        text_format(&text, requirement_format, id, test_levels[i]);
    }
    bench_write(bench, "requirements/test.lua", text.string, text.length);
    text_free(&text);
    make_requirements_of_findings(bench, "socket", "SOCKET-11");
    make_requirements_of_findings(bench, "cond", "COND-02");
    make_requirements_of_findings(bench, "upcall", "UPCALL-06 UPCALL-11 UPCALL-19");
}

/* A folder that no other test program has: named by process. */
static wchar_t *own_folder(void) {
    wchar_t path[1024];
    GetModuleFileNameW(NULL, path, 900);
    wchar_t *end = path + wcslen(path);
    swprintf(end, 100, L".%lu", GetCurrentProcessId());
    make_folder(path);
    wcscat(path, L"\\suites");
    make_folder(path);
    return memory_copy(path, (wcslen(path) + 1) * sizeof *path);
}

/* Has the fake provider's entry and no other. */
static const struct catalog *the_catalog(void) {
    static struct catalog_entry *entries[1];
    static struct catalog catalog = {.entries = entries, .count = 1};
    entries[0] = (struct catalog_entry *)fake_provider()->entry;
    return &catalog;
}

void bench_open(struct bench *bench) {
    static bool started;
    struct error error = {0};
    if (!started) {
        CU_ASSERT_EQUAL_FATAL(guard_start(&error), STATUS_OK);
        CU_ASSERT_EQUAL_FATAL(upcalls_start(the_catalog(), &error), STATUS_OK);
        started = true;
    }
    *bench = (struct bench){0};
    bench->folder = own_folder();
    make_requirements(bench);
    fake_reset();
}

static wchar_t *path_in(const struct bench *bench, const char *path) {
    char *folder = wide_to_utf8(bench->folder);
    char *joined = text_make("%s\\%s", folder, path);
    for (char *at = joined; *at != '\0'; at++) {
        *at = *at == '/' ? '\\' : *at;
    }
    wchar_t *wide = wide_from_utf8(joined);
    free(joined);
    free(folder);
    return wide;
}

void bench_write(struct bench *bench, const char *path, const char *text, size_t length) {
    wchar_t *wide = path_in(bench, path);
    wchar_t *last = wcsrchr(wide, L'\\');
    *last = L'\0';
    make_folder(wide);
    *last = L'\\';
    FILE *stream = _wfopen(wide, L"wb");
    CU_ASSERT_PTR_NOT_NULL_FATAL(stream);
    fwrite(text, 1, length, stream);
    fclose(stream);
    free(wide);
}

enum status bench_load(struct bench *bench, struct error *error) {
    return library_load_with(&bench->library, bench->folder, &vocabulary_of_tests, error);
}

static void remove_tree(const wchar_t *folder) {
    wchar_t path[1200];
    WIN32_FIND_DATAW found;
    swprintf(path, 1200, L"%ls\\*", folder);
    HANDLE search = FindFirstFileW(path, &found);
    if (search == INVALID_HANDLE_VALUE) {
        return;
    }
    do {
        swprintf(path, 1200, L"%ls\\%ls", folder, found.cFileName);
        if ((found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) == 0) {
            DeleteFileW(path);
        } else if (found.cFileName[0] != L'.') {
            remove_tree(path);
        }
    } while (FindNextFileW(search, &found));
    FindClose(search);
    RemoveDirectoryW(folder);
}

static void close_engine(struct bench *bench) {
    struct error error = {0};
    if (bench->engine != NULL) {
        engine_finish(bench->engine, &error);
        engine_close(bench->engine);
        bench->engine = NULL;
    }
    error_clear(&error);
    library_free(bench->library);
    bench->library = NULL;
}

void bench_close(struct bench *bench) {
    close_engine(bench);
    wcsrchr(bench->folder, L'\\')[0] = L'\0';
    remove_tree(bench->folder);
    free(bench->folder);
    text_free(&bench->records);
    text_free(&bench->checks);
}

static void open_engine(struct bench *bench, double scale) {
    struct error error = {0};
    enum status status = bench_load(bench, &error);
    if (status != STATUS_OK) {
        printf("# %s\n", error.message);
    }
    CU_ASSERT_EQUAL_FATAL(status, STATUS_OK);
    struct engine_options options = {.provider = fake_provider(),
                                     .catalog = the_catalog(),
                                     .library = bench->library,
                                     .timeout_scale = scale,
                                     .started_us = clock_us(),
                                     .emit = emit,
                                     .check = note_check,
                                     .context = bench};
    CU_ASSERT_EQUAL_FATAL(engine_open(&bench->engine, &options, &error), STATUS_OK);
    struct cJSON *traits = cJSON_CreateObject();
    bool isolated = library_find_scenario(bench->library, "play.one")->isolated;
    CU_ASSERT_EQUAL_FATAL(engine_use_traits(bench->engine, traits, !isolated, &error), STATUS_OK);
    cJSON_Delete(traits);
}

const char *bench_play_with(struct bench *bench, const char *fields, const char *body, double scale) {
    static char outcome[4096];
    char *text = text_make("scenario \"One\" {\n  %s,\n  run = function(wsp)\n%s\n  end,\n}\n", fields, body);
    bench_write(bench, "play/one.lua", text, strlen(text));
    free(text);
    close_engine(bench);
    text_clear(&bench->records);
    text_clear(&bench->checks);
    open_engine(bench, scale);
    struct engine_result result;
    engine_run(bench->engine, library_find_scenario(bench->library, "play.one"), 1, &result);
    snprintf(outcome, sizeof outcome, "%s: %s", result.verdict, result.reason);
    engine_result_free(&result);
    return outcome;
}

const char *bench_play(struct bench *bench, const char *body) {
    return bench_play_with(bench, "verifies = { \"TEST-01\" }", body, 1);
}
