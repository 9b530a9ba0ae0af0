/* A layer that changes nothing has the verdicts of its base: over the reference and over the host, not installed and
 * installed, and where two layers stand over each other. */
#include <stdlib.h>
#include <string.h>

#include <windows.h>

#include "base/text.h"
#include "base/wide.h"
#include "compare.h"
#include "unit.h"

#define LARGE "wspcheck reference message large"
#define OWN "layered own handles over "
#define PASS "layered pass-through over "

/* What a layer does most with. */
#define SAMPLE                                                                                                         \
    "--scenario accept.* --scenario condition.* --scenario connect-data.* --scenario defer.* --scenario layer.* "      \
    "--scenario startup.*"

/* All providers of the second run are layers over the only one of the first. */
static void expect_verdicts_of(const cJSON *below, const cJSON *above, int count) {
    CU_ASSERT_EQUAL(cJSON_GetArraySize(compare_providers(below)), 1);
    CU_ASSERT_EQUAL(cJSON_GetArraySize(compare_providers(above)), count);
    const cJSON *layer;
    cJSON_ArrayForEach(layer, compare_providers(above)) {
        CU_ASSERT_EQUAL(compare_layer(cJSON_GetArrayItem(compare_providers(below), 0), layer), 0);
    }
}

/* Runs a base, and with other words layers over it, both at the same time. */
static void run_both(const char *base, const char *layers, const char *selection, cJSON **below, cJSON **above) {
    struct begun_run lower, upper;
    char *lower_words = text_make("--jobs 4 --provider \"%s\" %s", base, selection);
    char *upper_words = text_make("--jobs 4 %s %s", layers, selection);
    compare_begin(&lower, lower_words);
    compare_begin(&upper, upper_words);
    *below = compare_finish(&lower, NULL);
    *above = compare_finish(&upper, NULL);
    free(lower_words);
    free(upper_words);
}

static void expect_layers_over(const char *base, int flavours) {
    cJSON *below, *above;
    char *words = text_make("--dll \"%s\\wsplayer.dll\" --over \"%s\"", stage_dlls, base);
    run_both(base, words, "", &below, &above);
    expect_verdicts_of(below, above, flavours);
    cJSON_Delete(below);
    cJSON_Delete(above);
    free(words);
}

static void over_the_reference(void) {
    expect_layers_over("wspcheck reference message", 1);
    expect_layers_over(LARGE, 2);
}

static void over_the_host(void) { expect_layers_over("host TCP/IP", 2); }

/* A DLL of another name is another layer. */
static char *copy_of_the_layer(void) {
    char *from = text_make("%s\\wsplayer.dll", stage_dlls);
    char *to = stage_path("another-layer.dll");
    CU_ASSERT_TRUE_FATAL(CopyFileA(from, to, TRUE));
    free(from);
    return to;
}

static void two_layers_over_each_other(void) {
    char *upper = copy_of_the_layer();
    char *words = text_make("--dll \"%s\\wsplayer.dll\" --dll \"%s\" --over \"*" LARGE "\" --provider \"" OWN OWN LARGE
                            "\" --provider \"" PASS PASS LARGE "\" --provider \"" OWN PASS LARGE "\"",
                            stage_dlls, upper);
    cJSON *below, *above;
    run_both(LARGE, words, SAMPLE, &below, &above);
    expect_verdicts_of(below, above, 3);
    cJSON_Delete(below);
    cJSON_Delete(above);
    free(words);
    free(upper);
}

static bool is_installed(const cJSON *provider) {
    return cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(provider, "catalog_id")) < 1000000;
}

static void install(const char *dll) {
    struct show show;
    show_expect(&show, 0, "installed {", "catalog install \"%s\\%s\"", stage_dlls, dll);
    show_free(&show);
}

/* The registry catalog of this test is a key of its own, which its processes inherit by a variable. */
static void installed_in_the_registry(void) {
    wchar_t key[64];
    if (GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "wine_get_version") == NULL) {
        CU_PASS("on Windows this would change the system's catalog");
        return;
    }
    swprintf(key, sizeof key / sizeof key[0], L"Software\\wspcheck-layers-%lu", GetCurrentProcessId());
    SetEnvironmentVariableW(L"WSPCHECK_CATALOG", key);
    SetEnvironmentVariableW(L"WSPLAYER_OVER", L"" LARGE);
    install("wspref.dll");
    install("wsplayer.dll");
    cJSON *below, *above;
    run_both(LARGE, "--provider \"" OWN LARGE "\" --provider \"" PASS LARGE "\"", SAMPLE, &below, &above);
    CU_ASSERT_TRUE(is_installed(cJSON_GetArrayItem(compare_providers(below), 0)));
    CU_ASSERT_TRUE(is_installed(cJSON_GetArrayItem(compare_providers(above), 0)));
    expect_verdicts_of(below, above, 2);
    cJSON_Delete(below);
    cJSON_Delete(above);
    CU_ASSERT_EQUAL(RegDeleteTreeW(HKEY_CURRENT_USER, key), ERROR_SUCCESS);
    SetEnvironmentVariableW(L"WSPCHECK_CATALOG", NULL);
    SetEnvironmentVariableW(L"WSPLAYER_OVER", NULL);
}

static const struct unit_case cases[] = {
    {"over the reference", over_the_reference},
    {"over the host's own stack", over_the_host},
    {"two layers over each other", two_layers_over_each_other},
    {"installed in the registry catalog", installed_in_the_registry},
};

int main(void) {
    compare_open("layers");
    int code = unit_main("end to end: a layer has the verdicts of its base", cases, sizeof cases / sizeof cases[0]);
    stage_close();
    return code;
}
