/*
 * Text under construction: a growable, always terminated run of bytes (UTF-8 by convention). A struct text starts as
 * {0}; the holder owns it and ends with text_free, or takes the string out with text_release. Not shared between
 * threads.
 */
#ifndef WSPCHECK_BASE_TEXT_H
#define WSPCHECK_BASE_TEXT_H

#include <stdarg.h>
#include <stddef.h>

#include "base/error.h"

struct text {
    char *string; /* NULL while nothing was added */
    size_t length;
    size_t capacity;
};

void text_append(struct text *text, const char *string);
void text_append_bytes(struct text *text, const char *bytes, size_t length);
void text_append_char(struct text *text, char character);
void text_format(struct text *text, const char *format, ...) PRINTF_LIKE(2, 3);
void text_format_list(struct text *text, const char *format, va_list arguments) PRINTF_LIKE(2, 0);

/* The string so far, never NULL; valid until the text changes. */
const char *text_string(const struct text *text);

/* Hands the string (never NULL, for free()) to the caller and returns the text to {0}. */
char *text_release(struct text *text);

void text_clear(struct text *text); /* keeps the storage */
void text_free(struct text *text);

/* A new string (for free()) from a format. */
char *text_make(const char *format, ...) PRINTF_LIKE(1, 2);

/* Whether a name matches a glob of '*' and '?', ignoring ASCII case. */
int text_matches(const char *glob, const char *name);

#endif
