/*
 * A test program is a table of cases. unit_main runs each as a CUnit test of one suite and prints TAP, which Meson
 * reads; failed assertions follow their "not ok" line as comments with file, line and condition.
 *
 * A case uses CUnit's assertions (CU_ASSERT_EQUAL and its kin, from <CUnit/CUnit.h>).
 */
#ifndef WSPCHECK_TESTS_UNIT_H
#define WSPCHECK_TESTS_UNIT_H

#include <CUnit/CUnit.h>
#include <stddef.h>

struct unit_case {
    const char *name; /* a sentence: what holds */
    void (*run)(void);
};

/* Returns the exit code for main: 0 when every case passed. */
int unit_main(const char *subject, const struct unit_case *cases, size_t count);

#define UNIT_MAIN(subject, cases)                                                                                      \
    int main(void) { return unit_main((subject), (cases), sizeof(cases) / sizeof((cases)[0])); }

#endif
