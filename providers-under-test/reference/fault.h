/*
 * The hooks by which the faulty family breaks this provider, one fault to a catalog entry. The family defines them
 * before this header is seen; here they are never true, do nothing, and cost nothing.
 *
 * FAULT(subject, NAME): whether the socket, request or presentation under discussion carries that fault.
 * FAULT_IN(personality, NAME): the same of a personality, which may be NULL.
 * FAULT_AT(call): a moment at which a faulty provider does something more; the call says which moment it is.
 */
#ifndef WSPCHECK_REFERENCE_FAULT_H
#define WSPCHECK_REFERENCE_FAULT_H

#ifndef FAULT
#define FAULT(subject, NAME) ((void)(subject), 0)
#define FAULT_IN(personality, NAME) ((void)(personality), 0)
#define FAULT_AT(call) ((void)0)
#endif

#endif
