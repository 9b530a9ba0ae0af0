/*
 * The bench: a suites folder made of texts, the fake provider, and an engine that keeps the records. For tests of one
 * thread; one bench at a time.
 */
#ifndef WSPCHECK_TESTS_SCENARIO_BENCH_H
#define WSPCHECK_TESTS_SCENARIO_BENCH_H

#include "fake_provider.h"
#include "scenario/engine.h"
#include "scenario/vocabulary.h"
#include "unit.h"

/* The vocabulary of vocabulary.lua beside this file. */
extern const struct vocabulary vocabulary_of_tests;

struct bench {
    wchar_t *folder; /* the suites folder */
    struct library *library;
    struct engine *engine;
    struct text records;                             /* lines */
    struct text checks;                              /* "held TEXT" or "unmet TEXT", lines */
    void (*on_check)(struct bench *bench, int line); /* called for each check as well; NULL at first */
};

/* A new empty suites folder beside the test program, with one file of requirements of the area TEST: TEST-01 must,
 * TEST-02 should, TEST-03 may; and SOCKET-11 and COND-02. */
void bench_open(struct bench *bench);
/* Writes suites/<path> (with '/'); the text replaces what was there. */
void bench_write(struct bench *bench, const char *path, const char *text, size_t length);
/* Loads the library; fills error when it has mistakes. */
enum status bench_load(struct bench *bench, struct error *error);
void bench_close(struct bench *bench);

/* Plays one run function's body on a started fake provider: the scenario verifies TEST-01. The verdict and the reason
 * are "verdict: reason" in a string that lives until the next call. */
const char *bench_play(struct bench *bench, const char *body);
/* The same with the scenario's other fields, such as 'verifies = {...}, needs = {...}', and a timeout scale. */
const char *bench_play_with(struct bench *bench, const char *fields, const char *body, double scale);

/* Whether a text contains a part; prints the text when it does not. */
int contains(const char *text, const char *part);

/* Asserts that a body is played and passes. */
#define CU_ASSERT_PLAYS(bench, body) CU_ASSERT(contains(bench_play((bench), (body)), "pass: "))

#endif
