/*
 * Documents made from results: each is a pure function of a run's journal (and, where asked for, of an earlier run's),
 * so that writing them twice gives the same bytes. Nothing here knows of Windows sockets or prints anything by itself.
 *
 * The functions read a struct results and may run on any thread; two must not write to the same folder at once.
 */
#ifndef WSPCHECK_REPORTS_REPORTS_H
#define WSPCHECK_REPORTS_REPORTS_H

#include <stdbool.h>

#include "base/text.h"
#include "results/model.h"

enum report_format {
    REPORT_JSON = 1,  /* results.json */
    REPORT_JUNIT = 2, /* junit.xml */
    REPORT_TAP = 4,   /* results.tap */
    REPORT_HTML = 8,  /* index.html and what it links */
    REPORT_ALL = 15
};

struct report_options {
    const char *out;                /* the folder to write to; NULL: the run's own */
    unsigned formats;               /* of enum report_format; 0 is REPORT_ALL */
    bool single_file;               /* the HTML as one file, report.html, instead of a folder */
    const struct results *baseline; /* an earlier run, for "what changed"; NULL: none */
    const char *history;            /* a folder of earlier runs' folders, for the trend; NULL: none */
    bool statement;                 /* the pages belong to a statement and link to it */
    const char *proof;              /* what "mutants --json" printed, in place of the journal's proof; NULL: that */
};

/* Writes all formats asked for. Every file is complete under a temporary name before the first is renamed, so a failure
 * half way leaves the old report as it was. Pages of an earlier report that are no longer wanted are removed. */
enum status reports_write(const struct results *results, const struct report_options *options, struct error *error);

/* The run to compare with: the one in a folder; or else the newest of a history that is older than the run at hand and
 * can be read. *baseline is NULL when there is none, and for results_free. */
enum status reports_find_baseline(struct results **baseline, const struct results *results, const char *folder,
                                  const char *history, struct error *error);

/* What changed, in short: how many of each kind, and a line for each of the first that are worse or better. */
void reports_changes(const struct results *results, const struct results *baseline, struct text *text);

/* "json", "junit", "tap", "html", "single-file": adds to the options; STATUS_USAGE for another word. */
enum status report_options_add_format(struct report_options *options, const char *name, struct error *error);

/* The JUnit document alone, to a file of any name. */
enum status reports_junit(const struct results *results, const char *path, struct error *error);

/* The summary that ends a run on the console: what failed, with requirement, expected, observed, file and line; what
 * expectations say; counts. */
struct summary_options {
    bool colours;
    bool verbose; /* warnings and notes in full too */
};
void reports_summary(const struct results *results, const struct summary_options *options, struct text *text);

/* Annotations for GitHub Actions, ten at most, worst first, one a line, for stdout. */
void reports_github_annotations(const struct results *results, struct text *text);
/* Markdown for the job's summary; under 1 MiB. baseline may be NULL. */
void reports_github_summary(const struct results *results, const struct results *baseline, struct text *text);
/* When GITHUB_ACTIONS is set: adds the annotations to console and appends the summary to $GITHUB_STEP_SUMMARY. Does
 * nothing elsewhere. */
enum status reports_github(const struct results *results, const struct results *baseline, struct text *console,
                           struct error *error);

#endif
