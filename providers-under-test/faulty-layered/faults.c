/* The table of faults in words, for "wspcheck mutants", and which chain carries which. */
#include <ctype.h>
#include <stdlib.h>

#include "base/memory.h"
#include "chains.h"

static const struct {
    const char *name;
    enum base base;
} rows[] = {
#define ROW(name, requirement, base, kind, also, sentence) {#name, base},
#include "table.inc"
#undef ROW
};

/* What wspcheck reads, without running any code of this DLL: as that of the faulty family. */
__declspec(dllexport) const char wspfaulty_table[] =
#define ROW(name, requirement, base, kind, also, sentence)                                                             \
#name "\t" requirement "\t" #kind "\t" also "\t" sentence "\n"
#include "table.inc"
#undef ROW
    ;

__declspec(dllexport) const char wspfaulty_exceptions[] = "";

enum base fault_base(enum fault fault) { return rows[fault].base; }

/* LAYER_WRAPS_SENDING is the entry "faulty layer-wraps-sending". */
static wchar_t letter_of_entry(char letter) { return letter == '_' ? L'-' : (wchar_t)tolower((unsigned char)letter); }

wchar_t *fault_entry_name(enum fault fault) {
    static const wchar_t prefix[] = L"faulty ";
    wchar_t *entry = memory_zeroed(WSAPROTOCOL_LEN + 1, sizeof *entry);
    wchar_t *end = wcscpy(entry, prefix) + wcslen(prefix);
    for (const char *name = rows[fault].name; *name != '\0'; name++) {
        *end++ = letter_of_entry(*name);
    }
    return entry;
}

/* Compares without making the name: this is asked at every call. */
bool fault_is(const struct chain *chain, enum fault fault) {
    const wchar_t *entry = chain->entry.szProtocol + wcslen(L"faulty ");
    const char *name = rows[fault].name;
    while (*name != '\0' && letter_of_entry(*name) == *entry) {
        name++;
        entry++;
    }
    return *name == '\0' && *entry == L'\0';
}
