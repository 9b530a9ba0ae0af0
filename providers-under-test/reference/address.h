/*
 * Names of endpoints. Inside the provider a name is a host and an endpoint number, whatever the family; the socket
 * addresses of the families are taken apart and put together here only. This machine has one host besides the
 * wildcard: 127.0.0.1, ::1, or, in the private family, itself.
 *
 * Everything here is pure: no state, no lock.
 */
#ifndef WSPCHECK_REFERENCE_ADDRESS_H
#define WSPCHECK_REFERENCE_ADDRESS_H

#include "personality.h"

enum host { HOST_ANY, HOST_HERE, HOST_BROADCAST, HOST_ELSEWHERE };

struct name {
    enum host host;
    ULONGLONG endpoint; /* port or endpoint number; 0: none */
};

/* Room for the name of any family. */
struct wire_name {
    SOCKADDR_STORAGE storage;
    int length;
};

/* Takes a socket address apart. WSAEFAULT where it is too short or unreadable, WSAEAFNOSUPPORT for a foreign family. */
int name_parse(const struct personality *personality, const struct sockaddr *address, int length, struct name *name);

/* Puts one together. */
void name_format(const struct personality *personality, const struct name *name, struct wire_name *wire);

/* Stores a name in a caller's value-result pair; WSAEFAULT, with nothing written, where it does not fit. */
int name_store(const struct personality *personality, const struct name *name, struct sockaddr *address, LPINT length);

bool name_equal(const struct name *one, const struct name *other);
/* Whether two names collide once wildcards are taken into account. */
bool name_overlaps(const struct name *one, const struct name *other);
/* Whether a listener or datagram socket bound to a name is meant by a destination. */
bool name_covers(const struct name *bound, const struct name *destination);

/* The endpoint numbers that the provider chooses from. */
ULONGLONG name_first_dynamic(const struct personality *personality);
ULONGLONG name_last_dynamic(const struct personality *personality);

#endif
