/* The black box: what a worker kept to itself, found after its end. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "fake.h"
#include "run/box.h"
#include "unit.h"

/* Both sides in one process. */
static void open_both(struct box *supervisor, struct box *worker) {
    HANDLE theirs = NULL;
    CU_ASSERT_FATAL(box_create(supervisor));
    CU_ASSERT_FATAL(DuplicateHandle(GetCurrentProcess(), supervisor->section, GetCurrentProcess(), &theirs, 0, FALSE,
                                    DUPLICATE_SAME_ACCESS));
    CU_ASSERT_FATAL(box_map(worker, theirs));
}

static void close_both(struct box *supervisor, struct box *worker) {
    box_close(worker);
    box_close(supervisor);
}

static void expect_rest(const struct box *box, unsigned long long received, const char *expected) {
    const char *bytes = NULL;
    size_t length = box_rest(box, received, &bytes);
    CU_ASSERT_EQUAL_FATAL(length, strlen(expected));
    CU_ASSERT(length == 0 || memcmp(bytes, expected, length) == 0);
}

static void what_was_put_is_left_to_read(void) {
    struct box supervisor, worker;
    open_both(&supervisor, &worker);
    expect_rest(&supervisor, 0, "");
    CU_ASSERT_EQUAL(box_put(&worker, "one\n", 4), 4);
    CU_ASSERT_EQUAL(box_put(&worker, "two\n", 4), 4);
    expect_rest(&supervisor, 0, "one\ntwo\n");
    close_both(&supervisor, &worker);
}

/* At every instant between the pipe and the box: nothing is lost, nothing comes twice. */
static void what_came_through_the_pipe_is_not_read_again(void) {
    struct box supervisor, worker;
    const char *bytes;
    open_both(&supervisor, &worker);
    box_put(&worker, "one\n", 4);
    CU_ASSERT_EQUAL(box_content(&worker, &bytes), 4);
    expect_rest(&supervisor, 3, "\n");
    expect_rest(&supervisor, 4, "");
    box_empty(&worker);
    expect_rest(&supervisor, 4, "");
    box_put(&worker, "two\n", 4);
    expect_rest(&supervisor, 4, "two\n");
    expect_rest(&supervisor, 6, "o\n");
    close_both(&supervisor, &worker);
}

static void a_gap_is_not_read_over(void) {
    struct box supervisor, worker;
    open_both(&supervisor, &worker);
    box_put(&worker, "one\n", 4);
    box_empty(&worker);
    box_put(&worker, "two\n", 4);
    expect_rest(&supervisor, 3, "");
    expect_rest(&supervisor, 9, "");
    expect_rest(&supervisor, ULLONG_MAX, "");
    close_both(&supervisor, &worker);
}

static void a_full_box_takes_what_there_is_room_for(void) {
    struct box supervisor, worker;
    const char *bytes;
    static char much[BOX_BYTES + 5];
    memset(much, 'x', sizeof much);
    open_both(&supervisor, &worker);
    CU_ASSERT_EQUAL(box_put(&worker, much, 10), 10);
    CU_ASSERT_EQUAL(box_put(&worker, much, sizeof much), BOX_BYTES - 10);
    CU_ASSERT_EQUAL(box_put(&worker, much, 1), 0);
    CU_ASSERT_EQUAL(box_content(&worker, &bytes), BOX_BYTES);
    box_empty(&worker);
    CU_ASSERT_EQUAL(box_put(&worker, "again", 5), 5);
    expect_rest(&supervisor, BOX_BYTES, "again");
    close_both(&supervisor, &worker);
}

/* The worker shares its memory with the provider. */
static void a_page_that_was_overwritten_is_not_believed(void) {
    static const int fillings[] = {0x00, 0x5A, 0xFF};
    for (size_t i = 0; i < sizeof fillings / sizeof fillings[0]; i++) {
        struct box supervisor, worker;
        open_both(&supervisor, &worker);
        box_put(&worker, "one\n", 4);
        memset((unsigned char *)worker.page + sizeof(LONG64), fillings[i], sizeof(LONG64));
        expect_rest(&supervisor, 0, "");
        memset((void *)worker.page, fillings[i], sizeof(LONG64));
        expect_rest(&supervisor, 0, "");
        close_both(&supervisor, &worker);
    }
}

static void a_handle_that_leads_to_no_box_is_refused(void) {
    struct box box;
    CU_ASSERT_FALSE(box_map(&box, NULL));
    box_close(&box);
    CU_ASSERT_FALSE(box_map(&box, CreateEventW(NULL, FALSE, FALSE, NULL)));
    box_close(&box);
}

static void what_a_dead_worker_kept_is_in_the_journal(void) {
    struct fake fake;
    fake_prepare(&fake, "fake.keeps-and-dies fake.after");
    fake_run(&fake);
    fake_expect(&fake, "fake.keeps-and-dies", "crash", "in WSPAccept(listener)");
    CU_ASSERT_EQUAL(fake_count(&fake, "enter", "function", "WSPAccept"), 1);
    fake_expect(&fake, "fake.after", "pass", "");
    fake_free(&fake);
}

static void what_a_hanging_worker_kept_is_in_the_journal(void) {
    struct fake fake;
    fake_prepare(&fake, "fake.keeps-and-hangs fake.after");
    fake_run(&fake);
    fake_expect(&fake, "fake.keeps-and-hangs", "timeout", "in WSPAccept(listener)");
    CU_ASSERT_EQUAL(fake_count(&fake, "enter", "function", "WSPAccept"), 1);
    fake_expect(&fake, "fake.after", "pass", "");
    fake_free(&fake);
}

static const struct unit_case cases[] = {
    {"what was put is left to read", what_was_put_is_left_to_read},
    {"what came through the pipe is not read again", what_came_through_the_pipe_is_not_read_again},
    {"a gap is not read over", a_gap_is_not_read_over},
    {"a full box takes what there is room for", a_full_box_takes_what_there_is_room_for},
    {"a page that was overwritten is not believed", a_page_that_was_overwritten_is_not_believed},
    {"a handle that leads to no box is refused", a_handle_that_leads_to_no_box_is_refused},
    {"what a dead worker kept is in the journal", what_a_dead_worker_kept_is_in_the_journal},
    {"what a hanging worker kept is in the journal", what_a_hanging_worker_kept_is_in_the_journal},
};

UNIT_MAIN("black boxes", cases)
