#include "tap/tap.h"

#include <stdlib.h>

#include "document/escape.h"
#include "document/wording.h"
#include "results/expectations.h"

/* A YAML string in double quotes takes JSON's escapes. */
static void put_yaml(struct text *text, const char *indent, const char *key, const char *value) {
    text_format(text, "%s%s: \"", indent, key);
    escape_json(text, value);
    text_append(text, "\"\n");
}

static void put_checks(struct text *text, const struct attempt *attempt) {
    bool some = false;
    for (size_t i = 0; i < attempt->check_count; i++) {
        const struct check *check = &attempt->checks[i];
        if (check->verdict > CHECK_WARN) {
            continue;
        }
        if (!some) {
            text_append(text, "  checks:\n");
            some = true;
        }
        put_yaml(text, "    - ", "requirement", check->requirement);
        put_yaml(text, "      ", "verdict", check_verdict_names[check->verdict]);
        put_yaml(text, "      ", "expected", check->expected);
        put_yaml(text, "      ", "observed", check->observed);
        char *place = text_make("%s:%u", check->file, check->line);
        put_yaml(text, "      ", "at", place);
        free(place);
    }
}

static void put_block(struct text *text, const struct results *results, size_t provider, size_t index) {
    const struct outcome *outcome = results_outcome(results, provider, index);
    const struct attempt *attempt = results_attempt(results, provider, index, outcome->round);
    struct text headline = {0};
    wording_headline(&headline, results, provider, index);
    text_append(text, "  ---\n");
    put_yaml(text, "  ", "message", headline.string);
    put_yaml(text, "  ", "verdict", verdict_names[outcome->verdict]);
    if (attempt->exception[0] != '\0') {
        put_yaml(text, "  ", "exception", attempt->exception);
    }
    if (attempt->last_call[0] != '\0') {
        put_yaml(text, "  ", "last_call", attempt->last_call);
    }
    put_checks(text, attempt);
    text_append(text, "  ...\n");
    text_free(&headline);
}

static void put_directive(struct text *text, const struct outcome *outcome, const struct attempt *attempt) {
    if (outcome->verdict == VERDICT_NOT_APPLICABLE || outcome->verdict == VERDICT_SKIPPED) {
        text_format(text, " # SKIP %s: ", verdict_names[outcome->verdict]);
        escape_tap(text, attempt->reason);
    } else if (outcome->expectation != NULL && !outcome->unexpected && !verdict_is_good(outcome->verdict)) {
        text_format(text, " # TODO expected %s: ", verdict_names[outcome->verdict]);
        escape_tap(text, outcome->expectation->reason);
    } else if (outcome->verdict == VERDICT_WARN) {
        text_append(text, " (warn)");
    }
}

static void put_point(struct text *text, const struct results *results, size_t provider, size_t index, size_t number) {
    const struct outcome *outcome = results_outcome(results, provider, index);
    bool good = verdict_is_good(outcome->verdict) && !outcome->unexpected;
    text_format(text, "%sok %zu - ", good ? "" : "not ", number);
    escape_tap(text, results->scenarios[index].id);
    text_append(text, " on ");
    escape_tap(text, results->providers[provider].name);
    put_directive(text, outcome, results_attempt(results, provider, index, outcome->round));
    text_append_char(text, '\n');
    if (!good || outcome->verdict == VERDICT_WARN) {
        put_block(text, results, provider, index);
    }
}

void tap_14(const struct results *results, struct output *output) {
    struct text *text = &output->text;
    size_t number = 0;
    text_format(text, "TAP version 14\n1..%zu\n", results->provider_count * results->scenario_count);
    for (size_t provider = 0; provider < results->provider_count; provider++) {
        for (size_t i = 0; i < results->scenario_count; i++) {
            put_point(text, results, provider, i, ++number);
            output_pause(output);
        }
    }
}
