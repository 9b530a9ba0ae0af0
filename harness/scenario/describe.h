/*
 * Values in words, for the journal's texts. Appends to the caller's text; any thread.
 */
#ifndef WSPCHECK_SCENARIO_DESCRIBE_H
#define WSPCHECK_SCENARIO_DESCRIBE_H

#include <winsock2.h>

#include "base/text.h"

/* "127.0.0.1:4711", "[::1]:4711", or hexadecimal for any other family or a length that does not fit. */
void describe_address(struct text *text, const void *bytes, size_t length);
/* "14 bytes: 68 65 6c ...", shortened; "no bytes". */
void describe_bytes(struct text *text, const void *bytes, size_t length);
/* "sending 1 2 3 4 5 6 7 8, receiving ..., 16 bytes: ..." */
void describe_flows(struct text *text, const QOS *qos, const void *provider_bytes, size_t provider_length);
/* "CF_ACCEPT", "CF_REJECT", "CF_DEFER" or the number. */
void describe_decision(struct text *text, int decision);
/* "FD_ACCEPT | FD_CLOSE", unknown bits in hexadecimal, "0". */
void describe_events(struct text *text, long mask);

#endif
