#include "address.h"

#include <string.h>
#include <ws2tcpip.h>

#include "memory_check.h"

#define PRIVATE_ENDPOINT_BYTES 8

static enum host host_of_ipv4(ULONG address) {
    switch (ntohl(address)) {
    case INADDR_ANY:
        return HOST_ANY;
    case INADDR_LOOPBACK:
        return HOST_HERE;
    case INADDR_BROADCAST:
        return HOST_BROADCAST;
    default:
        return HOST_ELSEWHERE;
    }
}

static ULONG ipv4_of_host(enum host host) {
    switch (host) {
    case HOST_HERE:
        return htonl(INADDR_LOOPBACK);
    case HOST_BROADCAST:
        return htonl(INADDR_BROADCAST);
    default:
        return htonl(INADDR_ANY);
    }
}

static enum host host_of_ipv6(const struct in6_addr *address) {
    static const unsigned char any[16] = {0};
    static const unsigned char loopback[16] = {[15] = 1};
    if (memcmp(address, any, sizeof any) == 0) {
        return HOST_ANY;
    }
    return memcmp(address, loopback, sizeof loopback) == 0 ? HOST_HERE : HOST_ELSEWHERE;
}

static void parse_private(const unsigned char *address, struct name *name) {
    name->host = HOST_HERE;
    name->endpoint = 0;
    for (size_t i = 0; i < PRIVATE_ENDPOINT_BYTES; i++) {
        name->endpoint = name->endpoint << 8 | address[sizeof(u_short) + i];
    }
}

static void format_private(const struct name *name, unsigned char *address) {
    for (size_t i = 0; i < PRIVATE_ENDPOINT_BYTES; i++) {
        address[sizeof(u_short) + i] = (unsigned char)(name->endpoint >> (8 * (PRIVATE_ENDPOINT_BYTES - 1 - i)));
    }
}

int name_parse(const struct personality *personality, const struct sockaddr *address, int length, struct name *name) {
    struct wire_name wire = {.length = personality_name_size(personality)};
    if (address == NULL || length < wire.length || !memory_readable(address, (size_t)wire.length)) {
        return WSAEFAULT;
    }
    memcpy(&wire.storage, address, (size_t)wire.length);
    if (wire.storage.ss_family != personality->family) {
        return WSAEAFNOSUPPORT;
    }
    if (personality->family == AF_INET) {
        const struct sockaddr_in *ipv4 = (const struct sockaddr_in *)&wire.storage;
        name->host = host_of_ipv4(ipv4->sin_addr.s_addr);
        name->endpoint = ntohs(ipv4->sin_port);
    } else if (personality->family == AF_INET6) {
        const struct sockaddr_in6 *ipv6 = (const struct sockaddr_in6 *)&wire.storage;
        name->host = host_of_ipv6(&ipv6->sin6_addr);
        name->endpoint = ntohs(ipv6->sin6_port);
    } else {
        parse_private((const unsigned char *)&wire.storage, name);
    }
    return 0;
}

void name_format(const struct personality *personality, const struct name *name, struct wire_name *wire) {
    memset(wire, 0, sizeof *wire);
    wire->length = personality_name_size(personality);
    wire->storage.ss_family = (short)personality->family;
    if (personality->family == AF_INET) {
        struct sockaddr_in *ipv4 = (struct sockaddr_in *)&wire->storage;
        ipv4->sin_addr.s_addr = ipv4_of_host(name->host);
        ipv4->sin_port = htons((u_short)name->endpoint);
    } else if (personality->family == AF_INET6) {
        struct sockaddr_in6 *ipv6 = (struct sockaddr_in6 *)&wire->storage;
        ipv6->sin6_addr.s6_addr[15] = name->host == HOST_HERE;
        ipv6->sin6_port = htons((u_short)name->endpoint);
    } else {
        format_private(name, (unsigned char *)&wire->storage);
    }
}

int name_store(const struct personality *personality, const struct name *name, struct sockaddr *address, LPINT length) {
    struct wire_name wire;
    name_format(personality, name, &wire);
    if (address == NULL || !memory_writable(length, sizeof *length) || *length < wire.length ||
        !memory_writable(address, (size_t)wire.length)) {
        return WSAEFAULT;
    }
    memcpy(address, &wire.storage, (size_t)wire.length);
    *length = wire.length;
    return 0;
}

bool name_equal(const struct name *one, const struct name *other) {
    return one->host == other->host && one->endpoint == other->endpoint;
}

bool name_overlaps(const struct name *one, const struct name *other) {
    return one->endpoint == other->endpoint &&
           (one->host == other->host || one->host == HOST_ANY || other->host == HOST_ANY);
}

bool name_covers(const struct name *bound, const struct name *destination) {
    return bound->endpoint == destination->endpoint &&
           (bound->host == destination->host || bound->host == HOST_ANY || destination->host == HOST_BROADCAST);
}

ULONGLONG name_first_dynamic(const struct personality *personality) {
    return personality->family == AF_WSPCHECK_PRIVATE ? 0x100000001 : 49152;
}

ULONGLONG name_last_dynamic(const struct personality *personality) {
    return personality->family == AF_WSPCHECK_PRIVATE ? 0x1FFFFFFFF : 65535;
}
