/*
 * What a library is made of; for library.c and packed.c only.
 */
#ifndef WSPCHECK_SCENARIO_LIBRARY_PARTS_H
#define WSPCHECK_SCENARIO_LIBRARY_PARTS_H

#include "scenario/folder.h"
#include "scenario/library.h"

#define LIBRARY_VERSION_BYTES 17

struct stored_scenario {
    struct scenario_info info;
    size_t file; /* its place in files */
};

struct library {
    const struct vocabulary *vocabulary;
    struct suite_files files;
    struct requirement *requirements;
    size_t requirement_count, requirement_capacity;
    struct stored_scenario *scenarios;
    size_t scenario_count, scenario_capacity;
    char version[LIBRARY_VERSION_BYTES];
};

#endif
