#include "base/error.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/text.h"

enum status error_set(struct error *error, enum status status, const char *format, ...) {
    if (error == NULL) {
        return status;
    }
    struct text text = {0};
    va_list arguments;
    va_start(arguments, format);
    text_format_list(&text, format, arguments);
    va_end(arguments);
    free(error->message);
    error->status = status;
    error->message = text_release(&text);
    return status;
}

enum status error_prefix(struct error *error, const char *format, ...) {
    if (error == NULL || error->message == NULL) {
        return error == NULL ? STATUS_FAILED : error->status;
    }
    struct text text = {0};
    va_list arguments;
    va_start(arguments, format);
    text_format_list(&text, format, arguments);
    va_end(arguments);
    text_append(&text, ": ");
    text_append(&text, error->message);
    free(error->message);
    error->message = text_release(&text);
    return error->status;
}

void error_clear(struct error *error) {
    free(error->message);
    *error = (struct error){0};
}
