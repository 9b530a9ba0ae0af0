/*
 * An error: a status and a finished sentence that its holder owns.
 *
 * Functions that can fail return the status and fill the caller's struct error; the sentence says what was expected,
 * what was found and what to do. A struct error starts as {0}, may be reused, and is released with error_clear. Nothing
 * here is shared between threads: each thread fills errors of its own.
 */
#ifndef WSPCHECK_BASE_ERROR_H
#define WSPCHECK_BASE_ERROR_H

enum status {
    STATUS_OK = 0,     /* nothing wrong; the struct error is untouched */
    STATUS_FAILED,     /* the thing asked for cannot be had; the message says why */
    STATUS_USAGE,      /* the command line or an input file is at fault */
    STATUS_NOTHING,    /* nothing matched the selection */
    STATUS_INCOMPLETE, /* work was cut short and can be resumed */
    STATUS_BROKEN      /* the harness itself is at fault */
};

struct error {
    enum status status;
    char *message; /* owned; NULL while status is STATUS_OK */
};

#if defined(__MINGW32__)
#define PRINTF_LIKE(format_index, first) __attribute__((format(gnu_printf, format_index, first)))
#elif defined(__GNUC__)
#define PRINTF_LIKE(format_index, first) __attribute__((format(printf, format_index, first)))
#else
#define PRINTF_LIKE(format_index, first)
#endif

/* Replaces what *error held by this status and sentence, and returns the status, so that "return error_set(...)" reads
 * as the failure it is. error may be NULL when the caller does not want the words. */
enum status error_set(struct error *error, enum status status, const char *format, ...) PRINTF_LIKE(3, 4);

/* Puts words and ": " in front of the message, to say in what larger undertaking it happened. Returns error->status. */
enum status error_prefix(struct error *error, const char *format, ...) PRINTF_LIKE(2, 3);

/* Releases the message and returns to {0}. */
void error_clear(struct error *error);

#endif
