#include "provider/exceptions.h"

#include <string.h>

#include "catalog/catalog.h"
#include "provider/guard.h"
#include "provider/redirect.h"
#include "support.h"
#include "unit.h"

typedef int (*import_caller)(void);

static struct catalog catalog;

static const char *describe(const EXCEPTION_RECORD *record, bool known) {
    static char storage[1024];
    static struct text text = {.string = storage, .capacity = sizeof storage};
    text_clear(&text);
    CU_ASSERT_EQUAL(provider_describe_exception(record, &text), known);
    CU_ASSERT_PTR_EQUAL(text.string, storage);
    return text_string(&text);
}

static const char *describe_code(DWORD code, bool known) {
    EXCEPTION_RECORD record = {.ExceptionCode = code};
    return describe(&record, known);
}

static void names_exceptions(void) {
    CU_ASSERT_STRING_EQUAL(describe_code(EXCEPTION_STACK_OVERFLOW, true), "0xC00000FD stack overflow");
    CU_ASSERT_STRING_EQUAL(describe_code(EXCEPTION_ILLEGAL_INSTRUCTION, true), "0xC000001D illegal instruction");
    CU_ASSERT_STRING_EQUAL(describe_code(0xC0000374, true), "0xC0000374 heap corruption");
    CU_ASSERT_STRING_EQUAL(describe_code(EXCEPTION_CODE_CPP, true), "0xE06D7363 C++ exception");
    CU_ASSERT_STRING_EQUAL(describe_code(EXCEPTION_BREAKPOINT, true), "0x80000003 breakpoint");
    CU_ASSERT_STRING_EQUAL(describe_code(EXCEPTION_INT_DIVIDE_BY_ZERO, true), "0xC0000094 integer division by zero");
    CU_ASSERT_STRING_EQUAL(describe_code(0xDEADBEEF, false), "0xDEADBEEF exception without a name");
}

static void gives_the_reason_of_a_fast_fail(void) {
    EXCEPTION_RECORD record = {
        .ExceptionCode = 0xC0000409, .NumberParameters = 1, .ExceptionInformation = {FAST_FAIL_FATAL_APP_EXIT}};
    CU_ASSERT_STRING_EQUAL(describe(&record, true), "0xC0000409 fast fail (reason 7)");
}

static void gives_address_and_kind_of_access(void) {
    EXCEPTION_RECORD record = {
        .ExceptionCode = EXCEPTION_ACCESS_VIOLATION, .NumberParameters = 2, .ExceptionInformation = {1, 0x10}};
    CU_ASSERT_STRING_EQUAL(describe(&record, true), "0xC0000005 access violation writing 0x10");
    record.ExceptionInformation[0] = 0;
    CU_ASSERT_STRING_EQUAL(describe(&record, true), "0xC0000005 access violation reading 0x10");
    record.ExceptionInformation[0] = 8;
    CU_ASSERT_STRING_EQUAL(describe(&record, true), "0xC0000005 access violation executing 0x10");
}

static void names_the_buffer(void) {
    struct guard *guard = guard_make(16, "lpCallerData");
    EXCEPTION_RECORD record = {.ExceptionCode = EXCEPTION_ACCESS_VIOLATION,
                               .NumberParameters = 2,
                               .ExceptionInformation = {0, (ULONG_PTR)guard_bytes(guard) + 20}};
    CU_ASSERT_TRUE(contains(describe(&record, true), ", lpCallerData (16 bytes) + 20"));
    guard_free(guard);
}

static void names_the_place(void) {
    HMODULE module = NULL;
    CU_ASSERT_EQUAL_FATAL(redirect_load(beside_program(L"enumerator.dll"), &module, NULL), STATUS_OK);
    EXCEPTION_RECORD record = {.ExceptionCode = EXCEPTION_ILLEGAL_INSTRUCTION,
                               .ExceptionAddress = (unsigned char *)module + 0x1234};
    CU_ASSERT_STRING_EQUAL(describe(&record, true), "0xC000001D illegal instruction, in enumerator.dll+0x1234");
    FreeLibrary(module);
}

static void names_missing_imports(void) {
    EXCEPTION_RECORD record = {.ExceptionCode = EXCEPTION_CODE_WINE_STUB, .NumberParameters = 2};
    record.ExceptionInformation[0] = (ULONG_PTR) "ws2_32.dll";
    record.ExceptionInformation[1] = (ULONG_PTR) "WSCUpdateProvider";
    CU_ASSERT_STRING_EQUAL(describe(&record, true),
                           "0x80000100 the import WSCUpdateProvider of ws2_32.dll does not exist");
    record.ExceptionInformation[1] = 77;
    CU_ASSERT_STRING_EQUAL(describe(&record, true), "0x80000100 the import #77 of ws2_32.dll does not exist");
    record.ExceptionInformation[0] = (ULONG_PTR)guard_inaccessible();
    CU_ASSERT_STRING_EQUAL(describe(&record, true), "0x80000100 missing import");
}

/* Windows refuses to load such a DLL; Wine loads it and raises at the call. Either way the function is named. */
static void names_the_import_that_a_provider_lacks(void) {
    struct text output = {0};
    DWORD code = run_child(L"call-missing-import", &output);
    if (code == EXCEPTION_CODE_WINE_STUB) {
        CU_ASSERT_TRUE(contains(text_string(&output), "the import frobnicate of partner.dll does not exist"));
    } else {
        CU_ASSERT_EQUAL(code, 3);
        CU_ASSERT_TRUE(contains(text_string(&output), "function frobnicate of partner.dll"));
    }
    text_free(&output);
}

static int call_missing_import(void) {
    HMODULE module;
    struct error error = {0};
    die_by_exceptions();
    if (redirect_load(beside_program(L"fixtures\\older\\importer.dll"), &module, &error) != STATUS_OK) {
        printf("%s", error.message);
        error_clear(&error);
        return 3;
    }
    import_caller caller = (import_caller)(void *)GetProcAddress(module, "call_import");
    return caller();
}

static const struct unit_case cases[] = {
    {"exceptions have names, and unknown ones their number", names_exceptions},
    {"a fast fail has its reason", gives_the_reason_of_a_fast_fail},
    {"an access violation has its kind and address", gives_address_and_kind_of_access},
    {"an access violation names the buffer it touched", names_the_buffer},
    {"the DLL in which it happened is named with the offset", names_the_place},
    {"a missing import is named, and bad parameters do no harm", names_missing_imports},
    {"the import that a provider lacks is named", names_the_import_that_a_provider_lacks},
};

int main(int argc, char **argv) {
    guard_start(NULL);
    redirect_start(&catalog);
    if (argc > 1 && strcmp(argv[1], "call-missing-import") == 0) {
        return call_missing_import();
    }
    return unit_main("exceptions in words", cases, sizeof cases / sizeof cases[0]);
}
