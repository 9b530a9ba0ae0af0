#include "provider/exceptions.h"

#include <stdint.h>

#include "provider/guard.h"
#include "provider/modules.h"

static const struct exception_name {
    DWORD code;
    const char *name;
} exception_names[] = {
    {EXCEPTION_ACCESS_VIOLATION, "access violation"},
    {EXCEPTION_STACK_OVERFLOW, "stack overflow"},
    {EXCEPTION_ILLEGAL_INSTRUCTION, "illegal instruction"},
    {EXCEPTION_PRIV_INSTRUCTION, "privileged instruction"},
    {EXCEPTION_IN_PAGE_ERROR, "in-page error"},
    {EXCEPTION_INT_DIVIDE_BY_ZERO, "integer division by zero"},
    {EXCEPTION_INT_OVERFLOW, "integer overflow"},
    {EXCEPTION_DATATYPE_MISALIGNMENT, "misaligned access"},
    {EXCEPTION_ARRAY_BOUNDS_EXCEEDED, "array bounds exceeded"},
    {EXCEPTION_NONCONTINUABLE_EXCEPTION, "continuation after an exception that allows none"},
    {EXCEPTION_INVALID_DISPOSITION, "invalid exception disposition"},
    {EXCEPTION_INVALID_HANDLE, "invalid handle"},
    {EXCEPTION_GUARD_PAGE, "guard page"},
    {EXCEPTION_BREAKPOINT, "breakpoint"},
    {EXCEPTION_SINGLE_STEP, "single step"},
    {0xC0000374ul, "heap corruption"},
    {0xC0000409ul, "fast fail"},
    {0xC0000417ul, "invalid argument to the C library"},
    {0xC0000420ul, "assertion failure"},
    {0x40000015ul, "fatal exit of the C library"},
    {EXCEPTION_CODE_CPP, "C++ exception"},
    {0x20474343ul, "C++ exception (GCC)"},
    {0xC06D007Eul, "delay-loaded DLL not found"},
    {0xC06D007Ful, "delay-loaded import not found"},
    {EXCEPTION_CODE_WINE_STUB, "missing import"},
    {0x80000101ul, "assertion failure in Wine"},
};

static const char *name_of(DWORD code) {
    for (size_t i = 0; i < sizeof exception_names / sizeof exception_names[0]; i++) {
        if (exception_names[i].code == code) {
            return exception_names[i].name;
        }
    }
    return NULL;
}

static void cut(struct text *text, size_t length) {
    text->length = length;
    text->string[length] = '\0';
}

static void describe_access(const EXCEPTION_RECORD *record, struct text *text) {
    if (record->NumberParameters < 2) {
        return;
    }
    ULONG_PTR kind = record->ExceptionInformation[0];
    const void *address = (const void *)record->ExceptionInformation[1];
    text_format(text, " %s 0x%llx",
                kind == 0   ? "reading"
                : kind == 1 ? "writing"
                            : "executing",
                (unsigned long long)(uintptr_t)address);
    size_t length = text->length;
    text_append(text, ", ");
    if (!guard_describe(address, text)) {
        cut(text, length);
    }
}

static bool readable(const void *address) {
    MEMORY_BASIC_INFORMATION information;
    return VirtualQuery(address, &information, sizeof information) != 0 && information.State == MEM_COMMIT &&
           (information.Protect & (PAGE_NOACCESS | PAGE_GUARD)) == 0;
}

/* Wine gives two strings, or an ordinal in place of the second. */
static bool describe_missing_import(const EXCEPTION_RECORD *record, struct text *text) {
    const char *dll = (const char *)record->ExceptionInformation[0];
    ULONG_PTR function = record->ExceptionInformation[1];
    if (record->NumberParameters < 2 || !readable(dll) || (function > 0xFFFF && !readable((const void *)function))) {
        return false;
    }
    if (function <= 0xFFFF) {
        text_format(text, " the import #%u of %s does not exist", (unsigned)function, dll);
    } else {
        text_format(text, " the import %s of %s does not exist", (const char *)function, dll);
    }
    return true;
}

static void describe_place(const EXCEPTION_RECORD *record, struct text *text) {
    size_t length = text->length;
    text_append(text, ", in ");
    if (!modules_describe(record->ExceptionAddress, text)) {
        cut(text, length);
    }
}

bool provider_describe_exception(const EXCEPTION_RECORD *record, struct text *text) {
    const char *name = name_of(record->ExceptionCode);
    text_format(text, "0x%08lX", record->ExceptionCode);
    if (record->ExceptionCode == EXCEPTION_CODE_WINE_STUB && describe_missing_import(record, text)) {
        return true;
    }
    text_format(text, " %s", name == NULL ? "exception without a name" : name);
    if (record->ExceptionCode == EXCEPTION_ACCESS_VIOLATION || record->ExceptionCode == EXCEPTION_IN_PAGE_ERROR) {
        describe_access(record, text);
    }
    if (record->ExceptionCode == 0xC0000409ul && record->NumberParameters > 0) {
        text_format(text, " (reason %llu)", (unsigned long long)record->ExceptionInformation[0]);
    }
    describe_place(record, text);
    return name != NULL;
}
