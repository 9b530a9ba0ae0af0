/*
 * The library: the requirement catalogue and the scenarios of a suites folder, with their metadata, as data.
 *
 * Loading compiles every file in a fenced Lua state and checks its metadata; no scenario's body runs. The library owns
 * everything it hands out; it is built on one thread and only read afterwards. Scenarios are ordered by id,
 * requirements by area and number.
 */
#ifndef WSPCHECK_SCENARIO_LIBRARY_H
#define WSPCHECK_SCENARIO_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

enum requirement_level { LEVEL_MUST, LEVEL_SHOULD, LEVEL_MAY };

struct requirement {
    char *id, *title, *statement, *source, *applies, *observe, *traps;
    enum requirement_level level;
};

struct scenario_info {
    char *id; /* suite.name: the folder and the file's name without .lua */
    char *title;
    char *file; /* path below the suites folder's parent, with '/', as it stands in reports: suites/defer/x.lua */
    int line;   /* of the scenario's declaration */
    char **verifies;
    size_t verifies_count;
    char **needs;
    size_t needs_count;
    bool isolated; /* has a worker process of its own, in which the provider was not started before */
};

struct library;
struct vocabulary;

/* Loads <folder>/requirements/ *.lua and <folder>/<suite>/ *.lua. All mistakes of all files are collected: the message
 * has one line each, "file:line: what is wrong". STATUS_USAGE then, and *library is NULL. */
enum status library_load(struct library **library, const wchar_t *folder, struct error *error);
/* The same with another vocabulary than the one that is built in; it outlives the library. */
enum status library_load_with(struct library **library, const wchar_t *folder, const struct vocabulary *vocabulary,
                              struct error *error);
/* A library as one text, for free(), and the library that such a text holds, in which requirements have their ids and
 * levels only; see packed.h. STATUS_FAILED for another text. */
char *library_pack(const struct library *library);
enum status library_unpack(struct library **library, const char *packed, struct error *error);
void library_free(struct library *library);
const struct vocabulary *library_vocabulary(const struct library *library);

size_t library_scenarios(const struct library *library);
const struct scenario_info *library_scenario(const struct library *library, size_t index);
const struct scenario_info *library_find_scenario(const struct library *library, const char *id);
/* The source text of a scenario's file, as it was when the library was loaded. */
const char *library_source(const struct library *library, const struct scenario_info *scenario, size_t *length);

size_t library_requirements(const struct library *library);
const struct requirement *library_requirement(const struct library *library, size_t index);
const struct requirement *library_find_requirement(const struct library *library, const char *id);

/* A hash over all files' names and contents: the suite's version in journals, 16 hexadecimal digits. */
const char *library_version(const struct library *library);

#endif
