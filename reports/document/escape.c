#include "document/escape.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "results/utf8.h"

/* Writes what a code point is replaced by and returns true; false has it copied. */
typedef bool (*replacer)(struct text *text, uint32_t code);

/* Code points that are not seen as themselves anywhere. */
static bool is_hidden(uint32_t code) {
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || utf8_is_invisible(code) || (code & 0xFFFE) == 0xFFFE ||
           (code >= 0xFDD0 && code <= 0xFDEF);
}

/* Characters that no format treats as its own, nearly all of every text. */
static bool is_ordinary(char character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           (character >= '0' && character <= '9') || character == ' ' || character == '.' || character == '/';
}

static void escape(struct text *text, const char *string, replacer replace) {
    size_t length = strlen(string);
    size_t copied = 0;
    size_t position = 0;
    while (position < length) {
        if (is_ordinary(string[position])) {
            position++;
            continue;
        }
        text_append_bytes(text, string + copied, position - copied);
        copied = position;
        uint32_t code = utf8_next(string, length, &position);
        if (code == UTF8_BAD) {
            utf8_append(text, 0xFFFD);
            copied = position;
        } else if (replace(text, code)) {
            copied = position;
        }
    }
    text_append_bytes(text, string + copied, length - copied);
}

/* The replacement of a code point from a table of pairs, such as "&&amp;". */
static bool from_table(struct text *text, uint32_t code, const char *const *table) {
    for (; *table != NULL; table++) {
        if (code == (unsigned char)(*table)[0]) {
            text_append(text, *table + 1);
            return true;
        }
    }
    return false;
}

static bool replace_json(struct text *text, uint32_t code) {
    static const char *const table[] = {"\"\\\"", "\\\\\\", "\n\\n", "\t\\t", "\r\\r", NULL};
    if (from_table(text, code, table)) {
        return true;
    }
    if (!is_hidden(code) || code > 0xFFFF) {
        return false;
    }
    text_format(text, "\\u%04x", (unsigned)code);
    return true;
}

static bool replace_html(struct text *text, uint32_t code) {
    static const char *const table[] = {"&&amp;", "<&lt;", ">&gt;", "\"&quot;", "'&#39;", NULL};
    if (from_table(text, code, table)) {
        return true;
    }
    if (!is_hidden(code) || code == '\n' || code == '\t') {
        return false;
    }
    text_format(text, "&lt;U+%04X&gt;", (unsigned)code);
    return true;
}

static bool replace_xml(struct text *text, uint32_t code) {
    static const char *const table[] = {"\n&#10;", "\t&#9;", "\r&#13;", NULL};
    return from_table(text, code, table) || replace_html(text, code);
}

static bool replace_line(struct text *text, uint32_t code) {
    if (code == '\n' || code == '\t' || code == '\r') {
        text_append_char(text, ' ');
        return true;
    }
    if (!is_hidden(code)) {
        return false;
    }
    text_format(text, "<U+%04X>", (unsigned)code);
    return true;
}

static bool replace_tap(struct text *text, uint32_t code) {
    static const char *const table[] = {"\\\\\\", "#\\#", NULL};
    return from_table(text, code, table) || replace_line(text, code);
}

static bool replace_github(struct text *text, uint32_t code) {
    static const char *const table[] = {"%%25", "\r%0D", "\n%0A", NULL};
    return from_table(text, code, table) || replace_line(text, code);
}

static bool replace_github_property(struct text *text, uint32_t code) {
    static const char *const table[] = {":%3A", ",%2C", NULL};
    return from_table(text, code, table) || replace_github(text, code);
}

static bool replace_markdown(struct text *text, uint32_t code) {
    static const char *const table[] = {"&&amp;", "<&lt;", ">&gt;", "\"&quot;", NULL};
    if (from_table(text, code, table)) {
        return true;
    }
    if (code > ' ' && code < 0x7F && ispunct((int)code) && strchr("-,;=+", (int)code) == NULL) {
        text_format(text, "&#%u;", (unsigned)code);
        return true;
    }
    if (code == '\n' || code == '\r' || code == '\t' || !is_hidden(code)) {
        return replace_line(text, code);
    }
    text_format(text, "&lt;U+%04X&gt;", (unsigned)code);
    return true;
}

void escape_json(struct text *text, const char *string) { escape(text, string, replace_json); }

void escape_html(struct text *text, const char *string) { escape(text, string, replace_html); }

void escape_xml(struct text *text, const char *string) { escape(text, string, replace_xml); }

void escape_tap(struct text *text, const char *string) { escape(text, string, replace_tap); }

void escape_github(struct text *text, const char *string) { escape(text, string, replace_github); }

void escape_github_property(struct text *text, const char *string) { escape(text, string, replace_github_property); }

void escape_markdown(struct text *text, const char *string) { escape(text, string, replace_markdown); }

void escape_console(struct text *text, const char *string) { escape(text, string, replace_line); }
