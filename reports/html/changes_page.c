/* What changed since the run that this one is compared with. */
#include <stdlib.h>
#include <string.h>

#include "document/wording.h"
#include "html/site.h"

static const char *const titles[CHANGE_KINDS] = {"Worse", "Better", "New", "Gone", "Changed in detail"};

static void put_change(struct site *site, const struct change *change) {
    const struct changes *changes = site->changes;
    bool gone = change->new_provider == SIZE_MAX;
    put(site, "<tr><th scope=\"row\" class=\"id\">");
    if (gone) {
        put_text(site, changes->before->scenarios[change->old_scenario].id);
        put(site, "</th><td>");
        put_text(site, changes->before->providers[change->old_provider].name);
    } else {
        put_scenario_link(site, change->new_provider, change->new_scenario);
        put(site, "</th><td>");
        put_text(site, changes->after->providers[change->new_provider].name);
    }
    put(site, "</td>");
    put_outcome_cell(site, "Before", change_before(changes, change));
    put_outcome_cell(site, "Now", change_after(changes, change));
    put(site, "<td class=\"words\">");
    if (!gone && change_after(changes, change)->verdict != VERDICT_PASS) {
        struct text headline = {0};
        wording_headline(&headline, changes->after, change->new_provider, change->new_scenario);
        put_text(site, text_string(&headline));
        text_free(&headline);
    }
    put(site, "</td></tr>\n");
}

static void put_kind(struct site *site, enum change_kind kind) {
    const struct changes *changes = site->changes;
    if (changes->counts[kind] == 0) {
        return;
    }
    putf(site, "<h2>%s</h2>\n", titles[kind]);
    char *caption = text_make("%s: %zu", titles[kind], changes->counts[kind]);
    put_table_start(site, "stack", caption);
    put(site, "<thead><tr><th scope=\"col\">Scenario</th><th scope=\"col\">Provider</th><th scope=\"col\">Before</th>"
              "<th scope=\"col\">Now</th><th scope=\"col\">What is seen now</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < changes->count; i++) {
        if (changes->list[i].kind == kind) {
            put_change(site, &changes->list[i]);
        }
    }
    put(site, "</tbody>");
    put_table_end(site);
    free(caption);
}

enum status write_changes(struct site *site, struct error *error) {
    const struct changes *changes = site->changes;
    if (changes == NULL) {
        return STATUS_OK;
    }
    enum status status = page_open(site, (struct page){.kind = PAGE_CHANGES}, "Changes", error);
    if (status != STATUS_OK) {
        return status;
    }
    put(site, "<h1>Changes</h1>\n<p class=\"lead\">Compared with the run started ");
    put_time(site, changes->before->started);
    putf(site, "; %zu outcomes are the same.</p>\n", changes->same);
    if (strcmp(changes->before->suite_version, changes->after->suite_version) != 0) {
        put(site, "<p>The suite is another: it was ");
        put_text(site, changes->before->suite_version);
        put(site, " and is ");
        put_text(site, changes->after->suite_version);
        put(site, ".</p>\n");
    }
    for (enum change_kind kind = CHANGE_WORSE; kind < CHANGE_KINDS; kind++) {
        put_kind(site, kind);
    }
    return page_close(site, error);
}
