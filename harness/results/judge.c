/* Verdicts: recomputed from the checks, doubted where the records do not agree, and summed up. docs/journal.md says
 * how. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "results/expectations.h"
#include "results/store.h"

static bool is_claim(enum verdict verdict) { return verdict == VERDICT_PASS || verdict == VERDICT_WARN; }

static void doubt(struct results *results, struct attempt *attempt, enum verdict verdict, const char *why) {
    char *reason = attempt->reason[0] == '\0' ? memory_string(why) : text_make("%s (%s)", why, attempt->reason);
    attempt->reason = strings_keep_string(&results->store->strings, reason);
    attempt->verdict = verdict;
    free(reason);
}

static enum verdict verdict_of_checks(const struct attempt *attempt) {
    enum check_verdict worst = CHECK_PASS;
    for (size_t i = 0; i < attempt->check_count; i++) {
        worst = attempt->checks[i].verdict < worst ? attempt->checks[i].verdict : worst;
    }
    return worst == CHECK_FAIL ? VERDICT_FAIL : worst == CHECK_WARN ? VERDICT_WARN : VERDICT_PASS;
}

void judge_attempt(struct results *results, struct attempt *attempt) {
    char *why = NULL;
    const char *claim = verdict_names[attempt->verdict];
    if (is_claim(attempt->verdict) || attempt->verdict == VERDICT_FAIL) {
        enum verdict computed = verdict_of_checks(attempt);
        if (!attempt->started) {
            why = text_make("the record says %s, but the scenario never started", claim);
        } else if (attempt->check_count == 0) {
            why = text_make("the record says %s, but the scenario made no check", claim);
        } else if (computed != attempt->verdict) {
            why = text_make("the record says %s, but its checks say %s", claim, verdict_names[computed]);
        }
    } else if (!attempt->started && attempt->check_count != 0) {
        why = text_make("the scenario made checks, but never started");
    } else if (attempt->verdict > VERDICT_PASS && attempt->check_count != 0) {
        why = text_make("the record says %s, but the scenario made checks", claim);
    } else if (attempt->verdict == VERDICT_INCOMPLETE || attempt->verdict == VERDICT_NOTRUN) {
        why = text_make("the record says %s, which no result can be", claim);
    }
    if (why != NULL) {
        doubt(results, attempt, VERDICT_BROKEN, why);
        free(why);
    }
}

void judge_withdraw(struct results *results) {
    struct results_store *store = results->store;
    for (size_t i = 0; i < store->worker_count; i++) {
        struct worker *worker = &store->workers[i];
        struct attempt *last = worker->last;
        if (worker->ended || worker->exited || last == NULL) {
            continue;
        }
        worker->last = NULL;
        if (last->recorded && last->worker == worker->number && is_claim(last->verdict)) {
            last->verdict = VERDICT_NOTRUN;
            last->started = false;
            last->recorded = false;
            last->reason = "";
            last->check_count = 0;
            last->line_count = 0;
        }
    }
}

static void judge_worker(struct results *results, const struct worker *worker) {
    struct attempt *last = worker->last;
    if (worker->ended && worker->sent > worker->received) {
        results->worker_faults++;
        results_complain(results, "worker %lu says that it sent %llu results, the journal has %llu", worker->number,
                         (unsigned long long)worker->sent, (unsigned long long)worker->received);
    }
    if (worker->ended || last == NULL || !last->recorded || last->worker != worker->number ||
        !is_claim(last->verdict)) {
        return;
    }
    if (worker->exited || results->finished) {
        doubt(results, last, VERDICT_BROKEN, "its worker never confirmed the end of its batch");
    } else {
        doubt(results, last, VERDICT_INCOMPLETE, "the run was cut short before its worker confirmed the result");
        last->unconfirmed = true;
    }
}

static void judge_outcome(struct results *results, struct provider *provider, size_t index, size_t scenario) {
    struct outcome *outcome = results_outcome(results, index, scenario);
    for (unsigned round = 1; round <= results->rounds; round++) {
        struct attempt *attempt = results_attempt(results, index, scenario, round);
        if (!attempt->recorded) {
            const char *idle = provider->unfit[0] == '\0' ? "never started" : provider->unfit;
            attempt->reason = attempt->started ? "started, and no result came" : idle;
        }
        if (round == 1 || attempt->verdict < outcome->verdict) {
            outcome->flaky = round != 1;
            outcome->round = round;
            outcome->verdict = attempt->verdict;
        } else if (attempt->verdict != outcome->verdict) {
            outcome->flaky = true;
        }
        outcome->duration_us += attempt->duration_us;
    }
    outcome->unexpected = !verdict_is_good(outcome->verdict);
    struct expectation *expectation =
        expectations_find(results->expectations, provider, results->scenarios[scenario].id);
    if (expectation != NULL) {
        expectation->matched = true;
        outcome->expectation = expectation;
        outcome->unexpected = outcome->verdict != expectation->verdict && outcome->verdict != VERDICT_NOT_APPLICABLE &&
                              outcome->verdict != VERDICT_SKIPPED;
    }
    provider->counts[outcome->verdict]++;
    results->counts[outcome->verdict]++;
}

static enum requirement_verdict of_check(enum check_verdict verdict) {
    static const enum requirement_verdict verdicts[CHECK_VERDICTS] = {REQUIREMENT_FAIL, REQUIREMENT_WARN,
                                                                      REQUIREMENT_NOTED, REQUIREMENT_PASS};
    return verdicts[verdict];
}

static void lower(const struct results *results, struct provider *provider, const char *id,
                  enum requirement_verdict verdict) {
    size_t requirement = results_find_requirement(results, id);
    if (requirement != SIZE_MAX && verdict < provider->requirements[requirement]) {
        provider->requirements[requirement] = verdict;
    }
}

static void take_checks(const struct results *results, struct provider *provider, const struct attempt *attempt) {
    for (size_t i = 0; i < attempt->check_count && attempt->verdict != VERDICT_BROKEN; i++) {
        lower(results, provider, attempt->checks[i].requirement, of_check(attempt->checks[i].verdict));
    }
}

/* A crash or a hang keeps the checks from being made, and fails all that they would have decided. */
static void take_end(const struct results *results, struct provider *provider, const struct attempt *attempt,
                     const struct scenario *scenario) {
    bool fatal = attempt->verdict == VERDICT_CRASH || attempt->verdict == VERDICT_TIMEOUT;
    for (size_t i = 0; fatal && i < scenario->verify_count; i++) {
        lower(results, provider, scenario->verifies[i], REQUIREMENT_FAIL);
    }
}

/* A requirement without a check is not applicable when all that verify it are; this marks what is verified at all, and
 * takes the mark back where one scenario was applicable. */
static void judge_unchecked(const struct results *results, struct provider *provider, size_t index) {
    enum { UNSEEN, ALL_NOT_APPLICABLE, SOME_APPLICABLE };
    unsigned char *seen = memory_zeroed(results->requirement_count, 1);
    for (size_t i = 0; i < results->scenario_count; i++) {
        const struct scenario *scenario = &results->scenarios[i];
        bool applicable = results_outcome(results, index, i)->verdict != VERDICT_NOT_APPLICABLE;
        for (size_t j = 0; j < scenario->verify_count; j++) {
            size_t requirement = results_find_requirement(results, scenario->verifies[j]);
            if (requirement != SIZE_MAX && (applicable || seen[requirement] == UNSEEN)) {
                seen[requirement] = applicable ? SOME_APPLICABLE : ALL_NOT_APPLICABLE;
            }
        }
    }
    for (size_t i = 0; i < results->requirement_count; i++) {
        if (provider->requirements[i] == REQUIREMENT_UNTESTED && seen[i] == ALL_NOT_APPLICABLE) {
            provider->requirements[i] = REQUIREMENT_NOT_APPLICABLE;
        }
    }
    free(seen);
}

static void judge_provider(struct results *results, size_t index) {
    struct provider *provider = &results->providers[index];
    for (size_t i = 0; i < results->requirement_count; i++) {
        provider->requirements[i] = REQUIREMENT_UNTESTED;
    }
    for (size_t i = 0; i < results->scenario_count; i++) {
        judge_outcome(results, provider, index, i);
        for (unsigned round = 1; round <= results->rounds; round++) {
            const struct attempt *attempt = results_attempt(results, index, i, round);
            take_checks(results, provider, attempt);
            take_end(results, provider, attempt, &results->scenarios[i]);
        }
    }
    judge_unchecked(results, provider, index);
}

static void judge_expectations(struct results *results) {
    for (size_t i = 0; results->expectations != NULL && i < results->expectations->count; i++) {
        struct expectation *expectation = &results->expectations->entries[i];
        expectation->expired = expectation->until[0] != '\0' && strncmp(results->started, expectation->until, 10) > 0;
    }
}

void judge_results(struct results *results) {
    for (size_t i = 0; i < results->store->worker_count; i++) {
        judge_worker(results, &results->store->workers[i]);
    }
    judge_expectations(results);
    for (size_t i = 0; i < results->provider_count; i++) {
        judge_provider(results, i);
    }
}

static bool expectations_are_at_fault(const struct results *results) {
    for (size_t i = 0; results->expectations != NULL && i < results->expectations->count; i++) {
        const struct expectation *expectation = &results->expectations->entries[i];
        if (expectation->expired || (!expectation->matched && expectation_is_asked(results, expectation))) {
            return true;
        }
    }
    return false;
}

static bool anything_is_unexpected(const struct results *results) {
    size_t cells = results->provider_count * results->scenario_count;
    for (size_t i = 0; i < cells; i++) {
        const struct outcome *outcome = &results->outcomes[i];
        if (outcome->unexpected && outcome->verdict != VERDICT_INCOMPLETE && outcome->verdict != VERDICT_NOTRUN) {
            return true;
        }
    }
    return expectations_are_at_fault(results);
}

int results_exit_code_of_verdicts(const struct results *results) {
    size_t total = results->provider_count * results->scenario_count;
    if (results->counts[VERDICT_BROKEN] != 0 || results->damaged_lines != 0 || results->worker_faults != 0) {
        return 5;
    }
    if (anything_is_unexpected(results)) {
        return 1;
    }
    if (results->counts[VERDICT_INCOMPLETE] != 0 || results->counts[VERDICT_NOTRUN] != 0) {
        return 4;
    }
    return results->counts[VERDICT_NOT_APPLICABLE] + results->counts[VERDICT_SKIPPED] == total ? 3 : 0;
}

int results_exit_code(const struct results *results) {
    int code = results_exit_code_of_verdicts(results);
    return code == 0 || code == 3 ? results->finished ? code : 4 : code;
}
