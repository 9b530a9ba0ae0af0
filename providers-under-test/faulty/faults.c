/* The table of faults as a family of personalities, and in words for "wspcheck mutants". */
#include <ctype.h>
#include <string.h>

#include <windows.h>

#include "personality.h"

#define FIRST_PROTOCOL 0x5C00
#define NAME_ROOM (WSAPROTOCOL_LEN + 1)

const GUID provider_guid = {0x2c8e4b17, 0x96a5, 0x4d0f, {0x8b, 0x61, 0xe4, 0x07, 0x5d, 0x39, 0xa2, 0x1c}};
const wchar_t provider_description[] = L"wspcheck faulty provider";

/* The reference's personalities, in the order of their table. */
enum base { STREAM, MESSAGE, LARGE, HANDSHAKE, DATAGRAM, IPV6, PRIVATE, SILENT, SLOW, VARIANT_LARGE };

static const struct {
    const char *name;
    enum base base;
} rows[] = {
#define ROW(name, requirement, base, kind, also, sentence) {#name, base},
#include "table.inc"
#undef ROW
};

/* What wspcheck reads, without running any code of this DLL: lines of name, requirement, kind, other requirements and
 * sentence, separated by tabs. */
__declspec(dllexport) const char wspfaulty_table[] =
#define ROW(name, requirement, base, kind, also, sentence)                                                             \
#name "\t" requirement "\t" #kind "\t" also "\t" sentence "\n"
#include "table.inc"
#undef ROW
    ;

/* Likewise: requirement and reason. */
__declspec(dllexport) const char wspfaulty_exceptions[] =
#define EXCEPTION(requirement, reason) requirement "\t" reason "\n"
#include "exceptions.inc"
#undef EXCEPTION
    ;

static struct personality family[FAULT_COUNT];
static wchar_t names[FAULT_COUNT][NAME_ROOM];
static INIT_ONCE made = INIT_ONCE_STATIC_INIT;

/* DEFER_GOES_TO_THE_TAIL is the entry "faulty defer-goes-to-the-tail". */
static void make_name(wchar_t *entry, const char *name) {
    wcscpy(entry, L"faulty ");
    wchar_t *end = entry + wcslen(entry);
    for (; *name != '\0'; name++) {
        *end++ = *name == '_' ? L'-' : (wchar_t)tolower((unsigned char)*name);
    }
    *end = L'\0';
}

static BOOL CALLBACK make_family(PINIT_ONCE once, PVOID parameter, PVOID *context) {
    (void)once, (void)parameter, (void)context;
    for (int i = 0; i < FAULT_COUNT; i++) {
        make_name(names[i], rows[i].name);
        family[i] = reference_personalities[rows[i].base];
        family[i].name = names[i];
        family[i].protocol = FIRST_PROTOCOL + i;
        family[i].protocol_range = 0;
    }
    return TRUE;
}

size_t personality_count(void) { return FAULT_COUNT; }

const struct personality *personality_at(size_t index) {
    InitOnceExecuteOnce(&made, make_family, NULL, NULL);
    return &family[index];
}

bool fault_is(const struct personality *personality, enum fault fault) { return personality == &family[fault]; }
