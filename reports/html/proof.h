/*
 * The proof by faulty providers: for each fault whether the suite caught it, and by which scenarios. It is the
 * journal's own, or what "wspcheck mutants --json" prints:
 *
 *     {"faults": [{"fault": "", "title": "", "requirement": "DEFER-03", "family": "base",
 *                 "caught": true, "by": ["defer.two-callers"]}]}
 *
 * The holder owns a struct proof.
 */
#ifndef WSPCHECK_REPORTS_HTML_PROOF_H
#define WSPCHECK_REPORTS_HTML_PROOF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "results/model.h"

struct fault {
    char *name;
    char *title;
    char *requirement; /* the one it breaks */
    bool layered;      /* of the layered family */
    bool caught;
    char *by; /* scenarios, separated by ", " */
};

struct proof {
    struct fault *faults;
    size_t count;
    size_t caught;
};

/* The one that the journal carries; no faults where it carries none. */
void proof_of_results(struct proof *proof, const struct results *results);
enum status proof_read(struct proof *proof, const char *path, struct error *error);
void proof_free(struct proof *proof);
/* The fault that breaks a requirement, the caught one first; NULL for none. */
const struct fault *proof_of(const struct proof *proof, const char *requirement);

#endif
