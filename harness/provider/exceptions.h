/*
 * Exceptions in words, for the crash filter of a worker: what a provider died of.
 *
 * Stateless but for what guard.h and redirect.h know; any thread. Safe to call from an exception filter: no lock is
 * taken, and no memory while the text has room for the words (give it a few hundred bytes of capacity beforehand).
 */
#ifndef WSPCHECK_PROVIDER_EXCEPTIONS_H
#define WSPCHECK_PROVIDER_EXCEPTIONS_H

#include <stdbool.h>

#include <winsock2.h>

#include <windows.h>

#include "base/text.h"

#define EXCEPTION_CODE_WINE_STUB                                                                                       \
    0x80000100ul                        /* a call of an import that does not exist; Windows refuses to load then */
#define EXCEPTION_CODE_CPP 0xE06D7363ul /* a C++ exception nobody caught */

/* Appends the code and its meaning: "0xC0000005 access violation writing 0x7f0014, addr (16 bytes) + 20, in
 * base.dll+0x1234"; "0x80000100 the import WSPFoo of bar.dll does not exist". The place is named when it lies in a DLL
 * that redirect.h has seen. Returns false for a code without a name here, of which the number is appended. */
bool provider_describe_exception(const EXCEPTION_RECORD *record, struct text *text);

#endif
