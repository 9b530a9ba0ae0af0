/* The trend over the last nights as a chart, with the same numbers as a table. */
#ifndef WSPCHECK_REPORTS_HTML_CHART_H
#define WSPCHECK_REPORTS_HTML_CHART_H

#include "html/site.h"

/* Nothing where there is no history. */
void put_trend(struct site *site);

#endif
