/*
 * Bytes on their way: what one side has sent and the other has not yet read. A pipe carries a stream or a sequence of
 * messages, in the order of sending; it is also the queue of a datagram socket, each message then having its sender.
 *
 * Pipes are part of the model and touched under its lock only. Struct bytes owns its storage.
 */
#ifndef WSPCHECK_REFERENCE_PIPE_H
#define WSPCHECK_REFERENCE_PIPE_H

#include "address.h"

struct bytes {
    unsigned char *data; /* owned; NULL while length is 0 */
    ULONG length;
};

bool bytes_assign(struct bytes *bytes, const void *data, ULONG length); /* false: out of memory */
void bytes_free(struct bytes *bytes);

/* A caller's list of buffers seen as one run of bytes. The list is borrowed, the bytes are the caller's. */
struct vector {
    WSABUF *buffers;
    DWORD count;
    ULONG length; /* of all buffers together */
};

struct chunk {
    struct chunk *next;
    ULONG length;
    ULONG taken;        /* bytes of a stream or message that were read already */
    struct name sender; /* of a datagram */
    unsigned char bytes[];
};

struct pipe {
    struct chunk *first;
    struct chunk *last;
    ULONG size;     /* unread bytes */
    ULONG capacity; /* a message larger than this is taken while the pipe is empty */
    bool messages;  /* chunk boundaries are message boundaries */
    bool ended;     /* nothing more will be written */
    bool discarding;
    struct bytes farewell; /* disconnect data that came with the end */
};

/* How many of length further bytes may be written now: all, none, or, in a stream, some. */
ULONG pipe_room(const struct pipe *pipe, ULONG length);
bool pipe_accepts(const struct pipe *pipe, ULONG length);

/* Appends length bytes of a vector from an offset on. sender may be NULL. Returns false where memory runs out. */
bool pipe_write(struct pipe *pipe, const struct vector *vector, ULONG offset, ULONG length, const struct name *sender);

bool pipe_readable(const struct pipe *pipe); /* there is a byte, or a message of any length */

/* Reads into a vector and returns how many bytes. With peek nothing is consumed. *rest says whether a message has more
 * bytes than there was room for: they stay, unless the message is a datagram, which drop_rest tells. */
ULONG pipe_read(struct pipe *pipe, const struct vector *vector, bool peek, bool drop_rest, bool *rest);

/* Throws away what is unread. */
void pipe_clear(struct pipe *pipe);
/* Throws away what others than this sender have sent. */
void pipe_keep_only(struct pipe *pipe, const struct name *sender);
void pipe_free(struct pipe *pipe);

#endif
