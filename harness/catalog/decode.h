/*
 * PackedCatalogItem: one catalog entry as the registry keeps it, 888 bytes: the DLL's path in the system's ANSI code
 * page (260 bytes, terminated, %variables% unexpanded), then a WSAPROTOCOL_INFOW (628 bytes, little endian, the same
 * for 32 and 64 bits). Pure functions, for any thread.
 */
#ifndef WSPCHECK_CATALOG_DECODE_H
#define WSPCHECK_CATALOG_DECODE_H

#include <stddef.h>

#include <winsock2.h>
#include <ws2spi.h>

#include "base/error.h"

#define PACKED_PATH_SIZE 260
#define PACKED_INFO_SIZE 628
#define PACKED_ITEM_SIZE (PACKED_PATH_SIZE + PACKED_INFO_SIZE)

/* Takes an item apart; *dll is owned by the caller and set only on success. STATUS_FAILED with what is damaged: another
 * size, a path without end or without content, a chain length outside 0..MAX_PROTOCOL_CHAIN. */
enum status packed_item_decode(const unsigned char *bytes, size_t size, WSAPROTOCOL_INFOW *info, wchar_t **dll,
                               struct error *error);

/* Fills bytes[PACKED_ITEM_SIZE]. STATUS_FAILED when the path is too long or has characters that the ANSI code page has
 * not. */
enum status packed_item_encode(const WSAPROTOCOL_INFOW *info, const wchar_t *dll, unsigned char *bytes,
                               struct error *error);

#endif
