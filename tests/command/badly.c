/* Providers that go wrong before a scenario could run: the harness says so in a sentence and exits with 1. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "results/files.h"
#include "stage.h"
#include "unit.h"

static char *dll;

static const struct {
    const char *habit;
    const char *words;
} registrations[] = {
    {"attach-crash", "cannot be loaded"},
    {"attach-exit", "died while it registered: code 0"},
    {"attach-refuse", "bad-provider.dll"},
    {"register-crash", "died while it registered: 0xC0000005 access violation writing 0x0"},
    {"register-exit", "died while it registered: code 0"},
    {"register-terminate", "died while it registered: code 333"},
    {"register-throw", "0xE06D7363"},
    {"register-fail", "bad-provider.dll"},
    {"register-nothing", "bad-provider.dll"},
};

static void registration_that_goes_wrong_is_told(void) {
    for (size_t i = 0; i < sizeof registrations / sizeof registrations[0]; i++) {
        struct show show;
        SetEnvironmentVariableA("BAD_HABIT", registrations[i].habit);
        show_expect(&show, 1, registrations[i].words, "run --list --dll \"%s\"", dll);
        show_free(&show);
    }
    SetEnvironmentVariableA("BAD_HABIT", NULL);
}

static const struct {
    const char *habit;
    const char *words;
} starts[] = {
    {"startup-fail", "WSASYSNOTREADY"},
    {"startup-nothing", "bad provider: the provider could not be tested"},
    {"startup-crash", "0xC0000005 access violation writing 0x0"},
    {"startup-exit", "code 0"},
    {"startup-terminate", "code 333"},
    {"startup-throw", "0xE06D7363"},
};

static void a_start_that_goes_wrong_leaves_everything_unrun(void) {
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        struct show show;
        char *folder = text_make("%s\\%s", stage_folder, starts[i].habit);
        SetEnvironmentVariableA("BAD_HABIT", starts[i].habit);
        show_expect(&show, 1, starts[i].words, "run --dll \"%s\" --out \"%s\"", dll, folder);
        CU_ASSERT_PTR_NOT_NULL(strstr(show.printed.string, "bad provider: the provider could not be tested"));
        cJSON *results = stage_results(folder);
        CU_ASSERT_EQUAL(stage_count(results, "notrun"), 6);
        cJSON_Delete(results);
        show_free(&show);
        free(folder);
    }
    SetEnvironmentVariableA("BAD_HABIT", NULL);
}

static const char entries[] =
    "{\"entries\":[{\"name\":\"bad provider\",\"guid\":\"{6bad0001-1111-4222-8333-444455556666}\",\"af\":\"AF_INET\","
    "\"type\":\"SOCK_STREAM\",\"protocol\":6,\"service_flags\":[],\"provider_flags\":[],\"chain\":[]}]}";

static const struct {
    const char *habit;
    bool described; /* its entries come from a file, so that nothing but the hang itself needs the limit */
    const char *words;
} hangs[] = {
    {"startup-hang", true, "WSPStartup did not return within 5 s"},
    {"attach-hang", true, "did not answer within 15.0 s while it loaded, started and probed the provider"},
    {"register-hang", false, "it hung while it registered, and was killed"},
};
#define HANGS (sizeof hangs / sizeof hangs[0])

/* All at once, since waiting costs nothing, and half of the usual limits must do for a machine that is busy. */
static void hangs_are_ended(void) {
    struct show shows[HANGS];
    char *protocols = stage_path("bad.json");
    files_write(protocols, entries, sizeof entries - 1, NULL);
    for (size_t i = 0; i < HANGS; i++) {
        char *description = hangs[i].described ? text_make("--protocols \"%s\"", protocols) : text_make("%s", "");
        SetEnvironmentVariableA("BAD_HABIT", hangs[i].habit);
        show_start(&shows[i], "run --dll \"%s\" %s --timeout-scale 0.5 --out \"%s\\%s\"", dll, description,
                   stage_folder, hangs[i].habit);
        free(description);
    }
    SetEnvironmentVariableA("BAD_HABIT", NULL);
    for (size_t i = 0; i < HANGS; i++) {
        show_finish(&shows[i]);
        CU_ASSERT_EQUAL(shows[i].exit_code, 1);
        CU_ASSERT_PTR_NOT_NULL(strstr(text_string(&shows[i].printed), hangs[i].words));
        show_free(&shows[i]);
    }
    free(protocols);
}

static void a_dll_that_is_no_provider_is_refused(void) {
    struct show show;
    char *text = stage_path("text.dll");
    files_write(text, "no DLL", 6, NULL);
    show_expect(&show, 1, "text.dll", "run --list --dll \"%s\"", text);
    show_free(&show);
    show_expect(&show, 1, "kernel32.dll", "run --list --dll C:\\windows\\system32\\kernel32.dll");
    show_free(&show);
    free(text);
}

static const struct unit_case cases[] = {
    {"registration that goes wrong is told", registration_that_goes_wrong_is_told},
    {"a start that goes wrong leaves everything unrun", a_start_that_goes_wrong_leaves_everything_unrun},
    {"hangs are ended", hangs_are_ended},
    {"a DLL that is no provider is refused", a_dll_that_is_no_provider_is_refused},
};

int main(void) {
    stage_open("badly");
    wchar_t path[MAX_PATH] = L"";
    GetModuleFileNameW(NULL, path, MAX_PATH);
    wcscpy(wcsrchr(path, L'\\') + 1, L"bad-provider.dll");
    dll = text_make("%ls", path);
    int code = unit_main("command: providers that go wrong", cases, sizeof cases / sizeof cases[0]);
    free(dll);
    stage_close();
    return code;
}
