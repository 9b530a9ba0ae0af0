/* Whose DLL this is. */
#include "personality.h"

const GUID provider_guid = {0x7b1f6d52, 0x3c0e, 0x4e57, {0x9a, 0x3d, 0x5a, 0x1d, 0x8f, 0x0c, 0x2e, 0x61}};
const wchar_t provider_description[] = L"wspcheck reference provider";

size_t personality_count(void) { return reference_personality_count; }

const struct personality *personality_at(size_t index) { return &reference_personalities[index]; }
