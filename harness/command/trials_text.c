#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "command/trials.h"

#define NAME_COLUMN (-44)
#define REQUIREMENT_COLUMN (-12)

static void print_evidence(const struct evidence *evidence, struct text *text) {
    text_format(text, "    %s", evidence->scenario);
    if (evidence->line != 0) {
        text_format(text, ", %s:%d: expected %s, observed", evidence->file, evidence->line, evidence->expected);
    } else {
        text_format(text, ", %s:", evidence->verdict);
    }
    text_format(text, " %s\n", evidence->observed);
}

static void print_escape(const struct finding *finding, struct text *text) {
    if (finding->evidence.scenario != NULL) {
        text_append(text, "    the nearest to it, which does not count:\n");
        print_evidence(&finding->evidence, text);
    }
    text_format(text, "    %s\n", finding->ends.length == 0 ? "no scenario was run" : finding->ends.string);
}

void trials_print(const struct trials *trials, struct text *text) {
    size_t caught = trials_caught(trials);
    for (size_t i = 0; i < trials->count; i++) {
        const struct finding *finding = &trials->findings[i];
        text_format(text, "%-7s  %*s  %*s\n", finding->caught ? "caught" : "ESCAPED", NAME_COLUMN, finding->fault->name,
                    REQUIREMENT_COLUMN, finding->fault->requirement);
        if (finding->caught) {
            print_evidence(&finding->evidence, text);
        } else {
            print_escape(finding, text);
        }
    }
    if (trials->gap_count != 0) {
        text_format(text, "\n%zu requirements without a fault or a reason for having none:\n%s", trials->gap_count,
                    trials->gaps.string);
    }
    text_format(text, "\n%zu faults, %zu caught, %zu escaped\n", trials->count, caught, trials->count - caught);
}

static void markdown_row(const struct finding *finding, struct text *text) {
    static const char *const deaths[] = {[FAULT_WRONG] = "", [FAULT_CRASHES] = " (crash)", [FAULT_HANGS] = " (hang)"};
    const struct fault *fault = finding->fault;
    text_format(text, "| %s | %s%s | %s | ", fault->name, fault->sentence, deaths[fault->kind], fault->requirement);
    if (finding->caught) {
        text_format(text, "%s |\n", finding->evidence.scenario);
    } else {
        text_append(text, "**escaped** |\n");
    }
}

static void markdown_family(const struct trials *trials, enum family family, struct text *text) {
    text_append(text, "| Fault | What the provider does | Requirement | Caught in |\n|---|---|---|---|\n");
    for (size_t i = 0; i < trials->count; i++) {
        if (trials->findings[i].fault->family == family) {
            markdown_row(&trials->findings[i], text);
        }
    }
}

void trials_markdown(const struct trials *trials, struct text *text) {
    size_t caught = trials_caught(trials);
    text_format(text,
                "# Proof: what the suite sees\n\n"
                "Made by `wspcheck mutants --markdown docs/proof.md`; do not edit it.\n\n"
                "Each line is a provider that is the reference provider but for one fault. A fault counts as caught "
                "only if a check of\n"
                "the requirement that it breaks says so; a crash or a timeout counts only where the fault is one. The "
                "last column names the\n"
                "first scenario in which that happens.\n\n"
                "%zu faults, %zu caught, %zu escaped.\n\n",
                trials->count, caught, trials->count - caught);
    markdown_family(trials, FAMILY_BASE, text);
    text_append(text, "\n## Layered providers\n\n"
                      "The transparent layer but for one fault, over the reference provider:\n\n");
    markdown_family(trials, FAMILY_LAYERED, text);
    text_append(text, "\n## Requirements without a fault\n\n"
                      "Musts that a scenario decides, and that a provider of this kind cannot break on its own:\n\n");
    for (size_t i = 0; i < trials->table->exception_count; i++) {
        const struct fault_exception *exception = &trials->table->exceptions[i];
        text_format(text, "- %s: %s\n", exception->requirement, exception->reason);
    }
}

static cJSON *words_to_json(const char *words) {
    cJSON *array = cJSON_CreateArray();
    while (*words != '\0') {
        size_t length = strcspn(words, " ");
        char *word = text_make("%.*s", (int)length, words);
        cJSON_AddItemToArray(array, cJSON_CreateString(word));
        free(word);
        words += length + (words[length] == ' ');
    }
    return array;
}

static cJSON *evidence_to_json(const struct evidence *evidence) {
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "scenario", evidence->scenario);
    cJSON_AddStringToObject(object, "verdict", evidence->verdict);
    cJSON_AddStringToObject(object, "file", evidence->file);
    cJSON_AddNumberToObject(object, "line", evidence->line);
    cJSON_AddStringToObject(object, "expected", evidence->expected);
    cJSON_AddStringToObject(object, "observed", evidence->observed);
    return object;
}

static cJSON *finding_to_json(const struct finding *finding) {
    static const char *const kinds[] = {[FAULT_WRONG] = "wrong", [FAULT_CRASHES] = "crash", [FAULT_HANGS] = "hang"};
    static const char *const families[] = {[FAMILY_BASE] = "base", [FAMILY_LAYERED] = "layered"};
    const struct fault *fault = finding->fault;
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "fault", fault->name);
    cJSON_AddStringToObject(object, "title", fault->sentence);
    cJSON_AddStringToObject(object, "requirement", fault->requirement);
    cJSON_AddStringToObject(object, "kind", kinds[fault->kind]);
    cJSON_AddStringToObject(object, "family", families[fault->family]);
    cJSON_AddItemToObject(object, "also", words_to_json(fault->also));
    cJSON_AddBoolToObject(object, "caught", finding->caught);
    cJSON_AddItemToObject(object, "by", words_to_json(text_string(&finding->scenarios)));
    if (finding->evidence.scenario != NULL) {
        cJSON_AddItemToObject(object, "evidence", evidence_to_json(&finding->evidence));
    }
    cJSON_AddStringToObject(object, "ends", text_string(&finding->ends));
    return object;
}

void trials_json(const struct trials *trials, struct text *text) {
    size_t caught = trials_caught(trials);
    cJSON *object = cJSON_CreateObject();
    cJSON *counts = cJSON_AddObjectToObject(object, "counts");
    cJSON_AddNumberToObject(counts, "faults", (double)trials->count);
    cJSON_AddNumberToObject(counts, "caught", (double)caught);
    cJSON_AddNumberToObject(counts, "escaped", (double)(trials->count - caught));
    cJSON_AddNumberToObject(counts, "gaps", (double)trials->gap_count);
    cJSON *faults = cJSON_AddArrayToObject(object, "faults");
    for (size_t i = 0; i < trials->count; i++) {
        cJSON_AddItemToArray(faults, finding_to_json(&trials->findings[i]));
    }
    char *printed = cJSON_Print(object);
    text_append(text, printed);
    text_append_char(text, '\n');
    cJSON_free(printed);
    cJSON_Delete(object);
}
