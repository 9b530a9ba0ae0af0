/*
 * The statement: a folder that a vendor can hand over. It holds the journal, all reports, a statement to be read or
 * printed, and a manifest with the SHA-256 of every other file, in the form that sha256sum -c reads.
 *
 * Verifying it needs nothing but the folder: every hash is compared, every document is made again from the journal and
 * compared, and what the manifest does not know is named. What no verification can see is a journal that was exchanged
 * together with everything that follows from it; for that the manifest's own hash has to be published elsewhere.
 */
#ifndef WSPCHECK_REPORTS_STATEMENT_STATEMENT_H
#define WSPCHECK_REPORTS_STATEMENT_STATEMENT_H

#include "base/text.h"
#include "results/model.h"
#include "results/sha256.h"

/* Writes the statement of a run into a folder of its own; digest is that of the manifest. STATUS_USAGE for a folder
 * that is the run's own, STATUS_INCOMPLETE for a run that did not reach its end or is broken. */
enum status statement_write(const struct results *results, const char *out, char digest[SHA256_DIGITS + 1],
                            struct error *error);

/* Appends to findings a line for everything that is not as the statement says; none means that nothing was altered.
 * STATUS_USAGE when the folder is no statement, STATUS_FAILED when it cannot be read. */
enum status statement_verify(const char *folder, struct text *findings, char digest[SHA256_DIGITS + 1],
                             struct error *error);

#endif
