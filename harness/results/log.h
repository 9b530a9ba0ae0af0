/*
 * What happened in one attempt: its records in order of time, fetched from the journal when a report wants them.
 *
 * The holder owns a struct log and ends with log_free. results_log may run on any thread.
 */
#ifndef WSPCHECK_RESULTS_LOG_H
#define WSPCHECK_RESULTS_LOG_H

#include "results/model.h"
#include "results/strings.h"

enum event_kind {
    EVENT_ENTER,
    EVENT_LEAVE,
    EVENT_UPCALL,
    EVENT_CONDITION,
    EVENT_DECISION,
    EVENT_INDICATION,
    EVENT_NOTE,
    EVENT_CHECK,
    EVENT_KINDS
};

struct parameter {
    const char *name;
    const char *value;
};

/* Strings are "" where a kind has no such key. */
struct event {
    enum event_kind kind;
    uint64_t at_us; /* since the attempt's start */
    uint64_t call;  /* of enter, leave, condition and decision; 0 otherwise */
    size_t partner; /* of an enter the index of its leave, and back; SIZE_MAX for none */
    const char *thread;
    const char *actor;
    const char *function;
    const char *arguments;
    const char *result;
    const char *error;
    const char *text;             /* of a note; the decision; an indication's mechanism */
    const char *names;            /* of an indication: "FD_ACCEPT FD_CLOSE" */
    struct parameter *parameters; /* of a condition call; owned */
    size_t parameter_count;
    struct check check; /* of a check */
    size_t order;       /* among the attempt's lines in the file */
};

struct log {
    struct strings strings;
    struct event *events;
    size_t count;
    size_t capacity;
};

/* Damaged lines are left out: loading has counted what matters of them. STATUS_FAILED when the file cannot be read. */
enum status results_log(const struct results *results, const struct attempt *attempt, struct log *log,
                        struct error *error);
void log_free(struct log *log);

#endif
