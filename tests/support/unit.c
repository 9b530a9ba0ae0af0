#include "unit.h"

#include <CUnit/TestDB.h>
#include <CUnit/TestRun.h>
#include <stdio.h>

static void print_failures(const CU_pFailureRecord first) {
    for (CU_pFailureRecord failure = first; failure != NULL; failure = failure->pNext) {
        printf("#   %s:%u: %s\n", failure->strFileName == NULL ? "?" : failure->strFileName, failure->uiLineNumber,
               failure->strCondition == NULL ? "?" : failure->strCondition);
    }
}

static int run_case(CU_pSuite suite, const struct unit_case *unit_case, size_t number) {
    CU_pTest test = CU_add_test(suite, unit_case->name, unit_case->run);
    CU_ErrorCode code = test == NULL ? CU_get_error() : CU_run_test(suite, test);
    int passed = code == CUE_SUCCESS && CU_get_number_of_failures() == 0 && CU_get_number_of_asserts() != 0;
    printf("%sok %zu - %s\n", passed ? "" : "not ", number, unit_case->name);
    if (code == CUE_SUCCESS && CU_get_number_of_asserts() == 0) {
        puts("#   the case asserted nothing");
    }
    print_failures(CU_get_failure_list());
    fflush(stdout);
    return passed;
}

int unit_main(const char *subject, const struct unit_case *cases, size_t count) {
    int failed = 0;
    if (CU_initialize_registry() != CUE_SUCCESS) {
        puts("Bail out! CUnit could not start");
        return 1;
    }
    printf("1..%zu\n# %s\n", count, subject);
    CU_pSuite suite = CU_add_suite(subject, NULL, NULL);
    for (size_t i = 0; i < count; i++) {
        failed += !run_case(suite, &cases[i], i + 1);
    }
    CU_cleanup_registry();
    return failed == 0 ? 0 : 1;
}
