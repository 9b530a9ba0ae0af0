/*
 * The published proof: which fault of a provider was caught by which scenario, as docs/proof.md beside the suites says
 * it. It goes into the journal's header, so that the page about the suite is made from the journal alone, wherever that
 * is read. Stateless; any thread.
 */
#ifndef WSPCHECK_RUN_PUBLISHED_H
#define WSPCHECK_RUN_PUBLISHED_H

#include <wchar.h>

struct cJSON;

/* Adds "proof" to a header; nothing where the suites are not the project's own and have no proof beside them. */
void published_add(struct cJSON *header, const wchar_t *suites);

/* The rows of a Markdown text's tables as an array of {fault, title, requirement, caught, by}; NULL without any. */
struct cJSON *published_rows(const char *markdown);

#endif
