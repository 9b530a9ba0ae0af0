#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "command/command.h"
#include "run/run.h"
#include "scenario/library.h"

#define WIDTH 100

static const char *const level_words[] = {
    [LEVEL_MUST] = "must: a provider that does otherwise fails",
    [LEVEL_SHOULD] = "should: doing otherwise is a warning",
    [LEVEL_MAY] = "may: what a provider does is noted",
};

/* Breaks words into lines, with an indent. */
static void print_words(const char *words) {
    size_t column = 0;
    while (*words != '\0') {
        size_t length = strcspn(words, " \n");
        if (column != 0 && column + 1 + length > WIDTH) {
            puts("");
            column = 0;
        }
        printf("%s%.*s", column == 0 ? "    " : " ", (int)length, words);
        column += length + (column == 0 ? 4 : 1);
        words += length;
        words += strspn(words, " \n");
    }
    puts("");
}

static void print_part(const char *heading, const char *words) {
    if (words != NULL && *words != '\0') {
        printf("\n%s\n", heading);
        print_words(words);
    }
}

static bool verifies(const struct scenario_info *scenario, const char *id) {
    for (size_t i = 0; i < scenario->verifies_count; i++) {
        if (strcmp(scenario->verifies[i], id) == 0) {
            return true;
        }
    }
    return false;
}

static void print_verifiers(const struct library *library, const char *id) {
    size_t count = 0;
    puts("\nChecked by");
    for (size_t i = 0; i < library_scenarios(library); i++) {
        const struct scenario_info *scenario = library_scenario(library, i);
        if (verifies(scenario, id)) {
            printf("    %s: %s\n", scenario->id, scenario->title);
            count++;
        }
    }
    if (count == 0) {
        puts("    no scenario");
    }
}

static void explain_requirement(const struct library *library, const struct requirement *requirement) {
    printf("%s: %s\n", requirement->id, requirement->title);
    print_part("Statement", requirement->statement);
    print_part("Level", level_words[requirement->level]);
    print_part("Source", requirement->source);
    print_part("Applies to", requirement->applies);
    print_part("How it is observed", requirement->observe);
    print_part("Traps", requirement->traps);
    print_verifiers(library, requirement->id);
}

static void explain_scenario(const struct library *library, const struct scenario_info *scenario) {
    printf("%s: %s\n\n%s:%d\n", scenario->id, scenario->title, scenario->file, scenario->line);
    if (scenario->isolated) {
        puts("Runs in a process of its own.");
    }
    puts("\nVerifies");
    for (size_t i = 0; i < scenario->verifies_count; i++) {
        const struct requirement *requirement = library_find_requirement(library, scenario->verifies[i]);
        printf("    %s: %s\n", scenario->verifies[i], requirement == NULL ? "" : requirement->title);
    }
    if (scenario->needs_count != 0) {
        puts("\nNeeds");
    }
    for (size_t i = 0; i < scenario->needs_count; i++) {
        printf("    %s\n", scenario->needs[i]);
    }
}

static enum status explain(const struct library *library, const char *id, struct error *error) {
    const struct requirement *requirement = library_find_requirement(library, id);
    const struct scenario_info *scenario = library_find_scenario(library, id);
    if (requirement != NULL) {
        explain_requirement(library, requirement);
        return STATUS_OK;
    }
    if (scenario != NULL) {
        explain_scenario(library, scenario);
        return STATUS_OK;
    }
    return error_set(error, STATUS_USAGE,
                     "there is no requirement and no scenario %s; requirements look like DEFER-03, and \"wspcheck run "
                     "--list\" prints the scenarios",
                     id);
}

int command_explain(int argc, char **argv) {
    struct error error = {0};
    wchar_t *suites = NULL;
    struct library *library = NULL;
    if (argc != 2) {
        error_set(&error, STATUS_USAGE, "explain expects the id of one requirement or scenario, such as DEFER-03");
        return command_fail(&error);
    }
    if (run_find_suites(NULL, &suites, &error) == STATUS_OK && library_load(&library, suites, &error) == STATUS_OK) {
        explain(library, argv[1], &error);
        library_free(library);
    }
    free(suites);
    return command_fail(&error);
}
