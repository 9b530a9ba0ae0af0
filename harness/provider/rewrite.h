/*
 * Rewriting import tables: the addresses that the loader put into a module are replaced by hooks. Any thread; the
 * system's own modules are never touched.
 */
#ifndef WSPCHECK_PROVIDER_REWRITE_H
#define WSPCHECK_PROVIDER_REWRITE_H

#include "base/error.h"
#include "provider/modules.h"

/* Rewrites one module, which may have been rewritten before; a system module is left alone. STATUS_FAILED when its
 * import table cannot be made writable. */
enum status rewrite_module(HMODULE module, struct error *error);

/* Rewrites every module that is not in the snapshot. */
enum status rewrite_appeared(const struct module_snapshot *before, struct error *error);

#endif
