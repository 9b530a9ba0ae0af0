#include "junit/junit.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "document/escape.h"
#include "document/wording.h"
#include "results/expectations.h"

struct totals {
    size_t tests;
    size_t failures;
    size_t errors;
    size_t skipped;
    uint64_t duration_us;
};

enum kind { KIND_PASSED, KIND_SKIPPED, KIND_FAILURE, KIND_ERROR };

/* What CI systems make of an outcome. */
static enum kind kind_of(const struct outcome *outcome) {
    switch (outcome->verdict) {
    case VERDICT_NOT_APPLICABLE:
    case VERDICT_SKIPPED:
        return KIND_SKIPPED;
    case VERDICT_BROKEN:
    case VERDICT_INCOMPLETE:
    case VERDICT_NOTRUN:
        return KIND_ERROR;
    default:
        break;
    }
    if (!outcome->unexpected) {
        return verdict_is_good(outcome->verdict) ? KIND_PASSED : KIND_SKIPPED;
    }
    return outcome->verdict == VERDICT_CRASH || outcome->verdict == VERDICT_TIMEOUT ? KIND_ERROR : KIND_FAILURE;
}

static void put_attribute(struct text *text, const char *name, const char *value) {
    text_format(text, " %s=\"", name);
    escape_xml(text, value);
    text_append_char(text, '"');
}

static void put_seconds(struct text *text, const char *name, uint64_t microseconds) {
    text_format(text, " %s=\"%" PRIu64 ".%06u\"", name, microseconds / 1000000, (unsigned)(microseconds % 1000000));
}

static struct totals count(const struct results *results, size_t provider) {
    struct totals totals = {.tests = results->scenario_count};
    for (size_t i = 0; i < results->scenario_count; i++) {
        const struct outcome *outcome = results_outcome(results, provider, i);
        enum kind kind = kind_of(outcome);
        totals.failures += kind == KIND_FAILURE;
        totals.errors += kind == KIND_ERROR;
        totals.skipped += kind == KIND_SKIPPED;
        totals.duration_us += outcome->duration_us;
    }
    return totals;
}

static void put_totals(struct text *text, const struct totals *totals) {
    text_format(text, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\"", totals->tests, totals->failures,
                totals->errors);
}

static void put_property(struct text *text, const char *name, const char *value) {
    text_append(text, "   <property");
    put_attribute(text, "name", name);
    put_attribute(text, "value", value);
    text_append(text, "/>\n");
}

/* A dot would make a package of a provider's name, "defer.keeps-its-place" one of a scenario's. */
static void put_case_start(struct text *text, const struct results *results, size_t provider, size_t index) {
    const struct scenario *scenario = &results->scenarios[index];
    struct text class = {0};
    for (const char *at = results->providers[provider].id; *at != '\0'; at++) {
        text_append_char(&class, *at == '.' ? '-' : *at);
    }
    text_append_char(&class, '.');
    text_append(&class, scenario->area);
    text_append(text, "  <testcase");
    put_attribute(text, "classname", class.string);
    put_attribute(text, "name", scenario->id);
    put_seconds(text, "time", results_outcome(results, provider, index)->duration_us);
    if (scenario->file[0] != '\0') {
        put_attribute(text, "file", scenario->file);
        text_format(text, " line=\"%u\"", scenario->line);
    }
    text_free(&class);
}

static void put_skipped(struct text *text, const struct outcome *outcome, const struct attempt *attempt) {
    struct text message = {0};
    if (outcome->expectation != NULL && !verdict_is_good(outcome->verdict)) {
        text_format(&message, "expected-%s: %s", verdict_names[outcome->verdict], outcome->expectation->reason);
    } else {
        text_format(&message, "%s: %s", verdict_names[outcome->verdict], attempt->reason);
    }
    text_append(text, "   <skipped");
    put_attribute(text, "message", message.string);
    text_append(text, "/>\n");
    text_free(&message);
}

static void put_trouble(struct text *text, const struct results *results, size_t provider, size_t index,
                        const char *element) {
    const struct outcome *outcome = results_outcome(results, provider, index);
    struct text message = {0};
    struct text details = {0};
    wording_headline(&message, results, provider, index);
    wording_details(&details, results, provider, index);
    text_format(text, "   <%s", element);
    put_attribute(text, "message", message.string);
    put_attribute(text, "type",
                  outcome->unexpected && verdict_is_good(outcome->verdict) ? "unexpected-verdict"
                                                                           : verdict_names[outcome->verdict]);
    text_append_char(text, '>');
    escape_html(text, details.string);
    text_format(text, "</%s>\n", element);
    text_free(&message);
    text_free(&details);
}

/* There is no warning in JUnit: the case passes and says what it has to say as its output. */
static void put_warnings(struct text *text, const struct results *results, size_t provider, size_t index) {
    struct text details = {0};
    wording_details(&details, results, provider, index);
    text_append(text, "   <system-out>");
    escape_html(text, details.string);
    text_append(text, "</system-out>\n");
    text_free(&details);
}

static void put_case(struct text *text, const struct results *results, size_t provider, size_t index) {
    const struct outcome *outcome = results_outcome(results, provider, index);
    enum kind kind = kind_of(outcome);
    put_case_start(text, results, provider, index);
    if (kind == KIND_PASSED && outcome->verdict == VERDICT_PASS) {
        text_append(text, "/>\n");
        return;
    }
    text_append(text, ">\n");
    if (kind == KIND_PASSED) {
        put_warnings(text, results, provider, index);
    } else if (kind == KIND_SKIPPED) {
        put_skipped(text, outcome, results_attempt(results, provider, index, outcome->round));
    } else {
        put_trouble(text, results, provider, index, kind == KIND_ERROR ? "error" : "failure");
    }
    text_append(text, "  </testcase>\n");
}

static void put_suite(struct output *output, const struct results *results, size_t index) {
    const struct provider *provider = &results->providers[index];
    struct text *text = &output->text;
    struct totals totals = count(results, index);
    char *seed = text_make("%" PRIu64, results->seed);
    text_append(text, " <testsuite");
    put_attribute(text, "name", provider->name);
    put_totals(text, &totals);
    text_format(text, " skipped=\"%zu\"", totals.skipped);
    put_seconds(text, "time", totals.duration_us);
    put_attribute(text, "timestamp", results->started);
    put_attribute(text, "hostname", results->host_os);
    text_append(text, ">\n  <properties>\n");
    put_property(text, "wspcheck", results->tool_version);
    put_property(text, "suite", results->suite_version);
    put_property(text, "seed", seed);
    put_property(text, "guid", provider->guid);
    put_property(text, "sha256", provider->sha256);
    text_append(text, "  </properties>\n");
    for (size_t i = 0; i < results->scenario_count; i++) {
        put_case(text, results, index, i);
        output_pause(output);
    }
    text_append(text, " </testsuite>\n");
    free(seed);
}

void junit_xml(const struct results *results, struct output *output) {
    struct totals all = {0};
    for (size_t i = 0; i < results->provider_count; i++) {
        struct totals totals = count(results, i);
        all.tests += totals.tests;
        all.failures += totals.failures;
        all.errors += totals.errors;
        all.duration_us += totals.duration_us;
    }
    struct text *text = &output->text;
    text_append(text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"wspcheck\"");
    put_totals(text, &all);
    put_seconds(text, "time", all.duration_us);
    text_append(text, ">\n");
    for (size_t i = 0; i < results->provider_count; i++) {
        put_suite(output, results, i);
    }
    text_append(text, "</testsuites>\n");
}
