#include "base/clock.h"

#include <winsock2.h>

#include <windows.h>

unsigned long long clock_us(void) {
    LARGE_INTEGER frequency, now;
    QueryPerformanceFrequency(&frequency);
    QueryPerformanceCounter(&now);
    unsigned long long ticks = (unsigned long long)now.QuadPart;
    unsigned long long per_second = (unsigned long long)frequency.QuadPart;
    return ticks / per_second * 1000000ULL + ticks % per_second * 1000000ULL / per_second;
}
