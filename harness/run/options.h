/*
 * The options of "run": words of the command line in, a struct out, and to JSON and back for the journal's header, from
 * which "resume" takes them again. One table in options.c names them all.
 *
 * The holder owns a struct run_options, which starts as {0} and ends with run_options_free. Nothing here reads the
 * environment or the disk; paths are kept as they were given.
 */
#ifndef WSPCHECK_RUN_OPTIONS_H
#define WSPCHECK_RUN_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "run/shard.h"

struct cJSON;

struct words {
    char **items; /* owned, as is each */
    size_t count;
    size_t capacity;
};

struct run_options {
    struct words providers;    /* patterns; none: the default ones */
    struct words dlls;         /* loaded without being installed */
    char *over;                /* pattern of the base under a layered DLL */
    char *protocols;           /* file with the entries of the DLL */
    struct words scenarios;    /* globs on the id; none: all */
    struct words requirements; /* globs on the id; none: all */
    char *suites;              /* folder */
    char *expect;              /* file of expectations */
    char *out;                 /* folder */
    char *baseline;            /* folder of the run to compare with */
    char *history;             /* folder of earlier runs' folders */
    struct words formats;      /* words for report_options_add_format */
    char *break_at;            /* scenario id */
    char *shard_word;          /* "2/4" or "auto" as given; shard is what it means */
    struct shard shard;
    int jobs;   /* 0: as many as there are processors */
    int repeat; /* 0: not given, one round */
    bool shuffle;
    bool reverse;
    bool seed_given;
    unsigned long seed; /* 32 bits, so that JSON keeps it exactly */
    double timeout_scale;
    bool list;
    bool in_process;
    bool quiet;
    bool verbose;
    unsigned long given; /* a bit for each row of the table */
};

/* Reads the words behind "run". STATUS_USAGE and one sentence that names the option for whatever is malformed, given
 * twice, or means nothing together with another option. "--shard auto" is left in shard_word. */
enum status run_options_parse(struct run_options *options, int count, char *const *arguments, struct error *error);
void run_options_free(struct run_options *options);

/* The options that were given, by name; for cJSON_Delete. */
struct cJSON *run_options_to_json(const struct run_options *options);
/* The way back; STATUS_USAGE when the object holds what no command line can give. */
enum status run_options_from_json(struct run_options *options, const struct cJSON *object, struct error *error);

/* One line for each option, for people. */
void run_options_help(struct text *text);

void words_add(struct words *words, const char *word);
void words_free(struct words *words);

#endif
