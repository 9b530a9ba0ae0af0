/* What a run is about: which scenarios in which order, and which providers. */
#include "run/plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/wide.h"
#include "results/files.h"
#include "run/options.h"
#include "run/roster.h"
#include "scenario/library.h"
#include "scratch.h"
#include "unit.h"

#define SCENARIO "scenario \"%s\" { verifies = { \"%s\" }, needs = {}, %s run = function(wsp) end }\n"

/* The catalog id of "mine layer" in make_roster. */
#define LAYER_ID 2007

static char *folder;
static struct library *library;

static void write_file(const char *folder_name, const char *name, const char *content) {
    char *path = files_join(folder, folder_name);
    files_make_folder(path, NULL);
    char *file = files_join(path, name);
    files_write(file, content, strlen(content), NULL);
    free(file);
    free(path);
}

static void write_scenario(const char *suite, const char *name, const char *requirement, bool isolated) {
    char *content = text_make(SCENARIO, name, requirement, isolated ? "isolated = true," : "");
    char *file = text_make("%s.lua", name);
    write_file(suite, file, content);
    free(file);
    free(content);
}

static void write_requirement(struct text *text, const char *id) {
    text_format(
        text,
        "requirement \"%s\" { title = \"t\", statement = \"s\", level = \"must\", source = \"x\", applies = \"all\","
        " observe = \"o\", traps = \"\" }\n",
        id);
}

/* A suites folder of six scenarios in two areas. */
static void make_library(void) {
    folder = scratch_make("plans");
    struct text apples = {0}, pears = {0};
    write_requirement(&apples, "APPLE-01");
    write_requirement(&apples, "APPLE-02");
    write_requirement(&pears, "PEAR-01");
    write_file("requirements", "apple.lua", apples.string);
    write_file("requirements", "pear.lua", pears.string);
    text_free(&apples);
    text_free(&pears);
    write_scenario("apple", "green", "APPLE-01", false);
    write_scenario("apple", "red", "APPLE-02", false);
    write_scenario("apple", "yellow", "APPLE-02", true);
    write_scenario("pear", "big", "PEAR-01", false);
    write_scenario("pear", "small", "PEAR-01", false);
    write_scenario("pear", "soft", "APPLE-01", false);
    struct error error = {0};
    wchar_t *wide = wide_from_utf8(folder);
    if (library_load(&library, wide, &error) != STATUS_OK) {
        printf("Bail out! %s\n", error.message);
        exit(1);
    }
    free(wide);
}

static enum status plan_with(struct plan *plan, const char *const *words, int count, struct error *error) {
    struct run_options options = {0};
    *plan = (struct plan){0};
    enum status status = run_options_parse(&options, count, (char *const *)(uintptr_t)words, error);
    if (status == STATUS_OK) {
        status = plan_scenarios(plan, &options, library, error);
    }
    run_options_free(&options);
    return status;
}

static char *ids_of(const struct plan *plan) {
    struct text ids = {0};
    for (size_t i = 0; i < plan->scenario_count; i++) {
        text_format(&ids, "%s%s", i == 0 ? "" : " ", plan->scenarios[i].id);
    }
    return text_release(&ids);
}

static const struct {
    const char *words[6];
    enum status status;
    const char *result; /* the ids, or what stands in the message */
} selections[] = {
    {{NULL}, STATUS_OK, "apple.green apple.red apple.yellow pear.big pear.small pear.soft"},
    {{"--scenario", "pear.*"}, STATUS_OK, "pear.big pear.small pear.soft"},
    {{"--scenario", "pear.big", "--scenario", "apple.red"}, STATUS_OK, "apple.red pear.big"},
    {{"--scenario", "*.s*"}, STATUS_OK, "pear.small pear.soft"},
    {{"--requirement", "APPLE-01"}, STATUS_OK, "apple.green pear.soft"},
    {{"--requirement", "APPLE-*", "--scenario", "pear.*"}, STATUS_OK, "pear.soft"},
    {{"--scenario", "pear.bog"}, STATUS_USAGE, "there is no scenario pear.bog"},
    {{"--requirement", "PEAR-02"}, STATUS_USAGE, "there is no requirement PEAR-02"},
    {{"--scenario", "plum.*"}, STATUS_NOTHING, "none of the 6 scenarios was chosen"},
    {{"--break", "pear.bog"}, STATUS_USAGE, "--break: there is no scenario pear.bog"},
    {{"--break", "pear.big", "--scenario", "apple.*"}, STATUS_USAGE, "not among the chosen ones"},
};

static void scenarios_are_chosen_by_id_and_requirement(void) {
    for (size_t i = 0; i < sizeof selections / sizeof selections[0]; i++) {
        struct plan plan;
        struct error error = {0};
        int count = 0;
        while (count < 6 && selections[i].words[count] != NULL) {
            count++;
        }
        CU_ASSERT_EQUAL(plan_with(&plan, selections[i].words, count, &error), selections[i].status);
        char *ids = ids_of(&plan);
        const char *seen = selections[i].status == STATUS_OK ? ids : error.message == NULL ? "" : error.message;
        bool right = selections[i].status == STATUS_OK ? strcmp(seen, selections[i].result) == 0
                                                       : strstr(seen, selections[i].result) != NULL;
        if (!right) {
            printf("# %s: %s\n", selections[i].result, seen);
        }
        CU_ASSERT_TRUE(right);
        free(ids);
        plan_free(&plan);
        error_clear(&error);
    }
}

static void shards_share_the_scenarios_out(void) {
    size_t sum = 0;
    for (int index = 1; index <= 3; index++) {
        struct plan plan;
        struct error error = {0};
        char *shard = text_make("%d/3", index);
        const char *words[] = {"--shard", shard};
        enum status status = plan_with(&plan, words, 2, &error);
        CU_ASSERT_TRUE(status == STATUS_OK || status == STATUS_NOTHING);
        CU_ASSERT_TRUE(status == STATUS_OK || strstr(error.message, "belongs to the shard") != NULL);
        sum += plan.scenario_count;
        plan_free(&plan);
        error_clear(&error);
        free(shard);
    }
    CU_ASSERT_EQUAL(sum, 6);
}

static void a_seed_gives_the_same_order_everywhere(void) {
    struct plan plan;
    const char *words[] = {"--shuffle=42"};
    CU_ASSERT_EQUAL(plan_with(&plan, words, 1, NULL), STATUS_OK);
    char *ids = ids_of(&plan);
    CU_ASSERT_STRING_EQUAL(ids, "pear.small pear.big apple.green apple.yellow pear.soft apple.red");
    free(ids);
    plan_free(&plan);
}

static void reversed_is_the_last_first(void) {
    struct plan plan;
    const char *words[] = {"--reverse"};
    CU_ASSERT_EQUAL(plan_with(&plan, NULL, 0, NULL), STATUS_OK);
    char *first = memory_string(plan.scenarios[0].id), *last = memory_string(plan.scenarios[5].id);
    plan_free(&plan);
    CU_ASSERT_EQUAL(plan_with(&plan, words, 1, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(plan.scenario_count, 6);
    CU_ASSERT_STRING_EQUAL(plan.scenarios[0].id, last);
    CU_ASSERT_STRING_EQUAL(plan.scenarios[5].id, first);
    free(first);
    free(last);
    plan_free(&plan);
}

static void every_order_is_a_permutation(void) {
    for (unsigned long seed = 0; seed < 200; seed++) {
        struct plan_scenario scenarios[9];
        unsigned seen = 0;
        for (size_t i = 0; i < 9; i++) {
            scenarios[i] = (struct plan_scenario){.id = "abcdefghi" + i};
        }
        plan_shuffle(scenarios, 9, seed);
        for (size_t i = 0; i < 9; i++) {
            seen |= 1u << (scenarios[i].id[0] - 'a');
        }
        CU_ASSERT_EQUAL(seen, 0x1FF);
    }
}

static struct catalog_entry *add_entry(struct roster *roster, const wchar_t *name, const wchar_t *dll, int chain_length,
                                       DWORD base) {
    WSAPROTOCOL_INFOW info = {.dwCatalogEntryId = (DWORD)(2000 + roster->catalog.count)};
    wcscpy(info.szProtocol, name);
    info.ProtocolChain.ChainLen = chain_length;
    if (chain_length > 1) {
        info.ProtocolChain.ChainEntries[0] = LAYER_ID;
        info.ProtocolChain.ChainEntries[1] = base;
    }
    info.ProviderId.Data1 = info.dwCatalogEntryId;
    return catalog_add(&roster->catalog, &info, dll, CATALOG_OVERLAY);
}

/* Two references, three of the host DLL, a system entry without a DLL, a user's DLL with a base, a layer, two chains.
 */
static void make_roster(struct roster *roster) {
    *roster = (struct roster){0};
    roster->own[OWN_REFERENCE] = wide_from_utf8("C:\\x\\wspref.dll");
    roster->own[OWN_HOST] = wide_from_utf8("C:\\x\\wsphost.dll");
    add_entry(roster, L"ref one", L"C:\\x\\wspref.dll", 1, 0);
    add_entry(roster, L"ref two", L"C:\\x\\WSPREF.dll", 1, 0);
    add_entry(roster, L"host TCP/IP", L"C:\\x\\wsphost.dll", 1, 0);
    add_entry(roster, L"host TCP/IPv6", L"C:\\x\\wsphost.dll", 1, 0);
    add_entry(roster, L"host UDP/IP", L"C:\\x\\wsphost.dll", 1, 0);
    add_entry(roster, L"MSAFD Tcpip", NULL, 1, 0);
    add_entry(roster, L"mine base", L"C:\\y\\mine.dll", 1, 0);
    add_entry(roster, L"mine layer", L"C:\\y\\mine.dll", 0, 0);
    add_entry(roster, L"mine over ref one", L"C:\\y\\mine.dll", 2, 2000);
    add_entry(roster, L"mine over host", L"C:\\y\\mine.dll", 2, 2002);
    add_entry(roster, L"mine hidden", L"C:\\y\\mine.dll", 1, 0)->info.dwProviderFlags = PFL_HIDDEN;
}

static void use_dll(struct roster *roster) {
    roster->dlls = memory_zeroed(1, sizeof *roster->dlls);
    roster->dlls[0] = wide_from_utf8("C:\\y\\mine.dll");
    roster->dll_count = 1;
}

static const struct {
    const char *words[6];
    bool dll;
    enum status status;
    const char *result; /* names, or what stands in the message */
} choices[] = {
    {{NULL}, false, STATUS_OK, "ref one|ref two|host TCP/IP|host TCP/IPv6"},
    {{"--provider", "host*"}, false, STATUS_OK, "host TCP/IP|host TCP/IPv6|host UDP/IP"},
    {{"--provider", "2001"}, false, STATUS_OK, "ref two"},
    {{"--provider", "ref one", "--provider", "2000"}, false, STATUS_OK, "ref one"},
    {{"--provider", "all"},
     false,
     STATUS_OK,
     "ref one|ref two|host TCP/IP|host TCP/IPv6|host UDP/IP|mine base|mine over ref one|mine over host"},
    {{"--provider", "mine h*"}, false, STATUS_NOTHING, "there are: \"ref one\", \"ref two\""},
    {{"--provider", "mine hidden"}, false, STATUS_OK, "mine hidden"},
    {{"--provider", "MSAFD*"}, false, STATUS_NOTHING, "the catalog names no DLL for \"MSAFD Tcpip\""},
    {{"--provider", "nobody"}, false, STATUS_NOTHING, "no provider was chosen; there are: \"ref one\""},
    {{"--dll", "x"}, true, STATUS_OK, "mine base|mine over ref one|mine over host"},
    {{"--dll", "x", "--over", "ref*"}, true, STATUS_OK, "mine over ref one"},
    {{"--dll", "x", "--over", "nobody"}, true, STATUS_NOTHING, "no provider was chosen"},
    {{"--dll", "x", "--provider", "host TCP/IP"}, true, STATUS_OK, "host TCP/IP"},
};

static void providers_are_chosen_by_pattern_dll_and_base(void) {
    for (size_t i = 0; i < sizeof choices / sizeof choices[0]; i++) {
        struct roster roster;
        struct plan plan = {0};
        struct run_options options = {0};
        struct error error = {0};
        int count = 0;
        while (count < 6 && choices[i].words[count] != NULL) {
            count++;
        }
        make_roster(&roster);
        if (choices[i].dll) {
            use_dll(&roster);
        }
        CU_ASSERT_EQUAL(run_options_parse(&options, count, (char *const *)(uintptr_t)choices[i].words, &error),
                        STATUS_OK);
        CU_ASSERT_EQUAL(plan_providers(&plan, &options, &roster, &error), choices[i].status);
        struct text names = {0};
        for (size_t k = 0; k < plan.provider_count; k++) {
            text_format(&names, "%s%s", k == 0 ? "" : "|", plan.providers[k].name);
        }
        const char *seen = error.message == NULL ? text_string(&names) : error.message;
        bool right = choices[i].status == STATUS_OK ? strcmp(seen, choices[i].result) == 0
                                                    : strstr(seen, choices[i].result) != NULL;
        if (!right) {
            printf("# %s\n# instead of %s\n", seen, choices[i].result);
        }
        CU_ASSERT_TRUE(right);
        text_free(&names);
        error_clear(&error);
        run_options_free(&options);
        plan_free(&plan);
        roster_free(&roster);
    }
}

static void a_choice_without_a_dll_is_left_out_with_a_note(void) {
    struct roster roster;
    struct plan plan = {0};
    struct run_options options = {0};
    make_roster(&roster);
    words_add(&options.providers, "MSAFD*");
    words_add(&options.providers, "ref one");
    CU_ASSERT_EQUAL(plan_providers(&plan, &options, &roster, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(plan.provider_count, 1);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(text_string(&plan.notes), "left out, because the catalog names no DLL: \"MSAFD Tcpip\""));
    words_free(&options.providers);
    plan_free(&plan);
    roster_free(&roster);
}

static const struct unit_case cases[] = {
    {"scenarios are chosen by id and requirement", scenarios_are_chosen_by_id_and_requirement},
    {"shards share the scenarios out", shards_share_the_scenarios_out},
    {"reversed is the last first", reversed_is_the_last_first},
    {"a seed gives the same order everywhere", a_seed_gives_the_same_order_everywhere},
    {"every order is a permutation", every_order_is_a_permutation},
    {"providers are chosen by pattern, DLL and base", providers_are_chosen_by_pattern_dll_and_base},
    {"a choice without a DLL is left out with a note", a_choice_without_a_dll_is_left_out_with_a_note},
};

int main(void) {
    make_library();
    int code = unit_main("run: plans", cases, sizeof cases / sizeof cases[0]);
    library_free(library);
    scratch_remove(folder);
    free(folder);
    return code;
}
