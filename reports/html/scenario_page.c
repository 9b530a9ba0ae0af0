/* A page for every scenario and provider that is not a plain pass. */
#include <stdlib.h>
#include <string.h>

#include "document/wording.h"
#include "html/ladder.h"
#include "html/site.h"
#include "results/expectations.h"

static void put_fact(struct site *site, const char *name, const char *value) {
    if (value[0] != '\0') {
        putf(site, "<div><dt>%s</dt><dd>", name);
        put_text(site, value);
        put(site, "</dd></div>\n");
    }
}

static void put_numbers(struct site *site, const struct scenario *scenario, const struct outcome *outcome,
                        const struct attempt *attempt) {
    struct text text = {0};
    wording_duration(&text, outcome->duration_us);
    put_fact(site, "Took", text_string(&text));
    text_clear(&text);
    if (scenario->file[0] != '\0') {
        text_format(&text, "%s:%u", scenario->file, scenario->line);
        put_fact(site, "Script", text_string(&text));
    }
    if (attempt->has_exit_code) {
        text_clear(&text);
        text_format(&text, "%lld (0x%llX)", (long long)attempt->exit_code, (unsigned long long)attempt->exit_code);
        put_fact(site, "Exit code of the worker", text_string(&text));
    }
    text_free(&text);
}

static void put_hero(struct site *site, size_t provider, size_t index) {
    const struct scenario *scenario = &site->results->scenarios[index];
    const struct outcome *outcome = results_outcome(site->results, provider, index);
    const struct attempt *attempt = results_attempt(site->results, provider, index, outcome->round);
    putf(site, "<div class=\"card hero v-%s\">\n<h1>", verdict_names[outcome->verdict]);
    put_text(site, scenario->title[0] == '\0' ? scenario->id : scenario->title);
    put(site, "</h1>\n<p>");
    put_outcome(site, outcome);
    put(site, "</p>\n");
    /* A crash's reason usually is its exception, which stands below. */
    if (attempt->reason[0] != '\0' &&
        (attempt->exception[0] == '\0' || strstr(attempt->reason, attempt->exception) == NULL)) {
        put(site, "<p>");
        put_text(site, attempt->reason);
        put(site, "</p>\n");
    }
    put(site, "<dl class=\"facts\">\n<div><dt>Provider</dt><dd>");
    put_link(site, (struct page){PAGE_PROVIDER, provider, 0}, site->results->providers[provider].name);
    put(site, "</dd></div>\n");
    put_fact(site, "Scenario", scenario->id);
    put_fact(site, "Exception", attempt->exception);
    put_fact(site, "Last call", attempt->last_call);
    put_numbers(site, scenario, outcome, attempt);
    put(site, "</dl>\n</div>\n");
}

static void put_expectation(struct site *site, const struct outcome *outcome) {
    const struct expectation *entry = outcome->expectation;
    if (entry == NULL) {
        return;
    }
    putf(site, "<h2>What was expected of it</h2>\n<p>Line %u of the expectations says ", entry->line);
    put_verdict(site, entry->verdict);
    put(site, entry->until[0] == '\0' ? ": " : " until ");
    put_text(site, entry->until);
    put(site, entry->until[0] == '\0' ? "" : ": ");
    put_text(site, entry->reason);
    put(site, "</p>\n");
}

static void put_rounds(struct site *site, size_t provider, size_t index) {
    if (site->results->rounds < 2) {
        return;
    }
    put(site, "<h2>Rounds</h2>\n<ul class=\"counts\">");
    for (unsigned round = 1; round <= site->results->rounds; round++) {
        put(site, "<li>");
        put_verdict(site, results_attempt(site->results, provider, index, round)->verdict);
        put(site, "</li>");
    }
    put(site, "</ul>\n<p class=\"note\">The worst one counts, and is what this page shows.</p>\n");
}

static void put_statement(struct site *site, const char *id) {
    size_t index = results_find_requirement(site->results, id);
    if (index == SIZE_MAX) {
        return;
    }
    const struct requirement *requirement = &site->results->requirements[index];
    put(site, "<div class=\"statement\"><p>");
    put_text(site, requirement->statement);
    put(site, "</p><p class=\"note\">Source: ");
    put_text(site, requirement->source);
    put(site, "</p></div>\n");
}

static void put_check_head(struct site *site, const char *id) {
    size_t index = results_find_requirement(site->results, id);
    put_requirement_link(site, id);
    if (index != SIZE_MAX) {
        put(site, " ");
        put_level(site, site->results->requirements[index].level);
        put(site, " ");
        put_text(site, site->results->requirements[index].title);
    }
}

/* Whether two checks stand on one card, below the requirement that they are about. */
static bool is_same_card(const struct check *one, const struct check *other) {
    return one->verdict == other->verdict && strcmp(one->requirement, other->requirement) == 0;
}

static void put_sides(struct site *site, const struct check *check) {
    put(site, "<dl class=\"sides\"><div><dt>Expected</dt><dd>");
    put_text(site, check->expected);
    put(site, "</dd></div><div><dt>Observed</dt><dd>");
    put_text(site, check->observed);
    put(site, "</dd></div></dl>\n");
    if (check->file[0] != '\0') {
        put(site, "<p class=\"note mono\">");
        put_text(site, check->file);
        putf(site, ":%u</p>\n", check->line);
    }
}

/* The check at an index and those after it that belong to the same card; nothing when it stands on an earlier one. */
static void put_check(struct site *site, const struct attempt *attempt, size_t index) {
    const struct check *check = &attempt->checks[index];
    for (size_t i = 0; i < index; i++) {
        if (is_same_card(&attempt->checks[i], check)) {
            return;
        }
    }
    put(site, "<div class=\"card check\">\n<h3>");
    put_check_verdict(site, check->verdict);
    put(site, " ");
    put_check_head(site, check->requirement);
    put(site, "</h3>\n");
    put_statement(site, check->requirement);
    for (size_t i = index; i < attempt->check_count; i++) {
        if (is_same_card(&attempt->checks[i], check)) {
            put_sides(site, &attempt->checks[i]);
        }
    }
    put(site, "</div>\n");
}

/* Checks that did not hold in full; those that did in one table. */
static void put_checks(struct site *site, const struct attempt *attempt) {
    size_t held = 0;
    put(site, attempt->check_count == 0 ? "" : "<h2>Checks</h2>\n");
    for (size_t i = 0; i < attempt->check_count; i++) {
        if (attempt->checks[i].verdict == CHECK_PASS) {
            held++;
        } else {
            put_check(site, attempt, i);
        }
    }
    if (held == 0) {
        return;
    }
    put_table_start(site, "stack", "Checks that held");
    put(site, "<thead><tr><th scope=\"col\">Requirement</th><th scope=\"col\">Observed</th>"
              "<th scope=\"col\">Place</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < attempt->check_count; i++) {
        const struct check *check = &attempt->checks[i];
        if (check->verdict != CHECK_PASS) {
            continue;
        }
        put(site, "<tr><th scope=\"row\" class=\"id\">");
        put_requirement_link(site, check->requirement);
        put(site, "</th><td class=\"words\">");
        put_text(site, check->observed);
        put(site, "</td><td class=\"mono\">");
        put_text(site, check->file);
        putf(site, ":%u</td></tr>\n", check->line);
    }
    put(site, "</tbody>");
    put_table_end(site);
}

static bool is_checked(const struct attempt *attempt, const char *id) {
    for (size_t i = 0; i < attempt->check_count; i++) {
        if (strcmp(attempt->checks[i].requirement, id) == 0) {
            return true;
        }
    }
    return false;
}

/* What the scenario is for, where it did not get as far as checking it. */
static void put_unchecked(struct site *site, const struct scenario *scenario, const struct attempt *attempt) {
    bool some = false;
    for (size_t i = 0; i < scenario->verify_count; i++) {
        bool again = false;
        for (size_t j = 0; j < i; j++) {
            again = again || strcmp(scenario->verifies[i], scenario->verifies[j]) == 0;
        }
        if (again || is_checked(attempt, scenario->verifies[i])) {
            continue;
        }
        put(site, some ? "" : "<h2>Not checked</h2>\n");
        some = true;
        put(site, "<h3>");
        put_check_head(site, scenario->verifies[i]);
        put(site, "</h3>\n");
        put_statement(site, scenario->verifies[i]);
    }
}

static void put_others(struct site *site, size_t provider, size_t index) {
    if (site->results->provider_count < 2) {
        return;
    }
    put(site, "<h2>The same on other providers</h2>\n");
    put_table_start(site, "", "This scenario's verdict on the other providers");
    put(site, "<thead><tr><th scope=\"col\">Provider</th><th scope=\"col\">Verdict</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < site->results->provider_count; i++) {
        size_t other = site->order[i];
        if (other != provider) {
            put(site, "<tr><th scope=\"row\">");
            put_link(site, (struct page){PAGE_SCENARIO, other, index}, site->results->providers[other].name);
            put(site, "</th><td>");
            put_outcome(site, results_outcome(site->results, other, index));
            put(site, "</td></tr>\n");
        }
    }
    put(site, "</tbody>");
    put_table_end(site);
}

static void put_again(struct site *site, size_t provider, size_t index) {
    struct text command = {0};
    wording_rerun(&command, site->results, provider, site->results->scenarios[index].id);
    put(site, "<h2>Run just this again</h2>\n<pre>");
    put_text(site, command.string);
    put(site, "</pre>\n");
    text_free(&command);
}

static void put_crumbs(struct site *site, size_t provider, size_t index) {
    put(site, "<p class=\"crumbs\">");
    put_link(site, (struct page){.kind = PAGE_OVERVIEW}, "Overview");
    put(site, " / ");
    put_link(site, (struct page){PAGE_PROVIDER, provider, 0}, site->results->providers[provider].name);
    put(site, " / ");
    put_text(site, site->results->scenarios[index].id);
    put(site, "</p>\n");
}

static enum status write_scenario(struct site *site, size_t provider, size_t index, struct error *error) {
    const struct scenario *scenario = &site->results->scenarios[index];
    const struct outcome *outcome = results_outcome(site->results, provider, index);
    const struct attempt *attempt = results_attempt(site->results, provider, index, outcome->round);
    struct log log;
    enum status status = page_open(site, (struct page){PAGE_SCENARIO, provider, index}, scenario->id, error);
    if (status != STATUS_OK) {
        return status;
    }
    put_crumbs(site, provider, index);
    put_hero(site, provider, index);
    put_expectation(site, outcome);
    put_rounds(site, provider, index);
    put_checks(site, attempt);
    put_unchecked(site, scenario, attempt);
    status = results_log(site->results, attempt, &log, error);
    put_ladder(site, &log);
    put_again(site, provider, index);
    put_others(site, provider, index);
    put_calls(site, &log);
    log_free(&log);
    enum status closed = page_close(site, status == STATUS_OK ? error : NULL);
    return status == STATUS_OK ? closed : status;
}

enum status write_scenarios(struct site *site, struct error *error) {
    enum status status = STATUS_OK;
    for (size_t provider = 0; provider < site->results->provider_count; provider++) {
        for (size_t i = 0; i < site->results->scenario_count && status == STATUS_OK; i++) {
            if (site_has_scenario_page(results_outcome(site->results, provider, i))) {
                status = write_scenario(site, provider, i, error);
            }
        }
    }
    return status;
}
