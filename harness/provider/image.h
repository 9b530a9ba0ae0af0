/*
 * A PE image, read where it lies: the file of a DLL that is not loaded, or a module of this process.
 *
 * The holder owns a struct image from image_open_file or image_open_module to image_close; it points into the mapped
 * file or the module, which has to stay. Every address that an image names is checked against its bounds. No thread
 * rules of its own.
 *
 * Document: PE Format (Microsoft).
 */
#ifndef WSPCHECK_PROVIDER_IMAGE_H
#define WSPCHECK_PROVIDER_IMAGE_H

#include <stdbool.h>
#include <stddef.h>

#include <winsock2.h>

#include <windows.h>

#include "base/error.h"

struct image {
    const unsigned char *bytes;
    size_t size;
    bool loaded;                     /* laid out by the loader: a relative address is an offset */
    const IMAGE_FILE_HEADER *header; /* valid for every machine */
    const IMAGE_NT_HEADERS *native;  /* NULL when the image is for another machine than this harness */
};

/* STATUS_FAILED with a sentence when the file cannot be read or is no PE image. */
enum status image_open_file(struct image *image, const wchar_t *path, struct error *error);
/* False when the module is no PE image of this machine. */
bool image_open_module(struct image *image, HMODULE module);
void image_close(struct image *image);

/* size bytes at a relative address of a native image; NULL where the image does not have them. */
const void *image_at(const struct image *image, DWORD address, size_t size);
/* A terminated string at a relative address; NULL likewise. */
const char *image_string(const struct image *image, DWORD address);

#endif
