/*
 * The ladder diagram of one attempt: who called what, when the condition function was called, what was indicated and
 * what came back, in order of time, as SVG with presentation attributes. And the same as a table.
 */
#ifndef WSPCHECK_REPORTS_HTML_LADDER_H
#define WSPCHECK_REPORTS_HTML_LADDER_H

#include "html/site.h"
#include "results/log.h"

void put_ladder(struct site *site, const struct log *log);
void put_calls(struct site *site, const struct log *log);

#endif
