/*
 * UTF-8 as it comes from outside: possibly not UTF-8 at all.
 */
#ifndef WSPCHECK_RESULTS_UTF8_H
#define WSPCHECK_RESULTS_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

#define UTF8_BAD 0xFFFFFFFFu

/* Decodes the code point at bytes[*position] (which lies before length) and steps behind it. For what is no UTF-8
 * (overlong forms, surrogates and numbers above 0x10FFFF included) it steps one byte and returns UTF8_BAD. */
uint32_t utf8_next(const char *bytes, size_t length, size_t *position);

bool utf8_is_valid(const char *bytes, size_t length);

/* Appends a code point in UTF-8. */
void utf8_append(struct text *text, uint32_t code);

/* Appends the bytes with every bad one, and every NUL, as U+FFFD. */
void utf8_append_clean(struct text *text, const char *bytes, size_t length);

/* Whether a code point changes how others are shown without being seen itself: the bidirectional marks, embeddings,
 * overrides and isolates, zero-width characters, and the byte order mark. */
bool utf8_is_invisible(uint32_t code);

#endif
