#include "results/names.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST 80

static int is_plain(unsigned char character) {
    return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9') || character == '.';
}

/* CON, NUL, COM1 and the like stay devices with any extension. */
static int is_device(const char *name) {
    static const char *const devices[] = {"con", "prn", "aux", "nul", "com", "lpt"};
    size_t length = strcspn(name, ".");
    for (size_t i = 0; i < sizeof devices / sizeof devices[0]; i++) {
        int numbered = i >= 4 && length == 4 && isdigit((unsigned char)name[3]);
        if (strncmp(name, devices[i], 3) == 0 && (length == 3 || numbered)) {
            return 1;
        }
    }
    return 0;
}

void names_append_plain(struct text *text, const char *name) {
    size_t start = text->length;
    for (const char *at = name; *at != '\0' && text->length - start < LONGEST; at++) {
        unsigned char character = (unsigned char)tolower((unsigned char)*at);
        if (is_plain(character)) {
            text_append_char(text, (char)character);
        } else if (text->length > start && text->string[text->length - 1] != '-') {
            text_append_char(text, '-');
        }
    }
    while (text->length > start && strchr("-.", text->string[text->length - 1]) != NULL) {
        text->string[--text->length] = '\0';
    }
    if (text->length == start) {
        text_append(text, "unnamed");
    } else if (text->string[start] == '.' || is_device(text->string + start)) {
        char *rest = text_make("x-%s", text->string + start);
        text->length = start;
        text_append(text, rest);
        free(rest);
    }
}

static int same_but_case(const char *left, const char *right) {
    while (*left != '\0' && tolower((unsigned char)*left) == tolower((unsigned char)*right)) {
        left++;
        right++;
    }
    return *left == *right;
}

void names_append_id(struct text *text, const char *id) {
    size_t start = text->length;
    names_append_plain(text, id);
    if (!same_but_case(text->string + start, id)) {
        uint32_t mark = 2166136261u;
        for (const char *at = id; *at != '\0'; at++) {
            mark = (mark ^ (unsigned char)tolower((unsigned char)*at)) * 16777619u;
        }
        text_format(text, "-%08x", (unsigned)mark);
    }
}
