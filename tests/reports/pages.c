/* The pages as files: nothing that a strict policy forbids, every link leads somewhere, nothing half written. */
#include <stdlib.h>
#include <string.h>

#include "reports.h"
#include "results/files.h"
#include "runs.h"
#include "scratch.h"
#include "unit.h"

static const struct synthetic_plan plans[] = {
    {.providers = 2, .scenarios = 14, .trouble = 40, .rounds = 2},
    {.providers = 2, .scenarios = 12, .trouble = 80, .hostile = true},
    {.providers = 1, .scenarios = 0},
    {.providers = 0, .scenarios = 0},
};

static char *write_report(const char *name, const struct synthetic_plan *plan, struct report_options options) {
    struct results *results = runs_load("pages", plan);
    struct error error = {0};
    char *out = scratch_folder(name);
    options.out = out;
    if (reports_write(results, &options, &error) != STATUS_OK) {
        CU_FAIL_FATAL(error.message);
    }
    results_free(results);
    return out;
}

/* Calls look for each page of a report, with its path from the report's folder. */
static size_t for_each_page(const char *root, const char *below,
                            void (*look)(const char *root, const char *name, const char *html)) {
    struct file_names names = {0};
    char *folder = below[0] == '\0' ? text_make("%s", root) : files_join(root, below);
    size_t count = 0;
    CU_ASSERT_EQUAL(files_list(folder, &names, NULL), STATUS_OK);
    for (size_t i = 0; i < names.count; i++) {
        char *name = below[0] == '\0' ? text_make("%s", names.names[i]) : text_make("%s/%s", below, names.names[i]);
        char *path = files_join(root, name);
        if (files_is_folder(path)) {
            count += for_each_page(root, name, look);
        } else if (text_matches("*.html", name)) {
            struct text html = runs_read(root, name);
            look(root, name, text_string(&html));
            text_free(&html);
            count++;
        }
        free(path);
        free(name);
    }
    file_names_free(&names);
    free(folder);
    return count;
}

static void look_for_what_policies_forbid(const char *root, const char *name, const char *html) {
    static const char *const forbidden[] = {
        "<script", "<style",  " style=", "javascript:", "http://",  "data:",    "<iframe", "<object", "<embed",
        "<form",   "onclick", "onload",  "@import",     "target=_", "download", "<img",    "\x1B",    "\xE2\x80\xAE"};
    (void)root;
    for (size_t i = 0; i < sizeof forbidden / sizeof forbidden[0]; i++) {
        if (strstr(html, forbidden[i]) != NULL) {
            char *words = text_make("%s has %s", name, forbidden[i]);
            CU_FAIL(words);
            free(words);
        }
    }
    CU_ASSERT_PTR_NOT_NULL(strstr(html, "<html lang=\"en\">"));
    CU_ASSERT_PTR_NOT_NULL(strstr(html, "</html>\n"));
}

static void no_page_has_what_policies_forbid(void) {
    for (size_t i = 0; i < sizeof plans / sizeof plans[0]; i++) {
        char *folder = write_report("pages-out", &plans[i], (struct report_options){.formats = REPORT_HTML});
        CU_ASSERT_TRUE(for_each_page(folder, "", look_for_what_policies_forbid) >= 6);
        free(folder);
    }
}

/* The file that a link names, seen from the page that has it. */
static char *link_target(const char *root, const char *name, const char *link) {
    bool below = strchr(name, '/') != NULL;
    bool up = strncmp(link, "../", 3) == 0;
    if (up) {
        return files_join(root, link + 3);
    }
    if (!below) {
        return files_join(root, link);
    }
    return text_make("%s/%.*s/%s", root, (int)strcspn(name, "/"), name, link);
}

static void expect_id(const char *html, const char *id, const char *where) {
    char *attribute = text_make(" id=\"%s\"", id);
    if (strstr(html, attribute) == NULL) {
        char *words = text_make("%s has no%s", where, attribute);
        CU_FAIL(words);
        free(words);
    }
    free(attribute);
}

static void follow_links(const char *root, const char *name, const char *html) {
    for (const char *at = strstr(html, "href=\""); at != NULL; at = strstr(at, "href=\"")) {
        at += strlen("href=\"");
        char *link = text_make("%.*s", (int)strcspn(at, "\""), at);
        char *fragment = strchr(link, '#');
        if (fragment != NULL) {
            *fragment++ = '\0';
        }
        char *target = link[0] == '\0' ? files_join(root, name) : link_target(root, name, link);
        CU_ASSERT_TRUE(files_exists(target));
        if (fragment != NULL) {
            struct text other = {0};
            CU_ASSERT_EQUAL(files_read(target, &other, NULL), STATUS_OK);
            expect_id(text_string(&other), fragment, target);
            text_free(&other);
        }
        free(target);
        free(link);
    }
}

static void every_link_leads_somewhere(void) {
    for (size_t i = 0; i < sizeof plans / sizeof plans[0]; i++) {
        char *folder = write_report("pages-out", &plans[i], (struct report_options){.formats = REPORT_HTML});
        for_each_page(folder, "", follow_links);
        free(folder);
    }
}

static void expect_unique_ids(const char *root, const char *name, const char *html) {
    struct text seen = {0};
    (void)root;
    (void)name;
    for (const char *at = strstr(html, " id=\""); at != NULL; at = strstr(at + 1, " id=\"")) {
        char *id = text_make("|%.*s|", (int)strcspn(at + 5, "\""), at + 5);
        CU_ASSERT_PTR_NULL(strstr(text_string(&seen), id));
        text_append(&seen, id);
        free(id);
    }
    text_free(&seen);
}

static void ids_are_unique_on_every_page(void) {
    for (size_t i = 0; i < sizeof plans / sizeof plans[0]; i++) {
        char *folder = write_report("pages-out", &plans[i], (struct report_options){.formats = REPORT_HTML});
        for_each_page(folder, "", expect_unique_ids);
        free(folder);
    }
}

static void the_single_file_stands_alone(void) {
    char *folder =
        write_report("pages-single", &plans[0], (struct report_options){.formats = REPORT_HTML, .single_file = true});
    struct text html = runs_read(folder, "report.html");
    struct file_names names = {0};
    CU_ASSERT_EQUAL(files_list(folder, &names, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(names.count, 1);
    CU_ASSERT_PTR_NULL(strstr(text_string(&html), "<script"));
    CU_ASSERT_PTR_NULL(strstr(text_string(&html), "<link"));
    CU_ASSERT_PTR_NULL(strstr(text_string(&html), ".html\""));
    for_each_page(folder, "", follow_links);
    for_each_page(folder, "", expect_unique_ids);
    file_names_free(&names);
    text_free(&html);
    free(folder);
}

static const char *other_folder; /* what look_for_same compares with */

static void look_for_same(const char *root, const char *name, const char *html) {
    struct text other = runs_read(other_folder, name);
    (void)root;
    CU_ASSERT_STRING_EQUAL(text_string(&other), html);
    text_free(&other);
}

static void the_same_journal_gives_the_same_bytes(void) {
    char *first = write_report("pages-first", &plans[0], (struct report_options){0});
    char *second = write_report("pages-second", &plans[0], (struct report_options){0});
    static const char *const others[] = {"results.json", "junit.xml", "results.tap", "report.css"};
    other_folder = first;
    CU_ASSERT_TRUE(for_each_page(second, "", look_for_same) > 20);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        struct text one = runs_read(first, others[i]);
        struct text other = runs_read(second, others[i]);
        CU_ASSERT_TRUE(one.length > 0);
        CU_ASSERT_STRING_EQUAL(text_string(&one), text_string(&other));
        text_free(&one);
        text_free(&other);
    }
    free(first);
    free(second);
}

static void the_page_about_the_suite_has_the_journal_s_proof(void) {
    struct text journal = {0};
    struct error error = {0};
    scratch_header(&journal, 1,
                   "\"proof\":[{\"fault\":\"breaks-one\",\"title\":\"Does <it> wrong.\",\"requirement\":\"REQ-01\","
                   "\"caught\":true,\"by\":[\"s.one\",\"s.two\"]},{\"fault\":\"hides\",\"requirement\":\"REQ-02\","
                   "\"caught\":false,\"by\":[]},7],");
    struct results *results = scratch_load("proved", &journal, &error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(results);
    char *out = scratch_folder("pages-out");
    struct report_options options = {.out = out, .formats = REPORT_HTML};
    CU_ASSERT_EQUAL(reports_write(results, &options, &error), STATUS_OK);
    struct text suite = runs_read(out, "suite.html");
    struct text requirement = runs_read(out, "requirement/req-01.html");
    CU_ASSERT_PTR_NOT_NULL(strstr(suite.string, "1 of 2 faults were caught"));
    CU_ASSERT_PTR_NOT_NULL(strstr(suite.string, "Does &lt;it&gt; wrong."));
    CU_ASSERT_PTR_NOT_NULL(strstr(suite.string, "s.one, s.two"));
    CU_ASSERT_PTR_NOT_NULL(strstr(suite.string, "escaped"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text_string(&requirement), "breaks it and was caught by s.one, s.two"));
    text_free(&requirement);
    text_free(&suite);
    text_free(&journal);
    results_free(results);
    free(out);
}

/* Two providers, of which the second fails s.one twice over, and neither is asked for s.three; nothing verifies REQ-02.
 * The header's own list of providers becomes a key that nobody knows. */
static char *write_two(void) {
    static const char two[] = "'providers':[{'index':0,'name':'Good'},{'index':1,'name':'Bad'}],'providers_of_one':[";
    struct text journal = {0};
    struct error error = {0};
    scratch_header(&journal, 1, "");
    struct text header = {0};
    char *at = strstr(journal.string, "\"providers\":[");
    text_append_bytes(&header, journal.string, (size_t)(at - journal.string));
    for (const char *from = two; *from != '\0'; from++) {
        text_append_char(&header, *from == '\'' ? '"' : *from);
    }
    text_append(&header, at + strlen("\"providers\":["));
    strstr(header.string, "REQ-02\"]")[strlen("REQ-0")] = '1';
    for (int provider = 0; provider < 2; provider++) {
        const char *verdict = provider == 0 ? "pass" : "fail";
        scratch_line(&header, "{'record':'start','provider':%d,'scenario':'s.one','round':1,'worker':%d}", provider,
                     provider + 1);
        for (int i = 0; i < 2; i++) {
            scratch_line(&header,
                         "{'record':'check','provider':%d,'scenario':'s.one','round':1,'requirement':'REQ-01',"
                         "'verdict':'%s','expected':'e%d','observed':'o%d'}",
                         provider, verdict, i, i);
        }
        scratch_line(&header,
                     "{'record':'result','provider':%d,'scenario':'s.one','round':1,'worker':%d,'verdict':'%s'}",
                     provider, provider + 1, verdict);
        scratch_line(&header,
                     "{'record':'result','provider':%d,'scenario':'s.three','round':1,'worker':%d,"
                     "'verdict':'not-applicable','reason':'no flag'}",
                     provider, provider + 1);
        scratch_line(&header, "{'record':'end','worker':%d,'results':2}", provider + 1);
    }
    struct results *results = scratch_load("two", &header, &error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(results);
    char *out = scratch_folder("pages-out");
    struct report_options options = {.out = out, .formats = REPORT_HTML};
    CU_ASSERT_EQUAL(reports_write(results, &options, &error), STATUS_OK);
    results_free(results);
    text_free(&header);
    text_free(&journal);
    return out;
}

static size_t count_parts(const char *text, const char *part) {
    size_t count = 0;
    for (const char *at = strstr(text, part); at != NULL; at = strstr(at + 1, part)) {
        count++;
    }
    return count;
}

static void the_worst_provider_stands_on_the_left(void) {
    char *out = write_two();
    struct text page = runs_read(out, "index.html");
    const char *matrix = strstr(text_string(&page), "table class=\"matrix\"");
    CU_ASSERT_PTR_NOT_NULL_FATAL(matrix);
    const char *bad = strstr(matrix, ">Bad<");
    const char *good = strstr(matrix, ">Good<");
    CU_ASSERT_TRUE(bad != NULL && good != NULL && bad < good);
    CU_ASSERT_PTR_NOT_NULL(strstr(page.string, "verifying 1 requirement."));
    text_free(&page);
    free(out);
}

static void the_same_story_on_many_providers_is_one_row(void) {
    char *out = write_two();
    struct text page = runs_read(out, "not-applicable.html");
    CU_ASSERT_EQUAL(count_parts(text_string(&page), ">s.three</th>"), 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(page.string, "scenario/good--s.three.html"));
    CU_ASSERT_PTR_NOT_NULL(strstr(page.string, "scenario/bad--s.three.html"));
    text_free(&page);
    free(out);
}

static void checks_of_a_requirement_stand_below_its_statement(void) {
    char *out = write_two();
    struct text page = runs_read(out, "scenario/bad--s.one.html");
    CU_ASSERT_EQUAL(count_parts(text_string(&page), "class=\"card check\""), 1);
    CU_ASSERT_EQUAL(count_parts(text_string(&page), ">It holds.<"), 1);
    CU_ASSERT_EQUAL(count_parts(text_string(&page), "class=\"sides\""), 2);
    CU_ASSERT_PTR_NOT_NULL(strstr(page.string, ">o1<"));
    text_free(&page);
    free(out);
}

static void pages_of_an_earlier_report_go(void) {
    struct results *much = runs_load("pages", &plans[0]);
    char *out = scratch_folder("pages-out");
    char *mine = files_join(out, "requirement/notes.txt");
    char *stale = files_join(out, "requirement/old.html");
    struct report_options options = {.out = out};
    CU_ASSERT_EQUAL(reports_write(much, &options, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(files_write(mine, "x", 1, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(files_write(stale, "x", 1, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(reports_write(much, &options, NULL), STATUS_OK);
    CU_ASSERT_TRUE(files_exists(mine));
    CU_ASSERT_FALSE(files_exists(stale));
    results_free(much);
    free(stale);
    free(mine);
    free(out);
}

/* A folder where a page should go cannot be replaced by it: the report fails half way, before anything was renamed. */
static void a_report_that_fails_leaves_the_old_one(void) {
    struct results *results = runs_load("pages", &plans[0]);
    char *out = scratch_folder("pages-out");
    char *old = files_join(out, "results.json");
    char *blocked = files_join(out, "suite.html.new");
    struct report_options options = {.out = out};
    struct error error = {0};
    CU_ASSERT_EQUAL(files_write(old, "old", 3, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(files_make_folder(blocked, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(reports_write(results, &options, &error), STATUS_FAILED);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "suite.html"));
    struct text text = runs_read(out, "results.json");
    CU_ASSERT_STRING_EQUAL(text_string(&text), "old");
    struct file_names names = {0};
    CU_ASSERT_EQUAL(files_list(out, &names, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(names.count, 2);
    file_names_free(&names);
    text_free(&text);
    error_clear(&error);
    results_free(results);
    free(blocked);
    free(old);
    free(out);
}

static void formats_can_be_chosen(void) {
    struct report_options options = {0};
    struct error error = {0};
    CU_ASSERT_EQUAL(report_options_add_format(&options, "tap", NULL), STATUS_OK);
    CU_ASSERT_EQUAL(report_options_add_format(&options, "json", NULL), STATUS_OK);
    CU_ASSERT_EQUAL(options.formats, REPORT_TAP | REPORT_JSON);
    CU_ASSERT_EQUAL(report_options_add_format(&options, "pdf", &error), STATUS_USAGE);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "\"pdf\""));
    char *folder = write_report("pages-out", &plans[0], options);
    struct file_names names = {0};
    CU_ASSERT_EQUAL(files_list(folder, &names, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(names.count, 2);
    file_names_free(&names);
    error_clear(&error);
    free(folder);
}

static const struct unit_case cases[] = {
    {"no page has what policies forbid", no_page_has_what_policies_forbid},
    {"every link leads somewhere", every_link_leads_somewhere},
    {"ids are unique on every page", ids_are_unique_on_every_page},
    {"the single file stands alone", the_single_file_stands_alone},
    {"the same journal gives the same bytes", the_same_journal_gives_the_same_bytes},
    {"the page about the suite has the journal's proof", the_page_about_the_suite_has_the_journal_s_proof},
    {"the worst provider stands on the left", the_worst_provider_stands_on_the_left},
    {"the same story on many providers is one row", the_same_story_on_many_providers_is_one_row},
    {"checks of a requirement stand below its statement", checks_of_a_requirement_stand_below_its_statement},
    {"pages of an earlier report go, other files stay", pages_of_an_earlier_report_go},
    {"a report that fails leaves the old one", a_report_that_fails_leaves_the_old_one},
    {"formats can be chosen", formats_can_be_chosen},
};

UNIT_MAIN("reports: pages", cases)
