/*
 * How long the harness waits, in microseconds, before --timeout-scale; and how much it takes from a worker. Only runs
 * in which something is wrong use these up. A call that hangs is found by its own limit, which is much shorter; that of
 * the scenario leaves a provider whose every step is slow the time for the longest queue that a scenario fills.
 */
#ifndef WSPCHECK_RUN_DURATIONS_H
#define WSPCHECK_RUN_DURATIONS_H

struct limits {
    unsigned long long ready_us;    /* from a worker's start until its provider is loaded, started and probed */
    unsigned long long scenario_us; /* from a scenario's start until its result */
    unsigned long long end_us;      /* from the last word to a worker until it is gone */
    unsigned long long kill_us;     /* from killing a process until the system has let it go */
    unsigned long long records;     /* bytes of records about one scenario */
    unsigned long long output;      /* bytes that one worker prints */
};

static inline struct limits limits_scaled(double scale) {
    return (struct limits){
        .ready_us = (unsigned long long)(30e6 * scale),
        .scenario_us = (unsigned long long)(120e6 * scale),
        .end_us = (unsigned long long)(15e6 * scale),
        .kill_us = (unsigned long long)(15e6 * scale),
        .records = 64ull << 20,
        .output = 64ull << 20,
    };
}

#endif
