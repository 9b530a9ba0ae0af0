/* What all pages are made of: verdicts, bars, filters, tables. */
#include <stdlib.h>
#include <string.h>

#include "document/wording.h"
#include "html/site.h"
#include "results/names.h"

static const char *const symbols[VERDICTS] = {"broken", "crash", "timeout", "fail", "open",
                                              "open",   "warn",  "pass",    "none", "none"};

/* "not-applicable" reads as "not applicable" where people look. */
static const char *words_of(enum verdict verdict) {
    switch (verdict) {
    case VERDICT_NOT_APPLICABLE:
        return "not applicable";
    case VERDICT_NOTRUN:
        return "not run";
    default:
        return verdict_names[verdict];
    }
}

static void put_badge(struct site *site, const char *class, const char *symbol, const char *words) {
    putf(site, "<span class=\"v v-%s\"><svg aria-hidden=\"true\"><use href=\"#y-%s\"/></svg>%s</span>", class, symbol,
         words);
}

void put_verdict(struct site *site, enum verdict verdict) {
    put_badge(site, verdict_names[verdict], symbols[verdict], words_of(verdict));
}

void put_verdict_link(struct site *site, enum verdict verdict, struct page page, const char *area) {
    struct text place = {0};
    text_append(&place, "#area-");
    names_append_id(&place, area);
    putf(site, "<a class=\"v v-%s\"", verdict_names[verdict]);
    put_href_to(site, page, place.string);
    putf(site, "><svg aria-hidden=\"true\"><use href=\"#y-%s\"/></svg>%s</a>", symbols[verdict], words_of(verdict));
    text_free(&place);
}

void put_area_id(struct site *site, const char *area) {
    if (!site->single) {
        put(site, " id=\"area-");
        names_append_id(site->text, area);
        put(site, "\"");
    }
}

void put_requirement_verdict(struct site *site, enum requirement_verdict verdict) {
    static const char *const symbol[REQUIREMENT_VERDICTS] = {"fail", "warn", "noted", "pass", "none", "open"};
    static const char *const words[REQUIREMENT_VERDICTS] = {"fail", "warn",           "noted",
                                                            "pass", "not applicable", "untested"};
    put_badge(site, requirement_verdict_names[verdict], symbol[verdict], words[verdict]);
}

void put_check_verdict(struct site *site, enum check_verdict verdict) {
    static const char *const symbol[CHECK_VERDICTS] = {"fail", "warn", "noted", "pass"};
    put_badge(site, check_verdict_names[verdict], symbol[verdict], check_verdict_names[verdict]);
}

void put_flag(struct site *site, bool good, const char *words) {
    put_badge(site, good ? "pass" : "fail", good ? "pass" : "fail", words);
}

void put_level(struct site *site, enum level level) {
    putf(site, "<span class=\"tag %s\">%s</span>", level_names[level], level_names[level]);
}

void put_outcome(struct site *site, const struct outcome *outcome) {
    put_verdict(site, outcome->verdict);
    if (outcome->expectation != NULL && !verdict_is_good(outcome->verdict) && !outcome->unexpected) {
        put(site, " <span class=\"tag\">expected</span>");
    } else if (outcome->expectation != NULL && outcome->unexpected) {
        put(site, " <span class=\"tag must\">not expected</span>");
    }
    if (outcome->flaky) {
        put(site, " <span class=\"tag must\">flaky</span>");
    }
}

void put_outcome_cell(struct site *site, const char *head, const struct outcome *outcome) {
    put(site, "<td>");
    if (outcome != NULL) {
        putf(site, "<span class=\"narrow\">%s </span>", head);
        put_outcome(site, outcome);
    }
    put(site, "</td>");
}

void put_duration(struct site *site, uint64_t microseconds) { wording_duration(site->text, microseconds); }

void put_time(struct site *site, const char *iso) {
    struct text time = {0};
    wording_time(&time, iso);
    put_text(site, time.string);
    text_free(&time);
}

/* The counts in words, for those who do not see the bar. */
static void put_bar_title(struct site *site, const size_t counts[VERDICTS]) {
    bool some = false;
    for (size_t i = 0; i < VERDICTS; i++) {
        if (counts[i] != 0) {
            putf(site, "%s%zu %s", some ? ", " : "", counts[i], words_of((enum verdict)i));
            some = true;
        }
    }
    put(site, some ? "" : "nothing");
}

void put_bar(struct site *site, const size_t counts[VERDICTS]) {
    size_t total = 0;
    double at = 0;
    for (size_t i = 0; i < VERDICTS; i++) {
        total += counts[i];
    }
    put(site, "<svg class=\"bar\" role=\"img\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" aria-label=\"");
    put_bar_title(site, counts);
    put(site, "\">");
    for (size_t i = 0; i < VERDICTS && total != 0; i++) {
        if (counts[i] != 0) {
            double width = 1000.0 * (double)counts[i] / (double)total;
            putf(site, "<rect class=\"f-%s\" x=\"%.1f\" width=\"%.1f\" height=\"10\"/>", verdict_names[i], at, width);
            at += width;
        }
    }
    put(site, "</svg>");
}

void put_counts(struct site *site, const size_t counts[VERDICTS]) {
    put(site, "<ul class=\"counts\">");
    for (size_t i = 0; i < VERDICTS; i++) {
        if (counts[i] != 0) {
            char *words = text_make("%zu %s", counts[i], words_of((enum verdict)i));
            put(site, "<li>");
            put_badge(site, verdict_names[i], symbols[i], words);
            put(site, "</li>");
            free(words);
        }
    }
    put(site, "</ul>\n");
}

void put_filter(struct site *site, const char *choices) {
    static const struct {
        char choice;
        const char *class;
        const char *words;
    } all[] = {{'a', "all", "everything"},
               {'p', "problems", "problems"},
               {'w', "warnings", "warnings"},
               {'n', "none", "not applicable"},
               {'u', "untested", "untested"}};
    unsigned long group = ++site->ids;
    put(site, "<fieldset class=\"filter no-print\"><legend>Show</legend>\n");
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (strchr(choices, all[i].choice) == NULL) {
            continue;
        }
        unsigned long id = ++site->ids;
        putf(site,
             "<input type=\"radio\" class=\"pick-%s\" name=\"f%lu\" id=\"f%lu\"%s><label for=\"f%lu\">%s</label>\n",
             all[i].class, group, id, all[i].choice == 'a' ? " checked" : "", id, all[i].words);
    }
    put(site, "</fieldset>\n");
}

void put_filtered_start(struct site *site, const char *title, const char *choices) {
    unsigned long id = ++site->ids;
    putf(site, "<section class=\"filtered\" aria-labelledby=\"h%lu\">\n<h2 id=\"h%lu\">%s</h2>\n", id, id, title);
    put_filter(site, choices);
}

const char *row_class(enum verdict verdict, bool unexpected) {
    if (unexpected || !verdict_is_good(verdict)) {
        return "row problem";
    }
    return verdict == VERDICT_WARN ? "row warning" : verdict == VERDICT_PASS ? "row" : "row none";
}

const char *requirement_row_class(enum requirement_verdict verdict) {
    static const char *const classes[REQUIREMENT_VERDICTS] = {"row problem", "row warning", "row",
                                                              "row",         "row none",    "row untested"};
    return classes[verdict];
}

void put_table_start(struct site *site, const char *classes, const char *caption) {
    unsigned long id = ++site->ids;
    putf(site,
         "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-labelledby=\"c%lu\"><table class=\"%s\">\n"
         "<caption id=\"c%lu\"><span>",
         id, classes, id);
    put_text(site, caption);
    put(site, "</span></caption>\n");
}

void put_table_end(struct site *site) { put(site, "</table></div>\n"); }
