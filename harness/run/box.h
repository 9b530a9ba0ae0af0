/*
 * The black box of a worker: memory, shared with the supervisor, in which records wait until it is worth sending them
 * through the pipe. A record is safe once it is in here: whatever becomes of the worker, the supervisor finds it.
 *
 * The box counts bytes from the beginning of the worker's life. What lies in it is the bytes from start to end; what
 * has come through the pipe is all that is before start, at least. So nothing is lost and nothing comes twice at
 * whatever instant the worker ends.
 *
 * The supervisor creates the box and reads it when the worker is gone. The worker maps it and has one thread at a time
 * in it. Both own their struct box, which ends with box_close. What the page says is not to be trusted: the worker
 * shares its memory with a provider that may write anywhere.
 */
#ifndef WSPCHECK_RUN_BOX_H
#define WSPCHECK_RUN_BOX_H

#include <stdbool.h>
#include <stddef.h>

#include <winsock2.h>

#include <windows.h>

#define BOX_BYTES ((size_t)64 << 10)

struct box_page;

struct box {
    HANDLE section; /* inheritable */
    struct box_page *page;
    long long start; /* the worker's own numbers, which it publishes in the page */
    size_t used;
};

/* False with the system's last error. */
bool box_create(struct box *box);
/* Maps the box that a handle leads to, and takes the handle over; false when it leads to none. */
bool box_map(struct box *box, HANDLE section);
void box_close(struct box *box);

/* The worker: puts bytes behind those that are there. Returns how many there was room for. */
size_t box_put(struct box *box, const char *bytes, size_t length);
/* The worker: everything in the box, to be sent before box_empty. */
size_t box_content(const struct box *box, const char **bytes);
void box_empty(struct box *box);

/* The supervisor: what is left to read for one who has received so many bytes through the pipe. 0 when that does not
 * lead on to what lies in the box. */
size_t box_rest(const struct box *box, unsigned long long received, const char **bytes);

#endif
