#include "fake.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <CUnit/CUnit.h>

#include "base/clock.h"
#include "base/memory.h"

#define SECOND_US 1000000ll
#define HOUR_US (3600 * SECOND_US)

static volatile LONG64 clock_offset;

unsigned long long fake_clock(void) { return clock_us() + (unsigned long long)clock_offset; }

void fake_clock_jump(long long us) { InterlockedExchangeAdd64(&clock_offset, us); }

static wchar_t worker_path[MAX_PATH];

static const wchar_t *find_worker(void) {
    GetModuleFileNameW(NULL, worker_path, MAX_PATH);
    wcscpy(wcsrchr(worker_path, L'\\') + 1, L"fake-worker.exe");
    return worker_path;
}

static enum status keep_line(void *context, const char *line, size_t length, struct error *error) {
    struct fake *fake = context;
    if (++fake->appends == fake->fail_at) {
        return error_set(error, STATUS_FAILED, "the disk is full");
    }
    size_t from = fake->journal.length;
    fake->longest = length > fake->longest ? length : fake->longest;
    text_append_bytes(&fake->journal, line, length);
    text_append_char(&fake->journal, '\n');
    if (strstr(fake->journal.string + from, "\"text\":\"hanging\"") != NULL) {
        fake_clock_jump(HOUR_US);
    }
    if (strstr(fake->journal.string + from, "\"text\":\"pondering\"") != NULL) {
        fake_clock_jump(100 * SECOND_US);
    }
    if (fake->stop_at != NULL && strstr(fake->journal.string + from, fake->stop_at) != NULL) {
        SetEvent(fake->stop);
    }
    return STATUS_OK;
}

static enum status keep_all(void *context, struct error *error) {
    (void)context;
    (void)error;
    return STATUS_OK;
}

static void add_scenarios(struct fake *fake, const char *ids) {
    while (*ids != '\0') {
        size_t length = strcspn(ids, " ");
        bool isolated = *ids == '!';
        fake->scenarios[fake->plan.scenario_count++] = (struct plan_scenario){
            .id = text_make("%.*s", (int)(length - isolated), ids + isolated), .isolated = isolated};
        ids += length;
        ids += strspn(ids, " ");
    }
}

void fake_prepare(struct fake *fake, const char *ids) {
    *fake = (struct fake){.plan = {.provider_count = 1, .rounds = 1}};
    fake->plan.providers = fake->providers;
    fake->plan.scenarios = fake->scenarios;
    add_scenarios(fake, ids);
    fake->stop = CreateEventW(NULL, TRUE, FALSE, NULL);
    fake->options = (struct supervisor_options){
        .plan = &fake->plan,
        .world = {.program = find_worker(),
                  .arguments = L"fake",
                  .clock = fake_clock,
                  .terminate = TerminateJobObject,
                  .stop = fake->stop},
        .limits = {.ready_us = 300000000,
                   .scenario_us = 300000000,
                   .end_us = 300000000,
                   .kill_us = 300000000,
                   .records = 1 << 30},
        .jobs = 1,
    };
}

static void parse_journal(struct fake *fake) {
    fake->records = cJSON_CreateArray();
    for (const char *line = text_string(&fake->journal); *line != '\0';) {
        size_t length = strcspn(line, "\n");
        cJSON_AddItemToArray(fake->records, cJSON_ParseWithLength(line, length));
        line += length + 1;
    }
}

/* Runs the supervisor, or only its probe. */
static void run(struct fake *fake, char **traits) {
    char *setups[FAKE_PROVIDERS];
    for (size_t i = 0; i < FAKE_PROVIDERS; i++) {
        setups[i] = text_make("{\"fake\":\"%s\"}", fake->habits[i] == NULL ? "" : fake->habits[i]);
    }
    fake->options.setups = setups;
    struct sink sink = {.append = keep_line, .sync = keep_all, .context = fake};
    struct recorder recorder;
    recorder_open(&recorder, &sink, fake_clock, 0, fake->stop);
    fake->status = traits == NULL ? supervise(&fake->options, &fake->ledger, &recorder, &fake->report, &fake->error)
                                  : supervisor_probe(&fake->options, &recorder, 0, traits, &fake->error);
    recorder_close(&recorder);
    parse_journal(fake);
    for (size_t i = 0; i < FAKE_PROVIDERS; i++) {
        free(setups[i]);
    }
}

void fake_run(struct fake *fake) {
    if (!fake->ledger_given) {
        ledger_make(&fake->ledger, fake->plan.provider_count, fake->plan.scenario_count, fake->plan.rounds);
    }
    run(fake, NULL);
}

void fake_probe(struct fake *fake, char **traits) { run(fake, traits); }

void fake_free(struct fake *fake) {
    for (size_t i = 0; i < fake->plan.scenario_count; i++) {
        free((char *)(uintptr_t)fake->scenarios[i].id);
    }
    ledger_free(&fake->ledger);
    text_free(&fake->journal);
    cJSON_Delete(fake->records);
    CloseHandle(fake->stop);
    error_clear(&fake->error);
}

static const char *member_text(const cJSON *record, const char *key) {
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(record, key));
    return text == NULL ? "" : text;
}

static double member_number(const cJSON *record, const char *key) {
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(record, key);
    return cJSON_IsNumber(item) ? item->valuedouble : -1;
}

const cJSON *fake_result_of(const struct fake *fake, size_t provider, const char *id, unsigned round) {
    const cJSON *record, *found = NULL;
    cJSON_ArrayForEach(record, fake->records) {
        if (strcmp(member_text(record, "record"), "result") == 0 && strcmp(member_text(record, "scenario"), id) == 0 &&
            member_number(record, "provider") == (double)provider && member_number(record, "round") == round) {
            if (found != NULL) {
                return NULL;
            }
            found = record;
        }
    }
    return found;
}

const cJSON *fake_result(const struct fake *fake, const char *id) { return fake_result_of(fake, 0, id, 1); }

const char *fake_text(const struct fake *fake, const char *id, const char *key) {
    return member_text(fake_result(fake, id), key);
}

static const cJSON *find_unfit(const struct fake *fake) {
    const cJSON *record;
    cJSON_ArrayForEach(record, fake->records) {
        if (strcmp(member_text(record, "record"), "unfit") == 0 && member_number(record, "provider") == 0) {
            return record;
        }
    }
    return NULL;
}

/* As readers of the journal have it: what has no result on a provider that was given up was not run. */
const char *fake_verdict(const struct fake *fake, const char *id) {
    const cJSON *result = fake_result(fake, id);
    return result == NULL && find_unfit(fake) != NULL ? "notrun" : member_text(result, "verdict");
}

static const char *reason_of(const struct fake *fake, const char *id) {
    const cJSON *result = fake_result(fake, id);
    return member_text(result == NULL ? find_unfit(fake) : result, "reason");
}

double fake_number(const struct fake *fake, const char *id, const char *key) {
    return member_number(fake_result(fake, id), key);
}

void fake_expect(const struct fake *fake, const char *id, const char *verdict, const char *reason) {
    const char *has = fake_verdict(fake, id);
    const char *says = reason_of(fake, id);
    bool right = strcmp(has, verdict) == 0 && strstr(says, reason) != NULL;
    if (!right) {
        printf("# %s is \"%s\", because: %s\n# expected \"%s\", because: %s\n", id, has, says, verdict, reason);
    }
    CU_ASSERT_TRUE(right);
}

size_t fake_count(const struct fake *fake, const char *name, const char *key, const char *value) {
    size_t count = 0;
    const cJSON *record;
    cJSON_ArrayForEach(record, fake->records) {
        count += strcmp(member_text(record, "record"), name) == 0 &&
                 (key == NULL || strcmp(member_text(record, key), value) == 0);
    }
    return count;
}
