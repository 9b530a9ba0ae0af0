/*
 * A registry catalog below the current user's key, for one test program alone; nothing outside it is touched.
 */
#ifndef WSPCHECK_TESTS_CATALOG_SCRATCH_H
#define WSPCHECK_TESTS_CATALOG_SCRATCH_H

#include "catalog/registry.h"

/* An empty place; what an earlier case left there is removed. */
struct registry_place scratch_place(enum registry_list list);
/* Removes it. */
void scratch_remove(void);

/* The protocol catalog's key, open for everything; to be closed by the caller. */
HKEY scratch_open(const struct registry_place *place);
/* A key below it, made where it is missing; to be closed by the caller. */
HKEY scratch_key(const struct registry_place *place, const wchar_t *name);
DWORD scratch_number(const struct registry_place *place, const wchar_t *name);
void scratch_set_number(const struct registry_place *place, const wchar_t *name, DWORD number);

#endif
