/* The page about the suite itself: what it covers, and how it is known to see what it claims to see. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "document/areas.h"
#include "html/site.h"

struct coverage {
    struct areas areas;
    size_t *requirements; /* for each area */
    size_t *verified;
    size_t *decided; /* by a check on at least one provider */
    size_t *proved;
    unsigned char *is_verified; /* for each requirement */
};

static bool is_decided(const struct results *results, size_t requirement) {
    for (size_t i = 0; i < results->provider_count; i++) {
        if (results->providers[i].requirements[requirement] <= REQUIREMENT_PASS) {
            return true;
        }
    }
    return false;
}

static void find_coverage(struct coverage *coverage, const struct site *site) {
    const struct results *results = site->results;
    areas_of_requirements(&coverage->areas, results);
    size_t areas = coverage->areas.count;
    coverage->requirements = memory_zeroed(areas, sizeof(size_t));
    coverage->verified = memory_zeroed(areas, sizeof(size_t));
    coverage->decided = memory_zeroed(areas, sizeof(size_t));
    coverage->proved = memory_zeroed(areas, sizeof(size_t));
    coverage->is_verified = memory_zeroed(results->requirement_count, 1);
    for (size_t i = 0; i < results->scenario_count; i++) {
        for (size_t j = 0; j < results->scenarios[i].verify_count; j++) {
            size_t requirement = results_find_requirement(results, results->scenarios[i].verifies[j]);
            if (requirement != SIZE_MAX) {
                coverage->is_verified[requirement] = 1;
            }
        }
    }
    for (size_t i = 0; i < results->requirement_count; i++) {
        size_t area = coverage->areas.of[i];
        const struct fault *fault = proof_of(site->proof, results->requirements[i].id);
        coverage->requirements[area]++;
        coverage->verified[area] += coverage->is_verified[i];
        coverage->decided[area] += is_decided(results, i);
        coverage->proved[area] += fault != NULL && fault->caught;
    }
}

static void coverage_free(struct coverage *coverage) {
    areas_free(&coverage->areas);
    free(coverage->requirements);
    free(coverage->verified);
    free(coverage->decided);
    free(coverage->proved);
    free(coverage->is_verified);
}

static void put_coverage(struct site *site, const struct coverage *coverage) {
    bool proof = site->proof != NULL;
    put(site, "<h2>Coverage</h2>\n");
    put_table_start(
        site, "",
        proof ? "Requirements by area: how many there are, how many a scenario of this run verifies, how many "
                "were decided in it, how many a faulty provider proves"
              : "Requirements by area: how many there are, how many a scenario of this run verifies, how many "
                "were decided in it");
    put(site, "<thead><tr><th scope=\"col\">Area</th><th scope=\"col\" class=\"num\">Requirements</th>"
              "<th scope=\"col\" class=\"num\">Verified</th><th scope=\"col\" class=\"num\">Decided</th>");
    put(site,
        proof ? "<th scope=\"col\" class=\"num\">Proved</th></tr></thead>\n<tbody>\n" : "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < coverage->areas.count; i++) {
        put(site, "<tr><th scope=\"row\">");
        put_text(site, coverage->areas.names[i]);
        putf(site, "</th><td class=\"num\">%zu</td><td class=\"num\">%zu</td><td class=\"num\">%zu</td>",
             coverage->requirements[i], coverage->verified[i], coverage->decided[i]);
        if (proof) {
            putf(site, "<td class=\"num\">%zu</td>", coverage->proved[i]);
        }
        put(site, "</tr>\n");
    }
    put(site, "</tbody>");
    put_table_end(site);
}

static void put_uncovered(struct site *site, const struct coverage *coverage) {
    const struct results *results = site->results;
    bool some = false;
    for (size_t i = 0; i < results->requirement_count; i++) {
        if (coverage->is_verified[i]) {
            continue;
        }
        put(site, some ? "" : "<h2>Requirements that no scenario of this run verifies</h2>\n<ul>\n");
        some = true;
        put(site, "<li>");
        put_requirement_link(site, results->requirements[i].id);
        put(site, " ");
        put_text(site, results->requirements[i].title);
        put(site, "</li>\n");
    }
    put(site, some ? "</ul>\n" : "");
}

static void put_proof(struct site *site) {
    const struct proof *proof = site->proof;
    put(site, "<h2>Proof by faulty providers</h2>\n<p>A provider that breaks exactly one requirement is made to prove "
              "that the suite sees it. ");
    if (proof == NULL) {
        put(site, "The suites of this run came without such a proof.</p>\n");
        return;
    }
    putf(site,
         "%zu of %zu faults were caught by a check of the requirement that they break. This is the proof that is "
         "published with the suite; <code>wspcheck mutants</code> makes it again.</p>\n",
         proof->caught, proof->count);
    put_table_start(site, "stack", "Every fault, and what caught it");
    put(site, "<thead><tr><th scope=\"col\">Fault</th><th scope=\"col\">Breaks</th><th scope=\"col\">Caught</th>"
              "<th scope=\"col\">By</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < proof->count; i++) {
        const struct fault *fault = &proof->faults[i];
        put(site, "<tr><th scope=\"row\" class=\"id\">");
        put(site, fault->layered ? "Layered: " : "");
        put_text(site, fault->title[0] == '\0' ? fault->name : fault->title);
        put(site, "</th><td>");
        put_requirement_link(site, fault->requirement);
        put(site, "</td><td>");
        put_flag(site, fault->caught, fault->caught ? "caught" : "escaped");
        put(site, "</td><td class=\"words\">");
        put_text(site, fault->caught ? fault->by : "nothing");
        put(site, "</td></tr>\n");
    }
    put(site, "</tbody>");
    put_table_end(site);
}

static void put_verdict_row(struct site *site, enum verdict verdict, const char *words) {
    put(site, "<tr><th scope=\"row\">");
    put_verdict(site, verdict);
    putf(site, "</th><td>%s</td></tr>\n", words);
}

static void put_legend(struct site *site) {
    static const char *const meanings[VERDICTS] = {
        "the scenario or the harness is at fault, never the provider",
        "the provider took the worker process down",
        "the provider hung",
        "a must was not met",
        "started, and cut short",
        "never started",
        "only shoulds were not met",
        "every check held",
        "the provider does not claim what the scenario needs; the reason names the flag or trait",
        "left out by an option or an expectation",
    };
    put(site, "<h2>How to read verdicts</h2>\n");
    put_table_start(site, "", "Verdicts of scenarios, the worst first");
    put(site, "<tbody>\n");
    for (size_t i = 0; i < VERDICTS; i++) {
        put_verdict_row(site, (enum verdict)i, meanings[i]);
    }
    put(site, "</tbody>");
    put_table_end(site);
}

enum status write_suite(struct site *site, struct error *error) {
    const struct results *results = site->results;
    struct coverage coverage = {0};
    enum status status = page_open(site, (struct page){.kind = PAGE_SUITE}, "The suite", error);
    if (status != STATUS_OK) {
        return status;
    }
    find_coverage(&coverage, site);
    size_t verified = 0;
    for (size_t i = 0; i < results->requirement_count; i++) {
        verified += coverage.is_verified[i];
    }
    putf(site,
         "<h1>The suite</h1>\n<p class=\"lead\">%zu scenarios of this run verify %zu of %zu requirements. Each check "
         "names the requirement that it decides.</p>\n",
         results->scenario_count, verified, results->requirement_count);
    put_coverage(site, &coverage);
    put_proof(site);
    put_uncovered(site, &coverage);
    put_legend(site);
    coverage_free(&coverage);
    return page_close(site, error);
}
