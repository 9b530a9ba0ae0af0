/* The journal's records after the header, one at a time, in the order of the file. */
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "results/record.h"
#include "results/store.h"

/* What a line is about. */
struct subject {
    struct results *results;
    const struct lines *lines;
    const struct record *record;
    struct attempt *attempt; /* NULL for records that are about none */
};

static struct worker *find_worker(struct results *results, uint64_t number) {
    struct results_store *store = results->store;
    for (size_t i = store->worker_count; i-- > 0;) {
        if (store->workers[i].number == number) {
            return &store->workers[i];
        }
    }
    store->workers = memory_grow(store->workers, store->worker_count, &store->worker_capacity, sizeof *store->workers);
    struct worker *worker = &store->workers[store->worker_count++];
    *worker = (struct worker){.number = (unsigned long)number};
    return worker;
}

static void ignore(const struct subject *subject, const char *why) {
    subject->results->ignored_records++;
    results_complain(subject->results, "line %lu: %s", subject->lines->number, why);
}

static void note_time(struct results *results, const struct record *record) {
    uint64_t at_us = 0;
    if (record_number(record, "at_us", &at_us) && at_us > results->duration_us) {
        results->duration_us = at_us;
    }
}

/* The attempt that provider, scenario and round name; NULL when the header names no such. */
static struct attempt *find_attempt(const struct results *results, const struct record *record) {
    uint64_t provider = 0;
    uint64_t round = 0;
    size_t length = 0;
    const char *id = record_string(record, "scenario", &length);
    size_t scenario = id == NULL ? SIZE_MAX : lookup_find(&results->store->scenarios, id, length);
    if (scenario == SIZE_MAX || !record_number(record, "provider", &provider) ||
        !record_number(record, "round", &round) || provider >= results->provider_count || round < 1 ||
        round > results->rounds) {
        return NULL;
    }
    return results_attempt(results, (size_t)provider, scenario, (unsigned)round);
}

static void keep_line(const struct subject *subject) {
    struct attempt *attempt = subject->attempt;
    attempt->lines = memory_grow(attempt->lines, attempt->line_count, &attempt->line_capacity, sizeof *attempt->lines);
    attempt->lines[attempt->line_count++] = subject->lines->offset;
}

static cJSON *parse(const struct subject *subject) {
    cJSON *tree = cJSON_ParseWithLength(subject->lines->line, subject->lines->length);
    if (!cJSON_IsObject(tree)) {
        cJSON_Delete(tree);
        subject->results->damaged_lines++;
        results_complain(subject->results, "line %lu is not JSON", subject->lines->number);
        return NULL;
    }
    return tree;
}

static void take_start(const struct subject *subject) {
    uint64_t number = 0;
    struct attempt *attempt = subject->attempt;
    if (attempt->recorded) {
        ignore(subject, "a scenario starts that has its result already");
        return;
    }
    attempt->started = true;
    attempt->verdict = VERDICT_INCOMPLETE;
    record_number(subject->record, "at_us", &attempt->at_us);
    attempt->worker = record_number(subject->record, "worker", &number) ? (unsigned long)number : 0;
    find_worker(subject->results, attempt->worker)->last = attempt;
    /* A second start is a retry of an incomplete one: what was seen before does not count any more. */
    attempt->line_count = 0;
    attempt->check_count = 0;
}

static void take_check(const struct subject *subject) {
    struct attempt *attempt = subject->attempt;
    struct results *results = subject->results;
    cJSON *tree = parse(subject);
    if (tree == NULL) {
        return;
    }
    enum check_verdict verdict = CHECK_FAIL;
    if (!check_verdict_from_name(store_string(results, tree, "verdict"), &verdict)) {
        ignore(subject, "a check has a verdict that is not known");
        cJSON_Delete(tree);
        return;
    }
    attempt->checks =
        memory_grow(attempt->checks, attempt->check_count, &attempt->check_capacity, sizeof *attempt->checks);
    attempt->checks[attempt->check_count++] = (struct check){
        .requirement = store_string(results, tree, "requirement"),
        .verdict = verdict,
        .expected = store_string(results, tree, "expected"),
        .observed = store_string(results, tree, "observed"),
        .file = store_string(results, tree, "file"),
        .line = (unsigned)(store_number(tree, "line") & 0x7FFFFFFFu),
        .at_us = store_number(tree, "at_us"),
    };
    cJSON_Delete(tree);
    keep_line(subject);
}

static void take_exit(struct results *results, struct attempt *attempt, const cJSON *tree) {
    const cJSON *code = cJSON_GetObjectItemCaseSensitive(tree, "exit_code");
    attempt->exception = store_string(results, tree, "exception");
    attempt->last_call = store_string(results, tree, "last_call");
    attempt->has_exit_code = cJSON_IsNumber(code);
    attempt->exit_code =
        cJSON_IsNumber(code) && code->valuedouble > -1e15 && code->valuedouble < 1e15 ? (int64_t)code->valuedouble : 0;
}

static void take_result(const struct subject *subject) {
    struct attempt *attempt = subject->attempt;
    struct results *results = subject->results;
    cJSON *tree = parse(subject);
    if (tree == NULL) {
        return;
    }
    const char *word = store_string(results, tree, "verdict");
    attempt->reason = store_string(results, tree, "reason");
    attempt->duration_us = store_number(tree, "duration_us");
    attempt->recorded = true;
    take_exit(results, attempt, tree);
    if (!verdict_from_name(word, &attempt->verdict)) {
        attempt->verdict = VERDICT_BROKEN;
        attempt->reason = strings_keep_string(&results->store->strings, "the record's verdict is not known");
    }
    struct worker *worker = find_worker(results, store_number(tree, "worker"));
    worker->received++;
    worker->last = attempt;
    cJSON_Delete(tree);
    judge_attempt(results, attempt);
    if (attempt->verdict == VERDICT_PASS) {
        free(attempt->lines);
        attempt->lines = NULL;
        attempt->line_count = 0;
        attempt->line_capacity = 0;
    }
}

/* Records about one attempt; false when the kind is none of them. */
static bool take_of_attempt(struct subject *subject, const char *kind, size_t length) {
    static const char *const kinds[] = {"start",  "check",     "result",   "enter",      "leave",
                                        "upcall", "condition", "decision", "indication", "note"};
    enum { START, CHECK, RESULT, KINDS = sizeof kinds / sizeof kinds[0] };
    size_t i = 0;
    while (i < KINDS && (strlen(kinds[i]) != length || memcmp(kinds[i], kind, length) != 0)) {
        i++;
    }
    if (i == KINDS) {
        return false;
    }
    note_time(subject->results, subject->record);
    subject->attempt = find_attempt(subject->results, subject->record);
    if (subject->attempt == NULL) {
        ignore(subject, "a record about a provider, scenario or round that the header does not name");
    } else if (i == START) {
        take_start(subject);
    } else if (subject->attempt->recorded) {
        ignore(subject,
               i == RESULT ? "a second result for the same scenario" : "a record behind its scenario's result");
    } else if (i == RESULT) {
        take_result(subject);
    } else if (i == CHECK) {
        take_check(subject);
    } else {
        keep_line(subject);
    }
    return true;
}

static void take_traits(struct results *results, const cJSON *tree) {
    uint64_t index = store_number(tree, "provider");
    const cJSON *item = NULL;
    if (index >= results->provider_count) {
        return;
    }
    struct provider *provider = &results->providers[index];
    const cJSON *traits = cJSON_GetObjectItemCaseSensitive(tree, "traits");
    /* Each worker probes again; the latest answer stands. */
    free(provider->traits);
    provider->trait_count = 0;
    provider->traits = memory_zeroed((size_t)cJSON_GetArraySize(traits) + 1, sizeof *provider->traits);
    cJSON_ArrayForEach(item, traits) {
        if (item->string != NULL && (cJSON_IsString(item) || cJSON_IsNumber(item) || cJSON_IsBool(item))) {
            provider->traits[provider->trait_count++] =
                (struct trait){.name = strings_keep_string(&results->store->strings, item->string),
                               .value = store_string(results, traits, item->string),
                               .quoted = cJSON_IsString(item)};
        }
    }
}

static void take_unfit(struct results *results, const cJSON *tree) {
    uint64_t index = store_number(tree, "provider");
    if (index < results->provider_count) {
        results->providers[index].unfit = store_string(results, tree, "reason");
    }
}

/* Goes on with the run: what no worker has confirmed has still to run, and providers get another chance. */
static void take_resume(struct results *results) {
    results->finished = false;
    for (size_t i = 0; i < results->provider_count; i++) {
        results->providers[i].unfit = "";
    }
    judge_withdraw(results);
}

static void take_worker(struct results *results, const cJSON *tree) {
    const char *event = store_string(results, tree, "event");
    struct worker *worker = find_worker(results, store_number(tree, "worker"));
    if ((strcmp(event, "exit") == 0 || strcmp(event, "killed") == 0) && !worker->ended) {
        worker->exited = true;
    }
}

static void take_end(struct results *results, const cJSON *tree) {
    struct worker *worker = find_worker(results, store_number(tree, "worker"));
    worker->ended = !worker->exited;
    worker->sent = store_number(tree, "results");
}

/* Records about the run, its workers and its providers. What is not known is left alone, as newer writers may add. */
static void take_of_run(const struct subject *subject, const char *kind) {
    struct results *results = subject->results;
    bool known = strcmp(kind, "traits") == 0 || strcmp(kind, "unfit") == 0 || strcmp(kind, "worker") == 0 ||
                 strcmp(kind, "end") == 0 || strcmp(kind, "finish") == 0 || strcmp(kind, "resume") == 0;
    cJSON *tree = known ? parse(subject) : NULL;
    if (tree == NULL) {
        return;
    }
    note_time(results, subject->record);
    if (kind[0] == 't') {
        take_traits(results, tree);
    } else if (kind[0] == 'u') {
        take_unfit(results, tree);
    } else if (kind[0] == 'w') {
        take_worker(results, tree);
    } else if (kind[0] == 'e') {
        take_end(results, tree);
    } else if (kind[0] == 'f') {
        results->finished = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(tree, "complete"));
    } else {
        take_resume(results);
    }
    cJSON_Delete(tree);
}

enum status events_take(struct results *results, const struct lines *lines, struct error *error) {
    struct record record;
    size_t length = 0;
    if (lines->length == 0 || !record_read(&record, lines->line, lines->length)) {
        results->damaged_lines++;
        results_complain(results, "line %lu is no record", lines->number);
        return STATUS_OK;
    }
    const char *kind = record_string(&record, "record", &length);
    char word[16] = "";
    if (kind == NULL || length >= sizeof word) {
        return STATUS_OK;
    }
    memcpy(word, kind, length);
    if (strcmp(word, "header") == 0) {
        return error_set(error, STATUS_FAILED,
                         "line %lu is a second header: two runs were written to one journal, separate them",
                         lines->number);
    }
    struct subject subject = {.results = results, .lines = lines, .record = &record};
    if (!take_of_attempt(&subject, kind, length)) {
        take_of_run(&subject, word);
    }
    return STATUS_OK;
}
