/*
 * What a faulty layer does more than the transparent one, by the moment at which it does so: the layer calls these
 * through FAULT_AT. Each looks for its faults in the chain that it is given. No lock is held, except where the layer
 * has its own: while a chain is described and started.
 */
#ifndef WSPCHECK_FAULTY_LAYERED_MOMENTS_H
#define WSPCHECK_FAULTY_LAYERED_MOMENTS_H

#include <stdbool.h>

#include <winsock2.h>
#include <ws2spi.h>

struct chain;
struct entries;

/* standing.c: how the layer stands in its chain, and its descriptors and data. */
void fault_when_next_is_looked_up(const struct chain *chain, const struct entries *entries,
                                  const WSAPROTOCOL_INFOW **next);
void fault_when_described(struct chain *chain, const struct entries *entries, const WSAPROTOCOL_INFOW **next);
void fault_when_found(struct chain **chain);
void fault_before_start(struct chain *chain, WSPUPCALLTABLE *upcalls);
void fault_when_starts_are_taken(const struct chain *chain, unsigned int *starts);
void fault_before_name(const struct chain *chain, WSAPROTOCOL_INFOW *lower);
void fault_when_table_is_filled(const struct chain *chain, WSPPROC_TABLE *table);
/* Called before and after a call, so that the client's memory is what it was. */
void fault_before_sending(const struct chain *chain, LPWSABUF buffers, DWORD count);

/* asking.c: connecting and accepting. */
void fault_before_connect(const struct chain *chain, LPWSABUF *caller_data, LPWSABUF *callee_data);
void fault_when_failed(const struct chain *chain, bool failed, int *error);
void fault_before_accept(const struct chain *chain, LPWSPACCEPT *accept_lower);
void fault_before_asking(const struct chain *chain, LPWSABUF *caller_id, LPWSABUF *caller_data, LPWSABUF *callee_data);
void fault_when_decided(const struct chain *chain, int *decision, LPWSABUF callee_data);

#endif
