#include "results/log.h"

#include <string.h>

#include "scratch.h"
#include "unit.h"

#define OF "'provider':0,'scenario':'s.one','round':1"

static void failing_scenario(struct text *journal) {
    scratch_header(journal, 1, "");
    scratch_line(journal, "{'record':'start'," OF ",'worker':1,'at_us':1000}");
    scratch_line(journal, "{'record':'enter'," OF ",'call':1,'thread':'conductor','actor':'listener',"
                          "'function':'WSPListen','arguments':'s=0x1, backlog=5','at_us':1010}");
    scratch_line(journal, "{'record':'leave'," OF ",'call':1,'result':'0','at_us':1020}");
    scratch_line(journal, "{'record':'enter','provider':0,'scenario':'s.two','round':1,'call':1,'at_us':1030}");
    scratch_line(journal, "{'record':'enter'," OF ",'call':2,'thread':'conductor','actor':'listener',"
                          "'function':'WSPAccept','arguments':'s=0x1','at_us':1040}");
    scratch_line(journal, "{'record':'condition'," OF ",'call':2,'thread':'conductor','parameters':"
                          "{'lpCallerId':'127.0.0.1:1','g':'0','dwCallbackData':7},'at_us':1050}");
    scratch_line(journal, "{'record':'decision'," OF ",'call':2,'decision':'CF_DEFER','at_us':1060}");
    scratch_line(journal, "{'record':'indication'," OF ",'actor':'listener','mechanism':'event',"
                          "'events':['FD_ACCEPT','FD_CLOSE'],'error':'WSAENETDOWN','at_us':1055}");
    scratch_line(journal,
                 "{'record':'leave'," OF ",'call':2,'result':'INVALID_SOCKET','error':'WSATRY_AGAIN','at_us':1070}");
    scratch_line(journal, "{'record':'enter'," OF ",'call':3,'thread':'worker 1','actor':'caller',"
                          "'function':'WSPConnect','arguments':'','at_us':1080}");
    scratch_line(journal, "{'record':'note'," OF ",'text':'looking','at_us':1090}");
    scratch_line(journal, "{'record':'check'," OF ",'requirement':'REQ-01','verdict':'fail','expected':'x',"
                          "'observed':'y','file':'s/one.lua','line':12,'at_us':1100}");
}

static struct results *load(struct text *journal) {
    struct error error = {0};
    struct results *results = scratch_load("log", journal, &error);
    if (results == NULL) {
        CU_FAIL_FATAL(error.message);
    }
    text_free(journal);
    return results;
}

static struct results *load_with_verdict(const char *verdict) {
    struct text journal = {0};
    failing_scenario(&journal);
    scratch_line(&journal, "{'record':'result'," OF ",'verdict':'%s','worker':1,'reason':'','duration_us':1}", verdict);
    scratch_line(&journal, "{'record':'end','worker':1,'results':1}");
    return load(&journal);
}

static void events_come_in_order_of_time(void) {
    static const enum event_kind order[] = {EVENT_ENTER,    EVENT_LEAVE, EVENT_ENTER, EVENT_CONDITION, EVENT_INDICATION,
                                            EVENT_DECISION, EVENT_LEAVE, EVENT_ENTER, EVENT_NOTE,      EVENT_CHECK};
    struct results *results = load_with_verdict("fail");
    struct log log;
    CU_ASSERT_EQUAL(results_log(results, results_attempt(results, 0, 0, 1), &log, NULL), STATUS_OK);
    CU_ASSERT_EQUAL_FATAL(log.count, sizeof order / sizeof order[0]);
    for (size_t i = 0; i < log.count; i++) {
        CU_ASSERT_EQUAL(log.events[i].kind, order[i]);
    }
    CU_ASSERT_EQUAL(log.events[0].at_us, 10);
    CU_ASSERT_STRING_EQUAL(log.events[8].text, "looking");
    log_free(&log);
    results_free(results);
}

static void calls_are_paired(void) {
    struct results *results = load_with_verdict("fail");
    struct log log;
    CU_ASSERT_EQUAL(results_log(results, results_attempt(results, 0, 0, 1), &log, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(log.events[2].partner, 6);
    CU_ASSERT_EQUAL(log.events[6].partner, 2);
    CU_ASSERT_STRING_EQUAL(log.events[6].function, "WSPAccept");
    CU_ASSERT_STRING_EQUAL(log.events[6].error, "WSATRY_AGAIN");
    CU_ASSERT_STRING_EQUAL(log.events[3].actor, "listener");
    CU_ASSERT_EQUAL(log.events[3].partner, 2);
    CU_ASSERT_EQUAL(log.events[7].partner, SIZE_MAX);
    log_free(&log);
    results_free(results);
}

static void parameters_and_names_are_kept(void) {
    struct results *results = load_with_verdict("fail");
    struct log log;
    CU_ASSERT_EQUAL(results_log(results, results_attempt(results, 0, 0, 1), &log, NULL), STATUS_OK);
    CU_ASSERT_EQUAL_FATAL(log.events[3].parameter_count, 3);
    CU_ASSERT_STRING_EQUAL(log.events[3].parameters[0].name, "lpCallerId");
    CU_ASSERT_STRING_EQUAL(log.events[3].parameters[2].value, "7");
    CU_ASSERT_STRING_EQUAL(log.events[4].names, "FD_ACCEPT FD_CLOSE");
    CU_ASSERT_STRING_EQUAL(log.events[5].text, "CF_DEFER");
    CU_ASSERT_EQUAL(log.events[9].check.line, 12);
    CU_ASSERT_EQUAL(log.events[9].check.verdict, CHECK_FAIL);
    log_free(&log);
    results_free(results);
}

static void a_pass_keeps_no_log(void) {
    struct text journal = {0};
    scratch_header(&journal, 1, "");
    scratch_scenario(&journal, "s.one", 1, "pass", "pass");
    struct results *results = load(&journal);
    struct log log;
    CU_ASSERT_EQUAL(results_log(results, results_attempt(results, 0, 0, 1), &log, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(log.count, 0);
    log_free(&log);
    results_free(results);
}

static void a_scenario_cut_short_has_its_log(void) {
    struct text journal = {0};
    failing_scenario(&journal);
    struct results *results = load(&journal);
    struct log log;
    CU_ASSERT_EQUAL(results_log(results, results_attempt(results, 0, 0, 1), &log, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(log.count, 10);
    log_free(&log);
    results_free(results);
}

static const struct unit_case cases[] = {
    {"events come in order of time", events_come_in_order_of_time},
    {"calls are paired with their returns", calls_are_paired},
    {"parameters and names are kept", parameters_and_names_are_kept},
    {"a pass keeps no log", a_pass_keeps_no_log},
    {"a scenario cut short has its log", a_scenario_cut_short_has_its_log},
};

UNIT_MAIN("results: logs", cases)
