#include "results/sha256.h"

#include <stdlib.h>
#include <string.h>

#include "results/files.h"
#include "scratch.h"
#include "unit.h"

static void expect_digest(const char *message, size_t length, const char *expected) {
    struct sha256 hash;
    char digits[SHA256_DIGITS + 1];
    sha256_start(&hash);
    sha256_add(&hash, message, length);
    sha256_finish(&hash, digits);
    CU_ASSERT_STRING_EQUAL(digits, expected);
}

/* The examples of FIPS 180-4. */
static void known_messages_have_known_hashes(void) {
    static const char two_blocks[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    expect_digest("", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect_digest("abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect_digest(two_blocks, 56, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

static void a_million_letters(void) {
    char *letters = malloc(1000000);
    memset(letters, 'a', 1000000);
    expect_digest(letters, 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    free(letters);
}

static void pieces_make_the_same_hash(void) {
    char message[300];
    char whole[SHA256_DIGITS + 1];
    char pieces[SHA256_DIGITS + 1];
    struct sha256 hash;
    memset(message, 'x', sizeof message);
    for (size_t length = 0; length < sizeof message; length++) {
        sha256_start(&hash);
        sha256_add(&hash, message, length);
        sha256_finish(&hash, whole);
        sha256_start(&hash);
        for (size_t i = 0; i < length; i += 7) {
            sha256_add(&hash, message + i, length - i < 7 ? length - i : 7);
        }
        sha256_finish(&hash, pieces);
        CU_ASSERT_STRING_EQUAL(whole, pieces);
    }
}

static void files_are_hashed(void) {
    char *folder = scratch_folder("sha256");
    char *path = files_join(folder, "abc");
    char digits[SHA256_DIGITS + 1];
    CU_ASSERT_EQUAL(files_write(path, "abc", 3, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(sha256_of_file(path, digits, NULL), STATUS_OK);
    CU_ASSERT_STRING_EQUAL(digits, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CU_ASSERT_EQUAL(sha256_of_file(folder, digits, NULL), STATUS_FAILED);
    free(path);
    free(folder);
}

static const struct unit_case cases[] = {
    {"known messages have known hashes", known_messages_have_known_hashes},
    {"a million letters", a_million_letters},
    {"pieces make the same hash", pieces_make_the_same_hash},
    {"files are hashed", files_are_hashed},
};

UNIT_MAIN("results: SHA-256", cases)
