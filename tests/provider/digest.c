#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "provider/provider.h"
#include "support.h"
#include "unit.h"

static void check_digest(const void *bytes, size_t size, const char *expected) {
    wchar_t *path = make_file(bytes, size);
    char *digest = NULL;
    CU_ASSERT_EQUAL(provider_file_hash(path, &digest, NULL), STATUS_OK);
    CU_ASSERT_PTR_NOT_NULL_FATAL(digest);
    CU_ASSERT_STRING_EQUAL(digest, expected);
    free(digest);
    remove_file(path);
}

/* The published examples for the algorithm (FIPS 180). */
static void knows_published_digests(void) {
    check_digest("abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    check_digest("", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    char *million = memory_zeroed(1000000, 1);
    memset(million, 'a', 1000000);
    check_digest(million, 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    free(million);
}

static void says_which_file_is_missing(void) {
    char *digest = NULL;
    struct error error = {0};
    CU_ASSERT_EQUAL(provider_file_hash(beside_program(L"not-there.dll"), &digest, &error), STATUS_FAILED);
    CU_ASSERT_PTR_NULL(digest);
    CU_ASSERT_TRUE(contains(error.message, "not-there.dll cannot be hashed"));
    error_clear(&error);
}

static const struct unit_case cases[] = {
    {"files have their published SHA-256", knows_published_digests},
    {"a file that is not there is named", says_which_file_is_missing},
};

UNIT_MAIN("hashes of files", cases)
