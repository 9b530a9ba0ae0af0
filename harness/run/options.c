#include "run/options.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/memory.h"

#define JOBS_AT_MOST 64
#define ROUNDS_AT_MOST 100000
#define SCALE_AT_MOST 1000.0

enum kind {
    KIND_FLAG,
    KIND_STRING,
    KIND_LIST,  /* may be given several times */
    KIND_WORDS, /* one value of words between commas */
    KIND_COUNT,
    KIND_SCALE,
    KIND_SEED, /* the value is optional and follows '=' */
    KIND_SHARD
};

struct row {
    const char *name;
    enum kind kind;
    size_t offset;
    long most; /* of a count */
    const char *value;
    const char *help;
};

#define AT(member) offsetof(struct run_options, member)

static const struct row rows[] = {
    {"provider", KIND_LIST, AT(providers), 0, "PATTERN",
     "a glob on the catalog entry's name, its catalog id, its GUID, or all; repeatable"},
    {"dll", KIND_LIST, AT(dlls), 0, "DLL", "load this provider DLL without installing it; repeatable"},
    {"over", KIND_STRING, AT(over), 0, "PATTERN", "the base provider under a layered --dll"},
    {"protocols", KIND_STRING, AT(protocols), 0, "FILE",
     "the catalog entries of the --dll, as list --json prints them"},
    {"scenario", KIND_LIST, AT(scenarios), 0, "GLOB", "only scenarios whose id matches; repeatable"},
    {"requirement", KIND_LIST, AT(requirements), 0, "GLOB",
     "only scenarios that verify such a requirement; repeatable"},
    {"suites", KIND_STRING, AT(suites), 0, "DIR", "the folder of requirements and scenarios"},
    {"jobs", KIND_COUNT, AT(jobs), JOBS_AT_MOST, "N", "workers at once; default: one for each processor"},
    {"repeat", KIND_COUNT, AT(repeat), ROUNDS_AT_MOST, "N", "run everything N times"},
    {"shuffle", KIND_SEED, AT(shuffle), 0, "SEED", "a random order; the same seed gives the same order everywhere"},
    {"reverse", KIND_FLAG, AT(reverse), 0, NULL, "the scenarios from the last to the first"},
    {"shard", KIND_SHARD, AT(shard_word), 0, "I/N", "the I-th of N parts; auto reads the CI's variables"},
    {"expect", KIND_STRING, AT(expect), 0, "FILE", "what is known to differ, so that only new differences count"},
    {"timeout-scale", KIND_SCALE, AT(timeout_scale), 0, "X", "all time limits times X, for slow machines"},
    {"out", KIND_STRING, AT(out), 0, "DIR", "the run's folder; default: reports/out/<date-time>"},
    {"format", KIND_WORDS, AT(formats), 0, "LIST", "json, junit, tap, html, single-file; default: all but the last"},
    {"baseline", KIND_STRING, AT(baseline), 0, "DIR", "an earlier run; the reports say what changed since then"},
    {"history", KIND_STRING, AT(history), 0, "DIR",
     "a folder of earlier runs; the reports draw the trend, and compare with the newest"},
    {"list", KIND_FLAG, AT(list), 0, NULL, "print the ids of the chosen scenarios and run nothing"},
    {"break", KIND_STRING, AT(break_at), 0, "ID", "wait for a debugger when that scenario begins"},
    {"in-process", KIND_FLAG, AT(in_process), 0, NULL, "run in this process, for a debugger"},
    {"quiet", KIND_FLAG, AT(quiet), 0, NULL, "print the summary only"},
    {"verbose", KIND_FLAG, AT(verbose), 0, NULL, "print a line for each scenario"},
};

#define ROWS (sizeof rows / sizeof rows[0])

/* Pairs that mean nothing together, or of which the first means nothing without the second. */
static const struct {
    const char *option, *other;
    bool needs_other;
    const char *why;
} rules[] = {
    {"quiet", "verbose", false, "they contradict each other"},
    {"list", "out", false, "--list runs nothing and writes nothing"},
    {"list", "format", false, "--list runs nothing and writes nothing"},
    {"list", "expect", false, "--list runs nothing"},
    {"list", "baseline", false, "--list runs nothing and writes nothing"},
    {"list", "history", false, "--list runs nothing and writes nothing"},
    {"list", "jobs", false, "--list runs nothing"},
    {"list", "repeat", false, "--list runs nothing"},
    {"list", "break", false, "--list runs nothing"},
    {"list", "in-process", false, "--list runs nothing"},
    {"list", "timeout-scale", false, "--list runs nothing"},
    {"list", "quiet", false, "--list would have nothing to print"},
    {"reverse", "shuffle", false, "each of them is an order"},
    {"in-process", "jobs", false, "--in-process runs everything in one process"},
    {"over", "dll", true, "it names the base under a --dll"},
    {"protocols", "dll", true, "it describes a --dll"},
};

static void *field(struct run_options *options, const struct row *row) { return (char *)options + row->offset; }

static const void *const_field(const struct run_options *options, const struct row *row) {
    return (const char *)options + row->offset;
}

void words_add(struct words *words, const char *word) {
    words->items = memory_grow(words->items, words->count, &words->capacity, sizeof *words->items);
    words->items[words->count++] = memory_string(word);
}

void words_free(struct words *words) {
    for (size_t i = 0; i < words->count; i++) {
        free(words->items[i]);
    }
    free(words->items);
    *words = (struct words){0};
}

static const struct row *find_row(const char *name, size_t length) {
    for (size_t i = 0; i < ROWS; i++) {
        if (strlen(rows[i].name) == length && strncmp(rows[i].name, name, length) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}

static unsigned long bit_of(const struct row *row) { return 1ul << (row - rows); }

static bool was_given(const struct run_options *options, const char *name) {
    return (options->given & bit_of(find_row(name, strlen(name)))) != 0;
}

static enum status take_count(int *count, const struct row *row, const char *value, struct error *error) {
    char *end;
    long number = strtol(value, &end, 10);
    if (*value < '0' || *value > '9' || *end != '\0' || number < 1 || number > row->most) {
        return error_set(error, STATUS_USAGE, "--%s expects a whole number from 1 to %ld; it was given \"%s\"",
                         row->name, row->most, value);
    }
    *count = (int)number;
    return STATUS_OK;
}

static enum status take_scale(double *scale, const struct row *row, const char *value, struct error *error) {
    char *end;
    double number = strtod(value, &end);
    if (*value < '0' || *value > '9' || *end != '\0' || !(number > 0 && number <= SCALE_AT_MOST)) {
        return error_set(error, STATUS_USAGE, "--%s expects a number above 0, at most %.0f; it was given \"%s\"",
                         row->name, SCALE_AT_MOST, value);
    }
    *scale = number;
    return STATUS_OK;
}

static enum status take_seed(struct run_options *options, const char *value, struct error *error) {
    options->shuffle = true;
    if (value == NULL) {
        return STATUS_OK;
    }
    char *end;
    unsigned long long number = strtoull(value, &end, 10);
    if (*value < '0' || *value > '9' || *end != '\0' || number > UINT32_MAX) {
        return error_set(error, STATUS_USAGE, "--shuffle=SEED expects a whole number below 2^32; it was given \"%s\"",
                         value);
    }
    options->seed = (unsigned long)number;
    options->seed_given = true;
    return STATUS_OK;
}

static enum status take_words(struct words *words, const struct row *row, const char *value, struct error *error) {
    while (true) {
        size_t length = strcspn(value, ",");
        if (length == 0) {
            return error_set(error, STATUS_USAGE, "--%s expects words with commas between; one of them is empty",
                             row->name);
        }
        char *word = text_make("%.*s", (int)length, value);
        words_add(words, word);
        free(word);
        if (value[length] == '\0') {
            return STATUS_OK;
        }
        value += length + 1;
    }
}

static enum status take_shard(struct run_options *options, const char *value, struct error *error) {
    options->shard_word = memory_string(value);
    return strcmp(value, "auto") == 0 ? STATUS_OK : shard_parse(&options->shard, value, error);
}

static enum status take_value(struct run_options *options, const struct row *row, const char *value,
                              struct error *error) {
    if ((options->given & bit_of(row)) != 0 && row->kind != KIND_LIST) {
        return error_set(error, STATUS_USAGE, "--%s was given twice", row->name);
    }
    options->given |= bit_of(row);
    switch (row->kind) {
    case KIND_FLAG:
        *(bool *)field(options, row) = true;
        return STATUS_OK;
    case KIND_STRING:
        *(char **)field(options, row) = memory_string(value);
        return STATUS_OK;
    case KIND_LIST:
        words_add(field(options, row), value);
        return STATUS_OK;
    case KIND_WORDS:
        return take_words(field(options, row), row, value, error);
    case KIND_COUNT:
        return take_count(field(options, row), row, value, error);
    case KIND_SCALE:
        return take_scale(field(options, row), row, value, error);
    case KIND_SEED:
        return take_seed(options, value, error);
    case KIND_SHARD:
        return take_shard(options, value, error);
    }
    return STATUS_OK;
}

/* Finds the value of an option: behind '=', or the next word. *position stays at the last word used. */
static enum status take_argument(struct run_options *options, int count, char *const *arguments, int *position,
                                 struct error *error) {
    const char *word = arguments[*position];
    if (strncmp(word, "--", 2) != 0 || word[2] == '\0') {
        return error_set(error, STATUS_USAGE, "run takes options only, and does not know what to do with \"%s\"; %s",
                         word, "scenarios are chosen with --scenario, providers with --provider");
    }
    size_t length = strcspn(word + 2, "=");
    const char *value = word[2 + length] == '=' ? word + 2 + length + 1 : NULL;
    const struct row *row = find_row(word + 2, length);
    if (row == NULL) {
        return error_set(error, STATUS_USAGE, "run has no option %.*s; \"wspcheck help run\" names them all",
                         (int)length + 2, word);
    }
    bool optional = row->kind == KIND_FLAG || row->kind == KIND_SEED;
    if (row->kind == KIND_FLAG && value != NULL) {
        return error_set(error, STATUS_USAGE, "--%s takes no value; it was given \"%s\"", row->name, value);
    }
    if (!optional && value == NULL && *position + 1 < count && strncmp(arguments[*position + 1], "--", 2) != 0) {
        value = arguments[++*position];
    }
    if (!optional && (value == NULL || *value == '\0')) {
        return error_set(error, STATUS_USAGE, "--%s expects a value, %s", row->name, row->value);
    }
    return take_value(options, row, value, error);
}

static enum status verify_together(const struct run_options *options, struct error *error) {
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        if (!was_given(options, rules[i].option) || was_given(options, rules[i].other) == rules[i].needs_other) {
            continue;
        }
        return error_set(error, STATUS_USAGE, "--%s means nothing %s --%s: %s", rules[i].option,
                         rules[i].needs_other ? "without" : "together with", rules[i].other, rules[i].why);
    }
    if (options->break_at != NULL && options->jobs > 1) {
        return error_set(error, STATUS_USAGE,
                         "--break means nothing together with --jobs %d: a debugger wants one worker; use --jobs 1",
                         options->jobs);
    }
    if (options->protocols != NULL && options->dlls.count != 1) {
        return error_set(error, STATUS_USAGE, "--protocols describes one --dll, and %zu were given",
                         options->dlls.count);
    }
    return STATUS_OK;
}

enum status run_options_parse(struct run_options *options, int count, char *const *arguments, struct error *error) {
    options->timeout_scale = 1;
    for (int i = 0; i < count; i++) {
        if (take_argument(options, count, arguments, &i, error) != STATUS_OK) {
            return error->status;
        }
    }
    return verify_together(options, error);
}

void run_options_free(struct run_options *options) {
    for (size_t i = 0; i < ROWS; i++) {
        if (rows[i].kind == KIND_LIST || rows[i].kind == KIND_WORDS) {
            words_free(field(options, &rows[i]));
        } else if (rows[i].kind == KIND_STRING || rows[i].kind == KIND_SHARD) {
            free(*(char **)field(options, &rows[i]));
        }
    }
    *options = (struct run_options){0};
}

static cJSON *value_to_json(const struct run_options *options, const struct row *row) {
    const void *value = const_field(options, row);
    switch (row->kind) {
    case KIND_LIST:
    case KIND_WORDS: {
        const struct words *words = value;
        return cJSON_CreateStringArray((const char *const *)words->items, (int)words->count);
    }
    case KIND_STRING:
    case KIND_SHARD:
        return cJSON_CreateString(*(char *const *)value);
    case KIND_COUNT:
        return cJSON_CreateNumber(*(const int *)value);
    case KIND_SCALE:
        return cJSON_CreateNumber(*(const double *)value);
    case KIND_SEED:
        return cJSON_CreateNumber((double)options->seed);
    case KIND_FLAG:
        break;
    }
    return cJSON_CreateTrue();
}

cJSON *run_options_to_json(const struct run_options *options) {
    cJSON *object = cJSON_CreateObject();
    for (size_t i = 0; i < ROWS; i++) {
        if ((options->given & bit_of(&rows[i])) != 0) {
            cJSON_AddItemToObject(object, rows[i].name, value_to_json(options, &rows[i]));
        }
    }
    return object;
}

static enum status value_from_json(struct run_options *options, const struct row *row, const cJSON *item,
                                   struct error *error) {
    if (cJSON_IsString(item)) {
        return take_value(options, row, item->valuestring, error);
    }
    if (cJSON_IsTrue(item) && row->kind == KIND_FLAG) {
        return take_value(options, row, NULL, error);
    }
    if (cJSON_IsNumber(item)) {
        char *number = text_make("%.17g", item->valuedouble);
        enum status status = take_value(options, row, number, error);
        free(number);
        return status;
    }
    return error_set(error, STATUS_USAGE, "the option %s has a value that no command line gives", row->name);
}

static enum status member_from_json(struct run_options *options, const cJSON *member, struct error *error) {
    const struct row *row = find_row(member->string, strlen(member->string));
    if (row == NULL) {
        return error_set(error, STATUS_USAGE, "there is no option %s", member->string);
    }
    if (!cJSON_IsArray(member)) {
        return value_from_json(options, row, member, error);
    }
    struct text list = {0};
    const cJSON *item;
    enum status status = STATUS_OK;
    cJSON_ArrayForEach(item, member) {
        if (row->kind == KIND_LIST && status == STATUS_OK) {
            status = value_from_json(options, row, item, error);
        }
        text_format(&list, "%s%s", list.length == 0 ? "" : ",", cJSON_IsString(item) ? item->valuestring : "");
    }
    if (row->kind == KIND_WORDS) {
        status = take_value(options, row, text_string(&list), error);
    }
    text_free(&list);
    return status;
}

enum status run_options_from_json(struct run_options *options, const cJSON *object, struct error *error) {
    options->timeout_scale = 1;
    const cJSON *member;
    cJSON_ArrayForEach(member, object) {
        if (member_from_json(options, member, error) != STATUS_OK) {
            return error->status;
        }
    }
    return verify_together(options, error);
}

void run_options_help(struct text *text) {
    for (size_t i = 0; i < ROWS; i++) {
        const struct row *row = &rows[i];
        char *left = row->kind == KIND_SEED   ? text_make("--%s[=%s]", row->name, row->value)
                     : row->kind == KIND_FLAG ? text_make("--%s", row->name)
                                              : text_make("--%s %s", row->name, row->value);
        text_format(text, "  %-22s %s\n", left, row->help);
        free(left);
    }
}
