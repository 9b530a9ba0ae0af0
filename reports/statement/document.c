#include "statement/document.h"

#include <stdlib.h>

#include "document/areas.h"
#include "document/wording.h"
#include "html/site.h"
#include "results/expectations.h"

static void put_pair(struct site *site, const char *name, const char *value) {
    putf(site, "<tr><th scope=\"row\">%s</th><td>", name);
    put_text(site, value[0] == '\0' ? "not known" : value);
    put(site, "</td></tr>\n");
}

static void put_head(struct site *site) {
    const struct results *results = site->results;
    put(site,
        "<h1>Conformance statement</h1>\n<p class=\"lead\">What a run of wspcheck found out about the providers named "
        "here, requirement by requirement. <code>wspcheck verify</code> on this folder makes all of it again from "
        "the journal and says whether anything was altered.</p>\n");
    put_table_start(site, "pairs", "The run");
    put(site, "<tbody>\n");
    put_pair(site, "Suite", results->suite_version);
    put_pair(site, "Harness", results->tool_version);
    struct text started = {0};
    wording_time(&started, results->started);
    put_pair(site, "Started", text_string(&started));
    text_free(&started);
    put_pair(site, "Operating system", results->host_os);
    if (results->host_wine[0] != '\0') {
        put_pair(site, "Wine", results->host_wine);
    }
    put_pair(site, "Architecture", results->host_arch);
    put_pair(site, "Options", results->options);
    put(site, "</tbody>");
    put_table_end(site);
}

static void put_levels(struct site *site, const struct provider *provider) {
    const struct results *results = site->results;
    char *caption = text_make("%s: requirements by level", provider->name);
    size_t counts[LEVELS][REQUIREMENT_VERDICTS] = {{0}};
    for (size_t i = 0; i < results->requirement_count; i++) {
        counts[results->requirements[i].level][provider->requirements[i]]++;
    }
    put_table_start(site, "", caption);
    put(site, "<thead><tr><th scope=\"col\">Level</th>");
    for (size_t i = 0; i < REQUIREMENT_VERDICTS; i++) {
        putf(site, "<th scope=\"col\" class=\"num\">%s</th>", requirement_verdict_names[i]);
    }
    put(site, "</tr></thead>\n<tbody>\n");
    for (size_t level = 0; level < LEVELS; level++) {
        putf(site, "<tr><th scope=\"row\">%s</th>", level_names[level]);
        for (size_t i = 0; i < REQUIREMENT_VERDICTS; i++) {
            putf(site, "<td class=\"num\">%zu</td>", counts[level][i]);
        }
        put(site, "</tr>\n");
    }
    put(site, "</tbody>");
    put_table_end(site);
    free(caption);
}

static void put_product(struct site *site, const struct provider *provider) {
    char *caption = text_make("%s: what was tested", provider->name);
    put_table_start(site, "pairs", caption);
    put(site, "<tbody>\n");
    put_pair(site, "Provider", provider->name);
    put_pair(site, "GUID", provider->guid);
    put_pair(site, "DLL", provider->dll);
    put_pair(site, "DLL version", provider->dll_version);
    put_pair(site, "SHA-256 of the DLL", provider->sha256);
    put(site, "</tbody>");
    put_table_end(site);
    free(caption);
}

static void put_requirements(struct site *site, size_t provider) {
    const struct results *results = site->results;
    struct areas areas;
    char *caption = text_make("%s: requirement by requirement", results->providers[provider].name);
    areas_of_requirements(&areas, results);
    put_table_start(site, "stack", caption);
    put(site, "<thead><tr><th scope=\"col\">Requirement</th><th scope=\"col\">Level</th>"
              "<th scope=\"col\">What it asks</th><th scope=\"col\">Verdict</th></tr></thead>\n");
    for (size_t area = 0; area < areas.count; area++) {
        put(site, "<tbody class=\"group\"><tr><th colspan=\"4\" scope=\"rowgroup\">");
        put_text(site, areas.names[area]);
        put(site, "</th></tr>\n");
        for (size_t i = 0; i < results->requirement_count; i++) {
            if (areas.of[i] != area) {
                continue;
            }
            put(site, "<tr><th scope=\"row\" class=\"id\">");
            put_requirement_link(site, results->requirements[i].id);
            put(site, "</th><td>");
            put_level(site, results->requirements[i].level);
            put(site, "</td><td class=\"words\">");
            put_text(site, results->requirements[i].title);
            put(site, "</td><td>");
            put_requirement_verdict(site, results->providers[provider].requirements[i]);
            put(site, "</td></tr>\n");
        }
        put(site, "</tbody>\n");
    }
    put_table_end(site);
    areas_free(&areas);
    free(caption);
}

static void put_waivers(struct site *site) {
    const struct expectations *expectations = site->results->expectations;
    put(site, "<h2>Waivers</h2>\n");
    if (expectations == NULL || expectations->count == 0) {
        put(site, "<p>None: every deviation counted.</p>\n");
        return;
    }
    put_table_start(site, "stack", "Deviations that were expected and did not count");
    put(site, "<thead><tr><th scope=\"col\">Scenario</th><th scope=\"col\">Provider</th><th scope=\"col\">Expected</th>"
              "<th scope=\"col\">Reason</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < expectations->count; i++) {
        const struct expectation *entry = &expectations->entries[i];
        put(site, "<tr><th scope=\"row\" class=\"id\">");
        put_text(site, entry->scenario);
        put(site, "</th><td>");
        put_text(site, entry->provider);
        put(site, "</td><td>");
        put_verdict(site, entry->verdict);
        put(site, "</td><td class=\"words\">");
        put_text(site, entry->reason);
        put(site, "</td></tr>\n");
    }
    put(site, "</tbody>");
    put_table_end(site);
}

enum status statement_page(const struct results *results, struct folder *folder, struct error *error) {
    struct site site = {.results = results, .folder = folder, .statement = true};
    site.text = &site.output.text;
    site_count_lists(&site);
    enum status status = page_open(&site, (struct page){.kind = PAGE_STATEMENT}, "Conformance statement", error);
    if (status != STATUS_OK) {
        return status;
    }
    put_head(&site);
    put_waivers(&site);
    for (size_t i = 0; i < results->provider_count; i++) {
        put(&site, "<h2>");
        put_text(&site, results->providers[i].name);
        put(&site, "</h2>\n");
        put_product(&site, &results->providers[i]);
        put_counts(&site, results->providers[i].counts);
        put_levels(&site, &results->providers[i]);
        put_requirements(&site, i);
    }
    return page_close(&site, error);
}
