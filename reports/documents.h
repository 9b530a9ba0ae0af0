/*
 * All documents of a run into a struct folder, which may write them or compare them with what is there.
 */
#ifndef WSPCHECK_REPORTS_DOCUMENTS_H
#define WSPCHECK_REPORTS_DOCUMENTS_H

#include "document/output.h"
#include "reports.h"

enum status documents_write(const struct results *results, const struct report_options *options, struct folder *folder,
                            struct error *error);

#endif
