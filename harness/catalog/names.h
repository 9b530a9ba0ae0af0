/*
 * Names of what catalog entries carry: XP1_ and PFL_ flags, families, types, GUIDs as text. Constant tables and pure
 * functions, for any thread.
 *
 * Documents: WSAPROTOCOL_INFOW (dwServiceFlags1, dwProviderFlags, iAddressFamily, iSocketType, ProviderId).
 */
#ifndef WSPCHECK_CATALOG_NAMES_H
#define WSPCHECK_CATALOG_NAMES_H

#include <winsock2.h>

#include "base/text.h"

struct flag_name {
    DWORD bit;
    const char *name;
};

extern const struct flag_name service_flag_names[]; /* every XP1_ bit; ends with a NULL name */
extern const struct flag_name provider_flag_names[];

/* "XP1_CONNECT_DATA | XP1_IFS_HANDLES"; unknown bits in hexadecimal; "0" for none. */
void names_flags(struct text *text, DWORD flags, const struct flag_name *names);
/* The bit of a name, 0 when there is none. */
DWORD names_flag_bit(const char *name, const struct flag_name *names);

const char *names_family(int family);    /* "AF_INET"; NULL for a family without a name */
const char *names_socket_type(int type); /* "SOCK_STREAM"; NULL likewise */

/* The way back; 1 when it is such a name, otherwise 0 and the number is untouched. */
int names_parse_family(const char *name, int *family);
int names_parse_socket_type(const char *name, int *type);

void names_guid(struct text *text, const GUID *guid); /* {xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}, lower case */
int names_parse_guid(const char *string, GUID *guid); /* 1 when it is one, with or without braces */

#endif
