/*
 * junit.xml, within what Jenkins and GitLab really read: a flat testsuite for each provider, unique names, one failure
 * or error for each testcase, outputs of what failed only. An expected deviation is "skipped" with its reason; an
 * unexpected pass is a failure.
 */
#ifndef WSPCHECK_REPORTS_JUNIT_JUNIT_H
#define WSPCHECK_REPORTS_JUNIT_JUNIT_H

#include "document/output.h"
#include "results/model.h"

void junit_xml(const struct results *results, struct output *output);

#endif
