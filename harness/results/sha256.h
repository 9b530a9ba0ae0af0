/*
 * SHA-256 (FIPS 180-4), for the hashes of a statement's files.
 */
#ifndef WSPCHECK_RESULTS_SHA256_H
#define WSPCHECK_RESULTS_SHA256_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

#define SHA256_DIGITS 64

struct sha256 {
    uint32_t state[8];
    uint64_t length; /* bytes taken in */
    unsigned char block[64];
};

void sha256_start(struct sha256 *hash);
void sha256_add(struct sha256 *hash, const void *bytes, size_t size);
/* Ends the hash and writes it as lower-case hexadecimal digits, terminated. */
void sha256_finish(struct sha256 *hash, char digits[SHA256_DIGITS + 1]);

enum status sha256_of_file(const char *path, char digits[SHA256_DIGITS + 1], struct error *error);

#endif
