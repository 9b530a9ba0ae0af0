/* What workers send that they should not, and how little it disturbs. */
#include "fake.h"

#include <string.h>

#include "results/utf8.h"
#include "unit.h"

struct oddity {
    const char *id, *verdict, *reason;
};

static const struct oddity oddities[] = {
    {"fake.garbage", "broken", "a line that is no record: this is no record"},
    {"fake.array", "broken", "a line that is no record: [1,2]"},
    {"fake.nul", "broken", "a line that is no record"},
    {"fake.nul-inside", "broken", "a line that is no record"},
    {"fake.bad-utf8", "broken", "\\xc3("},
    {"fake.unknown-record", "broken", "of a kind that it must not send"},
    {"fake.out-of-turn", "broken", "a word out of turn"},
    {"fake.overlong", "broken", "a line of more than 1048576 bytes"},
    {"fake.foreign-scenario", "broken", "a scenario that was not running (\"fake.other\")"},
    {"fake.foreign-provider", "broken", "a scenario that was not running"},
    {"fake.foreign-round", "broken", "a scenario that was not running"},
    {"fake.late-check", "broken", "a check after the result"},
    {"fake.miscount", "broken", "counted 2 checks, and the records of 1 arrived"},
    {"fake.two-results", "pass", ""},
    {"fake.late-note", "pass", ""},
    {"fake.slowly", "pass", ""},
    {"fake.prints", "pass", ""},
    {"fake.fail", "fail", "no"},
    {"fake.rambles", "fail", "..."},
};

static void what_is_no_record_makes_its_scenario_broken_and_no_other(void) {
    for (size_t i = 0; i < sizeof oddities / sizeof oddities[0]; i++) {
        struct fake fake;
        char *ids = text_make("fake.first %s fake.after", oddities[i].id);
        fake_prepare(&fake, ids);
        fake_run(&fake);
        CU_ASSERT_EQUAL(fake.status, STATUS_OK);
        fake_expect(&fake, "fake.first", "pass", "");
        fake_expect(&fake, oddities[i].id, oddities[i].verdict, oddities[i].reason);
        fake_expect(&fake, "fake.after", "pass", "");
        fake_free(&fake);
        free(ids);
    }
}

static void the_last_scenario_is_judged_like_any_other(void) {
    for (size_t i = 0; i < sizeof oddities / sizeof oddities[0]; i++) {
        struct fake fake;
        fake_prepare(&fake, oddities[i].id);
        fake_run(&fake);
        fake_expect(&fake, oddities[i].id, oddities[i].verdict, oddities[i].reason);
        CU_ASSERT_TRUE(utf8_is_valid(text_string(&fake.journal), fake.journal.length));
        CU_ASSERT_TRUE(fake.longest < (size_t)1 << 18);
        fake_free(&fake);
    }
}

static void only_records_reach_the_journal(void) {
    struct fake fake;
    fake_prepare(&fake, "fake.garbage fake.overlong fake.foreign-scenario fake.two-results fake.late-note");
    fake_run(&fake);
    const cJSON *record;
    size_t results = 0;
    cJSON_ArrayForEach(record, fake.records) {
        CU_ASSERT_TRUE(cJSON_IsString(cJSON_GetObjectItem(record, "record")));
        results += strcmp(cJSON_GetStringValue(cJSON_GetObjectItem(record, "record")), "result") == 0;
    }
    CU_ASSERT_EQUAL(results, 5);
    CU_ASSERT_EQUAL(fake_count(&fake, "check", NULL, NULL), 5);
    CU_ASSERT_EQUAL(
        fake_count(&fake, "note", "text", "1 records of this scenario came after its result, and were ignored"), 2);
    fake_free(&fake);
}

static void a_verdict_that_only_the_harness_gives_is_refused(void) {
    struct fake fake;
    fake_prepare(&fake, "fake.claims-notrun");
    fake.options.limits.scenario_us = 200000;
    fake_run(&fake);
    fake_expect(&fake, "fake.claims-notrun", "broken", "a result with the verdict \"notrun\"");
    fake_free(&fake);
}

static void records_keep_their_order(void) {
    struct fake fake;
    fake_prepare(&fake, "fake.a fake.b");
    fake_run(&fake);
    struct text order = {0};
    const cJSON *record;
    cJSON_ArrayForEach(record, fake.records) {
        text_format(&order, "%s ", cJSON_GetStringValue(cJSON_GetObjectItem(record, "record")));
    }
    CU_ASSERT_STRING_EQUAL(text_string(&order), "worker traits start check result start check result end worker ");
    text_free(&order);
    fake_free(&fake);
}

static const struct unit_case cases[] = {
    {"what is no record makes its scenario broken and no other",
     what_is_no_record_makes_its_scenario_broken_and_no_other},
    {"the last scenario is judged like any other", the_last_scenario_is_judged_like_any_other},
    {"only records reach the journal", only_records_reach_the_journal},
    {"a verdict that only the harness gives is refused", a_verdict_that_only_the_harness_gives_is_refused},
    {"records keep their order", records_keep_their_order},
};

UNIT_MAIN("run: what workers send", cases)
