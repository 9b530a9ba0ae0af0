/* The Markdown that a job of GitHub Actions shows on its page. */
#include <stdlib.h>
#include <string.h>

#include "compare/changes.h"
#include "document/areas.h"
#include "document/escape.h"
#include "document/picks.h"
#include "document/wording.h"
#include "reports.h"
#include "results/files.h"

#define FAILURES 20
#define CHANGES 20
#define LIMIT ((size_t)1000 * 1000) /* GitHub takes 1 MiB of a step */

static bool is_unexpected(const struct outcome *outcome) {
    return outcome->unexpected && outcome->verdict != VERDICT_NOTRUN;
}

static void put_head(struct text *text, const struct results *results) {
    int code = results_exit_code(results);
    struct text started = {0};
    text_append(text, "## wspcheck: ");
    text_append(text, wording_exit_code(code));
    if (results->shard[0] != '\0') {
        text_append(text, ", shard ");
        escape_markdown(text, results->shard);
    }
    text_append(text, "\n\n");
    bool some = false;
    for (size_t i = 0; i < VERDICTS; i++) {
        if (results->counts[i] != 0) {
            text_format(text, "%s%zu %s", some ? ", " : "", results->counts[i], verdict_names[i]);
            some = true;
        }
    }
    text_append(text, some ? ". Suite " : "No results. Suite ");
    escape_markdown(text, results->suite_version);
    text_append(text, ", started ");
    wording_time(&started, results->started);
    escape_markdown(text, text_string(&started));
    text_free(&started);
    text_append(text, ".\n\n");
}

static void put_cell(struct text *text, const struct results *results, const struct areas *areas, size_t area,
                     size_t provider) {
    enum verdict worst = VERDICT_SKIPPED;
    size_t passed = 0;
    size_t applicable = 0;
    for (size_t i = 0; i < results->scenario_count; i++) {
        if (areas->of[i] == area) {
            enum verdict verdict = results_outcome(results, provider, i)->verdict;
            worst = verdict < worst ? verdict : worst;
            passed += verdict == VERDICT_PASS;
            applicable += verdict <= VERDICT_PASS;
        }
    }
    text_format(text, " %s", verdict_names[worst]);
    if (applicable != 0) {
        text_format(text, " (%zu/%zu)", passed, applicable);
    }
    text_append(text, " |");
}

static void put_matrix(struct text *text, const struct results *results) {
    struct areas areas;
    areas_of_scenarios(&areas, results);
    text_append(text, "| Area |");
    for (size_t i = 0; i < results->provider_count; i++) {
        text_append_char(text, ' ');
        escape_markdown(text, results->providers[i].name);
        text_append(text, " |");
    }
    text_append(text, "\n|---|");
    for (size_t i = 0; i < results->provider_count; i++) {
        text_append(text, "---|");
    }
    for (size_t area = 0; area < areas.count; area++) {
        text_append(text, "\n| ");
        escape_markdown(text, areas.names[area]);
        text_append(text, " |");
        for (size_t i = 0; i < results->provider_count; i++) {
            put_cell(text, results, &areas, area, i);
        }
    }
    text_append(text, "\n\n");
    areas_free(&areas);
}

static void put_changes(struct text *text, const struct results *results, const struct results *baseline) {
    struct changes changes;
    if (baseline == NULL) {
        return;
    }
    changes_find(&changes, baseline, results);
    text_append(text, "### Since the run before\n\n");
    for (size_t i = 0; i < CHANGE_KINDS; i++) {
        text_format(text, "%zu %s, ", changes.counts[i], change_kind_names[i]);
    }
    text_format(text, "%zu the same.\n\n", changes.same);
    for (size_t i = 0; i < changes.count && i < CHANGES && changes.list[i].kind == CHANGE_WORSE; i++) {
        const struct change *change = &changes.list[i];
        text_append(text, "- worse: ");
        escape_markdown(text, results->scenarios[change->new_scenario].id);
        text_append(text, " on ");
        escape_markdown(text, results->providers[change->new_provider].name);
        text_format(text, ": %s, was %s\n", verdict_names[change_after(&changes, change)->verdict],
                    verdict_names[change_before(&changes, change)->verdict]);
    }
    text_append_char(text, '\n');
    changes_free(&changes);
}

static void put_failures(struct text *text, const struct results *results) {
    struct picks picks;
    picks_make(&picks, results, is_unexpected);
    text_append(text, picks.count == 0 ? "" : "### What to look at first\n\n");
    for (size_t i = 0; i < picks.count && i < FAILURES; i++) {
        const struct pick *pick = &picks.list[i];
        struct text again = {0};
        wording_rerun(&again, results, pick->provider, results->scenarios[pick->scenario].id);
        text_format(text, "<details><summary>%s: ", verdict_names[pick->verdict]);
        escape_html(text, results->scenarios[pick->scenario].id);
        text_append(text, " on ");
        escape_html(text, results->providers[pick->provider].name);
        text_append(text, "</summary>\n\n");
        escape_markdown(text, pick->headline);
        text_append(text, "\n\nAgain: ");
        escape_markdown(text, again.string);
        text_append(text, "\n\n</details>\n");
        text_free(&again);
    }
    if (picks.count > FAILURES) {
        text_format(text, "\nAnd %zu more.\n", picks.count - FAILURES);
    }
    text_append(text, picks.count == 0 ? "" : "\n");
    picks_free(&picks);
}

void reports_github_summary(const struct results *results, const struct results *baseline, struct text *text) {
    size_t start = text->length;
    put_head(text, results);
    put_changes(text, results, baseline);
    put_failures(text, results);
    put_matrix(text, results);
    if (text->length - start > LIMIT) {
        text->length = start + LIMIT;
        while (text->length > start && text->string[text->length - 1] != '\n') {
            text->length--;
        }
        text_append(text, "\n(cut here, the rest is too long)\n");
    }
}

static enum status append_to(const char *path, const struct text *text, struct error *error) {
    struct file *file = NULL;
    enum status status = file_open(&file, path, files_exists(path) ? FILES_EXTEND : FILES_CREATE, error);
    if (status == STATUS_OK) {
        status = file_write(file, text->string, text->length, error);
        file_close(file);
    }
    return status;
}

enum status reports_github(const struct results *results, const struct results *baseline, struct text *console,
                           struct error *error) {
    char *actions = files_environment("GITHUB_ACTIONS");
    char *path = files_environment("GITHUB_STEP_SUMMARY");
    enum status status = STATUS_OK;
    if (actions != NULL && strcmp(actions, "false") != 0) {
        reports_github_annotations(results, console);
        if (path != NULL) {
            struct text summary = {0};
            reports_github_summary(results, baseline, &summary);
            status = append_to(path, &summary, error);
            text_free(&summary);
        }
    }
    free(actions);
    free(path);
    return status;
}
