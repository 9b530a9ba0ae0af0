/*
 * The imports of a PE image, one after the other, and the search for one that does not exist.
 *
 * An iterator borrows its image and owns nothing.
 */
#ifndef WSPCHECK_PROVIDER_IMPORTS_H
#define WSPCHECK_PROVIDER_IMPORTS_H

#include <stdbool.h>

#include "base/text.h"
#include "provider/image.h"

struct import {
    const char *dll;  /* as the image has it */
    const char *name; /* NULL for an import by ordinal, and where the loader has overwritten the name */
    WORD ordinal;     /* meaningful when by_ordinal */
    bool by_ordinal;
    void **slot; /* where the loader put the address; NULL in a file */
};

struct import_iterator {
    const struct image *image;
    DWORD descriptor; /* relative address of the DLL under way; 0 at the end */
    size_t index;     /* of the next function of that DLL */
};

/* The image has to be native. */
void imports_begin(struct import_iterator *iterator, const struct image *image);
/* False after the last import, and at the first place where the table does not make sense. */
bool imports_next(struct import_iterator *iterator, struct import *import);

/* Looks for the reason why a DLL does not load: an imported DLL that is not found, also one that a DLL beside it
 * imports, or a function that such a DLL does not export. Appends "mylib.dll, which base.dll imports, cannot be found"
 * or "base.dll imports the function frobnicate of mylib.dll, which does not export it"; false when nothing is amiss.
 * Loads and frees what can be loaded. */
bool imports_find_missing(const wchar_t *path, struct text *sentence);

#endif
