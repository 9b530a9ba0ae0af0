#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "unit.h"

static void text_grows_and_stays_terminated(void) {
    struct text text = {0};
    for (int i = 0; i < 1000; i++) {
        text_format(&text, "%d,", i);
    }
    CU_ASSERT_EQUAL(text.length, strlen(text.string));
    CU_ASSERT_EQUAL(text.length, 3890);
    CU_ASSERT_STRING_EQUAL(text.string + text.length - 4, "999,");
    text_free(&text);
}

static void an_empty_text_is_an_empty_string(void) {
    struct text text = {0};
    CU_ASSERT_STRING_EQUAL(text_string(&text), "");
    char *string = text_release(&text);
    CU_ASSERT_STRING_EQUAL(string, "");
    free(string);
}

static void globs_match_without_case(void) {
    CU_ASSERT_TRUE(text_matches("*tcp*", "MSAFD Tcpip [TCP/IP]"));
    CU_ASSERT_TRUE(text_matches("defer.*", "defer.keeps-its-place"));
    CU_ASSERT_TRUE(text_matches("a?c", "abc"));
    CU_ASSERT_TRUE(text_matches("*", ""));
    CU_ASSERT_FALSE(text_matches("a?c", "ac"));
    CU_ASSERT_FALSE(text_matches("defer.*", "reject.defer.x"));
    CU_ASSERT_FALSE(text_matches("", "x"));
}

static void an_error_owns_its_sentence(void) {
    struct error error = {0};
    CU_ASSERT_EQUAL(error_set(&error, STATUS_USAGE, "no %s", "listener"), STATUS_USAGE);
    CU_ASSERT_EQUAL(error_prefix(&error, "line %d", 7), STATUS_USAGE);
    CU_ASSERT_STRING_EQUAL(error.message, "line 7: no listener");
    error_clear(&error);
    CU_ASSERT_PTR_NULL(error.message);
    CU_ASSERT_EQUAL(error_set(NULL, STATUS_FAILED, "unheard"), STATUS_FAILED);
}

static void arrays_grow_by_doubling(void) {
    size_t capacity = 0;
    int *numbers = NULL;
    for (size_t i = 0; i < 100; i++) {
        numbers = memory_grow(numbers, i, &capacity, sizeof *numbers);
        numbers[i] = (int)i;
    }
    CU_ASSERT_EQUAL(capacity, 128);
    CU_ASSERT_EQUAL(numbers[99], 99);
    free(numbers);
}

static const struct unit_case cases[] = {
    {"text grows and stays terminated", text_grows_and_stays_terminated},
    {"an empty text is an empty string", an_empty_text_is_an_empty_string},
    {"globs match without regard to case", globs_match_without_case},
    {"an error owns its sentence", an_error_owns_its_sentence},
    {"arrays grow by doubling", arrays_grow_by_doubling},
};

UNIT_MAIN("base: text, errors, memory", cases)
