#include "base/text.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static void reserve(struct text *text, size_t more) {
    size_t needed = text->length + more + 1;
    if (needed <= text->capacity) {
        return;
    }
    size_t capacity = text->capacity < 64 ? 64 : text->capacity;
    while (capacity < needed) {
        capacity *= 2;
    }
    text->string = memory_resize(text->string, capacity, 1);
    text->capacity = capacity;
}

void text_append_bytes(struct text *text, const char *bytes, size_t length) {
    reserve(text, length);
    if (length != 0) {
        memcpy(text->string + text->length, bytes, length);
    }
    text->length += length;
    text->string[text->length] = '\0';
}

void text_append(struct text *text, const char *string) { text_append_bytes(text, string, strlen(string)); }

void text_append_char(struct text *text, char character) { text_append_bytes(text, &character, 1); }

void text_format_list(struct text *text, const char *format, va_list arguments) {
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    if (length > 0) {
        reserve(text, (size_t)length);
        vsnprintf(text->string + text->length, (size_t)length + 1, format, again);
        text->length += (size_t)length;
    }
    va_end(again);
}

void text_format(struct text *text, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    text_format_list(text, format, arguments);
    va_end(arguments);
}

const char *text_string(const struct text *text) { return text->string == NULL ? "" : text->string; }

char *text_release(struct text *text) {
    reserve(text, 0);
    char *string = text->string;
    string[text->length] = '\0';
    *text = (struct text){0};
    return string;
}

void text_clear(struct text *text) {
    text->length = 0;
    if (text->string != NULL) {
        text->string[0] = '\0';
    }
}

void text_free(struct text *text) {
    free(text->string);
    *text = (struct text){0};
}

char *text_make(const char *format, ...) {
    struct text text = {0};
    va_list arguments;
    va_start(arguments, format);
    text_format_list(&text, format, arguments);
    va_end(arguments);
    return text_release(&text);
}

int text_matches(const char *glob, const char *name) {
    const char *star = NULL;
    const char *resume = NULL;
    while (*name != '\0') {
        if (*glob == '*') {
            star = glob++;
            resume = name;
        } else if (*glob == '?' || tolower((unsigned char)*glob) == tolower((unsigned char)*name)) {
            glob++;
            name++;
        } else if (star != NULL) {
            glob = star + 1;
            name = ++resume;
        } else {
            return 0;
        }
    }
    while (*glob == '*') {
        glob++;
    }
    return *glob == '\0';
}
