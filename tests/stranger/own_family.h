/* An address family that no system has. */
#ifndef WSPCHECK_TESTS_STRANGER_OWN_FAMILY_H
#define WSPCHECK_TESTS_STRANGER_OWN_FAMILY_H

#define OWN_FAMILY 211

#endif
