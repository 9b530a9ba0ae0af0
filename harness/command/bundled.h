/*
 * The provider DLLs that come with wspcheck and lie beside it.
 */
#ifndef WSPCHECK_COMMAND_BUNDLED_H
#define WSPCHECK_COMMAND_BUNDLED_H

#include "catalog/catalog.h"

/* Adds the entries of wspref.dll and wsphost.dll to the overlay, as far as these files lie beside the running program
 * and are not in the catalog already. redirect_start must have been called with the same catalog. The first that fails
 * ends it, with its name. */
enum status bundled_register(struct catalog *catalog, struct error *error);

#endif
