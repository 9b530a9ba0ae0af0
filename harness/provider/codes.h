/*
 * Names of Winsock codes: what WSP calls and upcalls store in *lpErrno, and what WSPStartup returns. Constant tables;
 * any thread.
 *
 * Document: Windows Sockets Error Codes.
 */
#ifndef WSPCHECK_PROVIDER_CODES_H
#define WSPCHECK_PROVIDER_CODES_H

#include <stdbool.h>

#include "base/text.h"

/* "WSAECONNREFUSED" for 10061; NULL for a code without a name, 0 included. */
const char *code_name(int code);

/* Appends "WSAECONNREFUSED", or "9999 (0x270f)" where there is no name. */
void code_describe(struct text *text, int code);

/* The code of a name, upper case as documented; also of second names such as WSANO_ADDRESS. */
bool code_from_name(const char *name, int *code);

#endif
