/*
 * "list" and "catalog" as their users run them, with what they print. The redirection of a DLL's registration is played
 * here: a DLL named good.dll or wspref.dll installs a layer and two chains of it over the first base, and
 * nothing else does.
 */
#include <io.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <winsock2.h>

#include <windows.h>

#include "base/memory.h"
#include "catalog/names.h"
#include "catalog/overlay.h"
#include "catalog/system.h"
#include "command/catalog_command.h"
#include "command/list.h"
#include "provider/redirect.h"
#include "samples.h"
#include "unit.h"

#define GOOD_DLL "C:\\samples\\good.dll"
#define OUTPUT_LIMIT 65536

static struct catalog *redirected;

void redirect_start(struct catalog *catalog) { redirected = catalog; }

/* Other processes may run this test in the same prefix. */
static GUID own_guid(unsigned long number) { return sample_guid(GetCurrentProcessId() * 16 + number); }

static enum status register_good(const wchar_t *path, struct error *error) {
    GUID layer_guid = own_guid(1);
    GUID chain_guid = own_guid(2);
    WSAPROTOCOL_INFOW layer = sample_layer(L"Good layer", 1);
    int code = 0;
    if (overlay_install(redirected, &layer_guid, path, &layer, 1, &code) == SOCKET_ERROR) {
        return error_set(error, STATUS_FAILED, "the registration failed with %d", code);
    }
    DWORD links[] = {catalog_find_provider(redirected, &layer_guid)->info.dwCatalogEntryId,
                     redirected->entries[0]->info.dwCatalogEntryId};
    WSAPROTOCOL_INFOW chains[] = {sample_chain(L"Good chain", 2, links, 2), sample_chain(L"Twin chain", 2, links, 2)};
    overlay_install(redirected, &chain_guid, path, chains, 2, &code);
    return STATUS_OK;
}

enum status redirect_register(const wchar_t *path, struct error *error) {
    const wchar_t *name = wcsrchr(path, L'\\') + 1;
    if (wcscmp(name, L"good.dll") == 0 || wcscmp(name, L"wspref.dll") == 0) {
        return register_good(path, error);
    }
    return error_set(error, STATUS_FAILED, "%ls does not exist", path);
}

/* The library's tmpfile wants the right to write to the drive's root. */
static FILE *open_scratch_file(void) {
    wchar_t folder[MAX_PATH];
    wchar_t path[MAX_PATH];
    GetTempPathW(MAX_PATH, folder);
    return GetTempFileNameW(folder, L"wsp", 0, path) == 0 ? NULL : _wfopen(path, L"w+bD");
}

/* Runs a command with its output in a file; *output (for free()) gets what it printed. Words end with NULL. */
static int run(int (*command)(int, char **), const char *const *words, char **output) {
    char *argv[8] = {0};
    int argc = 0;
    for (; words[argc] != NULL; argc++) {
        argv[argc] = memory_string(words[argc]);
    }
    FILE *file = open_scratch_file();
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    fflush(stdout);
    fflush(stderr);
    int saved[2] = {_dup(1), _dup(2)};
    _dup2(_fileno(file), 1);
    _dup2(_fileno(file), 2);
    int result = command(argc, argv);
    fflush(stdout);
    fflush(stderr);
    for (int i = 0; i < 2; i++) {
        _dup2(saved[i], i + 1);
        _close(saved[i]);
    }
    *output = memory_zeroed(OUTPUT_LIMIT, 1);
    rewind(file);
    size_t length = fread(*output, 1, OUTPUT_LIMIT - 1, file);
    CU_ASSERT_TRUE(length < OUTPUT_LIMIT - 1);
    fclose(file);
    for (int i = 0; i < argc; i++) {
        free(argv[i]);
    }
    return result;
}

static void expect(int (*command)(int, char **), const char *const *words, int code, const char *part) {
    char *output;
    CU_ASSERT_EQUAL(run(command, words, &output), code);
    if (strstr(output, part) == NULL) {
        printf("# %s\n", output);
        CU_FAIL("the output lacks its words");
    }
    free(output);
}

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void words_that_mean_nothing_are_a_usage_error(void) {
    expect(command_list, WORDS("list", "--verbose"), 2, "\"--verbose\" is not an option of list");
    expect(command_list, WORDS("list", "--dll"), 2, "--dll needs the path of a DLL");
    expect(command_catalog, WORDS("catalog"), 2, "usage: wspcheck catalog install DLL");
    expect(command_catalog, WORDS("catalog", "remove"), 2, "catalog has no \"remove\"");
    expect(command_catalog, WORDS("catalog", "install"), 2, "catalog install takes the path of a DLL");
    expect(command_catalog, WORDS("catalog", "uninstall", "a", "b"), 2, "catalog uninstall takes");
    expect(command_catalog, WORDS("catalog", "dump", "a"), 2, "catalog dump takes nothing more");
}

static void the_list_is_a_table_or_a_document(void) {
    char *output;
    expect(command_list, WORDS("list"), 0, "ID  ");
    CU_ASSERT_EQUAL(run(command_list, WORDS("list", "--json"), &output), 0);
    CU_ASSERT_EQUAL(strncmp(output, "{", 1), 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(output, "\"SOCK_STREAM\""));
    CU_ASSERT_PTR_NULL(strstr(output, "overlay"));
    free(output);
}

static void a_dll_is_listed_with_its_chain(void) {
    char *output;
    CU_ASSERT_EQUAL(run(command_list, WORDS("list", "--dll", GOOD_DLL), &output), 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(output, "Good chain"));
    CU_ASSERT_PTR_NOT_NULL(strstr(output, "chain: 1000001 layer > "));
    CU_ASSERT_PTR_NULL(strstr(output, "broken"));
    free(output);
    expect(command_list, WORDS("list", "--json", "--dll=" GOOD_DLL), 0, "\"origin\":\t\"overlay\"");
}

static void a_dll_that_fails_ends_the_list(void) {
    expect(command_list, WORDS("list", "--dll", "C:\\samples\\none.dll"), 1, "C:\\samples\\none.dll does not exist");
    expect(command_list, WORDS("list", "--dll", GOOD_DLL, "--dll", "C:\\more\\good.dll"), 1,
           "the entries of C:\\more\\good.dll were refused: the provider identifier {");
}

static void a_dll_is_registered_once(void) {
    expect(command_list, WORDS("list", "--dll", GOOD_DLL, "--dll", "C:\\SAMPLES\\good.dll"), 0, "Good layer");
}

/* What lies beside the program is listed, unless DLLs are named. */
static void bundled_providers_are_found_beside_the_program(void) {
    wchar_t path[MAX_PATH];
    GetModuleFileNameW(NULL, path, MAX_PATH);
    wcscpy(wcsrchr(path, L'\\') + 1, L"wspref.dll");
    HANDLE file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_FLAG_DELETE_ON_CLOSE, NULL);
    CU_ASSERT_NOT_EQUAL_FATAL(file, INVALID_HANDLE_VALUE);
    char *output;
    expect(command_list, WORDS("list"), 0, "\\wspref.dll\n");
    CU_ASSERT_EQUAL(run(command_list, WORDS("list", "--dll", GOOD_DLL), &output), 0);
    CU_ASSERT_PTR_NULL(strstr(output, "wspref.dll"));
    free(output);
    CloseHandle(file);
}

/* Only under Wine: on Windows this would change the machine's catalog. */
static void an_installed_dll_is_listed_until_it_is_uninstalled(void) {
    if (system_wine_version() == NULL) {
        CU_PASS("not on Windows");
        return;
    }
    char *dll = text_make("C:\\samples\\%lu\\good.dll", GetCurrentProcessId());
    struct text guid = {0};
    GUID layer_guid = own_guid(1);
    names_guid(&guid, &layer_guid);
    expect(command_catalog, WORDS("catalog", "uninstall", dll), 3, "no entry of the catalog has the DLL ");
    expect(command_catalog, WORDS("catalog", "install", dll), 0, "Good chain\n");
    expect(command_catalog, WORDS("catalog", "install", dll), 1, "is installed already, as entry ");
    expect(command_list, WORDS("list"), 0, dll);
    expect(command_catalog, WORDS("catalog", "dump"), 0, dll);
    expect(command_catalog, WORDS("catalog", "uninstall", text_string(&guid)), 0, "its chain names ");
    expect(command_catalog, WORDS("catalog", "uninstall", text_string(&guid)), 3, "no provider {");
    expect(command_catalog, WORDS("catalog", "uninstall", dll), 0, "uninstalled {");
    expect(command_catalog, WORDS("catalog", "uninstall", dll), 3, "no entry of the catalog has the DLL ");
    expect(command_catalog, WORDS("catalog", "dump"), 0, "Num_Catalog_Entries64");
    text_free(&guid);
    free(dll);
}

static void an_installation_that_cannot_be_says_why(void) {
    expect(command_catalog, WORDS("catalog", "install", "C:\\samples\\none.dll"), 1, "none.dll does not exist");
}

static const struct unit_case cases[] = {
    {"words that mean nothing are a usage error", words_that_mean_nothing_are_a_usage_error},
    {"the list is a table or a document", the_list_is_a_table_or_a_document},
    {"a DLL is listed with its chain", a_dll_is_listed_with_its_chain},
    {"a DLL that fails ends the list", a_dll_that_fails_ends_the_list},
    {"a DLL is registered once", a_dll_is_registered_once},
    {"bundled providers are found beside the program", bundled_providers_are_found_beside_the_program},
    {"an installed DLL is listed until it is uninstalled", an_installed_dll_is_listed_until_it_is_uninstalled},
    {"an installation that cannot be says why", an_installation_that_cannot_be_says_why},
};

UNIT_MAIN("the commands list and catalog", cases)
