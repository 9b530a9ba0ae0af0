#include "run/shard.h"

#include <stdint.h>
#include <stdlib.h>

#include <winsock2.h>

#include <windows.h>

#include "base/memory.h"
#include "base/text.h"
#include "base/wide.h"

#define SHARDS_AT_MOST 100000u

struct convention {
    const char *index;
    const char *total;
    const char *status_file; /* NULL: the CI has none */
    unsigned first;          /* what it calls the first shard */
    const char *source;
};

static const struct convention conventions[] = {
    {"TEST_SHARD_INDEX", "TEST_TOTAL_SHARDS", "TEST_SHARD_STATUS_FILE", 0, "TEST_SHARD_INDEX and TEST_TOTAL_SHARDS"},
    {"GTEST_SHARD_INDEX", "GTEST_TOTAL_SHARDS", "GTEST_SHARD_STATUS_FILE", 0,
     "GTEST_SHARD_INDEX and GTEST_TOTAL_SHARDS"},
    {"CI_NODE_INDEX", "CI_NODE_TOTAL", NULL, 1, "CI_NODE_INDEX and CI_NODE_TOTAL"},
    {"JOB_COMPLETION_INDEX", "WSPCHECK_SHARD_TOTAL", NULL, 0, "JOB_COMPLETION_INDEX and WSPCHECK_SHARD_TOTAL"},
};

/* Digits only, at most SHARDS_AT_MOST; *end is behind them. */
static bool read_number(const char *word, unsigned *number, const char **end) {
    unsigned value = 0;
    const char *digit = word;
    for (; *digit >= '0' && *digit <= '9' && value <= SHARDS_AT_MOST; digit++) {
        value = value * 10 + (unsigned)(*digit - '0');
    }
    *number = value;
    *end = digit;
    return digit != word && value <= SHARDS_AT_MOST;
}

enum status shard_parse(struct shard *shard, const char *word, struct error *error) {
    struct shard read = {0};
    const char *slash, *end;
    if (!read_number(word, &read.index, &slash) || *slash != '/' || !read_number(slash + 1, &read.total, &end) ||
        *end != '\0' || read.index == 0 || read.index > read.total) {
        return error_set(error, STATUS_USAGE,
                         "--shard expects I/N with I from 1 to N, such as 2/4, or auto; it was given \"%s\"", word);
    }
    *shard = read;
    return STATUS_OK;
}

/* NULL when the variable is not set or empty, which CI templates use for "not set". */
static char *variable(const char *name) {
    wchar_t *wide_name = wide_from_utf8(name);
    DWORD size = GetEnvironmentVariableW(wide_name, NULL, 0);
    char *value = NULL;
    if (size > 1) {
        wchar_t *wide = memory_zeroed(size, sizeof *wide);
        GetEnvironmentVariableW(wide_name, wide, size);
        value = wide_to_utf8(wide);
        free(wide);
    }
    free(wide_name);
    return value;
}

static enum status read_pair(const struct convention *convention, const char *index, const char *total,
                             struct shard *shard, struct error *error) {
    const char *end;
    unsigned number;
    if (!read_number(total, &shard->total, &end) || *end != '\0' || shard->total == 0) {
        return error_set(error, STATUS_USAGE, "--shard auto: %s should be a count of shards, and is \"%s\"",
                         convention->total, total);
    }
    if (!read_number(index, &number, &end) || *end != '\0' || number < convention->first ||
        number - convention->first >= shard->total) {
        return error_set(error, STATUS_USAGE, "--shard auto: %s should be a number from %u to %u, and is \"%s\"",
                         convention->index, convention->first, convention->first + shard->total - 1, index);
    }
    shard->index = number - convention->first + 1;
    return STATUS_OK;
}

/* Leaves *shard alone when neither variable of the pair is set. */
static enum status read_convention(const struct convention *convention, struct shard *shard, struct error *error) {
    char *index = variable(convention->index);
    char *total = variable(convention->total);
    enum status status = STATUS_OK;
    if (index != NULL && total != NULL) {
        status = read_pair(convention, index, total, shard, error);
    } else if (index != NULL || total != NULL) {
        status = error_set(error, STATUS_USAGE,
                           "--shard auto: %s is set and %s is not; set both, or give --shard I/N instead",
                           index != NULL ? convention->index : convention->total,
                           index != NULL ? convention->total : convention->index);
    }
    free(index);
    free(total);
    return status;
}

enum status shard_from_environment(struct shard *shard, const char **source, char **status_file, struct error *error) {
    struct shard found = {0};
    const struct convention *finder = NULL;
    for (size_t i = 0; i < sizeof conventions / sizeof conventions[0]; i++) {
        struct shard read = {0};
        if (read_convention(&conventions[i], &read, error) != STATUS_OK) {
            return error->status;
        }
        if (read.total != 0 && finder != NULL && (read.index != found.index || read.total != found.total)) {
            return error_set(error, STATUS_USAGE, "--shard auto: %s say %u/%u, but %s say %u/%u; give --shard I/N",
                             finder->source, found.index, found.total, conventions[i].source, read.index, read.total);
        }
        if (read.total != 0 && finder == NULL) {
            found = read;
            finder = &conventions[i];
        }
    }
    if (finder == NULL) {
        return error_set(error, STATUS_USAGE,
                         "--shard auto found no CI's variables (TEST_SHARD_INDEX, GTEST_SHARD_INDEX, CI_NODE_INDEX, "
                         "JOB_COMPLETION_INDEX and their totals); give --shard I/N");
    }
    *shard = found;
    *source = finder->source;
    *status_file = finder->status_file == NULL ? NULL : variable(finder->status_file);
    return STATUS_OK;
}

bool shard_holds(const struct shard *shard, const char *id) {
    if (shard->total == 0) {
        return true;
    }
    uint64_t hash = 0xCBF29CE484222325u; /* FNV-1a */
    for (const char *byte = id; *byte != '\0'; byte++) {
        hash = (hash ^ (unsigned char)*byte) * 0x100000001B3u;
    }
    return hash % shard->total == shard->index - 1;
}
