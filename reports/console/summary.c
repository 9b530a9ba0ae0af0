/* What a run says on the console when it is over. */
#include <stdlib.h>
#include <string.h>

#include "document/escape.h"
#include "document/wording.h"
#include "reports.h"
#include "results/expectations.h"

#define DETAIL_LIMIT 100 /* scenarios told in full; the pages have all */

struct paint {
    struct text *text;
    bool colours;
};

static const char *colour_of(enum verdict verdict) {
    switch (verdict) {
    case VERDICT_BROKEN:
        return "\033[1;35m";
    case VERDICT_CRASH:
    case VERDICT_TIMEOUT:
    case VERDICT_FAIL:
        return "\033[1;31m";
    case VERDICT_WARN:
    case VERDICT_INCOMPLETE:
    case VERDICT_NOTRUN:
        return "\033[33m";
    case VERDICT_PASS:
        return "\033[32m";
    default:
        return "\033[2m";
    }
}

static void put_coloured(const struct paint *paint, enum verdict verdict, const char *word) {
    if (paint->colours) {
        text_format(paint->text, "%s%s\033[0m", colour_of(verdict), word);
    } else {
        text_append(paint->text, word);
    }
}

static void put_field(struct text *text, const char *name, const char *value) {
    text_format(text, "      %-9s ", name);
    escape_console(text, value);
    text_append_char(text, '\n');
}

static void put_check(struct text *text, const struct results *results, const struct check *check) {
    size_t index = results_find_requirement(results, check->requirement);
    text_append(text, "    ");
    escape_console(text, check->requirement);
    if (index != SIZE_MAX) {
        text_format(text, " (%s) ", level_names[results->requirements[index].level]);
        escape_console(text, results->requirements[index].title);
    }
    text_append_char(text, '\n');
    put_field(text, "expected", check->expected);
    put_field(text, "observed", check->observed);
    if (check->file[0] != '\0') {
        char *place = text_make("%s:%u", check->file, check->line);
        put_field(text, "at", place);
        free(place);
    }
}

static void put_attempt(struct text *text, const struct results *results, const struct attempt *attempt) {
    if (attempt->reason[0] != '\0') {
        put_field(text, "reason", attempt->reason);
    }
    if (attempt->exception[0] != '\0') {
        put_field(text, "exception", attempt->exception);
    }
    if (attempt->last_call[0] != '\0') {
        put_field(text, "last call", attempt->last_call);
    }
    for (size_t i = 0; i < attempt->check_count; i++) {
        if (attempt->checks[i].verdict == CHECK_FAIL || attempt->checks[i].verdict == CHECK_WARN) {
            put_check(text, results, &attempt->checks[i]);
        }
    }
}

static void put_outcome(const struct paint *paint, const struct results *results, size_t provider, size_t index) {
    struct text *text = paint->text;
    const struct scenario *scenario = &results->scenarios[index];
    const struct outcome *outcome = results_outcome(results, provider, index);
    put_coloured(paint, outcome->verdict, verdict_names[outcome->verdict]);
    text_append_char(text, ' ');
    escape_console(text, scenario->id);
    text_append(text, " on ");
    escape_console(text, results->providers[provider].name);
    if (outcome->flaky) {
        text_format(text, ", flaky, round %u", outcome->round);
    }
    text_append(text, "\n  ");
    escape_console(text, scenario->title);
    text_append_char(text, '\n');
    if (outcome->expectation != NULL) {
        char *expected =
            text_make("%s by line %u of the expectations: %s", verdict_names[outcome->expectation->verdict],
                      outcome->expectation->line, outcome->expectation->reason);
        put_field(text, "expected", expected);
        free(expected);
    }
    put_attempt(text, results, results_attempt(results, provider, index, outcome->round));
    text_append_char(text, '\n');
}

static bool is_told(const struct outcome *outcome, const struct summary_options *options) {
    if (outcome->verdict == VERDICT_NOTRUN) {
        return false;
    }
    return outcome->unexpected || outcome->flaky ||
           (options->verbose && outcome->verdict < VERDICT_PASS && outcome->verdict != VERDICT_INCOMPLETE);
}

static void put_outcomes(const struct paint *paint, const struct results *results,
                         const struct summary_options *options) {
    size_t told = 0;
    for (size_t provider = 0; provider < results->provider_count; provider++) {
        for (size_t i = 0; i < results->scenario_count; i++) {
            if (is_told(results_outcome(results, provider, i), options) && ++told <= DETAIL_LIMIT) {
                put_outcome(paint, results, provider, i);
            }
        }
    }
    if (told > DETAIL_LIMIT) {
        text_format(paint->text, "... and %zu more\n\n", told - DETAIL_LIMIT);
    }
}

static void put_expectations(struct text *text, const struct results *results) {
    size_t before = text->length;
    for (size_t i = 0; results->expectations != NULL && i < results->expectations->count; i++) {
        const struct expectation *entry = &results->expectations->entries[i];
        if (entry->expired) {
            text_format(text, "expectations line %u (", entry->line);
            escape_console(text, entry->scenario);
            text_format(text, ") expired on %s\n", entry->until);
        } else if (!entry->matched && expectation_is_asked(results, entry)) {
            text_format(text, "expectations line %u (", entry->line);
            escape_console(text, entry->scenario);
            text_append(text, ") matches nothing that this run did\n");
        }
    }
    text_append(text, text->length == before ? "" : "\n");
}

static void put_counts(const struct paint *paint, const size_t counts[VERDICTS]) {
    bool some = false;
    for (size_t i = 0; i < VERDICTS; i++) {
        if (counts[i] != 0) {
            char *words = text_make("%zu %s", counts[i], verdict_names[i]);
            text_append(paint->text, some ? ", " : "");
            put_coloured(paint, (enum verdict)i, words);
            free(words);
            some = true;
        }
    }
    text_append(paint->text, some ? "\n" : "nothing was selected\n");
}

void reports_summary(const struct results *results, const struct summary_options *options, struct text *text) {
    struct paint paint = {text, options->colours};
    put_outcomes(&paint, results, options);
    put_expectations(text, results);
    for (size_t i = 0; i < results->complaint_count; i++) {
        text_append(text, "journal: ");
        escape_console(text, results->complaints[i]);
        text_append_char(text, '\n');
    }
    for (size_t i = 0; i < results->provider_count; i++) {
        escape_console(text, results->providers[i].name);
        text_append(text, ": ");
        put_counts(&paint, results->providers[i].counts);
        if (results->providers[i].unfit[0] != '\0') {
            text_append(text, "  ");
            escape_console(text, results->providers[i].unfit);
            text_append_char(text, '\n');
        }
    }
    int code = results_exit_code(results);
    text_format(text, "%s (exit code %d)\n", wording_exit_code(code), code);
}
