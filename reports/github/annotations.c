/* Annotations for GitHub Actions. It shows ten of a step, so these are the worst ten, or nine and a word about the
 * rest. */
#include "document/escape.h"
#include "document/picks.h"
#include "document/wording.h"
#include "reports.h"

#define LIMIT 10

static bool is_worth_it(const struct outcome *outcome) {
    bool never_ran = outcome->verdict == VERDICT_NOTRUN || outcome->verdict == VERDICT_INCOMPLETE;
    return (outcome->unexpected && !never_ran) || outcome->verdict == VERDICT_WARN;
}

static void put_place(struct text *text, const struct results *results, const struct pick *pick) {
    const struct scenario *scenario = &results->scenarios[pick->scenario];
    const struct outcome *outcome = results_outcome(results, pick->provider, pick->scenario);
    const struct check *check =
        wording_deciding_check(results_attempt(results, pick->provider, pick->scenario, outcome->round));
    bool has_place = check != NULL && check->file[0] != '\0';
    text_append(text, " file=");
    escape_github_property(text, has_place ? check->file : scenario->file);
    text_format(text, ",line=%u,title=", has_place ? check->line : scenario->line);
    escape_github_property(text, scenario->id);
    text_append(text, " on ");
    escape_github_property(text, results->providers[pick->provider].name);
}

static void put_annotation(struct text *text, const struct results *results, const struct pick *pick) {
    text_append(text, pick->unexpected ? "::error" : "::warning");
    put_place(text, results, pick);
    text_format(text, "::%s: ", verdict_names[pick->verdict]);
    escape_github(text, pick->headline);
    text_append_char(text, '\n');
}

void reports_github_annotations(const struct results *results, struct text *text) {
    struct picks picks;
    picks_make(&picks, results, is_worth_it);
    size_t told = picks.count > LIMIT ? LIMIT - 1 : picks.count;
    for (size_t i = 0; i < told; i++) {
        put_annotation(text, results, &picks.list[i]);
    }
    if (picks.count > told) {
        text_format(text, "::error title=wspcheck::and %zu more; the job's summary and the HTML report have them\n",
                    picks.count - told);
    }
    picks_free(&picks);
}
