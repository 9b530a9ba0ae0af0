#include "json/results_json.h"

#include "document/members.h"
#include "results/expectations.h"

static void put_counts(struct text *text, const size_t counts[VERDICTS]) {
    static const enum verdict order[VERDICTS] = {
        VERDICT_PASS,   VERDICT_WARN,           VERDICT_FAIL,    VERDICT_TIMEOUT, VERDICT_CRASH,
        VERDICT_BROKEN, VERDICT_NOT_APPLICABLE, VERDICT_SKIPPED, VERDICT_NOTRUN,  VERDICT_INCOMPLETE};
    members_key(text, "counts");
    text_append_char(text, '{');
    for (size_t i = 0; i < VERDICTS; i++) {
        members_number(text, verdict_names[order[i]], counts[order[i]]);
    }
    text_append_char(text, '}');
}

static void put_traits(struct text *text, const struct provider *provider) {
    members_key(text, "traits");
    text_append_char(text, '{');
    for (size_t i = 0; i < provider->trait_count; i++) {
        const struct trait *trait = &provider->traits[i];
        if (trait->quoted) {
            members_string(text, trait->name, trait->value);
        } else {
            members_raw(text, trait->name, trait->value);
        }
    }
    text_append_char(text, '}');
}

static void put_check(struct text *text, const struct check *check) {
    text_append_char(text, '{');
    members_string(text, "requirement", check->requirement);
    members_string(text, "verdict", check_verdict_names[check->verdict]);
    members_string(text, "expected", check->expected);
    members_string(text, "observed", check->observed);
    members_string(text, "file", check->file);
    members_number(text, "line", check->line);
    text_append_char(text, '}');
}

static void put_checks(struct text *text, const struct attempt *attempt) {
    members_key(text, "checks");
    text_append_char(text, '[');
    for (size_t i = 0; i < attempt->check_count; i++) {
        text_append(text, i == 0 ? "\n      " : ",\n      ");
        put_check(text, &attempt->checks[i]);
    }
    text_append_char(text, ']');
}

static void put_rounds(struct text *text, const struct results *results, size_t provider, size_t scenario) {
    members_key(text, "rounds");
    text_append_char(text, '[');
    for (unsigned round = 1; round <= results->rounds; round++) {
        members_separate(text);
        members_quoted(text, verdict_names[results_attempt(results, provider, scenario, round)->verdict]);
    }
    text_append_char(text, ']');
}

static void put_expectation(struct text *text, const struct expectation *expectation) {
    members_key(text, "expectation");
    text_append_char(text, '{');
    members_string(text, "verdict", verdict_names[expectation->verdict]);
    members_string(text, "reason", expectation->reason);
    members_string(text, "until", expectation->until);
    members_number(text, "line", expectation->line);
    text_append_char(text, '}');
}

static void put_end(struct text *text, const struct attempt *attempt) {
    if (attempt->exception[0] != '\0') {
        members_string(text, "exception", attempt->exception);
    }
    if (attempt->last_call[0] != '\0') {
        members_string(text, "last_call", attempt->last_call);
    }
    if (attempt->has_exit_code) {
        members_signed(text, "exit_code", attempt->exit_code);
    }
}

static void put_scenario(struct text *text, const struct results *results, size_t provider, size_t index) {
    const struct scenario *scenario = &results->scenarios[index];
    const struct outcome *outcome = results_outcome(results, provider, index);
    const struct attempt *attempt = results_attempt(results, provider, index, outcome->round);
    text_append_char(text, '{');
    members_string(text, "id", scenario->id);
    members_string(text, "title", scenario->title);
    members_string(text, "verdict", verdict_names[outcome->verdict]);
    members_string(text, "reason", attempt->reason);
    members_number(text, "duration_us", outcome->duration_us);
    members_string(text, "file", scenario->file);
    members_number(text, "line", scenario->line);
    members_bool(text, "unexpected", outcome->unexpected);
    if (results->rounds > 1) {
        put_rounds(text, results, provider, index);
        members_bool(text, "flaky", outcome->flaky);
    }
    if (outcome->expectation != NULL) {
        put_expectation(text, outcome->expectation);
    }
    put_end(text, attempt);
    put_checks(text, attempt);
    text_append_char(text, '}');
}

static void put_requirement(struct text *text, const struct requirement *requirement,
                            enum requirement_verdict verdict) {
    text_append_char(text, '{');
    members_string(text, "id", requirement->id);
    members_string(text, "level", level_names[requirement->level]);
    members_string(text, "verdict", requirement_verdict_names[verdict]);
    text_append_char(text, '}');
}

static void put_provider(struct output *output, const struct results *results, size_t index) {
    const struct provider *provider = &results->providers[index];
    struct text *text = &output->text;
    text_append_char(text, '{');
    members_string(text, "name", provider->name);
    members_string(text, "guid", provider->guid);
    members_number(text, "catalog_id", provider->catalog_id);
    members_string(text, "dll", provider->dll);
    members_string(text, "sha256", provider->sha256);
    members_string(text, "dll_version", provider->dll_version);
    text_append(text, ",\n   ");
    put_traits(text, provider);
    text_append(text, ",\n   ");
    put_counts(text, provider->counts);
    text_append(text, ",\n   \"requirements\": [");
    for (size_t i = 0; i < results->requirement_count; i++) {
        text_append(text, i == 0 ? "\n    " : ",\n    ");
        put_requirement(text, &results->requirements[i], provider->requirements[i]);
        output_pause(output);
    }
    text_append(text, "],\n   \"scenarios\": [");
    for (size_t i = 0; i < results->scenario_count; i++) {
        text_append(text, i == 0 ? "\n    " : ",\n    ");
        put_scenario(text, results, index, i);
        output_pause(output);
    }
    text_append(text, "]}");
}

static void put_run(struct text *text, const struct results *results) {
    members_string(text, "schema", "wspcheck-results/1");
    text_append(text, ",\n \"tool\": {");
    members_string(text, "version", results->tool_version);
    members_string(text, "suite_version", results->suite_version);
    text_append(text, "},\n \"host\": {");
    members_string(text, "os", results->host_os);
    members_string(text, "wine", results->host_wine);
    members_string(text, "arch", results->host_arch);
    text_append(text, "},\n ");
    members_number(text, "exit_code", (uint64_t)results_exit_code(results));
    members_string(text, "started", results->started);
    members_bool(text, "complete", results->finished);
    members_string(text, "shard", results->shard);
    members_number(text, "rounds", results->rounds);
    members_number(text, "seed", results->seed);
    members_raw(text, "options", results->options);
    text_append(text, ",\n ");
    put_counts(text, results->counts);
    text_append(text, ",\n ");
    members_strings(text, "complaints", results->complaints, results->complaint_count);
}

void results_json(const struct results *results, struct output *output) {
    struct text *text = &output->text;
    text_append_char(text, '{');
    put_run(text, results);
    text_append(text, ",\n \"providers\": [");
    for (size_t i = 0; i < results->provider_count; i++) {
        text_append(text, i == 0 ? "\n  " : ",\n  ");
        put_provider(output, results, i);
    }
    text_append(text, "]}\n");
}
