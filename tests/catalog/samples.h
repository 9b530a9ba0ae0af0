/*
 * Catalog entries for tests. All of them are made up; their identifiers differ in the first number only.
 */
#ifndef WSPCHECK_TESTS_CATALOG_SAMPLES_H
#define WSPCHECK_TESTS_CATALOG_SAMPLES_H

#include "catalog/catalog.h"

#define SAMPLE_DLL L"C:\\samples\\sample.dll"

GUID sample_guid(unsigned long number);

/* A base of AF_INET, SOCK_STREAM, protocol 6 with this name. */
WSAPROTOCOL_INFOW sample_base(const wchar_t *name, unsigned long guid);
/* A layer's own hidden entry. */
WSAPROTOCOL_INFOW sample_layer(const wchar_t *name, unsigned long guid);
/* A chain of these ids, top first. */
WSAPROTOCOL_INFOW sample_chain(const wchar_t *name, unsigned long guid, const DWORD *links, int count);

/* Adds an entry with this id as a system's. */
struct catalog_entry *sample_add(struct catalog *catalog, const WSAPROTOCOL_INFOW *info, DWORD id);

#endif
