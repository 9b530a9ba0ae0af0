/* The page of a statement that people read: whose provider, which suite, what is met, what is not, what was waived. */
#ifndef WSPCHECK_REPORTS_STATEMENT_DOCUMENT_H
#define WSPCHECK_REPORTS_STATEMENT_DOCUMENT_H

#include "document/output.h"
#include "results/model.h"

enum status statement_page(const struct results *results, struct folder *folder, struct error *error);

#endif
