/*
 * The catalog as a table for people: a line for each entry with its flags, its chain and what is wrong with it beneath.
 * Pure functions over a catalog that nobody changes meanwhile.
 */
#ifndef WSPCHECK_CATALOG_TABLE_H
#define WSPCHECK_CATALOG_TABLE_H

#include "base/text.h"
#include "catalog/catalog.h"

/* Appends the table in UTF-8, columns aligned by code points, lines ended by '\n'. It begins with the entry at index
 * first; those before it are only looked up for chains. */
void table_append(struct text *text, const struct catalog *catalog, size_t first);

/* "1003 layer > 1001 base"; ids that are not there are said so in words. */
void table_chain(struct text *text, const struct catalog *catalog, const struct catalog_entry *entry);

#endif
