/*
 * What the tests of the provider module share: files beside the test program, and the program run again as a child that
 * may die. One thread.
 */
#ifndef WSPCHECK_TESTS_PROVIDER_SUPPORT_H
#define WSPCHECK_TESTS_PROVIDER_SUPPORT_H

#include <winsock2.h>

#include <windows.h>

#include "base/text.h"

/* The path of a file beside the test program; valid until the process ends. */
const wchar_t *beside_program(const wchar_t *name);

/* A new file beside the test program with these bytes; to be given to remove_file. */
wchar_t *make_file(const void *bytes, size_t size);
void remove_file(wchar_t *path);

/* The bytes of a file, for free(). */
unsigned char *read_file(const wchar_t *path, size_t *size);

/* Runs this program again with one argument. Returns its exit code in full, and what it printed. */
DWORD run_child(const wchar_t *role, struct text *output);

/* For a child that is to die: prints provider_describe_exception and ends the process with the exception's code. */
void die_by_exceptions(void);

/* Whether a text, which may be NULL, contains a part; prints the text when it does not. */
int contains(const char *text, const char *part);

#endif
