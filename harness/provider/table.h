/*
 * What a procedure table may point at. Stateless; any thread.
 */
#ifndef WSPCHECK_PROVIDER_TABLE_H
#define WSPCHECK_PROVIDER_TABLE_H

#include <stdbool.h>

/* Whether there is executable memory at an address. */
bool table_is_code(const void *address);

#endif
