/*
 * The beginning of a use of the provider: arguments, version negotiation and the count that WSPCleanup takes down.
 *
 * Documents: WSPStartup, WSPCleanup.
 */
#ifndef WSPCHECK_REFERENCE_STARTUP_H
#define WSPCHECK_REFERENCE_STARTUP_H

#include <winsock2.h>
#include <ws2spi.h>

/* Fills data, keeps a copy of the upcall table and counts. Returns 0 or a code, with nothing counted. */
int startup_begin(WORD requested, LPWSPDATA data, const WSAPROTOCOL_INFOW *info, const WSPUPCALLTABLE *upcalls);

#endif
