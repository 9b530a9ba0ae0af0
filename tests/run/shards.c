/* Shards: every scenario in exactly one; and what the variables of a CI mean. */
#include "run/shard.h"

#include <stdlib.h>
#include <string.h>

#include <winsock2.h>

#include <windows.h>

#include "base/text.h"
#include "unit.h"

static const wchar_t *const variables[] = {
    L"TEST_SHARD_INDEX",  L"TEST_TOTAL_SHARDS",    L"TEST_SHARD_STATUS_FILE",
    L"GTEST_SHARD_INDEX", L"GTEST_TOTAL_SHARDS",   L"CI_NODE_INDEX",
    L"CI_NODE_TOTAL",     L"JOB_COMPLETION_INDEX", L"WSPCHECK_SHARD_TOTAL",
};

static void clear_variables(void) {
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
        SetEnvironmentVariableW(variables[i], NULL);
    }
}

static void every_id_belongs_to_exactly_one_shard(void) {
    for (unsigned total = 1; total <= 17; total++) {
        for (int n = 0; n < 200; n++) {
            char *id = text_make("area-%d.scenario-%d", n % 7, n);
            unsigned owners = 0;
            for (unsigned index = 1; index <= total; index++) {
                owners += shard_holds(&(struct shard){index, total}, id);
            }
            CU_ASSERT_EQUAL(owners, 1);
            free(id);
        }
    }
}

static void no_shard_is_left_empty_for_long(void) {
    unsigned counts[4] = {0};
    for (int n = 0; n < 400; n++) {
        char *id = text_make("defer.case-%d", n);
        for (unsigned index = 1; index <= 4; index++) {
            counts[index - 1] += shard_holds(&(struct shard){index, 4}, id);
        }
        free(id);
    }
    for (int i = 0; i < 4; i++) {
        CU_ASSERT_TRUE(counts[i] > 60 && counts[i] < 140);
    }
}

static void the_assignment_never_changes(void) {
    CU_ASSERT_TRUE(shard_holds(&(struct shard){0, 0}, "anything"));
    /* FNV-1a of "a" is 0xAF63DC4C8601EC8C. */
    CU_ASSERT_TRUE(shard_holds(&(struct shard){1 + (unsigned)(0xAF63DC4C8601EC8Cull % 1000), 1000}, "a"));
}

static const struct {
    const char *name, *value, *second, *second_value;
    unsigned index, total; /* 0: refused */
    const char *sentence;
} environments[] = {
    {"TEST_SHARD_INDEX", "0", "TEST_TOTAL_SHARDS", "3", 1, 3, ""},
    {"TEST_SHARD_INDEX", "2", "TEST_TOTAL_SHARDS", "3", 3, 3, ""},
    {"TEST_SHARD_INDEX", "3", "TEST_TOTAL_SHARDS", "3", 0, 0, "a number from 0 to 2, and is \"3\""},
    {"TEST_SHARD_INDEX", "0", "TEST_TOTAL_SHARDS", "0", 0, 0, "TEST_TOTAL_SHARDS should be a count"},
    {"TEST_SHARD_INDEX", "x", "TEST_TOTAL_SHARDS", "3", 0, 0, "TEST_SHARD_INDEX should be"},
    {"TEST_SHARD_INDEX", "0", "TEST_TOTAL_SHARDS", NULL, 0, 0, "TEST_SHARD_INDEX is set and TEST_TOTAL_SHARDS is not"},
    {"TEST_SHARD_INDEX", NULL, "TEST_TOTAL_SHARDS", "3", 0, 0, "TEST_TOTAL_SHARDS is set and TEST_SHARD_INDEX is not"},
    {"GTEST_SHARD_INDEX", "1", "GTEST_TOTAL_SHARDS", "2", 2, 2, ""},
    {"CI_NODE_INDEX", "1", "CI_NODE_TOTAL", "5", 1, 5, ""},
    {"CI_NODE_INDEX", "5", "CI_NODE_TOTAL", "5", 5, 5, ""},
    {"CI_NODE_INDEX", "0", "CI_NODE_TOTAL", "5", 0, 0, "a number from 1 to 5, and is \"0\""},
    {"CI_NODE_INDEX", NULL, "CI_NODE_TOTAL", "5", 0, 0, "CI_NODE_TOTAL is set and CI_NODE_INDEX is not"},
    {"JOB_COMPLETION_INDEX", "3", "WSPCHECK_SHARD_TOTAL", "4", 4, 4, ""},
    {"JOB_COMPLETION_INDEX", "3", "WSPCHECK_SHARD_TOTAL", NULL, 0, 0, "WSPCHECK_SHARD_TOTAL is not"},
    {"UNRELATED", "3", "ALSO_UNRELATED", "4", 0, 0, "found no CI's variables"},
    {"TEST_SHARD_INDEX", "", "TEST_TOTAL_SHARDS", "", 0, 0, "found no CI's variables"},
};

static void the_variables_of_a_ci_are_understood_or_refused(void) {
    for (size_t i = 0; i < sizeof environments / sizeof environments[0]; i++) {
        struct shard shard = {0};
        struct error error = {0};
        const char *source = NULL;
        char *status_file = NULL;
        clear_variables();
        SetEnvironmentVariableA(environments[i].name, environments[i].value);
        SetEnvironmentVariableA(environments[i].second, environments[i].second_value);
        enum status status = shard_from_environment(&shard, &source, &status_file, &error);
        CU_ASSERT_EQUAL(status, environments[i].total == 0 ? STATUS_USAGE : STATUS_OK);
        CU_ASSERT_EQUAL(shard.index, environments[i].index);
        CU_ASSERT_EQUAL(shard.total, environments[i].total);
        CU_ASSERT_TRUE(status == STATUS_OK || strstr(error.message, environments[i].sentence) != NULL);
        CU_ASSERT_TRUE(status != STATUS_OK || strstr(source, environments[i].name) != NULL);
        error_clear(&error);
        free(status_file);
    }
    clear_variables();
}

static void two_cis_must_agree(void) {
    struct shard shard = {0};
    struct error error = {0};
    const char *source;
    char *status_file = NULL;
    SetEnvironmentVariableW(L"TEST_SHARD_INDEX", L"1");
    SetEnvironmentVariableW(L"TEST_TOTAL_SHARDS", L"4");
    SetEnvironmentVariableW(L"TEST_SHARD_STATUS_FILE", L"C:\\status");
    SetEnvironmentVariableW(L"GTEST_SHARD_INDEX", L"1");
    SetEnvironmentVariableW(L"GTEST_TOTAL_SHARDS", L"4");
    CU_ASSERT_EQUAL(shard_from_environment(&shard, &source, &status_file, &error), STATUS_OK);
    CU_ASSERT_EQUAL(shard.index, 2);
    CU_ASSERT_STRING_EQUAL(status_file, "C:\\status");
    free(status_file);
    SetEnvironmentVariableW(L"GTEST_TOTAL_SHARDS", L"5");
    CU_ASSERT_EQUAL(shard_from_environment(&shard, &source, &status_file, &error), STATUS_USAGE);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "TEST_SHARD_INDEX and TEST_TOTAL_SHARDS say 2/4, but GTEST"));
    error_clear(&error);
    clear_variables();
}

static const struct unit_case cases[] = {
    {"every id belongs to exactly one shard", every_id_belongs_to_exactly_one_shard},
    {"no shard is left empty for long", no_shard_is_left_empty_for_long},
    {"the assignment never changes", the_assignment_never_changes},
    {"the variables of a CI are understood or refused", the_variables_of_a_ci_are_understood_or_refused},
    {"two CIs must agree", two_cis_must_agree},
};

UNIT_MAIN("run: shards", cases)
