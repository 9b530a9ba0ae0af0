/* A page for every provider: what it claims, what was found, and how it did. */
#include <stdlib.h>
#include <string.h>

#include "document/areas.h"
#include "document/wording.h"
#include "html/site.h"

static void put_pair(struct site *site, const char *name, const char *value) {
    if (value[0] != '\0') {
        putf(site, "<tr><th scope=\"row\">%s</th><td>", name);
        put_text(site, value);
        put(site, "</td></tr>\n");
    }
}

static void put_words(struct site *site, const char *name, const char *const *words, size_t count) {
    putf(site, "<tr><th scope=\"row\">%s</th><td>", name);
    for (size_t i = 0; i < count; i++) {
        put(site, i == 0 ? "" : ", ");
        put_text(site, words[i]);
    }
    put(site, count == 0 ? "none</td></tr>\n" : "</td></tr>\n");
}

static void put_chain(struct site *site, const struct provider *provider) {
    put(site, "<tr><th scope=\"row\">Chain</th><td>");
    for (size_t i = 0; i < provider->chain_length; i++) {
        putf(site, "%s%lu", i == 0 ? "" : " over ", provider->chain[i]);
    }
    put(site, provider->chain_length == 0 ? "a base protocol</td></tr>\n" : "</td></tr>\n");
}

static void put_claims(struct site *site, const struct provider *provider) {
    char *id = text_make("%lu", provider->catalog_id);
    put(site, "<h2>What it claims</h2>\n");
    put_table_start(site, "pairs", "The catalog entry");
    put(site, "<tbody>\n");
    put_pair(site, "Catalog id", id);
    put_pair(site, "GUID", provider->guid);
    put_pair(site, "Origin", provider->origin);
    put_pair(site, "Family", provider->af);
    put_pair(site, "Type", provider->type);
    put_pair(site, "Protocol", provider->protocol);
    put_words(site, "Service flags", provider->service_flags, provider->service_flag_count);
    put_words(site, "Provider flags", provider->provider_flags, provider->provider_flag_count);
    put_chain(site, provider);
    put_pair(site, "DLL", provider->dll);
    put_pair(site, "DLL version", provider->dll_version);
    put_pair(site, "SHA-256", provider->sha256);
    put(site, "</tbody>");
    put_table_end(site);
    free(id);
}

static const char *trait_words(const struct trait *trait) {
    if (trait->quoted) {
        return trait->value;
    }
    return strcmp(trait->value, "true") == 0 ? "yes" : strcmp(trait->value, "false") == 0 ? "no" : trait->value;
}

/* "queue_capacity" reads as "queue capacity" where people look. */
static void put_trait_name(struct site *site, const char *name) {
    char *words = text_make("%s", name);
    for (char *at = words; *at != '\0'; at++) {
        *at = *at == '_' ? ' ' : *at;
    }
    put_text(site, words);
    free(words);
}

static void put_traits(struct site *site, const struct provider *provider) {
    put(site, "<h2>What was found</h2>\n");
    if (provider->trait_count == 0) {
        put(site, "<p>Its traits are not known.</p>\n");
        return;
    }
    put_table_start(site, "pairs", "Traits, observed before the scenarios ran");
    put(site, "<tbody>\n");
    for (size_t i = 0; i < provider->trait_count; i++) {
        put(site, "<tr><th scope=\"row\">");
        put_trait_name(site, provider->traits[i].name);
        put(site, "</th><td>");
        put_text(site, trait_words(&provider->traits[i]));
        put(site, "</td></tr>\n");
    }
    put(site, "</tbody>");
    put_table_end(site);
}

static void put_group(struct site *site, const char *name, bool is_place) {
    put(site, "<tbody class=\"group\"><tr><th colspan=\"4\" scope=\"rowgroup\"");
    if (is_place) {
        put_area_id(site, name);
    }
    put(site, ">");
    put_text(site, name);
    put(site, "</th></tr>\n");
}

static void put_scenario_row(struct site *site, size_t provider, size_t index) {
    const struct scenario *scenario = &site->results->scenarios[index];
    const struct outcome *outcome = results_outcome(site->results, provider, index);
    putf(site, "<tr class=\"%s\"><th scope=\"row\" class=\"id\">", row_class(outcome->verdict, outcome->unexpected));
    put_scenario_link(site, provider, index);
    put(site, "</th><td class=\"words\">");
    put_text(site, scenario->title);
    put(site, "</td><td>");
    put_outcome(site, outcome);
    put(site, "</td><td class=\"num\">");
    put_duration(site, outcome->duration_us);
    put(site, "</td></tr>\n");
}

static void put_scenarios(struct site *site, size_t provider) {
    struct areas areas;
    areas_of_scenarios(&areas, site->results);
    put_filtered_start(site, "Scenarios", "apwn");
    put_table_start(site, "stack", "Every scenario, by area");
    put(site, "<thead><tr><th scope=\"col\">Scenario</th><th scope=\"col\">What it shows</th>"
              "<th scope=\"col\">Verdict</th><th scope=\"col\" class=\"num\">Took</th></tr></thead>\n");
    for (size_t area = 0; area < areas.count; area++) {
        put_group(site, areas.names[area], true);
        for (size_t i = 0; i < site->results->scenario_count; i++) {
            if (areas.of[i] == area) {
                put_scenario_row(site, provider, i);
            }
        }
        put(site, "</tbody>\n");
    }
    put_table_end(site);
    put(site, "</section>\n");
    areas_free(&areas);
}

static void put_requirement_row(struct site *site, size_t provider, size_t index) {
    const struct requirement *requirement = &site->results->requirements[index];
    enum requirement_verdict verdict = site->results->providers[provider].requirements[index];
    putf(site, "<tr class=\"%s\"><th scope=\"row\" class=\"id\">", requirement_row_class(verdict));
    put_requirement_link(site, requirement->id);
    put(site, "</th><td>");
    put_level(site, requirement->level);
    put(site, "</td><td class=\"words\">");
    put_text(site, requirement->title);
    put(site, "</td><td>");
    put_requirement_verdict(site, verdict);
    put(site, "</td></tr>\n");
}

static void put_requirements(struct site *site, size_t provider) {
    struct areas areas;
    areas_of_requirements(&areas, site->results);
    put_filtered_start(site, "Requirements", "apwnu");
    put_table_start(site, "stack", "Every requirement, by area");
    put(site, "<thead><tr><th scope=\"col\">Requirement</th><th scope=\"col\">Level</th>"
              "<th scope=\"col\">What it asks</th><th scope=\"col\">Verdict</th></tr></thead>\n");
    for (size_t area = 0; area < areas.count; area++) {
        put_group(site, areas.names[area], false);
        for (size_t i = 0; i < site->results->requirement_count; i++) {
            if (areas.of[i] == area) {
                put_requirement_row(site, provider, i);
            }
        }
        put(site, "</tbody>\n");
    }
    put_table_end(site);
    put(site, "</section>\n");
    areas_free(&areas);
}

/* How many musts and shoulds are met, in one sentence. */
static void put_levels(struct site *site, size_t index) {
    const struct results *results = site->results;
    size_t decided[LEVELS] = {0};
    size_t met[LEVELS] = {0};
    for (size_t i = 0; i < results->requirement_count; i++) {
        enum requirement_verdict verdict = results->providers[index].requirements[i];
        decided[results->requirements[i].level] += verdict <= REQUIREMENT_PASS;
        met[results->requirements[i].level] += verdict == REQUIREMENT_PASS;
    }
    putf(site,
         "<p class=\"lead\">Of the requirements that were checked it meets %zu of %zu musts and %zu of %zu "
         "shoulds.</p>\n",
         met[LEVEL_MUST], decided[LEVEL_MUST], met[LEVEL_SHOULD], decided[LEVEL_SHOULD]);
}

static enum verdict worst_of(const struct provider *provider) {
    size_t i = 0;
    while (i < VERDICT_SKIPPED && provider->counts[i] == 0) {
        i++;
    }
    return (enum verdict)i;
}

static enum status write_provider(struct site *site, size_t index, struct error *error) {
    const struct provider *provider = &site->results->providers[index];
    enum status status = page_open(site, (struct page){PAGE_PROVIDER, index, 0}, provider->name, error);
    if (status != STATUS_OK) {
        return status;
    }
    put(site, "<p class=\"crumbs\">");
    put_link(site, (struct page){.kind = PAGE_OVERVIEW}, "Overview");
    put(site, " / ");
    put_text(site, provider->name);
    putf(site, "</p>\n<div class=\"card hero v-%s\">\n<h1>", verdict_names[worst_of(provider)]);
    put_text(site, provider->name);
    put(site, "</h1>\n");
    put_levels(site, index);
    if (provider->unfit[0] != '\0') {
        put(site, "<p>");
        put_text(site, provider->unfit);
        put(site, "</p>\n");
    }
    put_bar(site, provider->counts);
    put_counts(site, provider->counts);
    put(site, "</div>\n");
    put(site, "<div class=\"pair\">\n<section>\n");
    put_claims(site, provider);
    put(site, "</section>\n<section>\n");
    put_traits(site, provider);
    put(site, "</section>\n</div>\n");
    put_scenarios(site, index);
    put_requirements(site, index);
    return page_close(site, error);
}

enum status write_providers(struct site *site, struct error *error) {
    enum status status = STATUS_OK;
    for (size_t i = 0; i < site->results->provider_count && status == STATUS_OK; i++) {
        status = write_provider(site, i, error);
    }
    return status;
}
