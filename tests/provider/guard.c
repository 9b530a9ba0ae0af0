#include "provider/guard.h"

#include <stdio.h>
#include <string.h>

#include "support.h"
#include "unit.h"

static volatile unsigned char *bytes_of(const struct guard *guard) { return guard_bytes(guard); }

/* The sentence about an overrun, or "" when there was none. */
static const char *overrun(struct guard *guard) {
    static struct text sentence;
    text_clear(&sentence);
    bool found = guard_overrun(guard, &sentence);
    CU_ASSERT_EQUAL(found, sentence.length != 0);
    return text_string(&sentence);
}

static void names_a_byte_behind_the_end(void) {
    struct guard *guard = guard_make(16, "addr");
    bytes_of(guard)[16] = 0;
    CU_ASSERT_STRING_EQUAL(overrun(guard), "wrote 1 byte behind the end of addr (16 bytes), at offset 16");
    guard_free(guard);
}

static void names_length_and_offset(void) {
    struct guard *guard = guard_make(3, "lpCalleeData");
    for (size_t i = 10; i < 14; i++) {
        bytes_of(guard)[i] = 0xFF;
    }
    CU_ASSERT_STRING_EQUAL(overrun(guard), "wrote 4 bytes behind the end of lpCalleeData (3 bytes), at offset 10");
    guard_free(guard);
}

static void catches_a_write_across_the_end(void) {
    struct guard *guard = guard_make(18, "addr");
    unsigned long long value = 0;
    memcpy((unsigned char *)guard_bytes(guard) + 12, &value, sizeof value);
    CU_ASSERT_STRING_EQUAL(overrun(guard), "wrote 2 bytes behind the end of addr (18 bytes), at offset 18");
    guard_free(guard);
}

static void lets_a_probing_write_pass(void) {
    struct guard *guard = guard_make(16, "addr");
    volatile unsigned char *bytes = bytes_of(guard);
    unsigned char probe = bytes[16];
    bytes[16] = probe;
    CU_ASSERT_STRING_EQUAL(overrun(guard), "");
    bytes[16] = (unsigned char)(bytes[16] + 1);
    CU_ASSERT_NOT_EQUAL(strlen(overrun(guard)), 0);
    guard_free(guard);
}

static void lets_reading_pass(void) {
    struct guard *guard = guard_make(16, "name");
    volatile unsigned char *bytes = bytes_of(guard);
    unsigned char value = bytes[16];
    CU_ASSERT_EQUAL(value, bytes[16]);
    CU_ASSERT_STRING_EQUAL(overrun(guard), "");
    guard_free(guard);
}

static void is_armed_again_after_a_look(void) {
    struct guard *guard = guard_make(16, "addr");
    bytes_of(guard)[16] = 0;
    CU_ASSERT_NOT_EQUAL(strlen(overrun(guard)), 0);
    CU_ASSERT_STRING_EQUAL(overrun(guard), "");
    bytes_of(guard)[20] = 0;
    CU_ASSERT_STRING_EQUAL(overrun(guard), "wrote 1 byte behind the end of addr (16 bytes), at offset 20");
    guard_free(guard);
}

static void starts_with_poison(void) {
    struct guard *guard = guard_make(100, "buffer");
    CU_ASSERT_EQUAL(guard_size(guard), 100);
    CU_ASSERT_FALSE(guard_written_from(guard, 0));
    bytes_of(guard)[40] = 0;
    CU_ASSERT_TRUE(guard_written_from(guard, 0));
    CU_ASSERT_TRUE(guard_written_from(guard, 40));
    CU_ASSERT_FALSE(guard_written_from(guard, 41));
    CU_ASSERT_STRING_EQUAL(overrun(guard), "");
    guard_free(guard);
    guard = guard_make(100, "buffer");
    CU_ASSERT_FALSE(guard_written_from(guard, 0));
    guard_free(guard);
}

static void guards_every_size(void) {
    static const size_t sizes[] = {0, 1, 3, 4095, 4096, 4097, 70000};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct guard *guard = guard_make(sizes[i], "buffer");
        memset(guard_bytes(guard), 0, sizes[i]);
        CU_ASSERT_STRING_EQUAL(overrun(guard), "");
        bytes_of(guard)[sizes[i]] = 0;
        CU_ASSERT_NOT_EQUAL(strlen(overrun(guard)), 0);
        guard_free(guard);
    }
    guard_free(NULL);
}

static void blames_nobody_for_a_late_write(void) {
    struct guard *first = guard_make(8, "early");
    volatile unsigned char *bytes = bytes_of(first);
    guard_free(first);
    bytes[8] = 0;
    bool seen_again = false;
    struct guard *taken[64];
    for (size_t i = 0; i < 64; i++) {
        taken[i] = guard_make(8, "late");
        seen_again = seen_again || taken[i] == first;
        CU_ASSERT_STRING_EQUAL(overrun(taken[i]), "");
    }
    CU_ASSERT_TRUE(seen_again);
    for (size_t i = 0; i < 64; i++) {
        guard_free(taken[i]);
    }
}

static DWORD WINAPI write_behind(void *parameter) {
    bytes_of(parameter)[16] = 0;
    return 0;
}

static void catches_other_threads(void) {
    struct guard *guard = guard_make(16, "addr");
    HANDLE thread = CreateThread(NULL, 0, write_behind, guard, 0, NULL);
    CU_ASSERT_EQUAL(WaitForSingleObject(thread, INFINITE), WAIT_OBJECT_0);
    CloseHandle(thread);
    CU_ASSERT_NOT_EQUAL(strlen(overrun(guard)), 0);
    guard_free(guard);
}

static const char *described(const void *address) {
    static struct text text;
    text_clear(&text);
    return guard_describe(address, &text) ? text_string(&text) : "";
}

static void describes_addresses(void) {
    struct guard *guard = guard_make(16, "addr");
    const unsigned char *bytes = guard_bytes(guard);
    CU_ASSERT_STRING_EQUAL(described(bytes + 4), "addr (16 bytes) + 4");
    CU_ASSERT_STRING_EQUAL(described(bytes + 20), "addr (16 bytes) + 20");
    CU_ASSERT_STRING_EQUAL(described(bytes + 5000), "addr (16 bytes) + 5000");
    CU_ASSERT_STRING_EQUAL(described(bytes - 1), "addr (16 bytes) - 1");
    CU_ASSERT_STRING_EQUAL(described(guard_inaccessible()), "inaccessible memory + 0");
    CU_ASSERT_STRING_EQUAL(described(&guard), "");
    guard_free(guard);
    CU_ASSERT_STRING_EQUAL(described(bytes), "addr (16 bytes, released) + 0");
}

static void describes_without_taking_memory(void) {
    struct guard *guard = guard_make(16, "addr");
    char storage[64];
    struct text text = {.string = storage, .capacity = sizeof storage};
    CU_ASSERT_TRUE(guard_describe(guard_bytes(guard), &text));
    CU_ASSERT_PTR_EQUAL(text.string, storage);
    guard_free(guard);
}

static void never_absorbs_inaccessible_memory(void) {
    struct text output = {0};
    CU_ASSERT_EQUAL(run_child(L"write-inaccessible", &output), EXCEPTION_ACCESS_VIOLATION);
    CU_ASSERT_TRUE(contains(text_string(&output), "access violation writing"));
    CU_ASSERT_TRUE(contains(text_string(&output), "inaccessible memory + 0"));
    text_clear(&output);
    CU_ASSERT_EQUAL(run_child(L"read-inaccessible", &output), EXCEPTION_ACCESS_VIOLATION);
    CU_ASSERT_TRUE(contains(text_string(&output), "access violation reading"));
    text_free(&output);
}

static void absorbs_nothing_else(void) {
    struct text output = {0};
    CU_ASSERT_EQUAL(run_child(L"far-behind", &output), EXCEPTION_ACCESS_VIOLATION);
    CU_ASSERT_TRUE(contains(text_string(&output), "addr (16 bytes) + 8000"));
    text_clear(&output);
    CU_ASSERT_EQUAL(run_child(L"execute", &output), EXCEPTION_ACCESS_VIOLATION);
    CU_ASSERT_TRUE(contains(text_string(&output), "access violation executing"));
    text_free(&output);
}

static void act(const char *role) {
    die_by_exceptions();
    struct guard *guard = guard_make(16, "addr");
    volatile unsigned char *inaccessible = guard_inaccessible();
    if (strcmp(role, "write-inaccessible") == 0) {
        inaccessible[0] = 1;
    } else if (strcmp(role, "read-inaccessible") == 0) {
        printf("%d", inaccessible[GUARD_INACCESSIBLE_BYTES - 1]);
    } else if (strcmp(role, "far-behind") == 0) {
        bytes_of(guard)[8000] = 1;
    } else if (strcmp(role, "execute") == 0) {
        void (*function)(void) = (void (*)(void))(void *)(bytes_of(guard) + 16);
        function();
    }
}

static const struct unit_case cases[] = {
    {"a byte written behind the end is named with buffer and offset", names_a_byte_behind_the_end},
    {"the sentence has the length and the offset of what was written", names_length_and_offset},
    {"a write across the end is caught from the end on", catches_a_write_across_the_end},
    {"a probing write that changes nothing is no overrun", lets_a_probing_write_pass},
    {"reading behind the end is no overrun", lets_reading_pass},
    {"the page is armed again after it was examined", is_armed_again_after_a_look},
    {"a buffer starts with poison, also when its memory is used again", starts_with_poison},
    {"every size ends at the guard page", guards_every_size},
    {"a write behind a released buffer is not blamed on the next", blames_nobody_for_a_late_write},
    {"a write by another thread is caught", catches_other_threads},
    {"addresses are described by their buffer", describes_addresses},
    {"describing takes no memory while the text has room", describes_without_taking_memory},
    {"touching inaccessible memory raises", never_absorbs_inaccessible_memory},
    {"touches beyond the guard page, and executing it, raise", absorbs_nothing_else},
};

int main(int argc, char **argv) {
    if (guard_start(NULL) != STATUS_OK) {
        return 1;
    }
    if (argc > 1) {
        act(argv[1]);
        return 0;
    }
    return unit_main("guarded memory", cases, sizeof cases / sizeof cases[0]);
}
