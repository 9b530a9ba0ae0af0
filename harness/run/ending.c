#include "run/ending.h"

#include <stdlib.h>

#include <cjson/cJSON.h>

static const struct {
    unsigned long code;
    const char *words;
} exceptions[] = {
    {0x80000003, "breakpoint"},
    {0x80000004, "single step"},
    {0x80000100, "call of a function that does not exist"},
    {0x80000101, "failed assertion inside Wine"},
    {0xC0000005, "access violation"},
    {0xC0000006, "page that cannot be read"},
    {0xC0000008, "invalid handle"},
    {0xC000001D, "illegal instruction"},
    {0xC0000025, "exception that cannot be continued"},
    {0xC000008E, "floating-point division by zero"},
    {0xC0000094, "integer division by zero"},
    {0xC0000095, "integer overflow"},
    {0xC0000096, "privileged instruction"},
    {0xC00000FD, "stack overflow"},
    {0xC0000135, "a DLL that it imports was not found"},
    {0xC0000139, "a function that it imports was not found"},
    {0xC0000142, "a DLL refused to be initialised"},
    {0xC0000194, "possible deadlock"},
    {0xC0000374, "heap corruption"},
    {0xC0000409, "fast fail or stack buffer overrun"},
    {0xC0000417, "invalid parameter of a C runtime function"},
    {0xC0000420, "failed assertion"},
    {0xE06D7363, "uncaught C++ exception"},
};

bool exit_code_describe(struct text *text, unsigned long code) {
    for (size_t i = 0; i < sizeof exceptions / sizeof exceptions[0]; i++) {
        if (exceptions[i].code == code) {
            text_format(text, "exception 0x%08lX %s", code, exceptions[i].words);
            return true;
        }
    }
    if ((code & 0xF0000000ul) == 0xC0000000ul) {
        text_format(text, "exception 0x%08lX", code);
        return true;
    }
    text_format(text, "code %lu", code);
    return false;
}

void ending_free(struct ending *ending) {
    free(ending->reason);
    free(ending->exception);
    free(ending->last_call);
    *ending = (struct ending){0};
}

void ending_set(struct ending *ending, enum verdict verdict, const char *format, ...) {
    struct text reason = {0};
    va_list arguments;
    va_start(arguments, format);
    text_format_list(&reason, format, arguments);
    va_end(arguments);
    free(ending->reason);
    ending->reason = text_release(&reason);
    ending->verdict = verdict;
}

static void set_exit_code(struct ending *ending, unsigned long exit_code) {
    ending->has_exit_code = true;
    ending->exit_code = exit_code;
}

void ending_died(struct ending *ending, unsigned long exit_code) {
    struct text how = {0};
    bool exception = exit_code_describe(&how, exit_code);
    set_exit_code(ending, exit_code);
    const char *call = ending->last_call;
    const char *in = call == NULL ? "" : ", in ";
    if (ending->exception != NULL) {
        ending_set(ending, VERDICT_CRASH, "%s%s%s", ending->exception, in, call == NULL ? "" : call);
    } else if (exception) {
        ending->exception = text_make("%s", how.string + sizeof "exception " - 1);
        ending_set(ending, VERDICT_CRASH, "%s%s%s", ending->exception, in, call == NULL ? "" : call);
    } else {
        ending_set(ending, VERDICT_CRASH, "premature exit: the worker exited with %s in the middle of the scenario%s%s",
                   how.string, in, call == NULL ? "" : call);
    }
    text_free(&how);
}

void ending_died_after(struct ending *ending, unsigned long exit_code, const char *how) {
    struct text code = {0};
    bool exception = exit_code_describe(&code, exit_code);
    char *claimed = text_make("%s%s%s", verdict_names[ending->verdict], ending->reason == NULL ? "" : ": ",
                              ending->reason == NULL ? "" : ending->reason);
    set_exit_code(ending, exit_code);
    if (exception && ending->exception == NULL) {
        ending->exception = text_make("%s", code.string + sizeof "exception " - 1);
    }
    ending_set(ending, VERDICT_CRASH, "after this scenario had ended, %s; until then it was: %s", how, claimed);
    free(claimed);
    text_free(&code);
}

void ending_to_json(const struct ending *ending, cJSON *record) {
    cJSON_AddStringToObject(record, "verdict", verdict_names[ending->verdict]);
    cJSON_AddStringToObject(record, "reason", ending->reason == NULL ? "" : ending->reason);
    cJSON_AddNumberToObject(record, "duration_us", (double)ending->duration_us);
    if (ending->exception != NULL) {
        cJSON_AddStringToObject(record, "exception", ending->exception);
    }
    if (ending->last_call != NULL) {
        cJSON_AddStringToObject(record, "last_call", ending->last_call);
    }
    if (ending->has_exit_code) {
        cJSON_AddNumberToObject(record, "exit_code", (double)ending->exit_code);
    }
}
