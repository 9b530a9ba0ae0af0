/* Lines cut out of a stream of bytes, whatever the pieces are in which it comes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "run/splitter.h"
#include "unit.h"

static void lines_are_the_same_in_any_pieces(void) {
    static const char stream[] = "one\n\ntwo three\n\n\nlast\ntorn";
    for (size_t piece = 1; piece < sizeof stream; piece++) {
        struct splitter splitter = {0};
        struct text seen = {0};
        struct line line;
        for (size_t at = 0; at < sizeof stream - 1; at += piece) {
            size_t left = sizeof stream - 1 - at;
            splitter_add(&splitter, stream + at, left < piece ? left : piece);
            while (splitter_next(&splitter, &line)) {
                text_format(&seen, "[%.*s]", (int)line.length, line.bytes);
            }
        }
        CU_ASSERT_STRING_EQUAL(text_string(&seen), "[one][][two three][][][last]");
        CU_ASSERT_TRUE(splitter_torn(&splitter));
        text_free(&seen);
        splitter_free(&splitter);
    }
}

static void a_line_that_is_too_long_is_dropped_and_no_more(void) {
    static const size_t sizes[] = {SPLITTER_LINE_LIMIT, SPLITTER_LINE_LIMIT + 1, 3 * SPLITTER_LINE_LIMIT};
    for (size_t i = 0; i < 3; i++) {
        struct splitter splitter = {0};
        struct line line;
        char *block = memory_zeroed(sizes[i] + 6, 1);
        memset(block, 'x', sizes[i]);
        memcpy(block + sizes[i], "\nnext\n", 6);
        splitter_add(&splitter, block, sizes[i] + 6);
        CU_ASSERT_TRUE(splitter_next(&splitter, &line));
        CU_ASSERT_TRUE(line.overlong);
        CU_ASSERT_EQUAL(line.length, 0);
        CU_ASSERT_TRUE(splitter_next(&splitter, &line));
        CU_ASSERT_FALSE(line.overlong);
        CU_ASSERT_EQUAL(line.length, 4);
        CU_ASSERT_FALSE(splitter_next(&splitter, &line));
        free(block);
        splitter_free(&splitter);
    }
}

static void a_line_just_below_the_limit_is_kept(void) {
    struct splitter splitter = {0};
    struct line line;
    char *block = memory_zeroed(SPLITTER_LINE_LIMIT, 1);
    memset(block, 'x', SPLITTER_LINE_LIMIT - 1);
    block[SPLITTER_LINE_LIMIT - 1] = '\n';
    splitter_add(&splitter, block, SPLITTER_LINE_LIMIT);
    CU_ASSERT_TRUE(splitter_next(&splitter, &line));
    CU_ASSERT_FALSE(line.overlong);
    CU_ASSERT_EQUAL(line.length, SPLITTER_LINE_LIMIT - 1);
    free(block);
    splitter_free(&splitter);
}

static void a_line_without_end_takes_no_memory(void) {
    struct splitter splitter = {0};
    struct line line;
    char block[4096];
    memset(block, 'x', sizeof block);
    for (int i = 0; i < 4096; i++) {
        splitter_add(&splitter, block, sizeof block);
        CU_ASSERT_FALSE(splitter_next(&splitter, &line));
    }
    CU_ASSERT_TRUE(splitter.bytes.capacity <= 4 * SPLITTER_LINE_LIMIT);
    CU_ASSERT_TRUE(splitter_torn(&splitter));
    splitter_add(&splitter, "\nok\n", 4);
    CU_ASSERT_TRUE(splitter_next(&splitter, &line) && line.overlong);
    CU_ASSERT_TRUE(splitter_next(&splitter, &line) && line.length == 2);
    splitter_free(&splitter);
}

static const struct unit_case cases[] = {
    {"lines are the same in any pieces", lines_are_the_same_in_any_pieces},
    {"a line that is too long is dropped and no more", a_line_that_is_too_long_is_dropped_and_no_more},
    {"a line just below the limit is kept", a_line_just_below_the_limit_is_kept},
    {"a line without end takes no memory", a_line_without_end_takes_no_memory},
};

UNIT_MAIN("run: lines", cases)
