#include "html/ladder.h"

#include <stdlib.h>
#include <string.h>

#include "results/log.h"
#include "scratch.h"
#include "unit.h"

#define OF "'provider':0,'scenario':'s.one','round':1"

/* Draws what the journal has about s.one. */
static struct text draw(struct text *journal, void (*write)(struct site *site, const struct log *log)) {
    struct error error = {0};
    struct log log;
    struct site site = {.root = ""};
    struct results *results = scratch_load("ladder", journal, &error);
    if (results == NULL) {
        CU_FAIL_FATAL(error.message);
    }
    site.results = results;
    site.text = &site.output.text;
    CU_ASSERT_EQUAL(results_log(results, results_attempt(results, 0, 0, 1), &log, NULL), STATUS_OK);
    write(&site, &log);
    log_free(&log);
    results_free(results);
    text_free(journal);
    return site.output.text;
}

static void begin(struct text *journal) {
    scratch_header(journal, 1, "");
    scratch_line(journal, "{'record':'start'," OF ",'worker':1,'at_us':0}");
}

static void enter(struct text *journal, unsigned call, const char *actor, const char *function) {
    scratch_line(journal,
                 "{'record':'enter'," OF ",'call':%u,'thread':'t','actor':'%s','function':'%s','arguments':'a',"
                 "'at_us':%u}",
                 call, actor, function, call * 100);
}

static void leave(struct text *journal, unsigned call, unsigned at_us, const char *error) {
    scratch_line(journal, "{'record':'leave'," OF ",'call':%u,'result':'r%u'%s,'at_us':%u}", call, call, error, at_us);
}

static size_t count(const char *text, const char *part) {
    size_t found = 0;
    for (const char *at = strstr(text, part); at != NULL; at = strstr(at + 1, part)) {
        found++;
    }
    return found;
}

static void nothing_gives_no_diagram(void) {
    struct text journal = {0};
    begin(&journal);
    struct text svg = draw(&journal, put_ladder);
    CU_ASSERT_STRING_EQUAL(text_string(&svg), "");
    text_free(&svg);
}

static void callers_stand_left_and_listeners_right(void) {
    struct text journal = {0};
    begin(&journal);
    enter(&journal, 1, "listener", "WSPListen");
    leave(&journal, 1, 101, "");
    enter(&journal, 2, "caller", "WSPConnect");
    leave(&journal, 2, 201, "");
    enter(&journal, 3, "caller 2", "WSPConnect");
    leave(&journal, 3, 301, "");
    struct text svg = draw(&journal, put_ladder);
    const char *caller = strstr(svg.string, ">caller<");
    const char *second = strstr(svg.string, ">caller 2<");
    const char *provider = strstr(svg.string, ">the provider<");
    const char *listener = strstr(svg.string, ">listener<");
    CU_ASSERT_TRUE(caller != NULL && caller < second && second < provider && provider < listener);
    text_free(&svg);
}

static void many_of_a_kind_share_a_lane(void) {
    struct text journal = {0};
    begin(&journal);
    enter(&journal, 1, "caller", "WSPConnect");
    leave(&journal, 1, 101, "");
    enter(&journal, 2, "caller 2", "WSPConnect");
    leave(&journal, 2, 201, "");
    enter(&journal, 3, "caller 10", "WSPConnect");
    leave(&journal, 3, 301, "");
    struct text svg = draw(&journal, put_ladder);
    CU_ASSERT_PTR_NOT_NULL(strstr(svg.string, ">callers<"));
    CU_ASSERT_PTR_NOT_NULL(strstr(svg.string, ">caller 10: WSPConnect = r3<"));
    CU_ASSERT_EQUAL(count(svg.string, "class=\"lane\""), 2);
    text_free(&svg);
}

static void the_sockets_of_a_fence_share_a_lane(void) {
    struct text journal = {0};
    begin(&journal);
    enter(&journal, 1, "listener", "WSPListen");
    leave(&journal, 1, 101, "");
    enter(&journal, 2, "control listener", "WSPListen");
    leave(&journal, 2, 201, "");
    enter(&journal, 3, "control caller", "WSPConnect");
    leave(&journal, 3, 301, "");
    enter(&journal, 4, "control callee", "WSPCloseSocket");
    leave(&journal, 4, 401, "");
    struct text svg = draw(&journal, put_ladder);
    CU_ASSERT_PTR_NOT_NULL(strstr(svg.string, ">controls<"));
    CU_ASSERT_PTR_NOT_NULL(strstr(svg.string, ">control caller: WSPConnect = r3<"));
    CU_ASSERT_EQUAL(count(svg.string, "class=\"lane\""), 3);
    text_free(&svg);
}

static void lookups_are_not_drawn_unless_they_fail(void) {
    static const char lookup[] = "{'record':'upcall'," OF ",'function':'WPUQuerySocketHandleContext','arguments':'s',"
                                 "'result':'0x0'%s,'at_us':%u}";
    struct text journal = {0};
    begin(&journal);
    enter(&journal, 1, "listener", "WSPListen");
    scratch_line(&journal, lookup, "", 101u);
    leave(&journal, 1, 102, "");
    enter(&journal, 2, "listener", "WSPBind");
    scratch_line(&journal, lookup, ",\"error\":\"WSAENOTSOCK\"", 201u);
    leave(&journal, 2, 202, "");
    struct text svg = draw(&journal, put_ladder);
    CU_ASSERT_EQUAL(count(svg.string, "class=\"s-call\""), 2);
    CU_ASSERT_EQUAL(count(svg.string, "class=\"s-back\""), 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(svg.string, ">WSPListen = r1<"));
    CU_ASSERT_PTR_NOT_NULL(strstr(svg.string, "WPUQuerySocketHandleContext"));
    CU_ASSERT_PTR_NULL(strstr(svg.string, "WPUQuerySocketHandleContext = 0x0"));
    CU_ASSERT_PTR_NOT_NULL(strstr(svg.string, "are in the log only"));
    text_free(&svg);
}

static void a_call_that_returns_at_once_is_one_arrow(void) {
    struct text journal = {0};
    begin(&journal);
    enter(&journal, 1, "listener", "WSPListen");
    leave(&journal, 1, 101, "");
    struct text svg = draw(&journal, put_ladder);
    CU_ASSERT_EQUAL(count(svg.string, "class=\"s-call\""), 1);
    CU_ASSERT_EQUAL(count(svg.string, "class=\"s-back\""), 0);
    CU_ASSERT_EQUAL(count(svg.string, "class=\"busy\""), 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(svg.string, ">WSPListen = r1<"));
    text_free(&svg);
}

static void a_pending_call_is_a_bar_and_two_arrows(void) {
    struct text journal = {0};
    begin(&journal);
    enter(&journal, 1, "caller", "WSPConnect");
    scratch_line(&journal, "{'record':'indication'," OF ",'actor':'listener','mechanism':'event',"
                           "'events':['FD_ACCEPT'],'at_us':150}");
    leave(&journal, 1, 200, ",\"error\":\"WSAECONNREFUSED\"");
    enter(&journal, 3, "caller", "WSPCloseSocket");
    struct text svg = draw(&journal, put_ladder);
    CU_ASSERT_EQUAL(count(svg.string, "class=\"s-call\""), 2);
    CU_ASSERT_EQUAL(count(svg.string, "class=\"s-back\""), 1);
    CU_ASSERT_EQUAL(count(svg.string, "class=\"s-sign\""), 1);
    CU_ASSERT_EQUAL(count(svg.string, "class=\"busy\""), 2);
    CU_ASSERT_PTR_NOT_NULL(strstr(svg.string, "class=\"t-fail\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(svg.string, ">WSPConnect = WSAECONNREFUSED<"));
    CU_ASSERT_PTR_NOT_NULL(strstr(svg.string, ">WSPCloseSocket: no return<"));
    text_free(&svg);
}

static void the_condition_function_is_seen(void) {
    struct text journal = {0};
    begin(&journal);
    enter(&journal, 1, "listener", "WSPAccept");
    scratch_line(&journal, "{'record':'condition'," OF ",'call':1,'thread':'t','parameters':{'lpCallerId':'1.2.3.4:5'},"
                           "'at_us':110}");
    scratch_line(&journal, "{'record':'decision'," OF ",'call':1,'decision':'CF_DEFER','at_us':120}");
    leave(&journal, 1, 130, ",\"error\":\"WSATRY_AGAIN\"");
    struct text svg = draw(&journal, put_ladder);
    CU_ASSERT_EQUAL(count(svg.string, "class=\"s-condition\""), 2);
    CU_ASSERT_PTR_NOT_NULL(strstr(svg.string, ">condition: 1.2.3.4:5<"));
    CU_ASSERT_PTR_NOT_NULL(strstr(svg.string, ">CF_DEFER<"));
    text_free(&svg);
}

static void long_runs(struct text *journal, unsigned calls) {
    begin(journal);
    for (unsigned i = 1; i <= calls; i++) {
        enter(journal, i, "caller", "WSPSend");
        leave(journal, i, i * 100 + 1, "");
    }
}

static void only_the_end_of_much_is_drawn(void) {
    struct text journal = {0};
    long_runs(&journal, 400);
    struct text svg = draw(&journal, put_ladder);
    CU_ASSERT_EQUAL(count(svg.string, "class=\"s-call\""), 300);
    CU_ASSERT_PTR_NOT_NULL(strstr(svg.string, "The beginning is left out"));
    CU_ASSERT_PTR_NOT_NULL(strstr(svg.string, ">WSPSend = r400<"));
    CU_ASSERT_PTR_NULL(strstr(svg.string, ">WSPSend = r100<"));
    text_free(&svg);
}

static void the_log_has_more_but_an_end_too(void) {
    struct text journal = {0};
    long_runs(&journal, 2000);
    struct text table = draw(&journal, put_calls);
    CU_ASSERT_PTR_NOT_NULL(strstr(table.string, "2500 earlier events are in journal.jsonl only"));
    CU_ASSERT_EQUAL(count(table.string, "<td>WSPSend</td>"), 750);
    text_free(&table);
}

static void words_are_escaped_and_cut(void) {
    struct text journal = {0};
    begin(&journal);
    enter(&journal, 1, "<listener>", "WSP&amp;WithAVeryLongNameThatDoesNotFitBetweenTwoLanes");
    leave(&journal, 1, 101, "");
    struct text svg = draw(&journal, put_ladder);
    CU_ASSERT_PTR_NOT_NULL(strstr(svg.string, ">&lt;listener&gt;<"));
    CU_ASSERT_PTR_NOT_NULL(strstr(svg.string, ">WSP&amp;amp;WithAVeryLongNameThat\xE2\x80\xA6<"));
    text_free(&svg);
}

static const struct unit_case cases[] = {
    {"nothing gives no diagram", nothing_gives_no_diagram},
    {"callers stand left and listeners right of the provider", callers_stand_left_and_listeners_right},
    {"many of a kind share a lane", many_of_a_kind_share_a_lane},
    {"the sockets of a fence share a lane", the_sockets_of_a_fence_share_a_lane},
    {"lookups are not drawn unless they fail", lookups_are_not_drawn_unless_they_fail},
    {"a call that returns at once is one arrow", a_call_that_returns_at_once_is_one_arrow},
    {"a pending call is a bar and two arrows", a_pending_call_is_a_bar_and_two_arrows},
    {"the condition function is seen", the_condition_function_is_seen},
    {"only the end of much is drawn", only_the_end_of_much_is_drawn},
    {"the log has more, but an end too", the_log_has_more_but_an_end_too},
    {"words are escaped and cut", words_are_escaped_and_cut},
};

UNIT_MAIN("reports: ladder and log", cases)
