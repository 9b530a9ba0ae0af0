#include "results/record.h"

#include <string.h>

struct cursor {
    const char *at;
    const char *end;
};

static void skip_blanks(struct cursor *cursor) {
    while (cursor->at < cursor->end && (*cursor->at == ' ' || *cursor->at == '\t' || *cursor->at == '\r')) {
        cursor->at++;
    }
}

static bool take(struct cursor *cursor, char wanted) {
    skip_blanks(cursor);
    if (cursor->at == cursor->end || *cursor->at != wanted) {
        return false;
    }
    cursor->at++;
    return true;
}

/* Steps behind a string's closing quote; the cursor is on its opening one. */
static bool skip_string(struct cursor *cursor) {
    bool escaped = true; /* as if, so that the opening quote ends nothing */
    while (cursor->at < cursor->end) {
        char character = *cursor->at++;
        if (character == '"' && !escaped) {
            return true;
        }
        escaped = character == '\\' && !escaped;
    }
    return false;
}

/* Steps behind an array or object by counting brackets outside strings. */
static bool skip_nested(struct cursor *cursor) {
    size_t depth = 0;
    while (cursor->at < cursor->end) {
        char character = *cursor->at;
        if (character == '"') {
            if (!skip_string(cursor)) {
                return false;
            }
            continue;
        }
        cursor->at++;
        if (character == '{' || character == '[') {
            depth++;
        } else if (character == '}' || character == ']') {
            if (--depth == 0) {
                return true;
            }
        }
    }
    return false;
}

static bool skip_value(struct cursor *cursor) {
    skip_blanks(cursor);
    if (cursor->at == cursor->end) {
        return false;
    }
    if (*cursor->at == '"') {
        return skip_string(cursor);
    }
    if (*cursor->at == '{' || *cursor->at == '[') {
        return skip_nested(cursor);
    }
    const char *start = cursor->at;
    while (cursor->at < cursor->end && strchr(",}] \t\r", *cursor->at) == NULL) {
        cursor->at++;
    }
    return cursor->at > start;
}

static bool read_member(struct record *record, struct cursor *cursor) {
    struct record_member member;
    skip_blanks(cursor);
    member.key = cursor->at + 1;
    if (cursor->at == cursor->end || *cursor->at != '"' || !skip_string(cursor)) {
        return false;
    }
    member.key_length = (size_t)(cursor->at - member.key) - 1;
    if (!take(cursor, ':')) {
        return false;
    }
    skip_blanks(cursor);
    member.value = cursor->at;
    if (!skip_value(cursor)) {
        return false;
    }
    member.value_length = (size_t)(cursor->at - member.value);
    if (record->count < RECORD_MEMBERS) {
        record->members[record->count++] = member;
    }
    return true;
}

bool record_read(struct record *record, const char *line, size_t length) {
    struct cursor cursor = {line, line + length};
    record->count = 0;
    if (memchr(line, '\0', length) != NULL || !take(&cursor, '{')) {
        return false;
    }
    if (!take(&cursor, '}')) {
        do {
            if (!read_member(record, &cursor)) {
                return false;
            }
        } while (take(&cursor, ','));
        if (!take(&cursor, '}')) {
            return false;
        }
    }
    skip_blanks(&cursor);
    return cursor.at == cursor.end;
}

static const struct record_member *find(const struct record *record, const char *key) {
    size_t length = strlen(key);
    for (size_t i = 0; i < record->count; i++) {
        if (record->members[i].key_length == length && memcmp(record->members[i].key, key, length) == 0) {
            return &record->members[i];
        }
    }
    return NULL;
}

const char *record_string(const struct record *record, const char *key, size_t *length) {
    const struct record_member *member = find(record, key);
    if (member == NULL || member->value[0] != '"' || memchr(member->value, '\\', member->value_length) != NULL) {
        return NULL;
    }
    *length = member->value_length - 2;
    return member->value + 1;
}

bool record_number(const struct record *record, const char *key, uint64_t *number) {
    const struct record_member *member = find(record, key);
    if (member == NULL || member->value_length > 18) {
        return false;
    }
    *number = 0;
    for (size_t i = 0; i < member->value_length; i++) {
        if (member->value[i] < '0' || member->value[i] > '9') {
            return false;
        }
        *number = *number * 10 + (uint64_t)(member->value[i] - '0');
    }
    return true;
}
