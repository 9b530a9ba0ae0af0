/*
 * Guarded memory: a client buffer whose last byte is followed by a page that nothing may touch.
 *
 * A write behind the end is caught as itself: the first touch opens the page, is noted with the buffer's name and the
 * offset, and the provider's call goes on, so that the check which looks at the call can say what happened instead of
 * the worker dying. The page holds a known pattern: a touch that leaves the pattern intact (a provider that probes
 * whether memory is writable, or that reads too far) is no overrun. Memory from guard_inaccessible is different: no
 * touch of it is ever absorbed, a provider has to notice by itself.
 *
 * The handler is process wide and installed by guard_start; buffers may be made, used and released on any thread. A
 * buffer belongs to whoever made it until guard_free; its pages are used again for later buffers, the longest released
 * first, and are never given back, so that the handler can look at them without a lock.
 */
#ifndef WSPCHECK_PROVIDER_GUARD_H
#define WSPCHECK_PROVIDER_GUARD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

#define GUARD_POISON 0xA5
#define GUARD_NAME_LIMIT 63              /* longer names are cut */
#define GUARD_INACCESSIBLE_BYTES 0x10000 /* how much guard_inaccessible() reserves */

struct guard; /* one buffer */

/* Installs the handler; further calls find it installed. STATUS_BROKEN when the system refuses it. */
enum status guard_start(struct error *error);

/* A buffer of size bytes (0 is legal), filled with GUARD_POISON, ending at the inaccessible page. The name is copied
 * and is the parameter's name in messages. Buffers need not be aligned: size 3 ends at the page as well. */
struct guard *guard_make(size_t size, const char *name);
void guard_free(struct guard *guard); /* NULL is allowed */
void *guard_bytes(const struct guard *guard);
size_t guard_size(const struct guard *guard);

/* Whether any byte of [from, size) differs from GUARD_POISON. */
bool guard_written_from(const struct guard *guard, size_t from);

/* Whether something was written behind the end since the buffer was made or last examined; if so a sentence such as
 * "wrote 4 bytes behind the end of addr (16 bytes), at offset 16" is appended, and the page is armed again. */
bool guard_overrun(struct guard *guard, struct text *sentence);

/* An address at which GUARD_INACCESSIBLE_BYTES are reserved and inaccessible, for tests of bad pointers; valid for the
 * process's life. NULL, which is as inaccessible, before guard_start. */
void *guard_inaccessible(void);

/* The buffer that an address lies in or just behind, for crash messages: appends "addr (16 bytes) + 20", or
 * "inaccessible memory + 0" for what guard_inaccessible gave; returns false if the address belongs to none. Takes no
 * lock, and no memory either while the text has room for the words: safe to call from an exception handler. */
bool guard_describe(const void *address, struct text *text);

#endif
