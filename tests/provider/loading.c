#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "provider/imports.h"
#include "provider/provider.h"
#include "provider/redirect.h"
#include "support.h"
#include "unit.h"

static struct catalog catalog;

/* Loads a DLL as a provider and expects a sentence with each of these parts. */
static void expect_failure(const wchar_t *path, const char *part, const char *second_part) {
    wchar_t dll[1024] = L"";
    struct catalog_entry entry = {.name = memory_string("A provider"), .dll = path == NULL ? NULL : dll};
    struct provider provider;
    struct error error = {0};
    if (path != NULL) {
        wcsncpy(dll, path, 1023);
    }
    CU_ASSERT_EQUAL(provider_load(&provider, &entry, &error), STATUS_FAILED);
    CU_ASSERT_PTR_NOT_NULL_FATAL(error.message);
    CU_ASSERT_TRUE(contains(error.message, part));
    CU_ASSERT_TRUE(contains(error.message, second_part));
    CU_ASSERT_PTR_NULL(provider.module);
    CU_ASSERT_PTR_NULL(provider.path);
    error_clear(&error);
    free(entry.name);
}

static void needs_a_start(void) {
    HMODULE module;
    struct error error = {0};
    CU_ASSERT_EQUAL(redirect_load(beside_program(L"startup.dll"), &module, &error), STATUS_BROKEN);
    CU_ASSERT_PTR_NULL(module);
    error_clear(&error);
    redirect_start(&catalog);
}

static void says_that_there_is_no_path(void) { expect_failure(NULL, "names no DLL", "A provider"); }

static void says_that_the_file_is_missing(void) {
    expect_failure(beside_program(L"not-there.dll"), "not-there.dll", "does not exist");
}

static void says_that_it_is_a_directory(void) {
    expect_failure(beside_program(L"fixtures"), "fixtures", "is a directory");
}

static void expect_failure_of_bytes(const void *bytes, size_t size, const char *part) {
    wchar_t *path = make_file(bytes, size);
    expect_failure(path, part, "made-");
    remove_file(path);
}

static void says_that_it_is_no_image(void) {
    static const char text[] = "This is not a DLL, however long the text may be, and whatever its name is. It is text.";
    expect_failure_of_bytes(text, sizeof text, "no PE header");
    expect_failure_of_bytes("", 0, "no PE header");
    expect_failure_of_bytes("MZ", 2, "no PE header");
}

static void survives_headers_that_lead_nowhere(void) {
    unsigned char bytes[128] = {'M', 'Z'};
    bytes[0x3C] = 0xF0;
    bytes[0x3F] = 0x7F;
    expect_failure_of_bytes(bytes, sizeof bytes, "no PE header");
    memset(bytes + 0x3C, 0xFF, 4);
    expect_failure_of_bytes(bytes, sizeof bytes, "no PE header");
}

/* The startup fixture with other bytes at a place of its header, counted from the signature on. */
static void expect_failure_of_patch(size_t place, const void *patch, size_t patch_size, const char *part) {
    size_t size;
    DWORD offset;
    unsigned char *bytes = read_file(beside_program(L"startup.dll"), &size);
    memcpy(&offset, bytes + 0x3C, sizeof offset);
    memcpy(bytes + offset + place, patch, patch_size);
    expect_failure_of_bytes(bytes, size, part);
    free(bytes);
}

static void says_that_the_signature_is_another(void) { expect_failure_of_patch(0, "NE", 2, "no PE header"); }

static void expect_failure_of_machine(WORD machine, const char *part) {
    expect_failure_of_patch(4, &machine, sizeof machine, part);
}

static void says_that_the_bitness_is_wrong(void) {
#ifdef _WIN64
    expect_failure_of_machine(IMAGE_FILE_MACHINE_I386,
                              "is a 32-bit DLL, this harness is 64-bit; use the 32-bit build of wspcheck");
    expect_failure_of_machine(IMAGE_FILE_MACHINE_ARM64, "is a 64-bit DLL for ARM, this harness is for x86");
#else
    expect_failure_of_machine(IMAGE_FILE_MACHINE_AMD64,
                              "is a 64-bit DLL, this harness is 32-bit; use the 64-bit build of wspcheck");
#endif
    expect_failure_of_machine(0x1234, "another kind of processor (machine 0x1234)");
}

static void says_that_it_is_a_program(void) {
    wchar_t path[1024] = L"";
    GetModuleFileNameW(NULL, path, 1024);
    expect_failure(path, "test-provider-loading", "is a program, not a DLL");
}

static void says_which_dll_is_missing(void) {
    expect_failure(beside_program(L"lonely.dll"), "cannot be loaded",
                   "partner.dll, which lonely.dll imports, cannot be found");
}

static void says_which_function_is_missing(void) {
    struct text sentence = {0};
    CU_ASSERT_TRUE(imports_find_missing(beside_program(L"fixtures\\older\\importer.dll"), &sentence));
    CU_ASSERT_STRING_EQUAL(text_string(&sentence),
                           "importer.dll imports the function frobnicate of partner.dll, which does not export it");
    text_clear(&sentence);
    CU_ASSERT_FALSE(imports_find_missing(beside_program(L"startup.dll"), &sentence));
    CU_ASSERT_STRING_EQUAL(text_string(&sentence), "");
    text_free(&sentence);
}

static void says_that_dllmain_refused(void) {
    expect_failure(beside_program(L"refuser.dll"), "cannot be loaded", "DllMain refused");
}

static void says_that_there_is_no_startup(void) {
    expect_failure(beside_program(L"enumerator.dll"), "enumerator.dll", "exports no WSPStartup");
    CU_ASSERT_PTR_NULL(GetModuleHandleW(L"enumerator.dll"));
}

static void says_that_the_name_is_decorated(void) {
    expect_failure(beside_program(L"decorated.dll"), "decorated.dll", "only under its decorated name _WSPStartup@76");
}

static void loads_by_the_catalogs_path(void) {
    SetEnvironmentVariableW(L"WSPCHECK_TEST_NAME", beside_program(L"startup"));
    wchar_t dll[] = L"%WSPCHECK_TEST_NAME%.dll";
    struct catalog_entry entry = {.name = memory_string("A provider"), .dll = dll};
    struct provider provider;
    CU_ASSERT_EQUAL_FATAL(provider_load(&provider, &entry, NULL), STATUS_OK);
    CU_ASSERT_PTR_EQUAL(provider.entry, &entry);
    CU_ASSERT_EQUAL(wcscmp(provider.path, beside_program(L"startup.dll")), 0);
    CU_ASSERT_PTR_EQUAL(provider.module, GetModuleHandleW(L"startup.dll"));
    CU_ASSERT_PTR_EQUAL((void *)provider.startup, (void *)GetProcAddress(provider.module, "WSPStartup"));
    provider_unload(&provider);
    CU_ASSERT_PTR_NULL(provider.module);
    CU_ASSERT_PTR_NULL(GetModuleHandleW(L"startup.dll"));
    provider_unload(&provider);
    free(entry.name);
}

static void loads_by_a_relative_path(void) {
    HMODULE module = NULL;
    wchar_t *folder = memory_copy(beside_program(L""), (wcslen(beside_program(L"")) + 1) * sizeof(wchar_t));
    wchar_t previous[1024];
    GetCurrentDirectoryW(1024, previous);
    SetCurrentDirectoryW(folder);
    CU_ASSERT_EQUAL(redirect_load(L"./startup.dll", &module, NULL), STATUS_OK);
    CU_ASSERT_PTR_NOT_NULL(module);
    FreeLibrary(module);
    struct error error = {0};
    CU_ASSERT_EQUAL(redirect_load(L"./not-there.dll", &module, &error), STATUS_FAILED);
    CU_ASSERT_TRUE(contains(error.message, ":\\"));
    error_clear(&error);
    SetCurrentDirectoryW(previous);
    free(folder);
}

static void looks_for_bare_names_where_the_system_does(void) {
    HMODULE module = NULL;
    CU_ASSERT_EQUAL(redirect_load(L"ws2_32.dll", &module, NULL), STATUS_OK);
    CU_ASSERT_PTR_EQUAL(module, GetModuleHandleW(L"ws2_32.dll"));
    FreeLibrary(module);
}

static const struct unit_case cases[] = {
    {"nothing is loaded before the redirection was started", needs_a_start},
    {"an entry without a path is named", says_that_there_is_no_path},
    {"a missing file is named", says_that_the_file_is_missing},
    {"a directory is no DLL", says_that_it_is_a_directory},
    {"a file without a PE header is no DLL", says_that_it_is_no_image},
    {"headers that lead nowhere are no headers", survives_headers_that_lead_nowhere},
    {"a file with another signature is no DLL", says_that_the_signature_is_another},
    {"a DLL for another machine is told from one for this", says_that_the_bitness_is_wrong},
    {"a program is no DLL", says_that_it_is_a_program},
    {"the import DLL that is missing is named", says_which_dll_is_missing},
    {"the import function that is missing is named", says_which_function_is_missing},
    {"a DllMain that refuses is blamed", says_that_dllmain_refused},
    {"a DLL without WSPStartup is no provider, and does not stay loaded", says_that_there_is_no_startup},
    {"a decorated WSPStartup is recognised", says_that_the_name_is_decorated},
    {"a provider is loaded by the path of its entry", loads_by_the_catalogs_path},
    {"a relative path will do, and messages have it in full", loads_by_a_relative_path},
    {"a bare name is looked for where the system does", looks_for_bare_names_where_the_system_does},
};

UNIT_MAIN("loading a provider", cases)
