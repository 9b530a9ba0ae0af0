#include "html/site.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "document/escape.h"
#include "results/names.h"
#include "results/utf8.h"

#define TITLE_LIMIT 55 /* what browsers and lists of results show of a title */

extern const char *const report_sheet[]; /* report.css, a line each; ends with NULL */

static const struct {
    const char *words;
    const char *file;
} navigation[PAGE_SINGLE] = {
    [PAGE_OVERVIEW] = {"Overview", "index"},    [PAGE_FAILURES] = {"Failures", "failures"},
    [PAGE_WARNINGS] = {"Warnings", "warnings"}, [PAGE_NOT_APPLICABLE] = {"Not applicable", "not-applicable"},
    [PAGE_CHANGES] = {"Changes", "changes"},    [PAGE_REQUIREMENTS] = {"Requirements", "requirements"},
    [PAGE_SUITE] = {"The suite", "suite"},      [PAGE_STATEMENT] = {"Statement", "statement"},
};

/* Symbols of 16 by 16, drawn once and used by reference. */
static const char sprite[] =
    "<svg class=\"sprite\" aria-hidden=\"true\" focusable=\"false\">"
    "<symbol id=\"y-pass\" viewBox=\"0 0 16 16\"><path d=\"M2.5 8.5l3.6 3.8L13.5 4\" fill=\"none\" "
    "stroke=\"currentColor\" stroke-width=\"2.4\"/></symbol>"
    "<symbol id=\"y-fail\" viewBox=\"0 0 16 16\"><path d=\"M3.5 3.5l9 9m0-9l-9 9\" fill=\"none\" "
    "stroke=\"currentColor\" stroke-width=\"2.4\"/></symbol>"
    "<symbol id=\"y-warn\" viewBox=\"0 0 16 16\"><path d=\"M8 1.5L15 14H1zM8 6v4.2M8 11.4v1.6\" fill=\"none\" "
    "stroke=\"currentColor\" stroke-width=\"1.6\" stroke-linejoin=\"round\"/></symbol>"
    "<symbol id=\"y-crash\" viewBox=\"0 0 16 16\"><path d=\"M9.5 1L3.5 9h4l-1.5 6 6.5-8.5H8z\" "
    "fill=\"currentColor\"/></symbol>"
    "<symbol id=\"y-timeout\" viewBox=\"0 0 16 16\"><circle cx=\"8\" cy=\"8\" r=\"6.2\" fill=\"none\" "
    "stroke=\"currentColor\" stroke-width=\"1.8\"/><path d=\"M8 4.2V8l2.8 1.8\" fill=\"none\" stroke=\"currentColor\" "
    "stroke-width=\"1.8\"/></symbol>"
    "<symbol id=\"y-broken\" viewBox=\"0 0 16 16\"><path d=\"M8 1.2L14.8 8 8 14.8 1.2 8zM6 6l4 4m0-4l-4 4\" "
    "fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.6\"/></symbol>"
    "<symbol id=\"y-open\" viewBox=\"0 0 16 16\"><circle cx=\"8\" cy=\"8\" r=\"6\" fill=\"none\" "
    "stroke=\"currentColor\" "
    "stroke-width=\"1.8\" stroke-dasharray=\"2.6 2\"/></symbol>"
    "<symbol id=\"y-none\" viewBox=\"0 0 16 16\"><path d=\"M3 8h10\" fill=\"none\" stroke=\"currentColor\" "
    "stroke-width=\"2.4\"/></symbol>"
    "<symbol id=\"y-noted\" viewBox=\"0 0 16 16\"><path d=\"M8 6.8v6M8 3v2\" fill=\"none\" stroke=\"currentColor\" "
    "stroke-width=\"2.2\"/></symbol>"
    "</svg>\n";

void put(struct site *site, const char *html) { text_append(site->text, html); }

void putf(struct site *site, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    text_format_list(site->text, format, arguments);
    va_end(arguments);
}

void put_text(struct site *site, const char *string) { escape_html(site->text, string); }

void put_short(struct site *site, const char *string, size_t limit) {
    size_t length = strlen(string);
    size_t position = 0;
    size_t count = 0;
    while (position < length && count < limit) {
        utf8_next(string, length, &position);
        count++;
    }
    if (position == length) {
        put_text(site, string);
        return;
    }
    struct text part = {0};
    text_append_bytes(&part, string, position);
    put_text(site, part.string);
    put(site, "\xE2\x80\xA6");
    text_free(&part);
}

/* The file's name without ".html", or the section's id. */
static void append_name(struct text *text, const struct results *results, struct page page, char separator) {
    static const char *const folders[] = {"provider", "scenario", "requirement"};
    if (page.kind < PAGE_SINGLE) {
        text_append(text, navigation[page.kind].file);
        return;
    }
    text_append(text, folders[page.kind - PAGE_PROVIDER]);
    text_append_char(text, separator);
    if (page.kind == PAGE_REQUIREMENT) {
        names_append_id(text, results->requirements[page.item].id);
        return;
    }
    text_append(text, results->providers[page.provider].id);
    if (page.kind == PAGE_SCENARIO) {
        text_append(text, "--");
        names_append_id(text, results->scenarios[page.item].id);
    }
}

void put_href_to(struct site *site, struct page page, const char *place) {
    put(site, " href=\"");
    if (site->single) {
        put(site, "#p-");
        append_name(site->text, site->results, page, '-');
    } else {
        put(site, site->root);
        append_name(site->text, site->results, page, '/');
        put(site, ".html");
        put(site, place);
    }
    put(site, "\"");
}

void put_href(struct site *site, struct page page) { put_href_to(site, page, ""); }

static void put_navigation(struct site *site, enum page_kind current) {
    const size_t counts[PAGE_SINGLE] = {[PAGE_FAILURES] = site->failures,
                                        [PAGE_WARNINGS] = site->warnings,
                                        [PAGE_NOT_APPLICABLE] = site->not_applicable};
    put(site, "<nav aria-label=\"Pages\"><ul>\n");
    for (enum page_kind kind = PAGE_OVERVIEW; kind < PAGE_SINGLE; kind++) {
        if ((kind == PAGE_CHANGES && site->changes == NULL) || (kind == PAGE_STATEMENT && !site->statement)) {
            continue;
        }
        put(site, "<li><a");
        put_href(site, (struct page){.kind = kind});
        putf(site, "%s>%s", !site->single && kind == current ? " aria-current=\"page\"" : "", navigation[kind].words);
        if (kind >= PAGE_FAILURES && kind <= PAGE_NOT_APPLICABLE) {
            putf(site, " <span class=\"n\">%zu</span>", counts[kind]);
        }
        put(site, "</a></li>\n");
    }
    put(site, "</ul></nav>\n");
}

static void put_sheet(struct site *site) {
    if (!site->single) {
        putf(site, "<link rel=\"stylesheet\" href=\"%sreport.css\">\n", site->root);
        return;
    }
    put(site, "<style>\n");
    for (const char *const *line = report_sheet; *line != NULL; line++) {
        put(site, *line);
    }
    /* The overview comes last, and is shown as long as no section before it is the target. */
    put(site, ".page { display: none; }\n#p-index, .page:target { display: block; }\n"
              ".page:target ~ #p-index { display: none; }\n@media print { .page { display: block; } }\n</style>\n");
}

static void put_head(struct site *site, const char *title, enum page_kind current) {
    put(site, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
              "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    put_short(site, title, TITLE_LIMIT);
    put(site, " - wspcheck</title>\n");
    put_sheet(site);
    put(site, "</head>\n<body>\n<a class=\"skip\" href=\"#content\">Skip to the content</a>\n");
    put(site, sprite);
    put(site,
        "<header class=\"top\"><div>\n<p class=\"brand\">wspcheck<span>Winsock 2 provider conformance</span></p>\n");
    put_navigation(site, current);
    put(site, "</div></header>\n");
}

static void put_foot(struct site *site) {
    put(site, "<footer><p>wspcheck ");
    put_text(site, site->results->tool_version);
    put(site, ", suite ");
    put_text(site, site->results->suite_version);
    put(site, ". Made from journal.jsonl of the run started ");
    put_time(site, site->results->started);
    put(site, ".</p></footer>\n</body>\n</html>\n");
}

enum status page_open(struct site *site, struct page page, const char *title, struct error *error) {
    if (site->single) {
        put(site, "<section class=\"page\" id=\"p-");
        append_name(site->text, site->results, page, '-');
        put(site, "\">\n");
        return STATUS_OK;
    }
    struct text file = {0};
    append_name(&file, site->results, page, '/');
    text_append(&file, ".html");
    site->root = page.kind < PAGE_SINGLE ? "" : "../";
    site->ids = 0;
    enum status status = folder_open(site->folder, file.string, &site->output, error);
    text_free(&file);
    if (status == STATUS_OK) {
        put_head(site, title, page.kind);
        put(site, "<main id=\"content\">\n");
    }
    return status;
}

enum status page_close(struct site *site, struct error *error) {
    if (site->single) {
        put(site, "</section>\n");
        output_pause(&site->output);
        return STATUS_OK;
    }
    put(site, "</main>\n");
    put_foot(site);
    return output_finish(&site->output, error);
}

enum status single_open(struct site *site, struct error *error) {
    site->root = "";
    enum status status = folder_open(site->folder, "report.html", &site->output, error);
    if (status == STATUS_OK) {
        put_head(site, "Conformance report", PAGE_OVERVIEW);
        put(site, "<main id=\"content\">\n");
    }
    return status;
}

enum status single_close(struct site *site, struct error *error) {
    put(site, "</main>\n");
    put_foot(site);
    return output_finish(&site->output, error);
}

void site_count_lists(struct site *site) {
    const struct results *results = site->results;
    for (size_t i = 0; i < results->provider_count * results->scenario_count; i++) {
        site->failures += site_is_failure(&results->outcomes[i]);
    }
    site->warnings = results->counts[VERDICT_WARN];
    site->not_applicable = results->counts[VERDICT_NOT_APPLICABLE] + results->counts[VERDICT_SKIPPED];
}

/* Whether a provider did worse: by its worst verdict, then by how often it has that. */
static bool did_worse(const struct provider *one, const struct provider *other) {
    for (size_t i = 0; i < VERDICT_PASS; i++) {
        if (one->counts[i] != other->counts[i]) {
            return one->counts[i] > other->counts[i];
        }
    }
    return false;
}

void site_order_providers(struct site *site) {
    const struct results *results = site->results;
    site->order = memory_zeroed(results->provider_count, sizeof *site->order);
    for (size_t i = 0; i < results->provider_count; i++) {
        size_t at = i;
        for (; at > 0 && did_worse(&results->providers[i], &results->providers[site->order[at - 1]]); at--) {
            site->order[at] = site->order[at - 1];
        }
        site->order[at] = i;
    }
}

bool site_has_scenario_page(const struct outcome *outcome) {
    return outcome->verdict != VERDICT_PASS || outcome->flaky || outcome->unexpected;
}

bool site_is_failure(const struct outcome *outcome) {
    if (outcome->verdict == VERDICT_NOTRUN) {
        return false;
    }
    return outcome->unexpected || !verdict_is_good(outcome->verdict);
}

void put_link(struct site *site, struct page page, const char *string) {
    bool there =
        page.kind != PAGE_SCENARIO || site_has_scenario_page(results_outcome(site->results, page.provider, page.item));
    if (there) {
        put(site, "<a");
        put_href(site, page);
        put(site, ">");
    }
    put_text(site, string);
    put(site, there ? "</a>" : "");
}

void put_requirement_link(struct site *site, const char *id) {
    size_t index = results_find_requirement(site->results, id);
    if (index == SIZE_MAX) {
        put_text(site, id);
    } else {
        put_link(site, (struct page){.kind = PAGE_REQUIREMENT, .item = index}, id);
    }
}

void put_scenario_link(struct site *site, size_t provider, size_t scenario) {
    put_link(site, (struct page){PAGE_SCENARIO, provider, scenario}, site->results->scenarios[scenario].id);
}
