/*
 * The monotonic clock in microseconds. Never goes back; unrelated to the time of day.
 */
#ifndef WSPCHECK_BASE_CLOCK_H
#define WSPCHECK_BASE_CLOCK_H

unsigned long long clock_us(void);

#endif
