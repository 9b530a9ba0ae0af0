/* The bench's part of ws2_32: see bench.h. */
#ifndef WSPCHECK_TESTS_REFERENCE_UPCALLS_H
#define WSPCHECK_TESTS_REFERENCE_UPCALLS_H

void upcalls_reset(void);

#endif
