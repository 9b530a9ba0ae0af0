/*
 * The subcommands about runs that are over: reports again, comparison, shards merged, statements, expectations. Each is
 * a function like main, as command.h says; and what they have in common.
 */
#ifndef WSPCHECK_COMMAND_DOCUMENTS_H
#define WSPCHECK_COMMAND_DOCUMENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "reports.h"
#include "results/model.h"

int command_report(int argc, char **argv);    /* report DIR... [options] */
int command_compare(int argc, char **argv);   /* compare OLD NEW; 1 if anything got worse */
int command_merge(int argc, char **argv);     /* merge DIR... --out DIR */
int command_statement(int argc, char **argv); /* statement DIR --out DIR */
int command_verify(int argc, char **argv);    /* verify DIR; 1 if anything was altered */
int command_expect(int argc, char **argv);    /* expect update FILE DIR */

/* One option of a table that ends with a NULL name. Exactly one of value, path and flag is set. */
struct argument {
    const char *name;   /* without the dashes */
    const char **value; /* argv's own */
    char **path;        /* a path of the user's, as a full UTF-8 path; owned by the caller */
    bool *flag;
};

struct arguments {
    char **folders; /* the words that are no options, as full UTF-8 paths; owned */
    size_t count;
};

/* STATUS_USAGE and one sentence for an option that the table does not have or that lacks its value, and for fewer words
 * than least or more than most. */
enum status arguments_parse(struct arguments *arguments, int argc, char **argv, const struct argument *table,
                            size_t least, size_t most, const char *usage, struct error *error);
void arguments_free(struct arguments *arguments);

/* results_load, where a folder that holds no run is wrong usage. */
enum status arguments_load(struct results **results, const char *folder, struct error *error);

/* --format: words with commas between; NULL is all formats. */
enum status arguments_formats(struct report_options *options, const char *words, struct error *error);

/* The reports of a run that is over, and what the console says of them: summary, what changed since the baseline. */
struct telling {
    struct report_options options; /* its baseline is filled in */
    struct summary_options summary;
    const char *baseline; /* a folder, or NULL; then options.history may have one */
    bool to_ci;           /* also what GitHub takes, where it asks for it */
    bool silent;          /* write, and print nothing */
};
enum status telling_of(const struct results *results, struct telling *telling, struct error *error);

/* A path as its user would write it, for messages; for free(). */
char *arguments_shown(const char *path);

/* A text as it is, to stdout. */
void arguments_print(const struct text *text);

#endif
