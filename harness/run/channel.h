/*
 * A worker's end of the two pipes: commands in, records out; and of the black box in which records wait.
 *
 * Commands are read on the worker's main thread; records may be sent by any thread, each of them whole. A record that
 * is kept reaches the supervisor with the next one that is sent, or when the box is full, or after the worker's death.
 * When the supervisor is gone, reading comes to its end and what is sent is lost.
 */
#ifndef WSPCHECK_RUN_CHANNEL_H
#define WSPCHECK_RUN_CHANNEL_H

#include <stdbool.h>

#include <winsock2.h>

#include <windows.h>

#include "base/error.h"
#include "run/box.h"
#include "run/splitter.h"

struct cJSON;

struct channel {
    HANDLE commands;
    HANDLE records;
    struct box box;
    CRITICAL_SECTION lock; /* for records and box */
    struct splitter splitter;
};

/* Takes the handles that "--channel COMMANDS RECORDS BOX" names among the arguments, and keeps them from being
 * inherited further. STATUS_USAGE when there are none: workers are started by wspcheck itself. */
enum status channel_open(struct channel *channel, int count, char *const *arguments, struct error *error);

/* The next command, for cJSON_Delete; NULL at the end. */
struct cJSON *channel_read(struct channel *channel);

/* A line, which nobody waits for; the line end is added. */
void channel_keep(struct channel *channel, const char *line, size_t length);
/* The same, sent at once, behind all that is kept. */
void channel_send(struct channel *channel, const char *line, size_t length);
/* Prints the object as a line; takes the object over. */
void channel_send_record(struct channel *channel, struct cJSON *record);

#endif
