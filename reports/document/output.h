/*
 * Where a document goes: into memory, or through a bounded buffer into a file. Writers append to output.text and call
 * output_pause between parts; a document of any length then needs little memory. A write that fails is remembered in
 * output.error, and what follows is dropped. One thread at a time.
 */
#ifndef WSPCHECK_REPORTS_DOCUMENT_OUTPUT_H
#define WSPCHECK_REPORTS_DOCUMENT_OUTPUT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"
#include "results/files.h"

struct output {
    struct text text;
    struct file *file; /* NULL: all stays in text */
    struct error error;
    struct folder *compared; /* not NULL: the file is read and compared with what would be written */
    uint64_t offset;         /* how far */
    bool differs;
};

/* Writes the text out when there is enough of it. */
void output_pause(struct output *output);
/* Writes the rest out, closes the file, and releases the text. Returns the first failure. */
enum status output_finish(struct output *output, struct error *error);

/* A folder below another. What is written into a fresh one needs no temporary names: nothing leads there yet. */
struct pages {
    char *name;
    bool fresh;
};

/*
 * A folder that gets several files at once. Each is written under a temporary name; folder_commit renames them all, so
 * that a failure before leaves what was there as it was.
 */
struct folder {
    char *path;
    bool compares;           /* nothing is written: what is there is compared with what would be */
    struct text differences; /* then: the names of files that differ or are missing, a line each */
    char **files;            /* relative to path, in order of writing */
    size_t count;
    size_t capacity;
    struct pages *pages; /* folders below that hold nothing but this report's pages */
    size_t pages_count;
    size_t pages_capacity;
};

enum status folder_start(struct folder *folder, const char *path, struct error *error);
/* For a folder that is there: collects differences instead of writing; ends with folder_abandon. */
void folder_start_comparison(struct folder *folder, const char *path);
/* A folder below, in which commit removes every page (.html) that was not written this time. */
enum status folder_add_pages(struct folder *folder, const char *name, struct error *error);
enum status folder_open(struct folder *folder, const char *name, struct output *output, struct error *error);
enum status folder_commit(struct folder *folder, struct error *error);
/* Removes what was written under temporary names. Releases the struct, as folder_commit does. */
void folder_abandon(struct folder *folder);

#endif
