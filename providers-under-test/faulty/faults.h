/*
 * The faulty family: the reference provider with one fault to a catalog entry. The reference's sources are compiled
 * with this header in front of them; it gives their hooks a meaning (fault.h says which).
 *
 * Everything here is constant once the DLL is loaded, and may be used by any thread.
 */
#ifndef WSPCHECK_FAULTY_FAULTS_H
#define WSPCHECK_FAULTY_FAULTS_H

#include <stdbool.h>

struct personality;

enum fault {
#define ROW(name, requirement, base, kind, also, sentence) FAULT_##name,
#include "table.inc"
#undef ROW
    FAULT_COUNT
};

/* Whether a personality, which may be NULL, carries a fault. */
bool fault_is(const struct personality *personality, enum fault fault);

#define FAULT(subject, NAME) fault_is((subject)->personality, FAULT_##NAME)
#define FAULT_IN(subject, NAME) fault_is((subject), FAULT_##NAME)
#define FAULT_AT(call) call

#include "moments.h"

#endif
