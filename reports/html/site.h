/*
 * The HTML report as one thing: its pages, how they link to each other, and the parts that all of them use.
 *
 * In the folder form every page is a file; in the single-file form a section that is shown when it is the target. Page
 * writers do not care: they open a page, write, close it, and name others by kind. A struct site belongs to one thread.
 */
#ifndef WSPCHECK_REPORTS_HTML_SITE_H
#define WSPCHECK_REPORTS_HTML_SITE_H

#include "compare/changes.h"
#include "compare/trend.h"
#include "document/output.h"
#include "html/proof.h"
#include "reports.h"

enum page_kind {
    PAGE_OVERVIEW,
    PAGE_FAILURES,
    PAGE_WARNINGS,
    PAGE_NOT_APPLICABLE,
    PAGE_CHANGES,
    PAGE_REQUIREMENTS,
    PAGE_SUITE,
    PAGE_STATEMENT, /* of a statement's folder only */
    PAGE_SINGLE,    /* pages up to here are one each; the others are one for each of something */
    PAGE_PROVIDER = PAGE_SINGLE,
    PAGE_SCENARIO,
    PAGE_REQUIREMENT
};

/* Which page: provider and item are indices where the kind needs them. */
struct page {
    enum page_kind kind;
    size_t provider;
    size_t item; /* of a scenario or a requirement */
};

struct site {
    const struct results *results;
    const struct changes *changes; /* NULL without a baseline */
    const struct trend *trend;     /* NULL without a history */
    const struct proof *proof;     /* NULL without a proof */
    struct folder *folder;
    bool single;
    bool statement;       /* there is a page PAGE_STATEMENT */
    struct output output; /* of the page being written */
    struct text *text;    /* its text */
    const char *root;     /* from the page being written to the first: "" or "../" */
    unsigned long ids;    /* given out so far, so that they are unique in a single file too */
    size_t *order;        /* the providers, those with the worst verdicts first: what wide tables show on the left */
    size_t failures;      /* how many outcomes the lists have */
    size_t warnings;
    size_t not_applicable;
};

/* One file or section. page_open after a failed one does nothing but return the failure. */
enum status page_open(struct site *site, struct page page, const char *title, struct error *error);
enum status page_close(struct site *site, struct error *error);

/* The whole document around the pages of the single-file form. */
enum status single_open(struct site *site, struct error *error);
enum status single_close(struct site *site, struct error *error);

/* Whether an outcome has a page of its own: all but plain passes. */
bool site_has_scenario_page(const struct outcome *outcome);
/* Whether an outcome is on the list of failures: bad, or unexpected. What never ran is only counted. */
bool site_is_failure(const struct outcome *outcome);

/* Fills the counts that the navigation shows. */
void site_count_lists(struct site *site);
/* Fills order, for free(). */
void site_order_providers(struct site *site);

/* The rest appends to site->text. */
void put(struct site *site, const char *html);
void putf(struct site *site, const char *format, ...) PRINTF_LIKE(2, 3);
void put_text(struct site *site, const char *string); /* escaped */
void put_short(struct site *site, const char *string,
               size_t limit);                       /* escaped, at most limit characters and an ellipsis */
void put_href(struct site *site, struct page page); /* ' href="..."' */
/* The same with a place on that page, which a single file leaves out. */
void put_href_to(struct site *site, struct page page, const char *place);
/* <a href="...">text</a>; text only where there is no such page. */
void put_link(struct site *site, struct page page, const char *string);
void put_requirement_link(struct site *site, const char *id);
void put_scenario_link(struct site *site, size_t provider, size_t scenario);

/* The verdict as word, symbol and colour. */
void put_verdict(struct site *site, enum verdict verdict);
/* The same as a link to an area's place on a page. */
void put_verdict_link(struct site *site, enum verdict verdict, struct page page, const char *area);
/* ' id="area-..."', what put_verdict_link goes to; nothing in a single file, where a target is a page. */
void put_area_id(struct site *site, const char *area);
void put_requirement_verdict(struct site *site, enum requirement_verdict verdict);
void put_check_verdict(struct site *site, enum check_verdict verdict);
/* The same look for a yes or no of other words. */
void put_flag(struct site *site, bool good, const char *words);
void put_level(struct site *site, enum level level);
/* A cell with an outcome, which may be NULL. On a narrow screen, where tables have no heads, its head's word goes
 * before it. */
void put_outcome_cell(struct site *site, const char *head, const struct outcome *outcome);
/* The verdict, "expected" or "not expected" and "flaky" where that is so. */
void put_outcome(struct site *site, const struct outcome *outcome);
void put_duration(struct site *site, uint64_t microseconds);
void put_time(struct site *site, const char *iso);

/* A bar of verdict counts, and the same as a list of words. */
void put_bar(struct site *site, const size_t counts[VERDICTS]);
void put_counts(struct site *site, const size_t counts[VERDICTS]);

/* Radio buttons that show all rows of the section around them, or only some: "row problem", "row warning", "row none",
 * "row untested". choices is a string of a, p, w, n, u. */
void put_filter(struct site *site, const char *choices);
/* The class attribute of a row for the filter. */
const char *row_class(enum verdict verdict, bool unexpected);
const char *requirement_row_class(enum requirement_verdict verdict);

/* <section class="filtered"> with a heading and filters, for put("</section>"). */
void put_filtered_start(struct site *site, const char *title, const char *choices);

/* <div class="scroll"><table class="..."><caption>; a region that scrolls is reachable by keyboard. */
void put_table_start(struct site *site, const char *classes, const char *caption);
void put_table_end(struct site *site);

/* The pages. */
enum status write_overview(struct site *site, struct error *error);
enum status write_lists(struct site *site, struct error *error);
enum status write_changes(struct site *site, struct error *error);
enum status write_providers(struct site *site, struct error *error);
enum status write_scenarios(struct site *site, struct error *error);
enum status write_requirements(struct site *site, struct error *error);
enum status write_suite(struct site *site, struct error *error);

#endif
