#include "command/trials.h"

#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/memory.h"
#include "scenario/library.h"

void trials_begin(struct trials *trials, const struct library *library, const struct fault_table *table,
                  const struct fault *const *faults, size_t count) {
    *trials = (struct trials){.library = library, .table = table, .count = count};
    trials->findings = memory_zeroed(count, sizeof *trials->findings);
    for (size_t i = 0; i < count; i++) {
        trials->findings[i].fault = faults[i];
    }
}

static bool verifies(const struct scenario_info *scenario, const char *requirement) {
    for (size_t i = 0; i < scenario->verifies_count; i++) {
        if (strcmp(scenario->verifies[i], requirement) == 0) {
            return true;
        }
    }
    return false;
}

bool trials_need(const struct trials *trials, size_t provider, const struct scenario_info *scenario) {
    return verifies(scenario, trials->findings[provider].fault->requirement);
}

static void evidence_free(struct evidence *evidence) {
    free(evidence->scenario);
    free(evidence->verdict);
    free(evidence->file);
    free(evidence->expected);
    free(evidence->observed);
    *evidence = (struct evidence){0};
}

void trials_free(struct trials *trials) {
    for (size_t i = 0; i < trials->count; i++) {
        evidence_free(&trials->findings[i].evidence);
        text_free(&trials->findings[i].scenarios);
        text_free(&trials->findings[i].ends);
    }
    free(trials->findings);
    text_free(&trials->gaps);
    *trials = (struct trials){0};
}

static const char *string_of(const cJSON *record, const char *key) {
    const char *string = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(record, key));
    return string == NULL ? "" : string;
}

static int line_of(const cJSON *record) {
    const cJSON *line = cJSON_GetObjectItemCaseSensitive(record, "line");
    return cJSON_IsNumber(line) ? line->valueint : 0;
}

static struct finding *finding_of(const struct trials *trials, const cJSON *record) {
    const cJSON *provider = cJSON_GetObjectItemCaseSensitive(record, "provider");
    if (!cJSON_IsNumber(provider) || provider->valuedouble < 0 || provider->valuedouble >= (double)trials->count) {
        return NULL;
    }
    return &trials->findings[(size_t)provider->valuedouble];
}

static void add_word(struct text *words, const char *word) {
    if (strstr(text_string(words), word) == NULL) {
        text_format(words, "%s%s", words->length == 0 ? "" : " ", word);
    }
}

/* Isolated scenarios come last. */
static bool is_played_before(const struct library *library, const char *one, const char *other) {
    const struct scenario_info *first = library_find_scenario(library, one);
    const struct scenario_info *second = library_find_scenario(library, other);
    return first->isolated == second->isolated ? strcmp(one, other) < 0 : second->isolated;
}

/* Scenarios of one provider may end in any order, and those behind the first that catches the fault may not be played
 * at all; what is kept does not depend on it. */
static void keep(const struct trials *trials, struct finding *finding, const cJSON *record, bool catches) {
    const char *scenario = string_of(record, "scenario");
    struct evidence *kept = &finding->evidence;
    bool first = kept->scenario == NULL || (catches && !finding->caught) ||
                 (catches == finding->caught && is_played_before(trials->library, scenario, kept->scenario));
    if (catches) {
        add_word(&finding->scenarios, scenario);
        finding->caught = true;
    }
    if (!first) {
        return;
    }
    const char *expected = string_of(record, "expected");
    evidence_free(kept);
    kept->scenario = memory_string(scenario);
    kept->verdict = memory_string(string_of(record, "verdict"));
    kept->file = memory_string(string_of(record, "file"));
    kept->line = line_of(record);
    kept->expected = memory_string(expected);
    kept->observed = memory_string(string_of(record, *expected == '\0' ? "reason" : "observed"));
}

static void take_check(const struct trials *trials, struct finding *finding, const cJSON *record) {
    const char *verdict = string_of(record, "verdict");
    const struct requirement *requirement = library_find_requirement(trials->library, finding->fault->requirement);
    if (strcmp(verdict, "fail") != 0 && strcmp(verdict, "warn") != 0) {
        return;
    }
    bool enough = strcmp(verdict, "fail") == 0 || (requirement != NULL && requirement->level != LEVEL_MUST);
    bool own = strcmp(string_of(record, "requirement"), finding->fault->requirement) == 0;
    keep(trials, finding, record, own && enough);
}

static void take_result(const struct trials *trials, struct finding *finding, const cJSON *record) {
    const char *verdict = string_of(record, "verdict");
    enum fault_kind kind = finding->fault->kind;
    bool died = (kind == FAULT_CRASHES && strcmp(verdict, "crash") == 0) ||
                (kind == FAULT_HANGS && strcmp(verdict, "timeout") == 0);
    if (died) {
        keep(trials, finding, record, true);
    }
    text_format(&finding->ends, "%s%s: %s", finding->ends.length == 0 ? "" : "; ", string_of(record, "scenario"),
                verdict);
    if (strcmp(verdict, "pass") != 0 && strcmp(verdict, "fail") != 0) {
        text_format(&finding->ends, " (%s)", string_of(record, "reason"));
    }
}

void trials_take(struct trials *trials, const cJSON *record) {
    const char *name = string_of(record, "record");
    struct finding *finding = finding_of(trials, record);
    if (finding == NULL) {
        return;
    }
    if (strcmp(name, "check") == 0) {
        take_check(trials, finding, record);
    } else if (strcmp(name, "result") == 0) {
        take_result(trials, finding, record);
    } else if (strcmp(name, "unfit") == 0) {
        text_format(&finding->ends, "%s%s", finding->ends.length == 0 ? "" : "; ", string_of(record, "reason"));
    }
}

bool trials_decided(const struct trials *trials, size_t provider) { return trials->findings[provider].caught; }

static bool has_fault(const struct fault_table *table, const char *requirement) {
    for (size_t i = 0; i < table->count; i++) {
        if (strcmp(table->faults[i].requirement, requirement) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_excepted(const struct fault_table *table, const char *requirement) {
    for (size_t i = 0; i < table->exception_count; i++) {
        if (strcmp(table->exceptions[i].requirement, requirement) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_verified(const struct library *library, const char *requirement) {
    for (size_t i = 0; i < library_scenarios(library); i++) {
        if (verifies(library_scenario(library, i), requirement)) {
            return true;
        }
    }
    return false;
}

void trials_find_gaps(struct trials *trials) {
    for (size_t i = 0; i < library_requirements(trials->library); i++) {
        const struct requirement *requirement = library_requirement(trials->library, i);
        const char *id = requirement->id;
        if (requirement->level == LEVEL_MUST && is_verified(trials->library, id) && !has_fault(trials->table, id) &&
            !is_excepted(trials->table, id)) {
            text_format(&trials->gaps, "%s  %s\n", id, requirement->title);
            trials->gap_count++;
        }
    }
}

size_t trials_caught(const struct trials *trials) {
    size_t caught = 0;
    for (size_t i = 0; i < trials->count; i++) {
        caught += trials->findings[i].caught;
    }
    return caught;
}
