/*
 * One line of the journal, looked at without building a tree: the members of its object as they stand in the line. Most
 * lines of a journal are calls of scenarios that passed; knowing whose they are is all that a reader needs of them.
 */
#ifndef WSPCHECK_RESULTS_RECORD_H
#define WSPCHECK_RESULTS_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RECORD_MEMBERS 32 /* further members are not seen */

struct record_member {
    const char *key; /* between its quotes */
    size_t key_length;
    const char *value; /* as written: with quotes, brackets, ... */
    size_t value_length;
};

struct record {
    struct record_member members[RECORD_MEMBERS];
    size_t count;
};

/* False when the line is no JSON object by its outer structure, or holds a NUL byte. The record points into the line.
 */
bool record_read(struct record *record, const char *line, size_t length);

/* The characters of a string member without escapes, not terminated; NULL when there is no such member. */
const char *record_string(const struct record *record, const char *key, size_t *length);
/* A whole number of 0 and up; false when there is no such member. */
bool record_number(const struct record *record, const char *key, uint64_t *number);

#endif
