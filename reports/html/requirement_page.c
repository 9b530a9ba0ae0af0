/* A page for every requirement, and one that lists them. */
#include <string.h>

#include "document/areas.h"
#include "html/site.h"

static bool verifies(const struct scenario *scenario, const char *id) {
    for (size_t i = 0; i < scenario->verify_count; i++) {
        if (strcmp(scenario->verifies[i], id) == 0) {
            return true;
        }
    }
    return false;
}

static void put_part(struct site *site, const char *title, const char *words) {
    if (words[0] != '\0') {
        putf(site, "<h2>%s</h2>\n<p>", title);
        put_text(site, words);
        put(site, "</p>\n");
    }
}

static void put_verdicts(struct site *site, size_t index) {
    const struct results *results = site->results;
    put(site, "<h2>Verdicts</h2>\n");
    put_table_start(site, "", "The worst of the checks that decided it, for each provider");
    put(site, "<thead><tr><th scope=\"col\">Provider</th><th scope=\"col\">Verdict</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < results->provider_count; i++) {
        size_t provider = site->order[i];
        put(site, "<tr><th scope=\"row\">");
        put_link(site, (struct page){PAGE_PROVIDER, provider, 0}, results->providers[provider].name);
        put(site, "</th><td>");
        put_requirement_verdict(site, results->providers[provider].requirements[index]);
        put(site, "</td></tr>\n");
    }
    put(site, "</tbody>");
    put_table_end(site);
}

static void put_scenario(struct site *site, size_t index) {
    const struct results *results = site->results;
    put(site, "<tr><th scope=\"row\" class=\"id\">");
    put_text(site, results->scenarios[index].id);
    put(site, "</th><td class=\"words\">");
    put_text(site, results->scenarios[index].title);
    put(site, "</td>");
    for (size_t i = 0; i < results->provider_count; i++) {
        size_t provider = site->order[i];
        const struct outcome *outcome = results_outcome(results, provider, index);
        put(site, "<td>");
        put_outcome(site, outcome);
        if (site_has_scenario_page(outcome)) {
            put(site, " ");
            put_link(site, (struct page){PAGE_SCENARIO, provider, index}, "details");
        }
        put(site, "</td>");
    }
    put(site, "</tr>\n");
}

static void put_scenarios(struct site *site, const char *id) {
    const struct results *results = site->results;
    bool some = false;
    put(site, "<h2>Who checks it</h2>\n");
    for (size_t i = 0; i < results->scenario_count; i++) {
        if (!verifies(&results->scenarios[i], id)) {
            continue;
        }
        if (!some) {
            put_table_start(site, "matrix", "Scenarios that verify it, and how they went");
            put(site, "<thead><tr><th scope=\"col\">Scenario</th><th scope=\"col\">What it shows</th>");
            for (size_t j = 0; j < results->provider_count; j++) {
                put(site, "<th scope=\"col\">");
                put_text(site, results->providers[site->order[j]].name);
                put(site, "</th>");
            }
            put(site, "</tr></thead>\n<tbody>\n");
            some = true;
        }
        put_scenario(site, i);
    }
    if (some) {
        put(site, "</tbody>");
        put_table_end(site);
    } else {
        put(site, "<p>No scenario of this run.</p>\n");
    }
}

static void put_proof(struct site *site, const char *id) {
    const struct fault *fault = proof_of(site->proof, id);
    if (fault == NULL) {
        return;
    }
    put(site, "<h2>Proof</h2>\n<p>The faulty provider ");
    put_text(site, fault->name);
    put(site, fault->caught ? " breaks it and was caught by " : " breaks it and was not caught");
    put_text(site, fault->caught ? fault->by : "");
    put(site, ".</p>\n");
}

static enum status write_requirement(struct site *site, size_t index, struct error *error) {
    const struct requirement *requirement = &site->results->requirements[index];
    enum status status = page_open(site, (struct page){PAGE_REQUIREMENT, 0, index}, requirement->id, error);
    if (status != STATUS_OK) {
        return status;
    }
    put(site, "<p class=\"crumbs\">");
    put_link(site, (struct page){.kind = PAGE_REQUIREMENTS}, "Requirements");
    put(site, " / ");
    put_text(site, requirement->id);
    put(site, "</p>\n<div class=\"card\">\n<h1>");
    put_text(site, requirement->title);
    put(site, "</h1>\n<p>");
    put_level(site, requirement->level);
    put(site, " <span class=\"tag\">");
    put_text(site, requirement->id);
    put(site, "</span></p>\n<div class=\"statement\"><p>");
    put_text(site, requirement->statement);
    put(site, "</p><p class=\"note\">Source: ");
    put_text(site, requirement->source);
    put(site, "</p></div>\n</div>\n");
    put_verdicts(site, index);
    put_scenarios(site, requirement->id);
    put_proof(site, requirement->id);
    put_part(site, "Applies to", requirement->applies);
    put_part(site, "How it is observed", requirement->observe);
    put_part(site, "Traps", requirement->traps);
    return page_close(site, error);
}

static void put_row(struct site *site, size_t index) {
    const struct results *results = site->results;
    const struct requirement *requirement = &results->requirements[index];
    enum requirement_verdict worst = REQUIREMENT_UNTESTED;
    for (size_t i = 0; i < results->provider_count; i++) {
        enum requirement_verdict verdict = results->providers[i].requirements[index];
        worst = verdict < worst ? verdict : worst;
    }
    putf(site, "<tr class=\"%s\"><th scope=\"row\" class=\"id\">", requirement_row_class(worst));
    put_requirement_link(site, requirement->id);
    put(site, "</th><td>");
    put_level(site, requirement->level);
    put(site, "</td><td class=\"words\">");
    put_text(site, requirement->title);
    put(site, "</td><td>");
    put_requirement_verdict(site, worst);
    put(site, "</td></tr>\n");
}

static enum status write_index(struct site *site, struct error *error) {
    struct areas areas;
    enum status status = page_open(site, (struct page){.kind = PAGE_REQUIREMENTS}, "Requirements", error);
    if (status != STATUS_OK) {
        return status;
    }
    areas_of_requirements(&areas, site->results);
    put(site, "<h1>Requirements</h1>\n<p class=\"lead\">What the documents ask of a provider, and the worst that any "
              "provider of this run made of it.</p>\n<section class=\"filtered\" aria-label=\"All requirements\">\n");
    put_filter(site, "apwnu");
    put_table_start(site, "stack", "Requirements by area");
    put(site, "<thead><tr><th scope=\"col\">Requirement</th><th scope=\"col\">Level</th>"
              "<th scope=\"col\">What it asks</th><th scope=\"col\">Worst verdict</th></tr></thead>\n");
    for (size_t area = 0; area < areas.count; area++) {
        put(site, "<tbody class=\"group\"><tr><th colspan=\"4\" scope=\"rowgroup\">");
        put_text(site, areas.names[area]);
        put(site, "</th></tr>\n");
        for (size_t i = 0; i < site->results->requirement_count; i++) {
            if (areas.of[i] == area) {
                put_row(site, i);
            }
        }
        put(site, "</tbody>\n");
    }
    put_table_end(site);
    put(site, "</section>\n");
    areas_free(&areas);
    return page_close(site, error);
}

enum status write_requirements(struct site *site, struct error *error) {
    enum status status = write_index(site, error);
    for (size_t i = 0; i < site->results->requirement_count && status == STATUS_OK; i++) {
        status = write_requirement(site, i, error);
    }
    return status;
}
