/*
 * Whether memory that a provider points to may be touched. Asks the system instead of trying; any thread.
 */
#ifndef WSPCHECK_SCENARIO_INSPECT_H
#define WSPCHECK_SCENARIO_INSPECT_H

#include <stdbool.h>
#include <stddef.h>

/* No bytes are always readable and writable, wherever they lie. */
bool memory_readable(const void *address, size_t size);
bool memory_writable(const void *address, size_t size);

#endif
