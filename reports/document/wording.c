#include "document/wording.h"

#include <cjson/cJSON.h>
#include <inttypes.h>
#include <string.h>

#include "results/expectations.h"
#include "results/utf8.h"

#define HEADLINE_LIMIT 300

const struct check *wording_deciding_check(const struct attempt *attempt) {
    const struct check *worst = NULL;
    for (size_t i = 0; i < attempt->check_count; i++) {
        const struct check *check = &attempt->checks[i];
        if (check->verdict <= CHECK_WARN && (worst == NULL || check->verdict < worst->verdict)) {
            worst = check;
        }
    }
    return worst;
}

/* Cuts at a whole character. */
static void shorten(struct text *text, size_t start, size_t limit) {
    size_t position = start;
    while (position < text->length) {
        size_t before = position;
        utf8_next(text->string, text->length, &position);
        if (position - start > limit) {
            text->length = before;
            text_append(text, "...");
            return;
        }
    }
}

void wording_headline(struct text *text, const struct results *results, size_t provider, size_t scenario) {
    const struct outcome *outcome = results_outcome(results, provider, scenario);
    const struct attempt *attempt = results_attempt(results, provider, scenario, outcome->round);
    const struct check *check = wording_deciding_check(attempt);
    size_t start = text->length;
    if (outcome->unexpected && outcome->expectation != NULL) {
        text_format(text, "%s, but %s was expected: ", verdict_names[outcome->verdict],
                    verdict_names[outcome->expectation->verdict]);
        if (verdict_is_good(outcome->verdict)) {
            text_append(text, outcome->expectation->reason);
            shorten(text, start, HEADLINE_LIMIT);
            return;
        }
    }
    if (attempt->exception[0] != '\0') {
        text_append(text, attempt->exception);
        text_append(text, attempt->last_call[0] == '\0' ? "" : " in ");
        text_append(text, attempt->last_call);
    } else if (check != NULL && (outcome->verdict == VERDICT_FAIL || outcome->verdict == VERDICT_WARN)) {
        text_format(text, "%s: expected %s, observed %s", check->requirement, check->expected, check->observed);
    } else if (attempt->reason[0] != '\0') {
        text_append(text, attempt->reason);
    } else {
        text_append(text, verdict_names[outcome->verdict]);
    }
    shorten(text, start, HEADLINE_LIMIT);
}

static void put_checks(struct text *text, const struct results *results, const struct attempt *attempt) {
    for (size_t i = 0; i < attempt->check_count; i++) {
        const struct check *check = &attempt->checks[i];
        if (check->verdict > CHECK_WARN) {
            continue;
        }
        size_t index = results_find_requirement(results, check->requirement);
        text_format(text, "%s %s", check_verdict_names[check->verdict], check->requirement);
        if (index != SIZE_MAX) {
            const struct requirement *requirement = &results->requirements[index];
            text_format(text, " (%s): %s\n  %s\n  source: %s", level_names[requirement->level], requirement->title,
                        requirement->statement, requirement->source);
        }
        text_format(text, "\n  expected: %s\n  observed: %s\n", check->expected, check->observed);
        if (check->file[0] != '\0') {
            text_format(text, "  at: %s:%u\n", check->file, check->line);
        }
    }
}

void wording_details(struct text *text, const struct results *results, size_t provider, size_t scenario) {
    const struct outcome *outcome = results_outcome(results, provider, scenario);
    const struct attempt *attempt = results_attempt(results, provider, scenario, outcome->round);
    text_format(text, "%s\n", results->scenarios[scenario].title);
    if (attempt->reason[0] != '\0') {
        text_format(text, "reason: %s\n", attempt->reason);
    }
    if (attempt->exception[0] != '\0') {
        text_format(text, "exception: %s\n", attempt->exception);
    }
    if (attempt->last_call[0] != '\0') {
        text_format(text, "last call: %s\n", attempt->last_call);
    }
    if (attempt->has_exit_code) {
        text_format(text, "exit code of the worker: %" PRId64 "\n", attempt->exit_code);
    }
    if (outcome->flaky) {
        text_format(text, "flaky: round %u of %u\n", outcome->round, results->rounds);
    }
    if (outcome->expectation != NULL) {
        text_format(text, "expectation, line %u: %s, %s\n", outcome->expectation->line,
                    verdict_names[outcome->expectation->verdict], outcome->expectation->reason);
    }
    put_checks(text, results, attempt);
    text_append(text, "again: ");
    wording_rerun(text, results, provider, results->scenarios[scenario].id);
    text_append_char(text, '\n');
}

/* An argument as a shell takes it, quoted where it must be. */
static void put_argument(struct text *text, const char *argument) {
    if (argument[0] != '\0' && strspn(argument, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                                "_-./:,+=@") == strlen(argument)) {
        text_append(text, argument);
        return;
    }
    text_append_char(text, '"');
    for (; *argument != '\0'; argument++) {
        if (strchr("\"$`", *argument) != NULL) {
            text_append_char(text, '\\');
        }
        text_append_char(text, *argument);
    }
    text_append_char(text, '"');
}

/* Options that change what a provider is or how long is waited for it; each a text, a number, or a list of texts. */
static void put_options(struct text *text, const char *options) {
    static const char *const names[] = {"dll", "over", "protocols", "timeout-scale"};
    cJSON *tree = cJSON_Parse(options);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const cJSON *value = cJSON_GetObjectItemCaseSensitive(tree, names[i]);
        const cJSON *item = cJSON_IsArray(value) ? value->child : value;
        for (; item != NULL; item = cJSON_IsArray(value) ? item->next : NULL) {
            if (cJSON_IsString(item)) {
                text_format(text, " --%s ", names[i]);
                put_argument(text, item->valuestring);
            } else if (cJSON_IsNumber(item)) {
                text_format(text, " --%s %g", names[i], item->valuedouble);
            }
        }
    }
    cJSON_Delete(tree);
}

void wording_rerun(struct text *text, const struct results *results, size_t provider, const char *scenario) {
    text_append(text, "wspcheck run");
    put_options(text, results->options);
    text_append(text, " --provider ");
    put_argument(text, results->providers[provider].name);
    text_append(text, " --scenario ");
    put_argument(text, scenario);
}

void wording_duration(struct text *text, uint64_t microseconds) {
    if (microseconds < 1000000) {
        text_format(text, "%" PRIu64 ".%u ms", microseconds / 1000, (unsigned)(microseconds % 1000 / 100));
    } else if (microseconds < 60000000) {
        text_format(text, "%" PRIu64 ".%02u s", microseconds / 1000000, (unsigned)(microseconds % 1000000 / 10000));
    } else {
        text_format(text, "%" PRIu64 " min %u s", microseconds / 60000000,
                    (unsigned)(microseconds % 60000000 / 1000000));
    }
}

void wording_time(struct text *text, const char *iso) {
    bool known = strlen(iso) == strlen("2024-02-29T12:00:00Z") && iso[10] == 'T' && iso[19] == 'Z';
    if (known) {
        text_format(text, "%.10s %.8s UTC", iso, iso + 11);
    } else {
        text_append(text, iso);
    }
}

const char *wording_exit_code(int code) {
    static const char *const meanings[] = {"as expected", "something is not as expected", "wrong usage",
                                           "nothing ran", "the run is incomplete",        "the harness is broken"};
    return code >= 0 && code <= 5 ? meanings[code] : "unknown";
}
