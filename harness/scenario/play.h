/*
 * Playing a script: from its source to the end of its run function, in a sandbox of its own.
 */
#ifndef WSPCHECK_SCENARIO_PLAY_H
#define WSPCHECK_SCENARIO_PLAY_H

#include "scenario/parts.h"

/* Runs the session's scenario. What ends it early is forced on the session; its checks are in the tally. */
void play_scenario(struct session *session);

/* Runs vocabulary.probe. *traits is the caller's. STATUS_FAILED when the provider is at fault, STATUS_BROKEN otherwise.
 */
enum status play_probe(struct session *session, struct cJSON **traits, struct error *error);

/* Adds to an array the ids of the isolated scenarios whose needs the engine's traits do not meet. */
enum status play_inapplicable(struct session *session, struct cJSON *ids, struct error *error);

#endif
