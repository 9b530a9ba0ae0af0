/* The options of "run": what is taken, and what is refused with which sentence. */
#include "run/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "unit.h"

#define WORDS 24

/* Splits a command line at blanks; "_" stands for a blank inside a word. */
static int split(const char *line, char *words[WORDS]) {
    int count = 0;
    while (*line != '\0' && count < WORDS) {
        size_t length = strcspn(line, " ");
        words[count] = text_make("%.*s", (int)length, line);
        for (char *at = words[count]; *at != '\0'; at++) {
            *at = *at == '_' ? ' ' : *at;
        }
        count++;
        line += length;
        line += strspn(line, " ");
    }
    return count;
}

static enum status parse(struct run_options *options, const char *line, struct error *error) {
    char *words[WORDS] = {0};
    int count = split(line, words);
    *options = (struct run_options){0};
    enum status status = run_options_parse(options, count, words, error);
    for (int i = 0; i < count; i++) {
        free(words[i]);
    }
    return status;
}

static const struct {
    const char *line;
    const char *sentence; /* stands in the message */
} mistakes[] = {
    {"--jobs 0", "--jobs expects a whole number from 1 to 64; it was given \"0\""},
    {"--jobs -1", "--jobs expects a whole number"},
    {"--jobs 2x", "it was given \"2x\""},
    {"--jobs 65", "from 1 to 64"},
    {"--jobs", "--jobs expects a value, N"},
    {"--jobs --quiet", "--jobs expects a value, N"},
    {"--repeat 0", "--repeat expects a whole number from 1"},
    {"--repeat 99999999999999999999", "--repeat expects"},
    {"--timeout-scale 0", "--timeout-scale expects a number above 0"},
    {"--timeout-scale -1", "--timeout-scale expects"},
    {"--timeout-scale nan", "--timeout-scale expects"},
    {"--timeout-scale 1e9", "--timeout-scale expects"},
    {"--shuffle=x", "--shuffle=SEED expects a whole number"},
    {"--shuffle=4294967296", "below 2^32"},
    {"--shuffle=", "--shuffle=SEED expects"},
    {"--shard 0/3", "--shard expects I/N with I from 1 to N, such as 2/4, or auto; it was given \"0/3\""},
    {"--shard 4/3", "it was given \"4/3\""},
    {"--shard 1/0", "it was given \"1/0\""},
    {"--shard 1", "it was given \"1\""},
    {"--shard 1/2/3", "it was given \"1/2/3\""},
    {"--shard a/b", "it was given \"a/b\""},
    {"--shard 1/99999999999", "it was given"},
    {"--out", "--out expects a value, DIR"},
    {"--out=", "--out expects a value, DIR"},
    {"--out a --out b", "--out was given twice"},
    {"--quiet --quiet", "--quiet was given twice"},
    {"--reverse --shuffle", "each of them is an order"},
    {"--reverse=yes", "--reverse takes no value"},
    {"--quiet=yes", "--quiet takes no value; it was given \"yes\""},
    {"--format json,,tap", "--format expects words with commas between"},
    {"--nonsense", "run has no option --nonsense"},
    {"--nonsense=5", "run has no option --nonsense;"},
    {"defer.x", "does not know what to do with \"defer.x\""},
    {"-q", "does not know what to do with \"-q\""},
    {"--", "does not know what to do with \"--\""},
    {"--quiet --verbose", "--quiet means nothing together with --verbose"},
    {"--list --out x", "--list means nothing together with --out"},
    {"--list --expect x", "--list means nothing together with --expect"},
    {"--list --baseline x", "--list means nothing together with --baseline"},
    {"--list --history x", "--list means nothing together with --history"},
    {"--list --jobs 2", "--list means nothing together with --jobs"},
    {"--list --repeat 2", "--list means nothing together with --repeat"},
    {"--list --break x", "--list means nothing together with --break"},
    {"--list --in-process", "--list means nothing together with --in-process"},
    {"--in-process --jobs 1", "--in-process means nothing together with --jobs"},
    {"--over x", "--over means nothing without --dll"},
    {"--protocols x", "--protocols means nothing without --dll"},
    {"--protocols x --dll a --dll b", "--protocols describes one --dll, and 2 were given"},
    {"--break x --jobs 2", "--break means nothing together with --jobs 2"},
};

static void every_mistake_has_its_sentence(void) {
    for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
        struct run_options options;
        struct error error = {0};
        CU_ASSERT_EQUAL(parse(&options, mistakes[i].line, &error), STATUS_USAGE);
        bool right = error.message != NULL && strstr(error.message, mistakes[i].sentence) != NULL;
        if (!right) {
            printf("# %s: %s\n", mistakes[i].line, error.message == NULL ? "no mistake" : error.message);
        }
        CU_ASSERT_TRUE(right);
        CU_ASSERT_TRUE(error.message == NULL || strchr(error.message, '\n') == NULL);
        error_clear(&error);
        run_options_free(&options);
    }
}

static void options_are_taken_in_both_forms(void) {
    struct run_options options;
    struct error error = {0};
    CU_ASSERT_EQUAL(
        parse(&options, "--jobs=3 --repeat 4 --out=a_b --timeout-scale 2.5 --dll x --dll y --provider all", &error),
        STATUS_OK);
    CU_ASSERT_EQUAL(options.jobs, 3);
    CU_ASSERT_EQUAL(options.repeat, 4);
    CU_ASSERT_STRING_EQUAL(options.out, "a b");
    CU_ASSERT_EQUAL(options.timeout_scale, 2.5);
    CU_ASSERT_EQUAL(options.dlls.count, 2);
    CU_ASSERT_STRING_EQUAL(options.dlls.items[1], "y");
    CU_ASSERT_STRING_EQUAL(options.providers.items[0], "all");
    run_options_free(&options);
    CU_ASSERT_EQUAL(parse(&options, "--shuffle=7 --shard 2/4 --format json,tap --break a.b --jobs 1", &error),
                    STATUS_OK);
    CU_ASSERT_TRUE(options.shuffle && options.seed_given);
    CU_ASSERT_EQUAL(options.seed, 7);
    CU_ASSERT_EQUAL(options.shard.index, 2);
    CU_ASSERT_EQUAL(options.shard.total, 4);
    CU_ASSERT_EQUAL(options.formats.count, 2);
    CU_ASSERT_STRING_EQUAL(options.formats.items[1], "tap");
    run_options_free(&options);
}

static void nothing_given_means_the_defaults(void) {
    struct run_options options;
    CU_ASSERT_EQUAL(parse(&options, "", NULL), STATUS_OK);
    CU_ASSERT_EQUAL(options.jobs, 0);
    CU_ASSERT_EQUAL(options.timeout_scale, 1);
    CU_ASSERT_FALSE(options.shuffle || options.reverse || options.list || options.quiet || options.verbose ||
                    options.in_process);
    CU_ASSERT_EQUAL(options.given, 0);
    run_options_free(&options);
}

static void a_seed_is_optional(void) {
    struct run_options options;
    CU_ASSERT_EQUAL(parse(&options, "--shuffle --quiet", NULL), STATUS_OK);
    CU_ASSERT_TRUE(options.shuffle);
    CU_ASSERT_FALSE(options.seed_given);
    CU_ASSERT_TRUE(options.quiet);
    run_options_free(&options);
}

static void what_the_journal_keeps_is_the_same_options(void) {
    static const char *const lines[] = {
        "",
        "--provider a --provider b* --dll c --over d --scenario e.* --requirement DEFER-* --suites f --jobs 3",
        "--repeat 2 --shuffle=4294967295 --shard 3/7 --expect g --timeout-scale 0.1 --out h --format json,html",
        "--break x.y --in-process --verbose",
        "--reverse --jobs 2",
        "--list --provider all",
        "--dll a --protocols b --quiet",
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        struct run_options options, again = {0};
        struct error error = {0};
        CU_ASSERT_EQUAL_FATAL(parse(&options, lines[i], &error), STATUS_OK);
        cJSON *object = run_options_to_json(&options);
        CU_ASSERT_EQUAL(run_options_from_json(&again, object, &error), STATUS_OK);
        cJSON *back = run_options_to_json(&again);
        CU_ASSERT_TRUE(cJSON_Compare(object, back, true));
        CU_ASSERT_EQUAL(options.given, again.given);
        CU_ASSERT_EQUAL(options.timeout_scale, again.timeout_scale);
        CU_ASSERT_EQUAL(options.shard.index, again.shard.index);
        cJSON_Delete(back);
        cJSON_Delete(object);
        run_options_free(&options);
        run_options_free(&again);
    }
}

static void an_edited_journal_is_refused(void) {
    static const char *const objects[] = {"{\"jobs\":0}",
                                          "{\"nonsense\":1}",
                                          "{\"quiet\":false}",
                                          "{\"out\":{}}",
                                          "{\"list\":true,\"out\":\"x\"}",
                                          "{\"provider\":[1,{}]}"};
    for (size_t i = 0; i < sizeof objects / sizeof objects[0]; i++) {
        struct run_options options = {0};
        struct error error = {0};
        cJSON *object = cJSON_Parse(objects[i]);
        CU_ASSERT_EQUAL(run_options_from_json(&options, object, &error), STATUS_USAGE);
        CU_ASSERT_PTR_NOT_NULL(error.message);
        error_clear(&error);
        cJSON_Delete(object);
        run_options_free(&options);
    }
}

static void every_option_is_in_the_help(void) {
    struct text help = {0};
    run_options_help(&help);
    static const char *const names[] = {
        "--provider PATTERN", "--dll DLL", "--over PATTERN",    "--protocols FILE", "--scenario GLOB",
        "--requirement GLOB", "--jobs N",  "--repeat N",        "--shuffle[=SEED]", "--shard I/N",
        "--expect FILE",      "--out DIR", "--timeout-scale X", "--list",           "--break ID",
        "--in-process",       "--quiet",   "--verbose",         "--suites DIR",     "--format LIST",
        "--reverse",
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        CU_ASSERT_PTR_NOT_NULL(strstr(help.string, names[i]));
    }
    text_free(&help);
}

static const struct unit_case cases[] = {
    {"every mistake has its sentence", every_mistake_has_its_sentence},
    {"options are taken in both forms", options_are_taken_in_both_forms},
    {"nothing given means the defaults", nothing_given_means_the_defaults},
    {"a seed is optional", a_seed_is_optional},
    {"what the journal keeps is the same options", what_the_journal_keeps_is_the_same_options},
    {"an edited journal is refused", an_edited_journal_is_refused},
    {"every option is in the help", every_option_is_in_the_help},
};

UNIT_MAIN("run: options", cases)
