#include "results/sha256.h"

#include <string.h>

#include "results/files.h"

static const uint32_t constants[64] = {
    0x428A2F98, 0x71374491, 0xB5C0FBCF, 0xE9B5DBA5, 0x3956C25B, 0x59F111F1, 0x923F82A4, 0xAB1C5ED5,
    0xD807AA98, 0x12835B01, 0x243185BE, 0x550C7DC3, 0x72BE5D74, 0x80DEB1FE, 0x9BDC06A7, 0xC19BF174,
    0xE49B69C1, 0xEFBE4786, 0x0FC19DC6, 0x240CA1CC, 0x2DE92C6F, 0x4A7484AA, 0x5CB0A9DC, 0x76F988DA,
    0x983E5152, 0xA831C66D, 0xB00327C8, 0xBF597FC7, 0xC6E00BF3, 0xD5A79147, 0x06CA6351, 0x14292967,
    0x27B70A85, 0x2E1B2138, 0x4D2C6DFC, 0x53380D13, 0x650A7354, 0x766A0ABB, 0x81C2C92E, 0x92722C85,
    0xA2BFE8A1, 0xA81A664B, 0xC24B8B70, 0xC76C51A3, 0xD192E819, 0xD6990624, 0xF40E3585, 0x106AA070,
    0x19A4C116, 0x1E376C08, 0x2748774C, 0x34B0BCB5, 0x391C0CB3, 0x4ED8AA4A, 0x5B9CCA4F, 0x682E6FF3,
    0x748F82EE, 0x78A5636F, 0x84C87814, 0x8CC70208, 0x90BEFFFA, 0xA4506CEB, 0xBEF9A3F7, 0xC67178F2};

static uint32_t rotate(uint32_t value, unsigned count) { return value >> count | value << (32 - count); }

static void expand(uint32_t words[64], const unsigned char block[64]) {
    for (size_t i = 0; i < 16; i++) {
        words[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 | (uint32_t)block[4 * i + 2] << 8 |
                   block[4 * i + 3];
    }
    for (size_t i = 16; i < 64; i++) {
        uint32_t early = words[i - 15];
        uint32_t late = words[i - 2];
        words[i] = words[i - 16] + (rotate(early, 7) ^ rotate(early, 18) ^ early >> 3) + words[i - 7] +
                   (rotate(late, 17) ^ rotate(late, 19) ^ late >> 10);
    }
}

static void take_block(struct sha256 *hash) {
    uint32_t words[64];
    uint32_t s[8];
    expand(words, hash->block);
    memcpy(s, hash->state, sizeof s);
    for (size_t i = 0; i < 64; i++) {
        uint32_t choice = (s[4] & s[5]) ^ (~s[4] & s[6]);
        uint32_t majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
        uint32_t one =
            s[7] + (rotate(s[4], 6) ^ rotate(s[4], 11) ^ rotate(s[4], 25)) + choice + constants[i] + words[i];
        uint32_t two = (rotate(s[0], 2) ^ rotate(s[0], 13) ^ rotate(s[0], 22)) + majority;
        memmove(s + 1, s, 7 * sizeof s[0]);
        s[4] += one;
        s[0] = one + two;
    }
    for (size_t i = 0; i < 8; i++) {
        hash->state[i] += s[i];
    }
}

void sha256_start(struct sha256 *hash) {
    static const uint32_t first[8] = {0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A,
                                      0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19};
    *hash = (struct sha256){.length = 0};
    memcpy(hash->state, first, sizeof first);
}

void sha256_add(struct sha256 *hash, const void *bytes, size_t size) {
    const unsigned char *at = bytes;
    while (size > 0) {
        size_t used = (size_t)(hash->length % 64);
        size_t part = size < 64 - used ? size : 64 - used;
        memcpy(hash->block + used, at, part);
        hash->length += part;
        at += part;
        size -= part;
        if (used + part == 64) {
            take_block(hash);
        }
    }
}

void sha256_finish(struct sha256 *hash, char digits[SHA256_DIGITS + 1]) {
    static const unsigned char padding[64] = {0x80};
    static const char hexadecimal[] = "0123456789abcdef";
    uint64_t bits = hash->length * 8;
    unsigned char length[8];
    for (size_t i = 0; i < 8; i++) {
        length[i] = (unsigned char)(bits >> (56 - 8 * i) & 0xFF);
    }
    size_t used = (size_t)(hash->length % 64);
    sha256_add(hash, padding, used < 56 ? 56 - used : 120 - used);
    sha256_add(hash, length, sizeof length);
    for (size_t i = 0; i < SHA256_DIGITS; i++) {
        digits[i] = hexadecimal[hash->state[i / 8] >> (28 - 4 * (i % 8)) & 0xF];
    }
    digits[SHA256_DIGITS] = '\0';
}

enum status sha256_of_file(const char *path, char digits[SHA256_DIGITS + 1], struct error *error) {
    struct file *file = NULL;
    struct sha256 hash;
    char block[16384];
    uint64_t offset = 0;
    size_t got = 0;
    enum status status = file_open(&file, path, FILES_READ, error);
    sha256_start(&hash);
    do {
        got = 0;
        if (status == STATUS_OK) {
            status = file_read(file, offset, block, sizeof block, &got, error);
            sha256_add(&hash, block, got);
            offset += got;
        }
    } while (status == STATUS_OK && got != 0);
    sha256_finish(&hash, digits);
    file_close(file);
    return status;
}
