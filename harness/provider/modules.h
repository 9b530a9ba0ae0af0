/*
 * The modules of this process: which appeared while a DLL was loaded, which belong to the system, and in which one an
 * address of a crash lies.
 *
 * A snapshot is owned by its holder. What modules_remember keeps is never released, so that modules_describe needs
 * neither a lock nor the loader; all functions may be called on any thread.
 */
#ifndef WSPCHECK_PROVIDER_MODULES_H
#define WSPCHECK_PROVIDER_MODULES_H

#include <stdbool.h>
#include <stddef.h>

#include <winsock2.h>

#include <windows.h>

#include "base/text.h"

struct module_snapshot {
    HMODULE *modules; /* owned */
    size_t count;
};

void modules_snapshot(struct module_snapshot *snapshot);
void modules_snapshot_free(struct module_snapshot *snapshot);
bool modules_snapshot_has(const struct module_snapshot *snapshot, HMODULE module);

/* Whether the module's file lies under the system's own directories (System32, SysWOW64, WinSxS). */
bool modules_is_system(HMODULE module);

/* The path of a module's file; owned by the caller. */
wchar_t *modules_path(HMODULE module);

/* Makes a module known to modules_describe. */
void modules_remember(HMODULE module);

/* Appends "base.dll+0x1234" when the address lies in a remembered module. Takes no lock, and no memory while the text
 * has room: safe to call from an exception handler. */
bool modules_describe(const void *address, struct text *text);

#endif
