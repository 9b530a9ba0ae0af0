/*
 * Whether memory that a caller names can be used: asked of the system's map of the address space before it is touched,
 * since a provider has to answer WSAEFAULT where it cannot. A size of 0 is always usable. The answer is a snapshot; a
 * caller that unmaps memory during a call has itself to blame.
 */
#ifndef WSPCHECK_REFERENCE_MEMORY_CHECK_H
#define WSPCHECK_REFERENCE_MEMORY_CHECK_H

#include <stdbool.h>
#include <stddef.h>

bool memory_readable(const void *address, size_t size);
bool memory_writable(const void *address, size_t size);
/* Whether there is code at an address; the pointer is taken apart by the caller, as C knows no conversion. */
bool memory_executable(const void *address);

#endif
