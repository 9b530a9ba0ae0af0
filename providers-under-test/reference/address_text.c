/* Names as text: WSPAddressToString and WSPStringToAddress. "127.0.0.1:80", "[::1]:80", and, in the private family, the
 * endpoint number in hexadecimal. */
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "address.h"
#include "memory_check.h"
#include "procedures.h"
#include "reference.h"

#define LONGEST_TEXT 64

static const wchar_t *host_text(const struct personality *personality, enum host host) {
    bool ipv6 = personality->family == AF_INET6;
    switch (host) {
    case HOST_ANY:
        return ipv6 ? L"[::]" : L"0.0.0.0";
    case HOST_HERE:
        return ipv6 ? L"[::1]" : L"127.0.0.1";
    case HOST_BROADCAST:
        return L"255.255.255.255";
    default:
        return NULL;
    }
}

/* Returns the number of characters with the terminator, 0 for a name that this provider has no words for. */
static DWORD write_text(const struct personality *personality, const struct name *name, wchar_t *text) {
    int length;
    if (personality->family == AF_WSPCHECK_PRIVATE) {
        length = swprintf(text, LONGEST_TEXT, L"%016llx", name->endpoint);
    } else if (host_text(personality, name->host) == NULL) {
        return 0;
    } else if (name->endpoint == 0) {
        length = swprintf(text, LONGEST_TEXT, L"%ls", host_text(personality, name->host));
    } else {
        length = swprintf(text, LONGEST_TEXT, L"%ls:%llu", host_text(personality, name->host), name->endpoint);
    }
    return (DWORD)length + 1;
}

/* The personality of the entry given, or the first of a family. */
static const struct personality *choose(const WSAPROTOCOL_INFOW *info, int family) {
    if (info != NULL) {
        return memory_readable(info, sizeof *info) ? personality_of(info) : NULL;
    }
    for (size_t i = 0; i < personality_count(); i++) {
        if (personality_at(i)->family == family) {
            return personality_at(i);
        }
    }
    return NULL;
}

static int to_string(const struct sockaddr *address, DWORD length, const WSAPROTOCOL_INFOW *info, wchar_t *string,
                     LPDWORD string_length) {
    struct name name;
    wchar_t text[LONGEST_TEXT];
    if (length < sizeof(u_short) || !memory_readable(address, sizeof(u_short)) ||
        !memory_writable(string_length, sizeof *string_length)) {
        return WSAEFAULT;
    }
    const struct personality *personality = choose(info, address->sa_family);
    if (personality == NULL) {
        return WSAEINVAL;
    }
    int code = name_parse(personality, address, (int)length, &name);
    if (code != 0) {
        return code == WSAEAFNOSUPPORT ? WSAEINVAL : code;
    }
    DWORD needed = write_text(personality, &name, text);
    if (needed == 0) {
        return WSAEINVAL;
    }
    if (*string_length < needed || !memory_writable(string, needed * sizeof *string)) {
        *string_length = needed;
        return WSAEFAULT;
    }
    memcpy(string, text, needed * sizeof *string);
    *string_length = needed;
    return 0;
}

INT WSPAPI spi_address_to_string(LPSOCKADDR address, DWORD length, LPWSAPROTOCOL_INFOW info, LPWSTR string,
                                 LPDWORD string_length, LPINT error) {
    return procedure_result(to_string(address, length, info, string, string_length), error);
}

static bool parse_host(const struct personality *personality, const wchar_t **string, enum host *host) {
    static const enum host hosts[] = {HOST_HERE, HOST_BROADCAST, HOST_ANY};
    for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++) {
        const wchar_t *text = host_text(personality, hosts[i]);
        size_t length = wcslen(text);
        if (wcsncmp(*string, text, length) == 0) {
            *string += length;
            *host = hosts[i];
            return true;
        }
    }
    return false;
}

static bool parse_text(const struct personality *personality, const wchar_t *string, struct name *name) {
    wchar_t *end = (wchar_t *)string;
    name->host = HOST_HERE;
    name->endpoint = 0;
    if (personality->family == AF_WSPCHECK_PRIVATE) {
        name->endpoint = wcstoull(string, &end, 16);
        return end != string && *end == L'\0';
    }
    if (!parse_host(personality, &string, &name->host)) {
        return false;
    }
    if (*string != L':') {
        return *string == L'\0';
    }
    name->endpoint = wcstoull(string + 1, &end, 10);
    return end != string + 1 && *end == L'\0' && name->endpoint <= USHRT_MAX;
}

static int to_address(const wchar_t *string, int family, const WSAPROTOCOL_INFOW *info, struct sockaddr *address,
                      LPINT length) {
    struct name name;
    struct wire_name wire;
    const struct personality *personality = choose(info, family);
    if (string == NULL || !memory_readable(string, sizeof *string) || !memory_writable(length, sizeof *length)) {
        return WSAEFAULT;
    }
    if (personality == NULL || personality->family != family || !parse_text(personality, string, &name)) {
        return WSAEINVAL;
    }
    name_format(personality, &name, &wire);
    if (*length < wire.length || !memory_writable(address, (size_t)wire.length)) {
        *length = wire.length;
        return WSAEFAULT;
    }
    memcpy(address, &wire.storage, (size_t)wire.length);
    *length = wire.length;
    return 0;
}

INT WSPAPI spi_string_to_address(LPWSTR string, INT family, LPWSAPROTOCOL_INFOW info, LPSOCKADDR address, LPINT length,
                                 LPINT error) {
    return procedure_result(to_address(string, family, info, address, length), error);
}
