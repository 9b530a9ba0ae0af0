/*
 * The hooks by which the faulty layered family breaks this layer, one fault to a catalog entry. The family defines them
 * before this header is seen; here they are never true, do nothing, and cost nothing.
 *
 * FAULT(chain, NAME): whether the chain under discussion carries that fault.
 * FAULT_AT(call): a moment at which a faulty layer does something more; the call says which moment it is.
 */
#ifndef WSPLAYER_FAULT_H
#define WSPLAYER_FAULT_H

#ifndef FAULT
#define FAULT(chain, NAME) ((void)(chain), 0)
#define FAULT_AT(call) ((void)0)
#endif

#endif
