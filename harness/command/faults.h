/*
 * The tables of the faulty families, as their DLLs carry them: a list of faults, and of requirements that have none.
 *
 * A DLL is mapped, and read, without running any of its code. The holder owns a struct fault_table, which starts as
 * {0} and ends with fault_table_free.
 */
#ifndef WSPCHECK_COMMAND_FAULTS_H
#define WSPCHECK_COMMAND_FAULTS_H

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

#include "base/error.h"

enum fault_kind { FAULT_WRONG, FAULT_CRASHES, FAULT_HANGS };

/* wspfaulty.dll: the reference provider with faults; wspfaultylayer.dll: the transparent layer with faults. */
enum family { FAMILY_BASE, FAMILY_LAYERED, FAMILIES };

struct fault {
    enum family family;
    char *name;        /* "defer-goes-to-the-tail"; the entry is "faulty " and this */
    char *requirement; /* the one it breaks */
    enum fault_kind kind;
    char *also; /* other requirements at which it may show, separated by blanks */
    char *sentence;
};

/* A must that a scenario decides and no faulty provider can break. */
struct fault_exception {
    char *requirement;
    char *reason;
};

struct fault_table {
    struct fault *faults;
    size_t count, capacity;
    struct fault_exception *exceptions;
    size_t exception_count, exception_capacity;
};

/* Adds a family's table. STATUS_FAILED when the file is no DLL with such a table, and for a row that is malformed. */
enum status fault_table_read(struct fault_table *table, enum family family, const wchar_t *dll, struct error *error);
void fault_table_free(struct fault_table *table);

#endif
