/*
 * The HTML report: a folder of pages with one style sheet, or a single file. No script, no <style> and no style
 * attribute in the folder form, nothing from elsewhere: it opens from a disk and under the strictest
 * Content-Security-Policy.
 */
#ifndef WSPCHECK_REPORTS_HTML_HTML_H
#define WSPCHECK_REPORTS_HTML_HTML_H

#include "document/output.h"
#include "reports.h"

enum status html_write(const struct results *results, const struct report_options *options, struct folder *folder,
                       struct error *error);

#endif
