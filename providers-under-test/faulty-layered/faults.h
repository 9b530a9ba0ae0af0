/*
 * The faulty layered family: the transparent layer with one fault to a catalog entry. The layer's sources are compiled
 * with this header in front of them; it gives their hooks a meaning (fault.h says which).
 *
 * A chain carries the fault that its entry is named after. Everything here is constant and may be used by any thread.
 */
#ifndef WSPCHECK_FAULTY_LAYERED_FAULTS_H
#define WSPCHECK_FAULTY_LAYERED_FAULTS_H

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

struct chain;

enum fault {
#define ROW(name, requirement, base, kind, also, sentence) FAULT_##name,
#include "table.inc"
#undef ROW
    FAULT_COUNT
};

/* What a faulty layer stands on: an entry of the reference, and the flavour. OVER_LAYER has a transparent layer with
 * handles of its own between it and the reference. */
enum base { OVER_MESSAGE, OVER_HANDLES, OVER_LAYER };

enum base fault_base(enum fault fault);
/* The name of the fault's entry, for free(). */
wchar_t *fault_entry_name(enum fault fault);

bool fault_is(const struct chain *chain, enum fault fault);

#define FAULT(chain, NAME) fault_is((chain), FAULT_##NAME)
#define FAULT_AT(call) call

#include "moments.h"

#endif
