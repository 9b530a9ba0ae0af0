#include "results/utf8.h"

static size_t sequence_length(unsigned char first) {
    if (first < 0x80) {
        return 1;
    }
    if (first >= 0xC2 && first <= 0xDF) {
        return 2;
    }
    if (first >= 0xE0 && first <= 0xEF) {
        return 3;
    }
    return first >= 0xF0 && first <= 0xF4 ? 4 : 0;
}

uint32_t utf8_next(const char *bytes, size_t length, size_t *position) {
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *at = (const unsigned char *)bytes + *position;
    size_t size = sequence_length(at[0]);
    if (size == 0 || size > length - *position) {
        (*position)++;
        return UTF8_BAD;
    }
    uint32_t code = size == 1 ? at[0] : at[0] & (0x7Fu >> size);
    for (size_t i = 1; i < size; i++) {
        if ((at[i] & 0xC0) != 0x80) {
            (*position)++;
            return UTF8_BAD;
        }
        code = code << 6 | (at[i] & 0x3Fu);
    }
    if (code < least[size] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
        (*position)++;
        return UTF8_BAD;
    }
    *position += size;
    return code;
}

bool utf8_is_valid(const char *bytes, size_t length) {
    for (size_t position = 0; position < length;) {
        if (utf8_next(bytes, length, &position) == UTF8_BAD) {
            return false;
        }
    }
    return true;
}

void utf8_append(struct text *text, uint32_t code) {
    if (code < 0x80) {
        text_append_char(text, (char)code);
        return;
    }
    char bytes[4];
    size_t size = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = size; i-- > 1;) {
        bytes[i] = (char)(0x80 | (code & 0x3F));
        code >>= 6;
    }
    bytes[0] = (char)((0xF00u >> size & 0xFF) | code);
    text_append_bytes(text, bytes, size);
}

void utf8_append_clean(struct text *text, const char *bytes, size_t length) {
    size_t good = 0;
    for (size_t position = 0; position < length;) {
        size_t before = position;
        uint32_t code = utf8_next(bytes, length, &position);
        if (code == UTF8_BAD || code == 0) {
            text_append_bytes(text, bytes + good, before - good);
            utf8_append(text, 0xFFFD);
            good = position;
        }
    }
    text_append_bytes(text, bytes + good, length - good);
}

bool utf8_is_invisible(uint32_t code) {
    return code == 0x00AD || code == 0x061C || (code >= 0x200B && code <= 0x200F) ||
           (code >= 0x2028 && code <= 0x202E) || (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF;
}
