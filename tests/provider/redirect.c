#include "provider/redirect.h"

#include <stdlib.h>
#include <string.h>

#include <ws2spi.h>

#include "catalog/catalog.h"
#include "provider/hooks.h"
#include "provider/imports.h"
#include "provider/modules.h"
#include "provider/upcalls.h"
#include "support.h"
#include "unit.h"

typedef int (*counter)(void);
typedef int (*inner_counter)(const wchar_t *path, int way);
typedef int (*completer)(SOCKET handle, WSAOVERLAPPED *overlapped, int *code);

enum { OVERLAY_ENTRIES = 3 };

static struct catalog catalog;
static int system_count;

static HMODULE load(const wchar_t *name) {
    HMODULE module = NULL;
    struct error error = {0};
    if (redirect_load(beside_program(name), &module, &error) != STATUS_OK) {
        printf("#   %s\n", error.message);
    }
    error_clear(&error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(module);
    return module;
}

static void *function(HMODULE module, const char *name) {
    void *address = (void *)GetProcAddress(module, name);
    CU_ASSERT_PTR_NOT_NULL_FATAL(address);
    return address;
}

/* What this program, which nobody redirected, is told. */
static int ask_system(void) {
    DWORD length = 0;
    int code = 0;
    WSCEnumProtocols(NULL, NULL, &length, &code);
    return (int)(length / sizeof(WSAPROTOCOL_INFOW));
}

static void answers_imports(void) {
    HMODULE module = load(L"enumerator.dll");
    CU_ASSERT_NOT_EQUAL(system_count, (int)catalog.count);
    CU_ASSERT_EQUAL(((counter)function(module, "count_by_import"))(), (int)catalog.count);
    FreeLibrary(module);
}

static void answers_what_is_asked_by_name(void) {
    HMODULE module = load(L"enumerator.dll");
    CU_ASSERT_EQUAL(((counter)function(module, "count_by_name"))(), (int)catalog.count);
    CU_ASSERT_TRUE(((counter)function(module, "has_upcall_by_name"))());
    FreeLibrary(module);
}

static void answers_dlls_that_are_loaded_in_turn(void) {
    HMODULE module = load(L"outer.dll");
    inner_counter count = (inner_counter)function(module, "count_in_inner");
    for (int way = 0; way < 4; way++) {
        CU_ASSERT_EQUAL(count(beside_program(L"enumerator.dll"), way), (int)catalog.count);
        CU_ASSERT_PTR_NULL(GetModuleHandleW(L"enumerator.dll"));
    }
    FreeLibrary(module);
}

static void redirects_what_was_loaded_before(void) {
    HMODULE module = LoadLibraryW(beside_program(L"enumerator.dll"));
    CU_ASSERT_PTR_NOT_NULL_FATAL(module);
    CU_ASSERT_EQUAL(((counter)function(module, "count_by_import"))(), system_count);
    CU_ASSERT_EQUAL(redirect_module(module, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(redirect_module(module, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(((counter)function(module, "count_by_import"))(), (int)catalog.count);
    FreeLibrary(module);
}

static size_t count_redirected(HMODULE module) {
    struct image image;
    struct import_iterator iterator;
    struct import import;
    size_t redirected = 0;
    if (image_open_module(&image, module)) {
        imports_begin(&iterator, &image);
        while (imports_next(&iterator, &import)) {
            void *replacement = hooks_replacement(import.name, NULL);
            redirected += import.name != NULL && replacement != NULL && *import.slot == replacement;
        }
    }
    return redirected;
}

static void leaves_the_system_alone(void) {
    HMODULE module = load(L"enumerator.dll");
    struct module_snapshot snapshot;
    size_t system_modules = 0;
    modules_snapshot(&snapshot);
    for (size_t i = 0; i < snapshot.count; i++) {
        if (modules_is_system(snapshot.modules[i])) {
            system_modules++;
            CU_ASSERT_EQUAL(redirect_module(snapshot.modules[i], NULL), STATUS_OK);
            CU_ASSERT_EQUAL(count_redirected(snapshot.modules[i]), 0);
        }
    }
    CU_ASSERT_TRUE(system_modules > 2);
    CU_ASSERT_TRUE(count_redirected(module) > 2);
    CU_ASSERT_EQUAL(count_redirected(GetModuleHandleW(NULL)), 0);
    CU_ASSERT_EQUAL(ask_system(), system_count);
    modules_snapshot_free(&snapshot);
    FreeLibrary(module);
}

static void refuses_to_install_without_permission(void) {
    HMODULE module = load(L"registrar.dll");
    size_t before = catalog.count;
    CU_ASSERT_EQUAL(((counter)function(module, "install"))(), SOCKET_ERROR);
    CU_ASSERT_EQUAL(*(int *)function(module, "latest_code"), WSANO_RECOVERY);
    CU_ASSERT_EQUAL(catalog.count, before);
    FreeLibrary(module);
}

static void registers_into_the_overlay(void) {
    size_t before = catalog.count;
    CU_ASSERT_EQUAL(redirect_register(beside_program(L"registrar.dll"), NULL), STATUS_OK);
    CU_ASSERT_EQUAL_FATAL(catalog.count, before + 1);
    const struct catalog_entry *entry = catalog.entries[before];
    CU_ASSERT_EQUAL(entry->origin, CATALOG_OVERLAY);
    CU_ASSERT_STRING_EQUAL(entry->name, "Registered by itself");
    CU_ASSERT_EQUAL(wcscmp(entry->dll, L"C:\\vendor\\registrar.dll"), 0);
    CU_ASSERT_PTR_NULL(GetModuleHandleW(L"registrar.dll"));
    CU_ASSERT_EQUAL(ask_system(), system_count);
}

/* Registers while the fixture stays loaded and behaves in one of its ways. */
static void expect_registration_failure(int behaviour, const char *sentence) {
    struct error error = {0};
    HMODULE module = load(L"registrar.dll");
    size_t before = catalog.count;
    *(int *)function(module, "behaviour") = behaviour;
    CU_ASSERT_EQUAL(redirect_register(beside_program(L"registrar.dll"), &error), STATUS_FAILED);
    CU_ASSERT_TRUE(contains(error.message, sentence));
    CU_ASSERT_EQUAL(catalog.count, before);
    error_clear(&error);
    FreeLibrary(module);
}

static void says_why_a_registration_failed(void) {
    struct error error = {0};
    expect_registration_failure(0, "failed with 0x80004005"); /* it is registered already */
    expect_registration_failure(1, "installed no entry");
#ifdef _WIN64
    expect_registration_failure(2, "calls WSCInstallProviderAndChains64_32");
#endif
    CU_ASSERT_EQUAL(redirect_register(beside_program(L"outer.dll"), &error), STATUS_FAILED);
    CU_ASSERT_TRUE(contains(error.message, "exports no DllRegisterServer"));
    CU_ASSERT_EQUAL(redirect_register(beside_program(L"not-there.dll"), &error), STATUS_FAILED);
    CU_ASSERT_TRUE(contains(error.message, "does not exist"));
    error_clear(&error);
}

static void completes_overlapped_requests(void) {
    HMODULE module = load(L"enumerator.dll");
    completer complete = (completer)function(module, "complete");
    WSPUPCALLTABLE table = upcalls_table('A');
    int code = 0;
    SOCKET handle = table.lpWPUCreateSocketHandle(1, 0, &code);
    WSAOVERLAPPED overlapped = {.Internal = 0x103, .hEvent = CreateEventW(NULL, TRUE, FALSE, NULL)};
    unsigned long before = redirect_completions();
    CU_ASSERT_EQUAL(complete(handle, &overlapped, &code), 0);
    CU_ASSERT_EQUAL(overlapped.Internal, WSAECONNRESET);
    CU_ASSERT_EQUAL(overlapped.InternalHigh, 42);
    CU_ASSERT_EQUAL(WaitForSingleObject(overlapped.hEvent, 0), WAIT_OBJECT_0);
    CU_ASSERT_EQUAL(redirect_completions(), before + 1);
    WSAOVERLAPPED untouched = {.Internal = 0x103};
    CU_ASSERT_EQUAL(complete(upcalls_unknown_handle(), &untouched, &code), SOCKET_ERROR);
    CU_ASSERT_EQUAL(code, WSAEINVAL);
    CU_ASSERT_EQUAL(untouched.Internal, 0x103);
    CloseHandle(overlapped.hEvent);
    FreeLibrary(module);
}

static const struct unit_case cases[] = {
    {"a DLL's import is answered from the catalog", answers_imports},
    {"so is what it asks of GetProcAddress", answers_what_is_asked_by_name},
    {"so is a DLL that it loads in turn, however it does", answers_dlls_that_are_loaded_in_turn},
    {"a module can be redirected late, and twice", redirects_what_was_loaded_before},
    {"no module of the system is rewritten, nor this program", leaves_the_system_alone},
    {"installing fails while it is not permitted", refuses_to_install_without_permission},
    {"DllRegisterServer fills the overlay and not the system", registers_into_the_overlay},
    {"a registration that comes to nothing says why", says_why_a_registration_failed},
    {"overlapped requests are completed as documented, and counted", completes_overlapped_requests},
};

int main(void) {
    for (DWORD i = 0; i < OVERLAY_ENTRIES; i++) {
        WSAPROTOCOL_INFOW info = {
            .ProviderId = {i + 1, 0, 0, {0}}, .ProtocolChain.ChainLen = 1, .szProtocol = L"Made up"};
        catalog_overlay_add(&catalog, &info, L"C:\\made-up.dll");
    }
    system_count = ask_system();
    redirect_start(&catalog);
    return unit_main("import redirection", cases, sizeof cases / sizeof cases[0]);
}
