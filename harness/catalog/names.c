#include "catalog/names.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#ifndef AF_HYPERV
#define AF_HYPERV 34
#endif

#define NAMED(name)                                                                                                    \
    { name, #name }

const struct flag_name service_flag_names[] = {
    NAMED(XP1_CONNECTIONLESS),
    NAMED(XP1_GUARANTEED_DELIVERY),
    NAMED(XP1_GUARANTEED_ORDER),
    NAMED(XP1_MESSAGE_ORIENTED),
    NAMED(XP1_PSEUDO_STREAM),
    NAMED(XP1_GRACEFUL_CLOSE),
    NAMED(XP1_EXPEDITED_DATA),
    NAMED(XP1_CONNECT_DATA),
    NAMED(XP1_DISCONNECT_DATA),
    NAMED(XP1_SUPPORT_BROADCAST),
    NAMED(XP1_SUPPORT_MULTIPOINT),
    NAMED(XP1_MULTIPOINT_CONTROL_PLANE),
    NAMED(XP1_MULTIPOINT_DATA_PLANE),
    NAMED(XP1_QOS_SUPPORTED),
    NAMED(XP1_INTERRUPT),
    NAMED(XP1_UNI_SEND),
    NAMED(XP1_UNI_RECV),
    NAMED(XP1_IFS_HANDLES),
    NAMED(XP1_PARTIAL_MESSAGE),
    NAMED(XP1_SAN_SUPPORT_SDP),
    {0, NULL},
};

const struct flag_name provider_flag_names[] = {
    NAMED(PFL_MULTIPLE_PROTO_ENTRIES), NAMED(PFL_RECOMMENDED_PROTO_ENTRY), NAMED(PFL_HIDDEN),
    NAMED(PFL_MATCHES_PROTOCOL_ZERO),  NAMED(PFL_NETWORKDIRECT_PROVIDER),  {0, NULL},
};

struct number_name {
    int number;
    const char *name;
};

static const struct number_name families[] = {
    NAMED(AF_UNSPEC),    NAMED(AF_UNIX),       NAMED(AF_INET),
    NAMED(AF_IMPLINK),   NAMED(AF_PUP),        NAMED(AF_CHAOS),
    NAMED(AF_IPX),       NAMED(AF_ISO),        NAMED(AF_ECMA),
    NAMED(AF_DATAKIT),   NAMED(AF_CCITT),      NAMED(AF_SNA),
    NAMED(AF_DECnet),    NAMED(AF_DLI),        NAMED(AF_LAT),
    NAMED(AF_HYLINK),    NAMED(AF_APPLETALK),  NAMED(AF_NETBIOS),
    NAMED(AF_VOICEVIEW), NAMED(AF_FIREFOX),    NAMED(AF_UNKNOWN1),
    NAMED(AF_BAN),       NAMED(AF_ATM),        NAMED(AF_INET6),
    NAMED(AF_CLUSTER),   NAMED(AF_12844),      NAMED(AF_IRDA),
    NAMED(AF_NETDES),    NAMED(AF_TCNPROCESS), NAMED(AF_TCNMESSAGE),
    NAMED(AF_ICLFXBM),   NAMED(AF_BTH),        NAMED(AF_HYPERV),
    {0, NULL},
};

static const struct number_name socket_types[] = {
    NAMED(SOCK_STREAM), NAMED(SOCK_DGRAM), NAMED(SOCK_RAW), NAMED(SOCK_RDM), NAMED(SOCK_SEQPACKET), {0, NULL},
};

void names_flags(struct text *text, DWORD flags, const struct flag_name *names) {
    const char *separator = "";
    DWORD rest = flags;
    for (; names->name != NULL; names++) {
        if ((rest & names->bit) != 0) {
            text_format(text, "%s%s", separator, names->name);
            separator = " | ";
            rest &= ~names->bit;
        }
    }
    if (rest != 0) {
        text_format(text, "%s0x%08lx", separator, rest);
    } else if (flags == 0) {
        text_append(text, "0");
    }
}

DWORD names_flag_bit(const char *name, const struct flag_name *names) {
    for (; names->name != NULL; names++) {
        if (strcmp(name, names->name) == 0) {
            return names->bit;
        }
    }
    return 0;
}

static const char *name_of(int number, const struct number_name *names) {
    for (; names->name != NULL; names++) {
        if (names->number == number) {
            return names->name;
        }
    }
    return NULL;
}

static int number_of(const char *name, const struct number_name *names, int *number) {
    for (; names->name != NULL; names++) {
        if (strcmp(name, names->name) == 0) {
            *number = names->number;
            return 1;
        }
    }
    return 0;
}

const char *names_family(int family) { return name_of(family, families); }

const char *names_socket_type(int type) { return name_of(type, socket_types); }

int names_parse_family(const char *name, int *family) { return number_of(name, families, family); }

int names_parse_socket_type(const char *name, int *type) { return number_of(name, socket_types, type); }

void names_guid(struct text *text, const GUID *guid) {
    text_format(text, "{%08lx-%04x-%04x-%02x%02x-", guid->Data1, guid->Data2, guid->Data3, guid->Data4[0],
                guid->Data4[1]);
    for (int i = 2; i < 8; i++) {
        text_format(text, "%02x", guid->Data4[i]);
    }
    text_append(text, "}");
}

static unsigned hexadecimal(const char *digits, size_t count) {
    unsigned value = 0;
    for (size_t i = 0; i < count; i++) {
        int digit = tolower((unsigned char)digits[i]);
        value = value * 16 + (unsigned)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
    }
    return value;
}

int names_parse_guid(const char *string, GUID *guid) {
    static const char pattern[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    const size_t length = sizeof pattern - 1;
    int braced = string[0] == '{';
    if (strlen(string) != length + (braced ? 2 : 0) || (braced && string[length + 1] != '}')) {
        return 0;
    }
    const char *digits = string + braced;
    for (size_t i = 0; i < length; i++) {
        if (pattern[i] == '-' ? digits[i] != '-' : !isxdigit((unsigned char)digits[i])) {
            return 0;
        }
    }
    guid->Data1 = hexadecimal(digits, 8);
    guid->Data2 = (unsigned short)hexadecimal(digits + 9, 4);
    guid->Data3 = (unsigned short)hexadecimal(digits + 14, 4);
    for (size_t i = 0; i < 8; i++) {
        guid->Data4[i] = (unsigned char)hexadecimal(digits + 19 + 2 * i + (i < 2 ? 0 : 1), 2);
    }
    return 1;
}
