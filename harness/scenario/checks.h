/*
 * Checks and the verdict they come to. On the conductor.
 *
 * A check says whether a requirement held; the requirement's level makes a verdict of it. The verdict of a scenario is
 * drawn when its script is over, and only then: until something is proven it is broken.
 */
#ifndef WSPCHECK_SCENARIO_CHECKS_H
#define WSPCHECK_SCENARIO_CHECKS_H

#include <lauxlib.h>

#include "scenario/parts.h"

extern const luaL_Reg check_functions[]; /* of the spi table */

/* What the engine itself found that no check of the script looked at: overruns, condition calls outside of WSPAccept.
 */
void checks_add_findings(struct session *session);

/* Verdict, reason and last call; takes the strings over from the session. */
void checks_judge(struct session *session, struct engine_result *result);

#endif
