/* "mutants": plays to each faulty provider the scenarios of the requirement that it breaks, until one sees the fault.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/wide.h"
#include "command/command.h"
#include "command/documents.h"
#include "command/interrupt.h"
#include "command/trials.h"
#include "results/files.h"
#include "run/run.h"

#define USAGE "wspcheck mutants [--fault GLOB] [--jobs N] [--timeout-scale X] [--markdown FILE] [--json FILE]"
#define ENTRY_PREFIX "faulty "
#define MOST_JOBS 64
#define WORD_BASE 10
#define JOBS_PER_PROCESSOR 6 /* most wait, for what does not come */

/* What waits for something that a faulty provider never does should not wait long; the rest has the usual limits. */
#define DEFAULT_SCALE 0.2

/* In this order: what the catalog has when a DLL is registered is what that DLL may stand on, and the plain layer
 * is to stand on no faulty provider. */
static const struct {
    const wchar_t *dll;
    int family; /* -1 for a DLL that faulty providers only need */
} players[] = {
    {L"wsplayer.dll", -1},
    {L"wspfaultylayer.dll", FAMILY_LAYERED},
    {L"wspfaulty.dll", FAMILY_BASE},
};

struct mutants {
    const char *fault; /* a glob, or NULL */
    const char *jobs_word, *scale_word;
    char *markdown, *json;
    struct run_options options;
    struct run run;
    struct fault_table table;
    struct trials trials;
};

static enum status read_jobs(struct mutants *mutants, struct error *error) {
    char *end = NULL;
    long jobs = mutants->jobs_word == NULL ? 0 : strtol(mutants->jobs_word, &end, WORD_BASE);
    if (mutants->jobs_word != NULL && (*end != '\0' || jobs < 1 || jobs > MOST_JOBS)) {
        return error_set(error, STATUS_USAGE, "--jobs expects a whole number from 1 to %d, not \"%s\"", MOST_JOBS,
                         mutants->jobs_word);
    }
    mutants->options.jobs = (int)jobs;
    return STATUS_OK;
}

static enum status read_scale(const struct mutants *mutants, double *scale, struct error *error) {
    char *end = NULL;
    *scale = mutants->scale_word == NULL ? DEFAULT_SCALE : strtod(mutants->scale_word, &end);
    if (mutants->scale_word != NULL && (*end != '\0' || !(*scale > 0))) {
        return error_set(error, STATUS_USAGE, "--timeout-scale expects a number above 0, not \"%s\"",
                         mutants->scale_word);
    }
    return STATUS_OK;
}

static enum status read_arguments(struct mutants *mutants, int argc, char **argv, struct error *error) {
    const struct argument table[] = {{.name = "fault", .value = &mutants->fault},
                                     {.name = "jobs", .value = &mutants->jobs_word},
                                     {.name = "timeout-scale", .value = &mutants->scale_word},
                                     {.name = "markdown", .path = &mutants->markdown},
                                     {.name = "json", .path = &mutants->json},
                                     {.name = NULL}};
    struct arguments arguments;
    enum status status = arguments_parse(&arguments, argc, argv, table, 0, 0, USAGE, error);
    arguments_free(&arguments);
    return status == STATUS_OK ? read_jobs(mutants, error) : status;
}

/* A DLL beside this program, for free(). */
static wchar_t *beside_program(const wchar_t *dll) {
    wchar_t *program = run_program();
    wchar_t *slash = wcsrchr(program, L'\\');
    *slash = L'\0';
    wchar_t *path = memory_zeroed(wcslen(program) + wcslen(dll) + 2, sizeof *path);
    wcscat(wcscat(wcscpy(path, program), L"\\"), dll);
    free(program);
    return path;
}

/* Adds the DLL to the run, and its faults to the table. */
static enum status add_player(struct mutants *mutants, size_t player, struct error *error) {
    wchar_t *dll = beside_program(players[player].dll);
    char *word = wide_to_utf8(dll);
    enum status status = STATUS_OK;
    words_add(&mutants->options.dlls, word);
    if (players[player].family >= 0) {
        status = fault_table_read(&mutants->table, (enum family)players[player].family, dll, error);
    }
    free(word);
    free(dll);
    return status;
}

/* A word that means nothing is not worth starting anything for. */
static enum status find_fault(const struct mutants *mutants, struct error *error) {
    for (size_t i = 0; i < mutants->table.count; i++) {
        if (mutants->fault == NULL || text_matches(mutants->fault, mutants->table.faults[i].name)) {
            return STATUS_OK;
        }
    }
    return error_set(error, STATUS_NOTHING,
                     "none of the %zu faults is called \"%s\"; docs/proof.md has their names, and \"*\" stands for any "
                     "characters",
                     mutants->table.count, mutants->fault);
}

static int most_jobs(int processors) {
    return processors < MOST_JOBS / JOBS_PER_PROCESSOR ? processors * JOBS_PER_PROCESSOR : MOST_JOBS;
}

static enum status prepare(struct mutants *mutants, struct error *error) {
    double scale;
    char *glob = text_make(ENTRY_PREFIX "%s", mutants->fault == NULL ? "*" : mutants->fault);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < sizeof players / sizeof players[0] && status == STATUS_OK; i++) {
        status = add_player(mutants, i, error);
    }
    status = status == STATUS_OK ? find_fault(mutants, error) : status;
    words_add(&mutants->options.providers, glob);
    mutants->options.timeout_scale = 1;
    status = status == STATUS_OK ? read_scale(mutants, &scale, error) : status;
    status = status == STATUS_OK ? run_prepare(&mutants->run, &mutants->options, interrupt_watch(), error) : status;
    if (status == STATUS_OK) {
        mutants->options.timeout_scale = scale;
        mutants->run.jobs = mutants->options.jobs == 0 ? most_jobs(mutants->run.jobs) : mutants->options.jobs;
    }
    free(glob);
    return status;
}

static const struct fault *fault_of(const struct fault_table *table, const char *entry) {
    for (size_t i = 0; i < table->count; i++) {
        if (strcmp(entry + strlen(ENTRY_PREFIX), table->faults[i].name) == 0) {
            return &table->faults[i];
        }
    }
    return NULL;
}

static enum status begin_trials(struct mutants *mutants, struct error *error) {
    const struct plan *plan = &mutants->run.plan;
    const struct fault **faults = memory_zeroed(plan->provider_count, sizeof *faults);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < plan->provider_count && status == STATUS_OK; i++) {
        faults[i] = fault_of(&mutants->table, plan->providers[i].name);
        if (faults[i] == NULL) {
            status = error_set(error, STATUS_BROKEN, "\"%s\" is not in the table of its DLL", plan->providers[i].name);
        }
    }
    if (status == STATUS_OK) {
        trials_begin(&mutants->trials, mutants->run.library, &mutants->table, faults, plan->provider_count);
    }
    free(faults);
    return status;
}

/* Everything is done but for each fault's own scenarios. */
static void choose_scenarios(struct mutants *mutants) {
    struct run *run = &mutants->run;
    const struct plan *plan = &run->plan;
    ledger_make(&run->ledger, plan->provider_count, plan->scenario_count, 1);
    for (size_t i = 0; i < plan->provider_count; i++) {
        for (size_t j = 0; j < plan->scenario_count; j++) {
            struct item item = {.provider = i, .scenario = j, .round = 1};
            if (!trials_need(&mutants->trials, i, plan->scenarios[j].info)) {
                ledger_set(&run->ledger, &item, CELL_DONE);
            }
        }
    }
}

/* Whether an entry is a chain of the same layer, or something below a chain. */
static bool belongs_to(const struct catalog_entry *entry, const struct catalog_entry *provider) {
    const WSAPROTOCOLCHAIN *chain = &provider->info.ProtocolChain, *other = &entry->info.ProtocolChain;
    bool found = chain->ChainLen > 1 && other->ChainLen > 1 && other->ChainEntries[0] == chain->ChainEntries[0];
    for (int i = 0; i < chain->ChainLen && i < MAX_PROTOCOL_CHAIN && !found; i++) {
        found = chain->ChainEntries[i] == entry->info.dwCatalogEntryId;
    }
    return found;
}

/* For cJSON_free. The catalog in it has no faulty providers of no concern: to write, send and read some hundred entries
 * would be most of a worker's start. */
static char *setup_of(const struct run *run, const struct plan_provider *provider) {
    const struct catalog *all = &run->roster.catalog;
    struct catalog seen = {.entries = memory_zeroed(all->count, sizeof(struct catalog_entry *))};
    for (size_t i = 0; i < all->count; i++) {
        struct catalog_entry *entry = all->entries[i];
        if (strncmp(entry->name, ENTRY_PREFIX, strlen(ENTRY_PREFIX)) != 0 || entry == provider->entry ||
            belongs_to(entry, provider->entry)) {
            seen.entries[seen.count++] = entry;
        }
    }
    char *setup = run_setup(run, provider, &seen);
    free(seen.entries);
    return setup;
}

static enum status take_line(void *context, const char *line, size_t length, struct error *error) {
    struct mutants *mutants = context;
    (void)error;
    cJSON *record = cJSON_ParseWithLength(line, length);
    trials_take(&mutants->trials, record);
    cJSON_Delete(record);
    return STATUS_OK;
}

static enum status sync_nothing(void *context, struct error *error) {
    (void)context, (void)error;
    return STATUS_OK;
}

static bool is_decided(void *context, size_t provider) {
    const struct mutants *mutants = context;
    return trials_decided(&mutants->trials, provider);
}

static enum status play(struct mutants *mutants, struct error *error) {
    struct run *run = &mutants->run;
    struct supervisor_report report = {0};
    struct recorder recorder;
    struct sink sink = {.append = take_line, .sync = sync_nothing, .context = mutants};
    char **setups = memory_zeroed(run->plan.provider_count, sizeof *setups);
    for (size_t i = 0; i < run->plan.provider_count; i++) {
        setups[i] = setup_of(run, &run->plan.providers[i]);
    }
    struct supervisor_options options = {.plan = &run->plan,
                                         .setups = setups,
                                         .world = run->world,
                                         .limits = run->limits,
                                         .jobs = run->jobs,
                                         .watcher = {.has_enough = is_decided, .context = mutants}};
    recorder_open(&recorder, &sink, clock_us, 0, run->world.stop);
    enum status status = supervise(&options, &run->ledger, &recorder, &report, error);
    recorder_close(&recorder);
    for (size_t i = 0; i < run->plan.provider_count; i++) {
        cJSON_free(setups[i]);
    }
    free(setups);
    return status;
}

static enum status write_file(const char *path, void (*make)(const struct trials *trials, struct text *text),
                              const struct trials *trials, struct error *error) {
    struct text text = {0};
    if (path == NULL) {
        return STATUS_OK;
    }
    make(trials, &text);
    enum status status = files_write(path, text_string(&text), text.length, error);
    text_free(&text);
    return status;
}

static enum status tell(struct mutants *mutants, struct error *error) {
    struct trials *trials = &mutants->trials;
    struct text text = {0};
    if (mutants->fault == NULL) {
        trials_find_gaps(trials);
    }
    trials_print(trials, &text);
    arguments_print(&text);
    text_free(&text);
    if (write_file(mutants->markdown, trials_markdown, trials, error) != STATUS_OK ||
        write_file(mutants->json, trials_json, trials, error) != STATUS_OK) {
        return error->status;
    }
    size_t escaped = trials->count - trials_caught(trials);
    if (escaped != 0 || trials->gap_count != 0) {
        return error_set(error, STATUS_FAILED, "%zu faults escaped, and %zu requirements have none", escaped,
                         trials->gap_count);
    }
    return STATUS_OK;
}

int command_mutants(int argc, char **argv) {
    struct mutants mutants = {0};
    struct error error = {0};
    enum status status = read_arguments(&mutants, argc, argv, &error);
    status = status == STATUS_OK ? prepare(&mutants, &error) : status;
    status = status == STATUS_OK ? begin_trials(&mutants, &error) : status;
    if (status == STATUS_OK) {
        choose_scenarios(&mutants);
        status = play(&mutants, &error);
    }
    status = status == STATUS_OK ? tell(&mutants, &error) : status;
    interrupt_done();
    trials_free(&mutants.trials);
    fault_table_free(&mutants.table);
    run_free(&mutants.run);
    run_options_free(&mutants.options);
    free(mutants.markdown);
    free(mutants.json);
    return status == STATUS_OK ? 0 : command_fail(&error);
}
