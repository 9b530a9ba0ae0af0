/*
 * Members of a JSON object, written one after the other: each puts ", " before itself, unless it is the first behind a
 * bracket or the writer has just put a blank or a line end there.
 */
#ifndef WSPCHECK_REPORTS_DOCUMENT_MEMBERS_H
#define WSPCHECK_REPORTS_DOCUMENT_MEMBERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

void members_separate(struct text *text);
void members_key(struct text *text, const char *key);
void members_quoted(struct text *text, const char *value);
void members_string(struct text *text, const char *key, const char *value);
void members_number(struct text *text, const char *key, uint64_t value);
void members_signed(struct text *text, const char *key, int64_t value);
void members_bool(struct text *text, const char *key, bool value);
/* A value that is JSON already. */
void members_raw(struct text *text, const char *key, const char *json);
void members_strings(struct text *text, const char *key, const char *const *values, size_t count);

#endif
