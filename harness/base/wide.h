/*
 * UTF-8 in wspcheck, UTF-16 at the Windows API: the two conversions. Results are owned by the caller, for free().
 * Unpaired surrogates and bad bytes become U+FFFD; a NULL argument gives NULL.
 */
#ifndef WSPCHECK_BASE_WIDE_H
#define WSPCHECK_BASE_WIDE_H

#include <stddef.h>
#include <wchar.h>

wchar_t *wide_from_utf8(const char *string);
char *wide_to_utf8(const wchar_t *string);
/* For arrays that need not be terminated: reads at most limit units. */
char *wide_to_utf8_limited(const wchar_t *string, size_t limit);

/* The system's words for a Windows error code, without the line end. */
char *wide_system_message(unsigned long code);

#endif
