/* The first page: how it went, where, what changed, how complete it is. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "document/areas.h"
#include "document/picks.h"
#include "document/wording.h"
#include "html/chart.h"
#include "html/site.h"
#include "results/expectations.h"

#define FIRST_FAILURES 10

static const char *class_of_exit_code(int code) {
    switch (code) {
    case 0:
        return "pass";
    case 1:
        return "fail";
    case 5:
        return "broken";
    default:
        return "incomplete";
    }
}

static const char *sentence_of_exit_code(int code) {
    switch (code) {
    case 0:
        return "All as expected";
    case 1:
        return "Not as expected";
    case 3:
        return "Nothing ran";
    case 4:
        return "Incomplete";
    default:
        return "The harness is broken";
    }
}

static void put_fact(struct site *site, const char *name, const char *value) {
    putf(site, "<div><dt>%s</dt><dd>", name);
    put_text(site, value);
    put(site, "</dd></div>\n");
}

static size_t count_unexpected(const struct results *results) {
    size_t count = 0;
    for (size_t i = 0; i < results->provider_count * results->scenario_count; i++) {
        count += results->outcomes[i].unexpected;
    }
    return count;
}

/* Requirements that a scenario of this run is about. */
static size_t count_verified(const struct results *results) {
    unsigned char *seen = memory_zeroed(results->requirement_count, 1);
    size_t count = 0;
    for (size_t i = 0; i < results->scenario_count; i++) {
        for (size_t j = 0; j < results->scenarios[i].verify_count; j++) {
            size_t requirement = results_find_requirement(results, results->scenarios[i].verifies[j]);
            if (requirement != SIZE_MAX && !seen[requirement]) {
                seen[requirement] = 1;
                count++;
            }
        }
    }
    free(seen);
    return count;
}

static void put_facts(struct site *site) {
    const struct results *results = site->results;
    struct text text = {0};
    put(site, "<dl class=\"facts\">\n");
    wording_time(&text, results->started);
    put_fact(site, "Started", text_string(&text));
    text_clear(&text);
    wording_duration(&text, results->duration_us);
    put_fact(site, "Took", text_string(&text));
    text_clear(&text);
    text_format(&text, "%s%s%s, %s", results->host_os, results->host_wine[0] == '\0' ? "" : ", Wine ",
                results->host_wine, results->host_arch);
    put_fact(site, "Host", text_string(&text));
    text_clear(&text);
    text_format(&text, "%s, harness %s", results->suite_version, results->tool_version);
    put_fact(site, "Suite", text_string(&text));
    if (results->shard[0] != '\0') {
        put_fact(site, "Shard", results->shard);
    }
    if (results->rounds > 1) {
        text_clear(&text);
        text_format(&text, "%u", results->rounds);
        put_fact(site, "Rounds", text_string(&text));
    }
    text_clear(&text);
    text_format(&text, "%d, %s", results_exit_code(results), wording_exit_code(results_exit_code(results)));
    put_fact(site, "Exit code", text_string(&text));
    put(site, "</dl>\n");
    text_free(&text);
}

static void put_hero(struct site *site) {
    const struct results *results = site->results;
    int code = results_exit_code(results);
    size_t total = results->provider_count * results->scenario_count;
    size_t unexpected = count_unexpected(results);
    size_t verified = count_verified(results);
    putf(site, "<div class=\"card hero v-%s\">\n<h1>%s</h1>\n<p class=\"lead\">", class_of_exit_code(code),
         sentence_of_exit_code(code));
    if (unexpected != 0) {
        putf(site, "%zu of %zu results need a look", unexpected, total);
    } else {
        putf(site, "%zu result%s", total, total == 1 ? "" : "s");
    }
    putf(site, ": %zu scenario%s on %zu provider%s, verifying %zu requirement%s.</p>\n", results->scenario_count,
         results->scenario_count == 1 ? "" : "s", results->provider_count, results->provider_count == 1 ? "" : "s",
         verified, verified == 1 ? "" : "s");
    put_bar(site, results->counts);
    put_counts(site, results->counts);
    put_facts(site);
    put(site, "</div>\n");
}

static void put_matrix_cell(struct site *site, const struct areas *areas, size_t area, size_t provider) {
    size_t counts[VERDICTS] = {0};
    size_t total = 0;
    bool unexpected = false;
    enum verdict worst = VERDICT_SKIPPED;
    for (size_t i = 0; i < site->results->scenario_count; i++) {
        if (areas->of[i] == area) {
            const struct outcome *outcome = results_outcome(site->results, provider, i);
            counts[outcome->verdict]++;
            total++;
            unexpected = unexpected || outcome->unexpected;
            worst = outcome->verdict < worst ? outcome->verdict : worst;
        }
    }
    size_t applicable = total - counts[VERDICT_NOT_APPLICABLE] - counts[VERDICT_SKIPPED];
    put(site, "<td>");
    put_verdict_link(site, worst, (struct page){PAGE_PROVIDER, provider, 0}, areas->names[area]);
    if (applicable != 0) {
        putf(site, "<span class=\"of\">%zu of %zu</span>", counts[VERDICT_PASS], applicable);
    }
    put(site, !unexpected && !verdict_is_good(worst) ? " <span class=\"tag\">expected</span></td>" : "</td>");
}

/* The class of a row: the worst that any provider has in that area. */
static const char *matrix_row_class(const struct site *site, const struct areas *areas, size_t area) {
    enum verdict worst = VERDICT_SKIPPED;
    bool unexpected = false;
    for (size_t provider = 0; provider < site->results->provider_count; provider++) {
        for (size_t i = 0; i < site->results->scenario_count; i++) {
            if (areas->of[i] == area) {
                const struct outcome *outcome = results_outcome(site->results, provider, i);
                worst = outcome->verdict < worst ? outcome->verdict : worst;
                unexpected = unexpected || outcome->unexpected;
            }
        }
    }
    return row_class(worst, unexpected);
}

static void put_matrix(struct site *site) {
    const struct results *results = site->results;
    struct areas areas;
    areas_of_scenarios(&areas, results);
    put_filtered_start(site, "Areas and providers", "apwn");
    put_table_start(
        site, "matrix",
        "The worst verdict of each area's scenarios, and how many of those that apply pass; the provider with the "
        "worst verdicts first");
    put(site, "<thead><tr><th scope=\"col\">Area</th>");
    for (size_t i = 0; i < results->provider_count; i++) {
        size_t provider = site->order[i];
        put(site, "<th scope=\"col\">");
        put_link(site, (struct page){PAGE_PROVIDER, provider, 0}, results->providers[provider].name);
        put(site, "</th>");
    }
    put(site, "</tr></thead>\n<tbody>\n");
    for (size_t area = 0; area < areas.count; area++) {
        putf(site, "<tr class=\"%s\"><th scope=\"row\">", matrix_row_class(site, &areas, area));
        put_text(site, areas.names[area]);
        put(site, "</th>");
        for (size_t i = 0; i < results->provider_count; i++) {
            put_matrix_cell(site, &areas, area, site->order[i]);
        }
        put(site, "</tr>\n");
    }
    put(site, "</tbody>");
    put_table_end(site);
    put(site, "</section>\n");
    areas_free(&areas);
}

static void put_providers(struct site *site) {
    const struct results *results = site->results;
    put(site, "<h2>Providers</h2>\n");
    put_table_start(site, "stack", "Each provider's scenarios by verdict");
    put(site, "<thead><tr><th scope=\"col\">Provider</th><th scope=\"col\">Verdicts</th>"
              "<th scope=\"col\">In numbers</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < results->provider_count; i++) {
        const struct provider *provider = &results->providers[site->order[i]];
        put(site, "<tr><th scope=\"row\" class=\"id\">");
        put_link(site, (struct page){PAGE_PROVIDER, site->order[i], 0}, provider->name);
        put(site, "</th><td>");
        put_bar(site, provider->counts);
        put(site, "</td><td>");
        put_counts(site, provider->counts);
        put(site, "</td></tr>\n");
    }
    put(site, "</tbody>");
    put_table_end(site);
}

static void put_picks(struct site *site, const struct picks *picks, const char *caption) {
    put_table_start(site, "stack", caption);
    put(site, "<thead><tr><th scope=\"col\">Scenario</th><th scope=\"col\">Provider</th><th "
              "scope=\"col\">Verdict</th><th scope=\"col\">What happened</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < picks->count && i < FIRST_FAILURES; i++) {
        const struct pick *pick = &picks->list[i];
        put(site, "<tr><th scope=\"row\" class=\"id\">");
        put_scenario_link(site, pick->provider, pick->scenario);
        put(site, "</th><td>");
        put_text(site, site->results->providers[pick->provider].name);
        put(site, "</td><td>");
        put_outcome(site, results_outcome(site->results, pick->provider, pick->scenario));
        put(site, "</td><td class=\"words\">");
        put_text(site, pick->headline);
        put(site, "</td></tr>\n");
    }
    put(site, "</tbody>");
    put_table_end(site);
}

static bool is_unexpected_failure(const struct outcome *outcome) {
    return outcome->unexpected && site_is_failure(outcome);
}

/* What nobody expected; where there is nothing of that, what everybody knows. */
static void put_first_failures(struct site *site) {
    struct picks picks;
    picks_make(&picks, site->results, is_unexpected_failure);
    bool known = picks.count == 0;
    if (known) {
        picks_free(&picks);
        picks_make(&picks, site->results, site_is_failure);
    }
    if (picks.count != 0) {
        put(site, known ? "<h2>Known deviations</h2>\n" : "<h2>What to look at first</h2>\n");
        put_picks(site, &picks,
                  known ? "Scenarios that fail as expected" : "Scenarios that did not go well, the worst first");
    }
    if (picks.count > FIRST_FAILURES || (picks.count != 0 && picks.count < site->failures)) {
        put(site, "<p><a");
        put_href(site, (struct page){.kind = PAGE_FAILURES});
        putf(site, ">All %zu failures</a></p>\n", site->failures);
    }
    picks_free(&picks);
}

/* What got worse, for this is what a night is looked at for. */
static void put_worse(struct site *site) {
    const struct changes *changes = site->changes;
    if (changes->counts[CHANGE_WORSE] == 0) {
        return;
    }
    put_table_start(site, "stack", "What got worse");
    put(site, "<thead><tr><th scope=\"col\">Scenario</th><th scope=\"col\">Provider</th><th scope=\"col\">Before</th>"
              "<th scope=\"col\">Now</th></tr></thead>\n<tbody>\n");
    /* The list has these first. */
    for (size_t i = 0; i < changes->counts[CHANGE_WORSE] && i < FIRST_FAILURES; i++) {
        const struct change *change = &changes->list[i];
        put(site, "<tr><th scope=\"row\" class=\"id\">");
        put_scenario_link(site, change->new_provider, change->new_scenario);
        put(site, "</th><td>");
        put_text(site, changes->after->providers[change->new_provider].name);
        put(site, "</td>");
        put_outcome_cell(site, "Before", change_before(changes, change));
        put_outcome_cell(site, "Now", change_after(changes, change));
        put(site, "</tr>\n");
    }
    put(site, "</tbody>");
    put_table_end(site);
}

static void put_changes(struct site *site) {
    if (site->changes == NULL) {
        return;
    }
    const struct changes *changes = site->changes;
    put(site, "<h2>Since the run before</h2>\n<p>Compared with the run started ");
    put_time(site, changes->before->started);
    put(site, ": ");
    for (size_t i = 0; i < CHANGE_KINDS; i++) {
        putf(site, "%zu %s, ", changes->counts[i], change_kind_names[i]);
    }
    putf(site, "%zu the same. <a", changes->same);
    put_href(site, (struct page){.kind = PAGE_CHANGES});
    put(site, ">What changed</a></p>\n");
    put_worse(site);
}

static void put_completeness(struct site *site) {
    const struct results *results = site->results;
    size_t total = results->provider_count * results->scenario_count;
    size_t open = results->counts[VERDICT_NOTRUN] + results->counts[VERDICT_INCOMPLETE];
    putf(site, "<h2>How complete this is</h2>\n<p>%zu of %zu results are in. ", total - open, total);
    put(site, results->finished ? "The run reached its end." : "The run did not reach its end.");
    if (results->narrowed) {
        put(site, " Only some of the suite's scenarios were asked for.");
    }
    put(site, "</p>\n");
    for (size_t i = 0; i < results->provider_count; i++) {
        if (results->providers[i].unfit[0] != '\0') {
            put(site, "<p>");
            put_link(site, (struct page){PAGE_PROVIDER, i, 0}, results->providers[i].name);
            put(site, ": ");
            put_text(site, results->providers[i].unfit);
            put(site, "</p>\n");
        }
    }
    if (results->complaint_count != 0) {
        put(site, "<p>The journal has oddities:</p>\n<ul>\n");
        for (size_t i = 0; i < results->complaint_count; i++) {
            put(site, "<li>");
            put_text(site, results->complaints[i]);
            put(site, "</li>\n");
        }
        put(site, "</ul>\n");
    }
}

/* How the expectations did, in one sentence; the failures' page lists them. */
static void put_expectations(struct site *site) {
    const struct expectations *expectations = site->results->expectations;
    size_t expired = 0;
    size_t idle = 0;
    size_t unasked = 0;
    if (expectations == NULL || expectations->count == 0) {
        return;
    }
    for (size_t i = 0; i < expectations->count; i++) {
        const struct expectation *entry = &expectations->entries[i];
        bool unmatched = !entry->expired && !entry->matched;
        bool asked = expectation_is_asked(site->results, entry);
        expired += entry->expired;
        idle += unmatched && asked;
        unasked += unmatched && !asked;
    }
    putf(site,
         "<h2>Expectations</h2>\n<p>Of %zu lines %zu are in use, %zu match nothing, %zu %s expired, %zu were not asked "
         "for. <a",
         expectations->count, expectations->count - idle - unasked - expired, idle, expired,
         expired == 1 ? "has" : "have", unasked);
    put_href(site, (struct page){.kind = PAGE_FAILURES});
    put(site, ">All of them</a></p>\n");
}

enum status write_overview(struct site *site, struct error *error) {
    enum status status = page_open(site, (struct page){.kind = PAGE_OVERVIEW}, "Overview", error);
    if (status != STATUS_OK) {
        return status;
    }
    put_hero(site);
    put_changes(site);
    put_matrix(site);
    put_first_failures(site);
    put_providers(site);
    put_trend(site);
    put_expectations(site);
    put_completeness(site);
    return page_close(site, error);
}
