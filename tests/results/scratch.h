/*
 * Folders that tests write in, below the folder they run in, and journals written line by line.
 */
#ifndef WSPCHECK_TESTS_SCRATCH_H
#define WSPCHECK_TESTS_SCRATCH_H

#include "base/text.h"
#include "results/model.h"

/* The path "scratch/NAME", for free(); the folder is there and empty. */
char *scratch_folder(const char *name);

/* Adds a line to a journal; in the format ' stands for ", so that records read well in C. */
void scratch_line(struct text *journal, const char *format, ...) PRINTF_LIKE(2, 3);

/* Writes a journal into scratch/NAME and loads it. NULL, with the sentence in *error, when loading is refused. */
struct results *scratch_load(const char *name, const struct text *journal, struct error *error);

/* A header for one provider "P", two requirements (REQ-01 a must, REQ-02 a should), and the scenarios "s.one", "s.two"
 * and "s.three", of which the first two verify REQ-01 and the third REQ-02. extra is put into the object, "" for none.
 */
void scratch_header(struct text *journal, unsigned rounds, const char *extra);

/* Start, one check of REQ-01 and result of a scenario in round 1, by a worker. */
void scratch_scenario(struct text *journal, const char *id, unsigned worker, const char *check, const char *verdict);

#endif
