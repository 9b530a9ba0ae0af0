/*
 * Runs of the whole program on the whole suites, and their verdicts side by side. One thread; stage_open comes first.
 */
#ifndef WSPCHECK_TESTS_ENDTOEND_COMPARE_H
#define WSPCHECK_TESTS_ENDTOEND_COMPARE_H

#include <stdbool.h>

#include <cjson/cJSON.h>

#include "stage.h"

/* Makes the stage use the project's own suites. */
void compare_open(const char *name);

/* Runs quietly and returns the results, for cJSON_Delete; the words are those behind "run". exit_code may be NULL. */
cJSON *compare_run(const char *words, DWORD *exit_code);

/* The same in two steps, for runs that go on at the same time. compare_begin fills the run, compare_finish frees it. */
struct begun_run {
    struct show show;
    char *words, *out;
};
void compare_begin(struct begun_run *run, const char *words);
cJSON *compare_finish(struct begun_run *run, DWORD *exit_code);

const cJSON *compare_providers(const cJSON *results);
const cJSON *compare_provider(const cJSON *results, const char *name);
const char *compare_member(const cJSON *object, const char *key);

/* How many scenarios of two providers have different verdicts; each is printed. */
int compare_verdicts(const cJSON *expected, const cJSON *found);
/* The same for all providers of two runs, by their names. */
int compare_runs(const cJSON *expected, const cJSON *found);

/* For all providers of a run of few scenarios: how many of these had another verdict in a run of everything. */
int compare_alone(const cJSON *everything, const cJSON *few);

/* A base and a layer over it, whose traits have to be the same. What may differ: scenarios of area LAYER apply to the
 * layer only; a scenario that does not apply to one of the two because of XP1_IFS_HANDLES passes on the other; and a
 * request whose descriptor was refused may be lost in a layer, which gets the warning of its base no more (LISTEN-10).
 */
int compare_layer(const cJSON *base, const cJSON *layer);

#endif
