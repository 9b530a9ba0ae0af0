/* The pages of failures, of warnings, and of what does not apply, for those who look for just these. */
#include <string.h>

#include "document/picks.h"
#include "html/site.h"
#include "results/expectations.h"

#define ROW_LIMIT 2000 /* a page has to stay readable */

struct list {
    enum page_kind kind;
    const char *title;
    const char *lead;
    const char *none;
    bool (*wanted)(const struct outcome *outcome);
};

static bool is_warning(const struct outcome *outcome) { return outcome->verdict == VERDICT_WARN; }

static bool is_idle(const struct outcome *outcome) {
    return outcome->verdict == VERDICT_NOT_APPLICABLE || outcome->verdict == VERDICT_SKIPPED;
}

static const struct list lists[] = {
    {PAGE_FAILURES, "Failures", "What did not go well, the worst first; the same story stands together.",
     "Nothing failed.", site_is_failure},
    {PAGE_WARNINGS, "Warnings", "Recommendations (should) that a provider does not follow.", "There are no warnings.",
     is_warning},
    {PAGE_NOT_APPLICABLE, "Not applicable",
     "What a provider does not claim to do and therefore was not asked to, with the flag or trait that says so; and "
     "what "
     "was left out.",
     "Every scenario applies to every provider.", is_idle},
};

/* Whether two picks are one row: the same scenario with the same story and the same marks beside its verdict. */
static bool is_same_row(const struct results *results, const struct pick *one, const struct pick *other) {
    const struct outcome *left = results_outcome(results, one->provider, one->scenario);
    const struct outcome *right = results_outcome(results, other->provider, other->scenario);
    return one->scenario == other->scenario && strcmp(one->headline, other->headline) == 0 &&
           left->verdict == right->verdict && left->unexpected == right->unexpected && left->flaky == right->flaky &&
           left->expectation == right->expectation;
}

/* One scenario on count providers, of which each leads to its page about it. */
static void put_row(struct site *site, const struct pick *picks, size_t count) {
    const struct results *results = site->results;
    const struct scenario *scenario = &results->scenarios[picks->scenario];
    put(site, "<tr><th scope=\"row\" class=\"id\">");
    if (count == 1) {
        put_scenario_link(site, picks->provider, picks->scenario);
    } else {
        put_text(site, scenario->id);
    }
    put(site, "</th><td class=\"words\">");
    put_text(site, scenario->title);
    put(site, "</td><td class=\"words\">");
    for (size_t i = 0; i < count; i++) {
        put(site, i == 0 ? "" : ", ");
        struct page page = {count == 1 ? PAGE_PROVIDER : PAGE_SCENARIO, picks[i].provider, picks[i].scenario};
        put_link(site, page, results->providers[picks[i].provider].name);
    }
    put(site, "</td><td>");
    put_outcome(site, results_outcome(results, picks->provider, picks->scenario));
    put(site, "</td></tr>\n");
}

static void put_picks(struct site *site, const struct picks *picks, const char *title) {
    put_table_start(site, "stack", title);
    put(site, "<thead><tr><th scope=\"col\">Scenario</th><th scope=\"col\">What it shows</th>"
              "<th scope=\"col\">Provider</th><th scope=\"col\">Verdict</th></tr></thead>\n");
    size_t i = 0;
    for (size_t count = 1; i < picks->count && i < ROW_LIMIT; i += count) {
        const struct pick *pick = &picks->list[i];
        count = 1;
        while (i + count < picks->count && is_same_row(site->results, pick, pick + count)) {
            count++;
        }
        if (i == 0 || strcmp(pick->headline, picks->list[i - 1].headline) != 0) {
            put(site, i == 0 ? "" : "</tbody>\n");
            put(site, "<tbody class=\"group\"><tr><th colspan=\"4\" scope=\"rowgroup\">");
            put_text(site, pick->headline);
            put(site, "</th></tr>\n");
        }
        put_row(site, pick, count);
    }
    put(site, "</tbody>");
    put_table_end(site);
    if (i < picks->count) {
        putf(site, "<p>And %zu more; the pages of the providers have all.</p>\n", picks->count - i);
    }
}

static const char *state_of(const struct results *results, const struct expectation *entry) {
    if (entry->expired) {
        return "has expired";
    }
    return entry->matched                         ? "in use"
           : expectation_is_asked(results, entry) ? "matches nothing"
                                                  : "not asked for in this run";
}

static void put_expectations(struct site *site) {
    const struct expectations *expectations = site->results->expectations;
    if (expectations == NULL || expectations->count == 0) {
        return;
    }
    put(site, "<h2>Expectations</h2>\n");
    put_table_start(site, "stack", "What was said beforehand about single scenarios");
    put(site, "<thead><tr><th scope=\"col\">Scenario</th><th scope=\"col\">Provider</th><th scope=\"col\">Expected</th>"
              "<th scope=\"col\">Until</th><th scope=\"col\">Reason</th><th scope=\"col\">State</th></tr></thead>\n"
              "<tbody>\n");
    for (size_t i = 0; i < expectations->count; i++) {
        const struct expectation *entry = &expectations->entries[i];
        put(site, "<tr><th scope=\"row\" class=\"id\">");
        put_text(site, entry->scenario);
        put(site, "</th><td>");
        put_text(site, entry->provider);
        put(site, "</td><td>");
        put_verdict(site, entry->verdict);
        put(site, "</td><td>");
        put_text(site, entry->until);
        put(site, "</td><td class=\"words\">");
        put_text(site, entry->reason);
        putf(site, "</td><td>%s</td></tr>\n", state_of(site->results, entry));
    }
    put(site, "</tbody>");
    put_table_end(site);
}

static enum status write_list(struct site *site, const struct list *list, struct error *error) {
    struct picks picks;
    enum status status = page_open(site, (struct page){.kind = list->kind}, list->title, error);
    if (status != STATUS_OK) {
        return status;
    }
    picks_make(&picks, site->results, list->wanted);
    putf(site, "<h1>%s</h1>\n<p class=\"lead\">%s</p>\n", list->title, picks.count == 0 ? list->none : list->lead);
    size_t notrun = site->results->counts[VERDICT_NOTRUN];
    if (list->kind == PAGE_FAILURES && notrun != 0) {
        putf(site, "<p>%zu result%s never came, because the run ended before.</p>\n", notrun, notrun == 1 ? "" : "s");
    }
    if (picks.count != 0) {
        put_picks(site, &picks, list->kind == PAGE_NOT_APPLICABLE ? "By reason" : "By what was seen");
    }
    picks_free(&picks);
    if (list->kind == PAGE_FAILURES) {
        put_expectations(site);
    }
    return page_close(site, error);
}

enum status write_lists(struct site *site, struct error *error) {
    enum status status = STATUS_OK;
    for (size_t i = 0; i < sizeof lists / sizeof lists[0] && status == STATUS_OK; i++) {
        status = write_list(site, &lists[i], error);
    }
    return status;
}
