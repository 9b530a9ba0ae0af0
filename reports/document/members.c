#include "document/members.h"

#include <inttypes.h>
#include <string.h>

#include "document/escape.h"

void members_separate(struct text *text) {
    if (text->length != 0 && strchr("{[ \n", text->string[text->length - 1]) == NULL) {
        text_append(text, ", ");
    }
}

void members_key(struct text *text, const char *key) {
    members_separate(text);
    members_quoted(text, key);
    text_append(text, ": ");
}

void members_quoted(struct text *text, const char *value) {
    text_append_char(text, '"');
    escape_json(text, value);
    text_append_char(text, '"');
}

void members_string(struct text *text, const char *key, const char *value) {
    members_key(text, key);
    members_quoted(text, value);
}

void members_number(struct text *text, const char *key, uint64_t value) {
    members_key(text, key);
    text_format(text, "%" PRIu64, value);
}

void members_signed(struct text *text, const char *key, int64_t value) {
    members_key(text, key);
    text_format(text, "%" PRId64, value);
}

void members_bool(struct text *text, const char *key, bool value) { members_raw(text, key, value ? "true" : "false"); }

void members_raw(struct text *text, const char *key, const char *json) {
    members_key(text, key);
    text_append(text, json);
}

void members_strings(struct text *text, const char *key, const char *const *values, size_t count) {
    members_key(text, key);
    text_append_char(text, '[');
    for (size_t i = 0; i < count; i++) {
        members_separate(text);
        members_quoted(text, values[i]);
    }
    text_append_char(text, ']');
}
