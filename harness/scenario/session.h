/*
 * A session: everything one scenario's run leaves behind, so that all of it can be taken back.
 *
 * Opened and closed by the conductor. Closing answers open meetings, closes the sockets that the script left open,
 * waits for pending calls, balances WSPStartup and WSPCleanup and releases the memory. A session with a hung call is
 * not released: its thread still has it.
 */
#ifndef WSPCHECK_SCENARIO_SESSION_H
#define WSPCHECK_SCENARIO_SESSION_H

#include "scenario/parts.h"

struct catalog_entry;

/* scenario is NULL for a probe. */
struct session *session_open(struct engine *engine, const struct scenario_info *scenario, int round);

/* Takes everything back that the script left. May force the verdict "timeout". Lua must be closed before. */
void session_wind_up(struct session *session);

/* Mutes and releases; or only mutes, when the engine is spent. */
void session_close(struct session *session);

/* Ends the script with a verdict: the first one given stays. reason and last_call are taken over. */
void session_force(struct session *session, const char *verdict, char *reason, char *last_call);

/* Handles that the provider gave out, and those it closed. The lock is held. */
void session_add_socket(struct session *session, SOCKET socket);
void session_remove_socket(struct session *session, SOCKET socket);
/* After the last WSPCleanup nothing is open any more. The lock is held. */
void session_count_start(struct session *session, int change);

/* An upcall_observer; the context is the engine. */
void session_observe_upcall(void *context, const struct upcall_record *record);

/* Copies the record at an index; false when there are not so many. */
bool session_copy_upcall(struct session *session, size_t index, struct upcall_record *record);

/* The catalog's entry with this id; NULL when there is none. */
const struct catalog_entry *session_find_entry(const struct session *session, DWORD id);

#endif
