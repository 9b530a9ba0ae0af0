#include "scenario/describe.h"

#include <stdint.h>
#include <string.h>

#include <ws2spi.h>
#include <ws2tcpip.h>

enum { SHOWN_BYTES = 24 };

static void append_hexadecimal(struct text *text, const unsigned char *bytes, size_t length) {
    for (size_t i = 0; i < length && i < SHOWN_BYTES; i++) {
        text_format(text, i == 0 ? "%02x" : " %02x", bytes[i]);
    }
    text_append(text, length > SHOWN_BYTES ? " ..." : "");
}

void describe_bytes(struct text *text, const void *bytes, size_t length) {
    if (length == 0) {
        text_append(text, "no bytes");
        return;
    }
    text_format(text, "%zu byte%s: ", length, length == 1 ? "" : "s");
    append_hexadecimal(text, bytes, length);
}

static void describe_groups(struct text *text, const struct sockaddr_in6 *name) {
    static const unsigned char loopback[16] = {[15] = 1};
    static const unsigned char unspecified[16];
    const unsigned char *host = name->sin6_addr.s6_addr;
    if (memcmp(host, loopback, sizeof loopback) == 0) {
        text_append(text, "[::1]");
    } else if (memcmp(host, unspecified, sizeof unspecified) == 0) {
        text_append(text, "[::]");
    } else {
        for (int i = 0; i < 16; i += 2) {
            text_format(text, "%s%x", i == 0 ? "[" : ":", (unsigned)host[i] << 8 | host[i + 1]);
        }
        text_append_char(text, ']');
    }
}

static unsigned port_number(u_short port) {
    unsigned char bytes[2];
    memcpy(bytes, &port, sizeof bytes);
    return (unsigned)bytes[0] << 8 | bytes[1];
}

void describe_address(struct text *text, const void *bytes, size_t length) {
    union {
        ADDRESS_FAMILY family;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } name = {0};
    memcpy(&name, bytes, length < sizeof name ? length : sizeof name);
    if (length >= sizeof name.v4 && name.family == AF_INET) {
        const unsigned char *host = (const unsigned char *)&name.v4.sin_addr;
        text_format(text, "%u.%u.%u.%u:%u", host[0], host[1], host[2], host[3], port_number(name.v4.sin_port));
    } else if (length >= sizeof name.v6 && name.family == AF_INET6) {
        describe_groups(text, &name.v6);
        text_format(text, ":%u", port_number(name.v6.sin6_port));
    } else {
        describe_bytes(text, bytes, length);
    }
}

static void describe_flow(struct text *text, const FLOWSPEC *flow) {
    text_format(text, "%lu %lu %lu %lu %lu %lu %lu %lu", flow->TokenRate, flow->TokenBucketSize, flow->PeakBandwidth,
                flow->Latency, flow->DelayVariation, flow->ServiceType, flow->MaxSduSize, flow->MinimumPolicedSize);
}

void describe_flows(struct text *text, const QOS *qos, const void *provider_bytes, size_t provider_length) {
    text_append(text, "sending ");
    describe_flow(text, &qos->SendingFlowspec);
    text_append(text, ", receiving ");
    describe_flow(text, &qos->ReceivingFlowspec);
    text_append(text, ", provider specific ");
    describe_bytes(text, provider_bytes, provider_length);
}

void describe_decision(struct text *text, int decision) {
    static const char *const names[] = {"CF_ACCEPT", "CF_REJECT", "CF_DEFER"};
    if (decision >= 0 && decision < 3) {
        text_append(text, names[decision]);
    } else {
        text_format(text, "%d", decision);
    }
}

void describe_events(struct text *text, long mask) {
    static const char *const names[] = {"FD_READ",
                                        "FD_WRITE",
                                        "FD_OOB",
                                        "FD_ACCEPT",
                                        "FD_CONNECT",
                                        "FD_CLOSE",
                                        "FD_QOS",
                                        "FD_GROUP_QOS",
                                        "FD_ROUTING_INTERFACE_CHANGE",
                                        "FD_ADDRESS_LIST_CHANGE"};
    unsigned long rest = (unsigned long)mask;
    const char *separator = "";
    for (unsigned i = 0; i < FD_MAX_EVENTS; i++) {
        if ((rest & 1ul << i) != 0) {
            text_format(text, "%s%s", separator, names[i]);
            separator = " | ";
            rest &= ~(1ul << i);
        }
    }
    if (rest != 0 || mask == 0) {
        text_format(text, rest == 0 ? "%s%lx" : "%s0x%lx", separator, rest);
    }
}
