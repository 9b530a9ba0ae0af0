/*
 * Runs of the supervisor with the fake worker: scenarios are words of fake_worker.c, the journal is kept in memory, and
 * the clock jumps as soon as a worker says that it hangs, so that no case waits for a limit.
 *
 * A struct fake belongs to one case: fake_prepare, changes to options at will, fake_run, questions, fake_free.
 */
#ifndef WSPCHECK_TESTS_FAKE_H
#define WSPCHECK_TESTS_FAKE_H

#include <stddef.h>

#include <cjson/cJSON.h>

#include "base/text.h"
#include "run/supervisor.h"

#define FAKE_PROVIDERS 3
#define FAKE_SCENARIOS 64

struct fake {
    struct plan plan;
    struct plan_provider providers[FAKE_PROVIDERS];
    struct plan_scenario scenarios[FAKE_SCENARIOS];
    const char *habits[FAKE_PROVIDERS]; /* "fake" of each provider's setup */
    struct ledger ledger;
    bool ledger_given;
    struct supervisor_options options;
    struct text journal;
    cJSON *records; /* the journal's lines as an array, after fake_run */
    size_t appends;
    size_t longest;      /* line of the journal */
    size_t fail_at;      /* the append that fails; 0: none */
    const char *stop_at; /* a text in a line at which the stop event is set; NULL: never */
    HANDLE stop;
    struct supervisor_report report;
    struct error error;
    enum status status;
};

/* One provider, one job, one round; ids is a list of words between blanks; a word with '!' in front is isolated. */
void fake_prepare(struct fake *fake, const char *ids);
void fake_run(struct fake *fake);
/* The same with supervisor_probe, for provider 0; *traits is the caller's. */
void fake_probe(struct fake *fake, char **traits);
void fake_free(struct fake *fake);

/* The one result record of a scenario (of provider 0, round 1); NULL where there is none, or more than one. */
const cJSON *fake_result(const struct fake *fake, const char *id);
const cJSON *fake_result_of(const struct fake *fake, size_t provider, const char *id, unsigned round);
/* Members of that result; "" and -1 where they are missing. */
const char *fake_verdict(const struct fake *fake, const char *id);
const char *fake_text(const struct fake *fake, const char *id, const char *key);
double fake_number(const struct fake *fake, const char *id, const char *key);
/* Asserts the verdict, and that these words stand in the reason; says what there is instead. */
void fake_expect(const struct fake *fake, const char *id, const char *verdict, const char *reason);
/* How many records there are whose member has this value. */
size_t fake_count(const struct fake *fake, const char *name, const char *key, const char *value);

unsigned long long fake_clock(void);
void fake_clock_jump(long long us);

#endif
